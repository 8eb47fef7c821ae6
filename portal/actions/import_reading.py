"""Reading a sent file: the check of all its rows against the register, and its rows once more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from portal.actions.import_days import old_days
from portal.domain import heads
from portal.domain.dates import ist_on
from portal.domain.imports import NewMember, Reading, Ready, openings_by_head
from portal.domain.refusals import N_
from portal.domain.register_cells import number_key
from portal.domain.register_columns import key_of
from portal.domain.register_file import Checked, Row, check_rows
from portal.domain.register_findings import (
    FAULT,
    HIDDEN,
    MENDED,
    SEVERITIES,
    Fault,
    is_secret,
)
from portal.domain.register_rows import AccountRow, Known, MemberRow, person_keys
from portal.domain.sheet import (
    DateCell,
    ErrorCell,
    FormulaCell,
    NumberCell,
    Sheet,
    SheetRow,
)
from portal.domain.text import search_key
from portal.gateways.ports import SheetBook
from portal.storage import imports
from portal.storage.imports import Job
from portal.storage.reference import chart, task_book

SUGGESTS = {FAULT: N_("Perhaps:"), "warning": N_("Perhaps:"), MENDED: N_("Taken instead:")}


def digest_of(content: bytes) -> bytes:
    """Return the hash by which a file is known again."""
    return hashlib.sha256(content).digest()


def check_file(society_id: int, kind: str, sheet: Sheet, at: int) -> Reading:
    """Check every row of a table against itself and the society's books; nothing is changed."""
    today_on = ist_on(at)
    checked = check_rows(kind, sheet, known_of(society_id, kind, today_on))
    faults = list(checked.faults)
    if kind != "days":
        ready = tuple(map(_ready, checked.rows))
        return Reading(ready, _report(checked, ready, faults, today_on))
    ready, more = old_days(society_id, checked.rows, today_on)
    faults += more
    if any(one.severity == FAULT for one in faults):
        ready = ()  # with a row missing no day would be what it was
    return Reading(ready, _report(checked, ready, faults, today_on))


def known_of(society_id: int, kind: str, today_on: str, *, is_again: bool = False) -> Known:
    """Gather what the books hold, for a file to be held against.

    ``is_again`` leaves out what the file itself may have brought in since it was checked.
    """
    people = imports.register_people(society_id)
    is_own = is_again and kind == "members"
    by_person = {} if is_own or kind != "members" else _by_person(people)
    numbers = {} if is_own else {number_key(one[0]): one[0] for one in people if one[0]}
    accounts = imports.account_numbers(society_id) if kind == "accounts" and not is_again else []
    tasks = {search_key(word): task.code for task in task_book() for word in
             (task.code, task.short_code)}  # fmt: skip
    return Known(
        today_on=today_on, numbers=numbers, people=by_person,
        accounts=frozenset(map(number_key, accounts)), tasks=tasks,
        heads={one.code: one.sub_ledger for one in chart().leaves()
               if one.code != heads.YEAR_RESULT},
    )  # fmt: skip


def _by_person(people: Sequence[Sequence[Any]]) -> dict[str, str]:
    return {key: no for no, *words in people if no for key in person_keys(*words)}


def _ready(one: object) -> Ready:
    if isinstance(one, MemberRow):
        share = ((one.particulars.share_head, -one.share_paise),) if one.share_paise else ()
        return Ready(one.row, NewMember(one.particulars, one.savings_paise), share)
    assert isinstance(one, AccountRow)
    sign = 1 if chart()[one.head].normal_side == "debit" else -1
    balance = ((one.head, sign * one.balance_paise),) if one.balance_paise else ()
    return Ready(one.row, one, balance)


def _report(
    checked: Checked, ready: Sequence[Ready], faults: Sequence[Fault], today_on: str
) -> dict[str, Any]:
    """Return what is kept of a check; ``faults`` are lists in the order they are shown."""
    bad = {one.row for one in faults if one.severity == FAULT}
    mended = {one.row for one in faults if one.severity == MENDED} - bad
    ordered = sorted(faults, key=lambda one: (SEVERITIES.index(one.severity), one.row))
    return {
        "rows": checked.all_rows, "ready": len(ready), "mended": len(mended),
        "faulty": checked.faulty_rows if checked.kind != "days" else len(bad - {0}),
        "has_faults": bool(bad), "faulty_rows": sorted(bad), "checked_on": today_on,
        "openings": {str(head): list(sums) for head, sums in openings_by_head(ready).items()},
        "faults": [_kept(one) for one in ordered], "notes": [], "left_out": [], "stopped": None,
    }  # fmt: skip


def _kept(one: Fault) -> list[Any]:
    params = {
        key: found if isinstance(found, int) else str(found) for key, found in one.params.items()
    }
    return [
        one.row, one.column, one.severity, one.name, one.message, params, one.found,
        one.suggestion,
    ]  # fmt: skip


def read_again(job: Job) -> tuple[Ready, ...]:
    """Return the rows of a checked file that are to be taken in, always the same in one order.

    Rows that had faults when it was checked stay out; what was taken in meanwhile does not count.
    """
    report = imports.report(job.society_id, job.id)
    known = known_of(job.society_id, job.kind, report["checked_on"], is_again=True)
    checked = check_rows(job.kind, kept_sheet(job), known)
    if job.kind == "days":
        return old_days(job.society_id, checked.rows, report["checked_on"])[0]
    bad = set(report["faulty_rows"])
    return tuple(_ready(one) for one in checked.rows if one.row not in bad)


def marked_file(
    job: Job, sheets: SheetBook, translate: Callable[[str], str], in_hindi: bool
) -> bytes:
    """Return a job's table as XLSX with each finding marked at its cell."""
    report = imports.report(job.society_id, job.id)
    faults = tuple(Fault(*one) for one in report["faults"])
    right = cast("tuple[Row, ...]", (None,) * (report["rows"] - report["faulty"]))
    checked = Checked(job.kind, right, faults, report["rows"], report["faulty"])
    return sheets.report(kept_sheet(job), checked, translate, in_hindi)


_MARKS: Mapping[str, type[str]] = {
    "n": NumberCell, "d": DateCell, "f": FormulaCell, "e": ErrorCell, "s": str,
}  # fmt: skip
_MARK_OF = {kind: mark for mark, kind in _MARKS.items()}


def to_keep(kind: str, sheet: Sheet) -> bytes:
    """Return a table as it is kept: what may be an Aadhaar number is taken out of it (P12)."""
    keys = [key_of(kind, title) for title in sheet.header]
    rows = [
        [row.no, [_cell(cell, key) for cell, key in zip(row.cells, keys, strict=False)]]
        for row in sheet.rows
    ]
    header = [_cell(title, "") for title in sheet.header]
    kept = [header, sheet.header_no, _cell(str(sheet.name), ""), sheet.encoding, rows]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def _cell(cell: str, key: str) -> Any:
    if is_secret(cell, key):
        return HIDDEN
    return cell if type(cell) is str else [_MARK_OF[type(cell)], str(cell)]


def kept_sheet(job: Job) -> Sheet:
    """Return the table of a job as it was kept."""
    header, header_no, name, encoding, rows = json.loads(imports.content(job.society_id, job.id))
    found = [SheetRow(no, tuple(map(_uncell, cells))) for no, cells in rows]
    return Sheet(tuple(map(_uncell, header)), header_no, found, name, encoding)


def _uncell(cell: Any) -> str:
    return cell if isinstance(cell, str) else _MARKS[cell[0]](cell[1])
