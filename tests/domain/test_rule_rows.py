"""A rule is written as the row it is read from, and as an officer fills it in."""

from __future__ import annotations

import re
from typing import Any

import pytest

from portal.domain.eligibility import requirements
from portal.domain.pension_conditions import Reason
from portal.domain.pension_examples import flips, people, questions_of
from portal.domain.pension_rows import COLUMNS, MOST_WAYS, read_ways, row_of
from portal.domain.pension_rules import RuleFileIsWrong
from portal.domain.rule_changes import (
    NothingIsChanged,
    Proposal,
    RuleBeginsInThePast,
    RuleBeginsTooEarly,
    RuleBeginsTooLate,
    RuleCanNotBeRead,
    RuleHasChanged,
    RuleIsEmpty,
    SchemeIsOfOthers,
    SourceIsMissing,
    WhyIsMissing,
    base_rows,
    check_proposal,
    digest_of,
    require_reach,
)
from portal.domain.rule_form import read_way, typed_of
from portal.storage.pension_rules import listed_rule_book
from portal.storage.reference import read_csv

BOOK = listed_rule_book()
IDS = {one.id for one in BOOK}
ROWS = read_csv("pension_rules.csv")
ON = "2026-11-22"
SCHEMES = sorted(IDS)


def wish(scheme_id: str, on: str = "2027-01-01", **changed: str) -> Proposal:
    """Propose the newest rule of a scheme from a day on with these columns otherwise."""
    base = base_rows(BOOK, scheme_id)
    rows = tuple(row | {"valid_from": on} | changed for row in base)
    return Proposal(scheme_id, on, rows, digest_of(base), "आदेश 12")


def proposed(scheme_id: str, on: str = "2027-01-01", **changed: str) -> Any:
    """Return the book as it would be."""
    return BOOK.changed_by(check_proposal(BOOK, wish(scheme_id, on, **changed), ON))


def test_every_row_of_the_file_is_written_as_it_was_read() -> None:
    assert [tuple(row) for row in ROWS] == [COLUMNS] * len(ROWS)
    for scheme in BOOK:
        for rule in BOOK.history(scheme.id):
            row = row_of(rule)
            assert row in ROWS
            again = read_ways([row | {"way": "1"}], IDS)
            assert row_of(again[0]) == row | {"way": "1"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['scheme']}-{row['way']}")
def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(row: dict[str, str]) -> None:
    again, faults = read_way(typed_of(row), row)
    assert faults == {}
    assert _sorted(again) == _sorted(row)


def _sorted(row: dict[str, str]) -> dict[str, list[str]]:
    return {column: sorted(re.split("/|; ", text)) for column, text in row.items()}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"age_min": "साठ"}, "age_min"), ({"age_min": "-1"}, "age_min"),
        ({"age_min": "126"}, "age_min"), ({"age_min": "60", "age_max": "59"}, "age_max"),
        ({"disability_min": "101"}, "disability_min"), ({"land_max_ha": "2.5"}, "land_max_ha"),
        ({"income_rural_rs": "46080.50"}, "income_rural_rs"),
        ({"income_rural_rs": "बहुत"}, "income_rural_rs"),
        ({"amount_rs": "2345 6789 0124"}, "amount_rs"), ({"amount_rs": "1 करोड़"}, "amount_rs"),
        ({"amount_rs": "200", "then_from": "80"}, "then_rs"),
        ({"amount_rs": "200", "then_rs": "500"}, "then_from"),
        ({"then_from": "80", "then_rs": "500"}, "amount_rs"), ({"most_rs": "500"}, "amount_rs"),
        ({"amount_rs": "500", "most_rs": "500"}, "most_rs"), ({"pays_rs": "55"}, "pays_rs"),
        ({"deceased_min": "18"}, "deceased_max"), ({"deceased_max": "18"}, "deceased_min"),
        ({"deceased_min": "60", "deceased_max": "18"}, "deceased_max"),
        ({"service_min_years": "61"}, "service_min_years"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_said_at_its_field(typed: dict[str, str], field: str) -> None:
    frame = {"scheme": "UK_OLD", "valid_from": "2027-01-01", "way": "1", "not_under": "",
             "confidence": "high", "source": "आदेश"}  # fmt: skip
    _row, faults = read_way(typed, frame)
    assert list(faults) == [field]


def test_amounts_are_written_as_people_say_them() -> None:
    row, faults = read_way(
        {"income_rural_rs": "डेढ़ लाख", "amount_rs": "१,२००", "age_min": "६०", "poverty_bpl": "1",
         "income_is": "below", "income_of_couple": "1", "then_from": "80", "then_rs": "ढाई हज़ार"},
        {},
    )  # fmt: skip
    assert not faults
    assert (row["income_rural_rs"], row["income_urban_rs"]) == ("150000", "150000")
    assert (row["poverty"], row["income_is"], row["income_of"]) == ("bpl/income", "below", "couple")
    assert (row["amount_rs"], row["age_min"]) == ("1200; 80:2500", "60")


@pytest.mark.parametrize(
    "changed",
    [
        {"age_min": "61", "age_max": "60"}, {"disability_min": "101"}, {"disability_min": "0"},
        {"deceased_min": "18"}, {"income_is": "upto"}, {"income_of": "couple"},
        {"not_under": "MP_OLD"}, {"status": "widowed/widowed"}, {"amount_rs": "500-500"},
        {"amount_rs": "-5"}, {"scheme": "UK_OLD"}, {"valid_from": "2027-02-30"},
        {"way": "2"}, {"poverty": "rich"}, {"more": "column"},
    ],
)  # fmt: skip
def test_nothing_unreadable_is_proposed(changed: dict[str, str]) -> None:
    with pytest.raises(RuleCanNotBeRead):
        check_proposal(BOOK, wish("MP_OLD", **changed), ON)


def test_a_change_has_few_ways_and_they_are_numbered() -> None:
    (row,) = base_rows(BOOK, "MP_OLD")
    rows = [row | {"way": str(at)} for at in range(1, MOST_WAYS + 2)]
    assert len(read_ways(rows[:-1], IDS)) == MOST_WAYS
    for wrong in (rows, rows[1:3], [row, row], [row, row | {"way": "2", "scheme": "UK_OLD"}], []):
        with pytest.raises(RuleFileIsWrong):
            read_ways(wrong, IDS)


def test_a_change_begins_after_the_newest_rule() -> None:
    for on in ("2025-06-30", "2025-07-01"):
        with pytest.raises(RuleBeginsTooEarly):
            proposed("BR_MVPY", on, amount_rs="1200")
    with pytest.raises(RuleBeginsTooLate):
        proposed("BR_MVPY", "2028-01-01", amount_rs="1200")
    with pytest.raises(RuleBeginsInThePast):
        proposed("BR_MVPY", "2026-11-21", amount_rs="1200")
    assert proposed("BR_MVPY", ON, amount_rs="1200").newest("BR_MVPY")[0].amount_at(60) == 1_200_00


def test_a_rule_that_is_still_to_come_may_be_corrected_from_its_own_day() -> None:
    coming = proposed("BR_MVPY", amount_rs="1200")
    base = base_rows(coming, "BR_MVPY")
    rows = tuple(row | {"amount_rs": "1250"} for row in base)
    again = Proposal("BR_MVPY", "2027-01-01", rows, digest_of(base), "टाइप की गलती")
    (way,) = check_proposal(coming, again, ON)
    assert coming.changed_by([way]).newest("BR_MVPY") == [way]
    with pytest.raises(RuleBeginsTooEarly):
        check_proposal(coming, again, "2027-01-01")


def test_what_is_refused_before_anybody_decides() -> None:
    with pytest.raises(NothingIsChanged):
        proposed("BR_MVPY")
    with pytest.raises(NothingIsChanged):
        proposed("MP_PARITYAKTA", poverty="bpl/destitute")
    nothing = dict.fromkeys(COLUMNS[3:22], "") | {"age_min": "0"}
    with pytest.raises(RuleIsEmpty):
        proposed("MP_OLD", **nothing)
    with pytest.raises(WhyIsMissing):
        check_proposal(
            BOOK, Proposal(**{**_fields(wish("MP_OLD", age_min="58")), "reason": " "}), ON
        )
    with pytest.raises(SourceIsMissing):
        proposed("MP_OLD", source=" ")
    with pytest.raises(RuleHasChanged):
        check_proposal(BOOK, Proposal(**{**_fields(wish("MP_OLD", age_min="58")), "base": "x"}), ON)


def _fields(one: Proposal) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Proposal.__slots__}


def test_a_state_changes_its_own_schemes_and_the_nation_those_of_all() -> None:
    require_reach("MP", "MP", "state")
    require_reach("ALL", "IN", "nation")
    for state, code, level in (
        ("UP", "MP", "state"), ("ALL", "MP", "state"), ("MP", "IN", "nation"),
        ("MP", "KHR", "block"),
    ):  # fmt: skip
        with pytest.raises(SchemeIsOfOthers):
            require_reach(state, code, level)


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_a_rule_that_is_the_same_flips_nobody_and_another_age_somebody(scheme_id: str) -> None:
    scheme = BOOK[scheme_id]
    assert flips(BOOK, BOOK, scheme, ON) == []
    assert [len(one) for one in people(BOOK.newest(scheme_id), scheme, ON)]
    first, *others = base_rows(BOOK, scheme_id)
    least = str(int(first["age_min"] or 0) + 1)
    rows = [
        first | {"age_min": least} | {"valid_from": ON},
        *(one | {"valid_from": ON} for one in others),
    ]
    changed = BOOK.changed_by(read_ways(rows, IDS))
    assert flips(BOOK, changed, scheme, ON)


def test_who_is_let_in_by_another_limit() -> None:
    after = proposed("UP_OLD", ON, income_rural_rs="50000")
    found = {
        (one.example.value, str(one.before.verdict), str(one.after.verdict))
        for one in flips(BOOK, after, BOOK["UP_OLD"], ON) if one.example.fact == "income_paise"
    }  # fmt: skip
    assert found == {(46_081_00, "not", "eligible"), (50_000_00, "not", "eligible")}
    on_a_leap_day = flips(BOOK, after, BOOK["UP_OLD"], "2028-02-29")
    assert {one.example.value for one in on_a_leap_day if one.example.fact == "age"} == {60}
    assert {one.example.answers.born_on for one in on_a_leap_day} == {"1968-02-28"}
    after = proposed("IGNOAPS", ON, amount_rs="300; 80:500")
    found = {
        (one.example.value, one.before.amount_paise, one.after.amount_paise)
        for one in flips(BOOK, after, BOOK["IGNOAPS"], ON) if one.example.fact == "age"
    }  # fmt: skip
    assert found == {(60, 200_00, 300_00)}


def test_the_questions_of_a_scheme_are_those_it_looks_at() -> None:
    def facts(scheme_id: str) -> list[str]:
        return [one.fact for one in questions_of(BOOK, BOOK[scheme_id], ON)]

    assert facts("UP_OLD") == ["born", "pension", "income_paise", "area"]
    assert facts("NFBS") == ["breadwinner_died", "deceased_age", "bpl"]
    assert facts("MP_DIVYANG") == ["born", "disability", "bpl", "destitute", "in_school"]
    assert facts("JP_DLC") == ["ppo"]


COMBINATIONS: list[dict[str, str]] = [
    {"sex": sex, "status": status, "poverty": poverty, "no_pension": pension}
    | ({"income_rural_rs": "1000", "income_urban_rs": urban, "income_is": how, "income_of": whose}
       if "income" in poverty else {})
    for sex in ("", "F", "M")
    for status in ("widowed", "deserted/destitute", "widowed/unmarried/deserted")
    for poverty in ("bpl", "income", "bpl/income", "bpl/income/destitute", "destitute/bpl")
    for pension in ("", "social", "family; job")
    for urban in ("1000", "2000")
    for how in ("upto", "below")
    for whose in ("", "couple")
]  # fmt: skip


def test_every_rule_that_can_be_written_can_be_said() -> None:
    """No change that is approved leaves a villager's page without words."""
    base = base_rows(BOOK, "MP_OLD")[0]
    for changed in COMBINATIONS:
        (rule,) = read_ways([base | changed], IDS)
        assert all(_is_said(one) for one in requirements(rule))


OTHERWISE: dict[str, list[str]] = {
    "age_min": ["", "7"], "age_max": ["", "99"], "sex": ["", "F", "M"],
    "status": ["", "widowed", "deserted/unmarried", "widowed/destitute"],
    "poverty": ["", "bpl", "destitute", "bpl/destitute"], "income_rural_rs": ["1"],
    "income_urban_rs": ["1"], "income_is": ["upto", "below"], "income_of": ["", "couple"],
    "disability_min": ["", "99"], "no_pension": ["", "any", "family", "ignwps", "social; job"],
    "must_be": ["", "ppo", "ppo; uan"], "must_not_be": ["", "pm_sym", "taxpayer; epfo"],
    "land_max_ha": ["", "9"], "turnover_max_rs": ["", "9"], "service_min_years": ["", "9"],
    "amount_rs": ["", "9", "9; 80:10", "9-10"], "pays_rs": ["", "9-10", "9-10; 18:9"],
}  # fmt: skip


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_whoever_approves_sees_every_difference(scheme_id: str) -> None:
    """Two rules that are not the same are not said in the same words."""
    base = base_rows(BOOK, scheme_id)[0]
    seen: dict[object, dict[str, str]] = {}
    for column, values in OTHERWISE.items():
        for value in values:
            try:
                (rule,) = read_ways([base | {column: value}], IDS)
            except RuleFileIsWrong:
                continue
            said = repr((requirements(rule), rule.amounts, rule.most_paise, rule.pays))
            row = row_of(rule)
            row["age_min"] = (
                row["age_min"].replace("0", "") if rule.age_min == 0 else row["age_min"]
            )
            assert seen.setdefault(said, row) == row, column


def _is_said(reason: Reason) -> bool:
    places = {
        key: "" if isinstance(value, (Reason, tuple)) else value
        for key, value in reason.params.items()
    }
    inner = [one for one in reason.params.values() if isinstance(one, Reason)]
    inner += [one for value in reason.params.values() if isinstance(value, tuple) for one in value]
    assert reason.message % places
    return all(_is_said(one) for one in inner)
