"""The rules of pensions as an order states them: who, how much, since when, from which source.

config/pension_schemes.csv holds what a scheme is, config/pension_rules.csv its dated conditions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from portal.domain.dates import parse_on
from portal.domain.refusals import N_, Refusal

EVERYWHERE = "ALL"
STATES = ("BR", "UP", "MP", "HR", "UK")
STATUSES = ("widowed", "unmarried", "deserted", "destitute")
POVERTY = ("bpl", "income", "destitute")
PENSIONS = ("ignwps", "social", "family", "job")
MUST_BE = (
    "breadwinner_died", "in_school", "savings_account", "unorganised", "trader", "uan", "ppo",
)  # fmt: skip
MUST_NOT_BE = ("salaried", "taxpayer", "government_job", "epfo", "pm_sym")
CONFIDENCE = ("high", "medium", "low")
INTERVALS = ("dbt", "month", "quarter", "once", "auto", "free", "none")
SQ_M_OF_HA = 10_000

T = TypeVar("T")


class RuleFileIsWrong(ValueError):
    """A line of the rules can't be read; the portal doesn't start with it."""


class SchemeIsUnknown(Refusal):
    """There is no such scheme."""

    message = N_("There is no such scheme here.")
    status = 404


class Kind(StrEnum):
    """What a scheme is for."""

    SUPPORT = "support"
    DEATH = "death"
    SAVING = "saving"
    SERVICE = "service"


class Benefit(StrEnum):
    """What the amount of a rule means."""

    MONTHLY = "monthly"
    ONCE = "once"
    AT_60 = "at_60"
    AT_LEAST = "at_least"
    CHOSEN = "chosen"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a scheme is, whatever its conditions are on a day.

    ``yields_to`` is the same help under its state's name: where both would be given, only that one
    is shown. ``moves_to`` is what follows when one gets too old. ``says_hi`` is what no program can
    check, ``open_hi`` what is not certain; both are shown as they stand.
    """

    id: str
    kind: Kind
    state: str
    benefit: Benefit
    name_hi: str
    short_hi: str
    name_en: str
    interval: str
    granted_hi: str
    apply_hi: str
    portal: str
    papers: tuple[str, ...]
    services: tuple[str, ...]
    yields_to: str
    moves_to: str
    says_hi: str
    open_hi: str

    def is_in(self, state: str) -> bool:
        """Say whether the scheme exists for people of a state."""
        return self.state in (EVERYWHERE, state)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a saver pays a month, in paise: the least and the most, and what is known by age.

    ``for_paise`` is the monthly pension that the payment of an age is for, where one may choose.
    """

    least_paise: int
    most_paise: int
    by_age: Mapping[int, int]
    for_paise: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way into a scheme from a day on; '' and None are no condition.

    ``status`` and ``poverty`` name what is enough each; ``must_be`` is needed altogether, and
    nothing of ``no_pension`` and ``must_not_be`` may hold. Incomes are paise a year, of husband and
    wife together where ``is_couples``; ``is_below`` leaves the limit itself out. ``valid_from_on``
    '' says that nobody knows since when. ``amounts`` are (from age, paise).
    """

    scheme_id: str
    valid_from_on: str
    way: int
    age_min: int | None
    age_max: int | None
    sex: str
    status: tuple[str, ...]
    poverty: tuple[str, ...]
    rural_paise: int | None
    urban_paise: int | None
    is_below: bool
    is_couples: bool
    disability_min: int | None
    no_pension: tuple[str, ...]
    must_be: tuple[str, ...]
    must_not_be: tuple[str, ...]
    not_under: str
    land_max_sq_m: int | None
    turnover_max_paise: int | None
    service_min_years: int | None
    deceased_min: int | None
    deceased_max: int | None
    amounts: tuple[tuple[int, int], ...]
    most_paise: int | None
    pays: Contribution | None
    confidence: str
    source: str

    def amount_at(self, age: int | None) -> int | None:
        """Return the paise of an age (of the youngest, where no age is known), or None."""
        known = [paise for from_age, paise in self.amounts if from_age <= (age or 0)]
        return known[-1] if known else None


class RuleBook:
    """All schemes and their rules by day."""

    def __init__(self, schemes: Iterable[Scheme], rules: Iterable[Rule]) -> None:
        """Keep the schemes in the order of their list and each scheme's rules by date."""
        self._schemes = {one.id: one for one in schemes}
        self._rules: dict[str, list[Rule]] = {one: [] for one in self._schemes}
        for rule in rules:
            self._rules[rule.scheme_id].append(rule)

    def __iter__(self) -> Iterator[Scheme]:
        """Go through all schemes in order."""
        return iter(self._schemes.values())

    def __getitem__(self, scheme_id: str) -> Scheme:
        """Return a scheme; raise SchemeIsUnknown."""
        try:
            return self._schemes[scheme_id]
        except KeyError:
            raise SchemeIsUnknown from None

    def in_state(self, state: str, kind: str = "") -> list[Scheme]:
        """List what people of a state may ask for, the state's own first; '' is all India only."""
        found = [one for one in self if one.is_in(state) and kind in ("", one.kind)]
        return sorted(found, key=lambda one: one.state == EVERYWHERE)

    def of_service(self, service_id: str, state: str) -> list[Scheme]:
        """List the schemes that a service of the counter applies for, the state's own if any."""
        found = [one for one in self.in_state(state) if service_id in one.services]
        if not state:
            found = [one for one in self if service_id in one.services]
        return [one for one in found if one.state == (state or EVERYWHERE)] or found

    def rules_on(self, scheme_id: str, on: str) -> list[Rule]:
        """List the ways into a scheme on a day; before its first known date the first rows hold."""
        rules = self._rules[scheme_id]
        dates = sorted({one.valid_from_on for one in rules})
        valid = [one for one in dates if one <= on]
        newest = valid[-1] if valid else dates[0]
        return [one for one in rules if one.valid_from_on == newest]

    def history(self, scheme_id: str) -> list[Rule]:
        """List all rows of a scheme, the newest first."""
        return sorted(self._rules[scheme_id], key=lambda one: one.valid_from_on, reverse=True)


def read_rule_book(
    schemes: Iterable[Mapping[str, str]], rules: Iterable[Mapping[str, str]]
) -> RuleBook:
    """Read both files of config/; raise RuleFileIsWrong with file and line of the first mistake."""
    known = list(_each("pension_schemes.csv", schemes, _scheme))
    ids = {one.id for one in known}
    found = list(_each("pension_rules.csv", rules, lambda row: _rule(row, ids)))
    for number, one in enumerate(known, start=2):
        others = {one.yields_to, one.moves_to} - {""}
        if not others <= ids:
            raise RuleFileIsWrong(f"pension_schemes.csv line {number}: no such scheme {others}")
        if one.id not in {rule.scheme_id for rule in found}:
            raise RuleFileIsWrong(f"pension_schemes.csv line {number}: {one.id} has no rule")
    if len(ids) < len(known):
        raise RuleFileIsWrong("pension_schemes.csv: a scheme stands there twice")
    keys = [(one.scheme_id, one.valid_from_on, one.way) for one in found]
    for number, key in enumerate(keys, start=2):
        if keys.index(key) != number - 2:
            raise RuleFileIsWrong(f"pension_rules.csv line {number}: stands there twice")
    return RuleBook(known, found)


def _each(
    name: str, rows: Iterable[Mapping[str, str]], read: Callable[[Mapping[str, str]], T]
) -> Iterator[T]:
    for number, row in enumerate(rows, start=2):
        try:
            yield read(row)
        except (ValueError, KeyError, AttributeError, TypeError, Refusal) as wrong:
            raise RuleFileIsWrong(f"{name} line {number}: {wrong!r}") from wrong


def _scheme(row: Mapping[str, str]) -> Scheme:
    return Scheme(
        id=_like(row["id"], "[A-Z0-9_]+"), kind=Kind(row["kind"]),
        state=_one_of(row["state"], (EVERYWHERE, *STATES)), benefit=Benefit(row["benefit"]),
        name_hi=_written(row["name_hi"]), short_hi=_written(row["short_hi"]),
        name_en=_written(row["name_en"]), interval=_one_of(row["interval"], INTERVALS),
        granted_hi=_written(row["granted_hi"]), apply_hi=_written(row["apply_hi"]),
        portal=row["portal"], papers=_list(_written(row["papers_hi"])),
        services=_list(row["services"]), yields_to=row["yields_to"], moves_to=row["moves_to"],
        says_hi=row["says_hi"], open_hi=row["open_hi"],
    )  # fmt: skip


def _rule(row: Mapping[str, str], ids: set[str]) -> Rule:
    amounts, most_paise = _amounts(row["amount_rs"])
    rural, urban = _paise(row["income_rural_rs"]), _paise(row["income_urban_rs"])
    poverty = _words(row["poverty"], POVERTY, "/")
    if ("income" in poverty) != (rural is not None) or (rural is None) != (urban is None):
        raise ValueError("an income limit needs both figures and the word income in poverty")
    return Rule(
        scheme_id=_one_of(row["scheme"], ids), valid_from_on=_date(row["valid_from"]),
        way=int(row["way"]), age_min=_whole(row["age_min"]), age_max=_whole(row["age_max"]),
        sex=_one_of(row["sex"], ("", "F", "M")), status=_words(row["status"], STATUSES, "/"),
        poverty=poverty, rural_paise=rural, urban_paise=urban,
        is_below=_one_of(row["income_is"], ("", "upto", "below")) == "below",
        is_couples=_one_of(row["income_of"], ("", "couple")) == "couple",
        disability_min=_whole(row["disability_min"]), no_pension=_pensions(row["no_pension"]),
        must_be=_words(row["must_be"], MUST_BE),
        must_not_be=_words(row["must_not_be"], MUST_NOT_BE),
        not_under=_one_of(row["not_under"], ids | {""}), land_max_sq_m=_area(row["land_max_ha"]),
        turnover_max_paise=_paise(row["turnover_max_rs"]),
        service_min_years=_whole(row["service_min_years"]),
        deceased_min=_whole(row["deceased_min"]), deceased_max=_whole(row["deceased_max"]),
        amounts=amounts, most_paise=most_paise, pays=_contribution(row["pays_rs"]),
        confidence=_one_of(row["confidence"], CONFIDENCE), source=_written(row["source"]),
    )  # fmt: skip


def _written(text: str) -> str:
    if not text.strip():
        raise ValueError("something is left empty")
    return text


def _like(text: str, pattern: str) -> str:
    if not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError(text)
    return text


def _one_of(text: str, known: Iterable[str]) -> str:
    if text not in known:
        raise ValueError(f"{text!r} is none of {sorted(known)}")
    return text


def _list(text: str, mark: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark) if part.strip())


def _words(text: str, known: tuple[str, ...], mark: str = ";") -> tuple[str, ...]:
    return tuple(_one_of(word, known) for word in _list(text, mark))


def _pensions(text: str) -> tuple[str, ...]:
    return PENSIONS if text == "any" else _words(text, PENSIONS)


def _date(text: str) -> str:
    return parse_on(_like(text, r"\d{4}-\d\d-\d\d")) if text else ""


def _whole(text: str) -> int | None:
    return int(_like(text, r"\d{1,3}")) if text else None


def _paise(text: str) -> int | None:
    return int(_like(text, r"\d{1,9}")) * 100 if text else None


def _area(text: str) -> int | None:
    return int(_like(text, r"\d{1,3}")) * SQ_M_OF_HA if text else None


def _amounts(text: str) -> tuple[tuple[tuple[int, int], ...], int | None]:
    """Read "200; 80:500" (from 80 on 500) or "1000-5000" (as one chooses)."""
    if read := re.fullmatch(r"(\d+)-(\d+)", text):
        return ((0, int(read[1]) * 100),), int(read[2]) * 100
    found = []
    for part in _list(text):
        age, _, rupees = part.rpartition(":")
        found.append((_whole(age) or 0, int(_like(rupees, r"\d{1,7}")) * 100))
    if found != sorted(found) or len(dict(found)) < len(found):
        raise ValueError(f"ages of {text!r} don't rise")
    return tuple(found), None


def _contribution(text: str) -> Contribution | None:
    """Read "42-1454; 18:42/1000; 40:1454/5000": from–to, then by age (and for which pension)."""
    if not text:
        return None
    spread, *parts = _list(text)
    least, most = (int(one) * 100 for one in _like(spread, r"\d+-\d+").split("-"))
    by_age, for_paise = {}, {}
    for part in parts:
        age, rupees, pension = re.fullmatch(r"(\d+):(\d+)(?:/(\d+))?", part).groups()  # type: ignore[union-attr]
        by_age[int(age)] = int(rupees) * 100
        if pension:
            for_paise[int(age)] = int(pension) * 100
    return Contribution(least, most, by_age, for_paise)
