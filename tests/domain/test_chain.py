"""The chain (P7): one byte form, and hashes that change with anything that matters."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import chain

FIELDS = tuple(range(len(chain.VOUCHER_FIELDS)))
WORDS = st.text(st.characters(exclude_categories=["Cs"]))


def test_the_canonical_form_is_sorted_compact_json_in_utf8() -> None:
    content = {"b": [1, None, "रु"], "a": {"z": 1, "y": 2}}
    assert chain.canonical(content) == '{"a":{"y":2,"z":1},"b":[1,null,"रु"]}'.encode()


@given(WORDS)
def test_the_canonical_form_does_not_depend_on_how_letters_are_composed(text: str) -> None:
    parts = unicodedata.normalize("NFD", text)
    assert chain.canonical({"a": parts}) == chain.canonical({"a": text})


def test_a_leaf_is_marked_so_that_no_link_can_pass_for_one() -> None:
    content = {"a": 1}
    assert chain.leaf(content) == hashlib.sha256(b'\x00{"a":1}').digest()
    assert (
        chain.link(chain.START, chain.leaf(content))
        == hashlib.sha256(bytes(32) + chain.leaf(content)).digest()
    )


@given(st.integers(0, len(FIELDS) - 1))
def test_every_field_of_a_voucher_is_in_its_leaf(at: int) -> None:
    changed = (*FIELDS[:at], "other", *FIELDS[at + 1 :])
    lines = [(2101, 100, None), (3307, -100, None)]
    assert chain.voucher_leaf(FIELDS, b"c", lines) != chain.voucher_leaf(changed, b"c", lines)


def test_lines_and_words_are_in_a_vouchers_leaf() -> None:
    lines = [(2101, 100, None), (3307, -100, None)]
    same = chain.voucher_leaf(FIELDS, b"c", lines)
    assert chain.voucher_leaf(FIELDS, b"c", [tuple(line) for line in lines]) == same
    assert chain.voucher_leaf(FIELDS, b"d", lines) != same
    assert chain.voucher_leaf(FIELDS, b"c", lines[::-1]) != same
    assert chain.voucher_leaf(FIELDS, b"c", [(2101, 100, 7), lines[1]]) != same


def test_a_voucher_that_lacks_a_field_has_no_leaf() -> None:
    with pytest.raises(ValueError, match="zip"):
        chain.voucher_leaf(FIELDS[:-1], b"c", [])


@given(st.integers(0, len(chain.ACT_FIELDS) - 1))
def test_every_field_of_an_act_is_in_its_leaf(at: int) -> None:
    fields = tuple(range(len(chain.ACT_FIELDS)))
    assert chain.act_leaf(fields) != chain.act_leaf((*fields[:at], "other", *fields[at + 1 :]))


@given(WORDS, WORDS, st.binary(min_size=16, max_size=16))
def test_the_commitment_tells_party_from_narration_and_hides_both(
    party: str, narration: str, salt: bytes
) -> None:
    made = chain.commitment(salt, party, narration)
    assert made == chain.commitment(salt, party, narration)
    assert made != chain.commitment(bytes(byte ^ 1 for byte in salt), party, narration)
    if unicodedata.normalize("NFC", party) != unicodedata.normalize("NFC", narration):
        assert made != chain.commitment(salt, narration, party)
