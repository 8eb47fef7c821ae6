"""Counting notes and coins."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.denominations import (
    COINS,
    DENOMINATIONS,
    NOTES,
    OLD_NOTES,
    PiecesAreWrong,
    count_paise,
    parse_pieces,
)
from portal.domain.money import rupees
from portal.domain.text import deva_digits


def test_notes_stand_before_coins_and_the_larger_before_the_smaller():
    assert [one.field for one in DENOMINATIONS] == [
        "d500", "d200", "d100", "d50", "d20", "d10", "c20", "c10", "c5", "c2", "c1",
    ]  # fmt: skip
    assert [one.rupees for one in DENOMINATIONS if one.kind == "note"] == list(NOTES)
    assert [one.rupees for one in DENOMINATIONS if one.kind == "coin"] == list(COINS)


def test_old_notes_are_not_counted():
    assert not set(OLD_NOTES) & set(NOTES)
    with pytest.raises(KeyError):
        count_paise({"d2000": 1})


def test_a_denomination_does_not_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        DENOMINATIONS[0].rupees = 1


def test_the_drawer_of_the_worked_example_is_counted():
    notes = {"d500": 37, "d200": 12, "d100": 45, "d50": 9, "d20": 14, "d10": 22}
    coins = {"c20": 0, "c10": 1, "c5": 3, "c2": 4, "c1": 3}
    assert count_paise(coins) == 3_600
    assert rupees(count_paise(notes | coins)) == "26,386"


def test_an_empty_drawer_is_worth_nothing():
    assert count_paise({}) == 0


@pytest.mark.parametrize(
    ("typed", "number"),
    [("", 0), ("  ", 0), ("0", 0), ("37", 37), (" 037 ", 37), ("३७", 37), ("99999", 99_999)],
)
def test_pieces_are_read(typed, number):
    assert parse_pieces(typed) == number


@pytest.mark.parametrize(
    "typed", ["-1", "1.5", "1,000", "100000", "+3", "3 7", "٣", "३a", "1e2", "9" * 10_000]
)
def test_wrong_pieces_are_refused(typed):
    with pytest.raises(PiecesAreWrong) as caught:
        parse_pieces(typed)
    assert caught.value.status == 422


fields = st.sampled_from([one.field for one in DENOMINATIONS])
drawers = st.dictionaries(fields, st.integers(0, 99_999))


@given(drawers)
def test_a_count_is_the_sum_of_its_kinds(pieces):
    assert count_paise(pieces) == sum(count_paise({field: n}) for field, n in pieces.items())
    assert count_paise(pieces) % 100 == 0


@given(st.integers(0, 99_999))
def test_shown_pieces_are_read_again(number):
    assert parse_pieces(str(number)) == parse_pieces(deva_digits(str(number))) == number
