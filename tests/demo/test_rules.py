"""The demo's change of a pension rule waits for its second person, and changes nothing."""

from __future__ import annotations

from portal.demo.rules import SCHEME, propose_change
from portal.demo.staff import add_officials
from portal.storage import rule_changes
from portal.storage.pension_rules import fresh_rule_book, listed_rule_book
from tests.world import MORNING, TODAY, World, guards


def test_a_change_waits_and_is_made_once(world: World) -> None:
    add_officials(guards(), MORNING)
    for _ in range(2):
        propose_change("2026-12-24", TODAY, MORNING)
    (found,) = rule_changes.waiting(("MP",))
    assert (found.scheme_id, found.valid_from_on) == (SCHEME, "2026-12-24")
    assert "नमूना" in found.reason
    assert fresh_rule_book() is listed_rule_book()
