"""Columns of statements by their headings."""

from __future__ import annotations

import pytest

from portal.domain.statement_columns import TITLES, columns_of, is_header, key_of, known_titles


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Txn Date", "date"), ("TRANSACTION DATE & TIME", "date"), ("दिनांक", "date"),
        ("Value Date", "value_date"), ("Withdrawal Amt.", "debit"), ("Debit (Rs.)", "debit"),
        ("Deposit Amt (INR)", "credit"), ("Amount in Rs", "amount"), ("Amount (₹)", "amount"),
        ("राशि (रुपये में)", "amount"), ("Dr/Cr", "side"), ("Chq./Ref.No.", "reference"),
        ("UTR No.", "reference"), ("RRN", "reference"), ("Closing Balance", "balance"),
        ("शेष", "balance"), ("विवरण", "narration"), ("Txn Status", "status"), ("Rs", ""),
        ("Branch", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_heading_names_its_column(title: str, key: str) -> None:
    assert key_of(title) == key


def test_every_title_we_tell_names_its_column() -> None:
    for key, titles in TITLES.items():
        assert [key_of(title) for title in titles] == [key, key]


def test_the_first_of_two_columns_counts_and_words_are_taken_from_all() -> None:
    found = columns_of(["Date", "Date", "Particulars", "Service", "UTR", "Ref No", "Amount"])
    assert found.at == {"date": 0, "narration": 2, "reference": 4, "amount": 6}
    assert (found.narration, found.reference) == ((2, 3), (4, 5))


def test_the_value_date_stands_in_where_there_is_no_other() -> None:
    assert columns_of(["Value Date", "Amount"]).at["date"] == 0
    assert columns_of(["Value Date", "Date"]).at["date"] == 1


def test_a_row_that_repeats_the_headings_is_known() -> None:
    header = ["S.No", "Date", "Amount"]
    columns = columns_of(header)
    assert is_header(columns, header, ["", "DATE", "amount"])
    assert not is_header(columns, header, ["1", "24-11-2026", "50"])
    assert not is_header(columns, header, ["1"])


def test_titles_are_counted_once() -> None:
    assert known_titles(["Date", "Txn Date", "Amount", "", "Branch"]) == 2
