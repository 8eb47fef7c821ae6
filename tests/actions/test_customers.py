"""Walk-in customers: once, chained without their words, apart from the register."""

from __future__ import annotations

import json

import pytest

from portal.actions.customers import CustomerIsUnknown, add_customer, customer
from portal.actions.lookup import faults, find
from portal.domain.register import ChoiceIsUnknown, MemberNameIsMissing
from portal.storage import members
from portal.storage.days import acts_on
from tests.world import TODAY, World


def _adds(world: World, name: str = "कैलाश वर्मा", category: str = "") -> str:
    return add_customer(
        world.doer(), world.slip(), world.society_id, name, "खेड़ी", "9826012345", category
    ).location


def test_a_customer_is_found_and_is_no_member(open_world: World) -> None:
    assert _adds(open_world) == "/customers/1?new=1"
    assert customer(open_world.society_id, 1).name_hi == "कैलाश वर्मा"
    hit = find([open_world.society_id], "kailash", 0).hits[0]
    assert (hit.register, hit.record_id) == (1, 1)
    assert members.counts_by_status(open_world.society_id) == {}
    assert faults(open_world.society_id) == []
    act = acts_on(open_world.society_id, TODAY)[-1]
    assert (act.kind, json.loads(act.detail)) == ("customer_added", {"customer": 1})


def test_a_customer_without_a_name_is_refused(open_world: World) -> None:
    with pytest.raises(MemberNameIsMissing):
        _adds(open_world, "")
    with pytest.raises(ChoiceIsUnknown):
        _adds(open_world, category="x")
    with pytest.raises(CustomerIsUnknown):
        customer(open_world.society_id, 1)
