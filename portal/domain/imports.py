"""Files read into a register: what is refused of them, and what is kept of what a check found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.domain.legacy_days import OldDay
from portal.domain.members import Particulars
from portal.domain.refusals import N_, Refusal
from portal.domain.register_rows import HEAD_OF_KIND, AccountRow

KINDS = ("members", "accounts", "days")
SAVINGS = HEAD_OF_KIND["savings"]
BATCH = 500  # rows a transaction
STALE_MS = 60_000  # a job that nobody moved for so long may be taken over


class FileIsMissing(Refusal):
    """A form came without its file."""

    message = N_("Choose the file.")
    status = 422
    field = "file"


class JobIsUnknown(Refusal):
    """There is no such file in one's scope (P9)."""

    message = N_("There is no such file here.")
    status = 404


class JobHasFaults(Refusal):
    """A file with faults is taken in only where the good rows alone are asked for."""

    message = N_(
        "Some rows have faults. Mend the file and send it again, or choose to take in only the "
        "rows that are right."
    )


class JobIsNotReady(Refusal):
    """The job is running, done, or has nothing that could be taken in."""

    message = N_("There is nothing to take in from this file now.")


class NothingWaits(Refusal):
    """No opening balance of this file waits for a voucher."""

    message = N_("No opening balance of this file waits any more.")


class JobMovedOn(Exception):
    """Somebody else runs this job; whoever finds that out stops."""


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member as a file has it, with what stands on a savings account of theirs (paise)."""

    particulars: Particulars
    savings_paise: int = 0


#: Opening balances of one row: head and paise, debit > 0.
Openings = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that can be taken in, with its opening balances."""

    row: int
    record: NewMember | AccountRow | OldDay
    openings: Openings = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a check of a whole file found. ``report`` is what is stored of it (plain JSON)."""

    ready: tuple[Ready, ...]
    report: Mapping[str, Any] = field(default_factory=dict)

    @property
    def has_faults(self) -> bool:
        """Something can't be taken in: a row, or the file as a whole."""
        return bool(self.report.get("has_faults"))


def openings_by_head(ready: Sequence[Ready]) -> dict[int, tuple[int, int]]:
    """Add up the opening balances of rows by head: how many, and paise (debit > 0)."""
    found: dict[int, tuple[int, int]] = {}
    for one in ready:
        savings = one.record.savings_paise if isinstance(one.record, NewMember) else 0
        more = ((SAVINGS, -savings),) if savings else ()
        for head, paise in (*one.openings, *more):
            number, total = found.get(head, (0, 0))
            found[head] = number + 1, total + paise
    return dict(sorted(found.items()))
