"""Who guesses at public pages is known by a keyed hash of an address, and has to wait soon."""

from __future__ import annotations

import pytest

from portal.domain.public_looks import (
    MOST_A_MINUTE,
    MOST_AN_HOUR,
    OF_A_NUMBER,
    asker_key,
    is_too_many,
    number_key,
)

SECRET = "s" * 32


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("2401:4900:1:2::1", "2401:4900:1:2:ffff::9", True),
        ("2401:4900:1:2::1", "2401:4900:1:3::1", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "", True),
        ("unix", "", False),
    ],
)
def test_an_address_is_its_household(one: str, other: str, is_same: bool) -> None:
    assert (asker_key(one, SECRET) == asker_key(other, SECRET)) is is_same


def test_the_key_hides_the_address_and_depends_on_the_secret() -> None:
    key = asker_key("203.0.113.7", SECRET)
    assert key != asker_key("203.0.113.7", "t" * 32)
    assert len(key) == 24
    assert "203" not in bytes.fromhex(key).decode("latin-1")


def test_ten_a_minute_sixty_an_hour() -> None:
    assert not is_too_many([], 100)
    assert not is_too_many([(100, MOST_A_MINUTE - 1)], 100)
    assert is_too_many([(100, MOST_A_MINUTE)], 100)
    assert not is_too_many([(99, MOST_A_MINUTE)], 100)
    most = [(minute, MOST_A_MINUTE) for minute in range(MOST_AN_HOUR // MOST_A_MINUTE)]
    assert is_too_many(most, 100)
    assert not is_too_many(most[1:], 100)


def test_of_one_number_fewer_tries_are_borne() -> None:
    most = OF_A_NUMBER
    assert is_too_many([(100, most.a_minute)], 100, most)
    assert not is_too_many([(100, most.a_minute - 1)], 100, most)
    assert is_too_many([(60, 5), (70, 5)], 100, most)
    assert number_key("KHR001 7", SECRET) != number_key("KHR001 8", SECRET)
    assert number_key("KHR001 7", SECRET) != number_key("KHR001 7", "t" * 32)
