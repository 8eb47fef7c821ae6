"""The registers of shares, deposits and loans, and the slips that confirm a village's balances."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.actions import registers as reading
from portal.actions.looks import note_look
from portal.domain.dates import financial_year, fy_range, parse_on
from portal.domain.text import clean
from portal.storage import registers
from portal.storage.reference import chart
from portal.storage.registers import AccountRow
from portal.views.member_page import subject_of
from portal.web.access import allow, doer, here
from portal.web.csv_answer import amount, csv_answer
from portal.web.locale import named
from portal.web.member_names import RELATIONS
from portal.web.page import page

bp = Blueprint("registers", __name__)

KINDS = {
    "savings": _l("Savings"), "fixed": _l("Fixed deposits"), "recurring": _l("Recurring deposits"),
    "daily": _l("Daily deposits"), "thrift": _l("Thrift deposits"),
    "group": _l("Group deposits"), "matured": _l("Matured deposits"),
}  # fmt: skip


def _after() -> int:
    typed = request.args.get("after", "0")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _most() -> int:
    return reading.ALL if request.args.get("format") == "csv" else reading.ROWS


def _look_at(numbers: Iterable[str | None], reason: str) -> None:
    """Note a look at each member whose balance is about to be shown; what can't be is refused."""
    subjects = sorted({one for one in numbers if one})
    if subjects:
        note_look(doer(), here().id, subjects, reason)


@bp.get("/registers")
@allow("read_member")
def index() -> Response:
    """List the registers."""
    here()
    return page("registers/index.html")


@bp.get("/registers/shares")
@allow("read_member")
def shares() -> Response:
    """Show the share register: who has how much, and what came and went since a day."""
    society, today = here(), doer().today_on
    typed = request.args.get("from", "")
    first_on = parse_on(typed) if typed else fy_range(financial_year(today))[0]
    found = reading.share_register(society.id, first_on, _after(), _most())
    _look_at((one.member_no or f"#{one.member_id}" for one in found.rows), "register")
    if _most() == reading.ALL:
        return _shares_csv(society.code, found, today)
    return page(
        "registers/shares.html", found=found, first_on=first_on, chart=chart(), after=_after()
    )


def _shares_csv(code: str, found: reading.ShareRegister, today: str) -> Response:
    header = (
        _("Member no."), _("Name"), _("Father or husband"), _("Village"), _("Received"),
        _("Paid back"), _("Share in the society"),
    )  # fmt: skip
    rows = [
        [one.member_no, one.name_hi, one.guardian_hi, one.village_hi,
         *(amount(paise) for paise in reversed(found.moved.get(one.member_id, (0, 0)))),
         amount(one.paise)]
        for one in found.rows
    ]  # fmt: skip
    return csv_answer(f"share-register-{code}-{today}", header, rows)


@bp.get("/registers/deposits")
@allow("read_member")
def deposits() -> Response:
    """Show the deposit register, all accounts or those of one kind."""
    society, kind = here(), request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    found = reading.deposit_register(society.id, kind, _after(), _most())
    return _accounts("deposits", found, {"kind": kind or None})


@bp.get("/registers/loans")
@allow("read_member")
def loans() -> Response:
    """Show the loan register, or only the loans whose date has passed."""
    society, is_overdue = here(), request.args.get("overdue") == "1"
    found = reading.loan_register(
        society.id, doer().today_on, _after(), _most(), only_overdue=is_overdue
    )
    return _accounts("loans", found, {"overdue": 1 if is_overdue else None})


def _accounts(name: str, found: reading.AccountRegister, wish: dict[str, object]) -> Response:
    _look_at((one.member_no for one in found.rows), "register")
    today = doer().today_on
    if _most() == reading.ALL:
        return _accounts_csv(name, found.rows, today)
    return page(
        "registers/accounts.html", name=name, found=found, wish=wish, chart=chart(), kinds=KINDS,
        today_on=today, after=_after(), is_loan=name == "loans",
    )  # fmt: skip


def _accounts_csv(name: str, found: list[AccountRow], today: str) -> Response:
    header = (
        _("Account"), _("Member no."), _("Name"), _("Village"), _("Head code"), _("Head"),
        _("Amount agreed"), _("Due on"), _("Balance"), _("Interest posted"), _("Overdue"),
    )  # fmt: skip
    side = 1 if name == "loans" else -1
    rows = []
    for one in found:
        is_late = name == "loans" and bool(one.due_on) and one.due_on < today
        rows.append([
            one.account_no, one.member_no, one.name_hi, one.village_hi, one.head,
            named(chart()[one.head]), "" if one.amount_paise is None else amount(one.amount_paise),
            one.due_on, amount(one.paise * side), amount(one.interest_paise),
            amount(one.paise) if is_late else "",
        ])  # fmt: skip
    return csv_answer(f"{name}-{here().code}-{today}", header, rows)


@bp.get("/registers/confirmations")
@allow("read_member")
def confirmations() -> Response:
    """Print slips that a village's members sign: right, or wrong; fifty members at a time."""
    society = here()
    village = clean(request.args.get("village", ""))[:80]
    if "village" not in request.args:
        return page("registers/villages.html", villages=registers.villages(society.id))
    typed = request.args.get("page", "1")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    asked, pages = reading.village_page(society.id, village, number)
    _look_at((subject_of(one) for one in asked), "confirmation")
    return page(
        "registers/confirmations.html", village=village, number=number, pages=pages,
        slips=reading.confirmations(society.id, asked), chart=chart(), relations=RELATIONS,
        on=doer().today_on,
    )  # fmt: skip
