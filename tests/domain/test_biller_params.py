"""What is read off a paper bill: both scripts, lengths, patterns, groups; doubts and refusals."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.biller_params import (
    BillDetailHasOtherSigns,
    BillDetailIsMissing,
    BillDetailIsNoChoice,
    BillDetailIsTooLong,
    BillDetailIsTooShort,
    BillDetailLooksWrong,
    MobileIsWrong,
    OneDetailIsNeeded,
    check_params,
    read_mobile,
)
from portal.domain.billers import Biller, BillerParam
from portal.domain.text import deva_digits

NUMBER = BillerParam("CA Number", is_numeric=True, min_length=9, max_length=12)
VEHICLE = BillerParam("Vehicle Number", min_length=5, max_length=11, regex="^[A-Z0-9]{5,11}$")


def asking(*params: BillerParam, is_confirmed: bool = True) -> Biller:
    return Biller("SOME00000NAT01", "Some", "Water", params=params, is_confirmed=is_confirmed)


@given(st.text("0123456789", min_size=9, max_size=12))
def test_digits_of_both_scripts_are_the_same_number(number: str) -> None:
    for typed in (number, deva_digits(number), f" {number[:4]} {number[4:]} "):
        assert check_params(asking(NUMBER), {"p1": typed}).values == (("CA Number", number),)


def test_small_letters_are_raised_where_the_pattern_wants_capitals() -> None:
    found = check_params(asking(VEHICLE), {"p1": "br०१ab1234"})
    assert found.values == (("Vehicle Number", "BR01AB1234"),)
    name = BillerParam("User Name", regex="^[a-zA-Z.]+$")
    assert check_params(asking(name), {"p1": "ram.lal"}).values == (("User Name", "ram.lal"),)


@pytest.mark.parametrize(
    ("param", "typed", "refusal", "params"),
    [
        (NUMBER, "", BillDetailIsMissing, {}),
        (NUMBER, "12345678A", BillDetailHasOtherSigns, {}),
        (NUMBER, "12345678", BillDetailIsTooShort, {"least": 9}),
        (NUMBER, "1234567890123", BillDetailIsTooLong, {"most": 12}),
        (VEHICLE, "BR-01-AB", BillDetailLooksWrong, {}),
    ],
)
def test_what_breaks_a_confirmed_rule_is_refused_at_its_field(
    param: BillerParam, typed: str, refusal: type[Exception], params: dict[str, int]
) -> None:
    with pytest.raises(refusal) as refused:
        check_params(asking(VEHICLE, param), {"p1": "BR01AB1234", "p2": typed})
    assert (refused.value.field, refused.value.params) == ("p2", params)  # type: ignore[attr-defined]


def test_while_the_rules_are_only_believed_breaking_them_is_a_doubt() -> None:
    biller = asking(NUMBER, VEHICLE, is_confirmed=False)
    found = check_params(biller, {"p1": "123", "p2": "??"})
    assert found.values == (("CA Number", "123"), ("Vehicle Number", "??"))
    assert [one.field for one in found.doubts] == ["p1", "p2"]
    with pytest.raises(BillDetailIsMissing):
        check_params(biller, {"p1": "123"})
    with pytest.raises(BillDetailIsTooLong):
        check_params(biller, {"p1": "1" * 101, "p2": "BR01AB1234"})


def test_a_choice_is_one_of_the_list() -> None:
    circle = BillerParam("Circle", choices=("East", "West"))
    assert check_params(asking(circle), {"p1": "West"}).values == (("Circle", "West"),)
    with pytest.raises(BillDetailIsNoChoice):
        check_params(asking(circle, is_confirmed=False), {"p1": "North"})


def test_of_a_group_one_is_enough() -> None:
    gas = replace(
        asking(
            BillerParam("LPG ID", is_numeric=True, is_optional=True),
            BillerParam("Mobile", is_numeric=True, is_optional=True),
        ),
        groups=(("LPG ID",), ("Mobile",)),
    )
    assert check_params(gas, {"p2": "9876543210"}).values == (("Mobile", "9876543210"),)
    with pytest.raises(OneDetailIsNeeded):
        check_params(gas, {"p1": " ", "p2": ""})


@pytest.mark.parametrize(
    "regex",
    [
        "(",
        "[0-9",
        "(a+)+$",
        "(a|a)*$",
        "((a+))+$",
        "a{1,99999999999}",
        "a*a*a*a*a*a*a*b",
        "^(([a-z])+.)+[A-Z]$",
        "(a[)]|a+)+b",
        "(a\\)|a)+b",
        "a?" * 40 + "a" * 40,
        "(.*a){20}",
        "(a{1,50}){1,50}b",
        "((((a+)+)+)+)+b",
    ],
)
def test_a_pattern_that_is_none_or_never_ends_holds_nobody_up(regex: str) -> None:
    began = time.monotonic()
    values = check_params(asking(BillerParam("X", regex=regex)), {"p1": "a" * 60 + "!"}).values
    assert values == (("X", "a" * 60 + "!"),)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("typed", ["9876543210", "+91 98765 43210", "09876543210", "९८७६५४३२१०"])
def test_a_mobile_number_is_ten_digits_however_it_is_written(typed: str) -> None:
    assert read_mobile(typed) == "9876543210"


@pytest.mark.parametrize("typed", ["", "98765", "5876543210", "98765432101", "abc"])
def test_another_number_is_no_mobile(typed: str) -> None:
    with pytest.raises(MobileIsWrong):
        read_mobile(typed)
