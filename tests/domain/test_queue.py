"""What can be done with a number of the queue, and whose it can be."""

from __future__ import annotations

import pytest

from portal.domain.queue import (
    STEPS,
    Token,
    TokenDeed,
    TokenMobileIsWrong,
    TokenState,
    read_token_mobile,
)
from portal.domain.register import MobileIsWrong


def a_token(state: str = "waiting", register: int | None = None) -> Token:
    record_id = None if register is None else 7
    return Token(1, "2026-11-24", 5, 1, state, 0, 1, register=register, record_id=record_id)


@pytest.mark.parametrize(("state", "deeds"), [
    (TokenState.WAITING, {"call", "leave", "hand_over"}),
    (TokenState.CALLED, {"call_again", "serve", "leave", "put_back", "hand_over"}),
    (TokenState.SERVED, {"put_back"}),
    (TokenState.LEFT, {"put_back"}),
])  # fmt: skip
def test_each_state_allows_its_deeds(state: TokenState, deeds: set[str]) -> None:
    found = a_token(state)
    assert {str(one) for one in STEPS if found.may(one)} == deeds
    assert found.is_open is (state in ("waiting", "called"))
    assert found.path == "/queue/2026-11-24/5"


def test_what_is_made_or_joined_is_no_step() -> None:
    assert {TokenDeed.MADE, TokenDeed.JOIN} & set(STEPS) == set()


def test_only_two_who_are_known_can_be_told_apart() -> None:
    assert a_token().is_of(0, 7)
    assert a_token(register=0).is_of(None, None)
    assert a_token(register=0).is_of(0, 7)
    assert not a_token(register=0).is_of(0, 8)
    assert not a_token(register=0).is_of(1, 7)


@pytest.mark.parametrize(("typed", "read"), [
    ("", ""), ("  ", ""), ("3210", "3210"), ("३२१०", "3210"), ("…3210", "3210"),
    ("9876543210", "9876543210"), ("+91 98765 43210", "9876543210"),
])  # fmt: skip
def test_four_digits_of_a_mobile_do(typed: str, read: str) -> None:
    assert read_token_mobile(typed) == read


@pytest.mark.parametrize(("typed", "refusal"), [
    ("321", TokenMobileIsWrong), ("32109", TokenMobileIsWrong), ("abcd", TokenMobileIsWrong),
    ("1234567890", MobileIsWrong), ("98765432101", MobileIsWrong),
])  # fmt: skip
def test_other_numbers_are_no_mobile(typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_token_mobile(typed)
