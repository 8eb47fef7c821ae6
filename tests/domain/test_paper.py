"""Which form a voucher is printed on, and when a revenue stamp belongs to it."""

from __future__ import annotations

import pytest

from portal.domain.daybook import Line, Voucher
from portal.domain.paper import form_of, needs_revenue_stamp
from portal.storage.reference import chart


def voucher(kind: str, *lines: tuple[int, int]) -> Voucher:
    """Make a voucher of these lines."""
    return Voucher(
        1, 2, 2026, kind, 1, "2026-11-24", 0, 1, None, None, "", "none", "", "", "", None, 1, None,
        None, "t", b"", b"", b"", 1, "", "", tuple(Line(*line) for line in lines),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "lines", "form"),
    [
        ("cash_receipt", [(2101, 5), (3307, -5)], "receipt"),
        ("sales", [(2205, 5), (3201, -5)], "receipt"),
        ("purchase", [(3101, 5), (2201, -5)], "payment"),
        ("cash_payment", [(4306, 5), (2101, -5)], "payment"),
        ("purchase", [(3101, 5), (1503, -5)], "plain"),
        ("contra", [(2201, 5), (2101, -5)], "plain"),
        ("opening", [(2101, 5), (1101, -5)], "plain"),
    ],
)
def test_the_form_follows_the_money(kind: str, lines: list[tuple[int, int]], form: str) -> None:
    assert form_of(voucher(kind, *lines), chart()) == form


def test_a_stamp_belongs_to_receipts_above_five_thousand_rupees() -> None:
    assert needs_revenue_stamp("receipt", 5_000_01)
    assert needs_revenue_stamp("payment", 6_000_00)
    assert not needs_revenue_stamp("payment", 5_000_00)
    assert not needs_revenue_stamp("plain", 6_000_00)
