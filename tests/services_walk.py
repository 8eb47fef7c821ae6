"""Every service that is done by a form, from its first question to its end, through the actions."""

from __future__ import annotations

from collections.abc import Iterator

from portal.actions.people import add_person
from portal.actions.societies import add_society
from portal.domain.application_forms import Form, Step
from portal.domain.applications import Application
from portal.storage import reference
from portal.storage.application_forms import application_forms
from portal.storage.catalogue import catalogue
from portal.storage.engine import write_transaction
from tests.services_world import begins, form_of, found, moves
from tests.world import MORNING, PASSWORD, World, guards

WITHOUT_SUCCESS = frozenset({
    "rejected", "withdrawn", "refused", "cancelled", "declined", "failed", "nothing_found",
    "wanted", "uncertain", "waiting",
})  # fmt: skip
_SAID = {
    "result_no": "R-4567/26",
    "reason": "कागज़ अधूरे",
    "said": "मिल गया",
    "remind_on": "",
}


OPERATORS = {"MP": "operator", "": "operator", "UK": "operator9"}


def furnish() -> None:
    """Add a society with its operator in each state that the world has none of."""
    for state in ("BR", "UP", "HR"):
        block = _block_of(state)
        society = add_society(f"{state}W001", "पैक्स नमूना", "PACS Sample", block, is_sample=True)
        OPERATORS[state] = f"operator_{state.lower()}"
        add_person(
            guards(), MORNING, OPERATORS[state], PASSWORD, "operator", "रेखा", "Rekha",
            society_id=society.id,
        )  # fmt: skip


def _block_of(state: str) -> str:
    """Make a district of a state with one block; return the block's code."""
    above, made = state, []
    for level in ("division", "district", "block"):
        made.append({
            "code": f"{state}-W{level}", "level": level, "parent": above,
            "name_hi": "नमूना", "name_en": "Sample",
        })  # fmt: skip
        above = made[-1]["code"]
    write_transaction(lambda: reference.upsert_places(made))
    return above


def services() -> Iterator[str]:
    """List the services that lead to a form, in the order of the menu."""
    known = application_forms().services
    yield from (one.id for one in catalogue() if one.id in known)


def walked(world: World, service_id: str) -> Application:
    """Begin an application and move it on by hand as far as its usual way goes.

    It ends, or only money that moves can move it on.
    """
    states = catalogue()[service_id].states
    who = OPERATORS[min(states) if states and "UP" not in states else "UP" if states else ""]
    ages = _ages(form_of(service_id))
    one = found(world, begins(world, service_id, username=who, **ages), who)
    while (step := _next(one)) is not None:
        said = {key: _SAID.get(key, "") for key in step.asks}
        if "department_no" in step.asks:
            said["department_no"] = f"D-{service_id}".upper()
        one = moves(world, one.id, step.to_state, who, is_sure=True, **said)
    return one


def has_arrived(one: Application) -> bool:
    """Say whether an application came to a good end, or waits only for its money."""
    steps = application_forms().steps(one.chain, one.state)
    if not steps:
        return one.state not in WITHOUT_SUCCESS
    return any(step.is_by_money and step.to_state not in WITHOUT_SUCCESS for step in steps)


def _next(one: Application) -> Step | None:
    return next((
        step for step in application_forms().steps(one.chain, one.state)
        if not step.is_by_money and step.to_state not in WITHOUT_SUCCESS
    ), None)  # fmt: skip


def _ages(form: Form) -> dict[str, str]:
    """Write a year of birth in the middle of the ages that a form takes."""
    return {
        one.code: str(2026 - (one.most + (one.least or 0)) // 2)
        for one in form.fields
        if one.shape == "birth" and one.most is not None
    }
