"""P1, P2: many hands at one member, one account, one number or one file at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from portal.actions import accounts as account_deeds
from portal.actions import imports, leaving, register
from portal.actions.exactly_once import Done
from portal.actions.import_steps import Hands, run_waiting
from portal.actions.proof import prove_society
from portal.domain.accounts import Payout, Terms
from portal.domain.members import Member
from portal.domain.people import Slip
from portal.gateways.spreadsheets import Spreadsheets
from portal.storage import accounts, daybook, engine
from portal.storage.accounts import Account
from tests.actions.checked_books import registers_agree
from tests.crowd import at_once
from tests.members_world import a_member, an_account, buys_shares, puts_in, takes_out
from tests.world import TODAY, World

HANDS = 4
FILE = ("member_no,name_hi,guardian_hi,village_hi,share_paise\n" + "".join(
    f"{no},राम लाल {no},मोहन,देवली,100\n" for no in range(900, 960)
)).encode()  # fmt: skip
WHO = {"name_hi": "कमला", "guardian_hi": "राम", "relation": "father", "village_hi": "देवली"}


@pytest.fixture
def member(open_world: World) -> Iterator[Member]:
    """Member 276 with ₹ 300 of shares; in the end the books are whole."""
    found = a_member(open_world, member_no="276")
    buys_shares(open_world, found, 300)
    yield found
    registers_agree(open_world.society_id)
    assert prove_society("KHR001", open_world.keys).findings == ()


@pytest.fixture
def account(open_world: World, member: Member) -> Account:
    """S-101 with ₹ 2,000."""
    found = an_account(member, account_no="S-101")
    puts_in(open_world, found, 2_000)
    return found


def each(world: World, deed: Callable[[Slip], Done]) -> tuple[list[Done], list[str]]:
    """Let all hands do a deed, each with a form of its own: what was done, and why not."""
    slips = [world.slip("manager") for _ in range(HANDS)]
    found = at_once([lambda slip=slip: deed(slip) for slip in slips])  # type: ignore[misc]
    return split(found)


def split(found: Sequence[Done | Exception]) -> tuple[list[Done], list[str]]:
    done = [one for one in found if isinstance(one, Done)]
    return done, [type(one).__name__ for one in found if not isinstance(one, Done)]


def test_the_last_rupee_is_taken_out_once(open_world: World, account: Account) -> None:
    found = at_once([lambda: takes_out(open_world, account, 2_000) for _ in range(HANDS)])
    assert sorted(type(one).__name__ for one in found) == ["AccountHoldsLess"] * 3 + ["int"]
    assert not sum(daybook.sub_balances(1, 1301).values())


def test_an_account_is_closed_once(open_world: World, account: Account) -> None:
    doer, how = open_world.doer("manager"), Payout(party="सुशीला देवी")
    done, refused = each(
        open_world, lambda slip: account_deeds.close_account(doer, slip, 1, account.id, how)
    )
    assert len(done) == 1
    assert refused == ["AccountIsClosed"] * 3


def test_a_number_is_given_to_one_of_those_who_wait(open_world: World, member: Member) -> None:
    doer = open_world.doer("manager")
    applied, _ = each(open_world, lambda slip: register.apply(doer, slip, 1, WHO))
    waiting = [int(one.location.split("/")[2].split("?")[0]) for one in applied]
    assert len(set(waiting)) == HANDS
    done, refused = each(open_world, lambda slip: register.admit(
        doer, slip, 1, waiting.pop(), "500", "7", TODAY
    ))  # fmt: skip
    assert len(done) == 1
    assert refused == ["MemberNumberIsTaken"] * 3


def test_one_who_waits_is_admitted_once(open_world: World, member: Member) -> None:
    doer, numbers = open_world.doer("manager"), iter(range(500, 600))
    one = a_member(open_world, member_no=None, status="applicant")
    done, refused = each(open_world, lambda slip: register.admit(
        doer, slip, 1, one.id, str(next(numbers)), "7", TODAY
    ))  # fmt: skip
    assert len(done) == 1
    assert refused == ["IsNoApplicant"] * 3


def test_of_several_editors_one_is_heard(open_world: World, member: Member) -> None:
    doer = open_world.doer("manager")
    done, refused = each(open_world, lambda slip: register.edit(
        doer, slip, 1, member.id, member.version, WHO | {"known_as": slip.token}, has_consent=False
    ))  # fmt: skip
    assert len(done) == 1
    assert refused == ["MemberWasChanged"] * 3


def test_an_account_number_is_given_once(open_world: World, member: Member) -> None:
    doer, terms = open_world.doer("manager"), Terms(kind="savings", account_no="S-900")
    done, refused = each(
        open_world, lambda slip: account_deeds.open_account(doer, slip, 1, member.id, terms)
    )
    assert len(done) == 1
    assert refused == ["AccountNumberIsTaken"] * 3


def test_one_form_opens_one_account(open_world: World, member: Member) -> None:
    doer, terms = open_world.doer("manager"), Terms(kind="savings", account_no="S-900")
    slip = open_world.slip("manager")
    found = at_once([
        lambda: account_deeds.open_account(doer, slip, 1, member.id, terms) for _ in range(HANDS)
    ])  # fmt: skip
    done, refused = split(found)
    assert not refused
    assert sum(not one.is_repeat for one in done) == 1
    assert len(accounts.accounts_of(1, member.id)) == 1


def test_shares_are_given_away_once(open_world: World, member: Member) -> None:
    doer = open_world.doer("manager")
    a_member(open_world, member_no="500")
    done, refused = each(open_world, lambda slip: leaving.transfer_shares(
        doer, slip, 1, member.id, "500", 200_00, "7", TODAY
    ))  # fmt: skip
    assert len(done) == 1
    assert refused == ["SharesAreFewer"] * 3


def test_a_file_sent_and_started_by_several_is_taken_in_once(
    open_world: World, member: Member
) -> None:
    doer, now = open_world.doer("manager"), open_world.clock.now_ms
    sent, _ = each(open_world, lambda slip: imports.send_file(
        doer, slip, 1, "members", "a.csv", FILE, Spreadsheets()
    ))  # fmt: skip
    assert {one.location for one in sent} == {"/registers/import/1"}
    started, refused = each(
        open_world, lambda slip: imports.start_job(doer, slip, 1, 1, only_good=False, park=True)
    )
    assert (len(started), refused) == (1, ["JobIsNotReady"] * 3)
    at_once([lambda: run_waiting(Hands(now, open_world.keys)) for _ in range(HANDS)])
    assert engine.value("SELECT COUNT(*) FROM member WHERE member_no LIKE '9__'") == 60
    assert engine.value("SELECT state FROM import_job") == "done"
    assert daybook.sub_balances(1, 1101)[member.id] == -300_00
