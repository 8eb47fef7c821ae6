"""The edge of a year under several hands at once (P4, P7)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from portal.actions import year_edge
from portal.domain import year_edge as words
from portal.storage import engine
from portal.storage import year_edge as stored
from tests.world import World
from tests.year_edge_world import FY, UNTIL, adjustment, april, edged, findings

__all__ = ["april", "edged"]


def test_numbers_have_no_gap_when_several_post_at_once(edged: World) -> None:
    """P4: adjustments and April's entries, side by side."""
    society_id = edged.society_id
    slips = [edged.slip("accountant") for _ in range(12)]
    doer = edged.doer("accountant")

    def one(at: int) -> None:
        year_edge.adjust(doer, slips[at], society_id, adjustment(100 + at))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(12)))
    numbers = [no for (no,) in engine.rows(
        "SELECT no FROM voucher WHERE kind = 'adjustment' ORDER BY id"
    )]  # fmt: skip
    assert numbers == list(range(1, 14))
    assert findings(edged) == []


def test_locking_while_others_adjust(edged: World) -> None:
    """Each adjustment is under the seal or refused; none comes after it."""
    here = edged.society_id
    slips = [edged.slip("accountant") for _ in range(8)]
    doer, manager, ends = edged.doer("accountant"), edged.doer("manager"), edged.slip("manager")

    def one(at: int) -> bool:
        try:
            if at == 4:
                closing = year_edge.Closing(UNTIL)
                year_edge.close_edge(manager, ends, here, FY, closing, edged.keys)
            else:
                year_edge.adjust(doer, slips[at], here, adjustment(100 + at))
        except (words.EdgeIsNotOpen, words.YearIsLocked):
            return False
        return at != 4

    with ThreadPoolExecutor(4) as pool:
        entered = sum(pool.map(one, range(8)))
    assert stored.sums(here, FY).number == 1 + entered
    assert findings(edged) == []
