"""Land as people say it: in figures and words, in both scripts, in the units of their district."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.areas import UNITS, read_area, show_area


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2 एकड़", "2 acre"), ("2.50 ACRES", "2.5 acre"), ("ढाई एकड", "2.5 acre"),
        ("साढ़े तीन बीघा", "3.5 bigha"), ("2 बीघा 5 कट्ठा 3 धुर", "2 bigha 5 katha 3 dhur"),
        ("2बीघा", "2 bigha"), ("1 कनाल 5 मरला", "1 kanal 5 marla"), ("40 डिसमिल", "40 decimal"),
        ("0.05 हेक्टेयर", "0.05 hectare"), ("3 वर्ग मीटर", "3 sqm"), ("300 sq ft", "300 sqft"),
        ("1,200 वर्ग फुट", "1200 sqft"), ("12 नाली", "12 nali"), ("2 बिस्वा।", "2 biswa"),
    ],
)  # fmt: skip
def test_an_area_is_kept_in_the_units_it_was_said_in(typed: str, kept: str) -> None:
    assert read_area(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "2", "एकड़", "0 एकड़", "-2 एकड़", "2.555 एकड़", "5 कट्ठा 2 बीघा", "2 एकड़ 3 एकड़",
     "20000 एकड़", "2 खेत", "2 एकड़ 5", "1 हेक्टेयर 2 बीघा 3 कट्ठा 4 धुर", "1e9 एकड़"],
)  # fmt: skip
def test_what_is_no_area_is_none(typed: str) -> None:
    assert read_area(typed) == ""


def test_an_area_is_shown_in_words() -> None:
    assert show_area("2 bigha 5 katha") == "2 बीघा 5 कट्ठा"
    assert show_area("300 sqft", is_hindi=False) == "300 sq ft"
    assert show_area("viel") == "viel"


@given(st.integers(1, 10_000_00), st.sampled_from(list(UNITS)), st.booleans())
def test_what_is_shown_is_read_the_same(hundredths: int, unit: str, is_hindi: bool) -> None:
    whole, rest = divmod(hundredths, 100)
    kept = read_area(f"{whole}.{rest:02d} {UNITS[unit][0]}")
    assert kept.endswith(f" {unit}")
    assert read_area(show_area(kept, is_hindi)) == kept
