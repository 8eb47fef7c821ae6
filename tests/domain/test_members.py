"""What a member's record holds, and how two states of it are compared."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from portal.domain import chain
from portal.domain.members import (
    PARTICULARS,
    Heir,
    Member,
    Nominee,
    Paper,
    Particulars,
    body_of,
    changes_between,
)

SITA = Particulars(
    name_hi="सीता देवी", member_no="12", guardian_hi="रामलाल", relation="husband",
    village_hi="बमनाला", nominees=(Nominee("मोहन", "पुत्र", 100),), papers=(Paper("pan", "123F"),),
)  # fmt: skip


def _member(record: Particulars) -> Member:
    fields = {name: getattr(record, name) for name in PARTICULARS}
    return Member(**fields, society_id=1, id=7, version=3, added_at=1, changed_at=2)


@pytest.mark.parametrize(
    ("member_class", "head"), [("regular", 1101), ("nominal", 1102), ("associate", 1102)]
)
def test_shares_stand_on_the_head_of_the_class(member_class: str, head: int) -> None:
    assert Particulars(name_hi="क", member_class=member_class).share_head == head


def test_a_version_holds_everything_but_the_keys() -> None:
    found = body_of(SITA)
    assert found["nominees"] == [["मोहन", "पुत्र", 100]]
    assert found["papers"] == [["pan", "123F"]]
    assert "land_are" not in found  # not known is left out
    assert json.loads(chain.canonical(found)) == found


def test_a_member_gives_back_the_particulars_it_was_made_of() -> None:
    member = _member(SITA)
    assert member.particulars == SITA
    assert member.is_active
    assert not _member(Particulars(name_hi="क", status="deceased")).is_active


def test_changes_name_each_field_with_before_and_after() -> None:
    changed = replace(SITA, mobile="9876543210", heirs=(Heir("मोहन", "पुत्र", 100),))
    assert changes_between(SITA, changed) == {
        "mobile": ("", "9876543210"),
        "heirs": ((), (Heir("मोहन", "पुत्र", 100),)),
    }
    assert changes_between(SITA, SITA) == {}
