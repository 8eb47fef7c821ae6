"""The check of an Aadhaar with consent; the number comes in with one form and is shown nowhere.

No answer to that form is a page: what is refused leads back to the empty form, so that neither the
page nor the browser's list of pages holds what was typed (P12).
"""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import aadhaar_checks as deeds
from portal.actions.exactly_once import FormWasUsedForOther
from portal.domain.aadhaar_checks import (
    AadhaarNumberIsMissing,
    AadhaarNumberIsWrong,
    BirthYearIsWrong,
    CheckIsGoingOn,
    CheckResult,
    read_birth_year,
    read_id_number,
)
from portal.domain.aadhaar_consents import ConsentIsUnknown
from portal.domain.refusals import N_, Refusal
from portal.storage import people
from portal.web.access import allow, doer, here, kept_nowhere
from portal.web.fields import PageForm, WordsField
from portal.web.house import aadhaar_verification, house
from portal.web.once import FormIsForeign, slip
from portal.web.page import page, see

bp = Blueprint("aadhaar", __name__)

LARGEST_KEY = 2**31 - 1
PATH = "/aadhaar/check"
_ONE = f"/aadhaar/checks/<int(max={LARGEST_KEY}):consent_id>/<int(max={LARGEST_KEY}):no>"

#: What the empty form says after a refusal, by the refusal's name in the address.
SAID = {
    one.__name__: one for one in (
        AadhaarNumberIsMissing, AadhaarNumberIsWrong, BirthYearIsWrong, CheckIsGoingOn,
        FormIsForeign,
    )
}  # fmt: skip

WORDS = {
    CheckResult.ASKING: _l("is being asked"),
    CheckResult.MATCH: _l("Aadhaar matches"),
    CheckResult.NO_MATCH: _l("Aadhaar does not match"),
    CheckResult.NO_ANSWER: _l("no answer about the Aadhaar"),
    CheckResult.REFUSED: _l("Aadhaar was not checked"),
}

TELL = {
    CheckResult.ASKING: N_("The answer is not here yet. Look again in a moment."),
    CheckResult.MATCH: N_("Number and name belong together. Go on with the work."),
    CheckResult.NO_MATCH: N_(
        "Number and name do not belong together as they were written. Compare both with the card, "
        "letter by letter, and ask again. This alone is no reason to refuse anybody: another proof "
        "of identity will do."
    ),
    CheckResult.NO_ANSWER: N_(
        "No answer came. Nothing is lost and nothing was decided. Ask again in a few minutes, or "
        "take another proof of identity."
    ),
    CheckResult.REFUSED: N_(
        "The other side does not answer this question. Take another proof of identity. Its own "
        "words stand below."
    ),
}


class CheckForm(PageForm):
    """What is compared beside the name of whoever agreed.

    The number is no field of it: it never comes back.
    """

    birth_year = WordsField(_l("Year of birth"), most=4)


def _consent_id() -> int:
    found = request.args.get("consent", "")
    if not (found.isascii() and found.isdigit() and len(found) < 10):
        raise ConsentIsUnknown
    return int(found)


@bp.get(PATH)
@allow("ask_consent")
def form_page() -> Response:
    """Ask for the number, under a consent of today."""
    aadhaar_verification()
    found = deeds.usable(here().id, _consent_id(), doer())
    form = CheckForm(formdata=None)
    refusal = SAID.get(request.args.get("said", ""))
    if refusal is not None:
        form.refuse(refusal())
    return page(
        "aadhaar/check.html", consent=found.consent, checks=found.checks, form=form,
        refusal=refusal.__name__ if refusal else None,
        number_error=refusal if refusal and refusal.field == "id_no" else None,
    )  # fmt: skip


@bp.post(PATH)
@allow("ask_consent")
@kept_nowhere
def check() -> Response:
    """Ask once; whatever comes of it, lead to a page that doesn't know the number."""
    line, society, consent_id = aadhaar_verification(), here(), _consent_id()
    try:
        return see(_ask(line, society.id, consent_id))
    except FormWasUsedForOther as refusal:
        return see(f"{refusal.location}?first=1")
    except Refusal as refusal:
        if refusal.status >= 500:
            raise
        return see(f"{PATH}?consent={consent_id}&said={refusal.name}")  # which refuses the rest too


def _ask(line: deeds.AadhaarVerification, society_id: int, consent_id: int) -> str:
    """Read the form and ask; the slip knows the number by its last four digits alone."""
    sent = request.form
    number = read_id_number(sent.get("id_no", ""))
    asked = deeds.Asked(number, read_birth_year(sent.get("birth_year", ""), doer().at))
    this_slip = slip({"consent": consent_id, "kind": number.kind, "last4": number.last4})
    return deeds.check(
        doer(), this_slip, society_id, consent_id, asked, line, house().clock.now_ms
    ).location


@bp.get(_ONE)
@allow("ask_consent")
def result(consent_id: int, no: int) -> Response:
    """Show how a check ended, by its last four digits, and what is safe to do now."""
    return _result(consent_id, no, "aadhaar/result.html")


@bp.get(f"{_ONE}/print")
@allow("ask_consent")
def paper(consent_id: int, no: int) -> Response:
    """Print how a check ended."""
    return _result(consent_id, no, "aadhaar/slip.html")


def _result(consent_id: int, no: int, template: str) -> Response:
    found = deeds.check_of(here().id, consent_id, no, doer())
    return page(
        template, found=found, check=found.check, consent=found.consent, result=found.result,
        tell=TELL, names=people.names({found.check.sent_by}),
        is_first=request.args.get("first") == "1",
    )  # fmt: skip


@bp.app_template_global()
def result_words(result: CheckResult) -> str:
    """Say how a check ended, in a word or two."""
    return str(WORDS[result])
