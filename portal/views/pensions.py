"""Pensions for everyone: where each question on them is answered, and all questions on one page.

The page of questions is a form that is got, so that it can be sent on as a link and read by other
programs. Nothing of it is stored; the portal's log holds no queries.
"""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, request

from portal.domain.eligibility import Verdict
from portal.domain.pension_form import CHOICES, FACTS, Judged, judge_form, read_form
from portal.domain.refusals import Refusal
from portal.domain.text import without_aadhaar
from portal.storage.pension_rules import rule_book
from portal.views import scheme_words as words
from portal.views.pension_words import FORM_WORDS, form_choices, given_words
from portal.views.services import asked, kept_a_while, standpoint, today_on
from portal.web.access import public
from portal.web.errors import spoken
from portal.web.page import link, page

bp = Blueprint("pensions", __name__)

FORM, CHANGE = "/pensions/eligibility", "change"
SHOWN_ONCE = frozenset({"IGNOAPS"})
"""National schemes that are shown under their state's name alone, where both would be given."""
_LONGEST = 40
_MONTHS_SHOWN = 60


class Shown(NamedTuple):
    """A field as the page draws it."""

    name: str
    words: words.Asked
    choices: list[tuple[str, object]]
    typed: str
    fault: str


@bp.get("/pensions")
@public
def pensions() -> Response:
    """Lead to the questions, the rules, and for those who work here to the register."""
    return kept_a_while(page("pensions/pensions.html", **asked(standpoint())))


@bp.get(FORM)
@public
def eligibility() -> Response:
    """Ask all questions on one page and say what each scheme makes of the answers."""
    where = standpoint()
    typed = {name: request.args.get(name, "")[:_LONGEST] for name in FACTS}
    is_asked = any(typed[one] for one in FACTS if one != "state") and CHANGE not in request.args
    state = where.state if where.state in CHOICES["state"] else ""
    typed["state"] = typed["state"] or state or ("other" if where.society_id else "")
    answers, faults = read_form(typed, today_on())
    book = rule_book()
    found: list[Judged] = []
    is_form = not is_asked or bool(faults)
    if not is_form:
        found = judge_form(book, answers, today_on(), book.in_state(answers.state or ""))
    answer = page(
        "pensions/eligibility.html", 422 if faults else 200, is_form=is_form,
        fields=[_field(name, typed[name], faults.get(name)) for name in FACTS if is_form],
        refusal=next((one.name for one in faults.values()), None), groups=_groups(found),
        today_on=today_on(), words=words, given_words=given_words, where=where,
        again=link(FORM, **{name: text for name, text in typed.items() if text}, **{CHANGE: 1}),
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _groups(found: list[Judged]) -> dict[str, list[Judged]]:
    """Sort what was found: had, the same help under another name, open, soon, not."""
    groups: dict[str, list[Judged]] = {one: [] for one in ("yes", "same", "open", "soon", "not")}
    had = {one.outcome.scheme.id for one in found if one.word == "yes"}
    names = {Verdict.ELIGIBLE: "yes", Verdict.UNKNOWN: "open", Verdict.LATER: "soon"}
    for one in found:
        group = names.get(one.outcome.verdict, "not")
        if one.outcome.scheme.yields_to in had:
            group = "" if one.outcome.scheme.id in SHOWN_ONCE else "same"
        elif one.outcome.months > _MONTHS_SHOWN:
            group = "not"
        groups.setdefault(group, []).append(one)
    groups["soon"].sort(key=lambda one: one.outcome.months)
    return groups


def _field(name: str, typed: str, fault: Refusal | None) -> Shown:
    choices = form_choices(name, CHOICES.get(name, ()))
    told = spoken(fault) if fault else ""
    return Shown(name, FORM_WORDS[name], choices, without_aadhaar(typed), told)
