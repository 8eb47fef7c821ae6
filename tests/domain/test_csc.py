"""The CSC's messages as text: what is written is read again, and nothing slips between fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.csc import (
    MessageIsForged,
    TxnState,
    WalletReport,
    WalletRequest,
    amount_text,
    disagreement,
    pipe,
    read_amount,
    read_pipe,
    read_report,
)
from portal.domain.text import clean
from portal.domain.wallet_payments import merchant_txn, society_code_of

REQUEST = WalletRequest("WKHR001261124001ABCD", 0, "1", "x", 500_00, "5001", "", "")
names = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)


@given(st.dictionaries(names, st.text(max_size=60)))
def test_what_is_written_is_read_again(fields: dict[str, str]) -> None:
    if not fields:
        return
    read = read_pipe(pipe(fields.items()))
    wanted = {name: clean(value).replace("|", " ").strip() for name, value in fields.items()}
    assert read == wanted


@given(st.text(max_size=80))
def test_any_text_is_a_message_or_a_refusal(text: str) -> None:
    try:
        found = read_pipe(text)
    except MessageIsForged:
        return
    assert all("|" not in value for value in found.values())


@given(st.integers(0, 10**12 - 1))
def test_amounts_are_read_as_they_are_written(paise: int) -> None:
    assert read_amount(amount_text(paise)) == paise


@pytest.mark.parametrize(
    ("text", "paise"),
    [("100", 100_00), ("50.00", 50_00), (" 7.5 ", 7_50), ("0.01", 1), ("1.005", None),
     ("-5", None), ("1e3", None), ("५०", None), ("", None), ("NaN", None), ("1,000.00", None)],
)  # fmt: skip
def test_amounts_of_others_are_read_strictly(text: str, paise: int | None) -> None:
    assert read_amount(text) == paise


@pytest.mark.parametrize("status", ["", "0", "1", "0100", "100 ", "success", "७"])
def test_a_status_that_is_not_known_settles_nothing(status: str) -> None:
    assert read_report({"txn_status": status}).state is TxnState.UNKNOWN


@pytest.mark.parametrize("state", list(TxnState))
def test_no_report_about_another_payment_agrees(state: TxnState) -> None:
    report = WalletReport(state, "1", "WKHR001261124001WXYZ", "", "5001", 500_00)
    assert disagreement(report, "1", REQUEST) == "merchant_txn"


def test_an_absence_needs_to_name_the_payment_alone() -> None:
    report = WalletReport(TxnState.ABSENT, "", REQUEST.merchant_txn)
    assert disagreement(report, "1", REQUEST) == ""


@given(st.integers(1, 10**6), st.binary(min_size=4, max_size=4))
def test_a_reference_names_its_society(number: int, dice: bytes) -> None:
    made = merchant_txn("KHR001", "2026-11-24", number, dice)
    assert len(made) == 20
    assert society_code_of(made) == "KHR001"


@pytest.mark.parametrize("text", ["", "PKHR001261124001ABCD", "WKHR001", "W" * 20])
def test_what_is_no_reference_names_nobody(text: str) -> None:
    assert society_code_of(text) == ""
