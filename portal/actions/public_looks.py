"""Looking something up on a public page, where whoever guesses has to wait soon."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from portal.domain.public_looks import (
    HOUR,
    MINUTE,
    OF_AN_ADDRESS,
    Limits,
    TooManyMisses,
    asker_key,
    is_too_many,
)
from portal.domain.refusals import Refusal
from portal.storage import public_looks
from portal.storage.engine import write_transaction

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks something up: an address of the internet, hidden by the portal's secret."""

    address: str
    secret: str
    at: int


class _Found(Exception, Generic[T]):
    """A try was right: raised, so that nothing is kept of it."""

    def __init__(self, found: T) -> None:
        """Carry what was found out of the transaction."""
        super().__init__()
        self.found = found


def guarded(asker: Asker, find: Callable[[], T], also: Iterable[tuple[str, Limits]] = ()) -> T:
    """Return what ``find`` finds; what it refuses is counted as a miss of the address.

    A miss also counts for the keys of ``also``, each with its limits. Each try is counted before
    it is made and only then allowed, one after the other for the same key, so that tries made at
    once are as many as tries in a row; a right one leaves nothing. Raises TooManyMisses, whatever
    was asked, and what ``find`` raises.
    """
    minute = asker.at // MINUTE
    keys = sorted({asker_key(asker.address, asker.secret): OF_AN_ADDRESS, **dict(also)}.items())
    for who, limits in keys:
        _require_patience(who, minute, limits)

    def deed() -> Refusal:
        for who, limits in keys:
            public_looks.count_miss(who, minute)
            _require_patience(who, minute, limits, own=1)
        try:
            found = find()
        except Refusal as refusal:
            public_looks.forget(minute - HOUR // MINUTE)
            return refusal
        raise _Found(found)

    try:
        refusal = write_transaction(deed)
    except _Found as right:
        found: T = right.found
        return found
    raise refusal


def _require_patience(who: str, minute: int, limits: Limits, own: int = 0) -> None:
    misses = public_looks.misses(who, minute - HOUR // MINUTE + 1)
    before = [(at, times - (own if at == minute else 0)) for at, times in misses]
    if is_too_many(before, minute, limits):
        raise TooManyMisses
