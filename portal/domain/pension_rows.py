"""Rows of pension rules, in config/ or in a change: read strictly, and written as they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from portal.domain.config_cells import each, like, one_of, parts, whole, written
from portal.domain.dates import parse_on
from portal.domain.pension_rules import (
    CONFIDENCE,
    EVERYWHERE,
    INTERVALS,
    MUST_BE,
    MUST_NOT_BE,
    PENSIONS,
    POVERTY,
    SQ_M_OF_HA,
    STATES,
    STATUSES,
    Benefit,
    Contribution,
    Kind,
    Rule,
    RuleBook,
    RuleFileIsWrong,
    Scheme,
)

T = TypeVar("T")

#: The columns of config/pension_rules.csv, in their order.
COLUMNS = (
    "scheme", "valid_from", "way", "age_min", "age_max", "sex", "status", "poverty",
    "income_rural_rs", "income_urban_rs", "income_is", "income_of", "disability_min", "no_pension",
    "must_be", "must_not_be", "not_under", "land_max_ha", "turnover_max_rs", "service_min_years",
    "deceased_min", "deceased_max", "amount_rs", "pays_rs", "confidence", "source",
)  # fmt: skip
MOST_WAYS = 5
_WHOLE = 100


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


def read_ways(rows: Sequence[Mapping[str, str]], ids: set[str], change_no: int = 0) -> list[Rule]:
    """Read the ways of one change as strictly as the file: one scheme, one date, ways 1, 2 ….

    Raises RuleFileIsWrong.
    """
    found = list(_each(f"change {change_no}", rows, lambda row: _rule(row, ids, change_no), 1))
    is_one = len({(one.scheme_id, one.valid_from_on) for one in found}) == 1
    ways = [one.way for one in found]
    if not is_one or ways != list(range(1, len(ways) + 1)) or len(ways) > MOST_WAYS:
        raise RuleFileIsWrong(f"change {change_no}: not the ways of one scheme and one date")
    if any(set(row) != set(COLUMNS) for row in rows):
        raise RuleFileIsWrong(f"change {change_no}: other columns than the file has")
    return found


def _each(
    name: str, rows: Iterable[Mapping[str, str]], read: Callable[[Mapping[str, str]], T],
    first: int = 2,
) -> Iterator[T]:  # fmt: skip
    return each(name, rows, read, RuleFileIsWrong, first)


def _scheme(row: Mapping[str, str]) -> Scheme:
    return Scheme(
        id=like(row["id"], "[A-Z0-9_]+"), kind=Kind(row["kind"]),
        state=one_of(row["state"], (EVERYWHERE, *STATES)), benefit=Benefit(row["benefit"]),
        name_hi=written(row["name_hi"]), short_hi=written(row["short_hi"]),
        name_en=written(row["name_en"]), interval=one_of(row["interval"], INTERVALS),
        granted_hi=written(row["granted_hi"]), apply_hi=written(row["apply_hi"]),
        portal=row["portal"], papers=parts(written(row["papers_hi"])),
        services=parts(row["services"]), yields_to=row["yields_to"], moves_to=row["moves_to"],
        says_hi=row["says_hi"], open_hi=row["open_hi"],
    )  # fmt: skip


def _rule(row: Mapping[str, str], ids: set[str], change_no: int = 0) -> Rule:
    amounts, most_paise = _amounts(row["amount_rs"])
    rural, urban = _paise(row["income_rural_rs"]), _paise(row["income_urban_rs"])
    poverty = _words(row["poverty"], POVERTY, "/")
    if ("income" in poverty) != (rural is not None) or (rural is None) != (urban is None):
        raise ValueError("an income limit needs both figures and the word income in poverty")
    rule = Rule(
        scheme_id=one_of(row["scheme"], ids), valid_from_on=_date(row["valid_from"]),
        way=int(row["way"]), age_min=whole(row["age_min"], 3), age_max=whole(row["age_max"], 3),
        sex=one_of(row["sex"], ("", "F", "M")), status=_words(row["status"], STATUSES, "/"),
        poverty=poverty, rural_paise=rural, urban_paise=urban,
        is_below=one_of(row["income_is"], ("", "upto", "below")) == "below",
        is_couples=one_of(row["income_of"], ("", "couple")) == "couple",
        disability_min=whole(row["disability_min"], 3), no_pension=_pensions(row["no_pension"]),
        must_be=_words(row["must_be"], MUST_BE),
        must_not_be=_words(row["must_not_be"], MUST_NOT_BE),
        not_under=one_of(row["not_under"], ids | {""}), land_max_sq_m=_area(row["land_max_ha"]),
        turnover_max_paise=_paise(row["turnover_max_rs"]),
        service_min_years=whole(row["service_min_years"], 3),
        deceased_min=whole(row["deceased_min"], 3), deceased_max=whole(row["deceased_max"], 3),
        amounts=amounts, most_paise=most_paise, pays=_contribution(row["pays_rs"]),
        confidence=one_of(row["confidence"], CONFIDENCE), source=written(row["source"]),
        change_no=change_no,
    )  # fmt: skip
    _check(rule, row)
    return rule


def _check(rule: Rule, row: Mapping[str, str]) -> None:
    """Refuse what is readable and can't be meant."""
    lists = (rule.status, rule.poverty, rule.no_pension, rule.must_be, rule.must_not_be)
    faults = {
        "the least age is above the most": _is_upside_down(rule.age_min, rule.age_max)
        or _is_upside_down(rule.deceased_min, rule.deceased_max),
        "the age of the deceased needs both ends": (rule.deceased_min is None)
        != (rule.deceased_max is None),
        "no income limit to speak of": rule.rural_paise is None
        and bool(row["income_is"] or row["income_of"]),
        "a share of disability is 1 to 100 percent": rule.disability_min is not None
        and not 0 < rule.disability_min <= _WHOLE,
        "a scheme can't come before itself": rule.not_under == rule.scheme_id,
        "the most that may be chosen is not above the least": rule.most_paise is not None
        and rule.most_paise <= rule.amounts[0][1],
        "something is named twice": any(len(set(words)) < len(words) for words in lists),
    }
    for words, is_so in faults.items():
        if is_so:
            raise ValueError(words)


def _is_upside_down(least: int | None, most: int | None) -> bool:
    return least is not None and most is not None and least > most


def _words(text: str, known: tuple[str, ...], mark: str = ";") -> tuple[str, ...]:
    return tuple(one_of(word, known) for word in parts(text, mark))


def _pensions(text: str) -> tuple[str, ...]:
    return PENSIONS if text == "any" else _words(text, PENSIONS)


def _date(text: str) -> str:
    return parse_on(like(text, r"\d{4}-\d\d-\d\d")) if text else ""


def _paise(text: str) -> int | None:
    return int(like(text, r"\d{1,9}")) * 100 if text else None


def _area(text: str) -> int | None:
    return int(like(text, r"\d{1,3}")) * SQ_M_OF_HA if text else None


def _amounts(text: str) -> tuple[tuple[tuple[int, int], ...], int | None]:
    """Read "200; 80:500" (from 80 on 500) or "1000-5000" (as one chooses)."""
    if read := re.fullmatch(r"(\d+)-(\d+)", text):
        return ((0, int(read[1]) * 100),), int(read[2]) * 100
    found = []
    for part in parts(text):
        age, _, rupees = part.rpartition(":")
        found.append((whole(age, 3) or 0, int(like(rupees, r"\d{1,7}")) * 100))
    if found != sorted(found) or len(dict(found)) < len(found):
        raise ValueError(f"ages of {text!r} don't rise")
    return tuple(found), None


def _contribution(text: str) -> Contribution | None:
    """Read "42-1454; 18:42/1000; 40:1454/5000": from–to, then by age (and for which pension)."""
    if not text:
        return None
    spread, *steps = parts(text)
    least, most = (int(one) * 100 for one in like(spread, r"\d+-\d+").split("-"))
    by_age, for_paise = {}, {}
    for part in steps:
        age, rupees, pension = re.fullmatch(r"(\d+):(\d+)(?:/(\d+))?", part).groups()  # type: ignore[union-attr]
        by_age[int(age)] = int(rupees) * 100
        if pension:
            for_paise[int(age)] = int(pension) * 100
    return Contribution(least, most, by_age, for_paise)


def row_of(rule: Rule) -> dict[str, str]:
    """Write a rule as the row that it is read from."""
    has_income = rule.rural_paise is not None
    return {
        "scheme": rule.scheme_id, "valid_from": rule.valid_from_on, "way": str(rule.way),
        "age_min": _text(rule.age_min), "age_max": _text(rule.age_max), "sex": rule.sex,
        "status": "/".join(rule.status), "poverty": "/".join(rule.poverty),
        "income_rural_rs": _rupees(rule.rural_paise), "income_urban_rs": _rupees(rule.urban_paise),
        "income_is": ("below" if rule.is_below else "upto") if has_income else "",
        "income_of": "couple" if rule.is_couples else "",
        "disability_min": _text(rule.disability_min),
        "no_pension": "any" if rule.no_pension == PENSIONS else "; ".join(rule.no_pension),
        "must_be": "; ".join(rule.must_be), "must_not_be": "; ".join(rule.must_not_be),
        "not_under": rule.not_under,
        "land_max_ha": _text(rule.land_max_sq_m and rule.land_max_sq_m // SQ_M_OF_HA),
        "turnover_max_rs": _rupees(rule.turnover_max_paise),
        "service_min_years": _text(rule.service_min_years),
        "deceased_min": _text(rule.deceased_min), "deceased_max": _text(rule.deceased_max),
        "amount_rs": _amounts_text(rule), "pays_rs": _pays_text(rule.pays),
        "confidence": rule.confidence, "source": rule.source,
    }  # fmt: skip


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _rupees(paise: int | None) -> str:
    return "" if paise is None else str(paise // 100)


def _amounts_text(rule: Rule) -> str:
    if rule.most_paise is not None:
        return f"{_rupees(rule.amounts[0][1])}-{_rupees(rule.most_paise)}"
    return "; ".join(
        f"{age}:{paise // 100}" if age else _rupees(paise) for age, paise in rule.amounts
    )


def _pays_text(pays: Contribution | None) -> str:
    if pays is None:
        return ""
    said = [f"{_rupees(pays.least_paise)}-{_rupees(pays.most_paise)}"]
    for age, paise in pays.by_age.items():
        chosen = f"/{_rupees(pays.for_paise[age])}" if age in pays.for_paise else ""
        said.append(f"{age}:{_rupees(paise)}{chosen}")
    return "; ".join(said)
