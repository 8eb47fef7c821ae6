"""Members' accounts: opening one with its first deposit, and closing one with its payment."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import accounts as deeds
from portal.actions.accounts import Standing
from portal.actions.looks import note_look
from portal.domain.accounts import (
    KINDS,
    KindIsMissing,
    Payout,
    Terms,
    deposit_task,
    parse_months,
    parse_rate_bp,
    payout_task,
    show_rate,
)
from portal.domain.heads import BANK_CURRENT
from portal.domain.members import Member, MemberIsUnknown
from portal.domain.money import plain
from portal.domain.refusals import Refusal
from portal.domain.tasks import TaskIsUnknown
from portal.domain.text import latin_digits
from portal.storage import accounts, members
from portal.storage.reference import chart
from portal.views.entry import open_day, read_back
from portal.views.entry_forms import MODE_NAMES, AtCounter, bank_accounts
from portal.views.member_page import subject_of
from portal.web.access import acting_role, allow, doer, here
from portal.web.fields import AmountField, ChoiceField, DateField, PageForm, WordsField, as_key
from portal.web.house import house
from portal.web.locale import named
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("accounts", __name__)

KIND_NAMES = {
    "savings": _l("Savings"), "fixed": _l("Fixed deposit"), "recurring": _l("Recurring deposit"),
    "daily": _l("Daily deposit"), "thrift": _l("Thrift deposit"), "group": _l("Group deposit"),
    "loan": _l("Loan"),
}  # fmt: skip
AMOUNT_NAMES = {
    "fixed": _l("Sum that is deposited"), "recurring": _l("Instalment of a month"),
    "loan": _l("Sanctioned amount"),
}  # fmt: skip


class RateField(AmountField):
    """Per cent a year; the value is hundredths of a per cent."""

    read = staticmethod(parse_rate_bp)
    show = staticmethod(show_rate)  # type: ignore[assignment]


class MonthsField(AmountField):
    """A number of months."""

    read = staticmethod(parse_months)
    show = staticmethod(str)  # type: ignore[assignment]


class TermsForm(PageForm):
    """What is agreed; which fields stand depends on the kind."""

    account_no = WordsField(_l("Account number"), most=20)
    head = ChoiceField(_l("Which loan?"), coerce=as_key)
    amount = AmountField(_l("Amount"), blank_ok=True)
    rate = RateField(_l("Interest for a year, per cent"), blank_ok=True)
    months = MonthsField(_l("For how many months?"), blank_ok=True)
    due_on = DateField(_l("To be paid by"), blank_ok=True)
    season = WordsField(_l("Season or purpose"), most=40)


class PayoutForm(PageForm):
    """How the money of a closed account is paid."""

    mode = ChoiceField(_l("How?"))
    bank = ChoiceField(_l("Which bank account?"), coerce=as_key)
    reference = WordsField(_l("Cheque, UPI or transfer number"), most=40, is_number=True)
    reference_on = DateField(_l("Its date"), blank_ok=True)
    party = WordsField(_l("Name"), most=80)
    narration = WordsField(_l("Details"), most=160)


def _member(member_no: str) -> Member:
    found = members.member_by_no(here().id, member_no)
    if found is None:
        raise MemberIsUnknown
    return found


def _terms_form(kind: str, **kwargs: Any) -> TermsForm:
    form = TermsForm(**kwargs)
    asks = KINDS[kind].asks
    form.head.choices = [(code, named(chart()[code])) for code in KINDS[kind].heads]
    form.amount.label.text = AMOUNT_NAMES.get(kind, "")
    for name in ("head", "amount", "rate", "months", "due_on", "season"):
        if name not in asks:
            del form[name]
    return form


@bp.get("/members/<member_no>/accounts/new")
@allow("open_account")
def open_form(member_no: str) -> Response:
    """Choose the kind of account, then its terms."""
    member = _member(member_no)
    open_day()
    kind = request.args.get("kind", "")
    if kind not in KINDS:
        return page("accounts/kinds.html", member=member, kinds=KIND_NAMES)
    proposed = {"account_no": deeds.proposed_no(here().id, kind)}
    form = _terms_form(kind, formdata=None, data=proposed)
    return _open_page(member, kind, form)


def _open_page(
    member: Member, kind: str, form: TermsForm, status: int = 200, refusal: str | None = None
) -> Response:
    return page(
        "accounts/open.html", status, member=member, kind=kind, name=KIND_NAMES[kind], form=form,
        refusal=refusal, gives=kind == "loan",
        can_go_on=kind != "loan" or _may_do("loan_disburse"),
    )  # fmt: skip


def _may_do(code: str) -> bool:
    try:
        house().task_book.for_role(code, acting_role())
    except TaskIsUnknown:
        return False
    return True


@bp.post("/members/<member_no>/accounts/new")
@allow("open_account")
def open_account(member_no: str) -> Response:
    """Open the account; then take its first deposit, or give the loan, where that is wished."""
    member = _member(member_no)
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        raise KindIsMissing
    form = _terms_form(kind)
    if not form.validate():
        return _open_page(member, kind, form, 422)
    terms = _terms_of(kind, form)
    content = {name: getattr(terms, name) for name in Terms.__slots__} | {"member": member.id}
    try:
        deeds.open_account(doer(), slip(content), here().id, member.id, terms)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _open_page(member, kind, form, 422, refusal.name)
    return _next_step(member, terms)


def _terms_of(kind: str, form: TermsForm) -> Terms:
    def data(name: str) -> Any:
        return form[name].data if name in form else None

    return Terms(
        kind=kind, account_no=data("account_no") or "", head=data("head"),
        amount_paise=data("amount"), rate_bp=data("rate"), months=data("months"),
        due_on=data("due_on") or "", season=data("season") or "",
    )  # fmt: skip


def _next_step(member: Member, terms: Terms) -> Response:
    account = accounts.account_by_no(here().id, latin_digits(terms.account_no))
    if account is None or request.form.get("then") != "money":
        return see(f"/members/{member.member_no}")
    way = payout_task if account.kind == "loan" else deposit_task
    task = way(account.kind, account.head)
    amount = f"&amount={plain(account.amount_paise)}" if account.amount_paise else ""
    where = f"/vouchers/new/{task}?member_no={member.member_no}&account={account.id}{amount}"
    return see(where if _may_do(task) else f"/members/{member.member_no}")


def _looked_at(account_id: int) -> Standing:
    """Return an account with what it holds, once the look is written (P9)."""
    found = deeds.standing(here().id, account_id)
    note_look(doer(), here().id, [subject_of(found.member)], "closing")
    return found


def _payout_form(found: Standing, **kwargs: Any) -> PayoutForm:
    form = PayoutForm(**kwargs)
    task = house().task_book[payout_task(found.account.kind, found.account.head)]
    form.mode.choices = [(mode, MODE_NAMES[mode]) for mode in task.modes]
    form.bank.choices = [(code, named(chart()[code])) for code in bank_accounts()]
    if len(form.bank.choices) < 2:
        del form.bank
    return form


@bp.get("/accounts/<int(max=2147483647):account_id>/close")
@allow("open_account")
def close_form(account_id: int) -> Response:
    """Show what an account holds and ask how it is paid out."""
    found = _looked_at(account_id)
    open_day()
    form = _payout_form(found, formdata=None, data={"party": found.member.name_hi})
    return _close_page(found, form)


def _close_page(
    found: Standing, form: PayoutForm, status: int = 200, refusal: str | None = None
) -> Response:
    account = found.account
    is_loan = account.kind == "loan"
    return page(
        "accounts/close.html", status, found=found, form=form, refusal=refusal, is_loan=is_loan,
        name=KIND_NAMES.get(account.kind, named(chart()[account.head])), chart=chart(),
        repay=deposit_task(account.kind, account.head) if is_loan else "",
    )  # fmt: skip


@bp.post("/accounts/<int(max=2147483647):account_id>/close")
@allow("open_account")
def close(account_id: int) -> Response:
    """Read back the payment of a closing, or with ``confirm`` close the account."""
    found = _looked_at(account_id)
    form = _payout_form(found)
    if "change" in request.form or not form.validate():
        return _close_page(found, form, 200 if "change" in request.form else 422)
    how = _payout_of(found, form)
    try:
        draft = deeds.closing_draft(found, how)
        if "confirm" not in request.form and draft is not None:
            open_day()
            task = house().task_book.named(draft.task)
            return read_back(task, form, draft, None, AtCounter(member=found.member))
        content = {"account": account_id, "how": repr(how)}
        done = deeds.close_account(doer(), slip(content), here().id, account_id, how)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _close_page(found, form, 422, refusal.name)
    return see(done.location)


def _payout_of(found: Standing, form: PayoutForm) -> Payout | None:
    if not found.paise:
        return None
    return Payout(
        mode=form.mode.data or "cash",
        bank=(form.bank.data if "bank" in form else None) or BANK_CURRENT,
        reference=form.reference.data or "", reference_on=form.reference_on.data or "",
        party=form.party.data or found.member.name_hi,
        narration=form.narration.data
        or gettext("Account %(no)s closed", no=found.account.account_no),
    )  # fmt: skip
