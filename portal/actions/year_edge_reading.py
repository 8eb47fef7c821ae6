"""Reading the edge of a year: how it stands, what is missing, its adjustments and its seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.actions.books import Tie, ties_of
from portal.actions.year_edge import days_to_close
from portal.domain.daybook import Voucher
from portal.domain.proposals import Proposal
from portal.domain.refusals import Refusal
from portal.domain.year_edge import ADJUSTMENT, YearEdge, edge_on, ended_year
from portal.storage import daybook, people, proposals, seals, year_edge
from portal.storage.engine import snapshot
from portal.storage.seals import Seal
from portal.storage.year_edge import Sums

A_PAGE = 10
ALL = 100_000


@dataclass(frozen=True, slots=True)
class Standing:
    """How the edge of a year stands.

    ``edge`` is None where it was never opened; then ``missing`` are the days to be closed first,
    and ``why_not`` is what else keeps it from being opened. ``ties`` say which adjustment takes
    back which.
    """

    fy: int
    edge: YearEdge | None
    missing: list[str]
    why_not: Refusal | None
    sums: Sums
    vouchers: list[Voucher]
    ties: dict[int, list[Tie]]
    waiting: list[Proposal]
    seal: Seal | None
    names: dict[int, tuple[str, str]]
    others: list[YearEdge]
    page: int

    @property
    def pages(self) -> int:
        """How many pages the list of adjustments has."""
        return max(1, -(-self.sums.number // A_PAGE))

    @property
    def day_on(self) -> str:
        """The 31 March of the year."""
        return edge_on(self.fy)


def year_to_show(edges: Sequence[YearEdge], today_on: str) -> int:
    """Return the year whose edge is open, else the one that ended last."""
    return next((one.fy for one in edges if one.is_open), ended_year(today_on))


def standing(society_id: int, year: int | None, today_on: str, page: int | None) -> Standing:
    """Read the edge of a year, None for the one to show; ``page`` None reads all adjustments."""
    with snapshot():
        others = year_edge.edges(society_id)
        fy = year_to_show(others, today_on) if year is None else year
        edge = next((one for one in others if one.fy == fy), None)
        missing, why_not = _missing(society_id, fy) if edge is None else ([], None)
        sums = year_edge.sums(society_id, fy)
        most, skip = (A_PAGE, (page - 1) * A_PAGE) if page else (ALL, 0)
        vouchers = daybook.vouchers_of_kind(society_id, fy, ADJUSTMENT, most, skip)
        is_open = edge is not None and edge.is_open
        waiting = [
            one for one in (proposals.waiting([society_id]) if is_open else [])
            if one.day_on == edge_on(fy)
        ]  # fmt: skip
        seal = seals.seal(society_id, edge.seal_no) if edge and edge.seal_no else None
        ids = {one.entered_by for one in vouchers}
        ids |= {who for who in (edge.opened_by, edge.closed_by) if who} if edge else set()
        return Standing(
            fy, edge, missing, why_not, sums, vouchers, ties_of(society_id, vouchers), waiting,
            seal, people.names(ids), others, page or 1,
        )  # fmt: skip


def _missing(society_id: int, fy: int) -> tuple[list[str], Refusal | None]:
    try:
        return days_to_close(society_id, fy), None
    except Refusal as refusal:
        return [], refusal
