"""Entering vouchers by task: the list, the form, the read-back, the saved entry."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, g, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import daybook as deeds
from portal.actions.posting import taking_entries
from portal.domain import heads
from portal.domain.daybook import Draft
from portal.domain.refusals import Refusal
from portal.domain.tasks import Filled, Task
from portal.storage import daybook, form_tokens, people
from portal.storage.days import Day
from portal.storage.places import society_by_id
from portal.storage.reference import chart
from portal.web.access import allow, doer, here, person, society_for
from portal.web.fields import AmountField, ChoiceField, DateField, PageForm, WordsField, as_key
from portal.web.house import house
from portal.web.locale import in_language, named
from portal.web.once import slip
from portal.web.page import is_bare, page, piece, running_day, see

bp = Blueprint("entry", __name__)

MODE_NAMES = {
    "cash": _l("Cash"), "cheque": _l("Cheque"), "upi": _l("UPI"), "transfer": _l("Bank transfer"),
}  # fmt: skip
FIRST_SHOWN = 10


class EntryForm(PageForm):
    """The form of any task; what the task doesn't ask for is left away by ``form_of``."""

    amount = AmountField(_l("How many rupees?"))
    given = AmountField(_l("Customer gave"), blank_ok=True)
    mode = ChoiceField(_l("How?"))
    bank = ChoiceField(_l("Which bank account?"), coerce=as_key)
    head = ChoiceField(_l("Spent on what?"), coerce=as_key)
    person = ChoiceField(_l("Who pays it back?"), coerce=as_key)
    reference = WordsField(_l("Cheque, UPI or transfer number"), most=40, is_number=True)
    reference_on = DateField(_l("Its date"), blank_ok=True)
    party = WordsField(_l("Name"), most=80)
    paper_no = WordsField(_l("Bill or slip number"), most=30)
    narration = WordsField(_l("Details"), most=160)

    def is_more_open(self) -> bool:
        """Say whether the rarer fields hold something, so that they must be seen."""
        rarer = [self[name] for name in ("given", "reference", "reference_on") if name in self]
        mode = self["mode"].data if "mode" in self else None
        return mode not in (None, "", "cash") or any(one.errors or one.data for one in rarer)


def amount_name(number: int) -> str:
    """Name the field of a task's amount, counted from 1."""
    return "amount" if number == 1 else f"amount{number}"


@lru_cache(maxsize=16)
def _form_class(amounts: int) -> type[EntryForm]:
    names = [amount_name(number) for number in range(2, amounts + 1)]
    fields = {name: AmountField("", blank_ok=True) for name in names}
    return type("TaskForm", (EntryForm,), fields)


def form_of(task: Task, **kwargs: Any) -> EntryForm:
    """Make the form of a task: an amount for each of its lines, and only what it asks for."""
    form = _form_class(len(task.amount_lines))(**kwargs)
    if len(task.amount_lines) > 1:
        for number, line in enumerate(task.amount_lines, start=1):
            field = form[amount_name(number)]
            field.label.text = in_language(line.label_hi, line.label_en)
        form.amount.is_blank_ok = True
    elif task.direction == "in":
        form.amount.label.text = gettext("How many rupees came in?")
    elif task.direction == "out":
        form.amount.label.text = gettext("How many rupees were paid?")
    _choices(task, form)
    asked = {
        "given": task.direction == "in" and "cash" in task.modes,
        "mode": len(task.modes) > 1,
        "bank": len(form.bank.choices) > 1,
        "reference": any(mode != "cash" for mode in task.modes) or not task.has_money_side,
        "reference_on": any(mode != "cash" for mode in task.modes),
        "head": bool(task.head_choice), "person": task.needs_person,
        "party": task.has_money_side and not task.needs_person, "paper_no": "paper_no" in task.asks,
    }  # fmt: skip
    for name, is_asked in asked.items():
        if not is_asked:
            del form[name]
    return form


def _choices(task: Task, form: EntryForm) -> None:
    form.mode.choices = [(mode, MODE_NAMES[mode]) for mode in task.modes]
    banks = _bank_accounts() if {"cheque", "transfer"} & set(task.modes) else []
    form.bank.choices = [(code, named(chart()[code])) for code in banks]
    form.head.choices = [(code, named(chart()[code])) for code in task.head_choice]
    if task.needs_person:
        owed = daybook.sub_balances(here().id, heads.CASH_SHORTAGE)
        names = people.names(set(owed))
        names[heads.SHORTAGE_FROM_BEFORE] = (gettext("Shortage from before the books"),) * 2
        form.person.choices = [(who, names[who][0]) for who in owed if owed[who] > 0]


def _bank_accounts() -> list[int]:
    """List the society's bank accounts: the current account, and others that hold something."""
    held = daybook.balances(here().id)
    return [one for one in heads.BANK_ACCOUNTS if one == heads.BANK_CURRENT or one in held]


def filled_of(task: Task, form: EntryForm) -> Filled:
    """Read a task's form into what the domain needs."""

    def data(name: str, default: Any = "") -> Any:
        return form[name].data if name in form and form[name].data is not None else default

    party = data("party")
    sub_id = data("person", None)
    if sub_id is not None:
        party = dict(form.person.choices).get(sub_id, "")
    mode = data("mode") or (task.modes[0] if task.modes else "none")
    return Filled(
        amounts=tuple(data(amount_name(at), 0) for at in range(1, len(task.amount_lines) + 1)),
        mode=mode,
        bank=data("bank", heads.BANK_CURRENT) or heads.BANK_CURRENT, head=data("head", None),
        sub_id=sub_id, reference=data("reference"), reference_on=data("reference_on"),
        paper_no=data("paper_no"), party=party, narration=data("narration"),
        given_paise=data("given", None),
    )  # fmt: skip


def open_day() -> Day:
    """Return the day entries go to; raise NoDayIsOpen or CountIsGoingOn."""
    here()
    return taking_entries(running_day())


@bp.get("/vouchers/new")
@allow("enter_voucher")
def tasks() -> Response:
    """Show the tasks: the ten most used first, or what a search finds."""
    open_day()
    words = request.args.get("q", "")
    direction = request.args.get("direction", "")
    used = daybook.tasks_by_use(here().id)
    found = house().task_book.search(words, person().role, used)
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


@bp.get("/vouchers/new/<code>")
@allow("enter_voucher")
def entry_form(code: str) -> Response:
    """Show a task's form; ``?like=`` fills it as an earlier voucher was."""
    open_day()
    task = house().task_book.for_role(code, person().role)
    form = form_of(task, formdata=None, data=_like(task))
    return page("entry/form.html", task=task, form=form)


def _like(task: Task) -> dict[str, Any]:
    like = request.args.get("like", "")
    found = (
        daybook.voucher(here().id, int(like))
        if like.isascii() and like.isdigit() and len(like) < 10 and len(like) < 10
        else None
    )
    if found is None or found.task != task.code:
        return {"party": request.args.get("party", "")}
    amounts = [
        next((abs(one.paise) for one in found.lines if one.head in line.heads), None)
        for line in task.amount_lines
    ]
    chosen = [one.head for one in found.lines if one.head in task.head_choice]
    return {
        "amount": amounts[0], "party": found.party, "narration": found.narration,
        "mode": found.mode, "head": chosen[0] if chosen else None,
    } | {f"amount{at}": paise for at, paise in enumerate(amounts[1:], start=2)}  # fmt: skip


@bp.post("/vouchers/new/<code>")
@allow("enter_voucher")
def enter(code: str) -> Response:
    """Read back what was written, or with ``confirm`` enter it."""
    society = here()
    task = house().task_book.for_role(code, person().role)
    form = form_of(task)
    if "change" in request.form:
        return page("entry/form.html", task=task, form=form)
    if not form.validate():
        return page("entry/form.html", 422, task=task, form=form)
    try:
        draft = deeds.draft_task(task, filled_of(task, form))
        if "confirm" not in request.form:
            day = open_day()
            return read_back(
                task, form, draft, deeds.twin_of(doer(), society.id, day.day_on, draft)
            )
        done = deeds.enter_voucher(doer(), slip(content_of(draft)), society.id, draft)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return page("entry/form.html", 422, task=task, form=form, refusal=refusal.name)
    return saved(done)


def content_of(draft: Draft) -> dict[str, Any]:
    """Return a draft as the content that a repeat of its form must equal (P1)."""
    plain = replace(draft, lines=())
    lines = [[line.head, line.paise, line.sub_id] for line in draft.lines]
    return {name: getattr(plain, name) for name in plain.__slots__ if name != "lines"} | {
        "lines": lines
    }


def read_back(task: Task | None, form: PageForm, draft: Draft, twin: Any) -> Response:
    """Show in figures and words what will be entered; nothing is stored yet."""
    return page(
        "entry/read_back.html", task=task, form=form, draft=draft, twin=twin, chart=chart(),
        fields=[*form.kept(), ("form_token", request.form.get("form_token", ""))],
        modes=MODE_NAMES,
    )  # fmt: skip


def saved(done: deeds.Done) -> Response:
    """Answer a saved entry: the voucher's page, or the short answer to a script."""
    if not is_bare():
        return see(done.location)
    assert done.voucher_id is not None
    found = deeds.voucher(here().id, done.voucher_id)
    answer = page("entry/saved.html", voucher=found, task=house().task_book.named(found.task))
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
