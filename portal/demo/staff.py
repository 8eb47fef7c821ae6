"""Who signs in: the demo's people, their roles and places."""

from __future__ import annotations

from typing import NamedTuple

from portal.actions.people import Safeguards, add_person
from portal.demo.dice import dice
from portal.demo.names import Name, make_name
from portal.demo.stories import HOME_BLOCK, HOME_CODE, Plan
from portal.storage import places
from portal.storage.people import Person, person_called
from portal.storage.places import Society
from portal.storage.reference import read_csv, roles

PASSWORD = "rokad-demo"  # noqa: S105 - public on purpose; production refuses the demo


class Known(NamedTuple):
    """Someone with a well-known sign-in."""

    username: str
    role: str
    name: Name
    place: str


KNOWN = (
    Known("operator", "operator", Name("रेखा मंडलोई", "Rekha Mandloi"), HOME_CODE),
    Known("manager", "manager", Name("गणेश पाटीदार", "Ganesh Patidar"), HOME_CODE),
    Known("officer", "block_officer", Name("उमेश चौहान", "Umesh Chouhan"), HOME_BLOCK),
    Known("district", "district_officer", Name("सुनीता वर्मा", "Sunita Verma"), "KHR"),
    Known("state", "state_officer", Name("अनिल मालवीय", "Anil Malviya"), "MP"),
    Known("state2", "state_officer", Name("लता पवार", "Lata Pawar"), "MP"),
    Known("bank", "bank_head_office", Name("कविता जोशी", "Kavita Joshi"), "DCCB-KHR"),
    Known("auditor", "auditor", Name("शबाना खान", "Shabana Khan"), "KHR"),
    Known("admin", "administrator", Name("रवि कुमार", "Ravi Kumar"), "IN"),
    Known("accountant", "accountant", Name("नीता सोलंकी", "Nita Solanki"), HOME_CODE),
    Known("chairman", "chairman", Name("भगवान सिंह", "Bhagwan Singh"), HOME_CODE),
    Known("assistant", "executive_assistant", Name("मीना राठौड़", "Mina Rathore"), HOME_BLOCK),
)
_SHOWN = 11
_OFFICER = next(one for one in KNOWN if one.username == "officer")


def signins() -> list[tuple[str, str, str]]:
    """List the demo's sign-ins: user name, role in Hindi, and where; all with one password."""
    where = {one["code"]: one["name_hi"] for one in read_csv("places.csv")}
    where[HOME_CODE] = "पैक्स भीकनगाँव"
    return [
        (one.username, roles()[one.role]["name_hi"], where[one.place]) for one in KNOWN[:_SHOWN]
    ]


def add_officials(guards: Safeguards, at: int) -> None:
    """Store the well-known people who belong to no society; who is there stays as they are."""
    for one in KNOWN:
        if one.place != HOME_CODE:
            place = places.place(one.place)
            assert place is not None, f"config/places.csv has no {one.place}"
            _person(guards, at, one.username, one.role, one.name, place_id=place.id)


def add_workers(
    guards: Safeguards, at: int, plan: Plan, society: Society, seed: int
) -> dict[str, Person]:
    """Store a society's operator and manager (and KHR001's other people); return them by role."""
    if plan.is_home:
        return {
            one.role: _person(guards, at, one.username, one.role, one.name, society_id=society.id)
            for one in KNOWN
            if one.place == HOME_CODE
        }
    source = dice(seed, plan.code, "workers")
    is_woman = source.random() < 0.5
    return {
        role: _person(
            guards, at, f"{role}-{plan.code.lower()}", role,
            make_name(source, plan.region, is_woman == (role == "operator")),
            society_id=society.id,
        )
        for role in ("operator", "manager")
    }  # fmt: skip


def officer_of(guards: Safeguards, at: int, plan: Plan, seed: int) -> Person:
    """Return the block's extension officer, stored where the block has none yet."""
    is_home = plan.block_code == HOME_BLOCK
    username = _OFFICER.username if is_home else f"officer-{plan.block_code.lower()}"
    source = dice(seed, plan.block_code, "officer")
    name = _OFFICER.name if is_home else make_name(source, plan.region, source.random() < 0.5)
    place = places.place(plan.block_code)
    assert place is not None
    return _person(guards, at, username, _OFFICER.role, name, place_id=place.id)


def _person(
    guards: Safeguards, at: int, username: str, role: str, name: Name, *,
    society_id: int | None = None, place_id: int | None = None,
) -> Person:  # fmt: skip
    return person_called(username) or add_person(
        guards, at, username, PASSWORD, role, name.hi, name.en, society_id=society_id,
        place_id=place_id,
    )  # fmt: skip
