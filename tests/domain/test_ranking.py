"""Records weighed against what was heard, and the best put in order."""

from __future__ import annotations

import numpy as np
import pytest

from portal.domain.hearing import readings
from portal.domain.lookup import IndexedNames, read, stored_field, tokens_of
from portal.domain.ranking import (
    Candidate,
    Scored,
    in_order,
    rough,
    served_bonus,
    weigh_all,
)
from portal.domain.vocabulary import Vocabulary, VocabularyRow, keyed
from portal.storage.reference import edit_channels, name_words

RECORDS = (
    IndexedNames("रमेश यादव", guardian_hi="मोहन यादव", village_hi="खेड़ी"),
    IndexedNames("रमेश यादव", guardian_hi="सोहन यादव", village_hi="बमनाला"),
    IndexedNames("सुनीता देवी", guardian_hi="रमेश यादव", village_hi="खेड़ी"),
    IndexedNames("यादव रमेश सिंह", guardian_hi="हरि", village_hi="खेड़ी"),
    IndexedNames("राम प्रसाद", name_en="Ram Prasad", village_hi="रमेशपुर"),
    IndexedNames("मोहन लाल", village_hi="बमनाला"),
)
FILED = [tokens_of(one, name_words()) for one in RECORDS]
STORED = sorted({word for some in FILED for _, word, _ in some})


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(
        edit_channels(), [VocabularyRow(at, *keyed(word)) for at, word in enumerate(STORED, 1)]
    )


def scores(vocabulary: Vocabulary, typed: str) -> list[Scored]:
    ways = readings(read(typed, name_words()), vocabulary)
    return [weigh_all(ways, tokens) for tokens in FILED]


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("ramesh yadav mohan", 0), ("ramesh yadav bamnala", 1), ("sunita", 2),
        ("yadav ramesh singh", 3), ("ramprasad", 4), ("ram prasad", 4), ("mohan", 5),
        ("रमेस यादब सोहन", 1), ("sunita ramesh kheri", 2),
    ],
)  # fmt: skip
def test_the_meant_record_scores_best(vocabulary: Vocabulary, typed: str, best: int) -> None:
    found = [one.score for one in scores(vocabulary, typed)]
    assert max(range(len(found)), key=found.__getitem__) == best


def test_a_first_name_counts_for_more_than_a_guardian_or_village(vocabulary: Vocabulary) -> None:
    found = [one.score for one in scores(vocabulary, "ramesh")]
    assert found[0] > found[2]
    assert found[0] > found[4]


def test_no_word_of_a_record_answers_twice(vocabulary: Vocabulary) -> None:
    once = scores(vocabulary, "सुनीता")[2]
    assert scores(vocabulary, "सुनीता सुनीता")[2].way == (*once.way, "")


def test_a_guess_from_postings_puts_the_same_record_first(vocabulary: Vocabulary) -> None:
    ids = {word: at for at, word in enumerate(STORED, 1)}
    rows = [
        (ids[word], stored_field(field), record)
        for record, tokens in enumerate(FILED)
        for field, word, _ in tokens
    ]
    vids, fields, records = (np.array(one, np.int64) for one in zip(*rows, strict=True))
    for typed, best in (("ramesh yadav mohan", 0), ("ramprasad", 4), ("sunita devi", 2)):
        ways = readings(read(typed, name_words()), vocabulary)
        guess = rough(ways, vids, fields, records)
        assert guess.records[int(guess.scores.argmax())] == best
        assert guess.alike.min() >= 1


def test_many_of_one_kind_leave_room_for_others() -> None:
    common = [
        Candidate(10.0, ("रमेश",), True, True, 1, (b"a", 1, 0, number)) for number in range(1, 20)
    ]
    rare = [Candidate(9.9, ("रामेश्वर",), True, True, 1, (b"b", 1, 0, 99))]
    assert [one.place[3] for one in in_order(common + rare, 3)] == [1, 99, 2]


def test_those_alike_stand_by_name_then_number() -> None:
    alike = [
        Candidate(5.0, ("क",), False, True, 1, (name, 1, 0, number))
        for name, number in ((b"b", 1), (b"a", 3), (b"a", 2))
    ]
    assert [one.place[3] for one in in_order(alike, 10)] == [2, 3, 1]


def test_being_served_often_and_lately_counts_a_little() -> None:
    assert served_bonus(30, 2) > served_bonus(30, 100) > served_bonus(30, 900) > 0
    assert served_bonus(30, 2) > served_bonus(1, 2)
    assert served_bonus(10_000, 0) < 1.0
