"""What waits is done under what holds when the last person agrees, not when it was written."""

from __future__ import annotations

import pytest

from portal.actions import day, staff, tills
from portal.actions.daybook import enter_voucher
from portal.actions.proof import prove_society
from portal.domain.refusals import Refusal
from portal.domain.reopenings import ReopeningIsOver, TaskIsNotGranted
from portal.domain.tills import Till
from portal.storage import daybook
from portal.storage import proposals as stored
from tests.actions.test_charge_at_once import at_once
from tests.actions.test_proposals import agrees, proposes, sets, state, withdraws
from tests.actions.test_tills import BOX, CSC, Counter
from tests.actions.test_waiting_deeds import _draws, closes, waiting_key
from tests.members_world import a_member, an_account, puts_in
from tests.pensioners_world import a_pensioner, money_arrives, pays
from tests.reopening_world import TEA, reopens
from tests.reopening_world import closes as closes_day
from tests.world import World, traces


@pytest.fixture
def limited(open_world: World) -> World:
    """KHR001 asks for one second person above ₹ 5,000."""
    sets(open_world, above=5_000)
    return open_world


def stays_waiting(world: World, key: int, kind: type[Refusal]) -> None:
    before = traces()
    with pytest.raises(kind):
        agrees(world, key)
    assert traces() == before
    assert state(world, key) == "waiting"


def is_whole(world: World) -> bool:
    return not [one for one in prove_society("KHR001", world.keys).findings if one.is_bad]


def test_a_pension_goes_out_of_the_box_once_its_till_is_closed(open_world: World) -> None:
    world = open_world
    sets(world, above=500, task="pension_pay")
    counter = Counter(world)
    tills.set_till(
        world.doer("manager"), world.slip("manager"), counter.here, Till(CSC, 1, 1_000_00, "")
    )
    one = a_pensioner(world)
    money_arrives(world)
    counter.opens()
    key = waiting_key(pays(world, one))
    counter.counts(1_000)
    counter.settles()
    cash = counter.has(BOX)
    agrees(world, key)
    assert (counter.has(BOX), counter.has(CSC)) == (cash - 600, 0)
    assert is_whole(world)


def test_an_account_that_was_closed_meanwhile_pays_nothing_out(open_world: World) -> None:
    limited, account = open_world, an_account(a_member(open_world))
    puts_in(limited, account, 9_000)
    sets(limited, above=5_000)
    key = waiting_key(_draws(limited, account, 8_000))
    agrees(limited, waiting_key(closes(limited, account.id)))
    stays_waiting(limited, key, Refusal)


def test_its_maker_may_be_switched_off_meanwhile_and_stays_named(limited: World) -> None:
    """They entered it when they could; whoever decides sees whose it is."""
    key = proposes(limited)
    operator = limited.person("operator").id
    staff.switch_off(limited.doer("manager"), limited.slip("manager"), limited.society_id, operator)
    voucher_id = agrees(limited, key).voucher_id
    found = daybook.voucher(limited.society_id, voucher_id or 0)
    assert found is not None
    assert (found.entered_by, found.approved_by) == (operator, limited.person("manager").id)


def test_on_a_reopened_day_it_is_agreed_to_in_time_or_lapses(limited: World) -> None:
    closes_day(limited)
    reopens(limited, tasks=(TEA,))
    with pytest.raises(TaskIsNotGranted):
        proposes(limited)
    key = proposes(limited, task=TEA)
    limited.clock.move(minutes=121)
    stays_waiting(limited, key, ReopeningIsOver)


def test_two_payments_below_the_limit_at_the_same_instant_are_one_above_it(
    limited: World,
) -> None:
    draft = limited.drafts("stationery_paid", 4_000, party="मोहन स्टोर")
    asks = [(limited.doer(one), limited.slip(one)) for one in ("operator", "manager")]
    assert at_once(*(
        lambda one=one: enter_voucher(*one, limited.society_id, draft)  # type: ignore[misc]
        for one in asks
    )) == ["done", "done"]  # fmt: skip
    assert stored.count_waiting(limited.society_id) == 1


def test_agreed_to_and_withdrawn_at_the_same_instant_it_is_one_of_the_two(limited: World) -> None:
    key = proposes(limited)
    said = at_once(lambda: agrees(limited, key), lambda: withdraws(limited, key))
    assert said == ["ProposalIsDecided", "done"]
    assert (state(limited, key) == "approved") == (stored_voucher(limited, key) is not None)


def stored_voucher(world: World, key: int) -> int | None:
    found = stored.proposal(world.society_id, key)
    assert found is not None
    return found.voucher_id


def test_agreed_to_while_the_day_is_closed_it_is_posted_before_or_lapses(limited: World) -> None:
    key, cash = proposes(limited), daybook.balance(limited.society_id, BOX)
    limited.counts(cash // 100)
    day.back_to_entry(limited.doer(), limited.slip(), limited.society_id, "")
    limited.counts(cash // 100)
    closing = limited.doer(), limited.slip()
    said = at_once(
        lambda: agrees(limited, key),
        lambda: day.close_day(*closing, limited.society_id, limited.keys, lapses=True),
    )
    assert said in (["CountIsGoingOn", "done"], ["NoDayIsOpen", "done"],
                    ["ProposalIsDecided", "done"])  # fmt: skip
    assert (state(limited, key), is_whole(limited)) == ("lapsed", True)
