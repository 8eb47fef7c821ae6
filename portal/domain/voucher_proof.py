"""The proof of vouchers: one walk through them in entry order, and the balances they lead to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from portal.domain import chain
from portal.domain.dates import financial_year
from portal.domain.heads import CASH_BOX, NOT_ALLOTTED
from portal.domain.proof import BookRow, Notes
from portal.domain.year_edge import ADJUSTMENT

_FIELDS = len(chain.VOUCHER_FIELDS)
_AT = {name: place for place, name in enumerate(chain.VOUCHER_FIELDS)}
_FY, _KIND, _NO, _DAY, _TASK, _TOTAL = (
    _AT[name] for name in ("fy", "kind", "no", "day_on", "task", "total_paise")
)

Lines = Sequence[tuple[int, int, int | None]]  # head, paise (debit > 0), key in its sub-ledger


class Span(NamedTuple):
    """A sealed day and the last voucher its seal covers."""

    last_id: int
    day_on: str


class DaySpan(NamedTuple):
    """The vouchers of a day so far, without a year's adjustments."""

    first_id: int | None
    last_id: int | None
    vouchers: int


NO_VOUCHERS = DaySpan(None, None, 0)


class Mark(NamedTuple):
    """How things stood after a voucher that a seal ends at: the chain, and the sealed days."""

    chain_hash: bytes
    days: Mapping[str, DaySpan]

    def of(self, day_on: str) -> DaySpan:
        """Return what a day had then."""
        return self.days.get(day_on, NO_VOUCHERS)


@dataclass(slots=True)
class Adjusted:
    """The adjustments of a 31 March so far: the first, how many, their sum, their own chain."""

    first_id: int
    number: int = 0
    paise: int = 0
    digest: bytes = chain.START


@lru_cache(maxsize=4096)
def _year(day_on: str) -> int | None:
    try:
        return financial_year(day_on)
    except ValueError:
        return None


class VoucherWalk:
    """Goes through all vouchers of a society by id, recomputes each and adds up what they move.

    ``spans`` are the sealed days in order, ``open_on`` the running day, ``book_end`` the last
    voucher the book knows, ``cash`` the cash heads, ``count_tasks`` those of accepted differences,
    ``registers`` the heads whose lines without a key are not allotted to anybody yet,
    ``edge_ends`` up to which voucher a 31 March takes adjustments (None: it is open).
    """

    def __init__(
        self, notes: Notes, spans: Sequence[Span], open_on: str | None, book_end: int,
        cash: Sequence[int], count_tasks: Sequence[str], registers: Container[int] = (),
        edge_ends: Mapping[str, int | None] | None = None,
    ) -> None:  # fmt: skip
        """Stand before the first voucher."""
        self.count = 0
        self.unsealed = 0
        self.last_id = 0
        self.last_chain = chain.START
        self.marks = {0: Mark(chain.START, {})}
        self.adjusted: dict[str, Adjusted] = {}
        self.totals: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
        self.subs: dict[tuple[int, int], int] = defaultdict(int)
        self.numbers: dict[tuple[int, str], int] = {}
        self.differences: dict[str, int] = defaultdict(int)
        self._notes = notes
        self._spans = spans
        self._at = 0
        self._open_on = open_on
        self._book_end = book_end
        self._edge_ends = edge_ends or {}
        self._ends: dict[int, list[str]] = {end: [] for end in self._edge_ends.values() if end}
        for span in spans:
            self._ends.setdefault(span.last_id, []).append(span.day_on)
        self._sealed_last_id = max(self._ends, default=0)
        self._days: dict[str, DaySpan] = {}
        self._cash = dict.fromkeys(cash, 0)
        self._count_tasks = frozenset(count_tasks)
        self._registers = registers

    def box_totals(self, day_on: str) -> tuple[int, int]:
        """Return what came into and went out of the cash box on a day."""
        came, went = self.totals.get((day_on, CASH_BOX), (0, 0))
        return came, went

    def step(self, record: Sequence[Any], lines: Lines) -> None:
        """Take the next voucher: VOUCHER_FIELDS, commitment, leaf, chain, version, salt, words."""
        voucher_id = record[1]
        if voucher_id < 1:
            self._notes.on_voucher("VoucherWasInserted", voucher_id)
            return
        self._check_chain(voucher_id, record, lines)
        self._check_words(voucher_id, record)
        self._check_number(voucher_id, record)
        if record[_KIND] == ADJUSTMENT:
            self._check_adjustment(voucher_id, record, lines)
        else:
            self._check_day(voucher_id, record[_DAY])
        self._check_lines(voucher_id, record, lines)
        self.count += 1
        self.last_id = voucher_id
        self.last_chain = record[_FIELDS + 2]
        self.unsealed += voucher_id > self._sealed_last_id
        if voucher_id in self._ends:
            days = {on: self._days.get(on, NO_VOUCHERS) for on in self._ends[voucher_id]}
            self.marks[voucher_id] = Mark(self.last_chain, days)

    def _check_chain(self, voucher_id: int, record: Sequence[Any], lines: Lines) -> None:
        commitment, leaf, link, version = record[_FIELDS : _FIELDS + 4]
        if voucher_id > self._book_end:
            self._notes.on_voucher("VoucherWasInserted", voucher_id)
        elif voucher_id > self.last_id + 1:
            self._notes.on_voucher("VoucherIsMissing", self.last_id + 1)
        elif chain.link(self.last_chain, leaf) != link:
            self._notes.on_voucher("ChainIsBroken", voucher_id)
        found = chain.voucher_leaf(record[:_FIELDS], commitment, lines)
        if found != leaf or version != chain.HASH_VERSION:
            self._notes.on_voucher("VoucherWasEdited", voucher_id)

    def _check_words(self, voucher_id: int, record: Sequence[Any]) -> None:
        salt, party, narration = record[_FIELDS + 4 :]
        if salt is None:
            self._notes.on_voucher("WordsAreMissing", voucher_id)
            return
        words = (party, narration)
        if words == (None, None):
            return  # erased on request; the commitment stays
        if None in words or chain.commitment(salt, party, narration) != record[_FIELDS]:
            self._notes.on_voucher("WordsWereChanged", voucher_id)

    def _check_number(self, voucher_id: int, record: Sequence[Any]) -> None:
        series, no = (record[_FY], record[_KIND]), record[_NO]
        last = self.numbers.get(series, 0)
        if no != last + 1:
            self._notes.add(
                "NumbersHaveAGap", f"voucher {voucher_id}", kind=series[1], fy=series[0],
                found=no, last=last,
            )  # fmt: skip
        self.numbers[series] = no
        if record[_FY] != _year(record[_DAY]):
            self._notes.on_voucher("FinancialYearDisagrees", voucher_id)

    def _check_day(self, voucher_id: int, day_on: str) -> None:
        while self._at < len(self._spans) and voucher_id > self._spans[self._at].last_id:
            self._at += 1
        is_sealed = self._at < len(self._spans)
        expected = self._spans[self._at].day_on if is_sealed else self._open_on
        if day_on != expected:
            self._notes.on_voucher("VoucherIsOnAnotherDay", voucher_id, on=day_on)
        before = self._days.get(day_on, NO_VOUCHERS)
        first_id = before.first_id or voucher_id
        self._days[day_on] = DaySpan(first_id, voucher_id, before.vouchers + 1)

    def _check_adjustment(self, voucher_id: int, record: Sequence[Any], lines: Lines) -> None:
        """Adjustments lie among April's vouchers, dated 31 March, until their edge is sealed."""
        day_on = record[_DAY]
        end = self._edge_ends.get(day_on, 0)
        if end is not None and voucher_id > end:
            self._notes.on_voucher("VoucherIsOnAnotherDay", voucher_id, on=day_on)
        if any(head // 100 in (21, 22) for head, _, _ in lines):
            self._notes.on_voucher("AdjustmentMovesMoney", voucher_id)
        tally = self.adjusted.setdefault(day_on, Adjusted(voucher_id))
        tally.number += 1
        tally.paise += record[_TOTAL]
        tally.digest = chain.link(tally.digest, record[_FIELDS + 1])

    def _check_lines(self, voucher_id: int, record: Sequence[Any], lines: Lines) -> None:
        debit = gap = 0
        for line in lines:
            gap += line[1]
            if line[1] > 0:
                debit += line[1]
            self._move(record[_DAY], *line)
        if gap:
            self._notes.on_voucher("VoucherIsUnbalanced", voucher_id)
        if debit != record[_TOTAL]:
            self._notes.on_voucher("TotalDisagrees", voucher_id)
        for head, paise, _ in lines:
            if paise < 0 and self._cash.get(head, 0) < 0:
                self._notes.on_voucher("CashWasNegative", voucher_id, head=head)
        if record[_TASK] in self._count_tasks:
            self.differences[record[_DAY]] += sum(one[1] for one in lines if one[0] == CASH_BOX)

    def _move(self, day_on: str, head: int, paise: int, sub_id: int | None) -> None:
        if paise > 0:
            self.totals[day_on, head][0] += paise
        else:
            self.totals[day_on, head][1] -= paise
        if sub_id is not None:
            self.subs[head, sub_id] += paise
        elif head in self._registers:
            self.subs[head, NOT_ALLOTTED] += paise
        if head in self._cash:
            self._cash[head] += paise


def check_ends(
    notes: Notes, walk: VoucherWalk, book: BookRow, counters: Mapping[tuple[int, str], int],
    sealed_last_id: int,
) -> None:  # fmt: skip
    """Compare where the vouchers end with the seals, the book and the number counters (P4)."""
    if max(book.last_voucher_id, sealed_last_id) > walk.last_id:
        notes.on_voucher("LastVouchersAreMissing", walk.last_id + 1)
    elif book.last_voucher_id == walk.last_id and book.chain_hash != walk.last_chain:
        notes.add(
            "BookDisagrees", f"voucher {walk.last_id}", part="chain",
            book=book.chain_hash.hex()[:8], found=walk.last_chain.hex()[:8],
        )  # fmt: skip
    for fy, kind in sorted(counters.keys() | walk.numbers.keys()):
        last, found = counters.get((fy, kind), 0), walk.numbers.get((fy, kind), 0)
        if last != found:
            notes.add(
                "CounterDisagrees", f"numbers of {kind} {fy}", kind=kind, fy=fy, last=last,
                found=found,
            )  # fmt: skip


def check_balances(
    notes: Notes, walk: VoucherWalk, heads: Mapping[int, int],
    subs: Mapping[tuple[int, int], int], totals: Mapping[tuple[str, int], tuple[int, int]],
) -> None:  # fmt: skip
    """Compare the running balances and each day's totals with the sums of the lines (P2)."""
    found: dict[int, int] = defaultdict(int)
    for (_, head), (debit, credit) in walk.totals.items():
        found[head] += debit - credit
    for head in sorted(heads.keys() | found.keys()):
        if heads.get(head, 0) != found.get(head, 0):
            notes.add("BalanceDisagrees", f"head {head}", head=head)
    for head, sub_id in sorted(subs.keys() | walk.subs.keys()):
        if subs.get((head, sub_id), 0) != walk.subs.get((head, sub_id), 0):
            notes.add("BalanceDisagrees", f"head {head} of {sub_id}", head=head)
    for day_on, head in sorted(totals.keys() | walk.totals.keys()):
        if tuple(totals.get((day_on, head), (0, 0))) != tuple(
            walk.totals.get((day_on, head), (0, 0))
        ):
            notes.add("BalanceDisagrees", f"head {head} on {day_on}", head=head)
