"""Which stored words a typed one may mean."""

from __future__ import annotations

import pytest

from portal.domain.vocabulary import Match, Vocabulary, VocabularyRow, keyed, noise
from portal.storage.reference import edit_channels

WORDS = (
    "रमेश", "रामेश्वर", "सुरेश", "यादव", "जाधव", "सुनीता", "अनीता", "मोहम्मद", "r", "ramesh", "देवी", "देव",
    "राजकुमार", "श्याम", "सिंह", "घनश्याम", "प्रसाद",
)  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(
        edit_channels(), [VocabularyRow(at, *keyed(word)) for at, word in enumerate(WORDS, 1)]
    )


def best(found: tuple[Match, ...]) -> str:
    return found[0].token


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("रमेश", "रमेश"), ("ramesh", "ramesh"), ("rameshh", "ramesh"), ("yadaw", "यादव"),
        ("jadhav", "जाधव"),
        ("suneeta", "सुनीता"), ("sunta", "सुनीता"), ("mohd", "मोहम्मद"), ("सुनिता", "सुनीता"),
        ("singh", "सिंह"), ("rajkumr", "राजकुमार"), ("ghansyam", "घनश्याम"), ("रामेस्वर", "रामेश्वर"),
    ],
)  # fmt: skip
def test_the_nearest_word_comes_first(vocabulary: Vocabulary, typed: str, expected: str) -> None:
    assert best(vocabulary.match(typed)) == expected


def test_a_word_itself_costs_nothing(vocabulary: Vocabulary) -> None:
    first = vocabulary.match("देव")[0]
    assert (first.token, first.cost, first.is_begun) == ("देव", 0.0, False)


def test_a_beginning_means_every_word_that_goes_on_so(vocabulary: Vocabulary) -> None:
    found = {one.token: one.is_begun for one in vocabulary.match("ra")}
    assert found["रमेश"]
    assert found["रामेश्वर"]
    assert found["राजकुमार"]
    assert "सुनीता" not in found


def test_a_stored_initial_may_be_meant_by_a_name(vocabulary: Vocabulary) -> None:
    assert "r" in {one.token for one in vocabulary.match("rakesh")}


def test_what_is_far_is_not_meant_at_all(vocabulary: Vocabulary) -> None:
    assert all(one.cost < noise("ramesh") for one in vocabulary.match("ramesh"))
    assert all(one.cost > noise("xqzwkj") / 2 for one in vocabulary.match("xqzwkj"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("rameshyadav", ("ramesh", "yadav")), ("sunitadevi", ("sunita", "devi")),
        ("रामेश्वरप्रसाद", ("रामेश्वर", "प्रसाद")),
    ],
)  # fmt: skip
def test_two_words_in_one_are_cut(
    vocabulary: Vocabulary, typed: str, expected: tuple[str, str]
) -> None:
    assert vocabulary.cuts(typed, 3)[0] == expected
    assert vocabulary.cuts("xqzwkjvvv", 3) == [] or len(vocabulary.cuts("xqzwkjvvv", 3)) <= 3


def test_an_empty_vocabulary_answers_nothing() -> None:
    empty = Vocabulary(edit_channels())
    assert empty.match("ramesh") == ()
    assert empty.cuts("rameshyadav", 3) == []
    assert len(empty) == 0


def test_more_words_are_found_as_if_they_had_always_been_there(vocabulary: Vocabulary) -> None:
    more = Vocabulary(edit_channels()).with_more(vocabulary.rows)
    assert more.match("rmesh") == vocabulary.match("rmesh")
    assert more.last_id == len(WORDS)
