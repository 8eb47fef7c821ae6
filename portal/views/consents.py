"""Consent to the use of an Aadhaar: ask, keep the answer, print it, look at a day's."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.actions import aadhaar_consents as deeds
from portal.actions.aadhaar_consents import File, Ground, NewConsent
from portal.domain.aadhaar_checks import has_many_digits
from portal.domain.aadhaar_consents import LONGEST_NAME
from portal.domain.applications import Application
from portal.domain.dates import DateIsEmpty, parse_on
from portal.domain.refusals import Refusal
from portal.storage import people
from portal.storage.aadhaar_consents import consent_book
from portal.storage.catalogue import catalogue
from portal.web.access import allow, doer, here
from portal.web.fields import ChoiceField, PageForm, WordsField
from portal.web.house import aadhaar_is_checked, house
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("consents", __name__)

LARGEST_KEY = 2**31 - 1
_ONE = f"/consents/<int(max={LARGEST_KEY}):consent_id>"
_ANSWERS = {"yes": True, "no": False}


@bp.record_once
def _read_words(_state: BlueprintSetupState) -> None:
    """Read the words of consent at start, so that a wrong file is refused then."""
    consent_book()


class PersonField(WordsField):
    """A person's name; one with a long number in it is not shown again."""

    def _value(self) -> str:
        shown = super()._value()
        return "" if has_many_digits(shown) else shown


class ConsentForm(PageForm):
    """Who was asked, whether it was read aloud, and what they said."""

    name = PersonField(_l("Whose Aadhaar it is"), most=LONGEST_NAME)
    was_spoken = BooleanField(_l("Read aloud"))
    answer = ChoiceField(_l("What did the person say?"))


def _key(name: str) -> int | None:
    """Read a key in the address; None where there is none."""
    found = request.args.get(name, "")
    return int(found) if found.isascii() and found.isdigit() and len(found) < 10 else None


def _asked() -> dict[str, Any]:
    """Read the address: for which service and application, in which language, and what follows."""
    return {
        "service_id": request.args.get("service", ""),
        "application_id": _key("application"),
        "language": "en" if request.args.get("words") == "en" else "hi",
        "is_for_check": _wants_check(),
    }


def _wants_check() -> bool:
    """Say whether a check follows a yes: asked for, possible, and of use for the service."""
    can = aadhaar_is_checked() and consent_book().checks(request.args.get("service", ""))
    return can and request.args.get("check") == "1"


def _ground(asked: dict[str, Any]) -> Ground:
    return deeds.ground(
        here().id, asked["service_id"], asked["application_id"], asked["language"],
        doer().today_on,
    )  # fmt: skip


@bp.get("/consents/new")
@allow("ask_consent")
def new_form() -> Response:
    """Show the words of consent large, and ask what the person said."""
    ground = _ground(_asked())
    return _form(ground, ConsentForm(formdata=None, data={"name": ground.name}))


def _form(
    ground: Ground, form: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    return page(
        "consents/new.html", status, ground=ground, form=form, asked=_asked(), refusal=refusal
    )


@bp.post("/consents/new")
@allow("ask_consent")
def new() -> Response:
    """Keep a yes and a no alike."""
    society, asked = here(), _asked()
    form = ConsentForm()
    content = asked | {
        "name": form.name.data or "",
        "is_given": _ANSWERS.get(form.answer.data or ""),
        "was_spoken": bool(form.was_spoken.data),
        "words_from_on": request.form.get("words_from_on", ""),
    }
    this_slip = slip(content)
    if not form.validate():
        return _form(_ground(asked), form, 422)
    try:
        done = deeds.record_consent(doer(), this_slip, society.id, NewConsent(**content))
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _form(_ground(asked), form, 422, refusal.name)
    return see(done.location)


@bp.get(_ONE)
@allow("ask_consent")
def consent(consent_id: int) -> Response:
    """Show what somebody said, and what can be done now."""
    return _consent(consent_id, "consents/consent.html")


@bp.get(f"{_ONE}/record")
@allow("read_consents")
def record(consent_id: int) -> Response:
    """Show the same to those who look at what was asked."""
    return _consent(consent_id, "consents/consent.html")


@bp.get(f"{_ONE}/print")
@allow("ask_consent")
def paper(consent_id: int) -> Response:
    """Print the slip of a consent, with room for a signature or a thumb."""
    return _consent(consent_id, "consents/slip.html")


def _consent(consent_id: int, template: str) -> Response:
    file = deeds.file_of(here().id, consent_id)
    return page(
        template, consent=file.consent, checks=file.checks, names=people.names(file.people()),
        service=catalogue()[file.consent.service_id], now=doer().at,
        may_check=aadhaar_is_checked() and deeds.may_be_used(file, doer()),
    )  # fmt: skip


@bp.get("/consents")
@allow("read_consents")
def listed() -> Response:
    """List what people said on a day, today unless said."""
    society = here()
    try:
        on = parse_on(request.args.get("on", ""))
    except DateIsEmpty:
        on = doer().today_on
    day = deeds.day_of(society.id, on, _key("before") or deeds.NEWEST)
    asked_by = {one.consent.asked_by for one in day.files}
    return page(
        "consents/day.html", day=day, on=on, names=people.names(asked_by), now=doer().at,
        today_on=doer().today_on,
    )  # fmt: skip


@bp.app_template_global()
def asks_aadhaar_consent(service_id: str) -> bool:
    """Say whether a service uses the Aadhaar itself, so that consent is asked for it."""
    return consent_book().asks(service_id)


@bp.app_template_global()
def consents_of_application(one: Application) -> list[File]:
    """List what was agreed to for an application; only for pages of its own society."""
    return deeds.files_of_application(one.society_id, one.id)


@bp.app_template_global()
def now_ms() -> int:
    """Return this instant."""
    return house().clock.now_ms()
