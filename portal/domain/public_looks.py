"""Guessing at public pages: who asks, and how often wrongly, before they have to wait."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from portal.domain.refusals import N_, Refusal

MINUTE, HOUR = 60_000, 3_600_000
MOST_A_MINUTE, MOST_AN_HOUR = 10, 60


class Limits(NamedTuple):
    """How many misses are borne of one address, or about one number, before all must wait."""

    a_minute: int
    an_hour: int


OF_AN_ADDRESS = Limits(MOST_A_MINUTE, MOST_AN_HOUR)
#: Four digits have ten thousand values: at ten an hour, guessing them all takes six weeks.
OF_A_NUMBER = Limits(5, 10)


class TooManyMisses(Refusal):
    """Somebody guesses; a villager with a paper in hand needs one try or two."""

    message = N_("Too many tries were wrong. Try again after a while, or ask at the society.")
    status = 429
    field = "code"


def asker_key(address: str, secret: str) -> str:
    """Return what an address is known by: a keyed hash, so that nobody can be found by it.

    An address of IPv6 counts with its whole /64: one household or phone has all of that.
    """
    text = f"public look {_place(address)}".encode()
    return hmac.digest(secret.encode(), text, "sha256")[:12].hex()


def number_key(number: str, secret: str) -> str:
    """Return what a number that is asked about is known by, so that it can't be read there."""
    return hmac.digest(secret.encode(), f"public number {number}".encode(), "sha256")[:12].hex()


def _place(address: str) -> str:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, 64), strict=False))


def is_too_many(
    misses: Iterable[tuple[int, int]], minute: int, limits: Limits = OF_AN_ADDRESS
) -> bool:
    """Say whether the misses of the last hour, as (minute, times), forbid another try."""
    known = dict(misses)
    return known.get(minute, 0) >= limits.a_minute or sum(known.values()) >= limits.an_hour
