"""What words of a statement say."""

from __future__ import annotations

import pytest

from portal.domain.statement_words import Label, label_of, names_in


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Commission credited for Oct", Label.COMMISSION), ("TDS on commission", Label.TDS),
        ("बिजली कमीशन", Label.COMMISSION), ("Wallet Top-Up by NEFT", Label.MOVED),
        ("Reversal BBPS", Label.REFUND), ("रिफंड", Label.REFUND), ("BBPS MPEB", Label.NONE),
        ("accommission", Label.NONE), ("", Label.NONE),
    ],
)  # fmt: skip
def test_a_line_is_called_by_its_words(words: str, label: Label) -> None:
    assert label_of(words) is label


def test_references_are_known_in_any_dress() -> None:
    names = names_in("PKHR0012611220000011 / Ref:432112345678", "UPI-CR-432112345679-x")
    assert {"PKHR0012611220000011", "432112345678", "432112345679"} <= names
    assert names_in("RRN432112345678") >= {"432112345678", "RRN432112345678"}
    assert "NEFTN26112400" in names_in("neft-n2611-2400")
    assert names_in("४३२११२३४५६७८") == {"432112345678"}


def test_words_and_short_numbers_are_no_references() -> None:
    assert names_in("ELECTRICITY 12345 BOARD", "", "A1234") == frozenset()
