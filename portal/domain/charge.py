"""The list of charge (प्रभार सूची): what one person hands over to the next, signed by both."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.domain import chain
from portal.domain.refusals import N_, Refusal
from portal.domain.text import latin_digits

PARTIES = ("operator", "manager")
"""The roles that hand over and take over (those of the deed hand_over_charge)."""
DRAFTED, GIVEN, DONE, DROPPED = "drafted", "given", "done", "dropped"
OPEN = (DRAFTED, GIVEN)
KEYS = ("safe", "office", "godown")
STAMP, BOOK, DEVICE, PAPER = KINDS = ("stamp", "book", "device", "paper")
MOST_KEYS = 99
MOST_THINGS = 20  # of a kind
CSC_LENGTH = 4
BEGUN, CHANGED, COUNTED = "charge_begun", "charge_changed", "charge_counted"
SIGNED, TAKEN, WITHDRAWN = "charge_given", "charge_taken", "charge_dropped"


class ChargeIsUnknown(Refusal):
    """There is no such list in this society."""

    message = N_("There is no such charge list.")
    status = 404


class ChargeIsOpen(Refusal):
    """A society hands over one charge at a time."""

    message = N_("A charge list is already open. Finish or drop it first.")


class ChargeIsOfAnother(Refusal):
    """Each of the two writes and signs the own part, from the own sign-in."""

    message = N_("Only %(name)s does this, after signing in with the own name.")
    status = 403


class ChargeIsNotOpen(Refusal):
    """What is done or dropped stays as it is."""

    message = N_("This charge list is finished. It stays as it is.")


class ChargeIsNotGiven(Refusal):
    """Only what the giver has signed can be taken over."""

    message = N_("The giver has not signed this list yet.")


class ChargeHasChanged(Refusal):
    """Somebody changed the list since the form was shown."""

    message = N_("The list was changed meanwhile. Look at it again; what you typed is still here.")
    status = 422


class NobodyTakes(Refusal):
    """Charge goes to another person of the society who may hold it."""

    message = N_("Choose who takes over. It can't be yourself.")
    status = 422
    field = "person"


class CashIsNotCounted(Refusal):
    """Cash changes hands only after it was counted."""

    message = N_("Count this cash first: %(names)s.")
    status = 422


class CashHasMoved(Refusal):
    """An entry came after the count, so count and book no longer belong together."""

    message = N_(
        "Since the count something was entered, or slips were drawn. %(name)s counts the cash "
        "again and signs again."
    )
    status = 422


class NoReasonForDifference(Refusal):
    """Cash that differs from the book changes hands only with a reason."""

    message = N_("Cash and book differ. Write why, or that you don't know.")
    status = 422
    field = "why"


class KeysAreTooMany(Refusal):
    """So many keys nobody has."""

    message = N_("Write how many keys there are: 0 to %(most)s.")
    status = 422


class NumbersAreTurned(Refusal):
    """The last number of a book is not before its first."""

    message = N_("The last number is smaller than the first.")
    status = 422


class ThingHasNoName(Refusal):
    """A number alone says nothing."""

    message = N_("Write what it is.")
    status = 422


class OnlyTheLastFour(Refusal):
    """Never a whole CSC ID, and never a password (P12)."""

    message = N_("Only the last 4 characters of the CSC ID. Never a password.")
    status = 422
    field = "csc"


class ItemIsOpen(Refusal):
    """Each item is agreed to, or it is said what differs."""

    message = N_("Tick it, or write what differs.")
    status = 422


@dataclass(frozen=True, slots=True)
class Cash:
    """The cash of one head as it was counted; ``upto`` is the last voucher of the book then."""

    head: int
    day_on: str
    take: int
    book_paise: int
    counted_paise: int
    upto: int

    @property
    def difference_paise(self) -> int:
        """Counted − book: > 0 is too much, < 0 is short."""
        return self.counted_paise - self.book_paise


@dataclass(frozen=True, slots=True)
class Thing:
    """Something handed over: its kind, what it is, its number or how many; ``last`` of a book."""

    kind: str
    what: str
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What the outgoing person writes; ``shown`` is what passbooks show, None where not seen."""

    shown: Mapping[int, int | None]
    keys: tuple[int, int, int]
    things: tuple[Thing, ...]
    csc: str = ""
    why: str = ""
    remarks: str = ""


NOTHING = Typed({}, (0, 0, 0), ())


@dataclass(frozen=True, slots=True)
class Facts:
    """What the books say by themselves: banks (head, paise), free slips, work by code."""

    banks: tuple[tuple[int, int], ...]
    slips: tuple[int, int, int]
    work: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list, to be agreed to; ``about`` is its head, thing, keys or number."""

    code: str
    about: Any


@dataclass(frozen=True, slots=True)
class Body:
    """The whole list; ``facts`` from the giver's signature on, ``answers`` of who took over."""

    cash: tuple[Cash, ...] = ()
    typed: Typed = NOTHING
    facts: Facts | None = None
    answers: tuple[tuple[str, str], ...] = ()

    def cash_of(self, head: int) -> Cash | None:
        """Return the latest count of a head, or None."""
        return next((one for one in self.cash if one.head == head), None)

    def items(self) -> list[Item]:
        """List what is agreed to one by one, in the order of the paper."""
        assert self.facts is not None, "a list is agreed to after it is signed"
        typed = self.typed
        found = [Item(f"cash_{one.head}", one) for one in self.cash]
        found += [
            Item(f"bank_{head}", (head, paise, typed.shown.get(head)))
            for head, paise in self.facts.banks
        ]
        found += [
            Item(f"key_{name}", (name, many))
            for name, many in zip(KEYS, typed.keys, strict=True) if many
        ]  # fmt: skip
        found += [Item(f"thing_{no}", one) for no, one in enumerate(typed.things, 1)]
        if typed.csc:
            found.append(Item("csc", typed.csc))
        found.append(Item("slips", self.facts.slips))
        found.append(Item("work", self.facts.work))
        if typed.remarks:
            found.append(Item("remarks", typed.remarks))
        return found


@dataclass(frozen=True, slots=True)
class ChargeList:
    """A list as it stands."""

    society_id: int
    id: int
    version: int
    day_on: str
    from_person: int
    to_person: int
    body: Body
    state: str
    made_at: int
    made_by: int
    given_at: int | None = None
    given_by: int | None = None
    taken_at: int | None = None
    taken_by: int | None = None
    said: str = ""
    act_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Neither done nor dropped."""
        return self.state in OPEN


def content_of(body: Body) -> dict[str, Any]:
    """Return a body as it is stored and hashed."""
    typed, facts = body.typed, body.facts
    return {
        "cash": [
            [one.head, one.day_on, one.take, one.book_paise, one.counted_paise, one.upto]
            for one in body.cash
        ],
        "typed": {
            "shown": [[head, paise] for head, paise in sorted(typed.shown.items())],
            "keys": list(typed.keys),
            "things": [[one.kind, one.what, one.first, one.last] for one in typed.things],
            "csc": typed.csc, "why": typed.why, "remarks": typed.remarks,
        },
        "facts": None if facts is None else {
            "banks": [list(one) for one in facts.banks], "slips": list(facts.slips),
            "work": [list(one) for one in facts.work],
        },
        "answers": [list(one) for one in body.answers],
    }  # fmt: skip


def body_of(content: Mapping[str, Any]) -> Body:
    """Read a body as it is stored."""
    typed, facts = content["typed"], content["facts"]
    return Body(
        cash=tuple(Cash(*one) for one in content["cash"]),
        typed=Typed(
            dict(typed["shown"]), tuple(typed["keys"]),
            tuple(Thing(*one) for one in typed["things"]), typed["csc"], typed["why"],
            typed["remarks"],
        ),
        facts=None if facts is None else Facts(
            tuple((head, paise) for head, paise in facts["banks"]), tuple(facts["slips"]),
            tuple((code, many) for code, many in facts["work"]),
        ),
        answers=tuple((code, said) for code, said in content["answers"]),
    )  # fmt: skip


def digest(from_person: int, to_person: int, version: int, content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a version of a list with the two it is between, in hex."""
    whole = {"from": from_person, "to": to_person, "version": version, "body": dict(content)}
    return hashlib.sha256(chain.canonical(whole)).hexdigest()


def checked(typed: Typed) -> Typed:
    """Return what the outgoing person wrote without its empty lines, or refuse it at its field.

    The field of a thing is its kind and its number among the lines of its kind. Raises
    KeysAreTooMany, ThingHasNoName, NumbersAreTurned, OnlyTheLastFour.
    """
    for name, many in zip(KEYS, typed.keys, strict=True):
        if not 0 <= many <= MOST_KEYS:
            raise KeysAreTooMany(field=name, most=MOST_KEYS)
    if len(typed.csc) > CSC_LENGTH or not all(one.isalnum() for one in typed.csc):
        raise OnlyTheLastFour
    times: Counter[str] = Counter()
    kept = []
    for thing in typed.things:
        times[thing.kind] += 1
        if thing.what or thing.first or thing.last:
            _check_thing(f"{thing.kind}{times[thing.kind]}", thing)
            kept.append(thing)
    return replace(typed, things=tuple(kept))


def _check_thing(field: str, thing: Thing) -> None:
    if not thing.what:
        raise ThingHasNoName(field=field)
    first, last = latin_digits(thing.first), latin_digits(thing.last)
    if first.isdecimal() and last.isdecimal() and int(last) < int(first):
        raise NumbersAreTurned(field=f"{field}_last")
