"""Delegated entry (D10): who of the block works in a society on behalf of one of its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from portal.domain.dates import begins_at, ist_on, ist_time, next_on
from portal.domain.refusals import N_, Refusal

#: Why somebody of the block works in a society, as it is stored.
REASONS = ("ill", "away", "no_power", "no_line", "training", "vacant", "other")
MOST_WORDS = 200
#: For how long it may be asked; 0 is the rest of the day.
HOURS = (0, 1, 2, 4, 8)
MOST_HOURS = 24  # the rest of the day
HOUR_MS = 3_600_000
MINUTE_MS = 60_000


class BehalfIsNeeded(Refusal):
    """Who comes from the block enters nothing in their own name."""

    message = N_(
        "From the block you work here only on behalf of somebody of the society. First choose for "
        "whom and why."
    )
    status = 403


class BehalfIsOver(BehalfIsNeeded):
    """The time for which somebody worked on another's behalf ran out, or it was ended."""

    message = N_(
        "Your work on behalf of the society has ended, so this was not saved. What you wrote is "
        "kept: begin anew and go on with it."
    )


class NotTheirWork(Refusal):
    """On somebody's behalf one does what they may do themselves, and nothing else."""

    message = N_("The person on whose behalf you work doesn't do this work either.")
    status = 403


class WorksOnBehalf(Refusal):
    """Whoever works on behalf of the society's people doesn't check or agree at the same time."""

    message = N_(
        "You work here on behalf of somebody now. Checking and agreeing is done in one's own name "
        "only: end that work first."
    )


class AlreadyOnBehalf(Refusal):
    """One works on behalf of one person at a time."""

    message = N_("You already work on behalf of somebody until %(time)s. End that first.")


class PersonIsNotOfSociety(Refusal):
    """On whose behalf one works belongs to the society, signs in there and does entry work."""

    message = N_("Choose somebody of this society from the list.")
    status = 422
    field = "on_behalf_of"


class WhyIsMissing(Refusal):
    """There is a reason to work in another's place."""

    message = N_("Choose why the society can't do it itself.")
    status = 422
    field = "reason"


class WordsAreMissing(Refusal):
    """Any other reason is said in words."""

    message = N_("Write in a few words why.")
    status = 422
    field = "said"


class HoursAreWrong(Refusal):
    """It lasts some hours, the rest of the day at most."""

    message = N_("Choose until when.")
    status = 422
    field = "hours"


class DayEndsNow(Refusal):
    """Just before midnight nothing is begun for the rest of the day."""

    message = N_("The day ends in a moment. Begin after midnight.")


class DelegationIsUnknown(Refusal):
    """There is no such delegation in this society."""

    message = N_("There is no such work on behalf of somebody here.")
    status = 404


class DelegationHasEnded(Refusal):
    """It has ended already."""

    message = N_("This work on behalf has ended already.")


class DelegationIsNotYours(Refusal):
    """Whoever works, on whose behalf, the manager and the chairman may end it."""

    message = N_(
        "Only whoever works so, the person on whose behalf it is, the manager or the chairman "
        "ends it."
    )
    status = 403


@dataclass(frozen=True, slots=True)
class Delegation:
    """One stay: ``person_id`` works on behalf of ``on_behalf_of`` until ``until_at`` at most.

    ``ended_at`` and ``ended_by`` are set where it was ended before.
    """

    society_id: int
    id: int
    person_id: int
    on_behalf_of: int
    reason: str
    said: str
    began_at: int
    until_at: int
    act_id: int
    ended_at: int | None = None
    ended_by: int | None = None

    def is_running(self, at: int) -> bool:
        """Whether it goes on at an instant."""
        return self.ended_at is None and at < self.until_at

    @property
    def over_at(self) -> int:
        """When it ended, or will at the latest."""
        return self.until_at if self.ended_at is None else self.ended_at


class Running(NamedTuple):
    """A stay that goes on now, with the names of society and person, and the person's role."""

    society_id: int
    id: int
    on_behalf_of: int
    role: str
    until_at: int
    code: str
    society_hi: str
    society_en: str
    name_hi: str
    name_en: str


def end_time(at: int) -> str:
    """Return the time at which something ends, midnight as that of the day that ends: 24:00."""
    time = ist_time(at)
    return "24:00" if time == "00:00" else time


def until_of(at: int, hours: int | None, most_hours: int) -> int:
    """Return until when (ms UTC) it lasts: the hours asked for, at most so many, never past today.

    Raises HoursAreWrong for what isn't offered, DayEndsNow in the last minute of the day.
    """
    if hours not in HOURS:
        raise HoursAreWrong
    midnight = begins_at(next_on(ist_on(at)))
    until_at = min(midnight, at + min(hours or most_hours, most_hours) * HOUR_MS)
    if until_at - at < MINUTE_MS:
        raise DayEndsNow
    return until_at


def require_reason(reason: str, said: str) -> None:
    """Raise WhyIsMissing or WordsAreMissing where there is no reason."""
    if reason not in REASONS:
        raise WhyIsMissing
    if reason == "other" and not said:
        raise WordsAreMissing
