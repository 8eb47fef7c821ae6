"""What every request has at hand: settings, clock, keys, safeguards, access policy."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from portal.actions.people import Safeguards
from portal.clock import Clock
from portal.domain.people import Policy
from portal.domain.tasks import TaskBook
from portal.gateways.ports import BillPayments, PictureMaker, Sealer, SheetBook
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class House:
    """The parts that create_app puts together; without a unit no bills are paid."""

    settings: Settings
    clock: Clock
    sealer: Sealer
    guards: Safeguards
    policy: Policy
    task_book: TaskBook
    pictures: PictureMaker
    sheets: SheetBook
    bill_payments: BillPayments | None


def house() -> House:
    """Return the parts of the running application."""
    found: House = current_app.extensions["rokad"]
    return found
