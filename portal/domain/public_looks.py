"""Guessing at public pages: who asks, and how often wrongly, before they have to wait."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network

from portal.domain.refusals import N_, Refusal

MINUTE, HOUR = 60_000, 3_600_000
MOST_A_MINUTE, MOST_AN_HOUR = 10, 60


class TooManyMisses(Refusal):
    """Somebody tries codes; a villager with a receipt in hand needs one try or two."""

    message = N_("Too many codes were wrong. Try again after a while, or ask at the society.")
    status = 429
    field = "code"


def asker_key(address: str, secret: str) -> str:
    """Return what an address is known by: a keyed hash, so that nobody can be found by it.

    An address of IPv6 counts with its whole /64: one household or phone has all of that.
    """
    text = f"public look {_place(address)}".encode()
    return hmac.digest(secret.encode(), text, "sha256")[:12].hex()


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


def is_too_many(misses: Iterable[tuple[int, int]], minute: int) -> bool:
    """Say whether the misses of the last hour, as (minute, times), forbid another try."""
    known = dict(misses)
    return known.get(minute, 0) >= MOST_A_MINUTE or sum(known.values()) >= MOST_AN_HOUR
