"""A change of a pension rule: written by one person, seen as what differs, decided by another."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import rule_changes as deeds
from portal.domain.eligibility import Outcome
from portal.domain.pension_examples import flips
from portal.domain.pension_rows import MOST_WAYS, read_ways
from portal.domain.pension_rules import CONFIDENCE, Scheme
from portal.domain.refusals import Refusal
from portal.domain.rule_changes import (
    Proposal,
    RuleChange,
    SchemeIsOfOthers,
    base_rows,
    digest_of,
    require_reach,
)
from portal.domain.rule_form import (
    GROUPS,
    NUMBERS,
    RUPEES,
    TICKS,
    Faults,
    read_way,
    typed_of,
    used_groups,
)
from portal.domain.text import without_aadhaar
from portal.storage import people
from portal.storage.pension_rules import rule_book
from portal.storage.places import Place
from portal.views import rule_words, scheme_words
from portal.views.services import today_on
from portal.web.access import allow, doer, may, person
from portal.web.errors import spoken
from portal.web.fields import ChoiceField, DateField, PageForm, RemarkField, WordsField
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("rule_changes", __name__)

MOST_FLIPS = 20
_NAMES = (
    *NUMBERS, *RUPEES, "sex", "income_is", "income_of_couple", "pays_rs",
    *(f"{column}_{word}" for column, (words, _) in TICKS.items() for word in words),
)  # fmt: skip


class ChangeForm(PageForm):
    """What a change says beside the conditions."""

    valid_from = DateField(_l("From which day"))
    source = WordsField(_l("By which order"), most=160)
    confidence = ChoiceField(_l("How certain is this?"))
    reason = RemarkField(_l("What changes, and why"), most=400)
    past_why = WordsField(_l("If the day is over: why from then"), most=200)


class DecisionForm(PageForm):
    """Why a change is refused, or approved after its day."""

    why = RemarkField(_l("Why"), most=400)


def own_place() -> Place:
    """Return the place that the signed-in person leads; raise SchemeIsOfOthers without one."""
    place = person().place
    if place is None:
        raise SchemeIsOfOthers
    return place


def _scheme(scheme_id: str) -> Scheme:
    scheme, place = rule_book()[scheme_id], own_place()
    require_reach(scheme.state, place.code, place.level)
    return scheme


Ways = list[dict[str, str]]


def _form_page(
    scheme: Scheme, form: ChangeForm, ways: Ways, status: int = 200,
    faults: list[Faults] | None = None,
) -> Response:  # fmt: skip
    form["confidence"].choices = [(one, rule_words.CONFIDENCE[one]) for one in CONFIDENCE]
    groups = used_groups(ways) | _asked_groups()
    told = [{name: spoken(one) for name, one in found.items()} for found in faults or []]
    return page(
        "rules/change_form.html", status, scheme=scheme, form=form,
        ways=[{name: without_aadhaar(text) for name, text in way.items()} for way in ways],
        faults=told or [{} for _way in ways], words=rule_words, ticks=TICKS,
        group_fields=GROUPS,
        can_add=len(ways) < MOST_WAYS, groups=[one for one in GROUPS if one in groups],
        others=[one for one in GROUPS if one not in groups],
        base=request.form.get("base") or digest_of(base_rows(rule_book(), scheme.id)),
    )  # fmt: skip


@bp.get("/rules/<scheme_id>/change")
@allow("propose_rule")
def change_form(scheme_id: str) -> Response:
    """Show the newest rule as a form."""
    scheme = _scheme(scheme_id)
    rows = base_rows(rule_book(), scheme_id)
    form = ChangeForm(formdata=None, data={"confidence": "high"})
    return _form_page(scheme, form, [typed_of(row) for row in rows])


@bp.post("/rules/<scheme_id>/change")
@allow("propose_rule")
def propose(scheme_id: str) -> Response:
    """Add a condition, add or leave out a way, or propose the change."""
    scheme, form, ways = _scheme(scheme_id), ChangeForm(), _typed_ways()
    if {"add_way", "drop_way", "add_group"} & set(request.form):
        return _form_page(scheme, form, _other_ways(ways))
    is_fine = form.validate()
    rows, faults = _rows(scheme, form, ways)
    if not is_fine or any(faults):
        if is_fine:
            form.form_errors.append(_l("Please look at the marked fields of the conditions."))
        return _form_page(scheme, form, ways, 422, faults)
    try:
        return _proposed(scheme, form, rows)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _form_page(scheme, form, ways, 422, faults)


def _typed_ways() -> Ways:
    count = min(max(request.form.get("ways", 1, int), 1), MOST_WAYS)
    return [
        {name: request.form.get(f"{at}.{name}", "")[:60] for name in _NAMES}
        for at in range(1, count + 1)
    ]


def _asked_groups() -> set[str]:
    """Name the groups of fields that were asked for beside those in use."""
    asked = set(request.form.get("groups", "").split())
    return asked | ({request.form.get("group", "")} if "add_group" in request.form else set())


def _other_ways(ways: Ways) -> Ways:
    if "add_way" in request.form:
        return [*ways, dict(ways[-1])][:MOST_WAYS]
    dropped = request.form.get("drop_way", 0, int)
    return [one for at, one in enumerate(ways, start=1) if at != dropped] or ways


def _rows(
    scheme: Scheme, form: ChangeForm, ways: Ways
) -> tuple[list[dict[str, str]], list[Faults]]:
    """Read the ways into rows; each keeps which scheme comes before it."""
    newest = rule_book().newest(scheme.id)
    found = []
    for at, typed in enumerate(ways, start=1):
        frame = {
            "scheme": scheme.id, "valid_from": form["valid_from"].data or "", "way": str(at),
            "not_under": newest[min(at, len(newest)) - 1].not_under,
            "confidence": form["confidence"].data or "", "source": form["source"].data or "",
        }  # fmt: skip
        found.append(read_way(typed, frame))
    return [row for row, _faults in found], [faults for _row, faults in found]


def _proposed(scheme: Scheme, form: ChangeForm, rows: list[dict[str, str]]) -> Response:
    wish = Proposal(
        scheme.id, form["valid_from"].data, tuple(rows), request.form.get("base", ""),
        form["reason"].data, form["past_why"].data,
    )  # fmt: skip
    paper = slip({"rows": rows, "base": wish.base, "reason": wish.reason, "past": wish.past_why})
    return see(deeds.propose(doer(), paper, own_place(), wish).location)


@bp.get("/rules/changes/<int:change_id>")
@allow("read_rules")
def change(change_id: int) -> Response:
    """Show what a change changes, and for whom."""
    return _change_page(deeds.change_of(change_id), DecisionForm(formdata=None))


def _change_page(found: RuleChange, form: DecisionForm, status: int = 200) -> Response:
    book = rule_book()
    scheme, ids = book[found.scheme_id], {one.id for one in book}
    before, after = read_ways(found.before, ids), read_ways(found.rows, ids, found.id)
    on = max(found.valid_from_on, today_on())
    flipped = flips(book.with_only(before), book.with_only(after), scheme, on)
    names = people.names({one for one in (found.proposed_by, found.decided_by) if one})
    return page(
        "rules/change.html", status, change=found, scheme=scheme, before=before, after=after,
        ways=rule_words.side_by_side(scheme, [before, after]), flips=flipped[:MOST_FLIPS],
        more=max(len(flipped) - MOST_FLIPS, 0), names=names, words=rule_words, form=form,
        scheme_words=scheme_words,
        fits=base_rows(book, scheme.id) == [dict(one) for one in found.before],
        is_own=found.proposed_by == person().id, can_decide=_can_decide(found),
        with_by=len({one.example.by for one in flipped}) > 1, outcome=_outcome, tried_on=on,
        is_late=found.valid_from_on < today_on(),
    )  # fmt: skip


def _outcome(outcome: Outcome) -> str:
    return rule_words.outcome_words(outcome)


def _can_decide(found: RuleChange) -> bool:
    place = person().place
    if not found.is_open or place is None or not may("decide_rule"):
        return False
    try:
        require_reach(found.state, place.code, place.level)
    except SchemeIsOfOthers:
        return False
    return found.proposed_by != person().id


@bp.post("/rules/changes/<int:change_id>")
@allow("decide_rule")
def decide(change_id: int) -> Response:
    """Approve or refuse a change that another person of the state proposed."""
    form, found = DecisionForm(), deeds.change_of(change_id)
    try:
        if form.validate():
            deed: Any = deeds.approve if "approve" in request.form else deeds.refuse
            why = form["why"].data
            paper = slip({"deed": deed.__name__, "why": why})
            return see(deed(doer(), paper, own_place(), change_id, why).location)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
    return _change_page(found, form, 422)


@bp.post("/rules/changes/<int:change_id>/withdraw")
@allow("propose_rule")
def withdraw(change_id: int) -> Response:
    """Take back one's own change while nobody decided on it."""
    found = deeds.change_of(change_id)
    return see(deeds.withdraw(doer(), slip({"change": found.id}), found.id).location)
