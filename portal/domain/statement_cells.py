"""Single cells of a statement: dates with times, signed amounts, references in words.

Each reader raises a Refusal for what can't be taken. Amounts are paise, above nothing where money
came into the account.
"""

from __future__ import annotations

import re

from portal.domain.money import AmountIsNotANumber, parse_paise
from portal.domain.refusals import N_
from portal.domain.register_cells import NumberLostDigits, date_on, rupees
from portal.domain.register_findings import CellIsRefused, Findings
from portal.domain.sheet import DateCell, ErrorCell, FormulaCell, NumberCell
from portal.domain.text import clean, has_aadhaar, latin_digits, search_key, without_aadhaar

_TIME = re.compile(
    r"[ T,]*(?<![0-9])(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.][0-9]{2}(?:\.[0-9]+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?:IST|Z|\+0?5:?30)?$"
)
_SHORT_YEAR = re.compile(r"([0-9]{1,2}[-/. ](?:[0-9]{1,2}|[^\W\d_]\D*?)[-/., ]+)([0-9]{2})")
_MONTH_FIRST = re.compile(r"([^\W\d_]\D*?) ([0-9]{1,2}),? ([0-9]{4})")
_SIDE_BEHIND = re.compile(r"(?P<rest>.*[0-9])\s*\(?(?P<side>dr|cr|नामे|जमा)\.?\)?", re.IGNORECASE)
_ONLY = re.compile(r"\s*/[-=]+$")  # 500/- is five hundred rupees only
_IN_BRACKETS = re.compile(r"\((?P<rest>[^()]+)\)")
_SIGNED = re.compile(r"(?P<first>[-+−–]?)\s*(?P<rest>[^-+−–]+?)\s*(?P<last>[-+−–]?)")
_WESTERN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_NOTHING = frozenset(("", "nil", "na", "n a", "null", "none", "शून्य", "निरंक"))
_EXPONENT = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+")
_TWELVE = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_GROUPED = re.compile(r"(?<![0-9])[0-9]{4}([ -])[0-9]{4}\1[0-9]{4}(?![0-9])")
_LABEL = re.compile(r"(?i)\b(?:upi|utr|rrn|imps|neft|rtgs|ref|txn)\b|यूटीआर|आरआरएन|यूपीआई")
_IN = frozenset(map(search_key, (
    "cr", "c", "credit", "credited", "deposit", "received", "in", "money in", "जमा", "आया",
    "प्राप्त", "क्रेडिट",
)))  # fmt: skip
_OUT = frozenset(map(search_key, (
    "dr", "d", "debit", "debited", "withdrawal", "paid", "out", "money out", "नामे", "निकासी",
    "कटा", "डेबिट",
)))  # fmt: skip


class TimeIsWrong(CellIsRefused):
    """A time of day is hour and minute."""

    message = N_("This is not a time. It looks like 14:05 or 2:05 PM.")


class SideIsUnknown(CellIsRefused):
    """Whether money came or went is said by Dr or Cr."""

    message = N_("Here must stand Dr (went out) or Cr (came in).")


class CellIsComputed(CellIsRefused):
    """A formula or its failure is no figure of the bank."""

    message = N_("There is a formula here instead of a value. Send the file as the bank gave it.")


def require_plain(cell: str) -> None:
    """Raise CellIsComputed for a formula, NumberLostDigits for a number that lost its end."""
    if isinstance(cell, FormulaCell | ErrorCell) or cell.startswith("="):
        raise CellIsComputed
    if not isinstance(cell, NumberCell) and _EXPONENT.fullmatch(cell.strip()) and "+" in cell:
        raise NumberLostDigits


def moment_of(cell: str) -> tuple[str, str]:
    """Read a date, with its time where it has one: (ISO date, HH:MM or '').

    A year of two digits is of this century: no statement here is older.
    """
    require_plain(cell)
    if isinstance(cell, DateCell | NumberCell):
        return date_on(cell, Findings()), ""
    typed = latin_digits(clean(cell))
    time, found = "", _TIME.search(typed)
    if found and found.start():
        typed, time = typed[: found.start()], _time(found)
    if read := _MONTH_FIRST.fullmatch(typed):
        typed = f"{read[2]}-{read[1]}-{read[3]}"
    if read := _SHORT_YEAR.fullmatch(typed):
        typed = f"{read[1]}20{read[2]}"
    return date_on(typed, Findings()), time


def time_of(cell: str) -> str:
    """Read a time of day as HH:MM; empty stays empty. Raises TimeIsWrong."""
    typed = latin_digits(clean(cell))
    if not typed:
        return ""
    found = _TIME.fullmatch(typed)
    if found is None:
        raise TimeIsWrong
    return _time(found)


def _time(found: re.Match[str]) -> str:
    hour, minute = int(found["hour"]), int(found["minute"])
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"][0] in "Pp")
    if hour > 23 or minute > 59:
        raise TimeIsWrong
    return f"{hour:02d}:{minute:02d}"


def signed_of(cell: str) -> int | None:
    """Read an amount: paise with its sign, None where nothing is written; 0 is a written nothing.

    Dr behind it, brackets and a minus sign make it less than nothing. Commas may stand for lakh or
    for thousands. Raises what a typed amount raises.
    """
    require_plain(cell)
    typed = _ONLY.sub("", latin_digits(clean(cell)))
    if search_key(typed) in _NOTHING:
        return None
    sign = 1
    if side := _SIDE_BEHIND.fullmatch(typed):
        typed, sign = side["rest"], -1 if search_key(side["side"]) in _OUT else 1
    if inside := _IN_BRACKETS.fullmatch(typed):
        typed, sign = inside["rest"], -sign
    found = _SIGNED.fullmatch(typed.strip())
    if found is None or (found["first"] and found["last"]):
        raise AmountIsNotANumber
    if found["first"] + found["last"] not in ("", "+"):
        sign = -sign
    return sign * _rupees(found["rest"], is_number=isinstance(cell, NumberCell))


def _rupees(typed: str, *, is_number: bool) -> int:
    if is_number:
        return rupees(NumberCell(typed), Findings())
    if _WESTERN.fullmatch(typed):
        return parse_paise(typed.replace(",", ""))
    return rupees(typed, Findings())


def has_side(cell: str) -> bool:
    """Whether an amount says by itself that it came or went."""
    typed = _ONLY.sub("", latin_digits(clean(cell)))
    return bool(
        _SIDE_BEHIND.fullmatch(typed) or _IN_BRACKETS.fullmatch(typed)
        or typed[:1] in "-+−–" or typed[-1:] in "-+−–"
    )  # fmt: skip


def side_of(cell: str) -> int:
    """Read Dr or Cr: 1 where money came in, -1 where it went out. Raises SideIsUnknown."""
    key = search_key(cell)
    if key in _IN:
        return 1
    if key in _OUT:
        return -1
    raise SideIsUnknown


def narration_of(text: str) -> str:
    """Words as they are kept: a number that may be somebody's Aadhaar keeps its last four digits.

    Twelve digits beside UPI, UTR, RRN and such are a payment's number and stay (P12).
    """
    kept = clean(text)[:300]
    if not has_aadhaar(kept):
        return kept
    masked = _GROUPED.sub(lambda found: _masked(found[0]), latin_digits(kept))
    if _LABEL.search(re.sub("[/_*-]", " ", masked)):
        rest = _TWELVE.sub("/", masked)
    else:
        rest = masked = _TWELVE.sub(lambda found: _masked(found[0]), masked)
    return without_aadhaar(masked) if has_aadhaar(rest) else masked


def _masked(number: str) -> str:
    return f"XXXXXXXX{number[-4:]}" if has_aadhaar(number) else number


def reference_in(narration: str) -> str:
    """The payment's number that stands among words, where there is one: 12 digits, or a code."""
    if twelve := _TWELVE.search(narration):
        return twelve[0]
    for word in re.split(r"[^0-9A-Za-z]+", narration):
        if len(word) >= 10 and sum(sign.isdigit() for sign in word) >= 6 and word[:4] != "XXXX":
            return word.upper()
    return ""
