"""Notes and coins in the drawer: which there are, and what a count of them is worth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, latin_digits

NOTES = (500, 200, 100, 50, 20, 10)
COINS = (20, 10, 5, 2, 1)
OLD_NOTES = (2000,)
"""Notes taken out of circulation: named so that they can be refused, never counted."""

MAX_PIECES = 99_999
_PIECES = re.compile("[0-9]{1,5}")


@dataclass(frozen=True)
class Denomination:
    """One kind of note or coin: its form field, whether note or coin, its worth in rupees."""

    field: str
    kind: Literal["note", "coin"]
    rupees: int


DENOMINATIONS = (
    *(Denomination(f"d{rupees}", "note", rupees) for rupees in NOTES),
    *(Denomination(f"c{rupees}", "coin", rupees) for rupees in COINS),
)
_WORTH_PAISE = {one.field: one.rupees * 100 for one in DENOMINATIONS}


class PiecesAreWrong(Refusal):
    """The number of notes or coins is no whole number from 0 to MAX_PIECES."""

    message = N_("Write how many pieces there are: a whole number up to 99999.")
    status = 422


def parse_pieces(text: str) -> int:
    """Read a typed number of notes or coins, in either script's digits; blank is 0.

    Raises PiecesAreWrong for anything but a whole number from 0 to MAX_PIECES.
    """
    typed = latin_digits(clean(text))
    if not typed:
        return 0
    if not _PIECES.fullmatch(typed):
        raise PiecesAreWrong
    return int(typed)


def count_paise(pieces: Mapping[str, int]) -> int:
    """What the pieces are worth in paise, given by field (d500 … c1); missing fields count none.

    Raises KeyError for a field that is no denomination.
    """
    return sum(_WORTH_PAISE[field] * number for field, number in pieces.items())
