"""The conditions of a pension rule as an officer writes them, read into a row of the rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from portal.domain.pension_rules import MUST_BE, MUST_NOT_BE, PENSIONS, STATUSES
from portal.domain.refusals import N_, Refusal
from portal.domain.spoken_amounts import parse_spoken_paise
from portal.domain.text import clean, has_aadhaar, latin_digits

#: What is ticked, by column; whether one is enough ("/") or each counts ("; ").
TICKS: dict[str, tuple[tuple[str, ...], str]] = {
    "status": (STATUSES, "/"),
    "poverty": (("bpl", "destitute"), "/"),
    "no_pension": (PENSIONS, "; "),
    "must_be": (MUST_BE, "; "),
    "must_not_be": (MUST_NOT_BE, "; "),
}
#: Whole numbers and the most that they can be.
NUMBERS = {
    "age_min": 125, "age_max": 125, "disability_min": 100, "land_max_ha": 999,
    "service_min_years": 60, "deceased_min": 125, "deceased_max": 125, "then_from": 125,
}  # fmt: skip
#: Whole rupees and how many digits they may have.
RUPEES = {
    "income_rural_rs": 9, "income_urban_rs": 9, "turnover_max_rs": 9, "amount_rs": 7, "then_rs": 7,
    "most_rs": 7,
}  # fmt: skip
#: Fields that are shown together; what no way uses is shown when it is asked for.
GROUPS: dict[str, tuple[str, ...]] = {
    "sex": ("sex",),
    "status": tuple(f"status_{one}" for one in STATUSES),
    "poverty": ("poverty_bpl", "poverty_destitute"),
    "income": ("income_rural_rs", "income_urban_rs", "income_is", "income_of_couple"),
    "disability": ("disability_min",),
    "no_pension": tuple(f"no_pension_{one}" for one in PENSIONS),
    "must_not_be": tuple(f"must_not_be_{one}" for one in MUST_NOT_BE),
    "must_be": tuple(f"must_be_{one}" for one in MUST_BE),
    "land": ("land_max_ha",),
    "turnover": ("turnover_max_rs",),
    "service": ("service_min_years",),
    "deceased": ("deceased_min", "deceased_max"),
    "then": ("then_from", "then_rs"),
    "most": ("most_rs",),
    "pays": ("pays_rs",),
}
_PAYS = re.compile(r"\d{1,6}-\d{1,6}(; \d{1,3}:\d{1,6}(/\d{1,6})?)*")
_ORDER = {"bpl": 0, "income": 1, "destitute": 2}


class LimitIsNotRead(Refusal):
    """What was written is no whole number within reason."""

    message = N_("Write a whole number from 0 to %(most)s.")
    status = 422


class RupeesAreNotWhole(Refusal):
    """An amount of a rule has no paise and is not huge."""

    message = N_("Write whole rupees, of not more than %(digits)s figures.")
    status = 422


class LeastIsAboveMost(Refusal):
    """The upper limit is below the lower one."""

    message = N_("This must not be less than the lower limit.")
    status = 422


class OtherHalfIsMissing(Refusal):
    """One of two that belong together is missing."""

    message = N_("Write both, or leave both empty.")
    status = 422


class ContributionsAreNotRead(Refusal):
    """What savers pay is not written as the page shows it."""

    message = N_("Write it like 55-200; 18:55; 40:200.")
    status = 422


Typed = Mapping[str, str]
Faults = dict[str, Refusal]


def typed_of(row: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in the fields of a way for a row; a tick is ``column_word`` with "1"."""
    typed = {name: row[name] for name in (*NUMBERS, *RUPEES, "sex", "income_is") if name in row}
    typed |= {"pays_rs": row["pays_rs"], "income_of_couple": "1" if row["income_of"] else ""}
    for column, (words, mark) in TICKS.items():
        found = row[column].split(mark.strip())
        here = set(words) if row[column] == "any" else {one.strip() for one in found}
        typed |= {f"{column}_{one}": "1" for one in words if one in here}
    amount, _, then = row["amount_rs"].partition("; ")
    typed["amount_rs"], _, typed["most_rs"] = amount.partition("-")
    typed["then_from"], _, typed["then_rs"] = then.partition(":")
    return typed


def used_groups(ways: Iterable[Typed]) -> set[str]:
    """Name the groups of fields that any of the ways uses."""
    found = list(ways)
    return {
        group for group, names in GROUPS.items()
        if any(way.get(name) for way in found for name in names)
    }  # fmt: skip


def read_way(typed: Typed, frame: Mapping[str, str]) -> tuple[dict[str, str], Faults]:
    """Read the fields of one way into a row; what can't be read stands in the faults by field.

    ``frame`` are the columns that no way sets: scheme, valid_from, way, not_under, confidence,
    source.
    """
    faults: Faults = {}
    number, rupees = partial(_number, typed, faults), partial(_rupees, typed, faults)
    found = {name: number(name) for name in NUMBERS} | {name: rupees(name) for name in RUPEES}
    rural, urban = found["income_rural_rs"], found["income_urban_rs"]
    row = dict(frame) | {
        name: found[name] for name in (*NUMBERS, *RUPEES) if name not in _OF_AMOUNT
    }
    row |= {column: _ticked(typed, column) for column in TICKS}
    row |= {"income_rural_rs": rural or urban, "income_urban_rs": urban or rural}
    row["sex"] = typed.get("sex", "") if typed.get("sex") in ("F", "M") else ""
    row |= _income(typed, row)
    row["amount_rs"] = _amount(found, faults)
    row["pays_rs"] = _pays(typed, faults)
    _check_pairs(found, faults)
    return row, faults


_OF_AMOUNT = ("amount_rs", "then_from", "then_rs", "most_rs")


def _read(typed: Typed, name: str, faults: Faults, read: Callable[[str], str]) -> str:
    text = latin_digits(clean(typed.get(name, "")))
    if not text:
        return ""
    try:
        return read(text)
    except Refusal as refusal:
        faults[name] = refusal
        return ""


def _number(typed: Typed, faults: Faults, name: str) -> str:
    def read(text: str) -> str:
        found = re.fullmatch(r"([0-9]{1,3}) ?%?", text)
        if found is None or int(found[1]) > NUMBERS[name]:
            raise LimitIsNotRead(most=NUMBERS[name])
        return str(int(found[1]))

    return _read(typed, name, faults, read)


def _rupees(typed: Typed, faults: Faults, name: str) -> str:
    def read(text: str) -> str:
        if has_aadhaar(text):
            raise RupeesAreNotWhole(digits=RUPEES[name])
        rupees, paise = divmod(parse_spoken_paise(text), 100)
        if paise or len(str(rupees)) > RUPEES[name]:
            raise RupeesAreNotWhole(digits=RUPEES[name])
        return str(rupees)

    return _read(typed, name, faults, read)


def _ticked(typed: Typed, column: str) -> str:
    words, mark = TICKS[column]
    found = [one for one in words if typed.get(f"{column}_{one}")]
    if column == "no_pension" and tuple(found) == PENSIONS:
        return "any"
    return mark.join(found)


def _income(typed: Typed, row: Mapping[str, str]) -> dict[str, str]:
    if not row["income_rural_rs"]:
        return {"income_is": "", "income_of": ""}
    words = [*row["poverty"].split("/"), "income"] if row["poverty"] else ["income"]
    return {
        "poverty": "/".join(sorted(words, key=_ORDER.__getitem__)),
        "income_is": "below" if typed.get("income_is") == "below" else "upto",
        "income_of": "couple" if typed.get("income_of_couple") else "",
    }


def _amount(found: Mapping[str, str], faults: Faults) -> str:
    amount, most = found["amount_rs"], found["most_rs"]
    age, then = found["then_from"], found["then_rs"]
    if bool(age) != bool(then) and not {"then_from", "then_rs"} & set(faults):
        faults["then_rs" if age else "then_from"] = OtherHalfIsMissing()
    if (then or most) and not amount and "amount_rs" not in faults:
        faults["amount_rs"] = OtherHalfIsMissing()
    if most:
        return f"{amount}-{most}"
    return f"{amount}; {age}:{then}" if then else amount


def _pays(typed: Typed, faults: Faults) -> str:
    text = latin_digits(clean(typed.get("pays_rs", "")))
    text = re.sub(r"\s*;\s*", "; ", text)
    if text and not _PAYS.fullmatch(text):
        faults["pays_rs"] = ContributionsAreNotRead()
        return ""
    return text


def _check_pairs(found: Mapping[str, str], faults: Faults) -> None:
    for least, most in (("age_min", "age_max"), ("deceased_min", "deceased_max")):
        if found[least] and found[most] and int(found[least]) > int(found[most]):
            faults.setdefault(most, LeastIsAboveMost())
    if bool(found["deceased_min"]) != bool(found["deceased_max"]):
        missing = "deceased_max" if found["deceased_min"] else "deceased_min"
        faults.setdefault(missing, OtherHalfIsMissing())
    if found["most_rs"] and found["amount_rs"] and int(found["most_rs"]) <= int(found["amount_rs"]):
        faults.setdefault("most_rs", LeastIsAboveMost())
