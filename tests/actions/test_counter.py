"""The settings of the counter: set once for a slip, kept in the chain of acts, proved."""

from __future__ import annotations

import pytest

from portal.actions import counter as deeds
from portal.actions.proof import prove_society
from portal.domain.counter import AgentIsIncomplete, Counter
from portal.storage import counter as stored
from portal.storage import engine
from tests.domain.test_counter import AGENT
from tests.world import World

WHOLE = Counter("500100000013", "07282244123", "khr001@examplebank", "PACS Bhikangaon", **AGENT)


def sets(world: World, counter: Counter, username: str = "manager") -> None:
    deeds.set_counter(world.doer(username), world.slip(username), world.society_id, counter)


def acts() -> int:
    return int(engine.value("SELECT COUNT(*) FROM act WHERE kind = 'counter_set'"))


def test_before_anything_is_set_all_is_empty_and_the_portals_agent_is_named(world: World) -> None:
    assert deeds.counter_of(world.society_id) == Counter()
    assert deeds.agent_of(world.society_id) is None


def test_what_is_set_stands_and_stays_in_the_acts(open_world: World) -> None:
    sets(open_world, WHOLE)
    assert deeds.counter_of(open_world.society_id) == WHOLE
    assert deeds.agent_of(open_world.society_id) == WHOLE.agent
    found = stored.counter(open_world.society_id)
    assert found is not None
    assert (found.set_at, found.set_by) == (
        open_world.clock.now_ms(), open_world.person("manager").id,
    )  # fmt: skip
    sets(open_world, Counter(phone="9000000001"), "admin")
    assert deeds.counter_of(open_world.society_id) == Counter(phone="9000000001")
    assert acts() == 2
    assert prove_society("KHR001", open_world.keys).is_whole


def test_the_same_again_is_no_act(open_world: World) -> None:
    sets(open_world, WHOLE)
    sets(open_world, WHOLE)
    assert acts() == 1
    paper = open_world.slip("manager")
    for _ in range(2):
        deeds.set_counter(
            open_world.doer("manager"), paper, open_world.society_id, Counter(phone="9000000002")
        )
    assert acts() == 2


def test_a_wrong_one_changes_nothing(open_world: World) -> None:
    sets(open_world, WHOLE)
    with pytest.raises(AgentIsIncomplete):
        sets(open_world, Counter(agent_id=WHOLE.agent_id))
    assert deeds.counter_of(open_world.society_id) == WHOLE


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE counter SET upi_address = 'thief@bank'",
        "UPDATE counter SET set_by = 1",
        "DELETE FROM counter",
    ],
)
def test_whoever_changes_the_address_behind_the_portal_is_found(
    open_world: World, change: str
) -> None:
    """P7."""
    sets(open_world, WHOLE)
    engine.write_transaction(lambda: engine.run(change))
    found = prove_society("KHR001", open_world.keys)
    assert [one.kind for one in found.findings if one.is_bad] == ["CounterSettingsDisagree"]


def test_settings_that_nobody_set_are_found(open_world: World) -> None:
    engine.write_transaction(lambda: stored.put(open_world.society_id, WHOLE, 1, 1))
    found = prove_society("KHR001", open_world.keys)
    assert [one.kind for one in found.findings if one.is_bad] == ["CounterSettingsDisagree"]
