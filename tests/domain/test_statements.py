"""Statements read whole or not at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import statements
from portal.domain.refusals import Refusal
from portal.domain.sheet import NumberCell, Sheet, SheetRow
from portal.domain.statements import (
    AmountIsMissing,
    BalanceBreaks,
    BothSidesAreFilled,
    LineFault,
    ReadStatement,
    SideIsMissing,
    StatementColumnsAreMissing,
    StatementHasFaults,
    StatementIsEmpty,
    StatementIsTooLarge,
    StatementLine,
    new_lines,
    read_statement,
)

TODAY = "2026-11-24"
HEAD = "Date,Time,Particulars,Txn ID,Debit,Credit,Balance,Status"
AMOUNTS = "Date,Particulars,Amount,Type"


def sheet(*rows: str, head: str = HEAD) -> Sheet:
    cells = [SheetRow(no, tuple(one.split(","))) for no, one in enumerate(rows, start=2)]
    return Sheet(tuple(head.split(",")), 1, cells)


def reads(*rows: str, head: str = HEAD, of: int = 2204) -> ReadStatement:
    return read_statement(sheet(*rows, head=head), of, TODAY)


def faults(*rows: str, head: str = HEAD, of: int = 2204) -> list[tuple[int, str, type[Refusal]]]:
    with pytest.raises(StatementHasFaults) as refused:
        reads(*rows, head=head, of=of)
    found: list[LineFault] = list(refused.value.faults)
    assert refused.value.params["number"] == len({one.line_no for one in found})
    return [(one.line_no, one.column, type(one.refusal)) for one in found]


def test_a_statement_with_a_running_balance() -> None:
    found = reads(
        "22-11-2026,10:05,BBPS,PKHR0012611220000011,1250,,98750,Success",
        "23-11-2026,,Commission,,,12.50,98762.50,",
    )
    first, second = found.lines
    assert first == StatementLine(
        2, "2026-11-22", "10:05", -1250_00, 98750_00, "PKHR0012611220000011", "BBPS"
    )
    assert (second.paise, second.reference) == (12_50, "")
    assert (found.opening_paise, found.closing_paise) == (100000_00, 98762_50)
    assert (found.first_on, found.last_on, found.left_out) == ("2026-11-22", "2026-11-23", 0)


def test_the_newest_may_stand_first() -> None:
    by_day = reads("23-11-2026,,b,,,5,110,", "22-11-2026,,a,,,5,105,")
    by_time = reads("23-11-2026,11:00,b,,,5,110,", "23-11-2026,10:00,a,,,5,105,")
    by_balance = reads("23-11-2026,,b,,,5,110,", "23-11-2026,,a,,,5,105,")
    for found in (by_day, by_time, by_balance):
        assert [one.narration for one in found.lines] == ["a", "b"]
        assert (found.opening_paise, found.closing_paise) == (100_00, 110_00)


def test_opening_and_closing_rows_are_held_to_the_lines() -> None:
    found = reads(
        ",,Opening Balance,,,,100,", "23-11-2026,,a,,,5,105,", HEAD, "24-11-2026,,b,,5,,,",
        ",,Closing Balance,,,,100,", ",,Total,,5,5,,", ",,end of statement,,,,,",
    )  # fmt: skip
    assert (found.opening_paise, found.closing_paise, found.left_out) == (100_00, 100_00, 4)
    assert faults(
        ",,Opening Balance,,,,100,", "23-11-2026,,a,,,5,106,", ",,Closing Balance,,,,107,"
    ) == [(3, "balance", BalanceBreaks), (4, "balance", BalanceBreaks)]
    assert faults(",,Opening Balance,,,,1x,", "23-11-2026,,a,,,5,,") == [
        (2, "balance", statements_refusal("1x"))
    ]


def statements_refusal(cell: str) -> type[Refusal]:
    with pytest.raises(Refusal) as refused:
        statements.signed_of(cell)
    return type(refused.value)


def test_balances_may_stand_outside_the_lines_only() -> None:
    head = "Date,Particulars,Debit,Credit"
    opened = reads(",Opening Balance,,100", "23-11-2026,a,,5", "23-11-2026,b,3,", head=head)
    assert (opened.opening_paise, opened.closing_paise) == (100_00, 102_00)
    closed = reads("23-11-2026,a,,5", ",Closing Balance,,102", head=head)
    assert (closed.opening_paise, closed.closing_paise) == (97_00, 102_00)
    none = reads("23-11-2026,a,,5", ",Closing Balance,,", head=head)
    assert (none.opening_paise, none.closing_paise) == (None, None)


def test_the_line_where_the_balance_breaks_is_named() -> None:
    assert faults("22-11-2026,,a,,,5,105,", "22-11-2026,,b,,,5,111,", "23-11-2026,,c,,,5,116,") == [
        (3, "balance", BalanceBreaks)
    ]


def test_rows_that_moved_nothing_are_left_out() -> None:
    found = reads("22-11-2026,,a,,5,,,Failed", "22-11-2026,,b,,0,0,,", "22-11-2026,,c,,5,,,SUCCESS")
    assert ([one.narration for one in found.lines], found.left_out) == (["c"], 2)
    with pytest.raises(StatementIsEmpty):
        reads("22-11-2026,,a,,5,,,Pending")


def test_every_fault_is_told_with_its_line() -> None:
    assert [
        (no, column) for no, column, _ in faults(
            "31-11-2026,,a,,5,,,", "25-11-2026,,a,,5,,,", ",,a,,5,,,", "22-11-2026,26:00,a,,5,,,",
            "22-11-2026,,a,,5x,,,", "22-11-2026,,a,,5,5,,", "22-11-2026,,a,,,,,",
            "22-11-2026,,a,,5,,1y,", "22-11-2026,,a",
        )
    ] == [
        (2, "date"), (3, "date"), (4, "date"), (5, "time"), (6, "debit"), (7, "debit"),
        (8, "debit"), (9, "balance"), (10, "debit"),
    ]  # fmt: skip
    assert faults("22-11-2026,,a,,5,5,,")[0][2] is BothSidesAreFilled
    assert faults("22-11-2026,,a,,,,,")[0][2] is AmountIsMissing


def test_what_looks_like_a_sum_but_moves_is_a_line() -> None:
    found = reads("22-11-2026,,opening balance added,,,5,105,")
    assert len(found.lines) == 1
    assert faults("22-11-2026,,closing balance,,x,,105,") == [(2, "debit", statements_refusal("x"))]


def test_one_column_of_amounts_needs_a_side() -> None:
    found = reads(
        "22-11-2026,a,5,Dr", "22-11-2026,b,5,Cr", "22-11-2026,c,-5,", "22-11-2026,d,5 Cr,BBPS",
        head=AMOUNTS,
    )  # fmt: skip
    assert [one.paise for one in found.lines] == [-500, 500, -500, 500]
    assert faults("22-11-2026,a,5,", head=AMOUNTS) == [(2, "amount", SideIsMissing)]
    assert [one[1] for one in faults("22-11-2026,a,5,BBPS", head=AMOUNTS)] == ["side"]
    assert faults("22-11-2026,a,,", head=AMOUNTS) == [(2, "amount", AmountIsMissing)]


def test_a_list_of_upi_payments_came_in() -> None:
    assert reads("22-11-2026,a,5,", head=AMOUNTS, of=2205).lines[0].paise == 500


def test_a_debit_written_with_a_minus_sign_went_out_once() -> None:
    assert reads("22-11-2026,,a,,-5,,,").lines[0].paise == -500


def test_references_of_several_columns_stand_together() -> None:
    found = reads(
        "22-11-2026,a,5,NA,432112345678,432112345678,REF99",
        head="Date,Particulars,Credit,Order ID,UTR,RRN,Ref No",
    )
    assert found.lines[0].reference == "432112345678 REF99"
    (one,) = reads("22-11-2026,,UPI/432112345678/x,,,5,,").lines
    assert one.reference == "432112345678"


def test_files_that_are_no_statement() -> None:
    for head in ("Date,Particulars", "Amount,Particulars"):
        with pytest.raises(StatementColumnsAreMissing):
            reads("22-11-2026,5", head=head)
    many = sheet("22-11-2026,,a,,5,,,")
    many = replace(many, rows=many.rows * (statements.MOST_LINES + 1))
    with pytest.raises(StatementIsTooLarge):
        read_statement(many, 2204, TODAY)


def test_numbers_of_a_workbook() -> None:
    cells = ("22-11-2026", "", "a", NumberCell("432112345678"), NumberCell("12.5"), "", "", "")
    found = read_statement(Sheet(tuple(HEAD.split(",")), 1, [SheetRow(2, cells)]), 2204, TODAY)
    assert (found.lines[0].paise, found.lines[0].reference) == (-1250, "432112345678")


def line(no: int, paise: int, reference: str = "") -> StatementLine:
    return StatementLine(no, TODAY, "", paise, None, reference, "")


def test_a_line_said_twice_in_one_file_happened_twice() -> None:
    lines = [line(1, 5), line(2, 5), line(3, 7)]
    assert new_lines(lines, {}) == lines
    assert new_lines(lines, {lines[0].identity: 1}) == lines[1:]
    assert new_lines(lines, Counter(one.identity for one in lines)) == []


ROWS = st.lists(st.tuples(st.integers(-900, 900).filter(bool), st.sampled_from(["", "R1"])))


@given(ROWS, st.data())
def test_overlapping_statements_bring_each_movement_once(
    rows: list[tuple[int, str]], data: st.DataObject
) -> None:
    """Two files of one account, each cut out of the same history, leave what happened."""
    history = [
        StatementLine(no, f"2026-11-{1 + no % 20:02d}", "", paise, 10 * no, reference, "")
        for no, (paise, reference) in enumerate(rows)
    ]
    known: Counter[tuple[object, ...]] = Counter()
    taken = []
    for _ in range(3):
        first = data.draw(st.integers(0, len(history)))
        last = data.draw(st.integers(first, len(history)))
        new = new_lines(history[first:last], known)
        known.update(one.identity for one in new)
        taken += new
    assert len(taken) == len({one.line_no for one in taken})
    assert new_lines(taken, known) == []
