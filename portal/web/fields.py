"""Form fields that several pages share; what they can't read they say at the field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Flask, g, request
from flask_babel import gettext
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from markupsafe import Markup
from wtforms import Field, SelectChoice, SelectField, StringField, TextAreaField, ValidationError

from portal.domain import denominations, money
from portal.domain.dates import parse_on, show_on
from portal.domain.refusals import Refusal
from portal.domain.text import (
    AadhaarIsNotStored,
    TextIsTooLong,
    clean,
    has_aadhaar,
    without_aadhaar,
)


def input_of(field: Field, css: str, attrs: Mapping[str, object]) -> Markup:
    """Draw a field's input; errors are marked and tied to their message, the first is focused."""
    found = dict(attrs)
    if field.errors:
        found |= {"aria-describedby": f"{field.id}-e", "aria-invalid": "true"}
        found["autofocus"] = not g.get("has_focus")
        g.has_focus = True
        css = f"{css} bad".strip()
    if css:
        found["class"] = css
    drawn = str(field(**found))  # WTForms has escaped it
    if drawn.startswith("<input"):  # an option without a value would be sent as its words
        drawn = drawn.replace(' value=""', "")
    return Markup(drawn)  # noqa: S704


class PageForm(FlaskForm):
    """A form whose one token is ours (web/once.py)."""

    class Meta:
        """No second token; an empty form is a form with every field empty."""

        csrf = False

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Read a sent form, also where nothing at all was sent with it."""
            if formdata is not _Auto:
                return formdata
            return request.form if request.method == "POST" else None

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at its field, or above the form where it has none."""
        from portal.web.errors import spoken

        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(spoken(refusal))
        else:
            field.errors = [*field.errors, spoken(refusal)]

    def kept(self) -> list[tuple[str, str]]:
        """Return name and text of every field as it was sent, for the read-back's hidden fields."""
        return [(name, text) for name, text in request.form.items() if name in self and text]


class _ReadField(StringField):
    """A text field read by a domain parser; what was typed stays as it was."""

    read: Callable[[str], Any]
    show: Callable[[Any], str] = staticmethod(str)
    is_blank_ok = False

    def __init__(self, label: str, *, blank_ok: bool = False, **kwargs: Any) -> None:
        """Say by ``blank_ok`` whether nothing (None) is fine too."""
        super().__init__(label, **kwargs)
        self.is_blank_ok = blank_ok

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; keep it beside the value."""
        from portal.web.errors import spoken

        self.typed = valuelist[0] if valuelist else ""
        self.data = None
        if self.is_blank_ok and not self.typed.strip():
            return
        try:
            self.data = type(self).read(self.typed)
        except Refusal as refusal:
            told = AadhaarIsNotStored() if has_aadhaar(self.typed) else refusal
            raise ValueError(spoken(told)) from None

    def _value(self) -> str:
        if self.raw_data:
            typed = str(self.raw_data[0])
            return without_aadhaar(typed) if self.data is None else typed
        return "" if self.data is None else type(self).show(self.data)


class AmountField(_ReadField):
    """Rupees as people write them, in either digit script; the value is paise."""

    read = staticmethod(money.parse_paise)
    show = staticmethod(money.plain)


class DateField(_ReadField):
    """A date as dd-mm-yyyy; the value is ISO text."""

    read = staticmethod(parse_on)
    show = staticmethod(show_on)


class PiecesField(_ReadField):
    """How many notes or coins of a kind; nothing written is None."""

    read = staticmethod(denominations.parse_pieces)


CountForm = type(
    "CountForm",
    (PageForm,),
    {
        one.field: PiecesField(f"₹ {one.rupees}", blank_ok=True)
        for one in denominations.DENOMINATIONS
    }
    | {"__doc__": "How many notes and coins of each kind."},
)


def as_key(text: str) -> int:
    """Read a code or key; raise ValueError for what no database key can be."""
    number = int(text)
    if not 0 <= number < 2**31:
        raise ValueError
    return number


class ChoiceField(SelectField):
    """One of a list; what isn't in it is left to the deed, which knows what may be chosen."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        """Take any choice of the right kind."""
        kwargs["choices"] = [SelectChoice(*one) for one in kwargs.get("choices") or ()]
        super().__init__(label, validate_choice=False, **kwargs)

    def _choices_from_input(self, choices: Iterable[Any]) -> Any:
        return super()._choices_from_input([SelectChoice(*one) for one in choices])

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the choice; one of the wrong kind is said at the field."""
        self.data = None
        if valuelist:
            try:
                self.data = self.coerce(valuelist[0])
            except ValueError:
                raise ValueError(gettext("Choose one from the list.")) from None


class WordsField(StringField):
    """Free words: cleaned, not too long, never with a whole Aadhaar number (P12)."""

    def __init__(
        self, label: str, *, most: int = 120, is_number: bool = False, **kwargs: Any
    ) -> None:
        """Take at most ``most`` characters; UPI and such numbers may have any twelve digits.

        What is refused is not shown again with an Aadhaar number in it, whatever it was meant for.
        """
        super().__init__(label, **kwargs)
        self.most = most
        self.is_number = is_number

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was typed."""
        self.data = clean(valuelist[0]) if valuelist else ""

    def _value(self) -> str:
        shown = str(self.data or "")
        return shown if self.is_number and not self.errors else without_aadhaar(shown)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is too long or holds an Aadhaar number."""
        from portal.web.errors import spoken

        if not self.is_number and has_aadhaar(self.data or ""):
            raise ValidationError(spoken(AadhaarIsNotStored()))
        if len(self.data or "") > self.most:
            raise ValidationError(spoken(TextIsTooLong(most=self.most)))


class RemarkField(WordsField, TextAreaField):
    """Several lines of free words."""


def init_app(app: Flask) -> None:
    """Let templates draw fields."""
    app.add_template_global(input_of)
