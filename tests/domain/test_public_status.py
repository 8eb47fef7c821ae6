"""What anyone may read of an application: masked names, no long numbers."""

from __future__ import annotations

import pytest

from portal.domain.public_status import (
    LastFourIsNeeded,
    is_theirs,
    masked_name,
    masked_words,
    read_last_four,
)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("सुशीला देवी", "सु… दे…"), ("श्रीमती क्षमा", "श्री… क्ष…"), ("Kamla Bai", "K… B…"),
        ("ॐ", "…"), ("राम लाल", "रा… ला…"), ("मो", "…"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_known_again_by_its_owner_only(name: str, masked: str) -> None:
    assert masked_name(name) == masked


def test_names_and_numbers_within_what_was_said_are_masked() -> None:
    said = "कमला बाई का आधार 9876501234 नहीं मिला; मोहनलाल से पूछें, वार्ड 12, 2026"
    assert masked_words(said, ("कमला बाई", "मोहनलाल")) == (
        "क… बा… का आधार …34 नहीं मिला; मो… से पूछें, वार्ड 12, 2026"
    )
    assert masked_words("bring KAMLA's card 123 456 789", ("Kamla",)) == "bring K…'s card …89"


@pytest.mark.parametrize(
    ("typed", "four"),
    [("1234", "1234"), ("१२३४", "1234"), (" 12 34 ", "1234"), ("9876501234", "1234"),
     ("+91 98765 01234", "1234"), ("098765-01234", "1234")],
)  # fmt: skip
def test_four_digits_or_the_whole_mobile_may_be_typed(typed: str, four: str) -> None:
    assert read_last_four(typed) == four


@pytest.mark.parametrize("typed", ["", "123", "12345", "abcd", "....", "1e99", "%", "²³¹¹"])
def test_anything_else_is_asked_again(typed: str) -> None:
    with pytest.raises(LastFourIsNeeded):
        read_last_four(typed)


@pytest.mark.parametrize(
    ("mobile", "four", "is_right"),
    [("9876501234", "1234", True), ("9876501234", "1235", False), ("", "1234", False),
     ("", "xxxx", False), ("234", "x234", False)],
)  # fmt: skip
def test_a_mobile_that_was_never_given_ends_in_nothing(
    mobile: str, four: str, is_right: bool
) -> None:
    assert is_theirs(mobile, four) is is_right
