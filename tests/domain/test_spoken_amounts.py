"""Amounts as people say them."""

from __future__ import annotations

import pytest

from portal.domain.money import AmountIsEmpty, AmountIsNotANumber, AmountIsTooLarge
from portal.domain.refusals import Refusal
from portal.domain.spoken_amounts import parse_spoken_paise
from portal.domain.words import in_words_hi


@pytest.mark.parametrize(
    ("text", "rupees"),
    [
        ("डेढ़ लाख", 1_50_000), ("डेढ लाख रुपये", 1_50_000), ("1.5 लाख", 1_50_000),
        ("१.५ लाख", 1_50_000), ("४८,०००", 48_000), ("ढाई लाख", 2_50_000), ("सवा लाख", 1_25_000),
        ("सवा दो लाख", 2_25_000), ("साढ़े तीन हज़ार", 3_500), ("पौने दो लाख", 1_75_000),
        ("पौन लाख", 75_000), ("एक लाख बीस हज़ार", 1_20_000), ("लाख", 1_00_000),
        ("2 लाख 50 हजार", 2_50_000), ("दो लाख छियालीस हज़ार अस्सी", 2_46_080),
        ("dedh lakh", 1_50_000), ("dhai lakh", 2_50_000), ("do lakh", 2_00_000),
        ("sadhe teen hazar", 3_500), ("पांच सौ", 500), ("डेढ़ सौ", 150), ("शून्य", 0), ("0", 0),
        ("₹ 1,00,000", 1_00_000), ("चार हज़ार रुपये मात्र", 4_000),
    ],
)  # fmt: skip
def test_amounts_are_read_in_words_and_figures(text: str, rupees: int) -> None:
    assert parse_spoken_paise(text) == rupees * 100


@pytest.mark.parametrize(
    "text", ["बहुत", "दो दो", "हज़ार लाख", "लाख लाख", "साढ़े", "साढ़े बहुत", "1e5", "NaN", "डेढ़ डेढ़"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(AmountIsNotANumber):
        parse_spoken_paise(text)


def test_nothing_and_too_much_are_refused() -> None:
    for text in ("", "  ", "रुपये मात्र"):
        with pytest.raises(AmountIsEmpty):
            parse_spoken_paise(text)
    with pytest.raises(AmountIsTooLarge):
        parse_spoken_paise("999999999 करोड़ एक")
    with pytest.raises(Refusal):
        parse_spoken_paise("-5")


@pytest.mark.parametrize("rupees", [1, 19, 99, 100, 101, 46_080, 56_460, 1_80_000, 99_99_999])
def test_what_the_house_writes_in_words_is_read_back(rupees: int) -> None:
    assert parse_spoken_paise(in_words_hi(rupees * 100)) == rupees * 100
