"""Sending on what is held for others: a fee to its office, a premium to its insurer, a fare.

Each item is sent on once. It leaves the bank or the wallet, and with it the head on which it was
held (Dr 1601, 1603 or 1604, Cr 2201–2204).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.dates import days_between
from portal.domain.daybook import Draft, Line
from portal.domain.heads import (
    BANK_ACCOUNTS,
    CROP_PREMIUM,
    OTHER_PREMIUM,
    RECEIVED_FOR_BILLS,
    WALLET,
)
from portal.domain.refusals import N_, Refusal
from portal.domain.visits import Fee

FROM_HEADS = (WALLET, *BANK_ACCOUNTS)
TASKS = {
    RECEIVED_FOR_BILLS: "fee_remit", CROP_PREMIUM: "insurance_remit",
    OTHER_PREMIUM: "insurance_other_remit",
}  # fmt: skip
OLD_DAYS = 3
"""After so many days held the page warns: a rule of the house, not of any scheme."""
LONGEST_PARTY = 80
LONGEST_REFERENCE = 40
MOST_ITEMS = 100


class RemittanceIsUnknown(Refusal):
    """There is no such remittance in one's society."""

    message = N_("There is no such entry of money sent on.")
    status = 404


class NothingIsChosen(Refusal):
    """At least one item is sent on."""

    message = N_("Choose what was sent on.")
    status = 422
    field = "items"


class ItemIsNotHeld(Refusal):
    """It was sent on or given back meanwhile, or never taken."""

    message = N_(
        "Something you chose was sent on or given back meanwhile. Look at the list again; nothing "
        "was entered."
    )


class WhereFromIsMissing(Refusal):
    """Money is sent on from the wallet or one of the bank accounts, never in cash."""

    message = N_("Choose from where it was sent.")
    status = 422
    field = "from_head"


class WhomIsMissing(Refusal):
    """Who got it is written down."""

    message = N_("Write to whom it was sent.")
    status = 422
    field = "party"


class NumberOfSendingIsMissing(Refusal):
    """What was sent is found again by its number."""

    message = N_("Write the number of the transfer.")
    status = 422
    field = "reference"


class DayOfSendingIsWrong(Refusal):
    """Nothing is sent on before it was taken, nor tomorrow."""

    message = N_("It was sent between %(first_on)s, when it was taken, and today.")
    status = 422
    field = "sent_on"


class MovesWithItsApplication(Refusal):
    """Money of an application, sent on or given back, is moved by its own deeds alone (P8)."""

    message = N_(
        "This is money of an application, or was sent on or given back. It is returned on the page "
        "of the application; it can't be corrected here."
    )


@dataclass(frozen=True, slots=True)
class Item:
    """What was put into a visit for others, with or without a charge of ours, as it stands now.

    ``paid_on`` is '' before the visit is paid, ``sent_on`` before it is sent on; ``return_state``
    is that of its return, '' without one. ``is_taken_back`` says that its voucher was corrected.
    """

    fee: Fee
    visit_id: int
    paid_on: str
    mode: str
    payer: str
    applicant: str
    remittance_id: int | None
    sent_on: str
    return_state: str
    is_taken_back: bool

    @property
    def key(self) -> tuple[int, int]:
        """Its visit and its number there."""
        return self.visit_id, self.fee.no

    @property
    def name(self) -> str:
        """For whom it is."""
        return self.applicant or self.payer

    @property
    def is_paid(self) -> bool:
        """Whether its money was taken."""
        return bool(self.paid_on)

    @property
    def is_sent(self) -> bool:
        """Whether it was sent on."""
        return self.remittance_id is not None

    @property
    def stands(self) -> bool:
        """Whether it is neither returned nor taken back."""
        return not self.return_state and not self.is_taken_back

    @property
    def is_held(self) -> bool:
        """Whether its money is held here for others."""
        return self.is_paid and self.stands and not self.is_sent and self.fee.passed_paise > 0

    def held_days(self, on: str) -> int:
        """For how many days it has been held."""
        return max(0, days_between(self.paid_on, on))

    def is_old(self, on: str) -> bool:
        """Whether it has been held too long."""
        return self.held_days(on) >= OLD_DAYS


@dataclass(frozen=True, slots=True)
class Remittance:
    """What was sent on at once: from ``from_head``, out of what was held on ``head``."""

    society_id: int
    id: int
    head: int
    from_head: int
    paise: int
    party: str
    reference: str
    sent_on: str
    sent_at: int
    sent_by: int
    on_behalf_of: int | None
    voucher_id: int


def remit_draft(
    items: Sequence[Item], from_head: int, party: str, reference: str, sent_on: str
) -> Draft:
    """The voucher of what is sent on: one line for each application of a premium, else one."""
    held: dict[int, int] = {}
    for one in items:
        held[one.fee.held_on] = held.get(one.fee.held_on, 0) + one.fee.passed_paise
    head = items[0].fee.passed_head
    names = list(dict.fromkeys(one.fee.what for one in items))
    narration = f"{names[0]} × {len(items)}" if len(items) > 1 else names[0]
    return Draft(
        kind="bank_payment", task=TASKS[head], party=party, reference=reference,
        reference_on=sent_on, mode="none" if from_head == WALLET else "transfer",
        lines=(
            *(Line(head, paise, sub_id) for sub_id, paise in sorted(held.items())),
            Line(from_head, -sum(held.values())),
        ),
        narration=narration,
    )  # fmt: skip
