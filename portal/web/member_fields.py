"""Form fields of people's records, read by the rules of the register."""

from __future__ import annotations

from typing import Any

from portal.domain import register
from portal.web.fields import ChoiceField, _ReadField


class MaybeChoiceField(ChoiceField):
    """One of a list or nothing."""

    def __init__(self, label: str, *, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer nothing before the choices."""
        super().__init__(label, choices=[("", "–"), *choices], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the choice; nothing is an empty text."""
        super().process_formdata(valuelist)
        self.data = self.data or ""


class MobileField(_ReadField):
    """A mobile number; the value is ten digits."""

    read = staticmethod(register.parse_mobile)


class BirthField(_ReadField):
    """A date of birth or its year; the value is ISO text or four digits."""

    read = staticmethod(register.parse_birth)
    show = staticmethod(register.show_birth)


class LandField(_ReadField):
    """Land in hectares or acres; the value is ares (100 m²)."""

    read = staticmethod(register.parse_land)
    show = staticmethod(register.show_land)


class LastFourField(_ReadField):
    """The last four signs of a document's number, never more (P12)."""

    read = staticmethod(register.parse_last4)


class AadhaarLastFourField(LastFourField):
    """The last four digits of an Aadhaar number."""

    read = staticmethod(register.parse_aadhaar_last4)


class MemberNumberField(_ReadField):
    """The number that a member is given."""

    read = staticmethod(register.parse_member_no)


class PercentField(_ReadField):
    """A part of a hundred; the value is a whole number."""

    read = staticmethod(register.parse_percent)
