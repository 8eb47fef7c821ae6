"""Files read into a register: the job of each, and the opening balances they brought."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from portal.storage.engine import insert_rows, portions, row, rows, rows_among, run, value

_HEAD = (
    "society_id, id, kind, file_name, sha256, choices, state, all_rows, done_rows, sent_at, "
    "sent_by, changed_at"
)


class Job(NamedTuple):
    """A file being read in. ``all_rows`` are those to be taken in, ``done_rows`` those that are.

    ``changed_at`` moves with each batch; 0 where nobody has begun yet.
    """

    society_id: int
    id: int
    kind: str
    file_name: str
    sha256: bytes
    choices: dict[str, Any]
    state: str
    all_rows: int
    done_rows: int
    sent_at: int
    sent_by: int
    changed_at: int


class Item(NamedTuple):
    """An opening balance of one member or account that waits for its voucher; debit > 0."""

    id: int
    head: int
    sub_id: int
    paise: int


def _job(found: Sequence[Any] | None) -> Job | None:
    if found is None:
        return None
    job = Job(*found)
    return job._replace(sha256=bytes(job.sha256), choices=json.loads(found[5]))


def job(society_id: int, job_id: int) -> Job | None:
    """Return a job, or None."""
    return _job(row(
        f"SELECT {_HEAD} FROM import_job WHERE society_id = ? AND id = ?", society_id, job_id
    ))  # fmt: skip


def job_of_file(society_id: int, kind: str, sha256: bytes) -> Job | None:
    """Return the job of a file that came before, byte for byte the same, or None."""
    return _job(row(
        f"SELECT {_HEAD} FROM import_job WHERE society_id = ? AND kind = ? AND sha256 = ?",
        society_id, kind, sha256,
    ))  # fmt: skip


def latest_jobs(society_id: int, most: int) -> list[Job]:
    """List a society's jobs, the latest first."""
    found = rows(
        f"SELECT {_HEAD} FROM import_job WHERE society_id = ? ORDER BY id DESC LIMIT ?",
        society_id, most,
    )  # fmt: skip
    return [one for one in map(_job, found) if one is not None]


def running_jobs(stale_before: int) -> list[Job]:
    """List the jobs of all societies that run and that nobody has moved since an instant."""
    found = rows(
        f"SELECT {_HEAD} FROM import_job WHERE state = 'running' AND changed_at <= ? "
        "ORDER BY sent_at, society_id, id",
        stale_before,
    )
    return [one for one in map(_job, found) if one is not None]


def content(society_id: int, job_id: int) -> bytes:
    """Return a job's file as it was sent."""
    found = value(
        "SELECT content FROM import_job WHERE society_id = ? AND id = ?", society_id, job_id
    )
    return zlib.decompress(bytes(found)) if found is not None else b""


def report(society_id: int, job_id: int) -> dict[str, Any]:
    """Return what the check of a job's file found."""
    found = value("SELECT report FROM import_job WHERE society_id = ? AND id = ?",
                  society_id, job_id)  # fmt: skip
    return dict(json.loads(found)) if found else {}


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def insert_job(
    society_id: int, kind: str, file_name: str, sha256: bytes, file: bytes, state: str,
    all_rows: int, report: Mapping[str, Any], sent_at: int, sent_by: int,
) -> int:  # fmt: skip
    """Store a checked file and return its job's key; the book must be held."""
    job_id = 1 + int(value("SELECT MAX(id) FROM import_job WHERE society_id = ?", society_id) or 0)
    insert_rows(
        "INSERT INTO import_job (society_id, id, kind, file_name, sha256, content, state, "
        "all_rows, report, sent_at, sent_by, changed_at) VALUES",
        [(society_id, job_id, kind, file_name, sha256, zlib.compress(file, 6), state, all_rows,
          _text(report), sent_at, sent_by, sent_at)],
    )  # fmt: skip
    return job_id


def set_checked(
    society_id: int, job_id: int, state: str, all_rows: int, report: Mapping[str, Any], at: int
) -> bool:
    """Store what a new check of a file found, unless it is being read in; say whether it was so."""
    return run(
        "UPDATE import_job SET state = ?, all_rows = ?, report = ?, changed_at = ? "
        "WHERE society_id = ? AND id = ? AND state IN ('faulty', 'checked')",
        state, all_rows, _text(report), at, society_id, job_id,
    ) == 1  # fmt: skip


def set_report(society_id: int, job_id: int, report: Mapping[str, Any]) -> None:
    """Store what a job's report says now."""
    run(
        "UPDATE import_job SET report = ? WHERE society_id = ? AND id = ?",
        _text(report), society_id, job_id,
    )  # fmt: skip


def start(society_id: int, job_id: int, states: Sequence[str], choices: Mapping[str, Any]) -> bool:
    """Let a job run that is in one of these states; say whether it was."""
    marks = ",".join("?" * len(states))
    return run(
        f"UPDATE import_job SET state = 'running', choices = ?, changed_at = 0 "
        f"WHERE society_id = ? AND id = ? AND state IN ({marks})",
        _text(choices), society_id, job_id, *states,
    ) == 1  # fmt: skip


def claim(job: Job, at: int) -> bool:
    """Claim a running job as it was seen, so that nobody else runs it; say whether it worked."""
    return run(
        "UPDATE import_job SET changed_at = ? WHERE society_id = ? AND id = ? "
        "AND state = 'running' AND changed_at = ? AND done_rows = ?",
        at, job.society_id, job.id, job.changed_at, job.done_rows,
    ) == 1  # fmt: skip


def move(society_id: int, job_id: int, before: int, after: int, at: int) -> bool:
    """Move a running job's rows forward; say whether it still stood where it was expected."""
    return run(
        "UPDATE import_job SET done_rows = ?, changed_at = ? WHERE society_id = ? AND id = ? "
        "AND state = 'running' AND done_rows = ?",
        after, at, society_id, job_id, before,
    ) == 1  # fmt: skip


def end(society_id: int, job_id: int, state: str, at: int) -> bool:
    """End a running job; say whether it was running."""
    return run(
        "UPDATE import_job SET state = ?, changed_at = ? WHERE society_id = ? AND id = ? "
        "AND state = 'running'",
        state, at, society_id, job_id,
    ) == 1  # fmt: skip


def member_ids(society_id: int, numbers: Sequence[str]) -> dict[str, int]:
    """Return the keys of members by printed number."""
    sql = "SELECT member_no, id FROM member WHERE society_id = ? AND member_no IN"
    return dict(rows_among(sql, society_id, among=numbers))


def register_people(society_id: int) -> list[tuple[Any, ...]]:
    """List (number, name, guardian, village, mobile) of the whole register."""
    return rows(
        "SELECT member_no, name_hi, guardian_hi, village_hi, mobile FROM member "
        "WHERE society_id = ?",
        society_id,
    )


def account_numbers(society_id: int) -> list[str]:
    """List all account numbers."""
    return [no for (no,) in rows(
        "SELECT account_no FROM account WHERE society_id = ?", society_id
    )]  # fmt: skip


def insert_items(society_id: int, job_id: int, found: Sequence[tuple[int, int, int]]) -> None:
    """Store opening balances (head, member or account, paise) that wait for their voucher."""
    if not found:
        return
    first = 1 + int(value("SELECT MAX(id) FROM opening_item WHERE society_id = ?", society_id) or 0)
    insert_rows(
        "INSERT INTO opening_item (society_id, id, job_id, head, sub_id, paise) VALUES",
        [(society_id, first + at, job_id, *one) for at, one in enumerate(found)],
    )


def waiting_items(society_id: int, most: int, job_id: int | None = None) -> list[Item]:
    """List opening balances that wait for their voucher, by head; of one job only, if said."""
    of_job = "" if job_id is None else "AND job_id = ? "
    return [Item(*one) for one in rows(
        "SELECT id, head, sub_id, paise FROM opening_item WHERE society_id = ? "
        f"AND voucher_id IS NULL {of_job}ORDER BY head, id LIMIT ?",
        *((society_id, most) if job_id is None else (society_id, job_id, most)),
    )]  # fmt: skip


def waiting_sums(society_id: int, job_id: int | None = None) -> dict[int, tuple[int, int]]:
    """Return (how many, their sum in paise) of the opening balances that wait, by head."""
    of_job = "" if job_id is None else "AND job_id = ? "
    return {head: (number, int(paise)) for head, number, paise in rows(
        "SELECT head, COUNT(*), SUM(paise) FROM opening_item WHERE society_id = ? "
        f"AND voucher_id IS NULL {of_job}GROUP BY head ORDER BY head",
        *((society_id,) if job_id is None else (society_id, job_id)),
    )}  # fmt: skip


def set_vouchers(society_id: int, found: Sequence[tuple[int, int]]) -> None:
    """Note which voucher took which opening balance into the books: (item, voucher) pairs."""
    by_voucher: dict[int, list[int]] = {}
    for item_id, voucher_id in found:
        by_voucher.setdefault(voucher_id, []).append(item_id)
    for voucher_id, ids in by_voucher.items():
        for part in portions(ids):
            marks = ",".join("?" * len(part))
            run(
                "UPDATE opening_item SET voucher_id = ? WHERE society_id = ? "
                f"AND id IN ({marks})",
                voucher_id, society_id, *part,
            )  # fmt: skip
