"""Pensions for everyone: the schemes of a state, a scheme's rule, and "what can I get?".

Nothing of what is answered is kept. The answers go from page to page in hidden fields of a form
that is posted, so that no day of birth stands in an address or a log.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState

from portal.domain.eligibility import (
    Outcome,
    Verdict,
    judge_all,
    question_left,
    requirements,
    shown,
)
from portal.domain.pension_answers import QUESTIONS, RANK, Answers, Question, ages_of
from portal.domain.pension_asking import SKIPPED, answers_from, read_answer
from portal.domain.pension_rules import EVERYWHERE, STATES, Kind, Rule, Scheme
from portal.domain.refusals import Refusal
from portal.domain.text import without_aadhaar
from portal.storage import places
from portal.storage.catalogue import catalogue
from portal.storage.pension_rules import listed_rule_book, rule_book
from portal.views import scheme_words as words
from portal.views.services import asked, kept_a_while, standpoint, states, today_on
from portal.web.access import may, public
from portal.web.errors import spoken
from portal.web.page import link, page

bp = Blueprint("schemes", __name__)


@bp.record_once
def _read_rules(_state: BlueprintSetupState) -> None:
    """Read the rules at start, so that a wrong file is refused then and not to a villager."""
    listed_rule_book()


CHECK = "/schemes/check"
APPLY = "/applications/new"
TOPIC = Question("topic", "choice", tuple(str(one) for one in Kind))
_SAID_MOST = 900  # characters of all answers together
_SOON_MONTHS = 60


@bp.get("/schemes")
@public
def schemes() -> Response:
    """List the schemes that people of a state may ask for."""
    where = standpoint()
    book = rule_book()
    groups = [(heading, book.in_state(where.state, kind)) for kind, heading in words.TOPICS.items()]
    return kept_a_while(page(
        "schemes/schemes.html", groups=groups, states=states(), **asked(where)
    ))  # fmt: skip


@bp.get("/schemes/<scheme_id>")
@public
def scheme(scheme_id: str) -> Response:
    """Show a scheme: who, how much since when, which papers, where, and by whose word."""
    return _scheme_page("schemes/scheme.html", scheme_id)


@bp.get("/schemes/<scheme_id>/leaflet")
@public
def leaflet(scheme_id: str) -> Response:
    """Print a scheme on one page of A5."""
    return _scheme_page("schemes/leaflet.html", scheme_id)


def apply_at(scheme: Scheme, rule: Rule) -> str:
    """Return where an application for a scheme begins under a rule, '' for who takes none."""
    if not scheme.services or not may("keep_applications"):
        return ""
    where = standpoint()
    if where.society_id is None or not scheme.is_in(where.state):
        return ""
    return link(
        APPLY, service=scheme.services[0], scheme=scheme.id, rule_from=rule.valid_from_on
    )  # fmt: skip


def _scheme_page(template: str, scheme_id: str) -> Response:
    where, book, on = standpoint(), rule_book(), today_on()
    one = book[scheme_id]
    rules = book.rules_on(scheme_id, on)
    earlier = [
        rule for rule in book.history(scheme_id) if rule.valid_from_on < rules[0].valid_from_on
    ]
    coming = [rule for rule in book.newest(scheme_id) if rule.valid_from_on > on]
    place = places.place(one.state) if one.state != EVERYWHERE else None
    return kept_a_while(page(
        template, scheme=one, rules=rules, earlier=earlier, place=place, today_on=on,
        coming=coming[:1], source=words.source_words(rules[0]),
        ways=[[words.reason_words(each) for each in requirements(rule)] for rule in rules],
        moves_to=book[one.moves_to] if one.moves_to else None,
        services=[catalogue()[service] for service in one.services],
        apply=apply_at(one, rules[0]), amounts_words=words.amounts_words,
        pays=words.pays_words(rules[0]),
        interval=words.INTERVAL_WORDS[one.interval],
        confidence=words.CONFIDENCE_WORDS[rules[0].confidence], **asked(where),
    ))  # fmt: skip


@bp.get(CHECK)
@public
def begin() -> Response:
    """Ask the first question; the state is known where somebody is signed in or chose one."""
    state = standpoint().state
    return _asked_page({"state": state} if state in STATES else {})


@bp.post(CHECK)
@public
def check() -> Response:
    """Take an answer and ask on, or say what can be had. Nothing is kept."""
    standpoint()  # which society the links are for
    said = _said()
    if "back" in request.form:
        fact = said.popitem()[0] if said else TOPIC.fact
        return _question_page(_question(fact), said)
    fact = request.form.get("q", "")
    if fact not in {TOPIC.fact, *RANK}:
        return _asked_page(said)
    typed = request.form.get("pick") or request.form.get("answer", "")
    try:
        said[fact] = SKIPPED if "skip" in request.form else _read(fact, typed)
    except Refusal as refusal:
        return _question_page(_question(fact), said, refusal, typed)
    return _asked_page(said)


def _said() -> dict[str, str]:
    """Return the answers so far in their order; what no page of ours sent begins anew."""
    said = dict(parse_qsl(request.form.get("said", "")[:_SAID_MOST]))
    try:
        ages_of(_answers(said), today_on())
    except (ValueError, Refusal):
        return {}
    return said if said.get(TOPIC.fact, Kind.SUPPORT) in TOPIC.choices else {}


def _answers(said: dict[str, str]) -> Answers:
    return answers_from({fact: text for fact, text in said.items() if fact != TOPIC.fact})


def _question(fact: str) -> Question:
    return TOPIC if fact == TOPIC.fact else QUESTIONS[RANK[fact]]


def _read(fact: str, typed: str) -> str:
    return read_answer(_question(fact), typed, request.form.get("unit", ""), today_on())


def _asked_page(said: dict[str, str]) -> Response:
    """Ask what still decides, or show the list."""
    if TOPIC.fact not in said:
        return _question_page(TOPIC, said)
    if "state" not in said and said[TOPIC.fact] == Kind.SUPPORT:
        return _question_page(_question("state"), said)
    answers = _answers(said)
    schemes = rule_book().in_state(said.get("state", ""), said[TOPIC.fact])
    outcomes = judge_all(rule_book(), answers, today_on(), schemes)
    question = question_left(outcomes, answers)
    if question is not None:
        return _question_page(question, said)
    return _kept_for_back(_list_page(shown(outcomes), said))


def _question_page(
    question: Question, said: dict[str, str], refusal: Refusal | None = None, typed: str = ""
) -> Response:
    """Show one question with the answers so far hidden in its form."""
    if question is TOPIC:
        choices: list[tuple[str, object]] = list(words.TOPICS.items())
    else:
        choices = words.choices(question.fact, question.choices)
    return _kept_for_back(page(
        "schemes/question.html", refusal.status if refusal else 200, question=question,
        asked=words.QUESTION_WORDS[question.fact], choices=choices, said=urlencode(said),
        units=words.UNITS.get(question.shape, ()), fault=spoken(refusal) if refusal else "",
        refusal=refusal.name if refusal else None, typed=without_aadhaar(typed[:60]),
        action=link(CHECK), has_back=bool(said), is_topic=question is TOPIC,
    ))  # fmt: skip


def _list_page(found: list[Outcome], said: dict[str, str]) -> Response:
    soon = [one for one in found if one.verdict == Verdict.LATER and one.months <= _SOON_MONTHS]
    not_had = [one for one in found if one.verdict in (Verdict.LATER, Verdict.NOT)]
    return page(
        "schemes/list.html", said=urlencode(said), action=link(CHECK), today_on=today_on(),
        eligible=[one for one in found if one.verdict == Verdict.ELIGIBLE],
        open=[one for one in found if one.verdict == Verdict.UNKNOWN],
        soon=sorted(soon, key=lambda one: one.months),
        not_had=[one for one in not_had if one not in soon], words=words, apply_at=apply_at,
    )  # fmt: skip


def _kept_for_back(answer: Response) -> Response:
    """Let the browser's own Back show a page that was posted; nobody else may keep it."""
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
