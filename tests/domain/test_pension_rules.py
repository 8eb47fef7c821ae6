"""The rules as files: read whole or refused with the line, and asked for by day."""

from __future__ import annotations

import pytest

from portal.domain.pension_rows import read_rule_book
from portal.domain.pension_rules import (
    EVERYWHERE,
    STATES,
    RuleBook,
    RuleFileIsWrong,
    SchemeIsUnknown,
)
from portal.storage.catalogue import catalogue
from portal.storage.pension_rules import listed_rule_book as rule_book
from portal.storage.reference import read_csv

Rows = list[dict[str, str]]


def files() -> tuple[Rows, Rows]:
    return read_csv("pension_schemes.csv"), read_csv("pension_rules.csv")


def line_of(rows: Rows, key: str, value: str) -> int:
    return next(at for at, row in enumerate(rows) if row[key] == value)


@pytest.mark.parametrize(
    ("scheme", "column", "text"),
    [
        ("IGNOAPS", "age_min", "sixty"), ("IGNOAPS", "age_min", "-1"), ("IGNOAPS", "sex", "X"),
        ("IGNOAPS", "poverty", "bpl;income"), ("IGNOAPS", "amount_rs", "80:500; 200"),
        ("IGNOAPS", "amount_rs", "two hundred"), ("IGNOAPS", "scheme", "IGNOPS"),
        ("IGNOAPS", "valid_from", "01-07-2025"), ("IGNOAPS", "valid_from", "2025-02-30"),
        ("IGNOAPS", "no_pension", "all"), ("IGNOAPS", "must_not_be", "rich"),
        ("IGNOAPS", "source", " "), ("IGNOAPS", "confidence", "sure"), ("IGNOAPS", "way", ""),
        ("UP_OLD", "income_urban_rs", ""), ("UP_OLD", "income_rural_rs", "46,080"),
        ("UP_OLD", "poverty", ""), ("UP_OLD", "income_is", "about"), ("PM_KMY", "pays_rs", "55"),
        ("PM_KMY", "pays_rs", "55-200; 18=55"), ("PM_KMY", "land_max_ha", "2.5"),
        ("BR_LAXMIBAI", "not_under", "WIDOW"),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_refused_with_its_line(scheme: str, column: str, text: str) -> None:
    schemes, rules = files()
    at = line_of(rules, "scheme", scheme)
    rules[at][column] = text
    with pytest.raises(RuleFileIsWrong, match=rf"pension_rules\.csv line {at + 2}: "):
        read_rule_book(schemes, rules)


@pytest.mark.parametrize(
    ("column", "text"),
    [("id", "igno aps"), ("kind", "gift"), ("state", "XX"), ("benefit", "much"), ("name_hi", ""),
     ("papers_hi", ""), ("interval", "daily"), ("yields_to", "NONE"), ("moves_to", "NONE")],
)  # fmt: skip
def test_a_wrong_scheme_is_refused_with_its_line(column: str, text: str) -> None:
    schemes, rules = files()
    at = line_of(schemes, "id", "UP_WIDOW")
    schemes[at][column] = text
    with pytest.raises(RuleFileIsWrong, match=rf"pension_schemes\.csv line {at + 2}: "):
        read_rule_book(schemes, rules)


def test_nothing_stands_twice_and_nothing_is_left_without_a_rule() -> None:
    schemes, rules = files()
    with pytest.raises(RuleFileIsWrong, match="line 38: stands there twice"):
        read_rule_book(schemes, [*rules, rules[0]])
    with pytest.raises(RuleFileIsWrong, match="a scheme stands there twice"):
        read_rule_book([*schemes, schemes[0]], rules)
    with pytest.raises(RuleFileIsWrong, match="line 2: IGNOAPS has no rule"):
        read_rule_book(schemes, rules[1:])
    with pytest.raises(RuleFileIsWrong, match="KeyError"):
        read_rule_book(schemes, [{"scheme": "IGNOAPS"}])


def test_an_order_adds_a_row_and_the_day_decides() -> None:
    schemes, rules = files()
    old = next(row for row in rules if row["scheme"] == "UK_OLD")
    book = read_rule_book(
        schemes, [*rules, old | {"valid_from": "2027-04-01", "amount_rs": "1600"}]
    )
    assert book.rules_on("UK_OLD", "2027-03-31")[0].amount_at(60) == 1_500_00
    assert book.rules_on("UK_OLD", "2027-04-01")[0].amount_at(60) == 1_600_00
    assert [one.valid_from_on for one in book.history("UK_OLD")] == ["2027-04-01", ""]
    dated = read_rule_book(schemes, [
        row | {"valid_from": "2020-04-01"} if row["scheme"] == "UK_OLD" else row for row in rules
    ])  # fmt: skip
    assert dated.rules_on("UK_OLD", "2019-01-01")[0].valid_from_on == "2020-04-01"


def test_a_state_has_its_own_schemes_first() -> None:
    book = rule_book()
    found = [one.id for one in book.in_state("UK")]
    assert found[:3] == ["UK_OLD", "UK_WIDOW", "UK_DIVYANG"]
    assert "IGNOAPS" in found
    assert "UP_OLD" not in found
    assert [one.id for one in book.in_state("", "death")] == ["NFBS"]
    with pytest.raises(SchemeIsUnknown):
        book["NOTHING"]


def test_a_service_leads_to_the_rule_of_its_state() -> None:
    book = rule_book()
    assert [one.id for one in book.of_service("pension-001", "BR")] == ["BR_IGNOAPS"]
    assert [one.id for one in book.of_service("pension-001", "UP")] == ["IGNOAPS"]
    assert [one.id for one in book.of_service("pension-027", "HR")] == [
        "HR_WIDOWER", "HR_UNMARRIED",
    ]  # fmt: skip
    assert [one.id for one in book.of_service("pension-013", "")] == ["UP_OLD"]
    assert [one.id for one in book.of_service("pension-001", "")] == ["IGNOAPS"]
    assert book.of_service("cert-019", "BR") == []
    known = {one.id for one in catalogue()}
    assert {service for one in book for service in one.services} <= known


def check_states(book: RuleBook) -> None:
    for one in book:
        assert one.state in (EVERYWHERE, *STATES)
        for service in one.services:
            of_service = catalogue()[service]
            assert of_service.category == "pension"
            assert not of_service.states or one.state in of_service.states


def test_services_and_schemes_are_of_the_same_state() -> None:
    check_states(rule_book())
