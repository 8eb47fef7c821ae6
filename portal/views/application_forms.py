"""The form of an application, made from config/: for whom it is, then a box for each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from portal.domain.application_answers import read_answer, write_answer
from portal.domain.application_forms import Field, Form, Shape
from portal.domain.applications import LONGEST_NAME, Person
from portal.domain.refusals import Refusal
from portal.domain.text import clean, without_aadhaar
from portal.web.access import doer
from portal.web.fields import ChoiceField, PageForm, WordsField
from portal.web.locale import in_language
from portal.web.member_fields import MobileField

MOST_TYPED = 400
OWN = "a_"  # before a field's code, so that it is no other name of the page
_MONEY_CSS = "rs"
_BY_DIGITS = frozenset({
    Shape.DIGITS, Shape.NUMBER, Shape.YEAR, Shape.LAST4, Shape.MOBILE, Shape.DATE,
    Shape.PAST_DATE, Shape.FUTURE_DATE, Shape.BIRTH,
})  # fmt: skip


class TypedField(StringField):
    """What is typed into a field of config/; its own rule reads it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, cleaned."""
        self.data = clean(valuelist[0][:MOST_TYPED]) if valuelist else ""

    def _value(self) -> str:
        return without_aadhaar(str(self.data or ""))


class PersonForm(PageForm):
    """For whom an application is; the form's own fields follow."""

    name = WordsField(_l("For whom is it?"), most=LONGEST_NAME)
    guardian = WordsField(_l("Father's or husband's name"), most=LONGEST_NAME)
    village = WordsField(_l("Village"), most=LONGEST_NAME)
    mobile = MobileField(_l("Mobile"), blank_ok=True)


@lru_cache(maxsize=256)
def _form_class(form: Form, has_person: bool) -> type[PageForm]:
    fields: dict[str, Any] = {
        OWN + one.code: ChoiceField("") if _choices(one) else TypedField("")
        for one in form.fields
    }  # fmt: skip
    return type("ApplicationForm", (PersonForm if has_person else PageForm,), fields)


def _choices(field: Field) -> Iterable[tuple[str, str, str]]:
    if field.shape is Shape.YES_NO:
        return (("yes", "हाँ", "Yes"), ("no", "नहीं", "No"))
    return field.choices


def form_of(form: Form, *, has_person: bool, **kwargs: Any) -> PageForm:
    """Make the form of a service: for whom, if wanted, then a box or a list for each field."""
    made: PageForm = _form_class(form, has_person)(**kwargs)
    for one in form.fields:
        box = made[OWN + one.code]
        box.label.text = in_language(one.label_hi, one.label_en)
        if _choices(one):
            named = [(value, in_language(hi, en)) for value, hi, en in _choices(one)]
            box.choices = [("", "…"), *named]
    return made


@dataclass(frozen=True, slots=True)
class Box:
    """How a field of config/ is drawn: its name, its hint, what its input is like.

    ``is_needed`` says that nothing goes out without it.
    """

    name: str
    hint: str
    css: str
    is_needed: bool
    attrs: dict[str, object]


def boxes_of(form: Form) -> list[Box]:
    """List the fields of a form as they are drawn."""
    return [_box(one) for one in form.fields]


def _box(one: Field) -> Box:
    hint = in_language(one.hint_hi, one.hint_en)
    if not hint and one.shape in (Shape.DATE, Shape.PAST_DATE, Shape.FUTURE_DATE, Shape.BIRTH):
        hint = gettext("day-month-year")
    if one.shape is Shape.ACCOUNT:
        hint = hint or gettext("only its last four signs are kept")
    attrs: dict[str, object] = {}
    if one.shape is Shape.MONEY:
        attrs["inputmode"] = "decimal"
    elif one.shape in _BY_DIGITS:
        attrs["inputmode"] = "numeric"
    return Box(
        OWN + one.code, hint, _MONEY_CSS if one.shape is Shape.MONEY else "", one.is_required, attrs
    )


def typed_of(form: Form, made: PageForm) -> dict[str, str]:
    """Return what was typed into a form's own fields, by code."""
    return {one.code: made[OWN + one.code].data or "" for one in form.fields}


def read_typed(form: Form, made: PageForm) -> dict[str, str] | None:
    """Read all of what is filled in; None where something is wrong, which is said at its field."""
    found: dict[str, str] = {}
    is_good = bool(made.validate())
    for code, typed in typed_of(form, made).items():
        field = form.field(code)
        if field is None or not typed:
            continue
        try:
            found[code] = read_answer(field, typed, doer().today_on)
        except Refusal as refusal:
            refusal.field = OWN + code
            made.refuse(refusal)
            is_good = False
    return found if is_good else None


def person_of(made: PageForm) -> Person:
    """Return for whom a form says that it is."""
    return Person(*(made[one].data or "" for one in ("name", "guardian", "village", "mobile")))


def typed_again(form: Form, answers: Mapping[str, str]) -> dict[str, str]:
    """Return what is kept as it is typed, by the names of a form's boxes."""
    return {OWN + one.code: write_answer(one, answers.get(one.code, "")) for one in form.fields}
