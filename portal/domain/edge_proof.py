"""The proof of the edges of years: each against its seal, its adjustments and its acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from portal.domain import seals as sealing
from portal.domain.act_proof import ActWalk, detail_of
from portal.domain.proof import DayRow, Notes
from portal.domain.seal_proof import Sealed
from portal.domain.voucher_proof import VoucherWalk
from portal.domain.year_edge import CLOSED_ACT, OPENED_ACT, PROLONGED_ACT, YearEdge


def edge_ends(edges: Iterable[YearEdge], sealed: Sequence[Sealed]) -> dict[str, int | None]:
    """Say up to which voucher the adjustments of each 31 March reach: None while it is open."""
    found: dict[str, int | None] = {one.day_on: None for one in edges if one.is_open}
    for one in sealed:
        if one.body is not None and one.is_edge:
            found[one.row.day_on] = one.body["last"]
    return found


class EdgeCheck:
    """Compares the edges of years with what was sealed, entered and done."""

    def __init__(
        self, notes: Notes, vouchers: VoucherWalk, acts: ActWalk, days: Sequence[DayRow]
    ) -> None:
        """Stand before the first edge."""
        self._notes = notes
        self._vouchers = vouchers
        self._acts = acts
        self._days = {one.day_on: one for one in days}

    def run(self, edges: Sequence[YearEdge], sealed: Sequence[Sealed]) -> None:
        """Check every edge, every seal of one, and that no day of a locked year stands open."""
        seals = {one.row.seal_no: one for one in sealed if one.is_edge}
        for edge in edges:
            seal = seals.pop(edge.seal_no or 0, None)
            self._check_acts(edge)
            if edge.is_open:
                continue
            if seal is None or seal.row.day_on != edge.day_on:
                self._notes.on_day("YearEdgeHasNoSeal", edge.day_on)
            else:
                self._check_seal(edge, seal)
        known = {edge.day_on for edge in edges}
        opened = {day_on for day_on, kind in self._acts.latest if kind == OPENED_ACT}
        for day_on in sorted({seal.row.day_on for seal in seals.values()} | (opened - known)):
            self._disagree(day_on, ["edge"])
        self._check_days([edge.day_on for edge in edges if not edge.is_open])

    def _check_days(self, locked: Sequence[str]) -> None:
        last_on = max(locked, default="")
        for day_on, day in self._days.items():
            if day_on <= last_on and day.status != "closed":
                self._notes.on_day("DayIsOpenThoughSealed", day_on)

    def _disagree(self, day_on: str, parts: Sequence[str]) -> None:
        if parts:
            self._notes.on_day("YearEdgeDisagrees", day_on, parts=", ".join(parts))

    def _check_acts(self, edge: YearEdge) -> None:
        opened = self._acts.latest.get((edge.day_on, OPENED_ACT))
        closed = self._acts.latest.get((edge.day_on, CLOSED_ACT))
        wrong = []
        if opened is None or (opened.done_at, opened.done_by) != (edge.opened_at, edge.opened_by):
            wrong.append("opened")
        last_said = self._acts.latest.get((edge.day_on, PROLONGED_ACT), opened)
        if last_said is None or detail_of(last_said).get("until") != edge.until_on:
            wrong.append("until")
        hands = (closed.done_at, closed.done_by) if closed else (None, None)
        if hands != (edge.closed_at, edge.closed_by):
            wrong.append("closed")
        self._disagree(edge.day_on, wrong)

    def _check_seal(self, edge: YearEdge, seal: Sealed) -> None:
        body = seal.body
        if body is None:
            return  # which the check of the seals has said
        found = self._found(edge, body)
        wrong = sealing.differences(found, body)
        if "chain" in wrong:
            wrong.remove("chain")
            self._notes.on_day(
                "ChainWasRehashed", edge.day_on, first=body.get("first"), last=body["last"]
            )
        self._disagree(edge.day_on, wrong)

    def _found(self, edge: YearEdge, body: Mapping[str, object]) -> dict[str, object]:
        tally = self._vouchers.adjusted.get(edge.day_on)
        last = body["last"]
        mark = self._vouchers.marks.get(last) if isinstance(last, int) else None
        day = self._days.get(edge.day_on)
        return {
            "fy": edge.fy,
            "chain": mark.chain_hash.hex() if mark else body.get("chain"),
            "acts": body.get("acts") if body.get("acts") in self._acts.links else "",
            "first": tally.first_id if tally else None,
            "count": tally.number if tally else 0,
            "total": tally.paise if tally else 0,
            "vouchers": tally.digest.hex() if tally else sealing.digest_of(()),
            "opening": day.closing_paise if day else None,
        }  # fmt: skip
