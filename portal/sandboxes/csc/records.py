"""What the sandbox remembers, built up from its journal event by event."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Paid:
    """A PIN was typed for a payment."""

    merchant_txn: str
    csc_txn: str
    csc_id: str
    product_id: str
    amount_paise: int
    return_url: str
    pin: str
    at: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A short message was taken."""

    reference: str
    to: str
    text: str
    template_id: str
    at: int


@dataclass(slots=True)
class Records:
    """All of it. ``apply`` is the only way in, for new events and for those of the journal."""

    offset_ms: int = 0
    paid: dict[str, Paid] = field(default_factory=dict)
    polls: Counter[str] = field(default_factory=Counter)
    reversed: dict[str, int] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    logged: list[dict[str, Any]] = field(default_factory=list)
    used_codes: set[str] = field(default_factory=set)
    sent: list[Sent] = field(default_factory=list)

    def apply(self, event: dict[str, Any]) -> None:
        """Take in one event."""
        content = {name: value for name, value in event.items() if name != "is"}
        kind = event["is"]
        if kind == "clock":
            self.offset_ms = content["offset_ms"]
        elif kind == "paid":
            self.paid[content["merchant_txn"]] = Paid(**content)
        elif kind == "poll":
            self.polls[content["merchant_txn"]] += 1
        elif kind == "reversed":
            self.reversed[content["merchant_txn"]] = content["at"]
        elif kind == "refund":
            self.refunds[content["reference"]] = content
        elif kind == "code":
            self.used_codes.add(content["nonce"])
        elif kind == "sent":
            self.sent.append(Sent(**content))
        else:
            self.logged.append(content)


def number(words: list[object], digits: int) -> str:
    """A number of so many digits that no other words give."""
    thrown = hashlib.sha256("|".join(map(str, words)).encode()).digest()
    return str(int.from_bytes(thrown, "big"))[-digits:].rjust(digits, "1")
