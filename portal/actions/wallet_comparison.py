"""A month of an account beside its statements: both balances, row by row, and every difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from portal.actions import wallet_matching
from portal.actions.wallet_matching import Held
from portal.domain import wallet_matching as rules
from portal.domain.dates import next_on, previous_on
from portal.domain.wallet_matching import Found, Gap, Label, Ours, Standing, Verdict
from portal.storage import statements
from portal.storage.engine import snapshot
from portal.storage.statements import Entry, Line

MOVED, PAYMENT, RETURNED, COMMISSION, OTHER = "moved", "payment", "returned", "commission", "other"
ROWS = (MOVED, PAYMENT, RETURNED, COMMISSION, OTHER)
_ROW_OF_FOUND = {
    Found.MOVED: MOVED, Found.PAYMENT: PAYMENT, Found.RETURNED: RETURNED, Found.REFUND: RETURNED,
    Found.COMMISSION: COMMISSION,
}  # fmt: skip
_ROW_OF_GAP = {
    Gap.PAID_TWICE: PAYMENT, Gap.FAILED_KEPT: PAYMENT, Gap.NOT_POSTED: PAYMENT,
    Gap.AMOUNT_DIFFERS: PAYMENT, Gap.RETURN_MISSING: RETURNED,
}  # fmt: skip
_ROW_OF_LABEL = {
    Label.COMMISSION: COMMISSION, Label.TDS: COMMISSION, Label.MOVED: MOVED,
    Label.REFUND: RETURNED, Label.NONE: OTHER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What a kind of movement came to by the statement and by the books, in paise."""

    kind: str
    theirs_paise: int
    ours_paise: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that is not in order, as it stands in the statement."""

    line: Line
    gap: Gap
    voucher_id: int | None
    order_id: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """An account in the days that its statements tell of, within one month.

    Balances of the statement are None where it says none. ``rest_paise`` is what the statement's
    own lines leave open between its opening and its closing. ``unread`` are days within that no
    statement tells of.
    """

    head: int
    first_on: str
    last_on: str
    number: int
    opening: tuple[int | None, int]
    closing: tuple[int | None, int]
    rows: tuple[Row, ...]
    rest_paise: int
    gaps: dict[Gap, list[Difference]]
    left: dict[Standing, list[tuple[Ours, Entry]]]
    uneven: dict[int, int]
    by_hand: list[Line]
    unread: tuple[tuple[str, str], ...]

    @property
    def differences(self) -> int:
        """How many things somebody must look at."""
        lines = sum(len(found) for gap, found in self.gaps.items() if gap is not Gap.NOT_POSTED)
        return lines + len(self.left.get(Standing.MISSING, ())) + len(self.uneven)

    @property
    def gap_paise(self) -> int:
        """What the statement's closing balance is beyond that of the books."""
        theirs, ours = self.closing
        return 0 if theirs is None else theirs - ours


def months_of(spans: Sequence[tuple[str, str]]) -> list[str]:
    """List the months that spans of days touch, the newest first."""
    found = set()
    for first_on, last_on in spans:
        on = first_on
        while on[:7] <= last_on[:7]:
            found.add(on[:7])
            on = _next_month(on)
    return sorted(found, reverse=True)


def _next_month(on: str) -> str:
    return next_on(_last_of(on[:7]))


def _last_of(month: str) -> str:
    first = date.fromisoformat(f"{month}-01")
    return previous_on((first + timedelta(days=32)).replace(day=1).isoformat())


def compare_month(society_id: int, head: int, month: str) -> Comparison | None:
    """Compare an account's month ('' for the latest read); None where nothing of it was read."""
    with snapshot():
        spans = wallet_matching.read_spans(society_id).get(head, [])
        months = months_of(spans)
        month = month or (months[0] if months else "")
        if month not in months:
            return None
        within = _within(spans, month)
        held = wallet_matching.held_between(society_id, head, within[0][0], within[-1][1])
        return _compared(society_id, head, within, spans, held)


def _within(spans: Sequence[tuple[str, str]], month: str) -> list[tuple[str, str]]:
    first, last = f"{month}-01", _last_of(month)
    cut = [(max(begin, first), min(end, last)) for begin, end in spans]
    return [(begin, end) for begin, end in cut if begin <= end]


def _compared(
    society_id: int, head: int, within: list[tuple[str, str]], spans: list[tuple[str, str]],
    held: Held,
) -> Comparison:  # fmt: skip
    first_on, last_on = within[0][0], within[-1][1]
    lines = [one for one in held.lines.values() if first_on <= one.moved_on <= last_on]
    verdicts = [held.matching.verdicts[one.id] for one in lines]
    ours = [one for one in held.ours if first_on <= one.day_on <= last_on]
    in_books = sum(one.paise for one in held.moves if first_on <= one.day_on <= last_on)
    book = statements.balance_before(society_id, head, next_on(last_on))
    opening, closing = _stated(lines)
    rows = _rows(held, verdicts, ours, in_books)
    moved = sum(one.paise for one in lines)
    rest = 0 if opening is None or closing is None else closing - opening - moved
    return Comparison(
        head, first_on, last_on, len(lines), (opening, book - in_books), (closing, book), rows,
        rest, _gaps(held, verdicts), _left(held, spans, first_on, last_on),
        _uneven(held, verdicts),
        [one for one in lines if one.found_as in (Found.TIED, Found.EXPLAINED)],
        tuple(_unread(within)),
    )  # fmt: skip


def _stated(lines: Sequence[Line]) -> tuple[int | None, int | None]:
    """Opening and closing by the first and last balance that stand in the lines."""
    opening = closing = None
    moved = 0
    for one in lines:
        moved += one.paise
        closing = None if closing is None else closing + one.paise
        if one.balance_paise is not None:
            opening = one.balance_paise - moved if opening is None else opening
            closing = one.balance_paise
    return opening, closing


def _rows(
    held: Held, verdicts: Sequence[Verdict], ours: Sequence[Ours], moved_in_books: int
) -> tuple[Row, ...]:
    """Sum up both sides by kind; what entries and reversals leave stands with the others."""
    theirs: dict[str, int] = defaultdict(int)
    books: dict[str, int] = defaultdict(int)
    for one in verdicts:
        theirs[_row_of(held, one)] += one.line.paise
    for entry in ours:
        books[_ROW_OF_FOUND.get(rules.kind_of(entry), OTHER)] += entry.paise
    books[OTHER] += moved_in_books - sum(books.values())
    return tuple(
        Row(kind, theirs[kind], books[kind]) for kind in ROWS if theirs[kind] or books[kind]
    )


def _row_of(held: Held, one: Verdict) -> str:
    key = one.voucher_id or 0
    entry = held.matching.used.get(key) or held.matching.free.get(key)
    if entry is not None:
        return _ROW_OF_FOUND.get(rules.kind_of(entry), OTHER)
    if one.gap in _ROW_OF_GAP:
        return _ROW_OF_GAP[one.gap]
    return RETURNED if one.found == Found.REFUND else _ROW_OF_LABEL[one.line.label]


def _uneven(held: Held, verdicts: Sequence[Verdict]) -> dict[int, int]:
    tied = {one.voucher_id for one in verdicts}
    return {key: paise for key, paise in held.matching.uneven().items() if key in tied}


def _gaps(held: Held, verdicts: Sequence[Verdict]) -> dict[Gap, list[Difference]]:
    found: dict[Gap, list[Difference]] = {}
    for gap in Gap:
        some = [
            Difference(held.lines[one.line.id], gap, one.voucher_id, one.order_id)
            for one in verdicts if one.gap is gap
        ]  # fmt: skip
        if some:
            found[gap] = some
    return found


def _left(
    held: Held, spans: Sequence[tuple[str, str]], first_on: str, last_on: str
) -> dict[Standing, list[tuple[Ours, Entry]]]:
    found: dict[Standing, list[tuple[Ours, Entry]]] = defaultdict(list)
    for one in held.matching.left:
        if first_on <= one.day_on <= last_on:
            found[rules.standing_of(one, spans)].append((one, held.entries[one.key]))
    return dict(found)


def _unread(within: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(next_on(before[1]), previous_on(after[0])) for before, after in pairwise(within)]
