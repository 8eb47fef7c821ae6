"""The day's register of the CSC counter: on screen, on paper with room to sign, and as CSV."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.actions import counter_register as deeds
from portal.domain.aeps_words import KIND_NAMES, OUTCOME_NAMES, SETTLED_NAMES
from portal.domain.bill_orders import OrderState
from portal.domain.counter_register import AEPS, BILL, BY_HAND, FEE, REFUND, TAKEN_BACK, Entry
from portal.domain.dates import ist_moment, next_on, parse_on, previous_on
from portal.views.order_words import STATE_NAMES
from portal.web.access import allow, doer, here
from portal.web.csv_answer import amount, csv_answer
from portal.web.page import is_blind, page, running_day, see

bp = Blueprint("counter_register", __name__)

ON_SCREEN, A_SHEET = 30, 18
NAMES = {
    BILL: _l("Bill"), FEE: _l("Fee"), REFUND: _l("Money given back"), AEPS: _l("By Aadhaar"),
}  # fmt: skip
MODES = {
    "cash": _l("Cash"), "upi": _l("UPI"), "aeps": _l("By Aadhaar"), "wallet": _l("CSC wallet"),
}  # fmt: skip
_ORDER_STATES = {state.value: STATE_NAMES[state] for state in OrderState}


def what_of(entry: Entry) -> str:
    """Name what was done: the biller, what the fee is for, or the kind of Aadhaar transaction."""
    if entry.kind == AEPS and entry.what in KIND_NAMES:
        return str(_(KIND_NAMES[entry.what]))
    return entry.what or str(NAMES[entry.kind])


def state_of(entry: Entry) -> str:
    """Name how a line stands."""
    if entry.state == TAKEN_BACK:
        return str(_("Taken back"))
    if entry.state == BY_HAND:
        return str(_("by hand"))
    if entry.kind in (BILL, REFUND):
        return str(_ORDER_STATES[entry.state])
    if entry.kind == FEE:
        return str(_("taken"))
    known = OUTCOME_NAMES.get(entry.state) or SETTLED_NAMES[entry.what, entry.state]
    return str(_(known))


def _last_on() -> str:
    day = running_day()
    return day.day_on if day else doer().today_on


@bp.get("/counter/register")
@allow("read_counter")
def latest() -> Response:
    """Lead to the register of the latest day."""
    here()
    return see(f"/counter/register/{_last_on()}")


@bp.get("/counter/register/<on>")
@allow("read_counter")
def register(on: str) -> Response:
    """Show the register of a day; ``print=1`` is paper with room to sign, ``format=csv`` a file."""
    society = here()
    book = deeds.register_of(society.id, parse_on(on))
    if request.args.get("format") == "csv":
        return _as_csv(society.code, book)
    last_on = _last_on()
    day = running_day()
    is_paper = request.args.get("print") == "1"
    size = A_SHEET if is_paper else ON_SCREEN
    parts = [book.entries[at : at + size] for at in range(0, len(book.entries), size)] or [[]]
    number = request.args.get("page", 1, int)
    number = number if 1 <= number <= len(parts) else 1
    return page(
        f"counter_register/{'print' if is_paper else 'register'}.html", book=book, parts=parts,
        number=number, size=size, what_of=what_of, state_of=state_of, names=NAMES, modes=MODES,
        before_on=previous_on(book.on), after_on=next_on(book.on) if book.on < last_on else None,
        is_hidden=is_blind() and day is not None and day.day_on == book.on,
    )  # fmt: skip


def _as_csv(code: str, book: deeds.CounterRegister) -> Response:
    header = (
        _("No."), _("Time"), _("Kind"), _("What"), _("Name"), _("Number"), _("Reference"),
        _("Amount"), _("Fees"), _("Cash in"), _("Cash out"), _("UPI"), _("State"),
    )  # fmt: skip
    rows = [
        [
            no, ist_moment(one.at), NAMES[one.kind], what_of(one), one.name, one.number,
            one.reference, amount(one.amount_paise), amount(one.fee_paise),
            amount(max(0, one.cash_paise)), amount(max(0, -one.cash_paise)), amount(one.upi_paise),
            state_of(one),
        ]
        for no, one in enumerate(book.entries, start=1)
    ]  # fmt: skip
    return csv_answer(f"counter-{code}-{book.on}", header, rows)
