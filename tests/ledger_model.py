"""A ledger in plain Python, written without looking at ours, that ours is compared with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

BOX, TILLS, TRANSIT = 2101, (2102, 2103), 2104
CASH = (BOX, *TILLS, TRANSIT)
SHORTAGE, EXCESS = 2805, 1703
BILL_MONEY = (1601, 1602)  # by hand: no more is settled or given back than was taken
PREMIUMS = (1603, 1604)

Lines = tuple[tuple[int, int, int | None], ...]  # head, paise (debit > 0), whose


@dataclass(frozen=True)
class Posted:
    """One voucher: its day, financial year, kind, printed number and lines."""

    on: str
    fy: int
    kind: str
    no: int
    lines: Lines


@dataclass
class ModelDay:
    """One date of the books; money in paise."""

    on: str
    kind: str
    status: str
    opening: int
    receipts: int | None = None
    payments: int | None = None
    closing: int | None = None
    difference: int | None = None
    review: str = "none"

    @property
    def figures(self) -> tuple[int | None, ...]:
        """What is frozen when the day closes."""
        return (self.opening, self.receipts, self.payments, self.closing, self.difference)


@dataclass
class Model:
    """A society's books as they should stand."""

    postable: frozenset[int]
    persons: frozenset[int]
    balance: Counter[int] = field(default_factory=Counter)
    owed: Counter[int] = field(default_factory=Counter)
    vouchers: list[Posted] = field(default_factory=list)
    days: list[ModelDay] = field(default_factory=list)
    counted: int | None = None

    @property
    def running(self) -> ModelDay | None:
        """The day that is open or being counted."""
        return self.days[-1] if self.days and self.days[-1].status != "closed" else None

    def faults_of(self, lines: Lines) -> set[str]:
        """Name everything that makes a voucher illegal by itself."""
        faults = set()
        if len(lines) < 2 or not any(paise for _, paise, _ in lines):
            faults.add("VoucherIsEmpty")
        if any(not paise for _, paise, _ in lines):
            faults.add("AmountIsZero")
        if sum(paise for _, paise, _ in lines):
            faults.add("VoucherIsUnbalanced")
        if any(head in CASH and paise % 100 for head, paise, _ in lines):
            faults.add("CashHasPaise")
        if any(head not in self.postable for head, _, _ in lines):
            faults |= {
                "HeadIsAGroup", "HeadIsNotKept", "HeadIsUnknown", "AccountIsMissing",
            }  # fmt: skip
        if any(head == SHORTAGE and whose is None for head, _, whose in lines):
            faults.add("PersonIsMissing")
        return faults

    def why_not_post(self, lines: Lines, *, is_task: bool = False) -> set[str]:
        """Name why a voucher can't be entered now, or nothing."""
        if faults := self.faults_of(lines):
            return faults
        if self.running is None:
            return {"NoDayIsOpen"}
        if self.running.status == "counting":
            return {"CountIsGoingOn"}
        if is_task and any(
            head == SHORTAGE and paise < 0 and self.owed[whose or 0] < -paise
            for head, paise, whose in lines
        ):
            return {"PersonOwesLess"}
        after = self.balance.copy()
        for head, paise, _ in lines:
            after[head] += paise
        faults = {"CashWouldGoNegative"} if any(after[head] < 0 for head in CASH) else set()
        if any(head in BILL_MONEY and paise > 0 and after[head] > 0 for head, paise, _ in lines):
            faults.add("BillMoneyIsLess")
        if any(head in PREMIUMS and paise > 0 and after[head] > 0 for head, paise, _ in lines):
            faults.add("PremiumIsLess")
        return faults

    def post(self, on: str, kind: str, lines: Lines) -> int:
        """Enter a voucher and return its id."""
        day = date.fromisoformat(on)
        fy = day.year if day.month >= 4 else day.year - 1
        no = 1 + sum((one.fy, one.kind) == (fy, kind) for one in self.vouchers)
        self.vouchers.append(Posted(on, fy, kind, no, lines))
        for head, paise, whose in lines:
            self.balance[head] += paise
            if head == SHORTAGE and whose is not None:
                self.owed[whose] += paise
        return len(self.vouchers)

    def why_not_open(self, on: str, today: str, explained: set[str]) -> set[str]:
        """Name why a date can't be opened now, or nothing (D1, D2)."""
        if self.running is not None:
            return {"DayIsAlreadyOpen"}
        if not self.days:
            return {"BooksAreNotStarted"}
        last = self.days[-1].on
        if today < last:
            return {"ClockIsBehind"}
        if on > today:
            return {"DayIsInTheFuture"}
        if on <= last:
            return {"DayIsPast"}
        return {"GapIsUnexplained"} if set(between(last, on)) - explained else set()

    def open(self, on: str, kind: str) -> None:
        """Open a date; the dates passed over become days of ``kind`` (D3)."""
        cash = self.balance[BOX]
        for one in between(self.days[-1].on, on):
            self.days.append(ModelDay(one, kind, "closed", cash, closing=cash))
        self.days.append(ModelDay(on, "working", "open", cash))
        self.counted = None

    def why_not_close(self, acceptance: tuple[int, str] | None) -> set[str]:
        """Name why the day can't be closed now, or nothing (D5, D6)."""
        if self.running is None:
            return {"NoDayIsOpen"}
        if self.running.status != "counting" or self.counted is None:
            return {"CountIsMissing"}
        if any(self.balance[till] for till in TILLS):
            return {"TillIsNotReturned"}
        if self.counted == self.balance[BOX]:
            return set()
        if acceptance is None:
            return {"DifferenceIsOpen"}
        if acceptance[0] not in self.persons:
            return {"PersonIsMissing"}
        return set() if acceptance[1].strip() else {"ReasonIsMissing"}

    def close(self, person: int) -> None:
        """Close the running day; a difference is booked against a person."""
        day = self.running
        assert day is not None
        assert self.counted is not None
        difference = self.counted - self.balance[BOX]
        if difference < 0:
            lines: Lines = ((SHORTAGE, -difference, person), (BOX, difference, None))
            self.post(day.on, "cash_payment", lines)
        elif difference > 0:
            self.post(
                day.on, "cash_receipt", ((BOX, difference, None), (EXCESS, -difference, None))
            )
        moved = [
            paise for one in self.vouchers if one.on == day.on
            for head, paise, _ in one.lines if head == BOX
        ]  # fmt: skip
        day.receipts = sum(paise for paise in moved if paise > 0)
        day.payments = -sum(paise for paise in moved if paise < 0)
        day.closing = day.opening + day.receipts - day.payments
        day.difference = difference
        day.status = "closed"


def between(first: str, last: str) -> list[str]:
    """List the dates after the first and before the last."""
    start, found = date.fromisoformat(first), []
    while (start := start + timedelta(days=1)).isoformat() < last:
        found.append(start.isoformat())
    return found
