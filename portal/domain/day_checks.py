"""What an officer checks of one day: each check with what was found, in the order of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from portal.domain.day import Figures
from portal.domain.refusals import N_
from portal.domain.round import (
    ATTENTION,
    FEWEST_ROUND_SUMS,
    FINE,
    RED,
    DayFacts,
    is_rush,
)

NOTE = "note"  # worth knowing, no fault
CORRECTION_REASONS = {
    "wrong_head": N_("wrong head"),
    "wrong_amount": N_("wrong amount"),
    "twice": N_("entered twice"),
    "not_ours": N_("not ours"),
    "": N_("no reason given"),
}


class VoucherRef(NamedTuple):
    """A voucher as it is named and linked."""

    id: int
    kind: str
    no: int


class Series(NamedTuple):
    """The vouchers of one kind on a day: how many, their first and last number.

    ``has_previous`` says whether the number before the first is in the books.
    """

    kind: str
    vouchers: int
    first_no: int
    last_no: int
    has_previous: int

    @property
    def has_gap(self) -> bool:
        """Say whether a number is missing, within the day or right before it (P4)."""
        is_whole = self.last_no - self.first_no + 1 == self.vouchers
        return not is_whole or (self.first_no > 1 and not self.has_previous)


class Reversal(NamedTuple):
    """A voucher that takes back or puts right another, with the reason that was given."""

    voucher: VoucherRef
    original: VoucherRef
    original_on: str
    total_paise: int
    reason: str
    remark: str


class HeadStand(NamedTuple):
    """What stands on a head at the end of a day, and since when it isn't nothing."""

    head: int
    paise: int
    since_on: str


class Accepted(NamedTuple):
    """Who answered for a difference of the count, and why."""

    person_id: int
    remark: str


@dataclass(frozen=True, slots=True)
class DayRecord:
    """Everything the checks look at beside the day's own facts; money in paise.

    ``booked`` adds the lines of the cash box up, ``counted_paise`` is the accepted count (None
    without one), ``hands`` are those who opened, closed and entered.
    ``covers`` are the days without a count that this count covers, ``covered_on`` is the day whose
    count covers this one, '' as long as there is none.
    """

    opened_at: int
    opened_by: int
    closed_by: int
    delegated: frozenset[tuple[int, int]]
    days_opened_late: int
    stated: Figures
    stated_closing_paise: int
    previous_paise: int | None
    booked: Figures
    counted_paise: int | None
    limit_paise: int | None
    accepted: Accepted | None
    series: Sequence[Series]
    reversals: Sequence[Reversal]
    without_slip: Sequence[VoucherRef]
    suspense: Sequence[HeadStand]
    pass_through: Sequence[HeadStand]
    hands: frozenset[int]
    covers: Sequence[str] = ()
    covered_on: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its number in the list, how it came out, and what was found."""

    code: str
    level: str
    text: str
    params: Mapping[str, Any] = field(default_factory=dict)
    vouchers: Sequence[VoucherRef] = ()


def day_checks(facts: DayFacts, record: DayRecord) -> list[Check]:
    """Check a closed working day: V1 to V13 as far as the books can tell, exceptions first.

    Loans (V9) and stock (V12) are left out: their registers are not kept here.
    """
    found = [
        *_hours(facts, record),
        *_figures(record),
        *_vouchers(facts, record),
        *_count(facts, record),
        *_cash(facts, record),
        *_heads(record),
        *_unusual(facts, record),
    ]
    return sorted(found, key=lambda one: (RED, ATTENTION, FINE, NOTE).index(one.level))


def _hours(facts: DayFacts, record: DayRecord) -> list[Check]:
    late = record.days_opened_late
    opened = {"name": record.opened_by, "moment": record.opened_at}
    closed = {"name": record.closed_by, "moment": facts.closed_at}
    found = [
        Check("V1", FINE, N_("Opened by %(name)s at %(moment)s"), opened),
        Check("V2", FINE, N_("Closed by %(name)s at %(moment)s"), closed),
    ]
    if late:
        found[0] = Check(
            "V1", NOTE, N_("Opened by %(name)s at %(moment)s, days later: %(number)s"),
            {**opened, "number": late},
        )  # fmt: skip
    if facts.days_late:
        found[1] = Check(
            "V2", ATTENTION, N_("Closed by %(name)s at %(moment)s, days late: %(number)s"),
            {**closed, "number": facts.days_late},
        )  # fmt: skip
    text = N_("%(name)s worked on behalf of %(other)s")
    return found + [
        Check("V2", NOTE, text, {"name": who, "other": other})
        for who, other in sorted(record.delegated)
    ]


def _figures(record: DayRecord) -> list[Check]:
    stated, booked = record.stated, record.booked
    opening = {"amount": stated.opening_paise}
    found = Check("V3", FINE, N_("Opening cash ₹ %(amount)s is the closing cash before"), opening)
    if record.previous_paise not in (None, stated.opening_paise):
        text = N_("Opening cash ₹ %(amount)s is not the closing cash before")
        found = Check("V3", RED, text, opening)
    agrees = (stated.receipts_paise, stated.payments_paise, record.stated_closing_paise) == (
        booked.receipts_paise, booked.payments_paise, stated.closing_paise,
    )  # fmt: skip
    sums = {
        "receipts": stated.receipts_paise, "payments": stated.payments_paise,
        "amount": record.stated_closing_paise,
    }  # fmt: skip
    text = N_("Receipts ₹ %(receipts)s, payments ₹ %(payments)s, closing ₹ %(amount)s agree")
    if not agrees:
        text = N_(
            "Receipts ₹ %(receipts)s, payments ₹ %(payments)s, closing ₹ %(amount)s "
            "do not agree with the cash book"
        )
    return [found, Check("V5", FINE if agrees else RED, text, sums)]


def _vouchers(facts: DayFacts, record: DayRecord) -> list[Check]:
    gaps = [one.kind for one in record.series if one.has_gap]
    found = [
        Check("V4", RED, N_("A number is missing: %(kinds)s"), {"kinds": gaps})
        if gaps
        else Check("V4", FINE, N_("Vouchers: %(number)s, numbers without a gap"),
                   {"number": facts.vouchers})
    ]  # fmt: skip
    return found + [
        Check(
            "V4", ATTENTION,
            N_("Put right an entry of %(on)s, ₹ %(amount)s: %(reason)s. %(remark)s"),
            {
                "on": one.original_on, "amount": one.total_paise, "remark": one.remark,
                "reason": CORRECTION_REASONS[one.reason],
            },
            (one.voucher, one.original),
        )
        for one in record.reversals
    ]  # fmt: skip


def _count(facts: DayFacts, record: DayRecord) -> list[Check]:
    covers = {"dates": record.covers}
    covered = N_("This count is also the first after days without one: %(dates)s")
    extra = [Check("V6", NOTE, covered, covers)] if record.covers else []
    return [*_counted(facts, record), *extra]


def _counted(facts: DayFacts, record: DayRecord) -> list[Check]:
    if facts.is_uncounted:
        return _uncounted(record)
    if record.counted_paise is None:
        return [Check("V6", RED, N_("There is no count of notes and coins"))]
    gap = facts.difference_paise or 0
    counted = {"amount": record.counted_paise}
    found = []
    if record.counted_paise != record.stated_closing_paise:
        found.append(Check("V6", RED, N_("Counted ₹ %(amount)s is not the closing cash"), counted))
    elif not gap:
        return [Check("V6", FINE, N_("Counted ₹ %(amount)s, no difference"), counted)]
    else:
        found.append(Check("V6", FINE, N_("Counted ₹ %(amount)s"), counted))
    level = RED if gap < 0 else ATTENTION
    if gap:
        text = N_("Cash short ₹ %(amount)s") if gap < 0 else N_("Cash too much ₹ %(amount)s")
        found.append(Check("V6", level, text, {"amount": abs(gap)}))
    if record.accepted:
        found.append(Check(
            "V6", level, N_("%(name)s answers for it: %(remark)s"),
            {"name": record.accepted.person_id, "remark": record.accepted.remark},
        ))  # fmt: skip
    return found


def _uncounted(record: DayRecord) -> list[Check]:
    found = [Check("V6", ATTENTION, N_("Not counted: the day was past when it was closed"))]
    if record.covered_on:
        text = N_("The count of %(on)s covers it")
        return [*found, Check("V6", NOTE, text, {"on": record.covered_on})]
    return [*found, Check("V6", ATTENTION, N_("No count after it covers it yet"))]


def _cash(facts: DayFacts, record: DayRecord) -> list[Check]:
    found = []
    if record.limit_paise is not None:
        limit = {"amount": record.limit_paise, "number": facts.days_above}
        if not facts.days_above:
            found.append(Check("V7", FINE, N_("Cash within the limit of ₹ %(amount)s"), limit))
        else:
            level = ATTENTION if facts.days_above > facts.limit_days else NOTE
            text = N_("Cash above the limit of ₹ %(amount)s, days running: %(number)s")
            found.append(Check("V7", level, text, limit))
    if record.without_slip:
        text = N_("Bank entries without slip or cheque number")
        found.append(Check("V8", ATTENTION, text, {}, record.without_slip))
    else:
        found.append(Check("V8", FINE, N_("Each bank entry has its slip or cheque number")))
    return found


def _heads(record: DayRecord) -> list[Check]:
    passing = N_("Other people's money not yet passed on: ₹ %(amount)s since %(on)s")
    found = [
        Check("V10", ATTENTION, passing, {"amount": abs(one.paise), "on": one.since_on})
        for one in record.pass_through
    ]
    text = N_("%(head)s: ₹ %(amount)s since %(on)s")
    found += [
        Check(
            "V11", ATTENTION, text,
            {"head": one.head, "amount": abs(one.paise), "on": one.since_on},
        )
        for one in record.suspense
    ]  # fmt: skip
    return found if record.suspense else [*found, Check("V11", FINE, N_("Nothing in suspense"))]


def _unusual(facts: DayFacts, record: DayRecord) -> list[Check]:
    found = []
    for number, text in (
        (facts.out_of_hours, N_("Entries before 7 or after 21 o'clock: %(number)s")),
        (facts.rushed if is_rush(facts) else 0,
         N_("Entries in the last 15 minutes before closing: %(number)s")),
        (facts.round_sums if facts.round_sums >= FEWEST_ROUND_SUMS else 0,
         N_("Round cash amounts of ₹ 5,000 or more: %(number)s")),
    ):  # fmt: skip
        if number:
            found.append(Check("V13", ATTENTION, text, {"number": number}))
    if len(record.hands) == 1 and facts.vouchers:
        text = N_("%(name)s alone opened, entered and closed")
        found.append(Check("V13", NOTE, text, {"name": next(iter(record.hands))}))
    return found or [Check("V13", FINE, N_("Nothing unusual"))]
