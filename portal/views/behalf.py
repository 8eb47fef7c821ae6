"""Working on behalf of somebody of a society (D10): begin, end, and what there was."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, g, redirect, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import delegations as deeds
from portal.domain.delegations import HOURS, MOST_HOURS, MOST_WORDS, Delegation, end_time
from portal.domain.messages import checked_mobile
from portal.domain.refusals import Refusal
from portal.storage import delegations, people
from portal.storage.delegations import Told
from portal.storage.reference import roles
from portal.views.receipt_share import MobileForm, quoted
from portal.views.session import resume
from portal.web import filters
from portal.web.access import allow, doer, here, may, on_behalf, on_behalf_here, person, reach
from portal.web.fields import ChoiceField, PageForm, WordsField, as_key
from portal.web.house import house
from portal.web.locale import in_language
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("behalf", __name__)

MOST_LISTED = 30
REASON_WORDS = {
    "ill": _l("The operator is ill"), "away": _l("The operator is away"),
    "no_power": _l("No power at the village"), "no_line": _l("No network at the village"),
    "training": _l("For training"), "vacant": _l("The post is vacant"), "other": _l("Other reason"),
}  # fmt: skip


class BeginForm(PageForm):
    """On whose behalf, why, and until when."""

    on_behalf_of = ChoiceField(_l("On whose behalf do you work?"), coerce=as_key)
    reason = ChoiceField(_l("Why?"))
    said = WordsField(_l("In your words"), most=MOST_WORDS)
    hours = ChoiceField(_l("For how long?"), coerce=as_key)


@bp.app_template_global()
def role_name(role: str) -> str:
    """Name a role in the page's language."""
    found = roles()[role]
    return in_language(found["name_hi"], found["name_en"])


@bp.app_template_global()
def reason_of(one: Delegation) -> str:
    """Say why somebody worked on another's behalf."""
    return str(REASON_WORDS[one.reason])


@bp.app_template_global()
def ends_at(at: int) -> str:
    """Say when something ends: a time, or 24:00 at the end of the day."""
    return filters.digits(end_time(at))


@bp.app_template_global()
def until_said(at: int) -> str:
    """Say until when somebody works on another's behalf."""
    time = end_time(at)
    is_all = time == "24:00"
    return _today(MOST_HOURS) if is_all else gettext("until %(time)s", time=filters.digits(time))


@bp.app_template_global()
def closer_of(society_id: int, day_on: str) -> str:
    """Say who closed a day, and on whose behalf, for the check of its seal."""
    found = delegations.closer(society_id, day_on)
    if found is None:
        return ""
    who, behalf = found
    return by_hand({1: who, 2: behalf or who}, 1, 2 if behalf else None)


@bp.app_template_global()
def by_hand(names: Mapping[int, tuple[str, str]], who: int, behalf: int | None) -> str:
    """Say who did something, and on whose behalf: both, wherever one is named (D10)."""
    name = in_language(*names[who]) if who in names else ""
    if behalf is None:
        return name
    other = in_language(*names[behalf])
    return gettext("%(name)s (on behalf of %(other)s)") % {"name": name, "other": other}


@bp.app_template_global()
def told_of_behalf() -> tuple[list[Told], int]:
    """Say for the home page who works now on one's behalf, and how often others did these days."""
    who, now = person(), house().clock.now_ms()
    if who.society_id is None:
        return [], 0
    found = deeds.told_to(here().id, who.id, who.role, now)
    return [told for told in found if told.one.is_running(now)], len(found)


def _names(found: list[Delegation]) -> dict[int, tuple[str, str]]:
    return people.names({
        who for one in found for who in (one.person_id, one.on_behalf_of, one.ended_by) if who
    })  # fmt: skip


@bp.get("/behalf")
@allow("work_on_behalf")
def begin_form() -> Response:
    """Choose a society, then for whom one works in it; or show what goes on, and end it."""
    if "society" not in request.args:
        return page("behalf/societies.html", societies=reach())
    here()
    if on_behalf_here() is not None:
        return _running_page()
    return _begin_page(BeginForm(formdata=None), "")


def _running_page() -> Response:
    running, typed = on_behalf_here(), request.args.get("mobile", "")
    assert running is not None
    form = MobileForm(formdata=None, data={"mobile": typed})
    mobile, refusal = "", None
    try:
        mobile = checked_mobile(typed) if typed else ""
    except Refusal as fault:
        form.refuse(fault)
        refusal = fault.name
    text = gettext(
        "I am entering at %(society)s on behalf of %(name)s today (%(until)s).",
        society=in_language(running.society_hi, running.society_en),
        name=in_language(running.name_hi, running.name_en),
        until=until_said(running.until_at),
    )
    return page(
        "behalf/running.html", one=running, form=form, mobile=mobile, text=text, refusal=refusal,
        whatsapp=f"https://wa.me/91{mobile}?text={quoted(text)}",
    )  # fmt: skip


def _begin_page(
    form: BeginForm, kept: str, status: int = 200, refusal: str | None = None
) -> Response:
    policy, most = house().policy, house().settings.behalf_hours
    form["hours"].choices = [
        (one, _hours(one) if one else _today(most))
        for one in HOURS if one < most
    ]  # fmt: skip
    form["reason"].choices = [("", gettext("choose")), *REASON_WORDS.items()]
    return page(
        "behalf/begin.html", status, form=form, refusal=refusal, kept=kept, elsewhere=on_behalf(),
        choosable=deeds.choosable(policy, person().role, here()),
    )  # fmt: skip


def _hours(number: int) -> str:
    said = gettext("1 hour") if number == 1 else gettext("%(number)s hours", number=number)
    return filters.digits(said)


def _today(most: int) -> str:
    if most >= MOST_HOURS:
        return gettext("rest of the day")
    return gettext("at most %(number)s hours", number=filters.digits(most))


@bp.post("/behalf")
@allow("work_on_behalf")
def begin() -> Response:
    """Begin; then go on with the form that was kept meanwhile, or to the society's home page."""
    society, form, kept = here(), BeginForm(), request.form.get("kept", "")
    if not form.validate():
        return _begin_page(form, kept, 422)
    wish = deeds.Wish(
        form.on_behalf_of.data, form.reason.data or "", form.said.data or "", form.hours.data
    )
    this_slip = slip(form.data)
    who, most = doer(), house().settings.behalf_hours
    try:
        done = deeds.begin(who, this_slip, house().policy, society, wish, most)
    except Refusal as refusal:
        if refusal.status not in (409, 422):
            raise
        form.refuse(refusal)
        return _begin_page(form, kept, refusal.status, refusal.name)
    g.pop("on_behalf", None)
    return resume(person(), kept) or see(done.location)


@bp.post("/behalf/end")
@allow("end_behalf")
def end() -> Response:
    """End it: whoever works so, on whose behalf it is, the manager or the chairman."""
    society = here()
    typed = request.form.get("delegation", "")
    key = (
        int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len("2147483647") else 0
    )
    this_slip = slip({"delegation": key})
    is_wide = person().society_id is None
    done = deeds.end(doer(), this_slip, society.id, key, "/officer" if is_wide else "/")
    return redirect(done.location, 303)  # type: ignore[return-value]


@bp.get("/behalf/past")
@allow("read_behalf")
def past() -> Response:
    """List who worked on whose behalf, when and why, and count it by society for this year."""
    now = house().clock.now_ms()
    since_at, place = deeds.year_began_at(now), person().place
    if place is not None and "society" not in request.args:
        listed = delegations.latest_within(place.level, place.id, MOST_LISTED)
        counts = delegations.counts_within(place.level, place.id, since_at)
    else:
        society = here()
        named = (society.code, society.name_hi, society.name_en)
        listed = [(named, one) for one in delegations.latest_of(society.id, MOST_LISTED)]
        counts = [(named, delegations.count_of(society.id, since_at))]
    return page(
        "behalf/past.html", listed=listed, counts=counts, now=now,
        names=_names([one for _society, one in listed]), may_end=_may_end,
        is_wide=place is not None and "society" not in request.args,
    )  # fmt: skip


def _may_end(one: Delegation) -> bool:
    who = person()
    is_here = g.get("society") is not None and may("end_behalf")
    return is_here and deeds.may_end(one, who.id, who.role)
