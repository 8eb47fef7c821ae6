"""Files read into a register: sending one (a dry run), looking at what was found, taking it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.import_reading import check_file, digest_of, to_keep
from portal.actions.register_openings import left_on
from portal.domain.heads import OPENING_DIFFERENCE_CREDIT, OPENING_DIFFERENCE_DEBIT
from portal.domain.imports import (
    FileIsMissing,
    JobHasFaults,
    JobIsNotReady,
    JobIsUnknown,
    NothingWaits,
    Reading,
)
from portal.domain.people import Doer, Slip
from portal.domain.text import has_aadhaar
from portal.gateways.ports import SheetBook
from portal.storage import daybook, days, imports
from portal.storage.engine import snapshot
from portal.storage.imports import Job


def address_of(job_id: int) -> str:
    """Return the page of a job."""
    return f"/registers/import/{job_id}"


def send_file(
    doer: Doer, slip: Slip, society_id: int, kind: str, file_name: str, content: bytes,
    sheets: SheetBook,
) -> Done:  # fmt: skip
    """Check a whole file and keep it with all that was found; nothing is taken in yet.

    The same file, byte for byte, is the same job: where it waits it is checked anew, where it is
    being taken in or is in, it is only shown. Raises FileIsMissing, and a FileIsRefused for what
    can't be read as a table at all.
    """
    if not content:
        raise FileIsMissing
    sha256 = digest_of(content)
    before = imports.job_of_file(society_id, kind, sha256)
    if before is not None and before.state not in ("faulty", "checked"):
        return exactly_once(doer, slip, lambda: Done(address_of(before.id)))
    sheet = sheets.read(content, kind)
    reading = check_file(society_id, kind, sheet, doer.at)
    kept, name = to_keep(kind, sheet), "" if has_aadhaar(file_name) else file_name

    def deed() -> Done:
        daybook.lock_book(society_id)
        return Done(address_of(_keep(doer, society_id, kind, name, kept, sha256, reading)))

    return exactly_once(doer, slip, deed)


def _keep(
    doer: Doer, society_id: int, kind: str, file_name: str, kept: bytes, sha256: bytes,
    reading: Reading,
) -> int:  # fmt: skip
    state, number = ("faulty" if reading.has_faults else "checked"), len(reading.ready)
    same = imports.job_of_file(society_id, kind, sha256)
    if same is None:
        return imports.insert_job(
            society_id, kind, file_name, sha256, kept, state, number, reading.report, doer.at,
            doer.person_id,
        )  # fmt: skip
    imports.set_checked(society_id, same.id, state, number, reading.report, doer.at)
    return same.id


def job_of(society_id: int, job_id: int) -> Job:
    """Return a job of this society; raise JobIsUnknown."""
    found = imports.job(society_id, job_id)
    if found is None:
        raise JobIsUnknown
    return found


def start_job(
    doer: Doer, slip: Slip, society_id: int, job_id: int, *, only_good: bool, park: bool
) -> Done:
    """Let a checked file be taken in, in the background; once for all who ask.

    A file with faults needs ``only_good``: rows with faults are left out. ``park`` moves what the
    opening trial balance and the registers differ by to 1702 or 2804. A stopped job goes on where
    it stopped. Raises JobIsUnknown, JobHasFaults, JobIsNotReady.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        job = job_of(society_id, job_id)
        if job.state == "faulty" and not only_good:
            raise JobHasFaults
        if job.state in ("faulty", "checked") and not job.all_rows:
            raise JobIsNotReady
        choices = {"by": doer.person_id, "behalf": doer.on_behalf_of, "park": park}
        if not imports.start(society_id, job_id, ("faulty", "checked", "stopped"), choices):
            raise JobIsNotReady
        return Done(address_of(job_id))

    return exactly_once(doer, slip, deed)


def post_openings(doer: Doer, slip: Slip, society_id: int, job_id: int) -> Done:
    """Bring opening balances that waited for an open day into the books, in the background.

    Raises JobIsUnknown, NothingWaits, NoDayIsOpen, CountIsGoingOn.
    """
    from portal.actions.posting import open_day_of

    def deed() -> Done:
        open_day_of(society_id)
        job = job_of(society_id, job_id)
        if not imports.waiting_sums(society_id, job_id):
            raise NothingWaits
        choices = {**job.choices, "by": doer.person_id, "behalf": doer.on_behalf_of}
        if not imports.start(society_id, job_id, ("done", "stopped"), choices):
            raise JobIsNotReady
        return Done(address_of(job_id))

    return exactly_once(doer, slip, deed)


@dataclass(frozen=True, slots=True)
class HeadGap:
    """A head's opening balance in the books and in a file; paise on the head's own side.

    ``books_paise`` is what is allotted to nobody yet, None while the books are not started.
    """

    head: int
    number: int
    file_paise: int
    books_paise: int | None

    @property
    def gap_paise(self) -> int | None:
        """What the books hold beyond the file, debit > 0; None while nobody can say."""
        return None if self.books_paise is None else self.books_paise - self.file_paise

    @property
    def parked_on(self) -> int:
        """The head on which the difference is kept apart, if it is."""
        return OPENING_DIFFERENCE_CREDIT if (self.gap_paise or 0) < 0 else OPENING_DIFFERENCE_DEBIT


@dataclass(frozen=True, slots=True)
class Look:
    """A job with all that its page says."""

    job: Job
    report: Mapping[str, Any]
    gaps: list[HeadGap]
    waiting: dict[int, tuple[int, int]]
    is_started: bool
    day_status: str | None

    @property
    def waiting_items(self) -> int:
        """How many opening balances wait for their voucher."""
        return sum(number for number, _paise in self.waiting.values())

    @property
    def waiting_paise(self) -> int:
        """What they come to, each head on its own side."""
        return sum(abs(paise) for _number, paise in self.waiting.values())


def look_at(society_id: int, job_id: int) -> Look:
    """Read a job, its report, and how its opening balances stand; raise JobIsUnknown."""
    with snapshot():
        job = job_of(society_id, job_id)
        report = imports.report(society_id, job_id)
        running = days.running_day(society_id)
        is_started = bool(running or days.last_closed(society_id))
        gaps = [
            HeadGap(
                int(head), number, paise, left_on(society_id, int(head)) if is_started else None
            )
            for head, (number, paise) in report.get("openings", {}).items()
        ]
        return Look(
            job, report, gaps, imports.waiting_sums(society_id, job_id), is_started,
            running.status if running else None,
        )  # fmt: skip
