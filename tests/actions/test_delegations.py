"""Working on somebody's behalf (D10): while it runs and there alone, both kept, never checking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.actions import (
    corrections,
    delegations,
    paper_slips,
    proof,
    proposals,
    surprise_counts,
    tills,
    verification,
)
from portal.actions import day as day_deeds
from portal.domain.corrections import Correction
from portal.domain.day import OwnWorkIsNotVerified
from portal.domain.delegations import (
    AlreadyOnBehalf,
    BehalfIsOver,
    DelegationHasEnded,
    DelegationIsNotYours,
    DelegationIsUnknown,
    HoursAreWrong,
    PersonIsNotOfSociety,
    WhyIsMissing,
    WordsAreMissing,
    WorksOnBehalf,
)
from portal.domain.paper_slips import SlipLine
from portal.domain.people import Doer
from portal.domain.proposals import ProposalIsYourOwn
from portal.domain.refusals import Refusal
from portal.domain.reopenings import RequestIsYourOwn
from portal.domain.tills import Till
from portal.storage import daybook, days, reference
from portal.storage import delegations as stored
from portal.storage import tills as stored_tills
from tests.actions.test_proposals import agrees, proposes, sets
from tests.bills_world import Counter
from tests.pensioners_world import a_pensioner, money_arrives, pays
from tests.reopening_world import asks, grants
from tests.sandboxes.running import RunningSandbox
from tests.world import MORNING, TODAY, World, traces

CSC = 2102


def stands_in(world: World, username: str = "assistant", of: str = "operator") -> Doer:
    """Let whatever is done from now on be done by someone of the block on another's behalf."""
    delegate = world.works_on_behalf(username, of)
    world.doer = lambda _who="operator": replace(delegate, at=world.clock.now_ms())
    world.slip = lambda _who="operator", society_id=None: World.slip(world, username, society_id)
    return delegate


def leaves(world: World) -> None:
    """Let everybody do their own work again."""
    del world.doer, world.slip


def begins(world: World, username: str = "assistant", **changed: object) -> None:
    wish = delegations.Wish(world.person("operator").id, "ill", "", 0)
    delegations.begin(
        world.doer(username), world.slip(username), reference.policy(), world.society(),
        replace(wish, **changed), 24,
    )  # fmt: skip


def verifies(world: World, username: str) -> None:
    """Let someone verify today in their own name."""
    verification.verify_day(
        world.doer(username), world.slip(username), world.society_id, TODAY, "/officer"
    )


def enters(world: World) -> None:
    world.enters()


def types_a_sheet(world: World) -> None:
    line = SlipLine(1, "09:30", reference.task_book()["csc_service_fee"], world.drafts())
    paper_slips.save_sheet(
        world.doer(), world.slip(), world.society_id, TODAY, [line], 0, world.keys
    )


def corrects(world: World) -> None:
    wish = Correction("twice", "दो बार")
    corrections.correct_voucher(world.doer(), world.slip(), world.society_id, 2, wish)


def proposes_one(world: World) -> None:
    """The entry waits; the manager agrees to it."""
    waiting = proposes(world)
    manager = World.doer(world, "manager")
    proposals.approve(manager, World.slip(world, "manager"), world.society_id, waiting)


def pays_a_pension(world: World) -> None:
    pays(world, a_pensioner(world))


def opens_a_till(world: World) -> None:
    tills.open_till(world.doer(), world.slip(), world.society_id, CSC, world.person("manager").id)


def counts_a_till(world: World) -> None:
    tills.count_till(world.doer(), world.slip(), world.society_id, CSC, {"d500": 1})


def begins_the_count(world: World) -> None:
    day_deeds.begin_count(world.doer(), world.slip(), world.society_id)


def counts(world: World) -> None:
    world.counts(daybook.balance(world.society_id, 2101) // 100)


WAYS: dict[str, Callable[[World], None]] = {
    "entry": enters, "grid": types_a_sheet, "correction": corrects, "approval": proposes_one,
    "pension": pays_a_pension, "till": opens_a_till, "till's count": counts_a_till,
    "count begun": begins_the_count, "count": counts,
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("username", ["officer", "assistant"])
def test_who_worked_on_a_day_on_anothers_behalf_never_verifies_it(
    open_world: World, way: str, username: str
) -> None:
    """D10, by each way of working: the grid, approvals, pensions, tills and counts among them."""
    open_world.enters()
    if way == "pension":
        money_arrives(open_world)
    if way == "approval":
        sets(open_world, 5_000)
    if way.startswith("till"):
        wish = Till(CSC, 1, 500_00, "20:00")
        manager = open_world.doer("manager")
        tills.set_till(manager, open_world.slip("manager"), open_world.society_id, wish)
    if way == "till's count":
        opens_a_till(open_world)
    stands_in(open_world, username)
    WAYS[way](open_world)
    leaves(open_world)
    closes(open_world)
    with pytest.raises(WorksOnBehalf):
        verifies(open_world, username)
    open_world.clock.move(days=1)
    with pytest.raises(OwnWorkIsNotVerified):
        verifies(open_world, username)
    other = "officer" if username == "assistant" else "district"
    verifies(open_world, other)
    assert is_whole(open_world)


def closes(world: World) -> None:
    """Let the manager bring the till back, count and close."""
    turn = stored_tills.open_turn(world.society_id, CSC)
    if turn is not None:
        doer, slip = world.doer("manager"), world.slip("manager")
        tills.count_till(doer, slip, world.society_id, CSC, {"d500": 1})
        turn = stored_tills.open_turn(world.society_id, CSC)
        assert turn is not None
        wish = tills.Settling(turn.take or 0, None, "")
        tills.settle(doer, world.slip("manager"), world.society_id, CSC, wish)
    world.counts(daybook.balance(world.society_id, 2101) // 100)
    world.closes_day()


def is_whole(world: World) -> bool:
    found = proof.prove_society("KHR001", world.keys)
    assert not found.findings
    return found.is_whole


def test_who_opened_on_anothers_behalf_never_verifies(world: World) -> None:
    world.starts_books()
    stands_in(world, "officer")
    world.opens_day()
    leaves(world)
    world.enters()
    closes(world)
    world.clock.move(days=1)
    with pytest.raises(OwnWorkIsNotVerified):
        verifies(world, "officer")


def test_who_closed_on_anothers_behalf_never_verifies(open_world: World) -> None:
    stands_in(open_world, "officer")
    closes(open_world)
    leaves(open_world)
    open_world.clock.move(days=1)
    with pytest.raises(OwnWorkIsNotVerified):
        verifies(open_world, "officer")


def test_a_count_by_surprise_in_ones_own_name_is_a_check(open_world: World) -> None:
    wish = surprise_counts.Counted(2101, open_world.person("operator").id, {"d500": 52})
    surprise_counts.count_by_surprise(
        open_world.doer("officer"), open_world.slip("officer"), open_world.society_id, wish
    )
    closes(open_world)
    verifies(open_world, "officer")


@pytest.fixture
def paying(world: World, tmp_path: Path) -> Iterator[Counter]:
    """A bill counter whose people are stood in for."""
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def test_who_took_a_bill_on_anothers_behalf_never_verifies(paying: Counter) -> None:
    stands_in(paying.world, "officer")
    paying.takes_for("230000000101")
    leaves(paying.world)
    assert paying.order(1).on_behalf_of == paying.world.person("operator").id
    hands = verification.workers_on(day_of(paying.world))
    assert {paying.world.person("officer").id, paying.world.person("operator").id} <= hands


def day_of(world: World) -> days.Day:
    found = days.day(world.society_id, TODAY)
    assert found is not None
    return found


# Second persons and reopening.


def test_neither_who_made_it_nor_on_whose_behalf_agrees(open_world: World) -> None:
    sets(open_world, 5_000)
    waiting = proposes(open_world, username="officer", behalf="manager")
    before = traces()
    for username in ("officer", "manager"):
        with pytest.raises(ProposalIsYourOwn):
            agrees(open_world, waiting, username)
    assert traces() == before
    agrees(open_world, waiting, "chairman")
    found = daybook.voucher(open_world.society_id, 2)
    assert found is not None
    names = [open_world.person(one).id for one in ("officer", "manager", "chairman")]
    assert [found.entered_by, found.on_behalf_of, found.approved_by] == names


def test_what_waits_is_agreed_to_after_the_delegation_ended(open_world: World) -> None:
    sets(open_world, 5_000)
    waiting = proposes(open_world, username="assistant", behalf="operator")
    doer = open_world.doer("assistant")
    delegations.end(doer, open_world.slip("assistant"), open_world.society_id, 1, "/officer")
    agrees(open_world, waiting, "manager")
    assert daybook.voucher(open_world.society_id, 2) is not None


def test_who_asked_to_reopen_on_anothers_behalf_doesn_t_grant(open_world: World) -> None:
    open_world.enters()
    closes(open_world)
    open_world.clock.move(minutes=20)
    stands_in(open_world, "officer", "manager")
    request_id = asks(open_world)
    leaves(open_world)
    for minutes in (0, 24 * 60):
        open_world.clock.move(minutes=minutes)
        with pytest.raises(RequestIsYourOwn):
            grants(open_world, request_id)
    grants(open_world, request_id, "district")


# In the model.


def test_without_a_running_delegation_nothing_is_done_on_anothers_behalf(
    open_world: World,
) -> None:
    open_world.starts_books(code="KHR002")
    delegate = open_world.works_on_behalf("assistant", "operator")
    end_at = stored.delegation(open_world.society_id, 1)
    assert end_at is not None
    for doer in (
        replace(delegate, at=end_at.until_at),
        replace(delegate, on_behalf_of=open_world.person("manager").id),
        replace(delegate, person_id=open_world.person("officer").id),
    ):
        refuses(open_world, BehalfIsOver, doer)
    open_world.doer = lambda _who="operator": replace(delegate, at=end_at.until_at - 1)
    open_world.enters()
    leaves_doer(open_world)
    with pytest.raises(BehalfIsOver):
        day_deeds.open_day(
            delegate, open_world.slip("assistant", open_world.society("KHR002").id),
            open_world.society("KHR002").id, TODAY, {},
        )  # fmt: skip


def leaves_doer(world: World) -> None:
    del world.doer


def refuses(world: World, kind: type[Refusal], doer: Doer) -> None:
    before = traces()
    world.doer = lambda _who="operator": doer
    with pytest.raises(kind):
        world.enters()
    leaves_doer(world)
    assert traces() == before


def test_both_ends_are_acts_in_the_chain_of_the_society(open_world: World) -> None:
    begins(open_world, said="बुखार")
    open_world.clock.move(minutes=5)
    delegations.end(open_world.doer("operator"), open_world.slip(), open_world.society_id, 1, "/")
    acts = days.acts_on(open_world.society_id, TODAY)[-2:]
    assistant, operator = (open_world.person(one).id for one in ("assistant", "operator"))
    assert [(one.kind, one.done_by, one.on_behalf_of) for one in acts] == [
        ("behalf_began", assistant, operator), ("behalf_ended", operator, None),
    ]  # fmt: skip
    found = stored.delegation(open_world.society_id, 1)
    assert found is not None
    assert (found.act_id, found.ended_by, found.over_at) == (
        acts[0].id,
        operator,
        MORNING + 300_000,
    )
    assert is_whole(open_world)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"on_behalf_of": None}, PersonIsNotOfSociety), ({"on_behalf_of": 0}, PersonIsNotOfSociety),
        ({"reason": ""}, WhyIsMissing), ({"reason": "other", "said": "  "}, WordsAreMissing),
        ({"hours": 3}, HoursAreWrong), ({"hours": None}, HoursAreWrong),
        ({"hours": -1}, HoursAreWrong),
    ],
)  # fmt: skip
def test_what_is_wrong_begins_nothing(
    open_world: World, changed: dict[str, object], kind: type[Refusal]
) -> None:
    before = traces()
    with pytest.raises(kind):
        begins(open_world, **changed)
    assert traces() == before
    assert stored.running_of(open_world.person("assistant").id, MORNING) is None


def test_nobody_is_begun_for_twice_or_ended_twice(open_world: World) -> None:
    begins(open_world)
    with pytest.raises(AlreadyOnBehalf):
        begins(open_world, on_behalf_of=open_world.person("manager").id)
    begins(open_world, "officer")
    here = open_world.society_id
    with pytest.raises(DelegationIsNotYours):
        delegations.end(open_world.doer("accountant"), open_world.slip(), here, 1, "/")
    with pytest.raises(DelegationIsUnknown):
        delegations.end(open_world.doer("manager"), open_world.slip(), here, 9, "/")
    delegations.end(open_world.doer("manager"), open_world.slip(), here, 1, "/")
    with pytest.raises(DelegationHasEnded):
        delegations.end(open_world.doer("chairman"), open_world.slip(), here, 1, "/")
    begins(open_world)


def test_the_years_beginning_is_that_of_india() -> None:
    assert delegations.year_began_at(MORNING) == 1_774_981_800_000
