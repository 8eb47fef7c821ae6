"""What every request has at hand: settings, clock, keys, safeguards, access policy."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, current_app

from portal.actions.people import Safeguards
from portal.clock import Clock
from portal.domain.people import Policy
from portal.domain.tasks import TaskBook
from portal.gateways.ports import (
    AadhaarVerification,
    BillPayments,
    CscSignIn,
    Messages,
    PictureMaker,
    Sealer,
    SheetBook,
    WalletGateway,
)
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class House:
    """The parts that create_app puts together. What is None is not done here."""

    settings: Settings
    clock: Clock
    sealer: Sealer
    guards: Safeguards
    policy: Policy
    task_book: TaskBook
    pictures: PictureMaker
    sheets: SheetBook
    bill_payments: BillPayments | None
    csc_sign_in: CscSignIn | None
    wallet_gateway: WalletGateway | None
    messages: Messages | None
    aadhaar_verification: AadhaarVerification | None = None


def house() -> House:
    """Return the parts of the running application."""
    found: House = current_app.extensions["rokad"]
    return found


def csc_sign_in() -> CscSignIn:
    """Return the CSC's sign-in; without one its addresses are unknown pages."""
    return house().csc_sign_in or abort(404)


def wallet_gateway() -> WalletGateway:
    """Return the CSC's wallet; without one its addresses are unknown pages."""
    return house().wallet_gateway or abort(404)


def messages_on() -> bool:
    """Say whether short messages are sent at all; where not, none is offered."""
    return house().messages is not None


def aadhaar_verification() -> AadhaarVerification:
    """Return whoever checks Aadhaar numbers; without one its addresses are unknown pages."""
    return house().aadhaar_verification or abort(404)


def aadhaar_is_checked() -> bool:
    """Say whether Aadhaar numbers are checked at all; where not, no check is offered."""
    return house().aadhaar_verification is not None
