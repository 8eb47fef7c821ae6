"""Correcting a voucher: what went wrong, the read-back of what it will make, and doing it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.actions import corrections as deeds
from portal.actions.daybook import voucher as voucher_of
from portal.actions.second_persons import persons_correcting
from portal.domain.corrections import (
    REASONS,
    Correction,
    ReasonIsUnknown,
    RightHeadIsMissing,
)
from portal.domain.daybook import Draft, Voucher
from portal.domain.refusals import Refusal
from portal.storage.reference import chart
from portal.views.daybook import direction_of
from portal.views.entry import open_day
from portal.web.access import acting_role, allow, doer, here, may
from portal.web.fields import AmountField, ChoiceField, PageForm, RemarkField, as_key
from portal.web.house import house
from portal.web.locale import named
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("corrections", __name__)

REASON_NAMES = {
    "wrong_amount": _l("The amount is wrong"),
    "wrong_head": _l("Written under the wrong thing"),
    "twice": _l("Entered twice"),
    "not_ours": _l("It never happened, or is not ours"),
}


class CorrectionForm(PageForm):
    """What was right; which fields stand depends on what went wrong."""

    wrong_head = ChoiceField(_l("Which of these is wrong?"), coerce=as_key)
    right_head = ChoiceField(_l("What is right?"), coerce=as_key)
    cash_moves_now = BooleanField(_l("Money is given or taken back today because of this"))
    cash_now = AmountField(_l("How much of it today?"), blank_ok=True)
    remark = RemarkField(_l("What happened?"), most=200)


def other_lines(original: Voucher) -> list[Any]:
    """List the lines of a voucher that are neither cash nor bank."""
    return [
        line for line in original.lines
        if not chart()[line.head].is_cash and not chart()[line.head].is_bank
    ]  # fmt: skip


def form_of(original: Voucher, reason: str, **kwargs: Any) -> CorrectionForm:
    """Make the form for one reason: only what it needs to know."""

    class ReasonForm(CorrectionForm):
        """The form of one reason."""

    lines = other_lines(original)
    if reason == "wrong_amount":
        for number, line in enumerate(lines or original.lines[:1], start=1):
            label = _l("Right amount") if len(lines) < 2 else named(chart()[line.head])
            name = "amount" if number == 1 else f"amount{number}"
            setattr(ReasonForm, name, AmountField(label, blank_ok=len(lines) > 1))
    form = ReasonForm(**kwargs)
    form.wrong_head.choices = [(line.head, named(chart()[line.head])) for line in lines]
    form.right_head.choices = [(0, "…"), *_right_heads(original)]
    day = running_day()
    is_todays = day is not None and original.day_on == day.day_on
    if is_todays or not original.cash_paise(chart()) or reason == "wrong_head":
        del form.cash_moves_now, form.cash_now
    if reason != "wrong_head":
        del form.wrong_head, form.right_head
    elif len(lines) < 2:
        del form.wrong_head
    return form


def _right_heads(original: Voucher) -> list[tuple[int, str]]:
    """Offer the heads of the tasks one may do; manager and accountant get every kept head."""
    if may("enter_free_voucher"):
        found = {one.code for one in chart() if one.is_free}
    else:
        ways = ("in",) if direction_of(original) == "in" else ("out",)
        tasks = [one for one in house().task_book.offered(acting_role()) if one.direction in ways]
        found = {head for task in tasks for line in task.lines for head in line.heads}
    found -= {line.head for line in original.lines}
    plain = [chart()[code] for code in sorted(found) if not chart()[code].cash_or_bank]
    return [(one.code, named(one)) for one in plain if one.is_free]


def _require_offered(original: Voucher, correction: Correction) -> None:
    """Take no head from a form made by hand that this person was not offered.

    Why none of a register is taken, the deed says itself.
    """
    head = correction.right_head
    if head is None or chart()[head].has_register:
        return
    if head not in {code for code, _ in _right_heads(original)}:
        raise RightHeadIsMissing


def correction_of(original: Voucher, reason: str, form: CorrectionForm) -> Correction:
    """Read the form into what the domain needs."""

    def data(name: str) -> Any:
        return form[name].data if name in form else None

    count = len(other_lines(original))
    amounts = [data("amount" if at == 1 else f"amount{at}") or 0 for at in range(1, count + 1)]
    is_amount = reason == "wrong_amount"
    return Correction(
        reason=reason, remark=data("remark") or "", right_head=data("right_head") or None,
        wrong_head=data("wrong_head") or None,
        right_amount_paise=data("amount") if is_amount and count < 2 else None,
        right_amounts_paise=tuple(amounts) if is_amount and count > 1 else (),
        cash_moves_now=bool(data("cash_moves_now")), cash_now_paise=data("cash_now"),
    )  # fmt: skip


@bp.get("/vouchers/<int(max=2147483647):voucher_id>/correct")
@allow("reverse_voucher")
def correct_form(voucher_id: int) -> Response:
    """Ask what went wrong, then what is right."""
    original = voucher_of(here().id, voucher_id)
    open_day()
    record = deeds.record_behind(original)
    if record is not None:
        return see(f"/aeps/{record.id}/wrong")
    reason = request.args.get("reason", "")
    if reason not in REASONS:
        return page("corrections/reason.html", original=original, reasons=REASON_NAMES)
    form = form_of(original, reason, formdata=None, data=_written(original))
    return _form_page(original, reason, form)


def _written(original: Voucher) -> dict[str, int]:
    """Return the amounts of a voucher of several lines: only the wrong one has to be changed."""
    lines = other_lines(original)
    if len(lines) < 2:
        return {}
    names = ["amount", *(f"amount{at}" for at in range(2, len(lines) + 1))]
    return {name: abs(line.paise) for name, line in zip(names, lines, strict=True)}


def _form_page(
    original: Voucher, reason: str, form: CorrectionForm, status: int = 200,
    refusal: str | None = None,
) -> Response:  # fmt: skip
    return page(
        "corrections/form.html", status, original=original, reason=reason, form=form,
        name=REASON_NAMES[reason], refusal=refusal,
        amounts=[one for one in form if one.name.startswith("amount")],
    )  # fmt: skip


@bp.post("/vouchers/<int(max=2147483647):voucher_id>/correct")
@allow("reverse_voucher")
def correct(voucher_id: int) -> Response:
    """Read back the vouchers of a correction, or with ``confirm`` post them."""
    society = here()
    original = voucher_of(society.id, voucher_id)
    reason = request.form.get("reason", "")
    if reason not in REASONS:
        raise ReasonIsUnknown
    form = form_of(original, reason)
    if "change" in request.form or not form.validate():
        return _form_page(original, reason, form, 200 if "change" in request.form else 422)
    correction = correction_of(original, reason, form)
    try:
        _require_offered(original, correction)
        if "confirm" not in request.form:
            parts = deeds.plan(society.id, voucher_id, correction)
            return _read_back(original, reason, form, parts)
        paper = slip(asdict(correction) | {"voucher": voucher_id})
        done = deeds.correct_voucher(doer(), paper, society.id, voucher_id, correction)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _form_page(original, reason, form, 422, refusal.name)
    return see(done.location)


def _read_back(
    original: Voucher, reason: str, form: CorrectionForm, parts: list[tuple[str, Draft]]
) -> Response:
    fields = [*form.kept(), ("reason", reason), ("form_token", request.form.get("form_token", ""))]
    return page(
        "corrections/read_back.html", original=original, name=REASON_NAMES[reason], parts=parts,
        fields=fields, chart=chart(), paid_paise=0,
        persons=persons_correcting(open_day(), original, parts),
        cash=sum(
            line.paise for _, draft in parts for line in draft.lines if chart()[line.head].is_cash
        ),
    )  # fmt: skip
