"""A passbook on paper: twenty lines a page, and each printing goes on below the last one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.domain.member_account import StatementLine
from portal.domain.refusals import N_, Refusal

LINES_A_PAGE = 20

#: Why a passbook is printed once more.
REASONS = {
    "lost": N_("the passbook is lost"), "spoiled": N_("the passbook is spoiled"),
    "misprinted": N_("the print went wrong"),
}  # fmt: skip


class PassbookWasPrinted(Refusal):
    """Somebody else printed this passbook since the page was shown."""

    message = N_(
        "This passbook was printed by somebody meanwhile. Nothing was noted; open the page again."
    )
    status = 409


class PassbookPageIsNotThere(Refusal):
    """The passbook has no such page yet."""

    message = N_("The passbook has no such page yet.")
    status = 422
    field = "again"


class ReprintNeedsReason(Refusal):
    """Whoever prints lines once more says why."""

    message = N_("Choose why it is printed again.")
    status = 422
    field = "why"


class Place(NamedTuple):
    """Where a passbook stands: the page, and how many of its lines are used. Page 0: nothing."""

    page: int = 0
    line: int = 0


class Sheet(NamedTuple):
    """One page to be put under the printer: lines already there, then the new ones."""

    page: int
    used: int
    lines: Sequence[StatementLine]

    @property
    def is_full(self) -> bool:
        """Say whether the next line begins another page."""
        return self.used + len(self.lines) == LINES_A_PAGE

    @property
    def first_line(self) -> int:
        """The number of the first line that is printed, from 1."""
        return self.used + 1


def lay_out(lines: Sequence[StatementLine], start: Place) -> list[Sheet]:
    """Lay new lines onto pages below what is printed already."""
    page, used = start
    if page == 0 or used >= LINES_A_PAGE:
        page, used = page + 1, 0
    sheets = []
    left = list(lines)
    while left:
        room = LINES_A_PAGE - used
        sheets.append(Sheet(page, used, tuple(left[:room])))
        left, page, used = left[room:], page + 1, 0
    return sheets


def place_after(sheets: Sequence[Sheet], start: Place) -> Place:
    """Return where the passbook stands once these sheets are printed."""
    if not sheets:
        return start
    last = sheets[-1]
    return Place(last.page, last.used + len(last.lines))


def from_page(lines: Sequence[StatementLine], page: int) -> list[Sheet]:
    """Lay out everything anew from a page on; raise PassbookPageIsNotThere."""
    sheets = lay_out(lines, Place())
    if not 1 <= page <= len(sheets):
        raise PassbookPageIsNotThere
    return sheets[page - 1 :]
