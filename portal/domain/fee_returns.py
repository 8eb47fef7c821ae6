"""What goes back to a customer of a cancelled booking or a refused premium.

Before it was sent on the money is owed back at once (1601, 1603 or 1604 to 1602). Afterwards it is
asked back first; what comes back into wallet or bank is owed then. It goes back in cash, signed
for, and is never set off against anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.bill_order_vouchers import whole_rupees
from portal.domain.daybook import Draft, Line
from portal.domain.heads import BY_HAND, CASH_BOX, REFUNDS_DUE, ROUNDING
from portal.domain.refusals import N_, Refusal
from portal.domain.remittances import FROM_HEADS, Item

OWED_TASK, CAME_TASK, GIVEN_TASK = "fee_return_owed", "fee_return_came", "csc_refund"
BACK_TO = FROM_HEADS
"""Where money comes back: the wallet or a bank account."""


class NothingToReturn(Refusal):
    """No money was taken for the application that could go back."""

    message = N_("No money was taken for this application, or it went back already.")


class ReturnIsUnknown(Refusal):
    """There is no such return in one's society."""

    message = N_("There is no such money to give back.")
    status = 404


class ReturnHasMovedOn(Refusal):
    """Somebody was quicker: what the form showed is no longer so."""

    message = N_("Somebody else entered something here meanwhile. Look at it again.")


class ReturnIsTooMuch(Refusal):
    """No more comes back than was sent on."""

    message = N_("Only ₹ %(amount)s was sent on; more can't come back.")
    status = 422
    field = "amount"


class ReturnNeedsAReason(Refusal):
    """The customer and the auditor are told why."""

    message = N_("Write why it is cancelled.")
    status = 422
    field = "reason"


class ReturnState(StrEnum):
    """How far a return is: asked back of the carrier, owed to the customer, given, or lost."""

    ASKED = "asked"
    DUE = "due"
    GIVEN = "given"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class FeeReturn:
    """The return of an item of a visit; ``version`` counts its changes.

    ``expected_paise`` is what is asked back of others, ``due_paise`` what the customer gets, our
    own charge included where it goes back too; ``kept_paise`` is what others keep of what was sent.
    """

    society_id: int
    visit_id: int
    fee_no: int
    version: int
    state: ReturnState
    was_sent: int
    expected_paise: int
    asked_on: str
    asked_at: int
    asked_by: int
    due_paise: int = 0
    kept_paise: int = 0
    said: str = ""
    due_voucher_id: int | None = None
    given_voucher_id: int | None = None
    given_at: int | None = None
    given_by: int | None = None

    @property
    def cash_paise(self) -> int:
        """What is handed over: whole rupees."""
        return whole_rupees(self.due_paise)

    @property
    def is_open(self) -> bool:
        """Whether something is still to come or to be handed over."""
        return self.state in (ReturnState.ASKED, ReturnState.DUE)


def owed_draft(item: Item, own_paise: int) -> Draft:
    """It was never sent on: what was held is owed back, and our own charge where it goes back."""
    fee = item.fee
    due = fee.passed_paise + own_paise
    return Draft(
        kind="journal", task=OWED_TASK, party=item.name, narration=fee.what,
        lines=_lines(
            Line(fee.passed_head, fee.passed_paise, fee.held_on), Line(fee.own_head, own_paise),
            Line(REFUNDS_DUE, -due, BY_HAND),
        ),
    )  # fmt: skip


def came_back_draft(item: Item, back_to: int, paise: int, own_paise: int, reference: str) -> Draft:
    """It came back into wallet or bank, and is owed to the customer from now on."""
    return Draft(
        kind="bank_receipt" if paise else "journal", task=CAME_TASK if paise else OWED_TASK,
        party=item.name, narration=item.fee.what, reference=reference,
        lines=_lines(
            Line(back_to, paise), Line(item.fee.own_head, own_paise),
            Line(REFUNDS_DUE, -(paise + own_paise), BY_HAND),
        ),
    )  # fmt: skip


def given_draft(item: Item, found: FeeReturn) -> Draft:
    """It is handed back in cash, in whole rupees."""
    return Draft(
        kind="cash_payment", task=GIVEN_TASK, mode="cash", till=CASH_BOX, party=item.name,
        narration=item.fee.what,
        lines=_lines(
            Line(REFUNDS_DUE, found.due_paise, BY_HAND), Line(CASH_BOX, -found.cash_paise),
            Line(ROUNDING, found.cash_paise - found.due_paise),
        ),
    )  # fmt: skip


def _lines(*lines: Line) -> tuple[Line, ...]:
    return tuple(one for one in lines if one.paise)
