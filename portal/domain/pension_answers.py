"""What a person says of himself when asking for a pension; what was not said is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.domain.refusals import N_, Refusal

OLDEST = 125
SOME_PENSION = "some"
"""A pension that comes already, where it isn't known which."""


class BirthIsInTheFuture(Refusal):
    """A day of birth is after today."""

    message = N_("This day of birth is still to come. Please look at the year.")
    status = 422
    field = "answer"


class NobodyIsSoOld(Refusal):
    """A year of birth is too long ago."""

    message = N_("Nobody is as old as that. Please look at the year.")
    status = 422
    field = "answer"


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that may be asked for: how it is answered, and by which words if by choosing."""

    fact: str
    shape: str
    choices: tuple[str, ...] = ()


def _yes_no(fact: str) -> Question:
    return Question(fact, "choice", ("yes", "no"))


#: All questions in the order in which they are asked; the first ones decide most.
QUESTIONS = (
    Question("state", "choice", ("BR", "MP", "UP", "HR", "UK", "other")),
    _yes_no("breadwinner_died"),
    Question("deceased_age", "years"),
    Question("born", "birth"),
    Question("birth_day", "date"),
    Question("sex", "choice", ("F", "M", "T")),
    Question("marital", "choice", ("married", "widowed", "unmarried", "deserted", "divorced")),
    Question("disability", "percent"),
    _yes_no("bpl"),
    Question("pension", "choice", ("none", "ignwps", "social", "family", "job")),
    _yes_no("salaried"),
    _yes_no("destitute"),
    Question("couple_income_paise", "income"),
    Question("income_paise", "income"),
    Question("area", "choice", ("rural", "urban")),
    _yes_no("taxpayer"),
    _yes_no("government_job"),
    _yes_no("in_school"),
    _yes_no("epfo"),
    _yes_no("unorganised"),
    Question("land_sq_m", "land"),
    _yes_no("trader"),
    Question("turnover_paise", "income"),
    _yes_no("pm_sym"),
    _yes_no("savings_account"),
    _yes_no("uan"),
    Question("service_years", "years"),
    _yes_no("ppo"),
)
RANK = {one.fact: rank for rank, one in enumerate(QUESTIONS)}


@dataclass(frozen=True, slots=True)
class Answers:
    """Facts of one person; None is not known. ``skipped`` names what the person can't say.

    ``born_on`` is ISO text; where only the year is known, ``born_year`` stands alone. Incomes and
    turnover are paise a year (``couple_income_paise``: husband and wife together), land is square
    metres that can be tilled, ``disability`` whole percent (0 is none), ``pension`` what one gets
    already: none, ignwps (Indira Gandhi widow pension), social, family, job, or SOME_PENSION.
    ``salaried`` is a
    regular salary, ``epfo`` membership of EPFO, ESIC or NPS. ``deceased_age`` is the age at death
    of whoever earned for the household.
    """

    state: str | None = None
    born_on: str | None = None
    born_year: int | None = None
    sex: str | None = None
    marital: str | None = None
    bpl: bool | None = None
    destitute: bool | None = None
    income_paise: int | None = None
    couple_income_paise: int | None = None
    area: str | None = None
    disability: int | None = None
    pension: str | None = None
    salaried: bool | None = None
    taxpayer: bool | None = None
    government_job: bool | None = None
    epfo: bool | None = None
    pm_sym: bool | None = None
    unorganised: bool | None = None
    trader: bool | None = None
    savings_account: bool | None = None
    in_school: bool | None = None
    land_sq_m: int | None = None
    turnover_paise: int | None = None
    service_years: int | None = None
    uan: bool | None = None
    ppo: bool | None = None
    breadwinner_died: bool | None = None
    deceased_age: int | None = None
    skipped: frozenset[str] = frozenset()

    def says(self, fact: str) -> bool | None:
        """Return a fact that is answered by yes or no."""
        found: bool | None = getattr(self, fact)
        return found


@dataclass(frozen=True, slots=True)
class Ages:
    """Completed years on a day: the least and the most that they can be.

    ``last_birth_on`` is the latest possible day of birth; only a year is not ``is_proven``.
    """

    least: int
    most: int
    last_birth_on: str
    is_proven: bool


def birthday_on(born_on: str, age: int) -> str:
    """Return the day on which somebody completes an age; born on 29 February, perhaps 1 March."""
    born = date.fromisoformat(born_on)
    try:
        return born.replace(year=born.year + age).isoformat()
    except ValueError:
        return date(born.year + age, 3, 1).isoformat()


def age_on(born_on: str, on: str) -> int:
    """Return the completed years on a day; raise BirthIsInTheFuture or NobodyIsSoOld."""
    if born_on > on:
        raise BirthIsInTheFuture
    age = int(on[:4]) - int(born_on[:4])
    if birthday_on(born_on, age) > on:
        age -= 1
    if age > OLDEST:
        raise NobodyIsSoOld
    return age


def ages_of(answers: Answers, on: str) -> Ages | None:
    """Return a person's age on a day, as far as the answers tell it.

    Raises BirthIsInTheFuture or NobodyIsSoOld.
    """
    if answers.born_on is not None:
        age = age_on(answers.born_on, on)
        return Ages(age, age, answers.born_on, True)
    if answers.born_year is None:
        return None
    first, last = f"{answers.born_year}-01-01", f"{answers.born_year}-12-31"
    most = age_on(first, on)
    return Ages(age_on(min(last, on), on), most, min(last, on), False)


def months_until(on: str, later_on: str) -> int:
    """Return how many months pass from a day to a later one; a month begun counts."""
    years, months = int(later_on[:4]) - int(on[:4]), int(later_on[5:7]) - int(on[5:7])
    return years * 12 + months + (later_on[8:] > on[8:])
