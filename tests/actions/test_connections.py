"""The connections of a household: offered by the last use, forgotten on wish, back when paid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.actions import connections
from portal.actions.bill_plans import KEPT_MS, plans_of
from portal.domain.bill_payments import UnitIsSilent
from portal.storage import bill_connections
from portal.storage import bill_orders as stored
from portal.storage.served import MEMBERS, Whom
from tests.bills_world import Counter
from tests.members_world import a_member
from tests.sandboxes.running import DISH, POWER, RunningSandbox
from tests.world import World


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def pays(counter: Counter, whom: Whom, digits: str) -> None:
    counter.takes(counter.fetched(digits, whom=whom))


def numbers(counter: Counter, whom: Whom | None, first: str = "") -> list[str]:
    found = connections.connections_of(counter.society_id, whom, first)
    return [one.params[0][1][-3:] for one in found]


def test_what_was_paid_is_offered_again(counter: Counter) -> None:
    whom = Whom(MEMBERS, a_member(counter.world).id)
    assert numbers(counter, whom) == []
    assert numbers(counter, None) == []
    for digits in ("100", "102"):
        pays(counter, whom, digits)
        counter.passes(1)
    assert numbers(counter, whom) == ["102", "100"]
    order_id = counter.asks("103", DISH, whom=whom)
    counter.chooses(order_id, amount_paise=200_00)
    counter.pays(counter.order(order_id).visit_id)  # type: ignore[arg-type]
    assert numbers(counter, whom, POWER) == ["102", "100", "103"]
    assert numbers(counter, whom, DISH) == ["103", "102", "100"]


def test_a_forgotten_number_comes_back_only_by_paying(counter: Counter) -> None:
    whom = Whom(MEMBERS, a_member(counter.world).id)
    pays(counter, whom, "100")
    pays(counter, whom, "102")
    key = bill_connections.connections(counter.society_id, *whom)[0].connection_key
    world = counter.world
    slip = world.slip()
    for _ in range(2):
        done = connections.forget(world.doer(), slip, counter.society_id, whom, key[:8], "/x")
        assert done.location == "/x"
    assert len(numbers(counter, whom)) == 1
    connections.forget(world.doer(), world.slip(), counter.society_id, whom, "zz", "/x")
    assert len(numbers(counter, whom)) == 1
    counter.passes(25 * 3_600)
    left = numbers(counter, whom)
    pays(counter, whom, ({"100", "102"} - set(left)).pop())
    assert set(numbers(counter, whom)) == {"100", "102"}


def test_plans_are_asked_for_once_in_ten_minutes(counter: Counter) -> None:
    now = counter.world.clock.now_ms()
    found = plans_of(counter.unit, "VIDEOCON0NAT01", now)
    assert [one.amount_paise for one in found] == [199_00, 349_00, 999_00]
    counter.sandbox.stop()
    assert plans_of(counter.unit, "VIDEOCON0NAT01", now + KEPT_MS) == found
    with pytest.raises(UnitIsSilent):
        plans_of(counter.unit, "VIDEOCON0NAT01", now + KEPT_MS + 1)
    counter.sandbox.start()


def test_orders_are_found_by_the_end_of_a_number(counter: Counter) -> None:
    counter.asks("100")
    found = stored.orders_ending(counter.society_id, "j100", "2026-01-01", 5)
    assert [one.id for one in found] == [1]
    assert stored.orders_ending(counter.society_id, "3210", "2026-01-01", 5) == found
    assert stored.orders_ending(counter.society_id, "3210", "2027-01-01", 5) == []
    assert stored.orders_ending(counter.society_id, "BCDE", "2026-01-01", 5) == []
