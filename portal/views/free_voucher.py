"""The voucher with free heads, for manager and accountant: any debit and credit lines."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import daybook as deeds
from portal.actions.outage_slips import require_free, require_genuine
from portal.domain.daybook import Draft, Line, check, kind_of
from portal.domain.heads import Head
from portal.domain.refusals import N_, Refusal
from portal.domain.text import latin_digits
from portal.storage.reference import chart
from portal.views.entry import content_of, open_day, read_back, saved
from portal.web.access import allow, doer, here
from portal.web.fields import AmountField, DateField, PageForm, WordsField
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, piece

bp = Blueprint("free_voucher", __name__)
LINES = 6


class LineIsUnclear(Refusal):
    """A line of a free voucher has one head and one amount, debit or credit."""

    message = N_("Line %(line)s: give a head and one amount, debit or credit.")
    status = 422


class LinesForm(PageForm):
    """Up to six lines, and a name."""

    party = WordsField(_l("Name"), most=80)


class FreeForm(LinesForm):
    """Up to six lines, and the words of the voucher."""

    reference = WordsField(_l("Cheque, UPI or transfer number"), most=40, is_number=True)
    reference_on = DateField(_l("Its date"), blank_ok=True)
    paper_no = WordsField(_l("Bill or slip number"), most=30)
    narration = WordsField(_l("Details"), most=300)


for _number in range(1, LINES + 1):
    setattr(LinesForm, f"head{_number}", WordsField(_l("Head"), most=60))
    setattr(LinesForm, f"debit{_number}", AmountField(_l("Debit"), blank_ok=True))
    setattr(LinesForm, f"credit{_number}", AmountField(_l("Credit"), blank_ok=True))


@bp.get("/vouchers/free")
@allow("enter_free_voucher")
def free_form() -> Response:
    """Show the form of a free voucher."""
    open_day()
    return page("free_voucher/form.html", form=FreeForm(formdata=None), lines=LINES, found=None)


@bp.get("/heads")
@allow("enter_free_voucher")
def head_list() -> Response:
    """Find heads by code or name."""
    words = request.args.get("q", "")
    found = chart().search(words) if words else [one for one in chart() if one.is_free]
    if request.headers.get("HX-Target") == "_heads":
        return piece("free_voucher/_heads.html", found=found, words=words)
    return page("free_voucher/heads.html", found=found, words=words)


@bp.post("/vouchers/free")
@allow("enter_free_voucher")
def enter_free() -> Response:
    """Read back a free voucher, or with ``confirm`` enter it."""
    society = here()
    form = FreeForm()
    if "change" in request.form:
        return page("free_voucher/form.html", form=form, lines=LINES, found=None)
    if not form.validate():
        return page("free_voucher/form.html", 422, form=form, lines=LINES, found=None)
    try:
        draft = _draft(form)
        check(draft, chart())
        require_genuine(society, draft.paper_no, house().sealer)
        if "confirm" not in request.form:
            require_free(society, draft.paper_no)
            open_day()
            return read_back(None, form, draft, None)
        done = deeds.enter_voucher(doer(), slip(content_of(draft)), society.id, draft)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return page(
            "free_voucher/form.html", 422, form=form, lines=LINES, refusal=refusal.name, found=None
        )
    return saved(done)


def lines_of(form: LinesForm) -> list[tuple[str, Line]]:
    """Read the lines of a form, each with the name of its head's field; raise LineIsUnclear."""
    lines = []
    for number in range(1, LINES + 1):
        head, debit, credit = (form[f"{part}{number}"] for part in ("head", "debit", "credit"))
        if not (head.data or debit.data or credit.data):
            continue
        if not head.data or bool(debit.data) == bool(credit.data):
            raise LineIsUnclear(field=head.name, line=number)
        code = _head(head.data, head.name).code
        lines.append((head.name, Line(code, debit.data or -(credit.data or 0))))
    return lines


def _draft(form: FreeForm) -> Draft:
    lines = [line for _, line in lines_of(form)]
    has_money = any(chart()[line.head].is_cash for line in lines)
    till = next((line.head for line in lines if chart()[line.head].is_cash), None)
    return Draft(
        kind=kind_of(lines, chart()) if lines else "journal", task="", lines=tuple(lines),
        mode="cash" if has_money else "none", till=till, party=form.party.data or "",
        reference=form.reference.data or "", reference_on=form.reference_on.data or "",
        paper_no=form.paper_no.data or "", narration=form.narration.data or "",
    )  # fmt: skip


class HeadIsUnclear(Refusal):
    """What was written as a head fits none, or several."""

    message = N_("%(words)s fits no head, or several; write its four-digit code.")
    status = 422


def _head(words: str, field: str) -> Head:
    """Return the head of a code, or the only one whose name begins so."""
    text = latin_digits(words).strip()
    try:
        if text[:4].isdigit() and not text[4:5].isdigit():
            return chart().free(int(text[:4]))
    except Refusal as refusal:
        refusal.field = field
        raise
    found = chart().search(text)
    if len(found) != 1:
        raise HeadIsUnclear(field=field, words=words)
    return found[0]


@bp.app_template_global()
def side_name(paise: int) -> str:
    """Name the side of a line: debit or credit."""
    return gettext("Debit") if paise > 0 else gettext("Credit")
