"""Our payments of a day held against the operating unit's list: six classes, and what is alarming.

Every payment, ours or theirs, falls into exactly one class. A payment belongs to the day (in India)
of its first sending; one that only they have, to the day of their list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.bill_orders import HOUR, MINUTE, OVERDUE_MS, OrderState
from portal.domain.bill_payments import PaymentState, Transaction
from portal.domain.dates import dates_from, days_between, ist_on, next_on, previous_on
from portal.domain.refusals import N_, Refusal

_IST_AHEAD_MS = 19_800_000
SKEW_MS = 10 * MINUTE
"""How far their clock may be from ours, and how late a payment may appear in their list."""


class ComparedJustNow(Refusal):
    """A comparison was made so lately that another would say the same."""

    message = N_("It was compared less than five minutes ago. Look again in a while.")


class BillIsPaidThere(Refusal):
    """What failed here is paid in their list; only who may decide adjustments gives cash back."""

    message = N_(
        "Bharat Connect says that this bill IS paid. Do not give the money back; ask the manager."
    )


class Class(StrEnum):
    """What a comparison makes of a payment; DB and pages say it by its value.

    MATCHED: nothing contradicts, also where both are still open. OURS_ONLY: sent from here, and
    not in their list although it is paid or open for more than a day. THEIRS_ONLY: they have what
    nobody here sent. ADJUSTED: the money question is open, or was.
    """

    MATCHED = "matched"
    OURS_ONLY = "ours_only"
    THEIRS_ONLY = "theirs_only"
    AMOUNT_DIFFERS = "amount_differs"
    STATE_DIFFERS = "state_differs"
    ADJUSTED = "adjusted"


@dataclass(frozen=True, slots=True)
class Ours:
    """A payment as our order has it. Paise; instants in UTC milliseconds."""

    society_id: int
    order_id: int
    payment_ref_id: str
    state: OrderState
    amount_paise: int
    fee_paise: int
    transaction_id: str
    state_at: int
    first_sent_at: int | None
    last_sent_at: int | None

    @property
    def is_open(self) -> bool:
        """Whether nobody knows yet where it ends."""
        return self.state in _OPEN


_S = OrderState
_OPEN = frozenset({_S.CASH_TAKEN, _S.SUBMITTING, _S.PROCESSING, _S.UNKNOWN})
_LOST = frozenset({_S.FAILED, _S.REFUND_DUE, _S.REFUNDED})
_BEFORE = frozenset({_S.DRAFT, _S.FETCHING, _S.FETCHED, _S.FETCH_FAILED})
_P = PaymentState


@dataclass(frozen=True, slots=True)
class Compared:
    """One payment with its class; at least one side is there."""

    kind: Class
    ours: Ours | None = None
    theirs: Transaction | None = None

    @property
    def payment_ref_id(self) -> str:
        """The reference both sides know it by."""
        return self.ours.payment_ref_id if self.ours else self._theirs.payment_ref_id

    @property
    def _theirs(self) -> Transaction:
        assert self.theirs is not None
        return self.theirs

    @property
    def our_paise(self) -> int | None:
        """What we say passed through, bill and fee; None where we have no such payment."""
        return self.ours.amount_paise + self.ours.fee_paise if self.ours else None

    @property
    def their_paise(self) -> int | None:
        """What they say passed through, bill and fee; None where they have no such payment."""
        return self.theirs.amount_paise + self.theirs.fee_paise if self.theirs else None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many payments of a society's day fell into each class, as of ``compared_at``."""

    paid_on: str
    compared_at: int
    matched: int = 0
    ours_only: int = 0
    theirs_only: int = 0
    amount_differs: int = 0
    state_differs: int = 0
    adjusted: int = 0

    @property
    def all(self) -> int:
        """All payments."""
        return self.matched + self.differing

    @property
    def differing(self) -> int:
        """All that somebody has to look at."""
        return (
            self.ours_only + self.theirs_only + self.amount_differs + self.state_differs
            + self.adjusted
        )  # fmt: skip

    def of(self, kind: str) -> int:
        """How many are of a class."""
        return int(getattr(self, Class(kind).value))


def begins_at(on: str) -> int:
    """The instant at which a day begins in India."""
    return days_between("1970-01-01", on) * 24 * HOUR - _IST_AHEAD_MS


def morning_of(on: str) -> int:
    """The instant from which the day before is compared: six in the morning."""
    return begins_at(on) + 6 * HOUR


LOOK_BACK_DAYS = 30


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of a day's comparisons: when the last good one was, and the last of all.

    ``differing`` says whether the last good one found anything to look at.
    """

    paid_on: str
    good_at: int = 0
    tried_at: int = 0
    differing: bool = False


def days_due(now: int, runs: Mapping[str, Run], first_on: str) -> list[str]:
    """The days that must be compared now, the newest first; never today.

    Each day on the two mornings after it, because answers come late; then each morning while it
    shows a difference, for thirty days. What was missed is made up for. After a try that broke it
    is left alone for an hour. Nothing before ``first_on`` is compared.
    """
    morning_on = ist_on(now - 6 * HOUR)  # of the last six o'clock
    last_on, found = previous_on(morning_on), []
    for paid_on in reversed(dates_from(max(first_on, _back(last_on)), last_on)):
        run = runs.get(paid_on, Run(paid_on))
        is_fresh = run.differing or days_between(paid_on, morning_on) <= 2
        needed_at = morning_of(morning_on if is_fresh else next_on(next_on(paid_on)))
        has_just_broken = run.tried_at > run.good_at and now - run.tried_at < HOUR
        if run.good_at < needed_at and not has_just_broken:
            found.append(paid_on)
    return found


def _back(on: str) -> str:
    return ist_on(begins_at(on) - LOOK_BACK_DAYS * 24 * HOUR)


def days_to_look(ours: Ours) -> list[str]:
    """The days of their list that may have a payment of ours: it was sent between them.

    A payment that was sent again after midnight, or at midnight itself, may stand on either day.
    """
    assert ours.first_sent_at is not None
    last_at = max(ours.first_sent_at, ours.last_sent_at or 0)
    return dates_from(ist_on(ours.first_sent_at - SKEW_MS), ist_on(last_at + SKEW_MS))


def compare(ours: Iterable[Ours], theirs: Iterable[Transaction], listed_at: int) -> list[Compared]:
    """Join both sides by our reference; ``listed_at`` is when their list was read.

    An order that was never sent is no payment, unless they have it. Of several lines under one
    reference each one beyond the first is one that only they have; one payment read twice is one.
    """
    lines: dict[str, list[Transaction]] = {}
    once = {(line.payment_ref_id, line.ref_id, line.transaction_id): line for line in theirs}
    for line in once.values():
        lines.setdefault(line.payment_ref_id, []).append(line)
    found: list[Compared] = []
    for one in ours:
        listed = _ours_first(one, lines.pop(one.payment_ref_id, []))
        mine = listed[0] if listed else None
        if mine is not None or one.first_sent_at is not None:
            found.append(Compared(_class_of(one, mine, listed_at), one, mine))
        found += [Compared(Class.THEIRS_ONLY, one, other) for other in listed[1:]]
    for left in lines.values():
        found += [Compared(Class.THEIRS_ONLY, theirs=line) for line in left]
    return found


def _ours_first(one: Ours, lines: Sequence[Transaction]) -> list[Transaction]:
    """Put the line first that is this payment's by its transaction."""
    return sorted(lines, key=lambda line: line.transaction_id != one.transaction_id)


def _class_of(one: Ours, line: Transaction | None, listed_at: int) -> Class:
    if one.first_sent_at is None or one.state in _BEFORE:
        return Class.THEIRS_ONLY
    is_questioned = one.state is _S.CREDIT_ADJUSTMENT
    if is_questioned or (line is not None and line.state is _P.ADJUSTED):
        return Class.ADJUSTED
    if line is None:
        return _unlisted(one, listed_at)
    if (line.amount_paise, line.fee_paise) != (one.amount_paise, one.fee_paise):
        return Class.AMOUNT_DIFFERS
    return Class.MATCHED if _agree(one, line.state, listed_at) else Class.STATE_DIFFERS


def _unlisted(one: Ours, listed_at: int) -> Class:
    """They don't have it: right for what they refused, and for what is young."""
    assert one.first_sent_at is not None
    last_at = max(one.first_sent_at, one.last_sent_at or 0)
    is_old = listed_at - one.first_sent_at > OVERDUE_MS
    is_due = is_old if one.is_open else listed_at - last_at > SKEW_MS
    is_missed = one.state not in _LOST and is_due
    return Class.OURS_ONLY if is_missed else Class.MATCHED


def _agree(one: Ours, theirs: PaymentState, listed_at: int) -> bool:
    """Whether the states say the same, or will as soon as the worker has asked again."""
    assert one.first_sent_at is not None
    if theirs is _P.WAITING:
        return one.is_open or one.state_at >= listed_at - SKEW_MS
    if one.is_open:
        return listed_at - one.first_sent_at <= OVERDUE_MS
    return (one.state is _S.SUCCESS) == (theirs is _P.DONE)


def is_contradicted(our_state: str, their_state: str) -> bool:
    """Whether money and state disagree: one side says paid, the other for good that it is not."""
    lost = {one.value for one in _LOST}
    is_lost_here = our_state in lost and their_state == _P.DONE
    return is_lost_here or (our_state == _S.SUCCESS and their_state == _P.REFUSED)


def count(compared: Iterable[Compared], societies: Mapping[str, int]) -> dict[int, dict[str, int]]:
    """Count the classes by society; what belongs to none of ``societies`` (by code) is not counted.

    Each society has all six.
    """
    found: dict[int, dict[str, int]] = {}
    for one in compared:
        society_id = society_of(one, societies)
        if society_id is not None:
            counts = found.setdefault(society_id, {kind.value: 0 for kind in Class})
            counts[one.kind.value] += 1
    return found


def society_of(one: Compared, societies: Mapping[str, int]) -> int | None:
    """The society of a payment: its order's, else the one whose code its reference names."""
    if one.ours is not None:
        return one.ours.society_id
    return societies.get(code_of(one.payment_ref_id))


def code_of(payment_ref_id: str) -> str:
    """The code of the society that a reference of ours names (P, six characters, date, number)."""
    return payment_ref_id[1:7]


class AlarmKind(StrEnum):
    """What must never be: each is said on the first page of who answers for it.

    PAID_THERE: lost or given back here, paid there. LOST_THERE: paid here, lost there. TWICE: one
    number paid twice with one amount within a day, and nobody gave a reason. BOOKS: bill money in
    the books is not what the orders hold (P8).
    """

    THEIRS_ONLY = "theirs_only"
    PAID_THERE = "paid_there"
    LOST_THERE = "lost_there"
    TWICE = "twice"
    BOOKS = "books"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Money and state disagree; ``on`` is the day to look at, where there is one."""

    society_id: int | None
    kind: AlarmKind
    on: str = ""
    order_id: int | None = None
    payment_ref_id: str = ""


def alarm_kind(kind: str, our_state: str, their_state: str) -> AlarmKind | None:
    """Say which alarm a compared payment raises, None for none; what is one already stays it."""
    if kind in (AlarmKind.THEIRS_ONLY, AlarmKind.TWICE, AlarmKind.BOOKS):
        return AlarmKind(kind)
    if is_contradicted(our_state, their_state):
        return AlarmKind.LOST_THERE if our_state == _S.SUCCESS else AlarmKind.PAID_THERE
    return None
