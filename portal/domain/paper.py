"""What a printed voucher has to say besides its figures."""

from __future__ import annotations

from portal.domain.daybook import Voucher
from portal.domain.heads import Chart
from portal.domain.year_edge import ADJUSTMENT

STAMP_ABOVE_PAISE = 5_000_00


def form_of(voucher: Voucher, chart: Chart) -> str:
    """Name the printed form: 'receipt' or 'payment' where money came in or went out, else 'plain'.

    Contra, journal, opening and adjustment vouchers have nobody on the other side: they print
    their lines.
    """
    if voucher.kind in ("contra", "journal", "opening", ADJUSTMENT):
        return "plain"
    moved = sum(
        line.paise for line in voucher.lines
        if chart[line.head].is_cash or chart[line.head].is_bank
    )  # fmt: skip
    return "receipt" if moved > 0 else "payment" if moved < 0 else "plain"


def needs_revenue_stamp(form: str, total_paise: int) -> bool:
    """Say whether whoever took the money signs across a one-rupee revenue stamp.

    Indian Stamp Act 1899, Schedule I, article 53: a receipt for more than ₹ 5,000 bears one. The
    society's own receipt needs it as well as the payee's on a payment voucher.
    """
    return form in ("receipt", "payment") and total_paise > STAMP_ABOVE_PAISE
