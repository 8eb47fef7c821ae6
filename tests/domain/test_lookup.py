"""Reading a query, and the words a record is filed under."""

from __future__ import annotations

import pytest

from portal.domain.lookup import (
    FIRST,
    GUARDIAN,
    LAST,
    MOST_WORDS,
    OTHER,
    VILLAGE,
    IndexedNames,
    read,
    read_name_words,
    tokens_of,
)
from portal.storage.reference import name_words


def filed(**names: str) -> set[tuple[int, str]]:
    return {one[:2] for one in tokens_of(IndexedNames(**{"name_hi": "", **names}), name_words())}


def test_a_record_is_filed_under_all_its_names() -> None:
    assert filed(
        name_hi="रमेश यादव", name_en="Ramesh Yadav", known_as="पप्पू", guardian_hi="मोहन",
        village_hi="खेड़ी",
    ) == {
        (FIRST, "रमेश"), (LAST, "यादव"), (FIRST, "ramesh"), (LAST, "yadav"), (FIRST, "पप्पू"),
        (GUARDIAN, "मोहन"), (VILLAGE, "खेड़ी"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("श्री रमेश यादव जी", [(FIRST, "रमेश"), (LAST, "यादव")]),
        ("स्व० राम लाल", [(FIRST, "राम"), (LAST, "लाल")]),
        ("मो० रहीम", [(FIRST, "मोहम्मद"), (FIRST, "रहीम")]),
        ("Md. Rahim", [(FIRST, "mohammad"), (FIRST, "rahim")]),
        ("कु० सुनीता", [(FIRST, "सुनीता")]),
        ("मनोज कु० सिंह", [(FIRST, "मनोज"), (OTHER, "कुमार"), (LAST, "सिंह")]),
        ("आर० के० सिंह", [(FIRST, "r"), (OTHER, "k"), (LAST, "सिंह")]),
        ("श्री", [(FIRST, "श्री")]),
        ("", []),
    ],
)
def test_titles_go_and_short_forms_are_written_out(
    name: str, expected: list[tuple[int, str]]
) -> None:
    assert [one[:2] for one in tokens_of(IndexedNames(name), name_words())] == expected


@pytest.mark.parametrize(
    ("typed", "names", "numbers"),
    [
        ("ramesh yadav", ("ramesh", "yadav"), ()),
        ("shri ramesh ji", ("ramesh",), ()),
        ("ramesh s/o mohan", ("ramesh", "mohan"), ()),
        ("ramesh 101", ("ramesh",), ("101",)),
        ("१०१", (), ("101",)),
        ("98765 43210", (), ("98765", "43210")),
        ("shri", ("shri",), ()),
        ("", (), ()),
        ("%_'\"", (), ()),
    ],
)
def test_reading_a_query(typed: str, names: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    query = read(typed, name_words())
    assert (query.names, query.numbers) == (names, numbers)


def test_a_query_remembers_what_short_forms_stand_for_and_its_whole() -> None:
    query = read("md rahim", name_words())
    assert query.long_forms == ("mohammad", "rahim")
    assert read("SB-१२ / 7", name_words()).whole == "SB-12/7"


def test_only_the_beginning_of_a_long_query_counts() -> None:
    query = read("राम " * 5000, name_words())
    assert len(query.names) == MOST_WORDS
    assert len(read("a" * 10_000, name_words()).names) == 1


def test_the_table_of_words_may_be_short() -> None:
    known = read_name_words([{"kind": "title", "word": "श्री", "stands_for": ""}])
    assert known.without_titles(["श्री", "राम"]) == ["राम"]
    assert known.long_forms(["md"]) == ["md"]


def test_one_name_in_two_scripts_has_one_slot() -> None:
    names = IndexedNames("रमेश यादव", name_en="Ramesh Yadav", guardian_hi="रमेश")
    slots = {one.word: one.slot for one in tokens_of(names, name_words()) if one.field != GUARDIAN}
    assert slots["रमेश"] == slots["ramesh"] != slots["यादव"] == slots["yadav"]
