"""The files behind the forms: read strictly, or refused with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from portal.domain.application_forms import (
    ASKS,
    BY_HAND,
    BY_MONEY,
    FIRST,
    WHOM,
    Field,
    Form,
    FormBook,
    Help,
    Money,
    Shape,
    State,
    Step,
)
from portal.domain.application_patterns import PATTERNS
from portal.domain.config_cells import Row, each, like, one_of, parts, whole, written
from portal.domain.dates import parse_on

FORMS, FIELDS, STEPS, STATES, SERVICES, HELP = (
    "application_forms.csv", "application_fields.csv", "application_steps.csv",
    "application_states.csv", "service_forms.csv", "service_help.csv",
)  # fmt: skip
MOST_FIELDS = 9
KIND = "kind:"
"""A row of service_forms.csv for all services of a kind that have no row of their own."""
#: What a form's page asks beside the fields; no field may be called so.
RESERVED = frozenset({
    "name", "guardian", "village", "mobile", "version", "said", "reason", "department_no",
    "result_no", "remind_on", "token", "papers", "service_id", "visit", "society", "state",
    "to_state", "register", "record_id",
})  # fmt: skip
_WITH_CHOICES = frozenset({Shape.CHOICE})
_WITH_PATTERN = frozenset({Shape.CODE, Shape.DIGITS, Shape.ACCOUNT})
_WITHOUT_LIMITS = frozenset({
    Shape.CHOICE, Shape.MOBILE, Shape.YES_NO, Shape.AREA, Shape.LAST4, Shape.DATE
})  # fmt: skip

T = TypeVar("T")


class FormFileIsWrong(ValueError):
    """A line of the forms can't be read; the portal doesn't start with it."""


def read_form_book(files: Mapping[str, Sequence[Row]], kinds: Mapping[str, str]) -> FormBook:
    """Read the six files of config/ by name; ``kinds`` are the services that need a form.

    Raises FormFileIsWrong with file and line of the first mistake.
    """
    lists = _lists(files[FIELDS])
    states = _states(files[STATES])
    steps = _steps(files[STEPS], {code for _chain, code in states})
    chains = {one.chain for one in steps}
    for number, (chain, _code) in enumerate(states, start=2):
        if chain and chain not in chains:
            raise FormFileIsWrong(f"{STATES} line {number}: no such chain {chain!r}")
    forms = list(_each(FORMS, files[FORMS], lambda row: _form(row, lists, chains)))
    _once(FORMS, [one.code for one in forms])
    used = {name for row in files[FORMS] for name in parts(row["fields"])}
    for number, row in enumerate(files[FIELDS], start=2):
        if row["list"] not in used:
            raise FormFileIsWrong(f"{FIELDS} line {number}: no form has the list {row['list']!r}")
    forms_of = _forms_of(files[SERVICES], {one.code for one in forms}, kinds)
    helps = list(_each(HELP, files[HELP], lambda row: _help(row, kinds)))
    _once(HELP, [one.service_id for one in helps])
    return FormBook(forms, steps, states, forms_of, helps)


def _each(name: str, rows: Iterable[Row], read: Callable[[Row], T]) -> Iterator[T]:
    return each(name, rows, read, FormFileIsWrong)


def _once(name: str, keys: Sequence[object]) -> None:
    for number, key in enumerate(keys, start=2):
        if keys.index(key) != number - 2:
            raise FormFileIsWrong(f"{name} line {number}: {key} stands there twice")


def _lists(rows: Sequence[Row]) -> dict[str, tuple[Field, ...]]:
    found: dict[str, list[tuple[int, Field]]] = {}
    for row, field in zip(rows, _each(FIELDS, rows, _field), strict=True):
        found.setdefault(row["list"], []).append((int(row["rank"]), field))
    _once(FIELDS, [(row["list"], row["code"]) for row in rows])
    _once(FIELDS, [(row["list"], row["rank"]) for row in rows])
    return {
        name: tuple(field for _rank, field in sorted(ranked, key=lambda one: one[0]))
        for name, ranked in found.items()
    }


def _field(row: Row) -> Field:
    shape, pattern = Shape(row["shape"]), row["like"]
    choices = tuple(_choice(part) for part in parts(row["choices"]))
    least, most = whole(row["least"], 9), whole(row["most"], 9)
    if (shape in _WITH_CHOICES) != bool(choices) or len(choices) == 1:
        raise ValueError("a choice, and nothing else, has two choices or more")
    if len({value for value, _hi, _en in choices}) < len(choices):
        raise ValueError("a choice stands there twice")
    if pattern and (pattern not in PATTERNS or shape not in _WITH_PATTERN):
        raise ValueError(f"{pattern!r} is no pattern for this shape")
    if shape in _WITHOUT_LIMITS and (least is not None or most is not None):
        raise ValueError(f"{shape} has no least and most")
    if least is not None and most is not None and least > most:
        raise ValueError("least is more than most")
    if like(row["code"], "[a-z][a-z0-9_]*") in RESERVED:
        raise ValueError(f"{row['code']!r} is asked on every form already")
    like(row["list"], "[a-z][a-z0-9_]*"), like(row["rank"], r"\d{1,3}")
    return Field(
        code=row["code"], label_hi=written(row["label_hi"]), label_en=written(row["label_en"]),
        shape=shape, is_required=_flag(row["is_required"]), choices=choices,
        least=least, most=most, like=pattern, hint_hi=row["hint_hi"], hint_en=row["hint_en"],
    )  # fmt: skip


def _choice(part: str) -> tuple[str, str, str]:
    value, hindi, english = (one.strip() for one in part.split(":"))
    return like(value, "[a-z0-9_]+"), written(hindi), written(english)


def _states(rows: Sequence[Row]) -> dict[tuple[str, str], State]:
    found = list(_each(STATES, rows, _state))
    keys = [(row["chain"], row["state"]) for row in rows]
    _once(STATES, keys)
    return dict(zip(keys, found, strict=True))


def _state(row: Row) -> State:
    return State(
        code=like(row["state"], "[a-z_]+"), name_hi=written(row["name_hi"]),
        name_en=written(row["name_en"]), at_whom=one_of(row["at_whom"], WHOM),
        public_hi=written(row["public_hi"]), public_en=written(row["public_en"]),
    )  # fmt: skip


def _steps(rows: Sequence[Row], states: set[str]) -> list[Step]:
    found = list(_each(STEPS, rows, lambda row: _step(row, states)))
    _once(STEPS, [(one.chain, one.from_state, one.to_state) for one in found])
    ways_on = {(one.chain, one.from_state) for one in found}
    reached = {(one.chain, FIRST) for one in found} | {(one.chain, one.to_state) for one in found}
    for number, one in enumerate(found, start=2):
        if one.ends == ((one.chain, one.to_state) in ways_on):
            raise FormFileIsWrong(f"{STEPS} line {number}: {one.to_state} ends, or it doesn't")
        if (one.chain, one.from_state) not in reached:
            raise FormFileIsWrong(f"{STEPS} line {number}: nothing leads to {one.from_state}")
    ranked = sorted(zip(found, rows, strict=True), key=lambda pair: int(pair[1]["rank"]))
    return [one for one, _row in ranked]


def _step(row: Row, states: set[str]) -> Step:
    asked = parts(row["asks"])
    like(row["rank"], r"\d{1,3}")
    return Step(
        chain=like(row["chain"], "[a-z_]+"), from_state=one_of(row["from_state"], states),
        to_state=one_of(row["to_state"], states), label_hi=written(row["label_hi"]),
        label_en=written(row["label_en"]),
        asks=tuple(one_of(one.removesuffix("?"), ASKS) for one in asked),
        needs=tuple(one for one in asked if not one.endswith("?")),
        by=one_of(row["by"], (BY_HAND, BY_MONEY)), ends=_flag(row["ends"]),
    )  # fmt: skip


def _form(row: Row, lists: Mapping[str, tuple[Field, ...]], chains: set[str]) -> Form:
    fields = tuple(field for name in parts(row["fields"]) for field in lists[name])
    codes = [one.code for one in fields]
    if len(set(codes)) < len(codes):
        raise ValueError("two fields have the same code")
    if len(fields) > MOST_FIELDS:
        raise ValueError(f"a form asks {MOST_FIELDS} things at most")
    form = Form(
        code=like(row["form"], "[a-z][a-z0-9_]*"), name_hi=written(row["name_hi"]),
        name_en=written(row["name_en"]), chain=one_of(row["chain"], chains), fields=fields,
        money=Money(row["money"]), number_hi=row["number_hi"], number_en=row["number_en"],
        result_hi=row["result_hi"], result_en=row["result_en"],
    )  # fmt: skip
    amount = form.field(form.amount_field)
    if form.amount_field and (amount is None or amount.shape != Shape.MONEY):
        raise ValueError(f"money that is passed on needs the field {form.amount_field!r}")
    return form


def _forms_of(rows: Sequence[Row], forms: set[str], kinds: Mapping[str, str]) -> dict[str, str]:
    known = set(kinds) | {KIND + kind for kind in kinds.values()}
    found = list(_each(SERVICES, rows, lambda row: (
        one_of(row["service_id"], known), one_of(row["form"], forms)
    )))  # fmt: skip
    _once(SERVICES, [service_id for service_id, _form in found])
    by_name = dict(found)
    chosen = {}
    for service_id, kind in kinds.items():
        form = by_name.get(service_id) or by_name.get(KIND + kind)
        if form is None:
            raise FormFileIsWrong(f"{SERVICES}: {service_id} leads nowhere")
        chosen[service_id] = form
    return chosen


def _help(row: Row, kinds: Mapping[str, str]) -> Help:
    return Help(
        service_id=one_of(row["service_id"], kinds), office_hi=row["office_hi"],
        portal=like(row["portal"], r"[a-z0-9.-]+\.[a-z]{2,}(?:/[\w./-]*)?|"),
        helpline=like(row["helpline"], r"[0-9][0-9 ;-]*|"), steps=parts(row["how_hi"]),
        days=row["days"], checked_on=parse_on(like(row["checked_on"], r"\d{4}-\d\d-\d\d")),
        source=written(row["source"]),
    )  # fmt: skip


def _flag(text: str) -> bool:
    return one_of(text, ("", "1")) == "1"
