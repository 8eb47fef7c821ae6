"""The services of the counter: how they are found, what they cost, what is off."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from portal.domain.catalogue import (
    BILL_TASK,
    FEE_TASK,
    SHOP_TASK,
    Catalogue,
    Fee,
    Kind,
    Menu,
    ServiceIsUnknown,
    Switch,
    coming_fee,
    fee_on,
    switched_off,
)
from portal.domain.romanize import romanize
from portal.storage.catalogue import catalogue

DISTRICT, STATE = 7, 3
MP = Menu("MP")
QUERIES = Path(__file__).with_name("service_queries.csv")


def book() -> Catalogue:
    return catalogue()


def queries() -> list[tuple[str, str, str]]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return [(one["state"], one["query"], one["services"]) for one in csv.DictReader(file)]


@pytest.mark.parametrize(("state", "query", "services"), queries())
def test_everyday_words_find_the_service_among_the_first_five(
    state: str, query: str, services: str
) -> None:
    found = [one.id for one in book().search(query, Menu(state)).services[:5]]
    assert set(services.split("|")) & set(found), found


def test_there_are_enough_everyday_queries_in_both_scripts() -> None:
    texts = [query for _state, query, _services in queries()]
    assert len(set(texts)) >= 60
    assert sum(text.isascii() for text in texts) >= 20
    assert sum(not any(letter.isascii() and letter.isalpha() for letter in text)
               for text in texts) >= 20  # fmt: skip


def test_a_misspelt_word_is_forgiven_and_said_to_be_a_guess() -> None:
    exact = book().search("राशन कार्ड", MP)
    assert not exact.is_guess
    guess = book().search("raasan karrd", MP)
    assert guess.is_guess
    assert guess.services[0].category == "ration"


def test_where_no_service_has_all_words_those_with_most_are_shown() -> None:
    found = book().search("bijli hawai zzzzzz", MP)
    assert found.is_guess
    assert found.services


@pytest.mark.parametrize("words", ["", "  ", "?!", "qqqqxxxx", "ं"])
def test_nothing_is_found_for_nothing(words: str) -> None:
    assert book().search(words, MP).services == []


def test_however_much_is_typed_a_search_stays_short() -> None:
    assert book().search("बिजली " * 50_000, MP).services
    assert book().search("ब" * 500_000, MP).services == []


def test_small_words_alone_are_still_words() -> None:
    assert book().search("का", MP).services is not None


def test_a_search_gives_the_services_of_ones_state_and_of_all_india() -> None:
    for one in book().search("प्रमाण पत्र", Menu("BR"), most=99).services:
        assert one.is_in("BR")
    states = {state for one in book().search("जाति", Menu()).services for state in one.states}
    assert states == {"BR", "MP", "UP", "HR", "UK"}


def test_what_was_used_last_stands_first_among_equals() -> None:
    plain = book().search("gas cylinder", MP).services
    assert plain[0].id != "bill-032"
    used = replace(MP, used=["bill-032"])
    assert book().search("gas cylinder", used).services[0].id == "bill-032"


def test_what_is_off_is_in_no_list() -> None:
    off = replace(MP, off={"bill-030": Switch("bill-030", DISTRICT, False, "बंद")},
                  used=["bill-030", "bill-031", "cert-001", "gone"])  # fmt: skip
    assert "bill-030" not in [one.id for one in book().search("indane", off).services]
    assert "bill-030" not in [one.id for one in book().of_category("bill", off)]
    assert [one.id for one in book().used(off)] == ["bill-031"]  # nor of another state, nor gone


def test_a_category_begins_with_the_states_own() -> None:
    found = book().of_category("bill", MP)
    assert [one.id for one in found[:4]] == ["bill-004", "bill-005", "bill-006", "bill-007"]
    assert all(one.is_in("MP") for one in found)
    own = [bool(one.states) for one in found]
    assert own == sorted(own, reverse=True)


def test_without_a_state_only_what_is_everywhere_is_listed() -> None:
    assert all(not one.states for one in book().of_category("cert", Menu()))


@pytest.mark.parametrize(
    ("service_id", "task"),
    [
        ("bill-004", BILL_TASK), ("recharge-001", BILL_TASK), ("cert-019", FEE_TASK),
        ("pension-018", FEE_TASK), ("travel-001", FEE_TASK), ("other-001", FEE_TASK),
        ("pacs-006", SHOP_TASK), ("banking-001", ""), ("pacs-004", ""),
    ],
)  # fmt: skip
def test_a_service_leads_to_the_task_its_money_is_taken_by(service_id: str, task: str) -> None:
    assert book()[service_id].task == task


def test_what_is_not_there_is_unknown() -> None:
    with pytest.raises(ServiceIsUnknown):
        book()["bill-999"]
    with pytest.raises(ServiceIsUnknown):
        book().category("none")
    assert book().category("bill").rank == 1


def fee(paise: int | None, on: str, place: int | None = None, key: int = 1) -> Fee:
    return Fee(key, "cert-019", place, paise, on, "आदेश", place and 1, place and 1)


def test_the_fee_of_the_nearest_place_counts_and_of_its_rows_the_newest_valid() -> None:
    here = (DISTRICT, STATE)
    rows = [fee(40_00, "2026-01-01"), fee(45_00, "2026-06-01", STATE, 2),
            fee(30_00, "2026-07-01", DISTRICT, 3), fee(35_00, "2026-09-01", DISTRICT, 4),
            fee(36_00, "2026-09-01", DISTRICT, 5)]  # fmt: skip

    def on(day: str) -> int | None:
        found = fee_on(rows, day, here)
        return found.fee_paise if found else None

    assert on("2025-12-31") is None
    assert on("2026-01-01") == 40_00
    assert on("2026-06-30") == 45_00
    assert on("2026-08-31") == 30_00
    assert on("2026-09-01") == 36_00  # set again for the same day: the later word
    assert fee_on(rows, "2026-12-01", ()) == rows[0]


def test_a_fee_that_the_list_no_longer_knows_is_not_known() -> None:
    rows = [fee(40_00, "2026-01-01"), fee(None, "2026-02-01", None, 2)]
    assert fee_on(rows, "2026-03-01", ()) is None
    assert fee_on([], "2026-03-01", (DISTRICT,)) is None


def test_the_next_fee_of_a_place_is_the_one_that_comes_first() -> None:
    rows = [fee(1_00, "2026-12-01", DISTRICT, 1), fee(2_00, "2026-11-30", DISTRICT, 2),
            fee(3_00, "2026-11-30", DISTRICT, 3), fee(4_00, "2026-11-29", STATE, 4)]  # fmt: skip
    assert coming_fee(rows, "2026-11-24", DISTRICT) == rows[2]
    assert coming_fee(rows, "2026-12-01", DISTRICT) is None


def test_the_nearest_place_says_what_is_off() -> None:
    rows = [Switch("a", STATE, False, "राज्य"), Switch("b", STATE, False, "राज्य"),
            Switch("a", DISTRICT, True, "चालू"), Switch("c", DISTRICT, False, "बंद")]  # fmt: skip
    assert set(switched_off(rows, (DISTRICT, STATE))) == {"b", "c"}
    assert set(switched_off(rows[:2], (STATE,))) == {"a", "b"}


def test_every_kind_is_used_and_every_category_has_services() -> None:
    assert {one.kind for one in book()} == set(Kind)
    counted = {one.code: 0 for one in book().categories}
    for one in book():
        counted[one.category] += 1
    assert len(counted) == 22
    assert min(counted.values()) >= 4
    assert sum(counted.values()) == 420


def test_every_service_is_found_by_what_people_call_it() -> None:
    for one in book():
        menu = Menu(min(one.states)) if one.states else MP
        found = book().search(one.short_hi.split("(")[0], menu).services
        assert one in found[:5], (one.id, [other.id for other in found[:5]])


def test_names_in_roman_letters_are_nearly_always_found() -> None:
    missed = []
    for one in book():
        menu = Menu(min(one.states)) if one.states else MP
        if one not in book().search(romanize(one.short_hi.split("(")[0]), menu).services[:5]:
            missed.append(one.id)
    assert len(missed) <= len(list(book())) // 20, missed
