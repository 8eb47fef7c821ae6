"""Pensions handed out at the counter: the payment, its slip, and the register of a month."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.actions import pension_payments as deeds
from portal.actions import pensioners as register
from portal.actions.looks import note_look
from portal.actions.pension_payments import Paid
from portal.domain.pension_payments import months_to, read_month
from portal.domain.pensioners import Pensioner
from portal.domain.refusals import Refusal
from portal.views import pensioner_words as words
from portal.views.pensioners import ONE, subject_of
from portal.web.access import allow, doer, here
from portal.web.csv_answer import amount, csv_answer
from portal.web.fields import AmountField, ChoiceField, PageForm
from portal.web.filters import voucher_no
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("pension_payments", __name__)

MONTHS_OFFERED = 13
ON_SCREEN, A_SHEET = 20, 18


class PayForm(PageForm):
    """Which month, how much."""

    month = ChoiceField(_l("For which month?"))
    amount = AmountField(_l("Amount"))


def _this_month() -> str:
    day = running_day()
    return (day.day_on if day else doer().today_on)[:7]


def _form_page(
    one: Pensioner, form: PayForm, status: int = 200, refusal: str | None = None
) -> Response:
    months = months_to(_this_month(), MONTHS_OFFERED)
    form.month.choices = [(month, words.month_name(month)) for month in months]
    return page(
        "pensioners/pay.html", status, one=one, form=form, refusal=refusal,
        held=deeds.held_paise(here().id),
    )  # fmt: skip


@bp.get(f"{ONE}/pay")
@allow("pay_pension")
def pay_form(pensioner_id: int) -> Response:
    """Ask for which month and how much; the amount of the order is there already."""
    one = register.pensioner(here().id, pensioner_id)
    note_look(doer(), one.society_id, [subject_of(one)], "pensioner")
    data = {"month": request.args.get("month", _this_month()), "amount": one.monthly_paise}
    return _form_page(one, PayForm(formdata=None, data=data))


@bp.post(f"{ONE}/pay")
@allow("pay_pension")
def pay(pensioner_id: int) -> Response:
    """Read a payment back, then hand it out once."""
    society = here()
    one = register.pensioner(society.id, pensioner_id)
    form = PayForm()
    if not form.validate() or request.form.get("change"):
        return _form_page(one, form, 422 if form.errors else 200)
    month, paise = form.month.data or "", form.amount.data or 0
    paper = slip({"month": month, "paise": paise})
    try:
        if not request.form.get("confirm"):
            deeds.check_pay(society.id, pensioner_id, month, paise)
            return _read_back(one, form, month, paise)
        return see(deeds.pay(doer(), paper, society.id, pensioner_id, month, paise).location)
    except Refusal as refusal:
        if refusal.status not in (409, 422):
            raise
        form.refuse(refusal)
        return _form_page(one, form, refusal.status, refusal.name)


def _read_back(one: Pensioner, form: PayForm, month: str, paise: int) -> Response:
    kept = [*form.kept(), ("form_token", request.form["form_token"])]
    draft, persons, paid = deeds.waiting_for(one, month, paise)
    return page(
        "pensioners/pay_check.html", one=one, month=month, paise=paise, fields=kept, draft=draft,
        persons=persons, paid_paise=paid,
    )  # fmt: skip


@bp.get(f"{ONE}/payments/<month>")
@allow("read_pensioners")
def payment(pensioner_id: int, month: str) -> Response:
    """Show the slip of a payment, with room to sign or for a thumb; the look is noted (P9)."""
    society = here()
    paid = deeds.payment_of(society.id, pensioner_id, month)
    note_look(doer(), society.id, [subject_of(paid.pensioner)], "pensioner")
    return page("pensioners/payment_slip.html", paid=paid, one=paid.pensioner, month=month)


@bp.get("/pensioners/payments")
@allow("read_pensioners")
def month_register() -> Response:
    """Show what was handed out for a month; ``print=1`` is paper, ``format=csv`` a file."""
    society = here()
    month = read_month(request.args.get("month") or _this_month())
    listed = deeds.month_register(society.id, month)
    if request.args.get("format") == "csv":
        _note(listed)
        return _as_csv(society.code, month, listed)
    is_paper = request.args.get("print") == "1"
    size = A_SHEET if is_paper else ON_SCREEN
    sheets = [listed[at : at + size] for at in range(0, len(listed), size)] or [[]]
    number = max(1, min(request.args.get("page", 1, int), len(sheets)))
    _note(listed if is_paper else sheets[number - 1])
    return page(
        f"pensioners/month{'_print' if is_paper else ''}.html", listed=listed, month=month,
        sheets=sheets, months=months_to(_this_month(), MONTHS_OFFERED), a_sheet=A_SHEET,
        sum_paise=sum(one.standing.paise for one in listed if one.standing.stands), number=number,
    )  # fmt: skip


def _note(shown: list[Paid]) -> None:
    """Note the looks at all whose money is shown (P9)."""
    if shown:
        subjects = sorted({subject_of(one.pensioner) for one in shown})
        note_look(doer(), here().id, subjects, "register")


def _as_csv(code: str, month: str, listed: list[Paid]) -> Response:
    header = (
        _("Name"), _("Father or husband"), _("Village"), _("Pension"), _("Number"), _("Amount"),
        _("Voucher no."), _("Taken back"),
    )  # fmt: skip
    rows = [
        [
            one.pensioner.name_hi, one.pensioner.guardian_hi, one.pensioner.village_hi,
            words.scheme_name(one.pensioner), words.masked_no(one.pensioner.benefit_no),
            amount(one.standing.paise), voucher_no(one.standing.kind, one.standing.no),
            "" if one.standing.stands else _("yes"),
        ]
        for one in listed
    ]  # fmt: skip
    return csv_answer(f"pension-{code}-{month}", header, rows)
