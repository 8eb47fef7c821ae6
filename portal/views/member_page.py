"""A member's page, "how much is mine?", and the slip that says it on paper."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions.looks import note_look
from portal.actions.member_account import Overview, overview
from portal.domain.accounts import KCC
from portal.domain.member_account import AccountStanding
from portal.domain.members import Member
from portal.storage import looks
from portal.storage.accounts import Account
from portal.storage.reference import chart
from portal.web.access import acting_role, allow, doer, here, may
from portal.web.house import bill_unit, house
from portal.web.member import member_of
from portal.web.member_names import RELATIONS, STATUSES
from portal.web.page import page, running_day

bp = Blueprint("member_page", __name__)

#: What is done at the counter with a kind of account ('' for shares): its task and its button.
TASKS = (
    ("savings", "cash_deposit_savings", _l("Take savings")),
    ("savings", "cash_withdraw_savings", _l("Pay out savings")),
    ("recurring", "rd_instalment", _l("Take an instalment")),
    ("daily", "deposit_in", _l("Take another deposit")),
    ("thrift", "deposit_in", _l("Take another deposit")),
    ("group", "deposit_in", _l("Take another deposit")),
    ("", "share_receipt", _l("Take share money")),
    ("kcc", "kcc_repay", _l("Take a KCC repayment")),
    ("loan", "loan_repay", _l("Take a loan repayment")),
    ("several", "member_visit", _l("Take several together")),
)
GIVING = ("cash_withdraw_savings", "kcc_repay", "loan_repay")  # also for who is no member any more
PAPERS = {
    "58": ("slip.css", "slip58.css"),
    "80": ("slip.css", "slip80.css"),
    "a5": ("a5.css", "slip.css"),
}
LOOKED_BACK_DAYS = 30


def look_at(member: Member, reason: str) -> None:
    """Note a look at a member's balances; raises what ``note_look`` raises, and shows nothing."""
    note_look(doer(), member.society_id, [subject_of(member)], reason)


def subject_of(member: Member) -> str:
    """Name a member in the log of looks: the printed number, or the key of who has none yet."""
    return member.member_no or f"#{member.id}"


def looks_lately(member: Member) -> int | None:
    """Count the looks at a member in the last thirty days, for those who may know; else None."""
    if not may("read_looks"):
        return None
    since = house().clock.now_ms() - LOOKED_BACK_DAYS * 86_400_000
    return looks.times_since(member.society_id, subject_of(member), since)


def fitting_tasks(member: Member, found: Overview) -> list[tuple[str, str]]:
    """List the tasks that fit this member's accounts on the open day: code and button."""
    day = running_day()
    if day is None or day.status != "open" or not may("enter_voucher"):
        return []
    kinds = {""} | {_kind_of(*one) for one in found.accounts if one[0].is_open}
    if len(kinds - {"", None}) > 1:
        kinds.add("several")
    offered = {task.code for task in house().task_book.offered(acting_role())}
    fitting = {
        code: str(name) for kind, code, name in TASKS
        if kind in kinds and code in offered and (member.is_active or code in GIVING)
    }  # fmt: skip
    return list(fitting.items())


def _kind_of(account: Account, held: AccountStanding) -> str | None:
    """Name the kind of an account for TASKS; a loan on which nothing is owed has none."""
    if account.kind != "loan":
        return account.kind
    if held.paise + held.interest_paise <= 0:
        return None
    return "kcc" if account.head == KCC else "loan"


@bp.get("/members/<member_no>")
@allow("read_member")
def member(member_no: str) -> Response:
    """Answer "how much is mine?" in four lines, then accounts and the newest entries."""
    here()
    found = member_of(member_no)
    look_at(found, "account_page")
    own = overview(found)
    return page(
        "member_page/member.html", member=found, own=own, standing=own.standing, chart=chart(),
        relations=RELATIONS, statuses=STATUSES, tasks=fitting_tasks(found, own),
        task_book=house().task_book, today_on=doer().today_on, times=looks_lately(found),
        days=LOOKED_BACK_DAYS, pays_bills=bill_unit() is not None,
    )  # fmt: skip


@bp.get("/members/<member_no>/slip")
@allow("read_member")
def slip(member_no: str) -> Response:
    """Print a member's balances in large figures, on a roll of 58 or 80 mm or on A5."""
    here()
    found = member_of(member_no)
    look_at(found, "slip")
    size = request.args.get("size", "a5")
    own = overview(found)
    return page(
        "member_page/slip.html", member=found, own=own, standing=own.standing, chart=chart(),
        relations=RELATIONS, at=doer().at, size=size if size in PAPERS else "a5", papers=PAPERS,
    )  # fmt: skip
