"""The edge of a year: opened, adjusted without cash while April runs, sealed, and locked."""

from __future__ import annotations

from dataclasses import replace

import peewee
import pytest

from portal.actions import books, paper, reopenings, seal_check, year_edge
from portal.actions.corrections import correct_voucher
from portal.actions.posting import open_day_of, post
from portal.domain import year_edge as words
from portal.domain.corrections import Correction, PartOfACorrection, VoucherIsReversed
from portal.domain.day import BooksAreNotStarted
from portal.domain.daybook import Line, VoucherIsEmpty, VoucherIsUnbalanced
from portal.domain.heads import HeadHasARegister, HeadIsNotKept
from portal.domain.refusals import Refusal
from portal.domain.year_edge import ADJUSTMENT
from portal.storage import daybook, days, engine, seals
from portal.storage import year_edge as stored
from tests.reopening_world import asks, grants
from tests.world import World, traces
from tests.year_edge_world import (
    APRIL,
    END,
    FY,
    INTEREST,
    OWED,
    UNTIL,
    adjustment,
    adjusts,
    april,
    closes_april,
    closes_edge,
    comes_to_april,
    does_day,
    edged,
    findings,
    opens_edge,
    takes_back,
    turns_to,
)

__all__ = ["april", "edged"]


def test_the_edge_is_opened_when_every_day_of_the_year_is_closed(world: World) -> None:
    turns_to(world, APRIL)
    with pytest.raises(BooksAreNotStarted):
        opens_edge(world)
    turns_to(world, "2027-03-30")
    with pytest.raises(words.YearHasNotEnded):
        opens_edge(world)
    world.starts_books()
    does_day(world, "2027-03-30", 50)
    turns_to(world, "2027-04-02")
    before = traces()
    with pytest.raises(words.DaysOfYearAreOpen) as found:
        opens_edge(world)
    assert found.value.params["days"] == "31-03-2027"
    assert traces() == before
    world.opens_day(skipped={END: "idle", APRIL: "holiday"})
    opens_edge(world)
    edge = stored.open_edge(world.society_id)
    assert edge is not None
    assert (edge.fy, edge.day_on, edge.until_on) == (FY, END, UNTIL)


def test_only_the_year_that_ended_last_once_and_in_time(april: World) -> None:
    with pytest.raises(words.YearHasNotEnded):
        opens_edge(april, fy=FY + 1)
    with pytest.raises(words.YearHasNotEnded):
        opens_edge(april, fy=FY - 1)
    with pytest.raises(words.EdgeIsNotOpen):
        adjusts(april)
    with pytest.raises(words.EdgeIsNotOpen):
        closes_edge(april)
    opens_edge(april)
    with pytest.raises(words.EdgeIsOpenAlready):
        opens_edge(april)
    opens_edge(april, until_on="2027-07-31")
    edge = stored.open_edge(april.society_id)
    assert edge is not None
    assert edge.until_on == "2027-07-31"


def test_a_year_kept_elsewhere_has_no_edge_here(world: World) -> None:
    turns_to(world, APRIL)
    world.starts_books(as_on=END)
    with pytest.raises(words.YearWasKeptElsewhere):
        opens_edge(world)


def test_an_adjustment_is_dated_31_march_with_its_own_numbers(edged: World) -> None:
    first = adjusts(edged, 300)
    found = daybook.voucher(edged.society_id, first)
    assert found is not None
    assert (found.kind, found.no, found.fy, found.day_on) == (ADJUSTMENT, 2, FY, END)
    assert edged.enters(rupees=20) == first + 1
    closes_april(edged)
    assert findings(edged) == []


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        *(
            ({"lines": (Line(INTEREST, 500_00), Line(head, -500_00))}, words.EdgeMovesNoMoney)
            for head in (2101, 2102, 2104, 2201, 2204, 2205)
        ),
        ({"lines": (Line(INTEREST, 500_00), Line(1301, -500_00))}, HeadHasARegister),
        ({"lines": (Line(INTEREST, 500_00), Line(2709, -500_00))}, HeadIsNotKept),
        ({"lines": (Line(INTEREST, 500_00), Line(OWED, -499_00))}, VoucherIsUnbalanced),
        ({"lines": ()}, VoucherIsEmpty),
        ({"narration": "  "}, words.EdgeNeedsAReason),
        ({"mode": "cash"}, VoucherIsEmpty),
        ({"till": 2101}, VoucherIsEmpty),
        ({"kind": "journal"}, VoucherIsEmpty),
    ],
)
def test_what_is_no_adjustment_is_refused_in_the_model(
    april: World, changed: dict[str, object], refusal: type[Refusal]
) -> None:
    opens_edge(april)
    before = traces()
    draft = replace(adjustment(), **changed)  # type: ignore[arg-type]
    with pytest.raises(refusal):
        year_edge.adjust(
            april.doer("accountant"), april.slip("accountant"), april.society_id, draft
        )
    assert traces() == before


def test_posting_itself_takes_an_adjustment_on_no_other_day(edged: World) -> None:
    doer, slip, here = edged.doer("accountant"), edged.slip("accountant"), edged.society_id
    moves_cash = replace(adjustment(), lines=(Line(INTEREST, 100_00), Line(2101, -100_00)))

    def on_the_open_day() -> None:
        post(doer, open_day_of(here), adjustment(), slip.token)

    def cash_on_31_march() -> None:
        daybook.lock_book(here)
        post(doer, year_edge.day_of(here, doer.today_on), moves_cash, slip.token)

    def a_fee_on_31_march() -> None:
        daybook.lock_book(here)
        post(doer, year_edge.day_of(here, doer.today_on), edged.drafts(rupees=5), slip.token)

    for deed, refusal in (
        (on_the_open_day, words.EdgeIsNotOpen), (cash_on_31_march, words.EdgeMovesNoMoney),
        (a_fee_on_31_march, words.DayIsBeforeTheEdge),
    ):  # fmt: skip
        with pytest.raises(refusal):
            engine.write_transaction(deed)


def test_an_adjustment_is_taken_back_in_its_edge_alone(edged: World) -> None:
    wrong = adjusts(edged, 900)
    back = takes_back(edged, wrong)
    found = daybook.voucher(edged.society_id, back)
    assert found is not None
    assert (found.kind, found.no, found.day_on, found.reverses_id) == (ADJUSTMENT, 3, END, wrong)
    with pytest.raises(VoucherIsReversed):
        takes_back(edged, wrong)
    with pytest.raises(PartOfACorrection):
        takes_back(edged, back)
    with pytest.raises(words.NotAnAdjustment):
        takes_back(edged, 2)
    with pytest.raises(words.AdjustmentIsOfItsYear):
        correct_voucher(
            edged.doer("manager"), edged.slip("manager"), edged.society_id, 6,
            Correction("twice", "दो बार"),
        )  # fmt: skip
    assert findings(edged) == []


def test_a_slip_adjusts_and_closes_once(edged: World) -> None:
    doer, slip, here = edged.doer("manager"), edged.slip("manager"), edged.society_id
    first = year_edge.adjust(doer, slip, here, adjustment(10))
    again = year_edge.adjust(doer, slip, here, adjustment(10))
    assert (again.voucher_id, again.is_repeat) == (first.voucher_id, True)
    assert stored.sums(here, FY).number == 2
    ends = edged.slip("manager")
    closing = year_edge.Closing(UNTIL)
    done = year_edge.close_edge(doer, ends, here, FY, closing, edged.keys)
    assert not done.is_repeat
    assert year_edge.close_edge(doer, ends, here, FY, closing, edged.keys).is_repeat
    assert len(seals.seals_of(here)) == 4


def test_the_books_tell_it_true(edged: World) -> None:
    """Trial balance of 31 March before and after, openings of April, cash as it was."""
    here = edged.society_id
    before = books.trial_balance(here, "2026-04-01", END, is_blind=False, is_plain=True)
    after = books.trial_balance(here, "2026-04-01", END, is_blind=False)
    assert INTEREST not in {one.head for one in before.lines}
    assert {one.head: one.closing_paise for one in after.lines}[INTEREST] == 1200_00
    assert before.closing.debit_paise == before.closing.credit_paise
    assert after.closing.debit_paise == after.closing.credit_paise
    april = books.trial_balance(here, APRIL, APRIL, is_blind=False)
    opening = {one.head: one.opening_paise for one in april.lines}
    assert opening[OWED] == -1200_00
    assert opening[2101] == 26_536_00
    over = books.span(here, END, END, APRIL)
    cash = books.cash_book(here, over, is_blind=False, page=1)
    assert {one.kind for one in cash.vouchers.values()} == {"cash_receipt"}
    day = books.day_book(here, over, is_blind=False, page=1)
    assert [one.kind for one in day.vouchers] == ["cash_receipt"] * 2 + [ADJUSTMENT]
    ledger = books.ledger(here, OWED, "2026-04-01", APRIL, is_blind=False, page=1)
    assert [one.day_on for one, _ in ledger.lines] == [END]
    sheet = paper.day_sheet(here, END)
    assert sheet.vouchers == 2


def test_closing_seals_exactly_the_adjustments_and_locks_the_year(edged: World) -> None:
    here = edged.society_id
    closes_april(edged)
    takes_back(edged, 6)
    closes_edge(edged)
    edge = stored.edge(here, FY)
    assert edge is not None
    assert not edge.is_open
    seal = seals.seal(here, edge.seal_no or 0)
    assert seal is not None
    check = seal_check.check_seal(seal.code, lambda _code: edged.society(), edged.keys)
    assert check.matches, check.bad_parts
    assert (check.sealed["kind"], check.sealed["count"]) == ("edge", 2)
    assert check.sealed["total"] == 2400_00
    for one in seals.seals_of(here):
        found = seal_check.check_seal(one.code, lambda _code: edged.society(), edged.keys)
        assert found.matches, (one.day_on, found.bad_parts)
    assert seals.seal_of_day(here, END) != seal
    assert findings(edged) == []
    for deed in (adjusts, opens_edge, closes_edge):
        with pytest.raises(words.YearIsLocked if deed is not adjusts else words.EdgeIsNotOpen):
            deed(edged)
    does_day(edged, "2027-04-02", 5)
    assert findings(edged) == []


def test_the_seal_covers_what_lies_between_april_days(edged: World) -> None:
    """P7: three April days, adjustments between and after them, the edge closed in mid-day."""
    closes_april(edged)
    adjusts(edged, 10)
    does_day(edged, "2027-04-02", 5)
    turns_to(edged, "2027-04-03")
    edged.opens_day()
    adjusts(edged, 20)
    closes_april(edged)  # an empty day, whose seal ends at an adjustment
    turns_to(edged, "2027-04-04")
    edged.opens_day()
    edged.enters(rupees=70)
    adjusts(edged, 30)
    closes_edge(edged)
    edged.enters(rupees=80)
    assert findings(edged) == []
    closes_april(edged)
    assert findings(edged) == []
    for one in seals.seals_of(edged.society_id):
        found = seal_check.check_seal(one.code, lambda _code: edged.society(), edged.keys)
        assert found.matches, (one.day_on, found.bad_parts)


def test_a_day_of_april_is_reopened_beside_an_open_edge(edged: World) -> None:
    closes_april(edged)
    request = asks(edged, on=APRIL)
    grants(edged, request, "district")
    adjusts(edged, 15)
    edged.enters(rupees=25)
    adjusts(edged, 16)
    closes_april(edged)
    assert findings(edged) == []
    closes_edge(edged)
    assert findings(edged) == []


def test_no_day_of_the_year_is_reopened_any_more(world: World) -> None:
    comes_to_april(world)
    request = asks(world, on=END)
    opens_edge(world)
    with pytest.raises(words.DayIsBeforeTheEdge):
        grants(world, request)
    closes_edge(world)
    with pytest.raises(words.YearIsLocked):
        grants(world, request)
    with pytest.raises(words.YearIsLocked):
        reopenings.day_to_reopen(world.society_id)


def test_after_its_time_a_year_is_only_locked(edged: World) -> None:
    closes_april(edged)
    turns_to(edged, "2027-07-01")
    with pytest.raises(words.EdgeIsOver):
        adjusts(edged)
    with pytest.raises(words.EdgeIsOver):
        takes_back(edged, 6)
    closes_edge(edged)
    assert findings(edged) == []


def test_a_year_never_adjusted_is_locked_without_adjustments(april: World) -> None:
    closes_april(april)
    turns_to(april, "2027-07-01")
    with pytest.raises(words.EdgeIsOver):
        opens_edge(april)
    closes_edge(april)
    assert stored.sums(april.society_id, FY) == (0, 0)
    assert findings(april) == []


def test_the_database_keeps_the_year(edged: World) -> None:
    """Even past the model nothing is dated in a locked year, and no day of it opens."""
    columns = ", ".join(
        one.name for one in engine.database.get_columns("voucher")
        if one.name not in ("id", "no", "form_token", "reverses_id")
    )  # fmt: skip
    copy = (
        f"INSERT INTO voucher ({columns}, id, no, form_token) SELECT {columns}, 99, 99, 'x' "  # noqa: S608
        "FROM voucher WHERE id = ?"
    )
    cash = "INSERT INTO entry VALUES (?, 6, 9, 2204, 100, NULL, '2027-03-31')"
    a_day = (
        "INSERT INTO day (society_id, day_on, kind, status, opened_at, opened_by, opening_paise) "
        "VALUES (?, '2027-03-15', 'idle', 'closed', 1, 1, 0)"
    )
    with pytest.raises(peewee.DatabaseError, match="an adjustment moves no cash"):
        engine.run(cash, edged.society_id)
    closes_edge(edged)
    closes_april(edged)
    for sql, value, match in (
        (copy, 2, "the year is locked"), (copy, 6, "no edge is open"),
        (a_day, edged.society_id, "the days of the year are there"),
        ("UPDATE day SET status = 'open' WHERE day_on = ?", END, "stay closed"),
        ("DELETE FROM year_edge WHERE fy = ?", FY, "is append-only"),
        ("UPDATE year_edge SET state = 'open' WHERE fy = ?", FY, "is append-only"),
    ):  # fmt: skip
        with pytest.raises(peewee.DatabaseError, match=match):
            engine.run(sql, value)
    assert days.running_day(edged.society_id) is None


def test_after_the_lock_an_adjustment_is_corrected_like_any_entry_of_that_year(
    edged: World,
) -> None:
    """P3: dated on the open day, on the heads of earlier years, never as an adjustment."""
    closes_edge(edged)
    done = correct_voucher(
        edged.doer("manager"), edged.slip("manager"), edged.society_id, 6,
        Correction("wrong_amount", "1,000 सही", right_amount_paise=1000_00),
    )  # fmt: skip
    assert done.voucher_id is not None
    kinds = engine.rows("SELECT kind, day_on, fy FROM voucher WHERE id > 7 ORDER BY id")
    assert kinds == [("journal", APRIL, FY + 1)] * 2
    assert findings(edged) == []
