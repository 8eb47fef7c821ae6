"""The log of looks at members' balances (P9): who, at whom, when and why."""

from __future__ import annotations

from portal.actions import sub_ledgers
from portal.domain.daybook import Line
from portal.domain.people import Doer
from portal.domain.refusals import N_, Refusal
from portal.storage import looks
from portal.storage.engine import write_transaction

#: Why a member's balances were looked at, by the page that shows them.
REASONS = {
    "account_page": N_("the member's page"), "statement": N_("a statement"),
    "passbook": N_("printing the passbook"), "slip": N_("a balance slip"),
    "confirmation": N_("balance confirmation of a village"), "closing": N_("closing an account"),
    "leaving": N_("leaving the society"), "register": N_("a register"),
    "refused": N_("an entry that was refused"), "pensioner": N_("a pensioner's page"),
    "paper": N_("a picture of a paper"), "attachment": N_("a picture at a voucher"),
    "approval": N_("deciding as second person"),
}  # fmt: skip


def note_look(doer: Doer, society_id: int, subjects: list[str], reason: str) -> None:
    """Write a look at these members' balances; what can't be written refuses the look (P9).

    ``subjects`` are printed numbers of members, ``reason`` a key of REASONS. Raises StoreIsBusy
    and StoreIsMissing, and then nothing may be shown.
    """
    if reason not in REASONS:
        raise ValueError(f"no reason {reason}")
    write_transaction(lambda: looks.insert(doer.person_id, society_id, subjects, reason, doer.at))


def note_told(doer: Doer, society_id: int, refusal: Refusal) -> None:
    """Write a look where a refusal says what somebody has or owes; raises as ``note_look``."""
    if refusal.tells is None:
        return
    head, sub_id = refusal.tells
    owner = sub_ledgers.owners(society_id, [Line(head, 0, sub_id)]).get((head, sub_id))
    if owner is not None:
        subject = owner.member.member_no or f"#{owner.member.id}"
        note_look(doer, society_id, [subject], "refused")
