"""Statements of wallet, UPI and AePS: reading a file in, and what it brought."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import statements as deeds
from portal.domain.refusals import Refusal
from portal.domain.statement_columns import TITLES
from portal.domain.statements import HEADS, MOST_BYTES, LineFault, StatementHasFaults
from portal.domain.wallet_matching import Found
from portal.storage import statements
from portal.web.access import allow, doer, here
from portal.web.errors import spoken
from portal.web.fields import ChoiceField, PageForm, as_key
from portal.web.house import house
from portal.web.locale import in_language
from portal.web.once import slip
from portal.web.page import page, see
from portal.web.uploads import sent_file, takes_file

bp = Blueprint("statements", __name__)

ACCOUNTS = dict(zip(
    HEADS, (_l("CSC wallet"), _l("UPI account"), _l("Aadhaar settlement")), strict=True
))  # fmt: skip
FOUND_NAMES = {
    Found.PAYMENT: _l("bill payment"), Found.RETURNED: _l("came back"),
    Found.REFUND: _l("went out and came back"), Found.MOVED: _l("to or from the bank"),
    Found.COMMISSION: _l("commission"), Found.ENTRY: _l("entry with this number"),
    Found.LIKELY: _l("same day and amount"), Found.TIED: _l("tied by hand"),
    Found.EXPLAINED: _l("explained"),
}  # fmt: skip
FAULTS, LINES = 15, 40


class StatementForm(PageForm):
    """Whose statement, and (read apart) the file."""

    head = ChoiceField(_l("Whose statement is it?"), coerce=as_key)


@bp.get("/wallet/statements")
@allow("read_wallet")
def statement_list() -> Response:
    """Show what was read in, with the form for one more."""
    here()
    head = request.args.get("head", "")
    chosen = int(head) if head in map(str, HEADS) else HEADS[0]
    return _list(StatementForm(formdata=None, data={"head": chosen}))


def _list(
    form: StatementForm, status: int = 200, refusal: str | None = None,
    faults: Sequence[LineFault] = (),
) -> Response:  # fmt: skip
    return page(
        "statements/list.html", status, form=form, refusal=refusal, accounts=ACCOUNTS,
        latest=statements.latest_statements(here().id, 12), faults=faults[:FAULTS],
        more=max(0, len(faults) - FAULTS), is_known="known" in request.args,
        is_removed="removed" in request.args,
    )  # fmt: skip


@bp.post("/wallet/statements")
@allow("keep_wallet")
@takes_file(MOST_BYTES + 1_048_576)
def send() -> Response:
    """Read a statement in, whole or not at all."""
    society = here()
    form = StatementForm()
    name, content = sent_file("file")
    head = form.head.data or 0
    try:
        paper = slip({"head": head, "digest": hashlib.sha256(content).hexdigest()})
        done = deeds.send_statement(doer(), paper, society.id, head, name, content, house().sheets)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        faults = refusal.faults if isinstance(refusal, StatementHasFaults) else ()
        return _list(form, 422, refusal.name, faults)
    return see(done.location)


@bp.get("/wallet/statements/<int(max=2147483647):statement_id>")
@allow("read_wallet")
def statement(statement_id: int) -> Response:
    """Show the lines that a statement brought, and what each is."""
    society = here()
    found = deeds.statement_of(society.id, statement_id)
    number, open_number = statements.count_of(society.id, found)
    pages = max(1, -(-number // LINES))
    typed = request.args.get("page", "1")
    page_no = min(max(int(typed), 1), pages) if typed.isdecimal() and len(typed) < 6 else 1
    return page(
        "statements/statement.html", one=found, number=number, open_number=open_number,
        lines=statements.lines_of(society.id, found, LINES, (page_no - 1) * LINES),
        accounts=ACCOUNTS, names=FOUND_NAMES, page_no=page_no, pages=pages,
        is_new="new" in request.args, is_known="known" in request.args,
        is_last=statements.last_of_head(society.id, found.head) == found.id,
    )  # fmt: skip


@bp.post("/wallet/statements/<int(max=2147483647):statement_id>")
@allow("keep_wallet")
def remove(statement_id: int) -> Response:
    """Remove a statement that was read in by mistake."""
    society = here()
    paper = slip({"remove": statement_id})
    return see(deeds.remove_statement(doer(), paper, society.id, statement_id).location)


@bp.app_template_global()
def statement_fault(fault: LineFault) -> str:
    """Say why a line can't be read, in the page's language."""
    return spoken(fault.refusal)


@bp.app_template_global()
def statement_column(key: str) -> str:
    """Name a column of a statement."""
    return in_language(*TITLES[key])
