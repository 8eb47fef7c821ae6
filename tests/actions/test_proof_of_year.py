"""The proof (P7) of a year's edge: whatever was changed of it is named."""

from __future__ import annotations

import pytest

from portal.actions.round import day_check
from portal.actions.seal_check import check_seal
from portal.actions.verification import verify_day
from portal.domain.day import DayIsVerified
from portal.storage import engine, seals
from tests.actions.tampering import Tampered, copy_voucher
from tests.world import World
from tests.year_edge_world import (
    APRIL,
    END,
    april,
    closes_april,
    closes_edge,
    does_day,
    edged,
    findings,
    opens_edge,
    turns_to,
)

__all__ = ["april", "edged"]


@pytest.mark.parametrize(
    ("table", "assignment", "condition", "finding"),
    [
        ("entry", "paise = paise * 2", "voucher_id = 6", "VoucherWasEdited voucher 6"),
        ("entry", "head = 2204", "voucher_id = 6 AND line = 2", "AdjustmentMovesMoney voucher 6"),
        ("voucher", "kind = 'journal'", "id = 6", "VoucherIsOnAnotherDay voucher 6"),
        ("voucher", f"day_on = '{APRIL}'", "id = 6", f"YearEdgeDisagrees day {END}"),
        ("voucher", "total_paise = 5", "id = 6", f"YearEdgeDisagrees day {END}"),
        ("year_edge", "closed_by = 3", "fy = 2026", f"YearEdgeDisagrees day {END}"),
        ("year_edge", "opened_at = 3", "fy = 2026", f"YearEdgeDisagrees day {END}"),
        ("year_edge", "until_on = '2027-12-31'", "fy = 2026", f"YearEdgeDisagrees day {END}"),
        ("year_edge", "seal_no = 1", "fy = 2026", f"YearEdgeHasNoSeal day {END}"),
        ("year_edge", "state = 'open', closed_at = NULL, closed_by = NULL, seal_no = NULL",
         "fy = 2026", f"YearEdgeDisagrees day {END}"),
        ("day", "status = 'open'", f"day_on = '{END}'", f"DayIsOpenThoughSealed day {END}"),
        ("day", "closing_paise = 1", f"day_on = '{END}'", f"YearEdgeDisagrees day {END}"),
        ("seal", "body = '{}'", "seal_no = 4", "SealWasEdited seal 4"),
    ],
)  # fmt: skip
def test_the_proof_finds_a_changed_year(
    edged: World, table: str, assignment: str, condition: str, finding: str
) -> None:
    """P7: whatever is changed of the edge is named."""
    closes_edge(edged)
    closes_april(edged)
    assert findings(edged) == []
    Tampered(edged)
    for name in ("the_days_of_the_year_stay_closed", "the_year_is_locked"):
        if not engine.is_postgres():
            engine.run(f"DROP TRIGGER {'day' if 'days' in name else 'voucher'}_{name}")
    if not engine.is_postgres():
        engine.run("DROP TRIGGER year_edge_no_update")
        engine.run("DROP INDEX day_one_open")
    assert engine.run(f"UPDATE {table} SET {assignment} WHERE {condition}")  # noqa: S608
    assert finding in findings(edged)


def test_the_proof_holds_the_last_date_of_an_open_edge(edged: World) -> None:
    opens_edge(edged, until_on="2027-07-31")
    assert findings(edged) == []
    Tampered(edged)
    if not engine.is_postgres():
        engine.run("DROP TRIGGER year_edge_no_update")
    engine.run("UPDATE year_edge SET until_on = '2027-12-31'")
    assert findings(edged) == [f"YearEdgeDisagrees day {END}"]


def test_the_proof_finds_an_adjustment_put_in_after_the_lock(edged: World) -> None:
    closes_edge(edged)
    closes_april(edged)
    tampered = Tampered(edged)
    if not engine.is_postgres():
        engine.run("DROP TRIGGER voucher_no_edge_is_open")
        engine.run("DROP TRIGGER year_edge_no_delete")
    copy_voucher(6, 8)
    tampered.rehash()
    found = findings(edged)
    assert "VoucherIsOnAnotherDay voucher 8" in found
    assert f"YearEdgeDisagrees day {END}" in found
    engine.run("DELETE FROM year_edge")
    assert f"YearEdgeDisagrees day {END}" in findings(edged)


def test_a_31_march_without_entries_and_an_edge_without_adjustments_are_whole(
    world: World,
) -> None:
    turns_to(world, "2027-03-29")
    world.starts_books()
    does_day(world, "2027-03-29", 50)
    turns_to(world, "2027-04-02")
    world.opens_day(skipped={"2027-03-30": "idle", END: "idle", APRIL: "holiday"})
    opens_edge(world)
    assert findings(world) == []
    closes_edge(world)
    closes_april(world)
    assert findings(world) == []
    for seal in seals.seals_of(world.society_id):
        found = check_seal(seal.code, lambda _code: world.society(), world.keys)
        assert found.matches, (seal.seal_no, found.bad_parts)


def test_the_officer_verifies_31_march_beside_an_open_edge(edged: World) -> None:
    """Its seal, its figures and its checks are those of the day, without adjustments."""
    check = day_check(edged.society(), END)
    assert {one.level for one in check.checks} <= {"fine", "note"}
    verify_day(edged.doer("officer"), edged.slip("officer"), edged.society_id, END, "/officer")
    assert findings(edged) == []
    closes_edge(edged)
    assert findings(edged) == []
    with pytest.raises(DayIsVerified):
        verify_day(edged.doer("officer"), edged.slip("officer"), edged.society_id, END, "/officer")
