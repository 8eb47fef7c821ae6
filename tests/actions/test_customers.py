"""Walk-in customers: once, chained without their words, apart from the register."""

from __future__ import annotations

import json

import pytest

from portal.actions.customers import (
    About,
    CustomerIsUnknown,
    add_customer,
    change_about,
    customer,
)
from portal.actions.lookup import faults, find
from portal.domain.register import BirthIsWrong, ChoiceIsUnknown, MemberNameIsMissing
from portal.storage import members
from portal.storage.days import acts_on
from tests.world import TODAY, World


def _adds(world: World, name: str = "कैलाश वर्मा", **about: str) -> str:
    return add_customer(
        world.doer(), world.slip(), world.society_id, name, "खेड़ी", "9826012345", About(**about)
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


def test_what_is_asked_for_the_reports_may_be_left_out_and_added_later(open_world: World) -> None:
    """F49."""
    _adds(open_world, sex="F", birth_on="1975", farmer_type="tenant", category="sc")
    found = customer(open_world.society_id, 1)
    assert (found.sex, found.birth_on, found.farmer_type, found.category) == (
        "F", "1975", "tenant", "sc",
    )  # fmt: skip
    _adds(open_world)
    assert customer(open_world.society_id, 2)[8:] == ("", "", "")
    change_about(
        open_world.doer(), open_world.slip(), open_world.society_id, 2, About(sex="M")
    )  # fmt: skip
    assert customer(open_world.society_id, 2).sex == "M"
    act = acts_on(open_world.society_id, TODAY)[-1]
    assert (act.kind, json.loads(act.detail)) == ("customer_changed", {"customer": 2})


@pytest.mark.parametrize(
    ("about", "refusal"),
    [
        (About(sex="x"), ChoiceIsUnknown), (About(farmer_type="king"), ChoiceIsUnknown),
        (About(birth_on="2027"), BirthIsWrong), (About(birth_on="2026-11-25"), BirthIsWrong),
    ],
)  # fmt: skip
def test_impossible_answers_are_refused(
    open_world: World, about: About, refusal: type[Exception]
) -> None:
    _adds(open_world)
    with pytest.raises(refusal):
        _adds(open_world, **about._asdict())
    with pytest.raises(refusal):
        change_about(open_world.doer(), open_world.slip(), open_world.society_id, 1, about)
    with pytest.raises(CustomerIsUnknown):
        change_about(open_world.doer(), open_world.slip(), open_world.society_id, 9, About())
