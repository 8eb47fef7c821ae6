"""Adjustments of a year that wait for second persons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.actions import proposals, year_edge
from portal.domain.corrections import Correction
from portal.domain.day import ProposalsAreWaiting
from portal.domain.proposals import ProposalIsDecided
from portal.domain.year_edge import ADJUSTMENT
from portal.storage import daybook
from tests.world import World
from tests.year_edge_world import (
    END,
    OWED,
    adjustment,
    april,
    closes_april,
    closes_edge,
    edged,
    findings,
    needs_second_person,
)

__all__ = ["april", "edged"]


def test_an_adjustment_of_much_waits_for_a_second_person(edged: World) -> None:
    here = edged.society_id
    needs_second_person(edged, 1000)
    done = year_edge.adjust(
        edged.doer("accountant"), edged.slip("accountant"), here, adjustment(5000)
    )
    assert done.location == "/proposals/1?new=1"
    closes_april(edged)  # an adjustment that waits keeps no day of April open
    assert daybook.balance(here, OWED) == -1200_00
    with pytest.raises(ProposalsAreWaiting):
        closes_edge(edged)
    agreed = proposals.approve(edged.doer("chairman"), edged.slip("chairman"), here, 1)
    found = daybook.voucher(here, agreed.voucher_id or 0)
    assert found is not None
    assert (found.kind, found.day_on) == (ADJUSTMENT, END)
    assert found.approved_by == edged.person("chairman").id
    assert found.entered_by == edged.person("accountant").id
    assert findings(edged) == []
    year_edge.take_back(
        edged.doer("accountant"), edged.slip("accountant"), here, found.id,
        Correction("twice", "दो बार"),
    )  # fmt: skip
    proposals.approve(edged.doer("manager"), edged.slip("manager"), here, 2)
    assert daybook.balance(here, OWED) == -1200_00
    assert findings(edged) == []


def test_an_adjustment_in_parts_waits_as_the_whole_would(edged: World) -> None:
    needs_second_person(edged, 1000)

    def adjusts_for(rupees: int, party: str) -> int | None:
        draft = replace(adjustment(rupees), party=party)
        return year_edge.adjust(
            edged.doer("accountant"), edged.slip("accountant"), edged.society_id, draft
        ).voucher_id

    assert adjusts_for(600, "लेखा परीक्षक")
    assert adjusts_for(600, "लेखा परीक्षक") is None
    assert adjusts_for(600, "बिजली कंपनी")
    edged.enters(rupees=20)
    assert findings(edged) == []


def test_what_waits_lapses_when_whoever_closes_says_so(edged: World) -> None:
    needs_second_person(edged, 1000)
    here = edged.society_id
    year_edge.adjust(edged.doer("accountant"), edged.slip("accountant"), here, adjustment(5000))
    closes_edge(edged, lapses=True)
    with pytest.raises(ProposalIsDecided):
        proposals.approve(edged.doer("chairman"), edged.slip("chairman"), here, 1)
    assert findings(edged) == []
