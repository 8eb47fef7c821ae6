"""Rules of pensions as an officer checks them: dated rows side by side, tried on made-up people."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.domain.dates import parse_on
from portal.domain.eligibility import Outcome, judge
from portal.domain.pension_answers import Question
from portal.domain.pension_asking import answers_from, read_answer
from portal.domain.pension_examples import questions_of
from portal.domain.pension_rules import EVERYWHERE, RuleBook, Scheme
from portal.domain.refusals import Refusal
from portal.domain.rule_changes import SchemeIsOfOthers, read_change, require_reach
from portal.domain.text import without_aadhaar
from portal.storage import people, places
from portal.storage import rule_changes as stored
from portal.storage.pension_rules import begin_request, end_request, rule_book
from portal.views import rule_words, scheme_words
from portal.views.services import asked, standpoint, states, today_on
from portal.web.access import allow, may, person
from portal.web.errors import spoken
from portal.web.fields import as_key
from portal.web.page import page

bp = Blueprint("rules", __name__)

LAST_CHANGES = 10
MOST_DATES = 4
ON = Question("on", "date")


@bp.before_app_request
def _look_once() -> None:
    """See once a request whether a rule was changed."""
    begin_request()


@bp.teardown_app_request
def _look_anew(_fault: BaseException | None) -> None:
    end_request()


@bp.get("/rules")
@allow("read_rules")
def rules() -> Response:
    """List the schemes of one's state with their newest rule, and the changes that wait."""
    where, book = standpoint(), rule_book()
    waiting = stored.waiting((where.state or EVERYWHERE, EVERYWHERE))
    return page(
        "rules/rules.html", schemes=book.in_state(where.state), book=book, waiting=waiting,
        names=people.names({one.proposed_by for one in waiting}), states=states(),
        words=rule_words, scheme_words=scheme_words, **asked(where),
    )  # fmt: skip


def can_change(scheme: Scheme) -> bool:
    """Say whether the signed-in person may propose changes of this scheme."""
    place = person().place
    if not may("propose_rule") or place is None:
        return False
    try:
        require_reach(scheme.state, place.code, place.level)
    except SchemeIsOfOthers:
        return False
    return True


def _questions(book: RuleBook, scheme: Scheme) -> list[Question]:
    return [one for one in questions_of(book, scheme, today_on()) if one.fact != "birth_day"]


@bp.get("/rules/<scheme_id>")
@allow("read_rules")
def rule(scheme_id: str) -> Response:
    """Show the whole rule of a scheme: its dates side by side, sources, changes."""
    book = rule_book()
    scheme = book[scheme_id]
    dates = list(dict.fromkeys(one.valid_from_on for one in book.history(scheme_id)))[:MOST_DATES]
    columns = [
        [one for one in book.history(scheme_id) if one.valid_from_on == on] for on in dates
    ]  # fmt: skip
    changes = stored.of_scheme(scheme_id, LAST_CHANGES)
    return page(
        "rules/rule.html", scheme=scheme, columns=columns, changes=changes, words=rule_words,
        scheme_words=scheme_words,
        ways=rule_words.side_by_side(scheme, columns), can_change=can_change(scheme),
        names=people.names({one.proposed_by for one in changes}),
        place=places.place(scheme.state),
    )  # fmt: skip


def _change_no() -> int:
    """Return the change that is to be tried beside the rule; 0 is none."""
    return request.values.get("change", 0, as_key)


Found = list[tuple[object, Outcome]]


def _try_page(
    scheme: Scheme, status: int = 200, typed: dict[str, str] | None = None,
    faults: dict[str, str] | None = None, found: Found | None = None,
) -> Response:  # fmt: skip
    return page(
        "rules/try.html", status, scheme=scheme, faults=faults or {}, found=found or [],
        typed={fact: without_aadhaar(text[:60]) for fact, text in (typed or {}).items()},
        questions=_questions(rule_book(), scheme), words=rule_words, scheme_words=scheme_words,
        change_no=_change_no(), today_on=today_on(),
    )  # fmt: skip


@bp.get("/rules/<scheme_id>/try")
@allow("read_rules")
def try_form(scheme_id: str) -> Response:
    """Ask what the rule looks at, for a made-up person."""
    return _try_page(rule_book()[scheme_id])


@bp.post("/rules/<scheme_id>/try")
@allow("read_rules")
def try_rule(scheme_id: str) -> Response:
    """Say what the rule, and a change that waits, say of a made-up person. Nothing is kept."""
    book = rule_book()
    scheme = book[scheme_id]
    questions = _questions(book, scheme)
    typed = {one.fact: request.form.get(one.fact, "") for one in (*questions, ON)}
    said, faults = _said(questions, typed)
    if faults:
        return _try_page(scheme, 422, typed, faults)
    on = said.pop(ON.fact, today_on())
    answers = replace(answers_from(said), state=_state_of(scheme))
    try:
        found = [(name, judge(one, scheme.id, answers, on)) for name, one in _books(book, scheme)]
    except Refusal as refusal:
        return _try_page(scheme, 422, typed, {"born": spoken(refusal)})
    return _try_page(scheme, 200, typed, None, found)


def _state_of(scheme: Scheme) -> str:
    return "other" if scheme.state == EVERYWHERE else scheme.state


def _said(
    questions: list[Question], typed: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Read what was filled in; what is empty is not known."""
    said, faults = {}, {}
    for one in (*questions, ON):
        if not typed[one.fact].strip():
            continue
        try:
            if one is ON:
                said[one.fact] = parse_on(typed[one.fact])
            else:
                said[one.fact] = read_answer(one, typed[one.fact], "year", today_on())
        except Refusal as refusal:
            faults[one.fact] = spoken(refusal)
    return said, faults


def _books(book: RuleBook, scheme: Scheme) -> list[tuple[object, RuleBook]]:
    """List the rules to try: those that hold, and the change that was asked for while it waits."""
    change = stored.change(_change_no())
    if change is None or not change.is_open or change.scheme_id != scheme.id:
        return [(_l("By the rule of that day"), book)]
    changed = book.changed_by(read_change(book, change.rows, change.id))
    return [(_l("By the rule as it is"), book), (_l("With the change"), changed)]
