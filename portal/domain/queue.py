"""Who waits at the counter today: a number for each, called by whoever is free.

Numbers begin at 1 each day. A turn waits, is called, and ends: served, or left without it. Whoever
was put back or came after all keeps the number, and with it the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.refusals import N_, Refusal
from portal.domain.register import parse_mobile
from portal.domain.text import clean, latin_digits

MOST_IN_A_DAY = 999


class TokenState(StrEnum):
    """Where somebody who took a number is."""

    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    LEFT = "left"


OPEN = (TokenState.WAITING, TokenState.CALLED)
ENDED = (TokenState.SERVED, TokenState.LEFT)


class TokenDeed(StrEnum):
    """What is done with a number; each is an event that is kept."""

    MADE = "made"
    CALL = "call"
    CALL_AGAIN = "call_again"
    SERVE = "serve"
    LEAVE = "leave"
    PUT_BACK = "put_back"
    HAND_OVER = "hand_over"
    JOIN = "join"


#: Each deed of somebody at the counter: from which states, to which.
STEPS: dict[TokenDeed, tuple[tuple[TokenState, ...], TokenState]] = {
    TokenDeed.CALL: ((TokenState.WAITING,), TokenState.CALLED),
    TokenDeed.CALL_AGAIN: ((TokenState.CALLED,), TokenState.CALLED),
    TokenDeed.SERVE: ((TokenState.CALLED,), TokenState.SERVED),
    TokenDeed.LEAVE: (OPEN, TokenState.LEFT),
    TokenDeed.PUT_BACK: ((TokenState.CALLED, *ENDED), TokenState.WAITING),
    TokenDeed.HAND_OVER: (OPEN, TokenState.WAITING),
}


class TokenIsUnknown(Refusal):
    """There is no such number in one's society on that day."""

    message = N_("There is no such number in the queue.")
    status = 404


class TokenHasChanged(Refusal):
    """Somebody else was quicker: the person is elsewhere than the page showed."""

    message = N_("Somebody at the counter was quicker. Look at the list again; nothing changed.")


class TokenIsOfAnotherDay(Refusal):
    """A queue ends with its day."""

    message = N_("This number is of another day. Give a new one today.")


class NobodyWaits(Refusal):
    """There is nobody to call, or only those who are kept for a colleague."""

    message = N_("Nobody waits for you.")


class QueueIsFull(Refusal):
    """More numbers than a counter can call in a day: something is wrong."""

    message = N_("999 numbers were given today. No more can be given.")


class TokenMobileIsWrong(Refusal):
    """The last four digits of a mobile number are enough, or all ten."""

    message = N_("Write the last four digits of the mobile, or all ten.")
    status = 422
    field = "mobile"


class ColleagueIsMissing(Refusal):
    """Somebody is handed over to a colleague of the same counter, not to oneself."""

    message = N_("Choose who goes on with this person.")
    status = 422
    field = "to_person"


class WordIsMissing(Refusal):
    """A colleague must know why somebody comes to them."""

    message = N_("Write in a word why, so that nobody has to tell it twice.")
    status = 422
    field = "said"


@dataclass(frozen=True, slots=True)
class Token:
    """A number of the queue; ``version`` counts what was done with it.

    ``for_person`` is the colleague it is kept for, ``called_by`` who called it last; ``said`` is
    the word it was handed over with. ``mobile`` may be its last four digits alone.
    """

    society_id: int
    day_on: str
    no: int
    version: int
    state: str
    made_at: int
    made_by: int
    name: str = ""
    mobile: str = ""
    service_id: str = ""
    register: int | None = None
    record_id: int | None = None
    for_person: int | None = None
    called_by: int | None = None
    visit_id: int | None = None
    application_id: int | None = None
    said: str = ""
    called_at: int | None = None
    ended_at: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether the person still waits or is being served."""
        return self.state in OPEN

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/queue/{self.day_on}/{self.no}"

    def may(self, deed: TokenDeed) -> bool:
        """Say whether a deed can be done with it now."""
        return self.state in STEPS[deed][0]

    def is_of(self, register: int | None, record_id: int | None) -> bool:
        """Say whether it can be this person's: only two who are known can be told apart."""
        if self.register is None or register is None:
            return True
        return (self.register, self.record_id) == (register, record_id)


def read_token_mobile(typed: str) -> str:
    """Read a mobile number or its last four digits, of either script; empty stays empty.

    Raises TokenMobileIsWrong, MobileIsWrong.
    """
    digits = latin_digits(clean(typed)).lstrip("….").strip()
    if not digits:
        return ""
    if digits.isdigit() and digits.isascii() and len(digits) == 4:
        return digits
    if len(digits) < 10:
        raise TokenMobileIsWrong
    return parse_mobile(digits)
