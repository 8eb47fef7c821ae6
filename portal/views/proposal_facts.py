"""What a second person must see to judge what waits: what its people have, and what went before."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l

from portal.actions import second_persons
from portal.actions.looks import note_look
from portal.actions.sub_ledgers import Owner
from portal.domain.proposals import Proposal
from portal.storage import accounts
from portal.storage.served import Whom
from portal.web.access import doer, may

#: Where a record stands, and who may read it there.
PAGES = {
    "pensioner": ("/pensioners/%s", "read_pensioners"), "order": ("/orders/%s", "read_counter"),
    "aeps": ("/aeps/%s", "read_counter"),
}  # fmt: skip

#: What a deed does beside moving the money.
DOES = {
    "close_account": _l("The account is closed by this."),
    "admit": _l("The applicant becomes a member by this."),
    "pay_from_wallet": _l("It can be paid from the CSC wallet only after this."),
    "send_on": _l("This money of others is sent on."),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What each account or share of the entry holds before and after it, in paise (debit > 0).

    ``paid_paise`` is what the same work brought the same person today without a second person.
    """

    before: dict[tuple[int, int], int] = field(default_factory=dict)
    after: dict[tuple[int, int], int] = field(default_factory=dict)
    paid_paise: int = 0


def facts_of(found: Proposal, owners: dict[tuple[int, int], Owner]) -> Facts:
    """Look up what is needed to judge; the look at its members' balances is noted first (P9)."""
    draft, whom = found.wish.draft, found.wish.whom
    paid = 0
    if found.wish.correction is None:
        whose = Whom(*whom) if whom else None
        paid = second_persons.paid_today(found.society_id, found.day_on, draft, whose, owners)
    if not owners:
        return Facts(paid_paise=paid)
    subjects = {one.member.member_no or f"#{one.member.id}" for one in owners.values()}
    note_look(doer(), found.society_id, sorted(subjects), "approval")
    before = accounts.sub_balances(found.society_id, owners)
    after = dict(before)
    for line in draft.lines:
        if (line.head, line.sub_id or 0) in after:
            after[line.head, line.sub_id or 0] += line.paise
    return Facts(before, after, paid)


def record_page(found: Proposal) -> str:
    """Return the address of the record that it is about, where this person may read it; or ''."""
    kind, _, key = (found.wish.about or ("",))[0].partition(":")
    if found.wish.deed == "give_back_fee" and may("read_applications"):
        return f"/returns/{key.replace('-', '/')}"
    path, deed = PAGES.get(kind, ("", ""))
    return path % key if path and may(deed) else ""
