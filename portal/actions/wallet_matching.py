"""Wallet, UPI and AePS held against their statements: what agrees, what nobody explains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.domain import wallet_matching as rules
from portal.domain.dates import days_between, next_on, previous_on
from portal.domain.heads import UPI_COLLECTION, WALLET
from portal.domain.people import Doer, Slip
from portal.domain.refusals import N_, Refusal
from portal.domain.statement_words import Label, label_of, names_in
from portal.domain.statements import AEPS_SETTLEMENT, HEADS
from portal.domain.visits import upi_reference
from portal.domain.wallet_matching import Found, Gap, Known, Matching, Ours, Theirs
from portal.storage import aeps, daybook, places, statements
from portal.storage.engine import snapshot, write_transaction
from portal.storage.statements import Entry, Line

BEFORE_DAYS, AFTER_DAYS = 35, 35
MOST_DAYS = 400
LOOK_BACK_DAYS = 62
FRESH_MS = 5 * 60_000
MOST_CANDIDATES = 8
_OPEN_STATES = frozenset({"cash_taken", "submitting", "processing", "unknown", "credit_adjustment"})
_FAILED_STATES = frozenset({"failed", "refund_due", "refunded"})


class LineIsUnknown(Refusal):
    """There is no such line in a statement of one's society."""

    message = N_("There is no such line in a statement.")
    status = 404


class LineHasMovedOn(Refusal):
    """Somebody else said meanwhile what the line is."""

    message = N_("Somebody has dealt with this line meanwhile. Look at it again.")


class NoteIsMissing(Refusal):
    """Who explains a line says how."""

    message = N_("Write in a few words what this is.")
    status = 422
    field = "note"


class EntryIsMissing(Refusal):
    """A line is tied to an entry of the same account that stands in the books."""

    message = N_("Choose the entry that this line belongs to.")
    status = 422
    field = "voucher"


@dataclass(frozen=True, slots=True)
class Held:
    """Lines and entries of a range of days held against each other, with all that is shown."""

    matching: Matching
    lines: dict[int, Line]
    entries: dict[int, Entry]
    ours: list[Ours]
    moves: list[Entry]


def moved(on: str, days: int) -> str:
    """A date so many days later."""
    return (date.fromisoformat(on) + timedelta(days=days)).isoformat()


def held_between(society_id: int, head: int, first_on: str, last_on: str) -> Held:
    """Hold the lines and entries of a range of days (and of some weeks around) to each other."""
    since, until = moved(first_on, -BEFORE_DAYS), moved(last_on, AFTER_DAYS)
    lines = statements.lines_between(society_id, head, since, until)
    entries = statements.entries_between(society_id, head, since, until)
    there = {one.voucher_id for one in entries}
    tied = {one.voucher_id for one in lines if one.voucher_id is not None} - there
    if tied:
        entries += statements.entries_of(society_id, head, tied)
    ours = _ours(society_id, head, entries, since, until)
    live = {voucher_id for one in ours for voucher_id in one.voucher_ids}
    orders = _known(society_id, since, until) if head == WALLET else []
    matching = rules.compare(
        [_theirs(one, live) for one in lines], ours, orders, is_wallet=head == WALLET
    )
    by_voucher = {one.voucher_id: one for one in reversed(entries)}
    return Held(matching, {one.id: one for one in lines}, by_voucher, ours, entries)


def _theirs(line: Line, live: Set[int]) -> Theirs:
    """A line for matching; one that stands with its entry is known by the entry's names."""
    is_known = line.voucher_id in live
    return Theirs(
        line.id, line.moved_on, line.paise,
        frozenset() if is_known else names_in(line.reference, line.narration),
        Label.NONE if is_known else label_of(line.narration),
        line.found_as, line.voucher_id, line.order_id,
    )  # fmt: skip


def _known(society_id: int, since: str, until: str) -> list[Known]:
    found = []
    for one in statements.orders_between(society_id, since, until):
        names = names_in(one.payment_ref_id, one.transaction_id, one.pay_ref)
        state = "failed" if one.state in _FAILED_STATES else "paid"
        state = "open" if one.state in _OPEN_STATES else state
        found.append(Known(one.id, one.through_paise, names, state))
    return found


def _ours(
    society_id: int, head: int, entries: Sequence[Entry], since: str, until: str
) -> list[Ours]:
    """What the books moved, a UPI visit as one; an entry and its reversal are nothing."""
    visit_of: dict[int, int] = {}
    code = ""
    if head == UPI_COLLECTION:
        visit_of = {two: one for one, two in statements.upi_visits(society_id, since, until)}
        society = places.society_by_id(society_id)
        code = society.code if society else ""
    others = _wallet_names(society_id) if head == WALLET else {}
    by_utr = {one.reference: visit_of[one.voucher_id] for one in entries
              if one.voucher_id in visit_of and one.reference}  # fmt: skip
    groups: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for one in entries:
        if one.reverses_id is None and one.reversed_by is None:
            visit = visit_of.get(one.voucher_id) or by_utr.get(one.reference, 0)
            groups[visit, 0 if visit else one.voucher_id].append(one)
    found = []
    for (visit, _), some in groups.items():
        names = names_in(
            *(text or "" for one in some for text in (
                one.reference, one.transaction_id, one.pay_ref, *others.get(one.voucher_id, ())
            )),
            upi_reference(code, visit) if visit else "",
        )  # fmt: skip
        found.append(_one_of_ours(some, names))
    return [one for one in found if one.paise]


def _one_of_ours(some: Sequence[Entry], names: frozenset[str]) -> Ours:
    first = some[0]
    return Ours(
        tuple(dict.fromkeys(one.voucher_id for one in some)), first.day_on,
        sum(one.paise for one in some), first.task, names, first.order_id,
        is_contra=first.kind == "contra",
    )  # fmt: skip


def _wallet_names(society_id: int) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for voucher_id, return_id, ours, theirs in statements.wallet_payments(society_id):
        for one in (voucher_id, return_id):
            if one is not None:
                found[one] = (ours, theirs)
    return found


def match_all(society_id: int, head: int, at: int) -> int:
    """Write down what the rules find for every line nobody explains yet; the book must be held.

    A line whose entry was reversed since is open again. Returns how many lines changed.
    """
    first_on = statements.first_open_on(society_id, head)
    spans = read_spans(society_id).get(head, [])
    if not spans:
        return 0
    last_on = spans[-1][1]
    recent, oldest = moved(last_on, -BEFORE_DAYS), moved(last_on, -MOST_DAYS)
    since = max(min(first_on or recent, recent), oldest)
    held = held_between(society_id, head, since, last_on)
    return _write(society_id, held, at)


def _write(society_id: int, held: Held, at: int) -> int:
    changed = 0
    for one in held.matching.verdicts.values():
        line = held.lines[one.line.id]
        ours = held.matching.used.get(one.voucher_id or 0)
        is_same = ours is None or line.voucher_id in ours.voucher_ids
        if one.found == line.found_as and (is_same or not one.found):
            continue
        voucher_id = one.voucher_id if one.found else None
        order_id = one.order_id if one.found else None
        changed += statements.say_of_line(
            society_id, line, one.found, at, None, voucher_id, order_id
        )
    return changed


def match_after_vouchers(at: int) -> int:
    """Let the rules look again where vouchers of the last minutes may have changed what they find.

    Each account by itself; returns how many lines changed.
    """
    changed = 0
    for society_id, head in statements.to_match(at - FRESH_MS):

        def work(society_id: int = society_id, head: int = head) -> int:
            daybook.lock_book(society_id)
            return match_all(society_id, head, at)

        changed += write_transaction(work)
    return changed


def match(doer: Doer, slip: Slip, society_id: int, head: int) -> Done:
    """Hold an account's lines against the books anew and write down what the rules find."""

    def deed() -> Done:
        daybook.lock_book(society_id)
        changed = match_all(society_id, head, doer.at)
        return Done(f"/wallet/compare?head={head}&found={changed}")

    return exactly_once(doer, slip, deed)


def line_of(society_id: int, head: int, line_id: int) -> Line:
    """Return a line of a statement; raise LineIsUnknown."""
    found = statements.line(society_id, head, line_id)
    if found is None:
        raise LineIsUnknown
    return found


def _record_id(society_id: int, line: Line) -> int | None:
    is_aeps = line.head == AEPS_SETTLEMENT
    numbers = sorted(names_in(line.reference, line.narration)) if is_aeps else []
    found = (aeps.record_by_rrn(society_id, one) for one in numbers if one.isdigit())
    return next((one.id for one in found if one is not None), None)


@dataclass(frozen=True, slots=True)
class Seen:
    """A line beside the books: what it is called, and the entries it could belong to.

    ``record_id`` is the Aadhaar transaction that was written down under its RRN.
    """

    gap: Gap | None
    order_id: int | None
    record_id: int | None
    held: Entry | None
    candidates: list[tuple[Ours, Entry]]


def look_at(society_id: int, line: Line) -> Seen:
    """Look at a line: entries of the same amount stand first, then those of the nearest day."""
    with snapshot():
        held = held_between(society_id, line.head, line.moved_on, line.moved_on)
    verdict = held.matching.verdicts[line.id]
    near = sorted(
        (one for one in held.matching.left if (one.paise > 0) == (line.paise > 0)),
        key=lambda one: (
            one.paise != line.paise, abs(days_between(one.day_on, line.moved_on)), one.key,
        ),
    )  # fmt: skip
    return Seen(
        verdict.gap, verdict.order_id or line.order_id, _record_id(society_id, line),
        held.entries.get(verdict.voucher_id or line.voucher_id or 0),
        [(one, held.entries[one.key]) for one in near[:MOST_CANDIDATES]],
    )  # fmt: skip


def explain(
    doer: Doer, slip: Slip, society_id: int, head: int, line_id: int, version: int, *,
    voucher_id: int | None = None, note: str = "",
) -> Done:  # fmt: skip
    """Tie a line to an entry by hand, or say in words what it is; an act keeps who and when.

    Raises LineIsUnknown, LineHasMovedOn, EntryIsMissing, NoteIsMissing.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        line = line_of(society_id, head, line_id)
        if line.version != version or line.found_as in (Found.TIED, Found.EXPLAINED):
            raise LineHasMovedOn
        if voucher_id is None and len(note) < 3:
            raise NoteIsMissing
        if voucher_id is not None and not _is_free(society_id, head, voucher_id):
            raise EntryIsMissing
        found = Found.TIED if voucher_id is not None else Found.EXPLAINED
        _say(doer, society_id, line, found, voucher_id, note)
        return Done(f"/wallet/compare?head={head}&month={line.moved_on[:7]}")

    return exactly_once(doer, slip, deed)


def reopen(doer: Doer, slip: Slip, society_id: int, head: int, line_id: int, version: int) -> Done:
    """Take back what was said of a line by hand; raise LineIsUnknown, LineHasMovedOn."""

    def deed() -> Done:
        daybook.lock_book(society_id)
        line = line_of(society_id, head, line_id)
        if line.version != version or line.found_as not in (Found.TIED, Found.EXPLAINED):
            raise LineHasMovedOn
        _say(doer, society_id, line, "", None, "")
        return Done(f"/wallet/lines/{head}/{line_id}")

    return exactly_once(doer, slip, deed)


def _say(
    doer: Doer, society_id: int, line: Line, found: str, voucher_id: int | None, note: str
) -> None:
    is_said = statements.say_of_line(
        society_id, line, found, doer.at, doer.person_id, voucher_id, line.order_id, note
    )
    assert is_said, "the book is held and the version was looked at"
    note_act(
        doer, society_id, "statement_line", doer.today_on, head=line.head, line=line.id,
        found=str(found), voucher=voucher_id, note=note,
    )  # fmt: skip


def _is_free(society_id: int, head: int, voucher_id: int) -> bool:
    return any(
        one.reverses_id is None and one.reversed_by is None
        for one in statements.entries_of(society_id, head, [voucher_id])
    )


def read_spans(society_id: int) -> dict[int, list[tuple[str, str]]]:
    """Return by account the spans of days that statements tell of, neighbours joined."""
    found: dict[int, list[tuple[str, str]]] = {}
    for head, first_on, last_on in statements.spans(society_id):
        spans = found.setdefault(head, [])
        if spans and first_on <= next_on(spans[-1][1]):
            spans[-1] = (spans[-1][0], max(spans[-1][1], last_on))
        else:
            spans.append((first_on, last_on))
    return found


def unexplained(society_id: int, heads: Iterable[int] = HEADS) -> int:
    """Count what nobody explains yet: lines without entry, and entries of two months without line.

    An entry counts once a later day was read. Nothing counts where no statement was read in; what
    would match now counts until someone compares.
    """
    with snapshot():
        spans = read_spans(society_id)
        if not spans:
            return 0
        open_lines = statements.open_by_head(society_id)
        number = sum(times for head, times in open_lines.items() if head in heads)
        for head in heads:
            for first_on, last_on in spans.get(head, ()):
                since = max(first_on, moved(spans[head][-1][1], -LOOK_BACK_DAYS))
                if since < last_on:
                    number += statements.count_without_line(
                        society_id, head, since, previous_on(last_on)
                    )
        return number
