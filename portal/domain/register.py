"""The rules of the register of members: what is asked of an applicant, and who may leave when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from portal.domain.dates import parse_on, show_on
from portal.domain.members import (
    CATEGORIES,
    CLASSES,
    FARMER_TYPES,
    RELATIONS,
    SEXES,
    Heir,
    Nominee,
    Particulars,
)
from portal.domain.refusals import N_, Refusal
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar, latin_digits

#: What may be written at the counter; number, status and dates of joining and leaving are deeds.
EDITABLE = (
    "name_hi", "name_en", "known_as", "guardian_hi", "relation", "village_hi", "mobile",
    "aadhaar_last4", "sex", "birth_on", "member_class", "category", "land_are", "farmer_type",
    "nominees", "papers",
)  # fmt: skip
CONSENT_VERSION = 1
CONSENT = N_(
    "I agree that the society keeps the last four digits of my Aadhaar number, so that it "
    "does not take me for somebody of the same name. It keeps nothing else of it."
)
_CHOICES = {
    "relation": RELATIONS, "sex": ("", *SEXES), "member_class": CLASSES,
    "category": ("", *CATEGORIES), "farmer_type": ("", *FARMER_TYPES),
}  # fmt: skip
_NUMBER = re.compile(r"[0-9A-Za-z-]{1,12}")
_LAND = re.compile(r"([0-9]{1,5})(?:\.([0-9]{1,3}))?")
_ACRE = re.compile(r"\s*(?:acre|acres|ac|एकड़|एकड़|एकड)\.?$")
_HECTARE = re.compile(r"\s*(?:hectare|hectares|ha|हेक्टेयर|हे)\.?$")
_MILLI_ARES_PER_ACRE = 40_469
_MILLI_ARES_PER_HECTARE = 100_000


class MemberNameIsMissing(Refusal):
    """A record needs the person's name."""

    message = N_("Write the name.")
    status = 422
    field = "name_hi"


class NameHasNoLetters(Refusal):
    """A name is made of letters of some script."""

    message = N_("Write it in letters.")
    status = 422
    field = "name_hi"


class GuardianIsMissing(Refusal):
    """Namesakes are told apart by father or husband."""

    message = N_("Write the name of father or husband.")
    status = 422
    field = "guardian_hi"


class VillageIsMissing(Refusal):
    """Namesakes are told apart by village."""

    message = N_("Write the village.")
    status = 422
    field = "village_hi"


class MobileIsWrong(Refusal):
    """A mobile number of India has ten digits and begins with 6, 7, 8 or 9."""

    message = N_("A mobile number has ten digits and begins with 6, 7, 8 or 9.")
    status = 422
    field = "mobile"


class BirthIsWrong(Refusal):
    """The birth is a date or a year that has been."""

    message = N_("Write the year of birth like 1975, or the date like 15-08-1975.")
    status = 422
    field = "birth_on"


class LandIsWrong(Refusal):
    """Land is a plain figure of hectares or acres."""

    message = N_("Write the land like 1.25 (hectares) or 3 acre.")
    status = 422
    field = "land_are"


class LastFourIsWrong(Refusal):
    """Of a document no more than its last four signs is kept (P12)."""

    message = N_("Write the last four only.")
    status = 422


class ConsentIsMissing(Refusal):
    """The last four of an Aadhaar number are kept only with its owner's word (P12)."""

    message = N_("Read the consent out, and mark it if the person agrees; else leave Aadhaar out.")
    status = 422
    field = "consent"


class ChoiceIsUnknown(Refusal):
    """Only what is in the list can be chosen."""

    message = N_("Choose one from the list.")
    status = 422


class PartIsWrong(Refusal):
    """A part is a whole number of per cent."""

    message = N_("Write a whole number from 1 to 100.")
    status = 422


class PartsAreWrong(Refusal):
    """What nominees or heirs receive adds up to the whole."""

    message = N_("The parts must add up to 100 per cent; they add up to %(sum)s.")
    status = 422


class PartIsNobodys(Refusal):
    """Each part has a name."""

    message = N_("Write the name of each who receives a part.")
    status = 422


class MemberNumberIsWrong(Refusal):
    """A member's number is short, of digits, perhaps with letters and dashes."""

    message = N_("Write the number with digits, at most twelve signs.")
    status = 422
    field = "member_no"


class ResolutionIsMissing(Refusal):
    """The committee's word stands behind joining and leaving."""

    message = N_("Write the number of the resolution.")
    status = 422
    field = "resolution_no"


class DateIsLater(Refusal):
    """What has been done has a date that has been."""

    message = N_("This date is still to come.")
    status = 422


class IsNoApplicant(Refusal):
    """The application was already decided."""

    message = N_("This application was already decided.")


class ShareMoneyIsPending(Refusal):
    """An applicant who is refused gets the money back."""

    message = N_("%(amount)s of share money is still waiting. Give that back first.")
    status = 422


class ClassHasShares(Refusal):
    """Shares of regular members and of others stand on two heads."""

    message = N_(
        "This member has shares, which stand under the class. Give them back or transfer them "
        "before changing the class."
    )
    status = 422
    field = "member_class"


class LoanIsOwed(Refusal):
    """Nobody leaves with a loan."""

    message = N_("This member still owes %(amount)s on loans. That is to be paid first.")
    status = 422


class AccountsAreOpen(Refusal):
    """Accounts are paid out and closed before somebody leaves."""

    message = N_("These accounts are still open: %(accounts)s. Close them first.")
    status = 422


class SharesAreHeld(Refusal):
    """The shares are refunded first, or it is said that they wait."""

    message = N_(
        "Shares of %(amount)s are not given back yet. Give them back or transfer them first, or "
        "mark that they are given back later."
    )
    status = 422
    field = "pays_later"


class MemberIsTheSame(Refusal):
    """Shares go from one member to another."""

    message = N_("Choose another member: shares can't go to the one who has them.")
    status = 422
    field = "to_no"


class SharesAreFewer(Refusal):
    """Nobody gives away more shares than they have."""

    message = N_("This member has shares of %(amount)s only.")
    status = 422
    field = "amount"


def parse_mobile(text: str) -> str:
    """Read a mobile number, with or without 0 or +91 before it; raise MobileIsWrong."""
    digits = re.sub(r"[\s().-]", "", latin_digits(clean(text)))
    digits = re.sub(r"^(?:\+?91(?=[0-9]{10}$)|0(?=[0-9]{10}$))", "", digits)
    if not re.fullmatch(r"[6-9][0-9]{9}", digits):
        raise MobileIsWrong
    return digits


def parse_birth(text: str) -> str:
    """Read a date of birth, or its year alone; raise BirthIsWrong."""
    plain = latin_digits(clean(text))
    if re.fullmatch(r"(?:19|20)[0-9]{2}", plain):
        return plain
    try:
        return parse_on(plain)
    except Refusal:
        raise BirthIsWrong from None


def show_birth(birth_on: str) -> str:
    """Write a date of birth as people do, or its year."""
    return show_on(birth_on) if len(birth_on) > 4 else birth_on


def parse_land(text: str) -> int:
    """Read land in hectares, or in acres where that is written, and return ares (100 m²).

    Raises LandIsWrong.
    """
    plain = latin_digits(clean(text)).lower()
    unit = _MILLI_ARES_PER_HECTARE
    if _ACRE.search(plain):
        plain, unit = _ACRE.sub("", plain), _MILLI_ARES_PER_ACRE
    found = _LAND.fullmatch(_HECTARE.sub("", plain).strip())
    if found is None:
        raise LandIsWrong
    thousandths = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
    return (thousandths * unit + 500_000) // 1_000_000


def show_land(ares: int) -> str:
    """Write ares as hectares with two decimals."""
    return f"{ares // 100}.{ares % 100:02d}"


def parse_last4(text: str) -> str:
    """Read the last four signs of a document's number; raise LastFourIsWrong."""
    plain = latin_digits(clean(text)).upper()
    if not re.fullmatch(r"[0-9A-Z]{4}", plain):
        raise LastFourIsWrong
    return plain


def parse_aadhaar_last4(text: str) -> str:
    """Read the last four digits of an Aadhaar number; raise LastFourIsWrong."""
    plain = parse_last4(text)
    if not plain.isdigit():
        raise LastFourIsWrong
    return plain


def parse_percent(text: str) -> int:
    """Read a part of a hundred; raise PartIsWrong."""
    plain = latin_digits(clean(text)).removesuffix("%").strip()
    if not re.fullmatch(r"[0-9]{1,3}", plain) or not 1 <= int(plain) <= 100:
        raise PartIsWrong
    return int(plain)


def parse_member_no(text: str) -> str:
    """Read the number that a member is given; raise MemberNumberIsWrong, AadhaarIsNotStored."""
    plain = latin_digits(clean(text))
    if has_aadhaar(plain):
        raise AadhaarIsNotStored(field="member_no")
    if not _NUMBER.fullmatch(plain) or not any(sign.isdigit() for sign in plain):
        raise MemberNumberIsWrong
    return plain


def require_whole(record: Particulars, today_on: str) -> None:
    """Refuse a record without name, guardian or village, with strange choices or wrong parts.

    Raises the refusals of this module, each at its field.
    """
    require_name(record.name_hi, "name_hi", MemberNameIsMissing)
    require_name(record.guardian_hi, "guardian_hi", GuardianIsMissing)
    require_name(record.village_hi, "village_hi", VillageIsMissing)
    for field, known in _CHOICES.items():
        if getattr(record, field) not in known:
            raise ChoiceIsUnknown(field=field)
    if record.birth_on and record.birth_on > today_on[: len(record.birth_on)]:
        raise BirthIsWrong
    require_parts(record.nominees, "nominee1_percent")
    require_parts(record.heirs, "heir1_percent")


def require_name(text: str, field: str, missing: type[Refusal]) -> None:
    """Refuse a name that is missing or holds no letter."""
    if not text:
        raise missing(field=field)
    if not any(unicodedata.category(sign)[0] == "L" for sign in text):
        raise NameHasNoLetters(field=field)


def require_parts(parts: Sequence[Nominee | Heir], field: str) -> None:
    """Refuse nominees or heirs without a name, or whose parts don't add up to 100 per cent."""
    if not parts:
        return
    if any(not one.name for one in parts):
        raise PartIsNobodys(field=field.replace("percent", "name"))
    together = sum(one.share_percent for one in parts)
    if together != 100 or any(one.share_percent < 1 for one in parts):
        raise PartsAreWrong(field=field, sum=together)


def require_past(on: str, today_on: str, field: str) -> None:
    """Refuse a date that is still to come."""
    if on > today_on:
        raise DateIsLater(field=field)
