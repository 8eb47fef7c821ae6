"""What the sandbox remembers, built up from its journal event by event."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.domain.dates import ist_on, ist_time

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A biller was asked for the bills of a number."""

    ref_id: str
    biller_id: str
    mobile: str
    params: Params
    at: int


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment was taken down; ``refusal`` is the code of one that was lost from the start.

    ``bill_keys`` name the bills it claims.
    """

    ref_id: str
    payment_ref_id: str
    biller_id: str
    mobile: str
    params: Params
    amount_paise: int
    fee_paise: int
    mode: str
    bill_keys: tuple[str, ...]
    at: int
    transaction_id: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Complained:
    """A complaint was made; ``declined`` says why it was not taken."""

    ref_id: str
    dispute_id: str
    transaction_id: str
    kind: str
    text: str
    at: int
    declined: str = ""


@dataclass(slots=True)
class Records:
    """All of it. ``apply`` is the only way in, for new events and for those of the journal."""

    offset_ms: int = 0
    asked: dict[str, Asked] = field(default_factory=dict)
    paid: dict[str, Paid] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    claims: dict[str, list[str]] = field(default_factory=dict)
    sendings: Counter[str] = field(default_factory=Counter)
    polls: Counter[str] = field(default_factory=Counter)
    lodgings: Counter[str] = field(default_factory=Counter)
    complaints: dict[str, Complained] = field(default_factory=dict)

    def apply(self, event: dict[str, Any]) -> None:
        """Take in one event."""
        content = {name: value for name, value in event.items() if name != "is"}
        kind = event["is"]
        if kind == "clock":
            self.offset_ms = content["offset_ms"]
        elif kind == "sending":
            self.sendings[content["payment_ref_id"]] += 1
        elif kind == "lodging":
            self.lodgings[content["transaction_id"]] += 1
        elif kind == "poll":
            self.polls[content["ref_id"]] += 1
        elif kind == "asked":
            self.asked[content["ref_id"]] = Asked(**_frozen(content))
        elif kind == "complained":
            self.complaints[content["ref_id"]] = Complained(**content)
        else:
            self._pay(Paid(**_frozen(content)))

    def _pay(self, one: Paid) -> None:
        self.paid[one.ref_id] = one
        self.refs[one.payment_ref_id] = one.ref_id
        for key in one.bill_keys:
            self.claims.setdefault(key, []).append(one.ref_id)


def _frozen(content: dict[str, Any]) -> dict[str, Any]:
    """Turn the lists of JSON into the tuples of our records."""
    frozen = {**content, "params": tuple((name, value) for name, value in content["params"])}
    if "bill_keys" in content:
        frozen["bill_keys"] = tuple(content["bill_keys"])
    return frozen


def stamp(at: int) -> str:
    """An instant as references end: last digit of the year, day of the year, hour, minute."""
    on = date.fromisoformat(ist_on(at))
    return f"{on.year % 10}{on.timetuple().tm_yday:03d}{ist_time(at).replace(':', '')}"


def reference(words: Sequence[object], length: int) -> str:
    """Letters and digits that no other words give."""
    thrown = hashlib.sha256("|".join(map(str, words)).encode()).digest()
    number, signs = int.from_bytes(thrown, "big"), ""
    while len(signs) < length:
        number, place = divmod(number, 36)
        signs += "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place]
    return signs
