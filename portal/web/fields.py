"""Form fields that several pages share; what they can't read they say at the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, request
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field, StringField, TextAreaField, ValidationError

from portal.domain import denominations, money
from portal.domain.dates import parse_on, show_on
from portal.domain.refusals import Refusal
from portal.domain.text import AadhaarIsNotStored, TextIsTooLong, clean, has_aadhaar


def input_of(field: Field, css: str, attrs: Mapping[str, object]) -> Markup:
    """Draw a field's input; one with errors is marked, tied to its message, and focused."""
    found = dict(attrs)
    if field.errors:
        marks = {"aria-describedby": f"{field.id}-e", "aria-invalid": "true", "autofocus": True}
        found, css = {**found, **marks}, f"{css} bad".strip()
    if css:
        found["class"] = css
    return Markup(str(field(**found)).replace(' value=""', ""))


class PageForm(FlaskForm):
    """A form whose one token is ours (web/once.py)."""

    class Meta:
        """No second token, no implicit locale machinery."""

        csrf = False

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
            raise ValueError(spoken(refusal)) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
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


class WordsField(StringField):
    """Free words: cleaned, not too long, never with a whole Aadhaar number (P12)."""

    def __init__(
        self, label: str, *, most: int = 120, is_number: bool = False, **kwargs: Any
    ) -> None:
        """Take at most ``most`` characters; UPI and such numbers may have any twelve digits."""
        super().__init__(label, **kwargs)
        self.most = most
        self.is_number = is_number

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was typed."""
        self.data = clean(valuelist[0]) if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is too long or holds an Aadhaar number."""
        from portal.web.errors import spoken

        if len(self.data or "") > self.most:
            raise ValidationError(spoken(TextIsTooLong(most=self.most)))
        if not self.is_number and has_aadhaar(self.data or ""):
            raise ValidationError(spoken(AadhaarIsNotStored()))


class RemarkField(WordsField, TextAreaField):
    """Several lines of free words."""


def init_app(app: Flask) -> None:
    """Let templates draw fields."""
    app.add_template_global(input_of)
