"""Asking somebody to come back with papers: the slip is kept as it is printed, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.actions.exactly_once import Done, exactly_once
from portal.domain.applications import ApplicationIsUnknown
from portal.domain.come_back import ComeBack, ComeBackIsUnknown, check_day, read_papers
from portal.domain.people import Doer, Slip
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar
from portal.storage import applications, daybook
from portal.storage import come_back as stored
from portal.storage.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form of a slip says; ``other`` are further papers, parted by commas."""

    service_id: str
    papers: Iterable[str] = field(default_factory=tuple)
    other: str = ""
    name: str = ""
    mobile: str = ""
    said: str = ""
    come_on: str = ""
    application_id: int | None = None


def come_back(society_id: int, come_back_id: int) -> ComeBack:
    """Return a slip of the society; raise ComeBackIsUnknown."""
    found = stored.come_back(society_id, come_back_id)
    if found is None:
        raise ComeBackIsUnknown
    return found


def ask_back(doer: Doer, slip: Slip, society_id: int, wanted: Wanted) -> Done:
    """Keep what somebody shall bring, for what and when.

    Raises ServiceIsUnknown, ApplicationIsUnknown, NoPaperIsChosen, ComeBackDayIsWrong,
    AadhaarIsNotStored.
    """
    catalogue()[wanted.service_id]
    papers = read_papers(wanted.papers, wanted.other)
    come_on = check_day(wanted.come_on, doer.today_on)
    name, said = _plain(wanted.name, "name"), _plain(wanted.said, "said")

    def deed() -> Done:
        daybook.lock_book(society_id)
        application_id = wanted.application_id
        if application_id and applications.application(society_id, application_id) is None:
            raise ApplicationIsUnknown
        one = ComeBack(
            society_id, stored.next_id(society_id), wanted.service_id, papers, doer.today_on,
            doer.at, doer.person_id, application_id or None, name, wanted.mobile, said, come_on,
        )  # fmt: skip
        stored.insert(one)
        return Done(f"/come-back/{one.id}")

    return exactly_once(doer, slip, deed)


def _plain(text: str, name: str) -> str:
    if has_aadhaar(text):
        raise AadhaarIsNotStored(field=name)
    return clean(text)[:120]
