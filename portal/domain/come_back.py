"""What somebody is asked to come back with: papers, for which service, and when.

Only what stands on the slip is kept, so that the day's list can say who is expected.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.dates import days_between
from portal.domain.refusals import N_, Refusal
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar

MOST_PAPERS = 12
LONGEST_PAPER = 80
FARTHEST_DAYS = 90


class ComeBackIsUnknown(Refusal):
    """There is no such slip in one's society."""

    message = N_("There is no such slip here.")
    status = 404


class NoPaperIsChosen(Refusal):
    """A slip that names nothing to bring helps nobody."""

    message = N_("Tick at least one paper, or write it.")
    status = 422
    field = "other"


class ComeBackDayIsWrong(Refusal):
    """Somebody is asked to come today or later, within three months."""

    message = N_("Choose today or a day within three months.")
    status = 422
    field = "come_on"


@dataclass(frozen=True, slots=True)
class ComeBack:
    """A slip as it was printed; ``come_on`` '' is "when you have them"."""

    society_id: int
    id: int
    service_id: str
    papers: tuple[str, ...]
    made_on: str
    made_at: int
    made_by: int
    application_id: int | None = None
    name: str = ""
    mobile: str = ""
    said: str = ""
    come_on: str = ""


def read_papers(ticked: Iterable[str], other: str) -> tuple[str, ...]:
    """Read the papers to bring: those that were ticked, and others parted by commas.

    Raises NoPaperIsChosen, AadhaarIsNotStored.
    """
    if has_aadhaar(other):
        raise AadhaarIsNotStored(field="other")
    typed = other.replace("،", ",").replace(";", ",").split(",")
    named = (clean(one)[:LONGEST_PAPER] for one in (*ticked, *typed))
    found = tuple(dict.fromkeys(one for one in named if one and not has_aadhaar(one)))
    if not found:
        raise NoPaperIsChosen
    return found[:MOST_PAPERS]


def check_day(come_on: str, today_on: str) -> str:
    """Return the day somebody is asked to come, '' for none; raise ComeBackDayIsWrong."""
    if come_on and not 0 <= days_between(today_on, come_on) <= FARTHEST_DAYS:
        raise ComeBackDayIsWrong
    return come_on
