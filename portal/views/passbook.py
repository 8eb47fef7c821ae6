"""An account on paper: its statement for a period, and the passbook that goes on where it ended."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from portal.actions import passbook as deeds
from portal.actions.member_account import (
    Folio,
    Statement,
    account_of,
    folio_of,
    period,
    share_folio,
    statement,
)
from portal.domain.members import Member
from portal.domain.passbook import LINES_A_PAGE, REASONS
from portal.domain.refusals import Refusal
from portal.storage.accounts import Account
from portal.storage.reference import chart
from portal.views.member_page import look_at
from portal.web.access import allow, doer, here
from portal.web.csv_answer import amount, csv_answer
from portal.web.fields import ChoiceField, DateField, PageForm, as_key
from portal.web.filters import voucher_no
from portal.web.house import house
from portal.web.locale import named
from portal.web.member import member_of
from portal.web.member_names import RELATIONS
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("passbook", __name__)


class PeriodForm(PageForm):
    """From which day to which day."""

    first = DateField(_l("From"), name="from", blank_ok=True)
    to = DateField(_l("To"), blank_ok=True)


class AgainForm(PageForm):
    """Print once more: from which page, and why."""

    again = ChoiceField(_l("From which page?"), coerce=as_key)
    why = ChoiceField(_l("Why once more?"))


class PrintedForm(PageForm):
    """What was on the paper that came out."""

    last = HiddenField()
    upto = HiddenField()


@bp.get("/members/<member_no>/shares")
@allow("read_member")
def shares(member_no: str) -> Response:
    """Show the statement of a member's share folio."""
    here()
    found = member_of(member_no)
    look_at(found, "statement")
    return _statement(
        found, None, share_folio(found), f"/members/{quote(member_no, safe='')}/shares"
    )


@bp.get("/accounts/<path:account_no>")
@allow("read_member")
def account(account_no: str) -> Response:
    """Show the statement of an account."""
    found, member = account_of(here().id, account_no)
    look_at(member, "statement")
    return _statement(member, found, folio_of(found), _path(found))


def _path(account: Account) -> str:
    return f"/accounts/{quote(account.account_no)}"


def _statement(member: Member, account: Account | None, folio: Folio, path: str) -> Response:
    """Answer with a statement as it is wanted: on screen by pages, on paper, or as CSV."""
    form = PeriodForm(formdata=request.args)
    wish = _wish()
    found = None
    if form.validate():
        try:
            dates = period(form.first.data, form.to.data, doer().today_on)
            found = statement(folio, *dates, _page_no() if wish == "screen" else None)
            form = PeriodForm(formdata=None, data=dict(zip(("first", "to"), dates, strict=True)))
        except Refusal as refusal:
            if refusal.status != 422:
                raise
            form.refuse(refusal)
    if found is not None and wish == "csv":
        return _csv(account, member, found)
    template = "statement_print" if found is not None and wish == "print" else "statement"
    return page(
        f"passbook/{template}.html", 200 if found else 422, member=member, account=account,
        found=found, form=form, path=path, chart=chart(), relations=RELATIONS,
        task_book=house().task_book, is_printed=bool(request.args.get("printed")),
    )  # fmt: skip


def _wish() -> str:
    if request.args.get("format") == "csv":
        return "csv"
    return "print" if request.args.get("print") == "1" else "screen"


def _page_no() -> int:
    typed = request.args.get("page", "1")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0


def _csv(account: Account | None, member: Member, found: Statement) -> Response:
    header = (
        _("Date"), _("Voucher"), _("Head code"), _("Head"), _("Details"), _("Out"), _("In"),
        _("Balance"),
    )  # fmt: skip
    opening = [
        found.first_on,
        "",
        "",
        "",
        _("Opening balance"),
        "",
        "",
        amount(found.opening_paise),
    ]
    rows: list[list[object]] = [list(opening)]
    for one in found.lines:
        entry = one.entry
        rows.append([
            entry.day_on, voucher_no(entry.kind, entry.no), entry.head, named(chart()[entry.head]),
            entry.narration, amount(one.out_paise), amount(one.in_paise), amount(one.balance_paise),
        ])  # fmt: skip
    key = f"account-{account.id}" if account else f"shares-{member.id}"
    return csv_answer(f"{key}-{found.first_on}--{found.last_on}", header, rows)


@bp.get("/accounts/<path:account_no>/passbook")
@allow("read_member")
def passbook(account_no: str) -> Response:
    """Print what the passbook lacks, below what is printed; with ``?again=`` from a page on."""
    found, member = account_of(here().id, account_no)
    look_at(member, "passbook")
    return _passbook(found, member, 200)


def _again() -> deeds.Again | None:
    page_no = request.args.get("again", "")
    if not page_no:
        return None
    is_number = page_no.isascii() and page_no.isdigit() and len(page_no) < 5
    return deeds.Again(int(page_no) if is_number else 0, request.args.get("why", ""))


def _passbook(account: Account, member: Member, status: int) -> Response:
    form = AgainForm(formdata=request.args if "again" in request.args else None)
    try:
        now = deeds.printing(account, _again())
    except Refusal as refusal:
        form.refuse(refusal)
        status, now = refusal.status, deeds.printing(account)
    form.again.choices = [
        (one, str(one)) for one in range(1, (now.last.page if now.last else 0) + 1)
    ]
    form.why.choices = [("", ""), *((key, _(text)) for key, text in REASONS.items())]
    return page(
        "passbook/passbook.html", status, account=account, member=member, now=now, form=form,
        path=_path(account), chart=chart(), relations=RELATIONS, task_book=house().task_book,
        reasons=REASONS, lines_a_page=LINES_A_PAGE,
    )  # fmt: skip


@bp.post("/accounts/<path:account_no>/passbook")
@allow("enter_voucher")
def printed(account_no: str) -> Response:
    """Note that the print came out well, so that the next one goes on below it."""
    found, _member = account_of(here().id, account_no)
    form = PrintedForm()
    sent = {name: form[name].data or "0" for name in ("last", "upto")}
    again = _again()
    content = {**sent, "again": [again.page, again.why] if again else None}
    last, upto = (int(one) if one.isascii() and one.isdigit() and len(one) < 10 else -1
                  for one in sent.values())  # fmt: skip
    done = deeds.note_printed(doer(), slip(content), found, last, upto, again)
    return see(done.location)
