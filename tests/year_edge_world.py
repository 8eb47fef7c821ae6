"""The turn of a year, said shortly for the tests: March is closed, April runs."""

from __future__ import annotations

import pytest

from portal.actions import approval_rules, proof, year_edge
from portal.actions.exactly_once import Done
from portal.domain.corrections import Correction
from portal.domain.dates import days_between, ist_on
from portal.domain.daybook import Draft, Line
from portal.domain.year_edge import ADJUSTMENT
from portal.storage import daybook
from tests.world import World

FY = 2026
END = "2027-03-31"
APRIL = "2027-04-01"
UNTIL = "2027-06-30"
INTEREST, OWED = 4101, 1501
AUDIT, AUDIT_OWED = 4313, 1507


def turns_to(world: World, on: str) -> None:
    """Let the clock stand at ten o'clock of a date."""
    world.clock.move(days=days_between(ist_on(world.clock.now_ms()), on))


def does_day(world: World, on: str, *rupees: int) -> None:
    """Do a day with fees, counted right and closed."""
    turns_to(world, on)
    world.does_a_day(*rupees)
    world.clock.move(minutes=30)


def comes_to_april(world: World) -> None:
    """Start books at the end of March, close its days and open 1 April."""
    turns_to(world, "2027-03-30")
    world.starts_books()
    does_day(world, "2027-03-30", 50)
    does_day(world, END, 70, 30)
    turns_to(world, APRIL)
    world.opens_day()


def opens_edge(world: World, fy: int = FY, until_on: str = UNTIL, who: str = "manager") -> Done:
    return year_edge.open_edge(world.doer(who), world.slip(who), world.society_id, fy, until_on)


def adjustment(
    rupees: float = 1200, debit: int = INTEREST, credit: int = OWED,
    words: str = "बचत जमा पर मार्च तक का ब्याज",
) -> Draft:  # fmt: skip
    paise = round(rupees * 100)
    return Draft(ADJUSTMENT, "", (Line(debit, paise), Line(credit, -paise)), narration=words)


def adjusts(world: World, rupees: float = 1200, who: str = "accountant", **said: object) -> int:
    done = year_edge.adjust(
        world.doer(who), world.slip(who), world.society_id,
        adjustment(rupees, **said),  # type: ignore[arg-type]
    )  # fmt: skip
    assert done.voucher_id is not None
    return done.voucher_id


def takes_back(world: World, voucher_id: int, who: str = "accountant") -> int:
    done = year_edge.take_back(
        world.doer(who), world.slip(who), world.society_id, voucher_id,
        Correction("twice", "दो बार लिखा गया"),
    )  # fmt: skip
    assert done.voucher_id is not None
    return done.voucher_id


def closes_edge(world: World, fy: int = FY, until_on: str = UNTIL, *, lapses: bool = False) -> Done:
    return year_edge.close_edge(
        world.doer("manager"), world.slip("manager"), world.society_id, fy,
        year_edge.Closing(until_on, lapses=lapses), world.keys,
    )  # fmt: skip


def needs_second_person(world: World, above_rupees: int) -> None:
    """Every entry above a sum waits for one more person."""
    approval_rules.set_rule(
        world.doer("manager"), world.slip("manager"), world.society_id, "",
        above_rupees * 100, 1, "उपविधि",
    )  # fmt: skip


def closes_april(world: World) -> None:
    """Count the running day right and close it."""
    world.counts(daybook.balance(world.society_id, 2101) // 100)
    world.closes_day()
    world.clock.move(minutes=30)


def findings(world: World) -> list[str]:
    found = proof.prove_society("KHR001", world.keys).findings
    return [f"{one.kind} {one.where}" for one in found]


@pytest.fixture
def april(world: World) -> World:
    comes_to_april(world)
    return world


@pytest.fixture
def edged(april: World) -> World:
    """Give 1 April with an entry, the edge open, and an adjustment between April's entries."""
    april.enters(rupees=40)
    opens_edge(april)
    adjusts(april, 1200)
    april.enters(rupees=60)
    return april
