"""Lines of a statement held against the books: what belongs together, and what each gap is called.

Every line ends in one class, and no entry is used by two lines unless a person ties them. A rule
goes by a reference both sides carry; without one only top-ups, commission and, on the wallet,
amounts that fit one day's entries one by one are taken together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.domain.dates import days_between
from portal.domain.statement_words import Label

NEAR_DAYS = 3
COMMISSION_TASK = "csc_commission"
SETTLE_TASK = "csc_bill_settle"
RETURN_TASK = "csc_bill_fail"


class Found(StrEnum):
    """Why a line is in order."""

    PAYMENT = "payment"
    RETURNED = "returned"
    REFUND = "refund"
    MOVED = "moved"
    COMMISSION = "commission"
    ENTRY = "entry"
    LIKELY = "likely"
    TIED = "tied"
    EXPLAINED = "explained"


class Gap(StrEnum):
    """What a line without its entry is called, the gravest first; the last settles by itself."""

    PAID_TWICE = "paid_twice"
    FAILED_KEPT = "failed_kept"
    AMOUNT_DIFFERS = "amount_differs"
    RETURN_MISSING = "return_missing"
    COMMISSION_MISSING = "commission_missing"
    NOT_IN_BOOKS = "not_in_books"
    NOT_POSTED = "not_posted"


@dataclass(frozen=True, slots=True)
class Theirs:
    """A line of a statement. ``found`` is what was said of it before, '' for nothing yet."""

    id: int
    moved_on: str
    paise: int
    names: frozenset[str] = frozenset()
    label: Label = Label.NONE
    found: str = ""
    voucher_id: int | None = None
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ours:
    """What the books moved at once: a voucher's line, or all that one UPI payment paid.

    ``names`` are the references that a statement may carry for it.
    """

    voucher_ids: tuple[int, ...]
    day_on: str
    paise: int
    task: str = ""
    names: frozenset[str] = frozenset()
    order_id: int | None = None
    is_contra: bool = False

    @property
    def key(self) -> int:
        """The first of its vouchers."""
        return self.voucher_ids[0]


@dataclass(frozen=True, slots=True)
class Known:
    """An order of the counter; ``state`` is paid, failed or open as far as we know."""

    id: int
    paise: int
    names: frozenset[str]
    state: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line is: in order for a reason (``found``), or a ``gap``; never both, never none."""

    line: Theirs
    found: str = ""
    gap: Gap | None = None
    voucher_id: int | None = None
    order_id: int | None = None


@dataclass(slots=True)
class Matching:
    """Lines and entries while they are held against each other, and the outcome.

    ``verdicts`` has every line once; ``left`` are the entries that no line belongs to.
    """

    verdicts: dict[int, Verdict] = field(default_factory=dict)
    open: dict[int, Theirs] = field(default_factory=dict)
    free: dict[int, Ours] = field(default_factory=dict)
    used: dict[int, Ours] = field(default_factory=dict)

    @property
    def left(self) -> list[Ours]:
        """Entries without a line, by day."""
        return sorted(self.free.values(), key=lambda one: (one.day_on, one.key))

    def settle(self, line: Theirs, found: Found, ours: Ours | None, order_id: int | None) -> None:
        """Say why a line is in order; the entry it belongs to is used."""
        del self.open[line.id]
        if ours is not None and self.free.pop(ours.key, None) is not None:
            self.used[ours.key] = ours
        self.verdicts[line.id] = Verdict(
            line, found, voucher_id=ours.key if ours else None, order_id=order_id
        )

    def uneven(self) -> dict[int, int]:
        """By entry that a person tied to lines of another sum: what the lines have beyond it."""
        sums: dict[int, int] = defaultdict(int)
        for one in self.verdicts.values():
            if one.voucher_id is not None:
                sums[one.voucher_id] += one.line.paise
        differs = {key: sums[key] - ours.paise for key, ours in self.used.items() if key in sums}
        return {key: paise for key, paise in differs.items() if paise}


def compare(
    lines: Sequence[Theirs], ours: Sequence[Ours], orders: Sequence[Known], *, is_wallet: bool
) -> Matching:
    """Hold lines against the books' entries of one account.

    What was found before stands as long as its entry does; a line tied to an entry that was
    reversed since is open again. ``is_wallet`` lets amounts of one day stand for each other.
    """
    matching = Matching(free={one.key: one for one in ours})
    _keep_what_stands(matching, lines, ours)
    for rule in (_by_name, _parts, _pairs, _moved, _commissions, _commission_days):
        rule(matching)
    if is_wallet:
        _by_amount(matching, {name for one in orders for name in one.names})
    gap_of = _gap_finder(matching, orders)
    for line in list(matching.open.values()):
        matching.verdicts[line.id] = gap_of(line)
    return matching


def _keep_what_stands(matching: Matching, lines: Sequence[Theirs], ours: Sequence[Ours]) -> None:
    by_voucher = {voucher_id: one for one in ours for voucher_id in one.voucher_ids}
    matching.open = {one.id: one for one in lines}
    for line in lines:
        if line.found and line.voucher_id is None:
            matching.settle(line, Found(line.found), None, line.order_id)
        elif line.found and line.voucher_id in by_voucher:
            held = by_voucher[line.voucher_id]
            matching.settle(line, Found(line.found), held, line.order_id)


def _in_order(lines: Iterable[Theirs]) -> list[Theirs]:
    return sorted(lines, key=lambda one: (one.moved_on, one.id))


def _by_name(matching: Matching) -> None:
    """Same reference, same amount."""
    by_name: dict[tuple[str, int], list[Ours]] = defaultdict(list)
    for ours in matching.left:
        for name in ours.names:
            by_name[name, ours.paise].append(ours)
    for line in _in_order(matching.open.values()):
        fits = {
            ours.key: ours
            for name in line.names
            for ours in by_name.get((name, line.paise), ())
            if ours.key in matching.free
        }
        if fits:
            ours = min(fits.values(), key=_nearness(line))
            matching.settle(line, kind_of(ours), ours, ours.order_id)


def _parts(matching: Matching) -> None:
    """A bill and its fee that went out apart under one reference, and are one entry here."""
    by_name: dict[str, list[Theirs]] = defaultdict(list)
    for line in _in_order(matching.open.values()):
        for name in line.names:
            by_name[name].append(line)
    for ours in matching.left:
        named = {line.id: line for name in sorted(ours.names) for line in by_name[name]}
        parts = [
            line for line in named.values()
            if line.id in matching.open and (line.paise > 0) == (ours.paise > 0)
        ]  # fmt: skip
        if len(parts) > 1 and sum(line.paise for line in parts) == ours.paise:
            for line in parts:
                matching.settle(line, kind_of(ours), ours, ours.order_id)


def _nearness(line: Theirs) -> Callable[[Ours], tuple[int, int]]:
    return lambda ours: (abs(days_between(ours.day_on, line.moved_on)), ours.key)


def kind_of(ours: Ours) -> Found:
    """Say why a line of this entry is in order."""
    if ours.is_contra:
        return Found.MOVED
    if ours.task == COMMISSION_TASK:
        return Found.COMMISSION
    if ours.order_id is not None or ours.task in (SETTLE_TASK, RETURN_TASK):
        return Found.PAYMENT if ours.paise < 0 else Found.RETURNED
    return Found.ENTRY


def _pairs(matching: Matching) -> None:
    """What went out came back under the same reference, and the books never saw either."""
    out: dict[tuple[str, int], list[Theirs]] = defaultdict(list)
    for line in _in_order(matching.open.values()):
        for name in sorted(line.names):
            gone = next(
                (one for one in out[name, -line.paise] if one.id in matching.open), None
            )  # fmt: skip
            if line.paise > 0 and gone is not None:
                matching.settle(gone, Found.REFUND, None, None)
                matching.settle(line, Found.REFUND, None, None)
                break
            if line.paise < 0:
                out[name, line.paise].append(line)


def _moved(matching: Matching) -> None:
    """Money between this account and the bank: the amount, within three days."""
    _near(
        matching,
        [one for one in matching.left if one.is_contra],
        lambda line: line.label in (Label.MOVED, Label.NONE),
    )


def _commissions(matching: Matching) -> None:
    """A commission that was entered as it came."""
    _near(
        matching,
        [one for one in matching.left if one.task == COMMISSION_TASK],
        lambda line: line.label is Label.COMMISSION,
    )


def _near(matching: Matching, some: list[Ours], fits: Callable[[Theirs], bool]) -> None:
    for line in _in_order(matching.open.values()):
        near = [
            one for one in some
            if one.key in matching.free and one.paise == line.paise and _is_near(one, line)
        ]  # fmt: skip
        if near and fits(line):
            ours = min(near, key=_nearness(line))
            matching.settle(line, kind_of(ours), ours, ours.order_id)


def _is_near(ours: Ours, line: Theirs) -> bool:
    return abs(days_between(ours.day_on, line.moved_on)) <= NEAR_DAYS


def _commission_days(matching: Matching) -> None:
    """All commission of a day less its TDS, entered as one."""
    for line, *others in _commission_by_day(matching):
        whole = [line, *others]
        total = sum(one.paise for one in whole)
        ours = next(
            (
                one for one in matching.left
                if one.task == COMMISSION_TASK and one.paise == total and _is_near(one, line)
            ),
            None,
        )  # fmt: skip
        for one in whole if ours is not None else ():
            matching.settle(one, Found.COMMISSION, ours, None)


def _commission_by_day(matching: Matching) -> Iterator[list[Theirs]]:
    by_day: dict[str, list[Theirs]] = defaultdict(list)
    for line in _in_order(matching.open.values()):
        if line.label in (Label.COMMISSION, Label.TDS):
            by_day[line.moved_on].append(line)
    yield from list(by_day.values())


def _by_amount(matching: Matching, known: set[str]) -> None:
    """Where a day has as many such entries as lines of that amount, none of which we know."""
    lines: dict[tuple[str, int], list[Theirs]] = defaultdict(list)
    ours: dict[tuple[str, int], list[Ours]] = defaultdict(list)
    known = known | {name for one in matching.free.values() for name in one.names}
    for line in _in_order(matching.open.values()):
        if line.label is Label.NONE and not line.names & known:
            lines[line.moved_on, line.paise].append(line)
    for one in matching.left:
        ours[one.day_on, one.paise].append(one)
    for place, some in lines.items():
        if len(some) == len(ours[place]):
            for line, one in zip(some, ours[place], strict=True):
                matching.settle(line, Found.LIKELY, one, one.order_id)


def _gap_finder(matching: Matching, orders: Sequence[Known]) -> Callable[[Theirs], Verdict]:
    """Return what names the gap of a line that no rule has settled."""
    by_name = {name: one for one in orders for name in one.names}
    free_by_name = {name: one for one in matching.left for name in one.names}
    paid = {
        (name, one.line.paise)
        for one in matching.verdicts.values()
        if one.found in (Found.PAYMENT, Found.ENTRY, Found.LIKELY)
        for name in one.line.names | _names_of(matching, one)
    }
    paid_orders = {
        one.order_id for one in matching.verdicts.values()
        if one.order_id is not None and one.line.paise < 0 and one.found != Found.EXPLAINED
    }  # fmt: skip

    def gap_of(line: Theirs) -> Verdict:
        order = next((by_name[name] for name in sorted(line.names) if name in by_name), None)
        ours = next((free_by_name[n] for n in sorted(line.names) if n in free_by_name), None)
        is_paid = order is not None and order.id in paid_orders
        is_again = any((name, line.paise) in paid for name in line.names) or (
            is_paid and order is not None and order.paise == -line.paise
        )
        gap = _gap(line, None if is_paid and line.paise < 0 else order, ours, is_again=is_again)
        is_other = gap is Gap.AMOUNT_DIFFERS and ours is not None
        return Verdict(
            line, gap=gap, voucher_id=ours.key if is_other and ours else None,
            order_id=order.id if order else None,
        )  # fmt: skip

    return gap_of


def _names_of(matching: Matching, one: Verdict) -> frozenset[str]:
    ours = matching.used.get(one.voucher_id or 0)
    return ours.names if ours is not None else frozenset()


def _gap(line: Theirs, order: Known | None, ours: Ours | None, *, is_again: bool) -> Gap:
    """Name a gap; ``order`` is None too where its payment is known and this is beside it."""
    if line.paise < 0 and is_again:
        return Gap.PAID_TWICE
    if ours is not None and (ours.paise > 0) == (line.paise > 0):
        return Gap.AMOUNT_DIFFERS
    if order is not None and line.paise > 0:
        return Gap.RETURN_MISSING
    if order is not None and order.state == "failed":
        return Gap.FAILED_KEPT
    if order is not None:
        return Gap.NOT_POSTED if order.paise == -line.paise else Gap.AMOUNT_DIFFERS
    if line.label in (Label.COMMISSION, Label.TDS):
        return Gap.COMMISSION_MISSING
    return Gap.NOT_IN_BOOKS


class Standing(StrEnum):
    """What an entry without a line is: alarming only where a later day is known too."""

    MISSING = "missing"
    WAITING = "waiting"
    UNREAD = "unread"


def standing_of(ours: Ours, read: Sequence[tuple[str, str]]) -> Standing:
    """Say how an entry without a line stands; ``read`` are the spans of days read in.

    The last day of a span may have been cut off, so its entries wait for the next statement.
    """
    if any(first <= ours.day_on < last for first, last in read):
        return Standing.MISSING
    return Standing.WAITING if any(ours.day_on == last for _, last in read) else Standing.UNREAD
