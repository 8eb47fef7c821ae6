"""State officers who change the rules of pensions, for tests."""

from __future__ import annotations

from portal.actions import rule_changes as deeds
from portal.actions.people import add_person
from portal.domain.rule_changes import Proposal, base_rows, digest_of
from portal.storage import places
from portal.storage.pension_rules import rule_book
from portal.storage.places import Place
from tests.world import PASSWORD, World, guards

OFFICERS = (
    ("state2", "state_officer", "लता पवार", "Lata Pawar", "MP"),
    ("upstate", "state_officer", "मोहन यादव", "Mohan Yadav", "UP"),
    ("admin2", "administrator", "गीता राव", "Geeta Rao", "IN"),
)


def place(code: str) -> Place:
    """Return a place by its code."""
    found = places.place(code)
    assert found is not None
    return found


def place_of(world: World, who: str) -> Place:
    """Return the place that somebody leads."""
    found = world.person(who).place
    assert found is not None
    return found


def add_officers(world: World) -> None:
    """Add a second officer of Madhya Pradesh, one of Uttar Pradesh and a second administrator."""
    for username, role, name_hi, name_en, code in OFFICERS:
        add_person(
            guards(), world.clock.now_ms(), username, PASSWORD, role, name_hi, name_en,
            place_id=place(code).id,
        )  # fmt: skip


def wish(
    scheme_id: str = "MP_OLD", on: str = "2026-12-01", past_why: str = "", **changed: str
) -> Proposal:
    """Propose the newest rule of a scheme from a day on with these columns otherwise."""
    base = base_rows(rule_book(), scheme_id)
    rows = tuple(row | {"valid_from": on} | changed for row in base)
    return Proposal(scheme_id, on, rows, digest_of(base), "आदेश 45, 20-11-2026", past_why)


def proposes(world: World, who: str = "state", asked: Proposal | None = None) -> int:
    """Propose a change (600 to 700 rupees in Madhya Pradesh unless said) and return its number."""
    done = deeds.propose(
        world.doer(who), world.slip(who, 0), place_of(world, who), asked or wish(amount_rs="700")
    )
    return int(done.location.rpartition("/")[2])


def approves(world: World, change_id: int, who: str = "state2", why: str = "") -> str:
    """Approve a change; return where it is seen."""
    slip = world.slip(who, 0)
    return deeds.approve(world.doer(who), slip, place_of(world, who), change_id, why).location
