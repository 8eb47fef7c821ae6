"""Days of older books that are taken over: which may come, in which order, with how much cash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.domain.daybook import Draft
from portal.domain.heads import Chart
from portal.domain.refusals import N_, Refusal

OLDER = "older-"  # how the form tokens of vouchers that were taken over begin


class DaysAreKeptHere(Refusal):
    """Past days come before the first day that is worked here, never among them (D2)."""

    message = N_(
        "Days were already worked here, so days of older books can't be put before them any more."
    )


class OldDayIsOutOfPlace(Refusal):
    """Past days lie after the last closed day and before today, each once, in order (D2)."""

    message = N_("The day %(on)s has no place: past days come after %(last)s and before today.")


class OldCashIsNegative(Refusal):
    """Cash is never below zero at any instant, in older books neither (P5)."""

    message = N_("On %(on)s the cash of slip %(paper_no)s would fall below zero.")


class OldVoucher(NamedTuple):
    """One voucher of older books as it is posted here, and its ``row`` in the file."""

    row: int
    draft: Draft


@dataclass(frozen=True, slots=True)
class OldDay:
    """One day of older books with its vouchers in the order of the file."""

    day_on: str
    vouchers: tuple[OldVoucher, ...]


def by_day(vouchers: Iterable[tuple[str, OldVoucher]]) -> list[OldDay]:
    """Gather dated vouchers into days, the earliest first; within a day the order stays."""
    found: dict[str, list[OldVoucher]] = {}
    for day_on, voucher in vouchers:
        found.setdefault(day_on, []).append(voucher)
    return [OldDay(on, tuple(found[on])) for on in sorted(found)]


def misplaced(days: Sequence[OldDay], last_closed_on: str, today_on: str) -> list[OldDay]:
    """List the days that do not lie after the last closed day and before today."""
    return [one for one in days if not last_closed_on < one.day_on < today_on]


class CashHole(NamedTuple):
    """Where cash would fall below zero: the voucher, the head, and how much would be missing."""

    day_on: str
    voucher: OldVoucher
    head: int
    paise: int


def first_cash_hole(
    days: Iterable[OldDay], balances: Mapping[int, int], chart: Chart
) -> CashHole | None:
    """Walk through days in order from the cash at hand; return where it first falls below zero."""
    cash = {head: balances.get(head, 0) for head in chart.cash}
    for one in days:
        for voucher in one.vouchers:
            for line in voucher.draft.lines:
                if line.head in cash:
                    cash[line.head] += line.paise
            for line in voucher.draft.lines:
                if line.head in cash and line.paise < 0 and cash[line.head] < 0:
                    return CashHole(one.day_on, voucher, line.head, -cash[line.head])
    return None
