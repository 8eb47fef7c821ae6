"""The proof of acts: one walk through the deeds that aren't vouchers, in the order of their ids."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from portal.domain import chain
from portal.domain.attachments import ATTACHED
from portal.domain.proof import ActRow, BookRow, CountRow, DayRow, Notes

COUNTER_SET = "counter_set"
_FIELDS = len(chain.ACT_FIELDS)
_OPENING_ACT = {"working": "opened", "opening": "books_started"}  # others are named as their day


class CorrectionRow(NamedTuple):
    """One voucher that corrects another, as stored."""

    voucher_id: int
    original_id: int
    part: str
    reason: str


class ActWalk:
    """Goes through all acts of a society and remembers what days, counts and officers rest on."""

    def __init__(self, notes: Notes) -> None:
        """Stand before the first act."""
        self.count = 0
        self.last_id = 0
        self.last_chain = chain.START
        self.links = {chain.START.hex()}
        self.latest: dict[tuple[str, str], ActRow] = {}
        self.counted: dict[tuple[str, int], dict[tuple[str, int], int]] = {}
        self.verified: list[tuple[ActRow, dict[str, Any]]] = []
        self.corrections: dict[int, CorrectionRow] = {}
        self.of_aadhaar: list[ActRow] = []
        self.attached: list[tuple[int, dict[str, Any]]] = []
        self._notes = notes

    def step(self, act: ActRow) -> None:
        """Take the next act."""
        if act.id < 1:
            self._notes.on_act("ActWasInserted", act.id)
            return
        if act.id > self.last_id + 1:
            self._notes.on_act("ActIsMissing", self.last_id + 1)
        elif chain.link(self.last_chain, act.leaf_hash) != act.chain_hash:
            self._notes.on_act("ActsAreBroken", act.id)
        if chain.act_leaf(act[:_FIELDS]) != act.leaf_hash or act.hash_version != chain.HASH_VERSION:
            self._notes.on_act("ActWasEdited", act.id)
        self.count += 1
        self.last_id = act.id
        self.last_chain = act.chain_hash
        self.links.add(act.chain_hash.hex())
        self.latest[act.day_on, act.kind] = act
        if act.kind.startswith("aeps_"):
            self.of_aadhaar.append(act)
        if act.kind == ATTACHED:
            self.attached.append((act.id, detail_of(act)))
        self._remember(act)

    def _remember(self, act: ActRow) -> None:
        if act.kind not in ("counted", "verified", "corrected"):
            return
        detail = detail_of(act)
        try:
            if act.kind == "verified":
                self.verified.append((act, detail))
            elif act.kind == "counted":
                pieces = {(kind, rupees): many for kind, rupees, many in detail["pieces"]}
                self.counted[act.day_on, detail["take"]] = pieces
            else:
                for part, voucher_id in detail["parts"]:
                    self.corrections[voucher_id] = CorrectionRow(
                        voucher_id, detail["original"], part, detail["reason"]
                    )
        except (KeyError, TypeError, ValueError):
            self._notes.on_act("ActWasEdited", act.id)


def detail_of(act: ActRow) -> dict[str, Any]:
    """Read an act's detail; one that can't be read says nothing."""
    try:
        found = json.loads(act.detail)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def check_end(notes: Notes, walk: ActWalk, book: BookRow) -> None:
    """Compare where the acts end with the book."""
    if book.last_act_id > walk.last_id:
        notes.on_act("ActIsMissing", walk.last_id + 1)
    elif book.last_act_id < walk.last_id:
        notes.on_act("ActWasInserted", book.last_act_id + 1)
    elif book.act_hash != walk.last_chain:
        notes.add(
            "BookDisagrees", f"act {walk.last_id}", part="acts", book=book.act_hash.hex()[:8],
            found=walk.last_chain.hex()[:8],
        )  # fmt: skip


def check_days(notes: Notes, walk: ActWalk, days: Iterable[DayRow]) -> None:
    """Compare who opened and closed each day, and with how much cash, with the acts."""
    for day in days:
        opened = walk.latest.get((day.day_on, _OPENING_ACT.get(day.kind, day.kind)))
        closed = walk.latest.get((day.day_on, "closed"))
        is_worked = day.kind == "working"
        if opened is None or (is_worked and day.status == "closed" and closed is None):
            notes.on_day("DayHasNoAct", day.day_on)
            continue
        hands = (day.opened_at, day.opened_by)
        has_changed = hands != (opened.done_at, opened.done_by)
        has_changed |= bool(day.is_legacy) != bool(detail_of(opened).get("legacy"))
        if is_worked and day.opened_on_behalf_of != opened.on_behalf_of:
            has_changed = True
        if is_worked and day.status == "closed" and closed is not None:
            has_changed |= (day.closed_at, day.closed_by, day.closed_on_behalf_of) != (
                closed.done_at, closed.done_by, closed.on_behalf_of,
            )  # fmt: skip
            has_changed |= day.accepted_take != detail_of(closed).get("take")
        if has_changed:
            notes.on_day("DayHandsDisagree", day.day_on)
        if is_worked and detail_of(opened).get("cash") != day.opening_paise:
            notes.on_day("DayFiguresDisagree", day.day_on, parts="opening")


def check_counts(notes: Notes, walk: ActWalk, counts: Sequence[CountRow]) -> None:
    """Compare each take of the closing counts with the act that wrote it."""
    stored: dict[tuple[str, int], dict[tuple[str, int], int]] = {}
    for row in counts:
        stored.setdefault((row.day_on, row.take), {})[row.kind, row.denomination] = row.pieces
    for take in sorted(stored.keys() | walk.counted.keys()):
        if stored.get(take) != walk.counted.get(take):
            notes.on_day("CountWasChanged", take[0])


def check_officers(
    notes: Notes, walk: ActWalk, days: Iterable[DayRow], seals: Mapping[int, bytes]
) -> None:
    """Compare each officer's record with the seal it names, and verified days with the records.

    ``seals`` has the hash of each seal by number.
    """
    for act, detail in walk.verified:
        found = seals.get(detail.get("seal_no", 0))
        if found is None or found.hex() != detail.get("seal"):
            notes.on_day("OfficerRecordDisagrees", act.day_on)
    for day in days:
        if (day.review == "verified") != ((day.day_on, "verified") in walk.latest):
            notes.on_day("OfficerRecordDisagrees", day.day_on)


def check_corrections(notes: Notes, walk: ActWalk, corrections: Sequence[CorrectionRow]) -> None:
    """Compare which voucher corrects which with the acts that wrote it."""
    stored = {row.voucher_id: row for row in corrections}
    for voucher_id in sorted(stored.keys() | walk.corrections.keys()):
        if stored.get(voucher_id) != walk.corrections.get(voucher_id):
            notes.on_voucher("CorrectionDisagrees", voucher_id)


def check_counter(notes: Notes, walk: ActWalk, standing: Mapping[str, Any]) -> None:
    """Compare what others know of the counter with the act that set it last.

    ``standing`` has the fields of the counter, ``set_at`` and ``set_by``; it is empty where
    nothing is set.
    """
    acts = [act for (_on, kind), act in walk.latest.items() if kind == COUNTER_SET]
    said: dict[str, Any] = {}
    if acts:
        last = max(acts, key=lambda act: act.id)
        said = {**detail_of(last), "set_at": last.done_at, "set_by": last.done_by}
    if said != dict(standing):
        notes.add("CounterSettingsDisagree", "counter")
