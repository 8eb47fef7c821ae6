"""Whatever a file holds, reading it ends in lines or in a named refusal."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.refusals import Refusal
from portal.domain.sheet import DateCell, ErrorCell, FormulaCell, NumberCell, Sheet, SheetRow
from portal.domain.statement_columns import TITLES
from portal.domain.statement_words import Label, label_of, names_in
from portal.domain.statements import ReadStatement, StatementHasFaults, read_statement
from portal.domain.text import has_aadhaar
from portal.gateways.sheets import read_sheet

TODAY = "2026-11-24"
SNIPPETS = [
    "24-11-2026", "31/11/26", "24-Nov-26 25:99", "46350", "0", "-", "NIL", "1,25,000.50", "1,2,3",
    "500 Dr", "(5)", "-5-", "5/-", "Opening Balance", "Total", "Failed", "9999 4105 7058", "NaN",
    "1e400", "५००", "UPI/432112345678", "=1+1", "#REF!", "\u200b", "x" * 400, "²", "٣",
]  # fmt: skip
CELL = st.one_of(
    st.sampled_from(SNIPPETS), st.text(max_size=12), st.sampled_from(SNIPPETS).map(NumberCell),
    st.just(DateCell("2026-11-24")), st.just(FormulaCell("=A1")), st.just(ErrorCell("#N/A")),
)  # fmt: skip
HEADER = st.lists(
    st.sampled_from([title for pair in TITLES.values() for title in pair]), min_size=2, max_size=9
)
ROWS = st.lists(st.lists(CELL, max_size=9), max_size=8)


@given(HEADER, ROWS, st.sampled_from([2204, 2205, 2206]))
def test_any_table_is_read_or_refused_by_name(
    header: list[str], rows: list[list[str]], head: int
) -> None:
    sheet = Sheet(tuple(header), 1, [SheetRow(no, tuple(one)) for no, one in enumerate(rows, 2)])
    found, faults = None, []
    try:
        found = read_statement(sheet, head, TODAY)
    except StatementHasFaults as refusal:
        faults = list(refusal.faults)
    except Refusal:
        return
    assert all(one.line_no in range(2, len(rows) + 2) for one in faults)
    assert not any(has_aadhaar(one.found) for one in faults)
    assert bool(faults) == (found is None)
    if found is not None:
        must_hold(found)


def must_hold(found: ReadStatement) -> None:
    """Say what every statement is that was read."""
    assert found.lines
    assert all(one.paise and one.moved_on <= TODAY for one in found.lines)
    if found.opening_paise is not None and found.closing_paise is not None:
        moved = sum(one.paise for one in found.lines)
        assert found.opening_paise + moved == found.closing_paise
    for one in found.lines:
        assert all(len(name) >= 6 for name in names_in(one.reference, one.narration))
        assert label_of(one.narration) in Label


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read_or_refused_by_name(content: bytes, has_head: bool) -> None:
    head = b"Date,Particulars,Debit,Credit,Balance\n" if has_head else b""
    found = None
    with suppress(Refusal):
        found = read_statement(read_sheet(head + content, "statement"), 2204, TODAY)
    assert found is None or found.lines
