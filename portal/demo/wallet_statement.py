"""A statement of the CSC's wallet, as its keeper would write it, read in by the manager."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

from portal.actions.statements import send_statement
from portal.domain.dates import next_on, show_on
from portal.domain.heads import WALLET
from portal.domain.people import Doer, Slip
from portal.gateways.spreadsheets import Spreadsheets
from portal.storage import days
from portal.storage.statements import balance_before, entries_between

_DAYS = 9
_CHARGED_PAISE = 118_00
_CHARGED_FOR = "Device annual charges incl GST"
_HEADINGS = ("Date", "Particulars", "Reference", "Debit", "Credit", "Balance")


def read_statement_in(doer: Doer, slip: Callable[[], Slip], society_id: int, last_on: str) -> None:
    """Read in what the wallet's keeper says of some days: all that is booked, and one charge more.

    Nobody has booked the charge, so that comparing has something to show.
    """
    earliest_on = (date.fromisoformat(last_on) - timedelta(days=_DAYS)).isoformat()
    first_on = _after_opening(society_id, earliest_on, last_on)
    content = _written(society_id, first_on, last_on)
    name = f"wallet-{last_on}.csv"
    send_statement(doer, slip(), society_id, WALLET, name, content, Spreadsheets())


def _after_opening(society_id: int, first_on: str, last_on: str) -> str:
    """Return from when the keeper knows the society: after its opening balances."""
    for day in days.days_between(society_id, first_on, last_on):
        if day.kind == "opening":
            return next_on(day.day_on)
    return first_on


def _written(society_id: int, first_on: str, last_on: str) -> bytes:
    moves = [
        (one.day_on, one.narration or "", one.reference, one.paise)
        for one in entries_between(society_id, WALLET, first_on, last_on)
    ]
    moves.insert(len(moves) // 2, (_middle_of(moves, last_on), _CHARGED_FOR, "", -_CHARGED_PAISE))
    balance = balance_before(society_id, WALLET, first_on)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_HEADINGS)
    for on, words, reference, paise in moves:
        balance += paise
        debit, credit = (_rs(-paise), "") if paise < 0 else ("", _rs(paise))
        writer.writerow((show_on(on), words, reference, debit, credit, _rs(balance)))
    return written.getvalue().encode()


def _middle_of(moves: list[tuple[str, str, str, int]], otherwise_on: str) -> str:
    return moves[len(moves) // 2][0] if moves else otherwise_on


def _rs(paise: int) -> str:
    return f"{paise // 100}.{paise % 100:02d}"
