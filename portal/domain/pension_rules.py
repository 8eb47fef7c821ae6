"""The rules of pensions as an order states them: who, how much, since when, from which source.

config/pension_schemes.csv holds what a scheme is, config/pension_rules.csv its dated conditions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

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


class RuleFileIsWrong(ValueError):
    """A line of the rules can't be read: the portal doesn't start with it, nobody approves it."""


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
    '' says that nobody knows since when. ``amounts`` are (from age, paise). ``change_no`` is the
    change approved in the portal that it came with; 0 is the list of the portal.
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
    change_no: int = 0

    def amount_at(self, age: int | None) -> int | None:
        """Return the paise of an age (of the youngest, where no age is known), or None."""
        known = [paise for from_age, paise in self.amounts if from_age <= (age or 0)]
        return known[-1] if known else None


class RuleBook:
    """All schemes and their rules by day."""

    def __init__(self, schemes: Iterable[Scheme], rules: Iterable[Rule]) -> None:
        """Keep the schemes in the order of their list and each scheme's ways by date."""
        self._schemes = {one.id: one for one in schemes}
        self._ways: dict[str, dict[str, list[Rule]]] = {one: {} for one in self._schemes}
        for rule in rules:
            self._ways[rule.scheme_id].setdefault(rule.valid_from_on, []).append(rule)
        self._dates = {one: sorted(ways, reverse=True) for one, ways in self._ways.items()}

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
        dates = self._dates[scheme_id]
        return self._ways[scheme_id][next((one for one in dates if one <= on), dates[-1])]

    def newest(self, scheme_id: str) -> list[Rule]:
        """List the ways into a scheme by its newest date, be it still to come."""
        return self._ways[scheme_id][self._dates[scheme_id][0]]

    def history(self, scheme_id: str) -> list[Rule]:
        """List all rows of a scheme, the newest first."""
        return [rule for on in self._dates[scheme_id] for rule in self._ways[scheme_id][on]]

    def changed_by(self, ways: Iterable[Rule]) -> RuleBook:
        """Return the book with these ways; they stand in for what had their scheme and date."""
        new = list(ways)
        keys = {(one.scheme_id, one.valid_from_on) for one in new}
        kept = [one for one in self._all() if (one.scheme_id, one.valid_from_on) not in keys]
        return RuleBook(self, kept + new)

    def with_only(self, ways: Iterable[Rule]) -> RuleBook:
        """Return the book where these ways are all that there is of their scheme."""
        new = list(ways)
        ids = {one.scheme_id for one in new}
        return RuleBook(self, [one for one in self._all() if one.scheme_id not in ids] + new)

    def _all(self) -> Iterator[Rule]:
        for of_scheme in self._ways.values():
            for rules in of_scheme.values():
                yield from rules
