"""Reading a checked file into its register: batch by batch, each exactly once, from any point on.

A batch is one transaction that writes its rows and moves ``done_rows``; whoever runs a job and
finds that the rows were moved by another stops.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from portal.actions.accounts import proposed_no, record_accounts
from portal.actions.import_reading import read_again
from portal.actions.legacy_days import take_over_day
from portal.actions.members import record_members
from portal.actions.register_openings import NothingToAllot, post_allotments, tally
from portal.actions.seals import witness_or_wait
from portal.domain.accounts import KINDS
from portal.domain.daybook import CountIsGoingOn, NoDayIsOpen
from portal.domain.imports import BATCH, SAVINGS, STALE_MS, JobMovedOn, NewMember, Ready
from portal.domain.legacy_days import OLDER, OldDay
from portal.domain.people import Doer, Slip
from portal.domain.refusals import Refusal
from portal.domain.register_rows import AccountRow
from portal.gateways.ports import Sealer
from portal.storage import accounts, daybook, days, form_tokens, imports, members, people
from portal.storage.accounts import Account
from portal.storage.engine import write_transaction
from portal.storage.imports import Job

log = logging.getLogger(__name__)

ITEMS_A_VOUCHER = 499  # and the line they come from
Told = Callable[[Job], None]


@dataclass(frozen=True, slots=True)
class Hands:
    """What a run needs: the clock, the keys, a rest after each batch, and who is told of it.

    The rest lets others to the store: on SQLite whoever writes without one keeps it to itself.
    """

    now_ms: Callable[[], int]
    sealer: Sealer
    told: Told = lambda _job: None
    rest: Callable[[], None] = lambda: None


def run_waiting(hands: Hands) -> int:
    """Run all jobs that wait or were left lying; return how many were run here."""
    return sum(run_job(job, hands) for job in imports.running_jobs(hands.now_ms() - STALE_MS))


def run_job(job: Job, hands: Hands) -> bool:
    """Run a job as it was seen to its end; say whether it was run here and not by another.

    A refusal stops the job and stays in its report; what its batches wrote until then stays.
    """
    if not write_transaction(lambda: imports.claim(job, hands.now_ms())):
        return False
    try:
        _take_rows(job, hands)
        _post_openings(job, hands)
        write_transaction(lambda: imports.end(job.society_id, job.id, "done", hands.now_ms()))
    except JobMovedOn:
        return False
    except Refusal as refusal:
        if refusal.status >= 500:  # the store is away: the job is taken up again later
            raise
        params = {
            key: found if isinstance(found, int) else str(found)
            for key, found in refusal.params.items()
        }
        _stop(job, hands, {"message": refusal.message, "params": params})
    except Exception:
        _stop(job, hands, {"message": "", "params": {}})
        raise
    finally:
        if job.kind == "days":
            witness_or_wait(job.society_id, hands.sealer)
    return True


def _stop(job: Job, hands: Hands, reason: dict[str, Any]) -> None:
    def work() -> None:
        found = imports.report(job.society_id, job.id)
        imports.set_report(job.society_id, job.id, {**found, "stopped": reason})
        imports.end(job.society_id, job.id, "stopped", hands.now_ms())

    write_transaction(work)


def _doer(job: Job, at: int) -> Doer:
    by = int(job.choices.get("by") or job.sent_by)
    person = people.person(by)
    return Doer(by, person.role if person else "", at, job.choices.get("behalf"))


def _take_rows(job: Job, hands: Hands) -> None:
    if job.done_rows >= job.all_rows:
        return
    ready = read_again(job)
    for before, part in _batches(job, ready):
        after = before + len(part)

        def work(before: int = before, after: int = after, part: Sequence[Ready] = part) -> None:
            daybook.lock_book(job.society_id)
            at = hands.now_ms()
            if not imports.move(job.society_id, job.id, before, after, at):
                raise JobMovedOn
            _write(_doer(job, at), job, part, hands.sealer)

        write_transaction(work)
        hands.told(job._replace(done_rows=after))
        hands.rest()


def _batches(job: Job, ready: Sequence[Ready]) -> Iterator[tuple[int, Sequence[Ready]]]:
    size = 1 if job.kind == "days" else BATCH
    for at in range(job.done_rows, len(ready), size):
        yield at, ready[at : at + size]


def _write(doer: Doer, job: Job, part: Sequence[Ready], sealer: Sealer) -> None:
    if job.kind == "members":
        _write_members(doer, job, part)
    elif job.kind == "accounts":
        _write_accounts(doer, job, part)
    else:
        for one in part:
            assert isinstance(one.record, OldDay)
            token = f"{OLDER}{job.id}-{one.record.day_on}"
            take_over_day(doer, job.society_id, one.record, token, sealer)


def _day_on(doer: Doer, society_id: int) -> str:
    running = days.running_day(society_id)
    return running.day_on if running else doer.today_on


def _write_members(doer: Doer, job: Job, part: Sequence[Ready]) -> None:
    """Write new members; who came into the register since the check is left out, not doubled."""
    society_id = job.society_id
    records = {one.row: one.record for one in part if isinstance(one.record, NewMember)}
    numbers = {row: one.particulars.member_no for row, one in records.items()}
    taken = members.taken_numbers(society_id, [no for no in numbers.values() if no])
    new = [one for one in part if numbers[one.row] not in taken]
    _note_left_out(job, [one.row for one in part if numbers[one.row] in taken])
    if not new:
        return
    day_on = _day_on(doer, society_id)
    ids = record_members(
        doer, society_id, day_on, "imported", [records[one.row].particulars for one in new]
    )
    owners = list(zip(new, ids, strict=True))
    items = [(head, member_id, paise) for one, member_id in owners for head, paise in one.openings]
    savers = [
        (member_id, records[one.row]) for one, member_id in owners if records[one.row].savings_paise
    ]
    items += _open_savings(doer, society_id, day_on, savers)
    imports.insert_items(society_id, job.id, items)


def _open_savings(
    doer: Doer, society_id: int, day_on: str, savers: Sequence[tuple[int, NewMember]]
) -> list[tuple[int, int, int]]:
    """Open a savings account for each member who has something on one."""
    if not savers:
        return []
    letter = KINDS["savings"].letter
    first = int(proposed_no(society_id, "savings").rsplit("-", 1)[1])
    ids = record_accounts(doer, society_id, day_on, [
        Account(
            society_id, 0, member_id, "savings", SAVINGS, f"{letter}-{first + at}", "open",
            one.particulars.joined_on or day_on,
        )
        for at, (member_id, one) in enumerate(savers)
    ])  # fmt: skip
    return [
        (SAVINGS, account_id, -one.savings_paise)
        for account_id, (_member_id, one) in zip(ids, savers, strict=True)
    ]


def _write_accounts(doer: Doer, job: Job, part: Sequence[Ready]) -> None:
    """Write accounts of known members; account numbers taken since the check are left out."""
    society_id = job.society_id
    records = {one.row: one.record for one in part if isinstance(one.record, AccountRow)}
    owners = imports.member_ids(society_id, [one.member_no for one in records.values()])
    taken = accounts.taken_numbers(society_id, [one.account_no for one in records.values()])
    new = [
        one for one in part
        if records[one.row].account_no not in taken and records[one.row].member_no in owners
    ]  # fmt: skip
    _note_left_out(job, sorted({one.row for one in part} - {one.row for one in new}))
    if not new:
        return
    ids = record_accounts(doer, society_id, _day_on(doer, society_id), [
        _account(society_id, owners[records[one.row].member_no], records[one.row]) for one in new
    ])  # fmt: skip
    imports.insert_items(society_id, job.id, [
        (head, account_id, paise)
        for one, account_id in zip(new, ids, strict=True)
        for head, paise in one.openings
    ])  # fmt: skip


def _account(society_id: int, member_id: int, new: AccountRow) -> Account:
    return Account(
        society_id, 0, member_id, new.kind, new.head, new.account_no, "open", new.opened_on, "",
        new.amount_paise, new.rate_bp, new.months, new.due_on, new.season,
    )  # fmt: skip


def _note_left_out(job: Job, rows: Sequence[int]) -> None:
    if rows:
        found = imports.report(job.society_id, job.id)
        found["left_out"] = [*found.get("left_out", []), *rows]
        imports.set_report(job.society_id, job.id, found)


def _post_openings(job: Job, hands: Hands) -> None:
    """Bring the job's opening balances onto the open day; without one they wait."""
    try:
        while write_transaction(lambda: _post_some(job, hands.now_ms())):
            hands.told(_with_all_rows(job))
            hands.rest()
        if job.choices.get("park"):
            _park(job, hands.now_ms())
    except (NoDayIsOpen, CountIsGoingOn):
        return


def _with_all_rows(job: Job) -> Job:
    return job._replace(done_rows=job.all_rows)


def _post_some(job: Job, at: int) -> bool:
    society_id = job.society_id
    daybook.lock_book(society_id)
    if not imports.move(society_id, job.id, job.all_rows, job.all_rows, at):
        raise JobMovedOn
    day = days.running_day(society_id)
    items = imports.waiting_items(society_id, ITEMS_A_VOUCHER, job.id)
    if day is None or day.status != "open" or not items:
        return False
    doer, token = _doer(job, at), f"import-{job.id}-{items[0].id}"
    voucher_ids = post_allotments(
        doer, day, [(one.head, one.sub_id, one.paise) for one in items], token
    )
    imports.set_vouchers(
        society_id, [(one.id, no) for one, no in zip(items, voucher_ids, strict=True)]
    )
    form_tokens.keep(
        society_id, token, doer.person_id, job.sha256, f"/registers/import/{job.id}",
        voucher_ids[0], at,
    )  # fmt: skip
    return True


def _park(job: Job, at: int) -> None:
    """Park what is left unallotted of this job's heads, unless another file still fills them."""
    society_id = job.society_id
    waiting = imports.waiting_sums(society_id)
    heads = set(map(int, imports.report(society_id, job.id).get("openings", {}))) - waiting.keys()
    doer = _doer(job, at)
    slip = Slip(f"import-{job.id}-rest", job.sha256, doer.person_id, society_id)
    try:
        tally(doer, slip, society_id, heads)
    except NothingToAllot:
        return
