"""Codes of receipts: any slip of one character, and any two changed over, is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.receipts import ALPHABET, RANDOM_BYTES, ReceiptCodeIsWrong, new_code, parse_code

RANDOM = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)


@given(RANDOM)
def test_a_code_is_read_however_it_is_written(random: bytes) -> None:
    code = new_code(random)
    assert len(code) == 12
    assert parse_code(f" {code[:4].lower()}-{code[4:8]} {code[8:]}") == code
    assert parse_code(code.replace("0", "O").replace("1", "l")) == code
    assert parse_code(code.replace("0", "०")) == code


@given(RANDOM, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(random: bytes, place: int, other: str) -> None:
    code = new_code(random)
    if code[place] != other:
        with pytest.raises(ReceiptCodeIsWrong):
            parse_code(code[:place] + other + code[place + 1 :])


@given(RANDOM, st.integers(0, 9))
def test_neighbours_changed_over_are_noticed(random: bytes, place: int) -> None:
    code = new_code(random)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(ReceiptCodeIsWrong):
            parse_code(swapped)


@pytest.mark.parametrize("text", ["", "123", "ZZZZZZZZZZZZ", "0000 0000 00001", "0000 0000 000?"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(ReceiptCodeIsWrong):
        parse_code(text)
