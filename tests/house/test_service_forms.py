"""Every service of the menu leads somewhere that works; what the files say is plain and sourced."""

from __future__ import annotations

import re
import unicodedata

import pytest

from portal.domain import aeps
from portal.domain.application_answers import read_answers
from portal.domain.application_forms import FIRST, UNCONFIRMED, Form
from portal.domain.catalogue import Kind, Service
from portal.storage.application_forms import application_forms
from portal.storage.catalogue import catalogue
from portal.storage.reference import task_book
from tests.house.test_reference_data import table
from tests.services_world import typed_for

SERVICES = 420
FILES = (
    "application_forms", "application_fields", "application_steps", "application_states",
    "service_forms", "service_help",
)  # fmt: skip
TODAY = "2026-11-22"
DEVANAGARI = re.compile("[\u0900-\u097f]")
BY_PLAIN_FORM = 22
LONGEST_LABEL = 32


def way_of(one: Service) -> str:
    """Say where a service leads: its form, the device, bills, a task of the day book, a member."""
    if one.id in aeps.SERVICES:
        return "device"
    if application_forms().form_of(one.id) is not None:
        return "form"
    if one.kind == Kind.MEMBER_TASK:
        return "member"
    offered = {task.code for task in task_book()}
    if one.kind == Kind.BILL and one.billers:
        return "bill"
    return "task" if one.task in offered else ""


def test_every_service_of_the_menu_leads_somewhere() -> None:
    ways: dict[str, int] = {}
    for one in catalogue():
        ways[way_of(one)] = ways.get(way_of(one), 0) + 1
    assert "" not in ways
    assert ways["form"] == 320
    assert ways["device"] == 4
    assert ways["member"] == 2
    assert sum(ways.values()) == SERVICES


def typed_for_form(form: Form) -> dict[str, str]:
    """Fill in every field of a form, an age in the middle of those that are taken."""
    typed = {one.code: typed_for(one) for one in form.fields}
    for one in form.fields:
        if one.shape == "birth" and one.most is not None:
            typed[one.code] = str(2026 - (one.most + (one.least or 0)) // 2)
    return typed


@pytest.mark.parametrize("form", list(application_forms()), ids=lambda form: str(form.code))
def test_every_form_can_be_filled_in_and_gone_to_its_end(form: Form) -> None:
    answers = read_answers(form, typed_for_form(form), TODAY)
    assert set(answers) == {one.code for one in form.fields}
    assert 1 <= len(form.fields) <= 9
    assert any(one.is_required for one in form.fields) or len(form.fields) <= 3
    book, state, gone = application_forms(), FIRST, 0
    while not book.is_end(form.chain, state):
        state, gone = book.steps(form.chain, state)[0].to_state, gone + 1
        assert gone < 9, form.chain
    assert state not in ("rejected", "refused", "withdrawn", "failed")


@pytest.mark.parametrize("form", list(application_forms()), ids=lambda form: str(form.code))
def test_a_number_that_a_step_needs_has_a_name(form: Form) -> None:
    book = application_forms()
    needs = {
        need for state in book.states_of(form.chain)
        for step in book.steps(form.chain, state.code) for need in step.needs
    }  # fmt: skip
    assert form.number_hi or "department_no" not in needs
    assert form.result_hi or "result_no" not in needs


def test_few_services_make_do_with_the_plain_form_and_none_that_asks_for_money() -> None:
    """Look-ups by one number are alike; everything else has questions of its own."""
    plain = [
        one for one in catalogue()
        if (form := application_forms().form_of(one.id)) and form.code.startswith("any_")
    ]  # fmt: skip
    assert len(plain) == BY_PLAIN_FORM
    assert {one.kind for one in plain} == {Kind.INFORMATION}


def test_information_really_informs() -> None:
    """What one needs, where to look, what comes out: three steps at least, and whose word it is."""
    for one in catalogue():
        if one.kind == Kind.INFORMATION:
            found = application_forms().help_of(one.id)
            assert found is not None, one.id
            assert len(found.steps) >= 3, one.id
            assert found.office_hi or found.portal, one.id


def test_everything_that_is_applied_for_says_where_to_ask() -> None:
    book = application_forms()
    assert {one for one in book.services if book.help_of(one) is None} == set()


def test_a_helpline_stands_there_only_where_a_public_source_was_read() -> None:
    for row in table("service_help"):
        assert not (row["source"].startswith(UNCONFIRMED) and row["helpline"]), row
    confirmed = [row for row in table("service_help") if not row["source"].startswith(UNCONFIRMED)]
    assert len(confirmed) > 150


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_plain_and_its_hindi_is_hindi(name: str) -> None:
    for row in table(name):
        for column, cell in row.items():
            assert cell == " ".join(cell.split()), row
            assert cell == unicodedata.normalize("NFC", cell), row
            if column.endswith("_en"):
                assert not DEVANAGARI.search(cell), row
                assert bool(cell) == bool(row[column[:-3] + "_hi"]), row
            if column.endswith("_hi") and cell and name != "service_help":
                assert DEVANAGARI.search(cell), row
                assert not re.search("[A-Za-z]{2}", cell), row


def test_questions_are_short_enough_for_a_small_phone() -> None:
    long = [
        (one.label_hi, one.label_en)
        for form in application_forms()
        for one in form.fields
        if len(one.label_hi) > LONGEST_LABEL or len(one.label_en) > LONGEST_LABEL + 8
    ]
    assert long == []


def test_the_file_of_services_stands_in_the_order_of_the_menu() -> None:
    order = [one.id for one in catalogue()]
    ids = [row["service_id"] for row in table("service_forms") if ":" not in row["service_id"]]
    assert ids == sorted(ids, key=order.index)
    helped = [row["service_id"] for row in table("service_help")]
    assert helped == sorted(helped, key=order.index)
