"""Entries that wait for second persons: the lists, deciding on one, and the rules behind them."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from flask_babel import lazy_gettext as _l

from portal.actions import approval_rules
from portal.actions import proposals as deeds
from portal.actions.exactly_once import FormWasUsedForOther
from portal.actions.sub_ledgers import owners
from portal.domain.approval_rules import EVERY_TASK, MOST_PERSONS
from portal.domain.proposals import OFFICER, Proposal, ProposalIsDecided, is_officer_needed, used_up
from portal.domain.refusals import Refusal
from portal.domain.tasks import TaskBook, TaskIsUnknown
from portal.domain.text import latin_digits
from portal.storage import daybook, people, proposals
from portal.storage.reference import chart
from portal.views.corrections import REASON_NAMES
from portal.views.entry_forms import MODE_NAMES
from portal.views.proposal_facts import DOES, Facts, facts_of, record_page
from portal.web.access import allow, doer, here, may, person, reach
from portal.web.errors import spoken
from portal.web.fields import AmountField, ChoiceField, PageForm, RemarkField, WordsField, as_key
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import is_blind, page, running_day, see

bp = Blueprint("proposals", __name__)
MOST_DECIDED = 5


class DecisionForm(PageForm):
    """Why an entry is refused."""

    remark = RemarkField(_l("If you refuse: why?"), most=200)


class RuleForm(PageForm):
    """From which sum on how many persons must agree, to what, and why."""

    task = WordsField(_l("For which work?"), most=60)
    above = AmountField(_l("Above how many rupees?"))
    persons = ChoiceField(_l("How many persons must agree?"), coerce=as_key)
    remark = RemarkField(_l("Why?"), most=200)


@bp.get("/approvals")
@allow("read_voucher")
def waiting() -> Response:
    """List what waits: of the own society, or of all societies of an officer's block."""
    is_round = person().role == OFFICER and "society" not in request.args
    societies = reach() if is_round else [here()]
    found = proposals.waiting([one.id for one in societies])
    decided = [] if is_round else proposals.latest_decided(societies[0].id, MOST_DECIDED)
    return page(
        "proposals/waiting.html", waiting=found, decided=decided, tasks=house().task_book,
        societies={one.id: one for one in societies}, is_round=is_round,
        rules=[] if is_round else approval_rules.rules_of(societies[0].id),
        names=people.names({one.proposed_by for one in (*found, *decided)}),
    )  # fmt: skip


@bp.get("/proposals/<int(max=2147483647):proposal_id>")
@allow("read_voucher")
def one(proposal_id: int) -> Response:
    """Show an entry that waits or waited, with all that is needed to decide."""
    found = deeds.proposal_of(here().id, proposal_id)
    return _page(found, DecisionForm(formdata=None))


def _page(
    found: Proposal, form: PageForm, status: int = 200, refusal: str | None = None
) -> Response:
    society, wish = here(), found.wish
    cash = sum(line.paise for line in wish.draft.lines if line.head == wish.draft.till)
    shows_cash = found.is_waiting and cash < 0 and not is_blind()
    whose, problem = owners(society.id, wish.draft.lines), _problem(found)
    day = running_day()
    ids = {found.proposed_by, found.on_behalf_of, found.decided_by}
    ids |= {who for who, _at in found.agreed}
    return page(
        "proposals/one.html", status, one=found, wish=wish, form=form, refusal=refusal,
        task=house().task_book.named(found.task), chart=chart(), modes=MODE_NAMES,
        names=people.names({who for who in ids if who}), reasons=REASON_NAMES,
        owners=whose, problem=problem,
        box=daybook.balance(society.id, wish.draft.till or 0) if shows_cash else None, cash=cash,
        facts=facts_of(found, whose) if found.is_waiting and not problem else Facts(),
        record=record_page(found), does=DOES,
        is_new="new" in request.args, is_own=person().id in found.makers,
        is_counting=day is not None and day.status == "counting",
    )  # fmt: skip


def _problem(found: Proposal) -> str:
    """Say why this person can't decide on it, or nothing."""
    if not may("approve_entry"):
        return "·"
    try:
        deeds.require_approver(doer(), found)
    except Refusal as refusal:
        return spoken(refusal)
    return ""


@bp.post("/proposals/<int(max=2147483647):proposal_id>")
@allow("approve_entry")
def decide(proposal_id: int) -> Response:
    """Agree to an entry, or refuse it with a remark; what does not allow it now is said here."""
    society, form = here(), DecisionForm()
    found = deeds.proposal_of(society.id, proposal_id)
    try:
        if not form.validate():
            return _page(found, form, 422)
        if "approve" in request.form:
            done = deeds.approve(doer(), slip({"approve": 1}), society.id, proposal_id)
        else:
            why = form.remark.data or ""
            done = deeds.refuse(doer(), slip({"refuse": why}), society.id, proposal_id, why)
    except Refusal as refusal:
        if not _is_said_here(refusal):
            raise
        form.refuse(refusal)
        return _page(found, form, refusal.status, refusal.name)
    return see(done.location)


def _is_said_here(refusal: Refusal) -> bool:
    """Say whether what keeps an entry from being done is told on its page: it goes on waiting."""
    if isinstance(refusal, ProposalIsDecided | FormWasUsedForOther):
        return False
    return refusal.status in (409, 422)


@bp.post("/proposals/<int(max=2147483647):proposal_id>/withdraw")
@allow("enter_voucher")
def withdraw(proposal_id: int) -> Response:
    """Take back one's own entry."""
    society = here()
    done = deeds.withdraw(doer(), slip({"withdraw": proposal_id}), society.id, proposal_id)
    return see(done.location)


@bp.get("/approvals/rules")
@allow("set_approval")
def rules() -> Response:
    """Show the rules that hold, and the form of one more."""
    here()
    return _rules_page(RuleForm(formdata=None))


def _rules_page(form: PageForm, status: int = 200, refusal: str | None = None) -> Response:
    society = here()
    form["persons"].choices = [(number, str(number)) for number in range(1, MOST_PERSONS + 1)]
    form["persons"].choices += [(0, _l("0: nobody"))]
    found, own = approval_rules.rules_of(society.id), deeds.own_approvers(society.id)
    return page(
        "proposals/rules.html", status, form=form, rules=found, tasks=house().task_book,
        own=sorted(own), refusal=refusal,
        names=people.names({*own, *(one.set_by for one in found)}),
    )  # fmt: skip


@bp.post("/approvals/rules")
@allow("set_approval")
def set_rule() -> Response:
    """Set a rule."""
    society, form = here(), RuleForm()
    if not form.validate():
        return _rules_page(form, 422)
    above, persons, why = (form[name].data for name in ("above", "persons", "remark"))
    try:
        task = _task_of(form["task"].data or "")
        paper = slip({"task": task, "above": above, "persons": persons, "why": why})
        done = approval_rules.set_rule(doer(), paper, society.id, task, above, persons, why)
    except Refusal as refusal:
        if refusal.status not in (403, 422) and not isinstance(refusal, TaskIsUnknown):
            raise
        form.refuse(refusal)
        return _rules_page(form, refusal.status, refusal.name)
    return see(done.location)


def _task_of(words: str) -> str:
    """Return the task of a short code or a name, '' for all; raise TaskIsUnknown."""
    if not words:
        return EVERY_TASK
    found = house().task_book.search(words, "manager")
    if len(found) != 1 and not (found and found[0].short_code == latin_digits(words).strip()):
        raise TaskIsUnknown(field="task")
    return found[0].code


@bp.app_template_global("task_book")
def known_tasks() -> TaskBook:
    """Give templates the tasks by code."""
    return house().task_book


@bp.app_template_global()
def waiting_entries(society_id: int) -> list[Proposal]:
    """List the entries of a society that wait for second persons."""
    return proposals.waiting([society_id])


@bp.app_template_global()
def count_waiting_entries(society_id: int) -> int:
    """Count the entries of a society that wait, for those who make or decide on them."""
    if not (may("approve_entry") or may("enter_voucher")):
        return 0
    return proposals.count_waiting(society_id)


@bp.app_template_global()
def home_entries(society_id: int) -> tuple[list[Proposal], int]:
    """List what waits in a society for this very person, and count what waits for others."""
    if not (may("approve_entry") or may("enter_voucher")):
        return [], 0
    found = proposals.waiting([society_id])
    decides = may("approve_entry") and person().role != OFFICER
    mine = [one for one in found if decides and person().id not in used_up(one)]
    return mine, len(found) - len(mine)


@bp.app_template_global()
def officers_entries() -> int:
    """Count what waits for an officer: where the society's own second persons are too few."""
    found = [one for one in proposals.waiting([one.id for one in reach()])
             if person().id not in used_up(one)]  # fmt: skip
    own = deeds.approvers_of({one.society_id for one in found})
    return sum(is_officer_needed(one, own[one.society_id]) for one in found)


@bp.app_template_global()
def waiting_records() -> dict[str, Proposal]:
    """Give what waits for second persons here, by the record that it is about ('account:12')."""
    if "waiting_records" not in g:
        g.waiting_records = {
            about: one for one in proposals.waiting([here().id]) for about in one.wish.about
        }
    found: dict[str, Proposal] = g.waiting_records
    return found
