"""Reading the books: they agree with the closed days, and tell no sums while cash is counted."""

from __future__ import annotations

import pytest

from portal.actions import books as deeds
from portal.actions import day as day_actions
from portal.actions.books import Span
from portal.actions.corrections import correct_voucher
from portal.actions.day import Acceptance
from portal.actions.daybook import enter_voucher
from portal.domain.books import (
    Columns,
    PageIsNotThere,
    RangeIsReversed,
    RangeIsTooLong,
    Sums,
)
from portal.domain.corrections import Correction
from portal.domain.day import BooksAreNotStarted, DayIsInTheFuture, DayIsUnknown
from portal.domain.daybook import Draft, Line
from portal.domain.heads import HeadIsAGroup, HeadIsUnknown
from portal.storage import days
from portal.storage.daybook import balance
from tests.world import TODAY, YESTERDAY, World

OPENING = Columns(26_386_00, 1_50_000_00)


def over(world: World, first_on: str = TODAY, last_on: str = "", **kwargs: int) -> Span:
    """Find a span of KHR001's books."""
    return deeds.span(world.society_id, first_on, last_on or first_on, TODAY, **kwargs)


def cash_book(world: World, *, is_blind: bool = False, page: int | None = None) -> deeds.CashBook:
    """Read today's cash book."""
    return deeds.cash_book(world.society_id, over(world), is_blind=is_blind, page=page)


def fills(world: World) -> None:
    """Enter something of each kind: cash in and out, bank, contra, journal."""
    world.enters(rupees=500, party="सुशीला देवी")
    world.enters("tea_expense", 120)
    world.enters("godown_rent", 1_240, mode="upi", reference="UPI7")
    world.enters("bank_deposit", 5_000)
    journal = Draft("journal", "", (Line(4306, 700_00), Line(1516, -700_00)))
    who = "accountant"
    enter_voucher(world.doer(who), world.slip(who), world.society_id, journal)


def closes(world: World, short: int = 0) -> None:
    """Count and close today, with a shortage if wanted."""
    world.counts(balance(world.society_id, 2101) // 100 - short)
    acceptance = Acceptance(world.person("operator").id, "छुट्टे") if short else None
    world.closes_day(acceptance)


def test_the_cash_book_closes_at_what_the_day_closed_at(open_world: World) -> None:
    fills(open_world)
    closes(open_world, short=3)
    book = cash_book(open_world)
    day = days.day(open_world.society_id, TODAY)
    assert day is not None
    assert book.opening == OPENING
    assert book.closing is not None
    assert book.closing.cash_paise == day.closing_paise == book.counted_paise
    assert book.closing.bank_paise == 1_50_000_00 + 1_240_00 + 5_000_00
    last = book.pages[-1].carried
    assert last is not None
    assert last.receipts.cash_paise == day.opening_paise + (day.receipts_paise or 0)
    assert last.payments.cash_paise == day.payments_paise
    assert last.receipts.adjusted_paise == last.payments.adjusted_paise == 700_00


def test_the_opening_of_a_day_is_the_closing_of_the_day_before(open_world: World) -> None:
    fills(open_world)
    before = cash_book(open_world).closing
    closes(open_world)
    open_world.clock.move(days=1)
    open_world.opens_day()
    tomorrow = "2026-11-25"
    span = deeds.span(open_world.society_id, tomorrow, tomorrow, tomorrow)
    book = deeds.cash_book(open_world.society_id, span, is_blind=False, page=1)
    assert book.opening == before
    assert book.count == []
    whole = deeds.span(open_world.society_id, YESTERDAY, tomorrow, tomorrow)
    found = deeds.cash_book(open_world.society_id, whole, is_blind=False, page=None)
    assert found.opening == Columns()
    assert found.closing == book.closing
    assert found.count == []


def test_a_page_brings_the_words_of_its_own_vouchers_only(open_world: World) -> None:
    for _ in range(52):
        open_world.enters()
    first, second = cash_book(open_world, page=1), cash_book(open_world, page=2)
    assert [len(page.receipts) for page in first.pages] == [50, 2]
    assert len(first.vouchers) == 50
    assert set(second.vouchers) == {line.voucher_id for line in second.pages[1].receipts}
    assert len(cash_book(open_world).vouchers) == 52
    for page in (0, 3):
        with pytest.raises(PageIsNotThere):
            cash_book(open_world, page=page)


def test_a_blind_count_tells_no_sums_of_the_open_day(open_world: World) -> None:
    fills(open_world)
    day_actions.begin_count(open_world.doer(), open_world.slip(), open_world.society_id)
    book = cash_book(open_world, is_blind=True)
    assert (book.opening, book.closing, book.count) == (None, None, [])
    assert {page.carried for page in book.pages} == {None}
    told = deeds.day_book(open_world.society_id, over(open_world), is_blind=True, page=1)
    assert told.abstract is None
    assert {page.carried for page in told.pages} == {None}
    span = over(open_world, YESTERDAY)
    earlier = deeds.cash_book(open_world.society_id, span, is_blind=True, page=1)
    assert earlier.closing == OPENING


@pytest.mark.parametrize("first_on", ["2026-04-01", TODAY, "2026-11-26"])
def test_a_blind_count_keeps_the_open_day_out_of_ledger_and_trial_balance(
    open_world: World, first_on: str
) -> None:
    fills(open_world)
    day_actions.begin_count(open_world.doer(), open_world.slip(), open_world.society_id)
    later = "2026-11-26"  # the day is closed late
    society_id = open_world.society_id
    ledger = deeds.ledger(society_id, 2101, first_on, later, is_blind=True, page=1)
    assert ledger.hidden_on == TODAY
    assert ledger.closing_paise == OPENING.cash_paise
    trial = deeds.trial_balance(society_id, first_on, later, is_blind=True)
    assert trial.hidden_on == TODAY
    cash = next(one for one in trial.lines if one.head == 2101)
    assert cash.closing_paise == OPENING.cash_paise
    up_to = deeds.ledger(society_id, 2101, YESTERDAY, YESTERDAY, is_blind=True, page=1)
    assert up_to.hidden_on is None


def test_the_day_book_lists_everything_and_its_abstract_balances(open_world: World) -> None:
    fills(open_world)
    book = deeds.day_book(open_world.society_id, over(open_world), is_blind=False, page=1)
    assert [one.kind for one in book.vouchers] == [
        "cash_receipt", "cash_payment", "bank_receipt", "contra", "journal",
    ]  # fmt: skip
    carried = book.pages[-1].carried
    assert carried == Sums(7_560_00, 7_560_00)
    assert book.abstract is not None
    assert sum(debit for debit, _ in book.abstract.values()) == 7_560_00
    assert book.abstract[2101] == (500_00, 5_120_00)


def test_corrections_are_tied_both_ways(open_world: World) -> None:
    wrong = open_world.enters(rupees=500)
    correct_voucher(
        open_world.doer(), open_world.slip(), open_world.society_id, wrong,
        Correction("wrong_amount", "शून्य अधिक लगा", right_amount_paise=50_00),
    )  # fmt: skip
    ties = cash_book(open_world).corrections
    assert [tie.part for tie in ties[wrong]] == ["reversed"]
    parts = {tie.part for one in ties.values() for tie in one if tie.voucher_id == wrong}
    assert parts == {"reversal", "replacement"}


def test_a_ledger_s_last_line_is_the_trial_balance(open_world: World) -> None:
    fills(open_world)
    society_id = open_world.society_id
    trial = deeds.trial_balance(society_id, "2026-04-01", TODAY, is_blind=False)
    for line in trial.lines:
        ledger = deeds.ledger(society_id, line.head, "2026-04-01", TODAY, is_blind=False, page=1)
        assert ledger.lines[-1][1].balance_paise == ledger.closing_paise == line.closing_paise
    assert trial.closing.debit_paise == trial.closing.credit_paise
    assert trial.moved == Sums(7_560_00, 7_560_00)
    assert trial.opening == Sums(1_76_386_00, 1_76_386_00)


def test_opening_balances_of_the_period_count_as_its_beginning(open_world: World) -> None:
    trial = deeds.trial_balance(open_world.society_id, "2026-04-01", TODAY, is_blind=False)
    cash = next(one for one in trial.lines if one.head == 2101)
    assert (cash.opening_paise, cash.debit_paise) == (26_386_00, 0)


def test_a_ledger_brings_its_balance_to_the_next_page(open_world: World) -> None:
    for _ in range(60):
        open_world.enters()
    society_id = open_world.society_id
    pages = [
        deeds.ledger(society_id, 2101, TODAY, TODAY, is_blind=False, page=page) for page in (1, 2)
    ]
    assert pages[0].brought_paise == 26_386_00
    assert pages[1].brought_paise == pages[0].lines[-1][1].balance_paise
    assert len(pages[1].lines) == 10
    whole = deeds.ledger(society_id, 2101, TODAY, TODAY, is_blind=False, page=None)
    assert len(whole.lines) == 60
    assert whole.lines[-1][1].balance_paise == pages[1].closing_paise
    for page in (0, 3):
        with pytest.raises(PageIsNotThere):
            deeds.ledger(society_id, 2101, TODAY, TODAY, is_blind=False, page=page)


def test_only_heads_that_take_entries_have_a_ledger(open_world: World) -> None:
    for head, refusal in ((2100, HeadIsAGroup), (9999, HeadIsUnknown)):
        with pytest.raises(refusal):
            deeds.ledger(open_world.society_id, head, TODAY, TODAY, is_blind=False, page=1)


def test_dates_without_a_book_are_refused(open_world: World) -> None:
    for first_on, last_on, refusal in (
        ("2026-11-22", "", DayIsUnknown),
        (TODAY, YESTERDAY, RangeIsReversed),
        (TODAY, "2026-11-25", DayIsInTheFuture),
        ("2025-11-23", TODAY, RangeIsTooLong),
    ):
        with pytest.raises(refusal):
            over(open_world, first_on, last_on)
    year = over(open_world, "2025-11-24", TODAY)
    assert (year.is_one_day, year.day) == (False, None)
    assert over(open_world).is_one_day


def test_a_holiday_has_no_entries_and_neighbours_that_have(open_world: World) -> None:
    closes(open_world)
    open_world.clock.move(days=2)
    open_world.opens_day("2026-11-26", {"2026-11-25": "holiday"})
    span = deeds.span(open_world.society_id, "2026-11-25", "2026-11-25", "2026-11-26")
    assert span.is_without_entries
    assert (span.earlier_on, span.later_on) == (TODAY, "2026-11-26")
    assert not span.is_still_open
    assert deeds.latest_on(open_world.society_id) == "2026-11-26"


def test_books_that_are_not_started_have_no_days(world: World) -> None:
    with pytest.raises(BooksAreNotStarted):
        deeds.latest_on(world.society_id)
    with pytest.raises(BooksAreNotStarted):
        deeds.period(world.society_id, None, TODAY, TODAY)


def test_a_period_begins_with_the_year_unless_said(open_world: World) -> None:
    society_id = open_world.society_id
    assert deeds.period(society_id, None, "2026-03-31", TODAY) == ("2025-04-01", "2026-03-31")
    assert deeds.period(society_id, YESTERDAY, TODAY, TODAY) == (YESTERDAY, TODAY)
    with pytest.raises(RangeIsReversed):
        deeds.period(society_id, TODAY, YESTERDAY, TODAY)
    with pytest.raises(DayIsInTheFuture):
        deeds.period(society_id, None, "2026-12-01", TODAY)


def test_another_society_s_entries_are_not_in_the_book(open_world: World) -> None:
    open_world.starts_books("KHR002")
    other = open_world.society("KHR002").id
    span = deeds.span(other, YESTERDAY, YESTERDAY, TODAY)
    fills(open_world)
    book = deeds.day_book(other, span, is_blind=False, page=1)
    assert {one.society_id for one in book.vouchers} == {other}
