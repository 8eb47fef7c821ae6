"""The society's answer to what an officer wrote about a day."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import lazy_gettext as _l

from portal.actions import round, verification
from portal.domain.day import ReasonIsMissing
from portal.storage import people
from portal.web.access import allow, doer, here
from portal.web.fields import PageForm, RemarkField
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("review", __name__)


class AnswerForm(PageForm):
    """What the society answers."""

    remark = RemarkField(_l("Your answer"), most=500)


@bp.get("/day/review/<day_on>")
@allow("reply_remark")
def review(day_on: str) -> Response:
    """Show the officer's remarks on a day in full, and ask for an answer where one is due."""
    return _page(day_on, AnswerForm(formdata=None))


def _page(day_on: str, form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    check = round.day_check(here(), day_on)
    return page(
        "review/review.html", status, check=check, day=check.day, form=form, refusal=refusal,
        names=people.names({one.done_by for one in check.history}), remark_of=round.remark_of,
    )  # fmt: skip


@bp.post("/day/review/<day_on>")
@allow("reply_remark")
def answer(day_on: str) -> Response:
    """Answer the officer."""
    society = here()
    form = AnswerForm()
    remark = form.remark.data or ""
    this_slip = slip({"remark": remark})
    if not form.validate():
        return _page(day_on, form, 422)
    try:
        done = verification.remark_on_day(
            doer(), this_slip, society.id, day_on, "replied", remark, "/"
        )
    except ReasonIsMissing as refusal:
        form.refuse(refusal)
        return _page(day_on, form, 422, refusal.name)
    return see(done.location)
