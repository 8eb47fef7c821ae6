"""How an application stands, for its villager without sign-in: masked, and for nobody who guesses.

Whoever has the number on the slip and the last four digits of the mobile number is taken for the
villager. A wrong pair is answered as a number that never was.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.applications import Application
from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, latin_digits

_LONG_NUMBER = re.compile(r"[0-9][0-9 /-]{4,}[0-9]")
_WORD = re.compile(r"\w[\w\u0900-\u097f\u200c\u200d]*")
_VIRAMA = "\u094d"
_SHORTEST_NAME = 2


class StatusIsUnknown(Refusal):
    """No application has this number and this mobile number; which of them is wrong isn't said."""

    message = N_(
        "No application is found by this number and these four digits. Look at the slip again. "
        "If no mobile number was given, ask at the society."
    )
    status = 404
    field = "no"


class LastFourIsNeeded(Refusal):
    """The last four digits of the mobile number that was given with the application."""

    message = N_("Write the last four digits of the mobile number that you gave.")
    status = 422
    field = "last4"


def read_last_four(typed: str) -> str:
    """Read four digits of either script, or a whole mobile number's last four.

    Raises LastFourIsNeeded.
    """
    digits = re.sub(r"[\s().+-]", "", latin_digits(clean(typed[:40])))
    if not re.fullmatch(r"[0-9]{4}|[0-9]{10}|91[0-9]{10}|0[0-9]{10}", digits):
        raise LastFourIsNeeded
    return digits[-4:]


def is_theirs(mobile: str, last_four: str) -> bool:
    """Say whether a mobile number ends so; one that was never given ends in nothing."""
    has_mobile = len(mobile) >= len(last_four)
    same = hmac.compare_digest(mobile[-4:].rjust(4, "x").encode(), last_four.encode())
    return has_mobile and same


@dataclass(frozen=True, slots=True)
class Seen:
    """What a villager reads: whose it is (masked), what for, where it stands and since when.

    ``bring`` are the papers that are still missing, ``said`` what was asked or why, with names
    and long numbers masked; both only while it is of use to the villager.
    """

    number: str
    society_id: int
    service_id: str
    name: str
    chain: str
    state: str
    state_on: str
    began_on: str
    is_open: bool
    bring: tuple[str, ...]
    said: str


def seen_by_public(one: Application, number: str, at_whom: str) -> Seen:
    """Return what may be shown of an application; ``at_whom`` says whose turn it is."""
    asks = at_whom == "customer"
    says = asks or not one.is_open
    return Seen(
        number, one.society_id, one.service_id, masked_name(one.name), one.chain, one.state,
        one.state_on, one.began_on, one.is_open, tuple(one.missing_papers) if asks else (),
        masked_words(one.said, (one.name, one.guardian)) if says else "",
    )  # fmt: skip


def masked_name(name: str) -> str:
    """Write a name as its owner knows it again and others don't: सुशीला देवी is सु… दे…."""
    return " ".join(_masked(word) for word in name.split())


def _masked(word: str) -> str:
    first = _first_syllable(word)
    return "…" if len(first) >= len(word) else first + "…"


def _first_syllable(word: str) -> str:
    at = 1
    while at < len(word) and (
        unicodedata.category(word[at])[0] == "M"
        or word[at - 1] == _VIRAMA
        or word[at] in "\u200c\u200d"
    ):
        at += 1
    return word[:at]


def masked_words(text: str, names: Iterable[str]) -> str:
    """Mask words of people's names and numbers of six digits or more within what was said."""
    known = {word.casefold() for name in names for word in name.split()}
    hidden = {word for word in known if len(word) >= _SHORTEST_NAME}
    text = _WORD.sub(lambda one: _masked(one[0]) if one[0].casefold() in hidden else one[0], text)
    return _LONG_NUMBER.sub(lambda one: f"…{one[0][-2:]}", text)
