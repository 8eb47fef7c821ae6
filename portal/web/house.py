"""What every request has at hand: settings, clock, keys, safeguards, access policy."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, current_app, g

from portal.actions.people import Safeguards
from portal.clock import Clock
from portal.domain.people import Policy
from portal.domain.practice import PracticeCallsNobody
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
from portal.storage.places import Society


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

    @property
    def pays_in_sandbox(self) -> bool:
        """Whether bills go to a sandbox on this machine, so that nothing of them is real."""
        return self.settings.bharat_connect.sandbox_port is not None


def house() -> House:
    """Return the parts of the running application."""
    found: House = current_app.extensions["rokad"]
    return found


def practising() -> Society | None:
    """Return the practice society that this request is about, or None in earnest."""
    society: Society | None = g.get("society") or g.get("practice")
    return society if society is not None and society.is_practice else None


def bill_unit() -> BillPayments | None:
    """Return the unit that bills are paid through here; in practice only a sandbox is one."""
    parts = house()
    return None if practising() and not parts.pays_in_sandbox else parts.bill_payments


def csc_sign_in() -> CscSignIn:
    """Return the CSC's sign-in; without one its addresses are unknown pages."""
    return house().csc_sign_in or abort(404)


def wallet_gateway() -> WalletGateway:
    """Return the CSC's wallet; without one its addresses are unknown pages."""
    _require_earnest()
    return house().wallet_gateway or abort(404)


def messages_on() -> bool:
    """Say whether short messages are sent at all; where not, none is offered."""
    return house().messages is not None and not practising()


def aadhaar_verification() -> AadhaarVerification:
    """Return whoever checks Aadhaar numbers; without one its addresses are unknown pages."""
    _require_earnest()
    return house().aadhaar_verification or abort(404)


def aadhaar_is_checked() -> bool:
    """Say whether Aadhaar numbers are checked at all; where not, no check is offered."""
    return house().aadhaar_verification is not None and not practising()


def _require_earnest() -> None:
    if practising():
        raise PracticeCallsNobody
