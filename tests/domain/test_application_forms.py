"""The files of forms: read whole or refused with the line; chains that always come to an end."""

from __future__ import annotations

import pytest

from portal.domain import aeps
from portal.domain.application_files import (
    FIELDS,
    FORMS,
    HELP,
    SERVICES,
    STATES,
    STEPS,
    FormFileIsWrong,
    read_form_book,
)
from portal.domain.application_forms import FIRST, FormBook, FormIsUnknown, Money, Shape
from portal.storage.application_forms import BY_FORM, application_forms
from portal.storage.catalogue import catalogue
from portal.storage.reference import read_csv

Files = dict[str, list[dict[str, str]]]


def files() -> Files:
    return {name: read_csv(name) for name in (FORMS, FIELDS, STEPS, STATES, SERVICES, HELP)}


def kinds() -> dict[str, str]:
    return {
        one.id: str(one.kind) for one in catalogue()
        if one.kind in BY_FORM and one.id not in aeps.SERVICES
    }  # fmt: skip


def read(changed: Files) -> FormBook:
    return read_form_book(changed, kinds())


def line_of(rows: list[dict[str, str]], key: str, value: str) -> int:
    return next(at for at, row in enumerate(rows) if row[key] == value)


@pytest.mark.parametrize(
    ("name", "key", "value", "column", "text"),
    [
        (FIELDS, "list", "birth", "shape", "birthday"), (FIELDS, "list", "birth", "code", "name"),
        (FIELDS, "list", "birth", "code", "Geburt"), (FIELDS, "list", "birth", "label_hi", " "),
        (FIELDS, "list", "birth", "is_required", "yes"), (FIELDS, "list", "birth", "rank", "one"),
        (FIELDS, "list", "birth", "least", "-1"), (FIELDS, "list", "birth", "choices", "a:क:A"),
        (FIELDS, "list", "birth", "like", "pan"), (FIELDS, "list", "sex", "choices", ""),
        (FIELDS, "list", "sex", "choices", "one:एक:One"), (FIELDS, "list", "sex", "least", "1"),
        (FIELDS, "list", "sex", "choices", "male:पुरुष; female:महिला"),
        (FIELDS, "list", "sex", "choices", "male:पुरुष:Male; male:नर:Male"),
        (FIELDS, "list", "ifsc", "like", "ifcs"), (FIELDS, "list", "birth_18_70", "least", "71"),
        (FORMS, "form", "caste", "chain", "offices"), (FORMS, "form", "caste", "money", "much"),
        (FORMS, "form", "caste", "fields", "birth birth"), (FORMS, "form", "caste", "name_en", ""),
        (FORMS, "form", "caste", "fields", "birth; birth"),
        (FORMS, "form", "caste", "form", "Caste"), (FORMS, "form", "caste", "money", "fare"),
        (FORMS, "form", "caste", "fields", "born; heirs; land"),
        (STEPS, "chain", "office", "asks", "receipt"), (STEPS, "chain", "office", "by", "bank"),
        (STEPS, "chain", "office", "to_state", "gone"), (STEPS, "chain", "office", "ends", "1"),
        (STEPS, "to_state", "handed_over", "ends", ""), (STEPS, "chain", "office", "rank", ""),
        (STATES, "state", "draft", "at_whom", "nowhere"), (STATES, "state", "draft", "name_hi", ""),
        (STATES, "chain", "refund", "chain", "refunds"),
        (SERVICES, "service_id", "cert-001", "form", "nothing"),
        (SERVICES, "service_id", "cert-001", "service_id", "cert-999"),
        (HELP, "service_id", "cert-001", "service_id", "bill-001"),
        (HELP, "service_id", "cert-001", "portal", "https://serviceonline.bihar.gov.in"),
        (HELP, "service_id", "cert-001", "helpline", "call me"),
        (HELP, "service_id", "cert-001", "checked_on", "22-11-2026"),
        (HELP, "service_id", "cert-001", "source", ""),
    ],
)  # fmt: skip
def test_a_wrong_line_is_refused_with_its_file_and_number(
    name: str, key: str, value: str, column: str, text: str
) -> None:
    changed = files()
    at = line_of(changed[name], key, value)
    changed[name][at][column] = text
    with pytest.raises(FormFileIsWrong, match=rf"{name} line {at + 2}: "):
        read(changed)


@pytest.mark.parametrize("name", [FORMS, FIELDS, STEPS, STATES, SERVICES, HELP])
def test_nothing_stands_twice(name: str) -> None:
    changed = files()
    changed[name].append(dict(changed[name][0]))
    with pytest.raises(FormFileIsWrong, match=rf"{name} line {len(changed[name]) + 1}: .*twice"):
        read(changed)


def test_what_nothing_leads_to_is_refused() -> None:
    changed = files()
    row = next(one for one in changed[STEPS] if one["from_state"] == "submitted")
    changed[STEPS].append(row | {"chain": "lookup", "to_state": "rejected", "ends": "1"})
    with pytest.raises(FormFileIsWrong, match="nothing leads to submitted"):
        read(changed)
    changed = files()
    changed[FIELDS].append(changed[FIELDS][0] | {"list": "nobodys"})
    with pytest.raises(FormFileIsWrong, match="no form has the list 'nobodys'"):
        read(changed)
    with pytest.raises(FormFileIsWrong, match="KeyError"):
        read(files() | {FORMS: [{"form": "caste"}]})


def test_a_new_service_has_the_plain_form_of_its_kind_until_a_row_gives_it_another() -> None:
    book = read_form_book(files(), kinds() | {"cert-900": "application", "land-900": "information"})
    assert book.form_of("cert-900") is book.form("any_application")
    assert book.form_of("land-900") is book.form("any_lookup")
    with pytest.raises(FormFileIsWrong, match="other-900 leads nowhere"):
        read_form_book(files(), kinds() | {"other-900": "sale"})


def test_a_service_leads_to_its_form_and_bills_lead_elsewhere() -> None:
    book = application_forms()
    form = book.form_of("insurance-001")
    assert form is not None
    assert (form.chain, form.money, form.amount_field) == ("premium", Money.CROP, "premium")
    premium = form.field("premium")
    assert premium is not None
    assert premium.shape == Shape.MONEY
    assert form.field("what") is None
    assert book.form_of("bill-001") is None
    assert book.form_of(next(iter(aeps.SERVICES))) is None
    assert book.services == set(kinds())
    with pytest.raises(FormIsUnknown):
        book.form("nothing")


def test_steps_say_what_they_ask_and_which_of_it_is_needed() -> None:
    book = application_forms()
    step = book.step("office", FIRST, "submitted")
    assert step is not None
    assert (step.asks, step.needs) == (("department_no", "remind_on"), ("department_no",))
    assert not step.is_by_money
    taken = book.step("premium", FIRST, "taken")
    assert taken is not None
    assert taken.is_by_money
    assert book.step("office", FIRST, "handed_over") is None
    assert book.is_end("office", "handed_over")
    assert not book.is_end("office", "ready")
    assert [one.code for one in book.states_of("lookup")] == [
        "draft", "done", "nothing_found", "withdrawn",
    ]  # fmt: skip


def test_a_state_has_the_words_of_its_chain_and_one_that_left_its_own_code() -> None:
    book = application_forms()
    assert book.state("submitted").at_whom == "office"
    assert book.state("submitted", "bank_request").at_whom == "bank"
    assert book.state("submitted", "office") is book.state("submitted")
    assert book.state("gone").name_hi == "gone"


def test_every_chain_can_be_gone_to_its_end_from_every_state() -> None:
    book = application_forms()
    assert {form.chain for form in book} == book.chains
    for chain in book.chains:
        ends = {one.code for one in book.states_of(chain) if book.is_end(chain, one.code)}
        assert ends, chain
        for state in book.states_of(chain):
            reached, at = [state.code], 0
            while at < len(reached):
                ways = book.steps(chain, reached[at])
                reached += [one.to_state for one in ways if one.to_state not in reached]
                at += 1
            assert ends & set(reached), (chain, state.code)


def test_money_is_only_moved_where_a_form_takes_some() -> None:
    book = application_forms()
    by_money = {chain for chain in book.chains for state in book.states_of(chain)
                for step in book.steps(chain, state.code) if step.is_by_money}  # fmt: skip
    assert by_money == {"booking", "premium", "transfer"}
    for form in book:
        assert bool(form.amount_field) == (form.chain in by_money), form.code


def test_help_says_whether_anybody_looked() -> None:
    book = application_forms()
    aadhaar, fish = book.help_of("aadhaar-011"), book.help_of("agri-013")
    assert aadhaar is not None
    assert (aadhaar.helpline, aadhaar.is_confirmed) == ("1947", True)
    assert fish is not None
    assert (fish.helpline, fish.is_confirmed) == ("", False)
    assert book.help_of("bill-001") is None
