"""Leaving a society: shares to another member, resignation, and the claim after a death."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.members import change_member
from portal.actions.posting import open_day_of, post
from portal.actions.register import about_member, business_date, held, page_of, standing
from portal.actions.second_persons import require_none_waits, waits
from portal.domain.daybook import Draft, Line
from portal.domain.members import Heir, Member, MemberIsNotActive, MemberIsUnknown
from portal.domain.money import AmountIsZero, rupees
from portal.domain.people import Doer, Slip
from portal.domain.proposals import Asked
from portal.domain.register import (
    AccountsAreOpen,
    LoanIsOwed,
    MemberIsTheSame,
    ResolutionIsMissing,
    SharesAreFewer,
    SharesAreHeld,
    require_parts,
    require_past,
)
from portal.storage import accounts, members


def transfer_shares(
    doer: Doer, slip: Slip, society_id: int, member_id: int, to_no: str, amount_paise: int,
    resolution_no: str, resolution_on: str,
) -> Done:  # fmt: skip
    """Move shares from one member's folio to another's by the committee's resolution.

    Who gives may have left or died; who receives is a member. It is a journal on the open day, and
    waits above its limit. Raises MemberIsUnknown, MemberIsTheSame, MemberIsNotActive,
    SharesAreFewer, AmountIsZero, ResolutionIsMissing, DateIsLater, NoDayIsOpen, CountIsGoingOn,
    RecordIsWaiting.
    """
    return exactly_once(doer, slip, lambda: transfer_shares_now(
        doer, slip, society_id, member_id, to_no, amount_paise, resolution_no, resolution_on
    ))  # fmt: skip


def transfer_shares_now(
    doer: Doer, slip: Slip, society_id: int, member_id: int, to_no: str, amount_paise: int,
    resolution_no: str, resolution_on: str,
) -> Done:  # fmt: skip
    """Move shares inside a deed's transaction; raises as ``transfer_shares``."""
    giver = held(society_id, member_id)
    taker = members.member_by_no(society_id, to_no)
    if giver.member_no is None:
        raise MemberIsUnknown
    _require_taker(giver, taker)
    assert taker is not None
    _require_resolution(doer, resolution_no, resolution_on)
    if amount_paise <= 0:
        raise AmountIsZero(field="amount")
    shares = standing(society_id, member_id).shares_paise
    if amount_paise > shares:
        raise SharesAreFewer(amount=rupees(shares))
    draft, day = _transfer_draft(giver, taker, amount_paise, resolution_no), open_day_of(society_id)
    given = {
        "member_id": member_id, "to_no": to_no, "amount_paise": amount_paise,
        "resolution_no": resolution_no, "resolution_on": resolution_on,
    }  # fmt: skip
    asked = Asked("transfer_shares", given, (about_member(member_id),))
    waiting = waits(doer, day, [draft], asked)
    if waiting is not None:
        return waiting
    voucher_id, _no = post(doer, day, draft, slip.token)
    return Done(f"/vouchers/{voucher_id}?new=1", voucher_id)


def _transfer_draft(giver: Member, taker: Member, paise: int, resolution_no: str) -> Draft:
    return Draft(
        kind="journal", task="share_transfer", party=f"{giver.name_hi} → {taker.name_hi}",
        paper_no=resolution_no, narration=f"{giver.member_no} → {taker.member_no}",
        lines=(Line(giver.share_head, paise, giver.id), Line(taker.share_head, -paise, taker.id)),
    )  # fmt: skip


def _require_taker(giver: Member, taker: Member | None) -> None:
    if taker is None:
        raise MemberIsUnknown(field="to_no")
    if taker.id == giver.id:
        raise MemberIsTheSame
    if not taker.is_active:
        raise MemberIsNotActive(field="to_no")


def _require_resolution(doer: Doer, resolution_no: str, resolution_on: str) -> None:
    if not resolution_no:
        raise ResolutionIsMissing
    require_past(resolution_on, doer.today_on, "resolution_on")


def resign(
    doer: Doer, slip: Slip, society_id: int, member_id: int, resolution_no: str,
    resolution_on: str, *, pays_later: bool,
) -> Done:  # fmt: skip
    """Note that somebody is no member any more; number and record stay.

    Loans are paid back and accounts closed before. Shares are given back before, or wait as what
    the society owes, where that is said. Raises MemberIsNotActive, LoanIsOwed, AccountsAreOpen,
    SharesAreHeld, ResolutionIsMissing, DateIsLater.
    """

    def deed() -> Done:
        member = held(society_id, member_id)
        if not member.is_active:
            raise MemberIsNotActive
        _require_resolution(doer, resolution_no, resolution_on)
        require_none_waits(society_id, [about_member(member_id)])
        require_nothing_open(member, pays_later=pays_later)
        change_member(doer, business_date(doer, society_id), "resigned", member, replace(
            member.particulars, status="ceased", left_on=resolution_on,
            leaving_resolution_no=resolution_no,
        ))  # fmt: skip
        return Done(page_of(member))

    return exactly_once(doer, slip, deed)


def require_nothing_open(member: Member, *, pays_later: bool) -> None:
    """Refuse the leaving of somebody with a loan, an open account, or shares not given back."""
    has = standing(member.society_id, member.id)
    if has.owed_paise > 0:
        raise LoanIsOwed(amount=rupees(has.owed_paise))
    still_open = [
        one.account_no for one in accounts.accounts_of(member.society_id, member.id) if one.is_open
    ]
    if still_open:
        raise AccountsAreOpen(accounts=", ".join(still_open))
    if has.shares_paise > 0 and not pays_later:
        raise SharesAreHeld(amount=rupees(has.shares_paise))


def note_death(
    doer: Doer, slip: Slip, society_id: int, member_id: int, died_on: str, resolution_no: str,
    heirs: Sequence[Heir],
) -> Done:  # fmt: skip
    """Note a member's death and who claims what they left; once more to change the heirs.

    What they had stays in their name until it is transferred or paid to the heirs. The resolution
    may come later. Raises MemberIsNotActive, DateIsLater, PartsAreWrong, PartIsNobodys.
    """

    def deed() -> Done:
        member = held(society_id, member_id)
        if member.status not in ("active", "deceased"):
            raise MemberIsNotActive
        require_past(died_on, doer.today_on, "died_on")
        require_parts(heirs, "heir1_percent")
        record = replace(
            member.particulars, status="deceased", left_on=died_on,
            leaving_resolution_no=resolution_no, heirs=tuple(heirs),
        )  # fmt: skip
        if record != member.particulars:
            what = "died" if member.is_active else "heirs"
            change_member(doer, business_date(doer, society_id), what, member, record)
        return Done(page_of(member))

    return exactly_once(doer, slip, deed)
