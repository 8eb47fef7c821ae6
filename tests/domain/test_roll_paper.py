"""Lines on a roll: nothing is lost, nothing is wider than the paper, the length is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.roll_paper import (
    LONGEST_MM,
    ROOM_MM,
    Kind,
    Part,
    Row,
    broken,
    length_mm,
    packed,
    width_of,
)

KINDS = {"f": Kind(12, 16), "m": Kind(12, 16), "x": Kind(13, 18, 8, 5)}
WORDS = st.text("अआकिीर्षं टABCabc123 ₹…-", max_size=60)


def written(row: Row) -> str:
    return "".join(one.text + one.value for one in row.parts)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4), st.sampled_from([181, 272]))
def test_nothing_is_lost_and_no_line_is_too_wide(parts: list[tuple[str, str]], wide: int) -> None:
    row = Row("f", tuple(Part(*one) for one in parts))
    found, lines = broken(row, KINDS, wide)
    text = written(found)
    assert "".join(text.split()) == "".join(written(row).split())
    assert text.count("\n") + 1 == lines
    for line in text.split("\n"):
        # the spaces that end a line, or stand beside others, are not printed
        assert width_of(" ".join(line.split()), 12) <= wide


def test_words_stay_whole_and_long_numbers_are_parted() -> None:
    found, lines = broken(Row("f", (Part("शिकायत हो तो यह रसीद लेकर समिति में आएँ"),)), KINDS, 181)
    assert written(found) == "शिकायत हो तो यह रसीद लेकर\nसमिति में आएँ"
    assert lines == 2
    found, lines = broken(Row("f", (Part("ID: ", "A1B2C3D4E5" * 4),)), KINDS, 181)
    assert lines == 3
    assert written(found).replace("\n", "") == "ID: " + "A1B2C3D4E5" * 4


def test_a_sign_of_a_vowel_never_begins_a_line() -> None:
    found, _lines = broken(Row("f", (Part("कि" * 40),)), KINDS, 181)
    assert all(line[0] == "क" for line in written(found).split("\n"))


def test_an_amount_and_a_box_leave_less_room() -> None:
    words = (Part("सरकारी शुल्क और बाकी का सब कुछ"),)
    assert broken(Row("f", words), KINDS, 200)[1] == 1
    assert broken(Row("m", words, "₹ 1,00,000"), KINDS, 200)[1] == 2
    assert broken(Row("x", words), KINDS, 200)[1] == 2


def test_short_facts_stand_beside_each_other() -> None:
    rows = [Row("f", (Part(f"{name}: ", "1234"),)) for name in ("क", "ख", "ग", "घ", "च", "छ")]
    found = packed([rows[0], rows[1], Row("m", (Part("य"),), "₹ 5"), *rows[2:]], KINDS, 181)
    assert [written(one) for one in found] == [
        "क: 1234 · ख: 1234", "य", "ग: 1234 · घ: 1234 · च: 1234", "छ: 1234",
    ]  # fmt: skip


@pytest.mark.parametrize(("lines", "mm"), [(0, 0), (1, 5), (10, 43), (100, 424), (400, LONGEST_MM)])
def test_the_length_is_that_of_the_lines(lines: int, mm: int) -> None:
    rows = [(Row("f"), 1)] * lines
    assert length_mm(rows, KINDS, 0) == min(LONGEST_MM, mm + ROOM_MM)


def test_what_is_around_a_row_counts() -> None:
    assert length_mm([(Row("x"), 2)], KINDS, 0) == ROOM_MM + 12  # 44 pixels
    assert length_mm([(Row("x"), 2)], KINDS, 100) == ROOM_MM + 39
