"""Fields that several pages share: what they read, what they keep, what they say."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask
from flask_babel import force_locale

from portal.web.fields import AmountField, DateField, PageForm, PiecesField, WordsField


class Sheet(PageForm):
    """One of each kind."""

    amount = AmountField("Amount")
    given = AmountField("Given", blank_ok=True)
    on = DateField("Date")
    pieces = PiecesField("Pieces", blank_ok=True)
    party = WordsField("Name", most=10)
    number = WordsField("Number", most=40, is_number=True)


def sent(app: Flask, data: Mapping[str, str]) -> Sheet:
    with app.test_request_context("/", method="POST", data=data), force_locale("hi"):
        form = Sheet()
        form.validate()
        return form


GOOD = {"amount": "५००", "on": "24-11-2026", "party": "राम"}


def test_what_is_right_is_read(app: Flask) -> None:
    form = sent(app, {**GOOD, "given": "1,000.50", "pieces": "१२"})
    assert not form.errors
    assert (form.amount.data, form.given.data) == (500_00, 1_000_50)
    assert (form.on.data, form.pieces.data, form.party.data) == ("2026-11-24", 12, "राम")


def test_what_may_be_left_blank_is_nothing_not_zero(app: Flask) -> None:
    form = sent(app, GOOD)
    assert form.given.data is None
    assert form.pieces.data is None
    assert not form.errors


@pytest.mark.parametrize(
    ("field", "typed"),
    [("amount", ""), ("amount", "x"), ("amount", "1e5"), ("given", "x"), ("on", ""), ("on", "x"),
     ("pieces", "-1"), ("pieces", "1.5"), ("party", "क" * 11)],
)  # fmt: skip
def test_what_is_wrong_is_said_in_hindi_and_kept(app: Flask, field: str, typed: str) -> None:
    form = sent(app, {**GOOD, field: typed})
    assert list(form.errors) == [field]
    [message] = form.errors[field]
    assert not any("a" <= sign <= "z" for sign in message), message
    with app.test_request_context():
        assert form[field]._value() == typed


@pytest.mark.parametrize("field", ["amount", "on", "pieces", "party"])
@pytest.mark.parametrize("number", ["234567890124", "2345 6789 0124", "২৩৪৫৬৭৮৯০১২৪"])
def test_an_aadhaar_number_is_said_and_never_written_back(
    app: Flask, field: str, number: str
) -> None:
    """P12: the words beside it stay."""
    form = sent(app, {**GOOD, field: f"राम {number}"})
    assert form.errors == {field: ["पूरा आधार नंबर कभी न लिखें; आखिरी चार अंक काफ़ी हैं।"]}
    with app.test_request_context():
        assert form[field]._value() == "राम"


def test_what_no_reader_sees_is_not_written_back(app: Flask) -> None:
    form = sent(app, {**GOOD, "amount": "5\x7f\x01\ufffe\u202ex"})
    with app.test_request_context():
        assert form["amount"]._value() == "5x"


def test_words_are_cleaned(app: Flask) -> None:
    form = sent(app, {**GOOD, "party": "  राम \t\n लाल\u200b ", "number": "2345 6789 0124"})
    assert form.party.data == "राम लाल"
    assert not form.errors, "a reference number may have any twelve digits"


def test_words_are_kept_in_one_spelling(app: Flask) -> None:
    """NFC at the boundary: a nukta letter typed in either way is one and the same."""
    one = sent(app, {**GOOD, "party": "\u0958"}).party.data
    other = sent(app, {**GOOD, "party": "\u0915\u093c"}).party.data
    assert one == other
