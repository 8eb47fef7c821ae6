"""What must be in the books, kept by the senders from the answers they got, in plain Python.

A form's fate is ``saved`` once an answer said so, ``refused`` once an answer said that nothing was
saved, and ``unknown`` while its last sending has no answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.world import OPENING

CASH = 2101
#: The head that each task's money goes to or comes from, and the sign of the cash it moves.
TASKS = {"csc_service_fee": (3307, 1), "tea_expense": (4317, -1)}
CODES = ("KHR001", "KHR002", "ALM001")


@dataclass
class Posting:
    """One entry form: what was typed, and what is known of it."""

    society: str
    token: str
    task: str
    rupees: int
    party: str
    fate: str = "refused"
    voucher_id: int | None = None
    number: str | None = None

    def lines(self) -> dict[int, int]:
        """Give the paise that it moves on each head, debit positive."""
        head, sign = TASKS[self.task]
        return {CASH: sign * self.rupees * 100, head: -sign * self.rupees * 100}


@dataclass
class Turn:
    """One opening or closing of a day; ``counted`` rupees lie in the box at a closing."""

    society: str
    kind: str
    day_on: str
    counted: int = 0
    fate: str = "refused"


@dataclass
class Model:
    """All forms of all senders, the answers that no rule allows, the witness logs seen last.

    Where PostgreSQL crashes, the portal's "nothing was changed" is not believed: a commit that got
    no answer may turn out to be in the books. What is answered while the power is off comes from a
    machine that in truth is dead; it counts as no answer.
    """

    is_store_sound: bool = True
    is_power_off: bool = False
    postings: list[Posting] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    witnessed: dict[str, list[str]] = field(default_factory=dict)

    def of(self, society: str) -> dict[str, Posting]:
        """Give a society's entry forms by token."""
        return {one.token: one for one in list(self.postings) if one.society == society}

    def turns_of(self, society: str, kind: str) -> list[Turn]:
        """List a society's openings or closings."""
        return [one for one in list(self.turns) if (one.society, one.kind) == (society, kind)]

    def saved(self) -> int:
        """Count the entries that were answered as saved."""
        return sum(one.fate == "saved" for one in self.postings)

    def unknown(self) -> int:
        """Count the forms whose fate is unknown."""
        forms = [*self.postings, *self.turns]
        return sum(one.fate == "unknown" for one in forms)


def balances(present: list[Posting]) -> dict[int, int]:
    """Give each head's balance in paise after the opening balances and these entries."""
    found: Counter[int] = Counter(OPENING)
    for one in present:
        found.update(one.lines())
    return {head: paise for head, paise in found.items() if paise}
