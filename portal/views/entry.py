"""Entering vouchers by task: the list, the form, the read-back, the saved entry."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request

from portal.actions import daybook as deeds
from portal.actions.outage_slips import require_free, require_genuine
from portal.actions.posting import require_granted, taking_entries
from portal.actions.reopenings import only_granted
from portal.actions.second_persons import paid_today, persons_for, persons_today
from portal.domain.daybook import Draft
from portal.domain.heads import BY_ACCOUNT
from portal.domain.money import parse_paise
from portal.domain.refusals import Refusal
from portal.domain.tasks import Task
from portal.domain.year_edge import ADJUSTMENT
from portal.storage import accounts, daybook, form_tokens
from portal.storage.days import Day
from portal.storage.places import society_by_id
from portal.storage.reference import chart
from portal.storage.year_edge import open_edge
from portal.views.entry_forms import (
    MODE_NAMES,
    AtCounter,
    EntryForm,
    at_counter,
    filled_of,
    form_of,
    is_only_named,
    key_of,
    placed,
)
from portal.web.access import acting_role, allow, doer, here, person, society_for
from portal.web.fields import PageForm
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import is_bare, page, piece, running_day, see

bp = Blueprint("entry", __name__)

FIRST_SHOWN = 10
NAMING = ("member_no", "applicant", "customer", "seen")  # hidden fields that say whose it is
OWN_PAGES = {
    "aeps_withdraw": "/aeps/new?kind=withdrawal", "aeps_deposit": "/aeps/new?kind=deposit",
    "pension_pay": "/pensioners?show=all",
}  # fmt: skip
"""Tasks that are done on a page of their own, which knows what else belongs to them."""


def open_day() -> Day:
    """Return the day entries go to; raise NoDayIsOpen or CountIsGoingOn."""
    here()
    return taking_entries(running_day())


@bp.get("/vouchers/new")
@allow("enter_voucher")
def tasks() -> Response:
    """Show the tasks: the ten most used first, or what a search finds."""
    day = open_day()
    words = request.args.get("q", "")
    direction = request.args.get("direction", "")
    used = daybook.tasks_by_use(here().id)
    found = only_granted(day, house().task_book.search(words, acting_role(), used))
    if direction:
        found = [one for one in found if one.direction == direction]
    is_all = bool(words or request.args.get("all")) or len(found) <= FIRST_SHOWN
    shown = found if is_all else found[:FIRST_SHOWN]
    context: dict[str, Any] = {
        "shown": shown,
        "words": words,
        "direction": direction,
        "is_all": is_all,
    }
    if is_bare() and request.headers.get("HX-Target") == "_tasks":
        return piece("entry/_tasks.html", **context)
    return page("entry/tasks.html", **context)


def whose() -> str:
    """Return what the address says of whose an entry is, to go on in another."""
    named = {name: request.args[name] for name in NAMING if name in request.args}
    return f"&{urlencode(named)}" if named else ""


@bp.get("/vouchers/new/<code>")
@allow("enter_voucher")
def entry_form(code: str) -> Response:
    """Show a task's form, for someone of the registers where the address names one.

    ``?like=`` fills it as an earlier voucher was.
    """
    day = open_day()
    task = house().task_book.for_role(code, acting_role())
    if day.is_reopened:
        require_granted(day, code, doer().at)
    if code in OWN_PAGES:
        return see(OWN_PAGES[code] + whose())
    who = at_counter(task)
    form = form_of(task, who, formdata=None, data=_first_data(task, who))
    if who.problem is not None:
        form.refuse(who.problem)
    return _form_page(task, form, who)


def _form_page(
    task: Task, form: EntryForm, who: AtCounter, status: int = 200, refusal: str | None = None
) -> Response:
    return page("entry/form.html", status, task=task, form=form, who=who, refusal=refusal)


def _first_data(task: Task, who: AtCounter) -> dict[str, Any]:
    """Return what a fresh form holds: an earlier voucher's words, or what the address says."""
    data = _like(task) or {"party": request.args.get("party", "")}
    data["party"] = data["party"] or who.name
    data["member_no"] = request.args.get("member_no", "")
    data["narration"] = data.get("narration") or request.args.get("narration", "")
    data |= {ask.field: key_of("account") for ask in who.asks}
    with suppress(KeyError, Refusal):
        data["amount"] = data.get("amount") or parse_paise(request.args["amount"])
    return data


def _like(task: Task) -> dict[str, Any]:
    like = key_of("like")
    found = daybook.voucher(here().id, like) if like else None
    if found is None or found.task != task.code:
        return {}
    amounts = [
        next((abs(one.paise) for one in found.lines if one.head in line.heads), None)
        for line in task.amount_lines
    ]
    chosen = [one.head for one in found.lines if one.head in task.head_choice]
    return {
        "amount": amounts[0], "party": "" if task.needs_member else found.party,
        "narration": found.narration, "mode": found.mode, "head": chosen[0] if chosen else None,
    } | {f"amount{at}": paise for at, paise in enumerate(amounts[1:], start=2)}  # fmt: skip


@bp.post("/vouchers/new/<code>")
@allow("enter_voucher")
def enter(code: str) -> Response:
    """Read back what was written, or with ``confirm`` enter it."""
    here()
    task = house().task_book.for_role(code, acting_role())
    if code in OWN_PAGES:
        return see(OWN_PAGES[code])
    who = at_counter(task)
    if is_only_named(task, who):
        first = form_of(task, who, formdata=None, data=_first_data(task, who))
        return _form_page(task, first, who)
    form = form_of(task, who)
    if "change" in request.form:
        return _form_page(task, form, who)
    if not form.validate():
        if who.problem is not None:
            form.refuse(who.problem)
        return _form_page(task, form, who, 422)
    try:
        return _entered(task, form, who)
    except Refusal as refusal:
        if refusal.status != 422 and refusal is not who.problem:
            raise
        form.refuse(placed(refusal, task))
        return _form_page(task, form, who, 422, refusal.name)


def _entered(task: Task, form: EntryForm, who: AtCounter) -> Response:
    """Read back, or enter what is confirmed; raise what refuses it."""
    if who.problem is not None:
        raise who.problem
    society = here()
    draft = deeds.draft_task(task, filled_of(task, form, who))
    require_genuine(society, draft.paper_no, house().sealer)
    if "confirm" not in request.form:
        require_free(society, draft.paper_no)
        day = open_day()
        twin = deeds.twin_of(doer(), society.id, day.day_on, draft)
        return read_back(task, form, draft, twin, who)
    content = content_of(draft) | ({"whom": list(who.whom)} if who.whom else {})
    return saved(deeds.enter_voucher(doer(), slip(content), society.id, draft, who.whom), who)


def content_of(draft: Draft) -> dict[str, Any]:
    """Return a draft as the content that a repeat of its form must equal (P1)."""
    plain = replace(draft, lines=())
    lines = [[line.head, line.paise, line.sub_id] for line in draft.lines]
    return {name: getattr(plain, name) for name in plain.__slots__ if name != "lines"} | {
        "lines": lines
    }


def read_back(
    task: Task | None, form: PageForm, draft: Draft, twin: Any, who: AtCounter | None = None
) -> Response:
    """Show in figures and words what will be entered, and for whom; nothing is stored yet."""
    kept = [(name, request.form.get(name, "")) for name in NAMING if request.form.get(name)]
    fields = dict([*form.kept(), *kept, ("form_token", request.form.get("form_token", ""))])
    named = {one.sub_id or 0 for one in draft.lines if chart()[one.head].sub_ledger in BY_ACCOUNT}
    numbers = accounts.accounts_by_ids(here().id, named) if named else {}
    return page(
        "entry/read_back.html", task=task, form=form, draft=draft, twin=twin, chart=chart(),
        fields=list(fields.items()), modes=MODE_NAMES, who=who, numbers=numbers,
        **_second_persons(draft, who),
    )  # fmt: skip


def _second_persons(draft: Draft, who: AtCounter | None) -> dict[str, int]:
    """Say how many second persons it will wait for, and what was paid today that counts in."""
    society_id = here().id
    day = open_edge(society_id) if draft.kind == ADJUSTMENT else running_day()
    alone = persons_for(society_id, [draft], draft.task)
    if day is None:
        return {"persons": alone, "paid_paise": 0}
    whom = who.whom if who is not None else None
    persons = persons_today(society_id, day.day_on, draft, whom)
    before = paid_today(society_id, day.day_on, draft, whom) if persons > alone else 0
    return {"persons": persons, "paid_paise": before}


def saved(done: deeds.Done, who: AtCounter | None = None) -> Response:
    """Answer a saved entry: the voucher's page, or the short answer to a script."""
    if not is_bare() or done.voucher_id is None:  # without a voucher it waits for a second person
        return see(done.location)
    found = deeds.voucher(here().id, done.voucher_id)
    task = house().task_book.named(found.task)
    answer = page("entry/saved.html", voucher=found, task=task, who=who)
    answer.headers["X-At"] = done.location
    return answer


@bp.get("/entries/<token>")
@allow("change_own_password")
def was_it_saved(token: str) -> Response:
    """Say whether a form of one's own went through, by its token."""
    society_id = form_tokens.society_of(person().id, token)
    found = None
    if society_id:
        g.society = society_for(person(), society_by_id(society_id).code)  # type: ignore[union-attr]
        used = form_tokens.used(society_id, token)
        if used is not None and used.voucher_id:
            found = daybook.voucher(society_id, used.voucher_id)
    return page("entry/was_it_saved.html", voucher=found, is_used=society_id is not None)
