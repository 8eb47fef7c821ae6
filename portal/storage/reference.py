"""Reference data: read from config/ at migrate, upserted by code; codes never vanish."""

from __future__ import annotations

import csv
import json
from functools import lru_cache
from pathlib import Path

from portal.domain.edit_costs import Channel, read_channels
from portal.domain.heads import Chart, Head
from portal.domain.lookup import NameWords, read_name_words
from portal.domain.people import Policy
from portal.domain.tasks import TaskBook, read_tasks
from portal.storage.engine import run

CONFIG = Path(__file__).resolve().parents[2] / "config"


def read_csv(name: str) -> list[dict[str, str]]:
    """Read one table of config/."""
    with (CONFIG / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def upsert_all() -> None:
    """Bring heads, places, holidays and services of the database up to config/."""
    from portal.storage import catalogue  # which reads config/ by this module

    for one in read_csv("heads.csv"):
        run(
            "INSERT INTO head (code, parent, name_hi, name_en, kind, is_group, normal_side, "
            "cash_or_bank, sub_ledger, cas_code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (code) DO UPDATE SET parent = excluded.parent, "
            "name_hi = excluded.name_hi, name_en = excluded.name_en, kind = excluded.kind, "
            "is_group = excluded.is_group, normal_side = excluded.normal_side, "
            "cash_or_bank = excluded.cash_or_bank, sub_ledger = excluded.sub_ledger, "
            "cas_code = excluded.cas_code",
            int(one["code"]), int(one["parent"]) if one["parent"] else None, one["name_hi"],
            one["name_en"], one["kind"], int(one["is_group"]), one["normal_side"],
            one["cash_or_bank"], one["sub_ledger"], one["cas_code"],
        )  # fmt: skip
    upsert_places(read_csv("places.csv"))
    for one in read_csv("holidays.csv"):
        run(
            "INSERT INTO holiday (state_code, holiday_on, name_hi, name_en) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (state_code, holiday_on) DO UPDATE SET name_hi = excluded.name_hi, "
            "name_en = excluded.name_en",
            one["state"], one["on"], one["name_hi"], one["name_en"],
        )  # fmt: skip
    catalogue.upsert()


def upsert_places(places: list[dict[str, str]]) -> None:
    """Store places by code (code, level, parent, name_hi, name_en); parents come first."""
    for one in places:
        run(
            "INSERT INTO place (code, level, parent_id, name_hi, name_en) "
            "VALUES (?, ?, (SELECT id FROM place WHERE code = ?), ?, ?) "
            "ON CONFLICT (code) DO UPDATE SET level = excluded.level, "
            "parent_id = excluded.parent_id, name_hi = excluded.name_hi, "
            "name_en = excluded.name_en",
            one["code"], one["level"], one["parent"], one["name_hi"], one["name_en"],
        )  # fmt: skip


@lru_cache(maxsize=1)
def chart() -> Chart:
    """Return the chart of accounts."""
    return Chart(
        Head(
            code=int(one["code"]),
            parent=int(one["parent"]) if one["parent"] else None,
            name_hi=one["name_hi"],
            name_en=one["name_en"],
            kind=one["kind"],
            is_group=one["is_group"] == "1",
            normal_side=one["normal_side"],
            cash_or_bank=one["cash_or_bank"],
            sub_ledger=one["sub_ledger"],
        )
        for one in read_csv("heads.csv")
    )


@lru_cache(maxsize=1)
def task_book() -> TaskBook:
    """Return the voucher tasks."""
    return read_tasks(read_csv("tasks.csv"), read_csv("task_lines.csv"), chart())


@lru_cache(maxsize=1)
def policy() -> Policy:
    """Return which role may do which deed, by the marks of config/access.csv.

    ``x`` may; ``o`` may, but only in one's own name; ``b`` only while working on behalf of somebody
    of the society.
    """
    marks: dict[str, set[tuple[str, str]]] = {"": set(), "x": set(), "o": set(), "b": set()}
    for one in read_csv("access.csv"):
        for role, mark in one.items():
            if role != "deed":
                marks[mark].add((role, one["deed"]))
    return Policy(frozenset(marks["x"] | marks["o"]), frozenset(marks["b"]), frozenset(marks["o"]))


@lru_cache(maxsize=1)
def roles() -> dict[str, dict[str, str]]:
    """Return the roles by name: level, name_hi, name_en."""
    return {one["role"]: one for one in read_csv("roles.csv")}


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """Return the titles and short forms that stand in names."""
    return read_name_words(read_csv("name_words.csv"))


@lru_cache(maxsize=1)
def edit_channels() -> dict[str, Channel]:
    """Return what it costs to read one spelling as another."""
    return read_channels(json.loads((CONFIG / "edit_costs.json").read_text(encoding="utf-8")))
