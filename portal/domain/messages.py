"""Short messages to customers: to whom, how many, and what became of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.refusals import N_, Refusal
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar, latin_digits

MINUTE = 60_000
MOST_A_DAY = 20
MOST_TRIES = 5
LONGEST_BODY = 600
LEASE_MS = 2 * MINUTE
_MOBILE = re.compile("[6-9][0-9]{9}")


class MobileIsWrong(Refusal):
    """A message goes to an Indian mobile number of ten digits."""

    message = N_("Write the mobile number: ten digits, the first 6 to 9.")
    status = 422
    field = "mobile"


class TooManyMessages(Refusal):
    """No more than twenty messages a day go to one number."""

    message = N_("Twenty messages went to this number within a day. No more are sent today.")
    status = 422
    field = "mobile"


class MessageIsEmpty(Refusal):
    """A message says something, in at most 600 characters."""

    message = N_("This message can't be sent: it is empty or too long.")
    status = 422


class SendingEnd(StrEnum):
    """How sending ended. NO_LINE: nothing left us; UNSURE: it may have been sent."""

    SENT = "sent"
    REFUSED = "refused"
    UNSURE = "unsure"
    NO_LINE = "no_line"


@dataclass(frozen=True, slots=True)
class MessageSending:
    """How the sending of a message ended, with the other side's own reference and words."""

    end: SendingEnd
    their_ref: str = ""
    said: str = ""


def checked_mobile(text: str) -> str:
    """Read a mobile number; raise MobileIsWrong."""
    found = re.sub("[^0-9]", "", latin_digits(text))
    found = found[2:] if len(found) == 12 and found.startswith("91") else found.removeprefix("0")
    if not _MOBILE.fullmatch(found):
        raise MobileIsWrong
    return found


def checked_body(text: str) -> str:
    """Read what a message says; raise MessageIsEmpty, AadhaarIsNotStored."""
    body = clean(text)
    if not body or len(body) > LONGEST_BODY:
        raise MessageIsEmpty
    if has_aadhaar(body):
        raise AadhaarIsNotStored
    return body


def wait_ms(tries: int) -> int:
    """How long until a message that found no line is tried again: half a minute, doubling."""
    return 30_000 * 2 ** max(0, tries - 1)
