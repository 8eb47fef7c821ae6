"""Checking the sixteen characters of a printed day sheet."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from portal.actions.seal_check import MONEY_PARTS, PARTS, check_seal
from portal.domain.refusals import Refusal
from portal.storage.places import Society
from portal.web.access import allow, person, society_for
from portal.web.fields import PageForm
from portal.web.house import house
from portal.web.page import page

bp = Blueprint("seals", __name__)


class CodeForm(PageForm):
    """The code as printed."""

    code = StringField(_l("Code on the day sheet"))


@bp.get("/seals")
@allow("read_seals")
def seal() -> Response:
    """Ask for a code, and say whether the books are still what was sealed with it."""
    code = request.args.get("code", "")
    form = CodeForm(formdata=None, data={"code": code})
    if not code.strip():
        return page("seals/seals.html", form=form, check=None)
    try:
        check = check_seal(code, _reaches, house().sealer)
    except Refusal as refusal:
        if refusal.field != "code":
            raise
        form.refuse(refusal)
        return page("seals/seals.html", refusal.status, form=form, check=None, refusal=refusal.name)
    g.society = check.society
    return page("seals/seals.html", form=form, check=check, parts=PARTS, money_parts=MONEY_PARTS)


def _reaches(code: str) -> Society:
    return society_for(person(), code)
