"""The proof of seals: each against itself, its key, the witness log, and the rows it sealed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain import seals as sealing
from portal.domain.act_proof import ActWalk
from portal.domain.proof import BookRow, CountRow, DayRow, Notes, SealRow
from portal.domain.voucher_proof import Span, VoucherWalk

HasSigned = Callable[[bytes, bytes, str], bool]  # body, signature, key id

_NUMBERS = ("last", "count", "opening", "receipts", "payments", "closing", "difference")
_KIND_OF_PART = {
    "chain": "ChainWasRehashed",
    "acts": "ActsWereRehashed",
    "first": "SealSpanDisagrees",
    "count": "SealSpanDisagrees",
    "cash_count": "CountWasChanged",
    "skipped": "SkippedDaysDisagree",
}


def read_body(text: str) -> dict[str, Any] | None:
    """Read a seal's body, or return None where it is not one."""
    try:
        body = json.loads(text)
    except ValueError:
        return None
    if not isinstance(body, dict) or not all(isinstance(body.get(one), int) for one in _NUMBERS):
        return None
    return body


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal, and its body where it could be read."""

    row: SealRow
    body: dict[str, Any] | None

    @property
    def is_edge(self) -> bool:
        """Say whether it seals the adjustments of a year, and no day."""
        return self.body is not None and self.body.get("kind") == sealing.EDGE


def spans_of(sealed: Sequence[Sealed]) -> list[Span]:
    """List which day each seal covers, and up to which voucher."""
    return [
        Span(one.body["last"], one.row.day_on) for one in sealed
        if one.body is not None and not one.is_edge
    ]  # fmt: skip


def of_days(sealed: Sequence[Sealed]) -> list[Sealed]:
    """Leave out the seals of a year's adjustments."""
    return [one for one in sealed if not one.is_edge]


def check_seals(
    notes: Notes, society_code: str, sealed: Sequence[Sealed], has_signed: HasSigned,
    book: BookRow,
) -> None:  # fmt: skip
    """Check each seal's hash, code, signature and tie to the one before, and where they end."""
    last_no, last_hash = 0, bytes(32)
    for one in sealed:
        row = one.row
        if row.seal_no > last_no + 1:
            notes.on_seal("SealIsMissing", last_no + 1)
        elif row.previous_hash != last_hash:
            notes.on_seal("SealsAreBroken", row.seal_no)
        if not _holds_together(one, society_code):
            notes.on_seal("SealWasEdited", row.seal_no, on=row.day_on)
        elif not has_signed(row.body.encode(), row.signature, row.key_id):
            notes.on_seal("SealIsForeign", row.seal_no, on=row.day_on)
        last_no, last_hash = row.seal_no, row.hash
    if book.last_seal_no > last_no:
        notes.on_seal("SealIsMissing", last_no + 1)
    elif (book.last_seal_no, book.seal_hash) != (last_no, last_hash):
        notes.add(
            "BookDisagrees", f"seal {last_no}", part="seals", book=book.last_seal_no, found=last_no
        )


def _holds_together(one: Sealed, society_code: str) -> bool:
    row, body = one.row, one.body
    if body is None or sealing.seal_hash(row.body.encode()) != row.hash:
        return False
    stated = {
        "society": society_code, "seal_no": row.seal_no, "day": row.day_on, "key": row.key_id,
        "previous": row.previous_hash.hex(), "closed_at": row.made_at,
    }  # fmt: skip
    return sealing.code_of(row.hash) == row.code and not sealing.differences(stated, body)


def check_witness(
    notes: Notes, seals: Mapping[int, SealRow], witnessed: Iterable[tuple[int, str, str]]
) -> None:
    """Compare the seals with the witness log's lines of (number, day, hash).

    A seal that waits for its line only informs, unless a later one is already witnessed.
    """
    seen = set()
    for seal_no, day_on, seal_hash in witnessed:
        row = seals.get(seal_no)
        seen.add(seal_no)
        if row is None:
            notes.on_seal("SealIsMissing", seal_no)
        elif (row.day_on, row.hash.hex()) != (day_on, seal_hash):
            notes.on_seal("WitnessDisagrees", seal_no)
    highest = max(seen, default=0)
    for seal_no in seals.keys() - seen:
        is_late = seal_no < highest
        notes.on_seal("WitnessIsMissing" if is_late else "SealAwaitsWitness", seal_no)


class RowCheck:
    """Compares what was sealed with the rows as they are now."""

    def __init__(
        self, notes: Notes, vouchers: VoucherWalk, acts: ActWalk, days: Sequence[DayRow],
        counts: Sequence[CountRow],
    ) -> None:  # fmt: skip
        """Sort days and counts by date."""
        self._notes = notes
        self._vouchers = vouchers
        self._acts = acts
        self._days = {day.day_on: day for day in days}
        self._skipped = _skipped(days)
        self._counts: dict[tuple[str, int | None], list[list[Any]]] = {}
        for one in counts:
            self._counts.setdefault((one.day_on, one.take), []).append(list(one[2:]))

    def run(self, sealed: Sequence[Sealed]) -> None:
        """Check every seal's chain, and of each closed day the last seal's figures and count."""
        last_of_day = {one.row.day_on: one for one in sealed}
        sealed_twice = {one.row.day_on for one in sealed if last_of_day[one.row.day_on] is not one}
        day_on, closing, before = "", 0, 0
        for one in sealed:
            body = one.body
            if body is None:
                continue
            if one.row.day_on != day_on:
                before, day_on = closing, one.row.day_on
            closing = body["closing"]
            day = self._days.get(day_on)
            if day is None:
                self._notes.on_day("DayIsMissing", day_on)
            elif last_of_day[day_on] is not one or day.status != "closed":
                self._check_chain(body, day_on)
            else:
                self._check(body, day, before, day_on in sealed_twice)

    def _chained(self, body: Mapping[str, Any], day_on: str) -> dict[str, Any]:
        mark = self._vouchers.marks.get(body["last"])
        if mark is None:  # its last voucher is missing, which the walk has said
            return {one: body.get(one) for one in ("chain", "first", "count")}
        span = mark.of(day_on)
        return {"chain": mark.chain_hash.hex(), "first": span.first_id, "count": span.vouchers}

    def _check_chain(self, body: Mapping[str, Any], day_on: str) -> None:
        self._report(body, self._chained(body, day_on), day_on)

    def _check(
        self, body: Mapping[str, Any], day: DayRow, opening: int, is_sealed_twice: bool
    ) -> None:
        day_on = day.day_on
        came, went = self._vouchers.box_totals(day_on)
        is_known = body.get("acts") in self._acts.links
        found = {
            **self._chained(body, day_on),
            "acts": body.get("acts") if is_known else "",
            "opening": opening, "receipts": came, "payments": went,
            "closing": opening + came - went,
            "difference": self._vouchers.differences.get(day_on, 0),
            "cash_count": self._counts.get((day_on, day.accepted_take), []),
            "skipped": [list(pair) for pair in self._skipped.get(day_on, [])],
            "kind": day.sealed_kind,
        }  # fmt: skip
        if is_sealed_twice:  # the difference of its first closing stands apart from the second's
            del found["difference"]
        self._report(body, found, day_on)
        self._check_day_row(body, day)

    def _report(self, body: Mapping[str, Any], found: Mapping[str, Any], day_on: str) -> None:
        parts = sealing.differences(found, body)
        figures = [part for part in parts if part not in _KIND_OF_PART]
        for kind in dict.fromkeys(_KIND_OF_PART[part] for part in parts if part in _KIND_OF_PART):
            self._notes.on_day(kind, day_on, first=body.get("first"), last=body["last"])
        if figures:
            self._notes.on_day("DayFiguresDisagree", day_on, parts=", ".join(figures))

    def _check_day_row(self, body: Mapping[str, Any], day: DayRow) -> None:
        has_vouchers = bool(body["count"])
        mark = self._vouchers.marks.get(body["last"])
        last = mark.of(day.day_on).last_id if mark is not None and has_vouchers else body["last"]
        stored = {
            "opening": day.opening_paise, "receipts": day.receipts_paise,
            "payments": day.payments_paise, "closing": day.closing_paise,
            "difference": day.difference_paise, "first": day.first_voucher_id,
            "last": day.last_voucher_id if has_vouchers else body["last"],
        }  # fmt: skip
        parts = sealing.differences(stored, {**body, "last": last})
        if not has_vouchers and day.last_voucher_id is not None:
            parts.append("last")
        if parts:
            self._notes.on_day("DayFiguresDisagree", day.day_on, parts=", ".join(parts))


def _skipped(days: Sequence[DayRow]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    waiting: list[tuple[str, str]] = []
    for day in sorted(days):
        if day.kind in ("holiday", "idle"):
            waiting.append((day.day_on, day.kind))
        else:
            found[day.day_on], waiting = waiting, []
    return found


def check_unsealed_days(
    notes: Notes, days: Sequence[DayRow], sealed: Sequence[Sealed], reopened: frozenset[int]
) -> None:
    """Find closed days without a seal, and sealed days that stand open without a reopening.

    ``reopened`` has the numbers of the seals whose days were reopened.
    """
    last_of_day = {one.row.day_on: one for one in sealed}
    closings = [one.body["closing"] for one in sealed if one.body is not None]
    for day in days:
        one = last_of_day.get(day.day_on)
        is_worked = day.kind in ("working", "opening")
        if day.status == "closed" and is_worked and one is None:
            notes.on_day("DayHasNoSeal", day.day_on)
        if day.status == "closed":
            continue
        if one is None and closings and day.opening_paise != closings[-1]:
            notes.on_day("DayFiguresDisagree", day.day_on, parts="opening")
        if one is not None and one.row.seal_no not in reopened:
            notes.on_day("DayIsOpenThoughSealed", day.day_on)
