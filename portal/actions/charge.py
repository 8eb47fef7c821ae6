"""Handing over of charge: drafted and counted by one, signed, taken item by item by the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from portal.actions.cash_takes import Pieces, keep_take, require_pieces
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.actions.surprise_counts import tills_of
from portal.domain import charge as rules
from portal.domain.charge import Body, Cash, ChargeList, Facts, Typed
from portal.domain.day import BooksAreNotStarted, ReasonIsMissing
from portal.domain.daybook import CountIsGoingOn
from portal.domain.people import Doer, Slip
from portal.domain.surprise_counts import TillIsNotHere
from portal.storage import charge as stored
from portal.storage import daybook, days, people
from portal.storage.days import Day
from portal.storage.people import Person
from portal.storage.reference import chart

OCCASION = "handover"


def takers(society_id: int, doer_id: int) -> list[Person]:
    """List who may take over from somebody: operators and managers, never oneself."""
    return [
        one for one in people.colleagues(society_id)
        if one.role in rules.PARTIES and one.id != doer_id
    ]  # fmt: skip


def charge_of(society_id: int, charge_id: int) -> ChargeList:
    """Return a list; raise ChargeIsUnknown."""
    found = stored.charge(society_id, charge_id)
    if found is None:
        raise rules.ChargeIsUnknown
    return found


def banks_of(society_id: int, tills: list[int]) -> tuple[tuple[int, int], ...]:
    """List (head, paise) of banks, wallets and cash on its way, as the books say them.

    ``tills`` is the cash that is counted (``tills_of``) and so is left out.
    """
    heads = (*chart().bank, *(one for one in chart().cash if one not in tills))
    found = stored.balances(society_id, heads)
    return tuple((head, found[head]) for head in sorted(found) if found[head])


def facts_of(society_id: int, tills: list[int]) -> Facts:
    """Say what the books tell by themselves: banks, free slips for an outage, open work."""
    work = stored.open_work(society_id)
    work["uncounted"] = len(days.uncounted_before(society_id, "9999-12-31"))
    return Facts(
        banks_of(society_id, tills), stored.free_slips(society_id),
        tuple((code, many) for code, many in work.items() if many),
    )  # fmt: skip


def left_to_count(society_id: int, body: Body, tills: list[int]) -> list[int]:
    """List the cash that was not counted, or counted before the latest entry."""
    last = daybook.book(society_id).last_voucher_id
    counted = {one.head for one in body.cash if one.upto == last}
    return [one for one in tills if one not in counted]


def _day(society_id: int) -> Day:
    daybook.lock_book(society_id)
    day = days.running_day(society_id) or days.last_closed(society_id)
    if day is None:
        raise BooksAreNotStarted
    if day.status == "counting" and not day.is_box_closed:
        raise CountIsGoingOn
    return day


def _name(person_id: int) -> str:
    return people.names({person_id})[person_id][0]


def require_giver(found: ChargeList, person_id: int) -> None:
    """Let only the one who hands over write; raise ChargeIsNotOpen, ChargeIsOfAnother."""
    _require(found, person_id, found.from_person)


def require_taker(found: ChargeList, person_id: int) -> None:
    """Let only the one who takes over answer, once it is signed.

    Raises ChargeIsNotOpen, ChargeIsOfAnother, ChargeIsNotGiven.
    """
    _require(found, person_id, found.to_person)
    if found.state != rules.GIVEN or found.body.facts is None:
        raise rules.ChargeIsNotGiven


def _require(found: ChargeList, person_id: int, party_id: int) -> None:
    if not found.is_open:
        raise rules.ChargeIsNotOpen
    if person_id != party_id:
        raise rules.ChargeIsOfAnother(name=_name(party_id))


def begin(doer: Doer, slip: Slip, society_id: int, to_person: int) -> Done:
    """Begin a list from oneself to the next person; what was on the last one is filled in.

    Raises NobodyTakes, ChargeIsOpen, BooksAreNotStarted, CountIsGoingOn.
    """

    def deed() -> Done:
        day = _day(society_id)
        if stored.open_one(society_id) is not None:
            raise rules.ChargeIsOpen
        if to_person not in {one.id for one in takers(society_id, doer.person_id)}:
            raise rules.NobodyTakes
        before = [one for one in stored.latest(society_id, 20) if one.state == rules.DONE]
        typed = rules.NOTHING
        if before:
            typed = replace(before[0].body.typed, shown={}, csc="", why="", remarks="")
        new = ChargeList(
            society_id, stored.next_id(society_id), 1, day.day_on, doer.person_id, to_person,
            Body(typed=typed), rules.DRAFTED, doer.at, doer.person_id,
        )  # fmt: skip
        stored.insert(replace(new, act_id=_note(doer, new, rules.BEGUN)))
        return Done(f"/charge/{new.id}")

    return exactly_once(doer, slip, deed)


def _note(doer: Doer, one: ChargeList, kind: str, **detail: Any) -> int:
    """Write the digest of a version into the chain of acts, with the two it is between."""
    hashed = rules.digest(
        one.from_person, one.to_person, one.version, rules.content_of(one.body)
    )  # fmt: skip
    return note_act(
        doer, one.society_id, kind, one.day_on, list=one.id, version=one.version,
        to=one.to_person, digest=hashed, **{"from": one.from_person}, **detail,
    )  # fmt: skip


def _keep(doer: Doer, before: ChargeList, kind: str, after: ChargeList, **detail: Any) -> None:
    """Store the next version of a list, with its act."""
    new = replace(after, version=before.version + 1)
    act_id = _note(doer, new, kind, **detail)
    if not stored.change(before, replace(new, act_id=act_id)):
        raise rules.ChargeHasChanged


def _unsigned(found: ChargeList, day: Day, body: Body) -> ChargeList:
    """Any change takes the giver's signature away, and what the books said at that moment."""
    return replace(
        found, day_on=day.day_on, body=replace(body, facts=None), state=rules.DRAFTED,
        given_at=None, given_by=None,
    )  # fmt: skip


def _by_giver(
    doer: Doer, slip: Slip, society_id: int, charge_id: int,
    deed: Callable[[ChargeList, Day], None],
) -> Done:  # fmt: skip
    def work() -> Done:
        day = _day(society_id)
        found = charge_of(society_id, charge_id)
        require_giver(found, doer.person_id)
        deed(found, day)
        return Done(f"/charge/{charge_id}")

    return exactly_once(doer, slip, work)


def write(
    doer: Doer, slip: Slip, society_id: int, charge_id: int, version: int, typed: Typed
) -> Done:
    """Write down what can't be computed: keys, stamps, books, devices, passbooks, remarks.

    Raises ChargeHasChanged, ChargeIsOfAnother, ChargeIsNotOpen and what ``rules.checked`` raises.
    """

    def deed(found: ChargeList, day: Day) -> None:
        wish = rules.checked(typed)
        if found.version != version:
            raise rules.ChargeHasChanged
        body = replace(found.body, typed=wish)
        _keep(doer, found, rules.CHANGED, _unsigned(found, day, body))

    return _by_giver(doer, slip, society_id, charge_id, deed)


def count(
    doer: Doer, slip: Slip, society_id: int, charge_id: int, head: int, pieces: Pieces
) -> Done:
    """Count the cash of a head blind, set against its book of this very moment.

    No cash is posted by it. Raises CountIsEmpty, TillIsNotHere, ChargeIsOfAnother,
    ChargeIsNotOpen, CountIsGoingOn.
    """

    def deed(found: ChargeList, day: Day) -> None:
        require_pieces(pieces)
        if head not in tills_of(society_id):
            raise TillIsNotHere
        take = keep_take(doer, society_id, day.day_on, OCCASION, head, pieces)
        upto = daybook.book(society_id).last_voucher_id
        new = Cash(head, day.day_on, take.no, take.book_paise, take.counted_paise, upto)
        others = [one for one in found.body.cash if one.head != head and one.upto == upto]
        cash = tuple(sorted([*others, new], key=lambda one: one.head))
        after = _unsigned(found, day, replace(found.body, cash=cash))
        _keep(doer, found, rules.COUNTED, after, till=head, pieces=take.lines)

    return _by_giver(doer, slip, society_id, charge_id, deed)


def give(doer: Doer, slip: Slip, society_id: int, charge_id: int, version: int) -> Done:
    """Sign a list as the one who gives; the books' own figures are taken down with it.

    Raises ChargeHasChanged, CashIsNotCounted, NoReasonForDifference, ChargeIsOfAnother,
    ChargeIsNotOpen, CountIsGoingOn.
    """

    def deed(found: ChargeList, day: Day) -> None:
        if (found.version, found.state) != (version, rules.DRAFTED):
            raise rules.ChargeHasChanged
        tills = tills_of(society_id)
        left = left_to_count(society_id, found.body, tills)
        if left:
            raise rules.CashIsNotCounted(names=", ".join(chart()[one].name_hi for one in left))
        if any(one.difference_paise for one in found.body.cash) and not found.body.typed.why:
            raise rules.NoReasonForDifference
        after = replace(
            found, day_on=day.day_on, body=replace(found.body, facts=facts_of(society_id, tills)),
            state=rules.GIVEN, given_at=doer.at, given_by=doer.person_id,
        )  # fmt: skip
        _keep(doer, found, rules.SIGNED, after)

    return _by_giver(doer, slip, society_id, charge_id, deed)


def take(
    doer: Doer, slip: Slip, society_id: int, charge_id: int, version: int,
    answers: Mapping[str, str | None],
) -> Done:  # fmt: skip
    """Take over what was given: '' agrees to an item, words say what differs, None is no answer.

    Raises ChargeIsOfAnother, ChargeIsNotGiven, ChargeIsNotOpen, ChargeHasChanged, CashHasMoved,
    ItemIsOpen, CountIsGoingOn.
    """

    def deed() -> Done:
        day = _day(society_id)
        found = charge_of(society_id, charge_id)
        require_taker(found, doer.person_id)
        assert found.body.facts is not None
        if found.version != version:
            raise rules.ChargeHasChanged
        left = left_to_count(society_id, found.body, tills_of(society_id))
        if left or stored.free_slips(society_id) != found.body.facts.slips:
            raise rules.CashHasMoved(name=_name(found.from_person))
        said = []
        for item in found.body.items():
            answer = answers.get(item.code)
            if answer is None:
                raise rules.ItemIsOpen(field=item.code)
            said.append((item.code, answer))
        after = replace(
            found, day_on=day.day_on, body=replace(found.body, answers=tuple(said)),
            state=rules.DONE, taken_at=doer.at, taken_by=doer.person_id,
        )  # fmt: skip
        _keep(doer, found, rules.TAKEN, after)
        return Done(f"/charge/{charge_id}")

    return exactly_once(doer, slip, deed)


def may_drop(found: ChargeList, person_id: int, role: str) -> bool:
    """Say who may drop an open list: the two it is between, and a manager."""
    return found.is_open and (
        person_id in (found.from_person, found.to_person) or role == "manager"
    )


def drop(doer: Doer, slip: Slip, society_id: int, charge_id: int, reason: str) -> Done:
    """Drop an open list with a reason; it stays to be read. Who may: ``may_drop``.

    Raises ChargeIsNotOpen, ChargeIsOfAnother, ReasonIsMissing.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = charge_of(society_id, charge_id)
        if not found.is_open:
            raise rules.ChargeIsNotOpen
        if not may_drop(found, doer.person_id, doer.role):
            raise rules.ChargeIsOfAnother(name=_name(found.from_person))
        said = reason.strip()
        if not said:
            raise ReasonIsMissing
        after = replace(found, state=rules.DROPPED, said=said)
        _keep(doer, found, rules.WITHDRAWN, after, remark=said)
        return Done(f"/charge/{charge_id}")

    return exactly_once(doer, slip, deed)
