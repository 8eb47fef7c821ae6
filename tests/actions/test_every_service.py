"""All services that are done by a form can be begun and brought to their end."""

from __future__ import annotations

from tests.services_walk import furnish, has_arrived, services, walked
from tests.world import World


def test_every_service_by_form_is_begun_and_comes_to_its_end(open_world: World) -> None:
    furnish()
    ends: dict[str, int] = {}
    for service_id in services():
        one = walked(open_world, service_id)
        assert has_arrived(one), (service_id, one.state)
        ends[one.state] = ends.get(one.state, 0) + 1
    assert sum(ends.values()) == 320
    assert ends["draft"] == 1, "only money moves a money transfer on"
