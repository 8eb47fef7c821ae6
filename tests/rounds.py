"""A block full of societies that work, for the tests of what officers see."""

from __future__ import annotations

from portal.actions import day as day_actions
from portal.actions import daybook as voucher_actions
from portal.actions.people import add_person
from portal.actions.societies import add_society
from portal.domain.dates import ist_on
from portal.storage import daybook, people, places
from portal.storage.places import Society
from tests.world import PASSWORD, World, guards


def adds_societies(world: World, number: int, block: str = "KHR-BKG") -> list[Society]:
    """Bring more societies of a block onto the portal, their books started yesterday."""
    found = []
    first = len(places.all_societies())
    for at in range(first, first + number):
        code = f"NEW{at:03d}"
        add_society(code, f"पैक्स नया {at}", f"PACS New {at}", block, is_sample=True)
        society = world.society(code)
        add_person(
            guards(), world.clock.now_ms(), f"operator-{code}", PASSWORD, "operator",
            f"ऑपरेटर {at}", f"Operator {at}", society_id=society.id,
        )  # fmt: skip
        world.starts_books(code)
        found.append(society)
    return found


def does_day(
    world: World, society: Society, *, short_rupees: int = 0, on: str = "", entries: int = 1
) -> str:
    """Open a day (today's unless said), enter fees, count and close it; return its date."""
    on = on or ist_on(world.clock.now_ms())
    world.opens_day(on, code=society.code)
    for _ in range(entries):
        slip = world.slip("operator", society.id)
        voucher_actions.enter_voucher(world.doer(), slip, society.id, world.drafts())
    world.clock.move(minutes=60)
    closes_day(world, society, short_rupees=short_rupees)
    world.clock.move(minutes=-60)
    return on


def closes_day(world: World, society: Society, *, short_rupees: int = 0) -> None:
    """Count and close the running day, with so much missing."""
    cash = daybook.balance(society.id, 2101) // 100 - short_rupees
    pieces = {"d500": cash // 500, "c1": cash % 500}
    day_actions.save_take(world.doer(), world.slip("operator", society.id), society.id, pieces)
    answers = day_actions.Acceptance(people.colleagues(society.id)[0].id, "छुट्टे में गलती")
    day_actions.close_day(
        world.doer(), world.slip("operator", society.id), society.id, world.keys, answers
    )
