"""The head of a closed day and the sixteen characters of its code (P7)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import seals
from portal.domain.seals import ALPHABET, CodeIsMalformed, code_of, grouped, parse_code

HASHES = st.binary(min_size=32, max_size=32)
HEAD: dict[str, Any] = {
    "society_code": "KHR001", "seal_no": 2, "day_on": "2026-11-24", "kind": "working",
    "first_voucher_id": 2, "last_voucher_id": 3, "count": 2, "chain_hash": b"\x01" * 32,
    "act_hash": b"\x02" * 32, "previous_hash": b"\x03" * 32, "opening_paise": 100,
    "receipts_paise": 50, "payments_paise": 20, "closing_paise": 130, "difference_paise": 0,
    "cash_count": [(2101, "note", 500, 1)], "skipped": [("2026-11-23", "idle")],
    "closed_at": 5, "key_id": "abc",
}  # fmt: skip


def test_the_head_names_everything_the_day_is_checked_by() -> None:
    said = json.loads(seals.body(**HEAD))
    assert said["v"] == 1
    assert said["chain"] == "01" * 32
    assert said["previous"] == "03" * 32
    assert (said["first"], said["last"], said["count"]) == (2, 3, 2)
    assert said["cash_count"] == [[2101, "note", 500, 1]]
    assert said["skipped"] == [["2026-11-23", "idle"]]


@pytest.mark.parametrize("part", sorted(HEAD))
def test_any_other_figure_makes_another_hash(part: str) -> None:
    other = b"\x09" * 32 if isinstance(HEAD[part], bytes) else "other"
    if isinstance(HEAD[part], list):
        other = []  # type: ignore[assignment]
    changed = seals.body(**(HEAD | {part: other}))
    assert seals.seal_hash(changed) != seals.seal_hash(seals.body(**HEAD))


@given(HASHES)
def test_a_code_is_the_first_eighty_bits_in_sixteen_letters(digest: bytes) -> None:
    code = code_of(digest)
    assert len(code) == 16
    number = 0
    for letter in code:
        number = number * 32 + ALPHABET.index(letter)
    assert number.to_bytes(10, "big") == digest[:10]


@given(HASHES)
def test_a_code_is_read_back_as_it_is_printed_and_as_people_type_it(digest: bytes) -> None:
    code = code_of(digest)
    assert parse_code(grouped(code)) == code
    assert parse_code(f" {grouped(code).lower().replace('-', ' – ')}. ") == code
    look_alike = code.replace("1", "l").replace("0", "o")
    assert parse_code(look_alike) == code
    assert parse_code(code.translate(str.maketrans("0123456789", "०१२३४५६७८९"))) == code


def test_a_code_is_printed_in_groups_of_four() -> None:
    assert grouped("7WYHY9Z1K0HHCRKF") == "7WYH-Y9Z1-K0HH-CRKF"


@pytest.mark.parametrize(
    "typed", ["", "7WYH", "7WYH-Y9Z1-K0HH-CRKF-7", "UWYHY9Z1K0HHCRKF", "क" * 16]
)
def test_anything_else_is_no_code(typed: str) -> None:
    with pytest.raises(CodeIsMalformed) as refused:
        parse_code(typed)
    assert refused.value.field == "code"


def test_the_parts_that_no_longer_agree_are_named() -> None:
    assert seals.differences({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 5}) == ["b", "c"]
    assert seals.differences({"a": 1}, {"a": 1, "more": 2}) == []
