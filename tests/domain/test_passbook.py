"""A passbook goes on below its last line, and turns over after twenty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.member_account import AccountEntry, StatementLine
from portal.domain.passbook import (
    LINES_A_PAGE,
    PassbookPageIsNotThere,
    Place,
    from_page,
    lay_out,
    place_after,
)


def lines(number: int, first: int = 1) -> list[StatementLine]:
    """Make so many lines, numbered by their vouchers."""
    return [
        StatementLine(AccountEntry("2026-11-24", one, "journal", one, "", 1301, -1, None), 0, 1, 1)
        for one in range(first, first + number)
    ]


def test_the_first_print_begins_at_the_top_of_page_one() -> None:
    (sheet,) = lay_out(lines(3), Place())
    assert (sheet.page, sheet.used, sheet.first_line, len(sheet.lines)) == (1, 0, 1, 3)
    assert not sheet.is_full


def test_the_next_print_goes_on_below_and_turns_over() -> None:
    first, second = lay_out(lines(5), Place(2, 18))
    assert (first.page, first.first_line, len(first.lines), first.is_full) == (2, 19, 2, True)
    assert (second.page, second.first_line, len(second.lines)) == (3, 1, 3)
    assert place_after([first, second], Place(2, 18)) == Place(3, 3)


def test_a_full_page_is_never_written_on_again() -> None:
    (sheet,) = lay_out(lines(1), Place(2, 20))
    assert (sheet.page, sheet.first_line) == (3, 1)


def test_nothing_new_leaves_the_passbook_where_it_is() -> None:
    assert lay_out([], Place(4, 7)) == []
    assert place_after([], Place(4, 7)) == Place(4, 7)


def test_a_page_can_be_printed_again_and_all_that_follow_it() -> None:
    sheets = from_page(lines(45), 2)
    assert [(one.page, one.used, len(one.lines)) for one in sheets] == [(2, 0, 20), (3, 0, 5)]
    assert sheets[0].lines[0].entry.voucher_id == 21
    for page in (0, 4, -1):
        with pytest.raises(PassbookPageIsNotThere):
            from_page(lines(45), page)


@given(st.lists(st.integers(0, 47), max_size=8))
def test_many_prints_put_each_line_where_one_print_of_all_would(prints: list[int]) -> None:
    """Whatever was printed when: a line's page and place depend on its number alone."""
    place, found, first = Place(), {}, 1
    for number in prints:
        sheets = lay_out(lines(number, first), place)
        for sheet in sheets:
            assert sheet.used + len(sheet.lines) <= LINES_A_PAGE
            for at, line in enumerate(sheet.lines, start=sheet.first_line):
                found[line.entry.voucher_id] = (sheet.page, at)
        place, first = place_after(sheets, place), first + number
    assert found == {
        one: ((one - 1) // LINES_A_PAGE + 1, (one - 1) % LINES_A_PAGE + 1)
        for one in range(1, first)
    }  # fmt: skip
