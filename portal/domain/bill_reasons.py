"""Why a bill was not shown or not paid, by the network's codes, and what the operator does next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.refusals import N_


class Again(StrEnum):
    """Whether trying again helps: never as it is, later, with a new fetch, or ask first.

    WAIT means that the payment may stand: it is asked about and nothing new is begun.
    """

    NEVER = "never"
    LATER = "later"
    REFETCH = "refetch"
    WAIT = "wait"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class Advice:
    """What the operator reads, and whether to try again."""

    message: str
    again: Again


_WRONG_NUMBER = Advice(N_("The consumer number is wrong. Look at the paper bill."), Again.NEVER)
_WRONG_PAIR = Advice(
    N_("These details don't belong together. Look at the paper bill."), Again.NEVER
)
_BILLER_IS_DOWN = Advice(N_("The biller's server is down. Try again later."), Again.LATER)
_FORM = Advice(N_("Something is missing or wrong in the form. Check it."), Again.NEVER)
_MODE = Advice(N_("The biller doesn't take this way of paying."), Again.NEVER)
_REFETCH = Advice(N_("This fetch is no longer good. Fetch the bill again."), Again.REFETCH)
_ASK = Advice(N_("Bharat Connect is asked whether it went through. Wait."), Again.WAIT)
_OTHER = Advice(N_("The biller refused and gave a reason of its own."), Again.DEPENDS)

_BY_CODE: dict[str, Advice] = {
    "BFR001": _WRONG_NUMBER,
    "BFR002": _WRONG_PAIR,
    "BFR003": Advice(N_("There is no bill yet. Try again later."), Again.LATER),
    "BFR004": Advice(N_("The bill of this period is paid; nothing is due."), Again.NEVER),
    "BFR005": Advice(N_("The connection is closed or blocked."), Again.NEVER),
    "BFR006": Advice(N_("The connection is not active yet."), Again.NEVER),
    "BFR007": Advice(N_("The last date has passed. Ask the biller's office."), Again.NEVER),
    "BFR008": _BILLER_IS_DOWN,
    "BFR009": Advice(
        N_("The biller's record is incomplete. Ask the biller's office."), Again.NEVER
    ),
    "BVR001": _WRONG_NUMBER,
    "BVR002": _WRONG_PAIR,
    "BVR003": Advice(N_("The biller doesn't take this amount."), Again.NEVER),
    "BRR005": Advice(N_("The biller takes no payments just now. Try again later."), Again.LATER),
    "ERR001": Advice(N_("The wallet has too little money. Top it up first."), Again.LATER),
    "ERR004": _WRONG_NUMBER,
    "validation-error": _FORM,
    "not-found": _REFETCH,
    "duplicate-ref-id": _ASK,
    "internal-server-error": _ASK,
    "E077": _MODE,
    "E078": _MODE,
    "PP003": _ASK,
    **dict.fromkeys(("E204", "E210", "E211", "E212"), _REFETCH),
    **dict.fromkeys(("E092", "E135", *(f"VE{no:03d}" for no in range(7, 14))), _FORM),
}
_IN_WORDS = (
    ("insufficient", _BY_CODE["ERR001"]),
    ("not found", _WRONG_NUMBER),
    ("unavailable", _BILLER_IS_DOWN),
    ("timeout", _BILLER_IS_DOWN),
    ("timed out", _BILLER_IS_DOWN),
)


def advice(code: str, text: str = "") -> Advice:
    """Say what a code means to the counter.

    The operating unit's own ERR codes are told apart by their text. Of an unknown code only
    DEPENDS is known: the page shows the biller's own words beside it.
    """
    found = _BY_CODE.get(code)
    if found is not None:
        return found
    said = text.casefold()
    return next((meant for words, meant in _IN_WORDS if words in said), _OTHER)
