"""Leaving: shares transferred, resignation only when all is settled, death with heirs."""

from __future__ import annotations

import pytest

from portal.actions import leaving
from portal.domain.daybook import NoDayIsOpen
from portal.domain.members import Heir, Member, MemberIsNotActive, MemberIsUnknown
from portal.domain.money import AmountIsZero
from portal.domain.register import (
    AccountsAreOpen,
    DateIsLater,
    LoanIsOwed,
    MemberIsTheSame,
    PartsAreWrong,
    ResolutionIsMissing,
    SharesAreFewer,
    SharesAreHeld,
)
from portal.storage import accounts, members
from portal.storage.engine import value
from tests.members_world import a_member, an_account, buys_shares, moves, takes_out
from tests.world import TODAY, World


def _transfers(
    world: World, giver: Member, to_no: str, rupees: int, no: str = "7", on: str = TODAY
) -> int | None:
    return leaving.transfer_shares(
        world.doer("manager"), world.slip("manager"), world.society_id, giver.id, to_no,
        rupees * 100, no, on,
    ).voucher_id  # fmt: skip


def _resigns(world: World, member: Member, no: str = "7", *, pays_later: bool = False) -> Member:
    leaving.resign(
        world.doer("manager"), world.slip("manager"), world.society_id, member.id, no, TODAY,
        pays_later=pays_later,
    )  # fmt: skip
    found = members.member(world.society_id, member.id)
    assert found is not None
    return found


def _dies(world: World, member: Member, *heirs: Heir, on: str = TODAY) -> Member:
    leaving.note_death(
        world.doer("manager"), world.slip("manager"), world.society_id, member.id, on, "", heirs
    )
    found = members.member(world.society_id, member.id)
    assert found is not None
    return found


def test_shares_move_between_the_folios_and_both_are_noted(open_world: World) -> None:
    giver, taker = a_member(open_world), a_member(open_world, member_class="nominal")
    buys_shares(open_world, giver, 300)
    voucher_id = _transfers(open_world, giver, str(taker.member_no), 100)
    assert accounts.balances_of(open_world.society_id, giver.id)[1101, giver.id] == -200_00
    assert accounts.balances_of(open_world.society_id, taker.id)[1102, taker.id] == -100_00
    whose = value(
        "SELECT COUNT(*) FROM voucher_for WHERE society_id = ? AND voucher_id = ?",
        open_world.society_id, voucher_id,
    )  # fmt: skip
    assert whose == 2


def test_a_transfer_that_can_not_be_is_refused(open_world: World) -> None:
    giver, taker = a_member(open_world), a_member(open_world)
    gone = a_member(open_world, status="ceased")
    buys_shares(open_world, giver, 300)
    to_no = str(taker.member_no)
    for refusal, deed in (
        (MemberIsUnknown, lambda: _transfers(open_world, giver, "999", 100)),
        (MemberIsTheSame, lambda: _transfers(open_world, giver, str(giver.member_no), 100)),
        (MemberIsNotActive, lambda: _transfers(open_world, giver, str(gone.member_no), 100)),
        (ResolutionIsMissing, lambda: _transfers(open_world, giver, to_no, 100, "")),
        (DateIsLater, lambda: _transfers(open_world, giver, to_no, 100, "7", "2026-12-01")),
        (AmountIsZero, lambda: _transfers(open_world, giver, to_no, 0)),
        (SharesAreFewer, lambda: _transfers(open_world, giver, to_no, 301)),
    ):
        with pytest.raises(refusal):
            deed()
    applicant = a_member(open_world, member_no=None, status="applicant")
    with pytest.raises(MemberIsUnknown):
        _transfers(open_world, applicant, to_no, 100)
    open_world.counts(26_686)
    open_world.closes_day()
    with pytest.raises(NoDayIsOpen):
        _transfers(open_world, giver, to_no, 100)


def test_who_resigns_has_settled_everything(open_world: World) -> None:
    member = a_member(open_world)
    buys_shares(open_world, member, 300)
    loan = an_account(member, "loan")
    takes_out(open_world, loan, 500)
    with pytest.raises(LoanIsOwed):
        _resigns(open_world, member)
    moves(open_world, loan.head, loan.id, -500)
    with pytest.raises(AccountsAreOpen):
        _resigns(open_world, member)
    accounts.close(open_world.society_id, loan.id, TODAY)
    with pytest.raises(SharesAreHeld):
        _resigns(open_world, member)
    with pytest.raises(ResolutionIsMissing):
        _resigns(open_world, member, "", pays_later=True)
    assert _resigns(open_world, member, pays_later=True).status == "ceased"
    with pytest.raises(MemberIsNotActive):
        _resigns(open_world, member)


def test_shares_of_the_dead_go_to_an_heir(open_world: World) -> None:
    member, heir = a_member(open_world), a_member(open_world)
    buys_shares(open_world, member, 300)
    with pytest.raises(DateIsLater):
        _dies(open_world, member, on="2027-01-01")
    with pytest.raises(PartsAreWrong):
        _dies(open_world, member, Heir("सुनीता", "पत्नी", 50))
    found = _dies(open_world, member)
    assert (found.status, found.left_on, found.heirs) == ("deceased", TODAY, ())
    assert _dies(open_world, found).version == found.version
    later = _dies(open_world, found, Heir("सुनीता", "पत्नी", 100))
    assert later.heirs == (("सुनीता", "पत्नी", 100),)
    _transfers(open_world, later, str(heir.member_no), 300)
    assert accounts.balances_of(open_world.society_id, heir.id)[1101, heir.id] == -300_00
    with pytest.raises(MemberIsNotActive):
        _dies(open_world, a_member(open_world, status="ceased"))
