"""Statement and books side by side: what agrees, what to look at, and what to press."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.actions import wallet_comparison
from portal.actions import wallet_matching as deeds
from portal.domain.dates import MONTHS_EN, MONTHS_HI
from portal.domain.heads import UPI_COLLECTION, WALLET
from portal.domain.refusals import Refusal
from portal.domain.statements import AEPS_SETTLEMENT, HEADS
from portal.domain.wallet_matching import Gap
from portal.storage import people, statements
from portal.views.statements import ACCOUNTS, FOUND_NAMES
from portal.web.access import allow, doer, here
from portal.web.fields import ChoiceField, PageForm, WordsField, as_key
from portal.web.filters import digits
from portal.web.house import house
from portal.web.locale import in_language
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("wallet_matching", __name__)
FEW, MANY = 5, 100
ROW_NAMES = {
    "moved": _l("To and from the bank"), "payment": _l("Bills paid"),
    "returned": _l("Came back"), "commission": _l("Commission less TDS"), "other": _l("Other"),
}  # fmt: skip
OTHERS = {UPI_COLLECTION: _l("From customers"), AEPS_SETTLEMENT: _l("By Aadhaar")}
GAP_NAMES: dict[Gap, tuple[LazyString, LazyString]] = {
    Gap.PAID_TWICE: (
        _l("Paid twice for one bill"),
        _l("The wallet paid this bill twice. Call the help desk of the wallet with the reference "
           "and ask for the second amount back."),
    ),
    Gap.FAILED_KEPT: (
        _l("Payment failed, money did not come back"),
        _l("The bill failed and the wallet kept the money. It must come back in a few days; "
           "if not, call the help desk of the wallet."),
    ),
    Gap.AMOUNT_DIFFERS: (
        _l("The amount differs"),
        _l("Statement and entry have different amounts. Look at the paper; correct the entry "
           "if it is wrong."),
    ),
    Gap.RETURN_MISSING: (
        _l("Came back, not in the books"),
        _l("The money of a bill came back. Open the bill: what the customer gave must be given "
           "back."),
    ),
    Gap.COMMISSION_MISSING: (
        _l("Commission came, not in the books"), _l("Enter it; the form is filled in already."),
    ),
    Gap.NOT_IN_BOOKS: (
        _l("In the statement, not in the books"),
        _l("Find out what it is. Enter it if the entry is missing; if not, write down what it is."),
    ),
    Gap.NOT_POSTED: (
        _l("Taken, the bill is still under way"),
        _l("Nothing is to be done: the entry is made by itself when the bill's outcome is known."),
    ),
}  # fmt: skip


class LineForm(PageForm):
    """What a line of a statement is: an entry of ours, or something said in words."""

    voucher = ChoiceField(_l("Which entry does it belong to?"), coerce=as_key)
    note = WordsField(_l("What is it?"), most=200)
    version = ChoiceField("", coerce=as_key)


def _head() -> int:
    typed = request.values.get("head", "")
    return int(typed) if typed in map(str, HEADS) else WALLET


def _row_names(head: int) -> dict[str, LazyString]:
    return {**ROW_NAMES, "other": OTHERS.get(head, ROW_NAMES["other"])}


@bp.get("/wallet/compare")
@allow("read_wallet")
def compare() -> Response:
    """Show a month of an account beside its statements."""
    society, head = here(), _head()
    month = request.args.get("month", "")
    is_month = len(month) == 7 and month[:4].isdecimal() and month[5:].isdecimal()
    spans = deeds.read_spans(society.id)
    found = wallet_comparison.compare_month(society.id, head, month if is_month else "")
    only = request.args.get("only", "")
    return page(
        "wallet/compare.html", head=head, one=found, accounts=ACCOUNTS, gap_names=GAP_NAMES,
        months=wallet_comparison.months_of(spans.get(head, []))[:13], row_names=_row_names(head),
        heads=[one for one in HEADS if one in spans], only=only, most=MANY if only else FEW,
        found=request.args.get("found", ""), book=house().task_book,
        open_lines=statements.open_by_head(society.id),
    )  # fmt: skip


@bp.post("/wallet/compare")
@allow("keep_wallet")
def match() -> Response:
    """Hold the lines against the books anew."""
    society, head = here(), _head()
    return see(deeds.match(doer(), slip({"head": head}), society.id, head).location)


@bp.get("/wallet/lines/<int(max=9999):head>/<int(max=2147483647):line_id>")
@allow("read_wallet")
def line(head: int, line_id: int) -> Response:
    """Show a line of a statement, what it is, and what it could belong to."""
    here()
    return _line(head, line_id, LineForm(formdata=None))


def _line(
    head: int, line_id: int, form: LineForm, status: int = 200, refusal: str | None = None
) -> Response:
    found = deeds.line_of(here().id, head, line_id)
    seen = deeds.look_at(here().id, found)
    by = people.names({found.matched_by}) if found.matched_by else {}
    return page(
        "wallet/line.html", status, line=found, seen=seen, form=form, refusal=refusal,
        accounts=ACCOUNTS, names=FOUND_NAMES, gap_names=GAP_NAMES, by=by, book=house().task_book,
    )  # fmt: skip


@bp.post("/wallet/lines/<int(max=9999):head>/<int(max=2147483647):line_id>")
@allow("keep_wallet")
def explain(head: int, line_id: int) -> Response:
    """Tie a line to an entry, say in words what it is, or take that back."""
    society = here()
    form = LineForm()
    if not form.validate():
        return _line(head, line_id, form, 422)
    wish = next((one for one in ("tie", "explain", "reopen") if one in request.form), "explain")
    said = {"note": form.note.data or "", "voucher_id": form.voucher.data or None}
    if wish == "explain":
        said["voucher_id"] = None
    version = form.version.data or 0
    paper = slip({"wish": wish, "version": version, **said})
    try:
        done = _done(wish, paper, society.id, head, line_id, version, said)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _line(head, line_id, form, 422, refusal.name)
    return see(done.location)


def _done(
    wish: str, paper: Any, society_id: int, head: int, line_id: int, version: int,
    said: dict[str, Any],
) -> deeds.Done:  # fmt: skip
    if wish == "reopen":
        return deeds.reopen(doer(), paper, society_id, head, line_id, version)
    if wish == "tie" and said["voucher_id"] is None:
        raise deeds.EntryIsMissing
    return deeds.explain(doer(), paper, society_id, head, line_id, version, **said)


@bp.app_template_global()
def month_name(month: str) -> str:
    """Name a month ('2026-11') with its year."""
    at = int(month[5:]) - 1
    return f"{in_language(MONTHS_HI[at], MONTHS_EN[at])} {digits(month[:4])}"
