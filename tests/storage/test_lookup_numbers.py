"""Members and walk-in customers by number."""

from __future__ import annotations

import pytest

from portal.storage import lookup_numbers as numbers
from portal.storage.engine import run, write_transaction
from tests.members_world import a_member, an_account
from tests.world import World


@pytest.mark.parametrize(
    ("number", "expected"),
    [("12", {"12", "012", "00000012"}), ("0012", {"12", "0012"}), ("sb-7", {"sb-7", "SB-7"})],
)
def test_the_ways_a_number_is_printed(number: str, expected: set[str]) -> None:
    assert expected <= set(numbers.printed_forms(number))


def test_members_by_their_numbers(open_world: World) -> None:
    one = a_member(open_world, member_no="12", mobile="9876543210", aadhaar_last4="4321")
    other = a_member(open_world, member_no="120", mobile="9000003210", aadhaar_last4="4321")
    account = an_account(one)
    both = [(1, 0, one.id), (1, 0, other.id)]
    assert numbers.by_member_no([1], ["12"], 5) == both[:1]
    assert numbers.by_account_no([1], [account.account_no], 5) == both[:1]
    assert numbers.by_mobile([1], 0, "9876543210", 5) == both[:1]
    assert numbers.by_mobile([1], 0, "3210", 5) == both
    assert numbers.by_mobile([1], 0, "3210", 1) == both[:1]
    assert numbers.by_aadhaar_last4([1], "4321", 5) == both
    assert numbers.by_number_begun([1], "12", 5) == both
    assert numbers.by_mobile([2], 0, "3210", 5) == []


def test_walk_in_customers_by_mobile(open_world: World) -> None:
    write_transaction(lambda: run(
        "INSERT INTO customer (society_id, id, name_hi, mobile, mobile_reversed, sort_key, "
        "added_at, added_by) VALUES (1, 5, 'क', '9876543210', '0123456789', ?, 0, 1)", b"k",
    ))  # fmt: skip
    assert numbers.by_mobile([1], 1, "543210", 5) == [(1, 1, 5)]
