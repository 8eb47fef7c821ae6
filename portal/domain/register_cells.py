"""Single cells of a file that is read in: numbers, money, dates and choices among few words.

Each reader takes the cell and the findings, returns what is kept, and raises a Refusal (with a
suggestion where there is a likely one) for what can't be taken. Empty cells are not shown to them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from portal.domain.dates import MONTHS_EN, MONTHS_HI, DateIsNotADate, parse_on, show_on
from portal.domain.money import (
    MAX_PAISE,
    AmountHasWrongCommas,
    AmountIsTooLarge,
    parse_paise,
    plain,
)
from portal.domain.refusals import N_
from portal.domain.register_findings import CellIsRefused, Findings, is_secret
from portal.domain.sheet import DateCell, NumberCell
from portal.domain.text import AadhaarIsNotStored, clean, latin_digits, search_key

DIGITS_MENDED = N_("Signs around the digits were taken out.")
DATE_READ = N_("The date was read from another way of writing it.")
AMOUNT_READ = N_("The amount was read from another way of writing it.")

_NUMBER = re.compile("[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*")
_POINT_ZERO = re.compile(r"([0-9]+)\.0+")
_PARTING = re.compile(r"[/\\._,\s]+")
_DASHES = re.compile("[‐-―−]")
_MOBILE = re.compile("[6-9][0-9]{9}")
_EXPONENT = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+")
_NOTHING = frozenset(map(search_key, ("-", "--", "nil", "na", "n a", "शून्य", "निरंक", "कुछ नहीं")))
_FIRST_SERIAL = date(1899, 12, 30)
_SERIALS = range(10_000, 73_051)  # 18-05-1927 to 31-12-2099; less is a year or a slip
_YEARS = range(1900, 2100)
_ARES_AN_ACRE = 40_4686
_MOST_ARES = 1_000_000


class NumberIsWrong(CellIsRefused):
    """A printed number holds other signs than digits, Latin letters and dashes, or too many."""

    message = N_("Write only digits, letters and dashes here, at most %(most)s signs.")


class NumberLostDigits(CellIsRefused):
    """A spreadsheet has shortened a long number to 1.23E+10; its last digits are gone."""

    message = N_(
        "The spreadsheet has shortened this number. Make the column text and write it anew."
    )


class MobileIsWrong(CellIsRefused):
    """A mobile number has ten digits and begins with 6, 7, 8 or 9."""

    message = N_("A mobile number has ten digits and begins with 6, 7, 8 or 9.")


class LastFourAreWrong(CellIsRefused):
    """Of an Aadhaar number its last four digits are kept, and nothing else."""

    message = N_("Write exactly the last four digits of Aadhaar.")


class AadhaarIsNotTaken(CellIsRefused):
    """A whole Aadhaar number stands where its last four digits belong (P12)."""

    message = AadhaarIsNotStored.message


class CommasAreWrong(CellIsRefused):
    """The commas of an amount are not those of thousand, lakh and crore."""

    message = AmountHasWrongCommas.message


class YearIsShort(CellIsRefused):
    """A year of two digits may be of either century."""

    message = N_("Write the year with four digits.")


class DateIsInFuture(CellIsRefused):
    """What happened can't have happened after today."""

    message = N_("This date is still to come.")


class PaiseAreNotWhole(CellIsRefused):
    """A column of paise holds whole numbers, zero or more."""

    message = N_("Write whole paise here, without point and minus: 50000 is five hundred rupees.")


class MeasureIsWrong(CellIsRefused):
    """An area, a rate or a term is a number, zero or more."""

    message = N_("Write a number here, like 1.25.")


class WordIsUnknown(CellIsRefused):
    """The cell takes one of a few words."""

    message = N_("This word is not known here. Write one of: %(words)s.")


def printed_number(cell: str, find: Findings, most: int = 12) -> str:
    """A member's or account's number as printed: digits, Latin letters, single dashes between."""
    typed = latin_digits(clean(cell))
    if _EXPONENT.fullmatch(typed) and "+" in typed:
        raise NumberLostDigits
    whole = _POINT_ZERO.sub(r"\1", typed) if _POINT_ZERO.fullmatch(typed) else typed
    whole = _DASHES.sub("-", whole)
    if _NUMBER.fullmatch(whole) and len(whole) <= most:
        if whole != typed:
            find.mended(DIGITS_MENDED, whole)
        return whole
    parted = re.sub("[^0-9A-Za-z-]", "", _PARTING.sub("-", whole))
    likely = re.sub("-+", "-", parted).strip("-")
    raise NumberIsWrong(likely if 0 < len(likely) <= most else None, most=most)


def account_number(cell: str, find: Findings) -> str:
    """An account's number, of at most twenty signs."""
    return printed_number(cell, find, 20)


def number_key(no: str) -> str:
    """What two printed numbers must not share: leading zeros and letter case don't count."""
    return no.lstrip("0").upper() or "0"


def mobile(cell: str, find: Findings) -> str:
    """Ten digits of a mobile; +91, a leading 0, spaces, dashes and ``.0`` are taken off."""
    typed = latin_digits(clean(cell))
    if _MOBILE.fullmatch(typed):
        return typed
    if _EXPONENT.fullmatch(typed):
        raise NumberLostDigits
    digits = re.sub(r"[\s().+-]", "", _POINT_ZERO.sub(r"\1", _DASHES.sub("-", typed)))
    short = re.sub("^(?:0091|091|91|0)(?=[0-9]{10}$)", "", digits)
    if not _MOBILE.fullmatch(short):
        two = re.findall(r"(?<![0-9])[6-9][0-9]{9}(?![0-9])", typed)
        raise MobileIsWrong(two[0] if two else None)
    find.mended(DIGITS_MENDED, short)
    return short


def last_four(cell: str, find: Findings) -> str:
    """The last four digits of an Aadhaar number; a longer one is refused and never repeated.

    XXXX XXXX 4321, as printed on masked cards, is taken as 4321. A number cell lost its zeros.
    """
    typed = latin_digits(clean(cell))
    digits = re.sub("[^0-9]", "", _POINT_ZERO.sub(r"\1", typed))
    if is_secret(cell, "aadhaar_last4"):
        raise AadhaarIsNotTaken(digits[-4:])
    if isinstance(cell, NumberCell) and digits == typed and len(digits) < 4:
        digits = digits.zfill(4)
    if len(digits) != 4 or re.search("[^0-9xX*•.# -]", typed):
        raise LastFourAreWrong
    if digits != typed:
        find.mended(DIGITS_MENDED, digits)
    return digits


def rupees(cell: str, find: Findings) -> int:
    """An amount of rupees in paise, zero or more; a dash and "nil" are nothing."""
    if search_key(cell) in _NOTHING:
        find.mended(AMOUNT_READ, "0")
        return 0
    typed = re.sub(r"\s*/[-=]*\s*$", "", cell)
    if isinstance(cell, NumberCell):
        typed = _to_the_paisa(typed)
    try:
        paise = parse_paise(typed)
    except AmountHasWrongCommas:
        raise CommasAreWrong(plain(parse_paise(typed.replace(",", "")))) from None
    if typed != cell:
        find.mended(AMOUNT_READ, plain(paise))
    return paise


def _to_the_paisa(number: str) -> str:
    """A computed number that is off by less than a hundredth of a paisa is that many paise."""
    found = re.fullmatch(r"([0-9]+)\.([0-9]{2})(0{3,}[0-9]*|9{3,}[0-9]*)", number)
    if not found:
        return number
    paise = int(found[1] + found[2]) + (found[3][0] == "9")
    return plain(paise)


def paise(cell: str, find: Findings) -> int:
    """A whole number of paise, zero or more."""
    typed = latin_digits(clean(cell))
    whole = re.sub(r"(?<=[0-9]),(?=[0-9])", "", _POINT_ZERO.sub(r"\1", typed))
    if not re.fullmatch("[0-9]+", whole):
        raise PaiseAreNotWhole
    if len(whole.lstrip("0")) > len(str(MAX_PAISE)):
        raise AmountIsTooLarge
    if whole != typed:
        find.mended(DIGITS_MENDED, whole)
    return int(whole)


def date_on(cell: str, find: Findings) -> str:
    """A date as ISO text: as typed everywhere else, or a spreadsheet's serial number.

    Also takes 5-Apr-2019 and drops a time of day. A year of two digits is only suggested.
    """
    if isinstance(cell, DateCell):
        return parse_on(cell)
    typed = latin_digits(clean(cell))
    if re.fullmatch(r"[0-9]{1,5}(?:\.[0-9]+)?", typed):
        return _from_serial(int(typed.split(".")[0]), find)
    day = re.sub(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9.]+)?$", "", typed)
    day = re.sub(r"^([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})$", _year_first, day)
    day = _with_month_number(re.sub(r"\s*([-/.])\s*", r"\1", day))
    if two := re.fullmatch(r"([0-9]{1,2}[-/.][0-9]{1,2})[-/.]([0-9]{2})", day):
        century = "20" if int(two[2]) < 30 else "19"
        raise YearIsShort(f"{two[1]}-{century}{two[2]}".replace("/", "-").replace(".", "-"))
    on = parse_on(day)
    if day != typed:
        find.mended(DATE_READ, show_on(on))
    return on


def birth_on(cell: str, find: Findings) -> str:
    """A date of birth, or the year alone."""
    typed = latin_digits(clean(cell))
    if re.fullmatch("[0-9]{4}", typed) and int(typed) in _YEARS:
        return typed
    return date_on(cell, find)


def _from_serial(serial: int, find: Findings) -> str:
    if serial not in _SERIALS:
        raise DateIsNotADate
    on = (_FIRST_SERIAL + timedelta(days=serial)).isoformat()
    find.mended(DATE_READ, show_on(on))
    return on


def _year_first(found: re.Match[str]) -> str:
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"


_MONTH_OF = {
    search_key(word): at + 1
    for at in range(12)
    for word in (MONTHS_EN[at], MONTHS_EN[at][:3], MONTHS_HI[at])
}


def _with_month_number(typed: str) -> str:
    found = re.fullmatch(r"([0-9]{1,2})[-/., ]+([^\W\d_]\D*?)[-/., ]+([0-9]{2}|[0-9]{4})", typed)
    month = _MONTH_OF.get(search_key(found[2])) if found else None
    return f"{found[1]}-{month:02d}-{found[3]}" if found and month else typed


def _decimal(cell: str, places: int) -> int:
    """A number of zero or more, times ten to the power of ``places``, what is beyond cut off."""
    typed = latin_digits(clean(cell)).replace(",", "")
    found = re.fullmatch(r"([0-9]{0,9})(?:\.([0-9]*))?", typed)
    if not found or not (found[1] or found[2]):
        raise MeasureIsWrong
    return int((found[1] or "0") + (found[2] or "").ljust(places, "0")[:places])


def hectares(cell: str, _find: Findings) -> int:
    """An area in hectares as whole ares, half an are up."""
    return _ares((_decimal(re.sub(r"\s*(?:हे|ha)\S*$", "", cell), 4) + 50) // 100)


def acres(cell: str, _find: Findings) -> int:
    """An area in acres as whole ares (an acre has 40.4686), half an are up."""
    tenthousandths = _decimal(re.sub(r"\s*(?:एकड़|एकड़|ac)\S*$", "", cell), 4)
    return _ares((tenthousandths * _ARES_AN_ACRE + 50_000_000) // 100_000_000)


def _ares(ares: int) -> int:
    if ares > _MOST_ARES:
        raise MeasureIsWrong
    return ares


def rate_bp(cell: str, _find: Findings) -> int:
    """Per cent a year as hundredths of a per cent, at most 36 %."""
    hundredths = _decimal(cell.replace("%", ""), 2)
    if hundredths > 3600:
        raise MeasureIsWrong
    return hundredths


def months(cell: str, _find: Findings) -> int:
    """A term in whole months, at most fifty years."""
    typed = re.sub(r"\s*(?:माह|महीने|months?)$", "", latin_digits(clean(cell)))
    if not re.fullmatch("[0-9]{1,3}", typed) or int(typed) > 600:
        raise MeasureIsWrong
    return int(typed)


def one_of(cell: str, words: Mapping[str, str]) -> str:
    """What a word stands for; ``words`` maps the search keys of what is accepted.

    Raises WordIsUnknown, which names the first accepted word for each meaning.
    """
    key = search_key(cell)
    if key in words:
        return words[key]
    firsts: dict[str, str] = {}
    for word, meaning in words.items():
        firsts.setdefault(meaning, word)
    raise WordIsUnknown(words=", ".join(firsts.values()))
