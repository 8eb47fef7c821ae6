"""What a query may say, word by word, joined and cut."""

from __future__ import annotations

import pytest

from portal.domain.hearing import Reading, hear, readings
from portal.domain.lookup import read
from portal.domain.vocabulary import Vocabulary, VocabularyRow, keyed
from portal.storage.reference import edit_channels, name_words

WORDS = ("राम", "प्रसाद", "रामप्रसाद", "यादव", "मोहम्मद", "रमेश", "कुमार", "सिंह", "देवी")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(
        edit_channels(), [VocabularyRow(at, *keyed(word)) for at, word in enumerate(WORDS, 1)]
    )


def said(vocabulary: Vocabulary, typed: str) -> list[tuple[str, ...]]:
    found: list[Reading] = readings(read(typed, name_words()), vocabulary)
    return [tuple(heard.word for heard in one.heard) for one in found]


def test_a_query_is_heard_as_typed(vocabulary: Vocabulary) -> None:
    assert said(vocabulary, "ramesh yadav") == [("ramesh", "yadav")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ram prasad yadav", ("ramprasad", "yadav")),
        ("rameshyadav", ("ramesh", "yadav")),
        ("rameshkumar yadav", ("ramesh", "kumar", "yadav")),
        ("rk singh", ("r", "k", "singh")),
        ("रमेशयादव", ("रमेश", "यादव")),
        ("rameshkumaryadav", ("ramesh", "kumar", "yadav")),
    ],
)
def test_words_are_joined_and_cut(
    vocabulary: Vocabulary, typed: str, expected: tuple[str, ...]
) -> None:
    assert expected in said(vocabulary, typed)


def test_what_was_joined_or_cut_is_needed(vocabulary: Vocabulary) -> None:
    cut = readings(read("rameshyadav", name_words()), vocabulary)[1]
    assert cut.needed == (0, 1)


def test_a_short_form_is_heard_as_both(vocabulary: Vocabulary) -> None:
    heard = hear("md", vocabulary, "mohammad")
    assert heard.gains["मोहम्मद"] > 5.0
    assert "मोहम्मद" not in heard.begun


def test_letters_by_their_names_begin_names(vocabulary: Vocabulary) -> None:
    assert hear("के", vocabulary, "k").gains["कुमार"] > 0


def test_words_of_two_scripts_are_not_joined(vocabulary: Vocabulary) -> None:
    assert said(vocabulary, "राम prasad") == [("राम", "prasad")]
