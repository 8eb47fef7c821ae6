"""Answers of a form: every shape, both scripts, and no whole Aadhaar number in any of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import application_refusals as refusals
from portal.domain.application_answers import (
    read_answer,
    read_answers,
    show_answer,
    write_answer,
)
from portal.domain.application_forms import Field, Form, Money, Shape
from portal.domain.application_patterns import PATTERNS
from portal.domain.application_refusals import AnswerIsMissing, AnswerIsRefused
from portal.domain.text import AadhaarIsNotStored, deva_digits, has_aadhaar, with_check_digit
from portal.storage.application_forms import application_forms

TODAY = "2026-11-22"
SEXES = (("male", "पुरुष", "Male"), ("female", "महिला", "Female"))
AADHAAR = "999941057058"


def field(shape: str, **how: object) -> Field:
    return Field("x", "क", "x", Shape(shape), **how)  # type: ignore[arg-type]


def refused(one: Field, typed: str) -> AnswerIsRefused:
    with pytest.raises(AnswerIsRefused) as caught:
        read_answer(one, typed, TODAY)
    assert (caught.value.field, caught.value.status) == ("x", 422)
    return caught.value


@pytest.mark.parametrize(
    ("shape", "how", "typed", "kept", "shown"),
    [
        ("words", {}, "  नया   कार्ड ", "नया कार्ड", "नया कार्ड"),
        ("name", {}, "रामलाल मो. खान", "रामलाल मो. खान", "रामलाल मो. खान"),
        ("digits", {}, "१२ ३४-५", "12345", "12345"),
        ("digits", {"like": "pnr"}, "234-5678901", "2345678901", "2345678901"),
        ("number", {}, "१,२००", "1200", "1200"),
        ("number", {"most": 100}, "80%", "80", "80"),
        ("money", {}, "डेढ़ लाख", "15000000", "₹ 1,50,000"),
        ("money", {}, "1.25 लाख", "12500000", "₹ 1,25,000"),
        ("money", {}, "₹ १२,५००.५०", "1250050", "₹ 12,500.50"),
        ("money", {}, "0", "0", "₹ 0"),
        ("date", {}, "31/12/2030", "2030-12-31", "31-12-2030"),
        ("past_date", {}, "२२-११-२०२६", "2026-11-22", "22-11-2026"),
        ("future_date", {}, "22-11-2026", "2026-11-22", "22-11-2026"),
        ("birth", {}, "29-02-2000", "2000-02-29", "29-02-2000"),
        ("birth", {}, "१९५८", "1958", "1958"),
        ("year", {}, "2024", "2024", "2024"),
        ("choice", {"choices": SEXES}, "female", "female", "महिला"),
        ("yes_no", {}, "yes", "yes", "हाँ"),
        ("mobile", {}, "+91 98765-43210", "9876543210", "9876543210"),
        ("area", {}, "ढाई एकड़", "2.5 acre", "2.5 एकड़"),
        ("last4", {}, "XXXX XXXX १२३४", "1234", "…1234"),
        ("account", {}, "3124 5678 901", "8901", "…8901"),
        ("account", {"like": "pan"}, "abcpk1234f", "234F", "…234F"),
        ("account", {"like": "pan"}, "234f", "234F", "…234F"),
        ("code", {}, "br-12/३४५", "BR-12/345", "BR-12/345"),
        ("code", {"like": "ifsc"}, "sbin 0001234", "SBIN0001234", "SBIN0001234"),
    ],
)  # fmt: skip
def test_an_answer_is_kept_one_way_and_read_the_same_again(
    shape: str, how: dict[str, object], typed: str, kept: str, shown: str
) -> None:
    one = field(shape, **how)
    assert read_answer(one, typed, TODAY) == kept
    assert show_answer(one, kept) == shown
    assert read_answer(one, write_answer(one, kept), TODAY) == kept


@pytest.mark.parametrize(
    ("shape", "how", "typed", "name"),
    [
        ("words", {"most": 5}, "बहुत लंबा", "AnswerIsTooLong"),
        ("words", {"least": 5}, "हाँ", "AnswerIsTooShort"),
        ("words", {}, "क" * 201, "AnswerIsTooLong"),
        ("name", {}, "राम 2", "NameIsWanted"), ("name", {}, "---", "NameIsWanted"),
        ("digits", {}, "12a", "DigitsAreWanted"), ("digits", {}, "٣٤", "DigitsAreWanted"),
        ("digits", {"like": "pnr"}, "12345", "NumberLooksWrong"),
        ("number", {}, "4.5", "NumberIsWanted"), ("number", {}, "-4", "NumberIsWanted"),
        ("number", {}, "चार", "NumberIsWanted"),
        ("number", {"least": 1}, "0", "NumberIsTooSmall"),
        ("number", {"most": 100}, "101", "NumberIsTooLarge"),
        ("money", {"least": 1}, "0", "SumIsTooSmall"),
        ("money", {"most": 100}, "100.01", "SumIsTooLarge"),
        ("past_date", {}, "23-11-2026", "DateIsStillToCome"),
        ("past_date", {"most": 3}, "18-11-2026", "DateIsTooFar"),
        ("future_date", {}, "21-11-2026", "DateIsPast"),
        ("future_date", {}, "22-11-2036", "DateIsTooFar"),
        ("birth", {}, "23-11-2026", "DateIsStillToCome"),
        ("birth", {}, "2027", "DateIsStillToCome"),
        ("birth", {"least": 18, "most": 40}, "23-11-2008", "AgeIsWrong"),
        ("birth", {"least": 18, "most": 40}, "22-11-1985", "AgeIsWrong"),
        ("year", {}, "24", "YearIsWanted"), ("year", {}, "2028", "YearIsWanted"),
        ("choice", {"choices": SEXES}, "पुरुष", "AnswerIsNoChoice"),
        ("yes_no", {}, "शायद", "AnswerIsNoChoice"),
        ("area", {}, "2", "AreaIsWrong"), ("area", {}, "0 एकड़", "AreaIsWrong"),
        ("last4", {}, "123", "LastFourIsWanted"), ("last4", {}, "12345", "LastFourIsWanted"),
        ("account", {}, "12", "LastFourIsWanted"), ("account", {}, "₹₹₹₹", "LastFourIsWanted"),
        ("account", {"like": "pan"}, "abcpk12345", "NumberLooksWrong"),
        ("code", {}, "<script>", "NumberLooksWrong"), ("code", {}, "--", "NumberLooksWrong"),
        ("code", {"like": "epic"}, "AB1234567", "NumberLooksWrong"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_at_its_field_for_what_is_wrong(
    shape: str, how: dict[str, object], typed: str, name: str
) -> None:
    assert refused(field(shape, **how), typed).name == name


@pytest.mark.parametrize(
    ("shape", "typed", "words"),
    [
        ("money", "-5", "Write the amount without a minus sign."),
        ("money", "1e400", "This is not an amount. Write it like 12500 or 12,500.50."),
        ("money", "99999999999999", "An amount can be ₹ %(most)s at most."),
        ("past_date", "31-02-2020", "This is not a date."),
        ("birth", "30-02-1960", "This is not a date."),
        ("date", "1-1-26", "This is not a date."),
        ("mobile", "12345", "mobile number"),
    ],
)  # fmt: skip
def test_refusals_of_money_and_dates_keep_their_own_words(
    shape: str, typed: str, words: str
) -> None:
    found = refused(field(shape), typed)
    assert words in found.message
    assert found.message % found.params


def test_ages_end_on_the_birthday() -> None:
    one = field("birth", least=18, most=40)
    assert read_answer(one, "22-11-2008", TODAY) == "2008-11-22"
    assert read_answer(one, "23-11-1985", TODAY) == "1985-11-23"
    assert read_answer(one, "2008", TODAY) == "2008"
    assert read_answer(one, "1985", TODAY) == "1985"
    assert refused(one, "1984").params == {"least": 18, "most": 40}
    assert refused(field("birth"), "1-1-1900").message.startswith("Nobody is as old")


def test_what_is_left_empty_is_left_out_unless_it_is_needed() -> None:
    form = Form(
        "f", "फ", "F", "office",
        (field("words", is_required=True), Field("y", "ख", "y", Shape.MONEY)),
        Money.FEE, "", "", "", "",
    )  # fmt: skip
    assert read_answers(form, {"x": " क ", "y": " ", "z": "other"}, TODAY) == {"x": "क"}
    with pytest.raises(AnswerIsMissing) as caught:
        read_answers(form, {"y": "5"}, TODAY)
    assert caught.value.field == "x"


@pytest.mark.parametrize("shape", list(Shape))
def test_no_field_takes_a_whole_aadhaar_number(shape: Shape) -> None:
    choices = SEXES if shape == Shape.CHOICE else ()
    for typed in (AADHAAR, deva_digits(AADHAAR), "9999 4105 7058", "9999-4105-7058"):
        assert refused(field(str(shape), choices=choices), typed).message == (
            AadhaarIsNotStored.message
        )


@pytest.mark.parametrize("shape", ["digits", "code", "account", "last4"])
def test_a_number_in_disguise_is_noticed(shape: str) -> None:
    refused(field(shape), "9999.4105.7058")
    refused(field("digits"), "9999/4105/7058")
    assert read_answer(field("code"), "70965/06/01302", TODAY) == "70965/06/01302"


def test_no_field_of_any_form_takes_one_either() -> None:
    for form in application_forms():
        for one in form.fields:
            with pytest.raises(AnswerIsRefused):
                read_answer(one, AADHAAR, TODAY)


def test_every_pattern_takes_its_own_example() -> None:
    for name, (pattern, example) in PATTERNS.items():
        assert pattern.fullmatch(example), name
        assert not has_aadhaar(example), name


def test_every_refusal_fills_its_own_words() -> None:
    params = {"least": 1, "most": 2, "example": "X"}
    for name in dir(refusals):
        found = getattr(refusals, name)
        if isinstance(found, type) and issubclass(found, AnswerIsRefused):
            assert found.message % params, name


def test_an_answer_of_a_field_that_changed_is_shown_as_it_is() -> None:
    assert show_answer(field("choice", choices=SEXES), "other") == "other"
    assert show_answer(field("money"), "viel") == "viel"
    assert show_answer(field("past_date"), "1958") == "1958"
    assert show_answer(field("yes_no"), "no", is_hindi=False) == "No"
    assert show_answer(field("area"), "2.5 acre", is_hindi=False) == "2.5 acre"


@given(st.sampled_from(list(Shape)), st.text(max_size=60))
def test_any_text_is_read_or_refused_at_its_field(shape: Shape, typed: str) -> None:
    one = field(str(shape), choices=SEXES if shape == Shape.CHOICE else ())
    try:
        kept = read_answer(one, typed, TODAY)
    except AnswerIsRefused:
        wrong = refused(one, typed)
        assert wrong.message % wrong.params
        return
    assert not has_aadhaar(kept)
    assert isinstance(show_answer(one, kept), str)
    if kept:
        assert read_answer(one, write_answer(one, kept), TODAY) == kept


@given(st.sampled_from([*Shape]), st.from_regex("[2-9][0-9]{10}", fullmatch=True),
       st.sampled_from(["", " ", "-", "  "]), st.booleans())  # fmt: skip
def test_no_aadhaar_gets_through_however_it_is_parted(
    shape: Shape, number: str, mark: str, is_deva: bool
) -> None:
    whole = with_check_digit(number)
    typed = mark.join((whole[:4], whole[4:8], whole[8:]))
    one = field(str(shape), choices=SEXES if shape == Shape.CHOICE else ())
    with pytest.raises(AnswerIsRefused):
        read_answer(one, deva_digits(typed) if is_deva else typed, TODAY)


@given(st.integers(0, 10**11 - 1))
def test_money_comes_back_to_the_paisa(paise: int) -> None:
    one = field("money")
    assert read_answer(one, write_answer(one, str(paise)), TODAY) == str(paise)


@given(st.dates(date(1901, 12, 1), date(2026, 11, 22)))
def test_a_birth_is_taken_for_whoever_has_that_age(born: date) -> None:
    today = date.fromisoformat(TODAY)
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    one = field("birth", least=age, most=age)
    assert read_answer(one, born.strftime("%d-%m-%Y"), TODAY) == born.isoformat()
    refused(field("birth", least=age + 1, most=200), born.isoformat())


@given(st.integers(-400, 400))
def test_a_day_is_past_or_to_come_and_today_is_both(days: int) -> None:
    on = (date.fromisoformat(TODAY) + timedelta(days=days)).isoformat()
    for shape, is_right in (("past_date", days <= 0), ("future_date", days >= 0)):
        if is_right:
            assert read_answer(field(shape), on, TODAY) == on
        else:
            assert refused(field(shape), on).message
