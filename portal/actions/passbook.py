"""Printing passbooks: what is new since the last print, and noting that it was printed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.member_account import folio_of
from portal.actions.posting import note_act
from portal.domain import passbook as paging
from portal.domain.member_account import StatementLine, statement_lines
from portal.domain.passbook import (
    PassbookPageIsNotThere,
    PassbookWasPrinted,
    Place,
    ReprintNeedsReason,
    Sheet,
)
from portal.domain.people import Doer, Slip
from portal.storage import member_account
from portal.storage.accounts import Account
from portal.storage.daybook import lock_book
from portal.storage.engine import snapshot
from portal.storage.member_account import Print


@dataclass(frozen=True, slots=True)
class Again:
    """A wish to print once more: from which page, and why (a key of domain REASONS)."""

    page: int
    why: str


@dataclass(frozen=True, slots=True)
class Printing:
    """What is to be printed now. ``upto_id`` is the last voucher on it, ``place`` where it ends."""

    last: Print | None
    sheets: list[Sheet]
    place: Place
    upto_id: int
    again: Again | None

    @property
    def is_first(self) -> bool:
        """Nothing was printed yet, so the passbook's own first page goes before."""
        return self.last is None

    @property
    def has_cover(self) -> bool:
        """The passbook's own first page is part of it."""
        return self.is_first or (self.again is not None and self.again.page == 1)

    @property
    def lines(self) -> int:
        """How many lines are printed."""
        return sum(len(one.lines) for one in self.sheets)


def printing(account: Account, again: Again | None = None, upto_id: int | None = None) -> Printing:
    """Lay out what a passbook lacks, or (``again``) everything from a page on.

    ``upto_id`` leaves out what was entered after that voucher. Raises ReprintNeedsReason and
    PassbookPageIsNotThere.
    """
    if again is not None and again.why not in paging.REASONS:
        raise ReprintNeedsReason
    with snapshot():
        last = member_account.last_print(account.society_id, account.id)
        if again is not None and last is None:
            raise PassbookPageIsNotThere
        after_id = last.last_voucher_id if last and again is None else 0
        lines, upto = _lines(account, after_id, upto_id)
    start = Place(last.page, last.line) if last and again is None else Place()
    sheets = paging.from_page(lines, again.page) if again else paging.lay_out(lines, start)
    return Printing(last, sheets, paging.place_after(sheets, start), upto, again)


def _lines(account: Account, after_id: int, upto_id: int | None) -> tuple[list[StatementLine], int]:
    folio = folio_of(account)
    where = folio[:3]
    opening = member_account.balance_at(*where, after_id) * folio.side if after_id else 0
    found = member_account.entries_in_order(*where, after_id, upto_id)
    upto = found[-1].voucher_id if found else after_id
    return statement_lines(found, opening, folio.side), upto


def note_printed(
    doer: Doer, slip: Slip, account: Account, last_id: int, upto_id: int, again: Again | None
) -> Done:
    """Note that a passbook was printed up to a voucher, once for this slip.

    ``last_id`` is the printing that was the last when the page was shown (0 for none); raises
    PassbookWasPrinted when there is another by now. A print made again is also an act, with its
    reason.
    """

    def deed() -> Done:
        lock_book(account.society_id)
        now = printing(account, again, upto_id)
        has_nothing = now.last is not None and not now.sheets
        seen = (now.last.id if now.last else 0, now.upto_id)
        if has_nothing or seen != (last_id, upto_id):
            raise PassbookWasPrinted
        member_account.keep_print(account.society_id, account.id, Print(
            last_id + 1, now.upto_id, *now.place, doer.at, doer.person_id
        ))  # fmt: skip
        if again is not None:
            note_act(
                doer, account.society_id, "passbook_reprinted", doer.today_on,
                account_no=account.account_no, page=again.page, why=again.why,
            )  # fmt: skip
        return Done(f"/accounts/{quote(account.account_no)}?printed=1")

    return exactly_once(doer, slip, deed)
