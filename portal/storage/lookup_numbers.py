"""Members and walk-in customers by their numbers: member no., account no., mobile, last four."""

from __future__ import annotations

from collections.abc import Sequence

from portal.storage.engine import rows

Key = tuple[int, int, int]  # society, register, record

_LONGEST_PADDED = 8
_AFTER_DIGITS = ":"


def _marks(items: Sequence[object]) -> str:
    return ",".join("?" * len(items))


def printed_forms(number: str) -> list[str]:
    """The ways a number may be printed: as typed, in capitals, with and without leading zeros."""
    found = {number, number.upper()}
    if number.isdigit():
        bare = number.lstrip("0") or "0"
        found |= {bare.zfill(size) for size in range(len(bare), _LONGEST_PADDED + 1)} | {bare}
    return sorted(found)


def by_member_no(society_ids: Sequence[int], numbers: Sequence[str], at_most: int) -> list[Key]:
    """Members whose number is exactly one of these."""
    return [(society_id, 0, found) for society_id, found in rows(
        f"SELECT society_id, id FROM member WHERE society_id IN ({_marks(society_ids)}) "
        f"AND member_no IN ({_marks(numbers)}) ORDER BY society_id, member_no, id LIMIT ?",
        *society_ids, *numbers, at_most,
    )]  # fmt: skip


def by_account_no(society_ids: Sequence[int], numbers: Sequence[str], at_most: int) -> list[Key]:
    """Members with an account whose number is exactly one of these."""
    return [(society_id, 0, found) for society_id, found in rows(
        "SELECT DISTINCT society_id, member_id FROM account "
        f"WHERE society_id IN ({_marks(society_ids)}) AND account_no IN ({_marks(numbers)}) "
        "ORDER BY society_id, member_id LIMIT ?",
        *society_ids, *numbers, at_most,
    )]  # fmt: skip


def by_mobile(
    society_ids: Sequence[int], register: int, last_digits: str, at_most: int
) -> list[Key]:
    """Records of a register whose mobile ends in these digits."""
    turned = last_digits[::-1]
    table = "customer" if register else "member"
    return [(society_id, register, found) for society_id, found in rows(
        f"SELECT society_id, id FROM {table} WHERE society_id IN ({_marks(society_ids)}) "
        "AND mobile_reversed >= ? AND mobile_reversed < ? ORDER BY society_id, id LIMIT ?",
        *society_ids, turned, turned + _AFTER_DIGITS, at_most,
    )]  # fmt: skip


def by_aadhaar_last4(society_ids: Sequence[int], last4: str, at_most: int) -> list[Key]:
    """Members whose Aadhaar number ends in these four digits; they identify nobody alone."""
    return [(society_id, 0, found) for society_id, found in rows(
        f"SELECT society_id, id FROM member WHERE society_id IN ({_marks(society_ids)}) "
        "AND aadhaar_last4 = ? ORDER BY society_id, id LIMIT ?",
        *society_ids, last4, at_most,
    )]  # fmt: skip


def by_number_begun(society_ids: Sequence[int], digits: str, at_most: int) -> list[Key]:
    """Members whose number begins with these digits, the shortest numbers first."""
    return [(society_id, 0, found) for society_id, found in rows(
        f"SELECT society_id, id FROM member WHERE society_id IN ({_marks(society_ids)}) "
        "AND member_no >= ? AND member_no < ? "
        "ORDER BY LENGTH(member_no), member_no, society_id, id LIMIT ?",
        *society_ids, digits, digits + _AFTER_DIGITS, at_most,
    )]  # fmt: skip
