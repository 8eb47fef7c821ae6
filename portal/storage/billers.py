"""Billers: the operating unit's master as it was last read, and the list of config/ before that."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Any, NamedTuple

from portal.domain.biller_menu import BillerCategory, BillerLine, read_biller_categories
from portal.domain.billers import (
    Biller,
    BillerParam,
    Exactness,
    FeeSlab,
    FetchKind,
    Limit,
    Plans,
    Selection,
    read_biller,
)
from portal.storage.engine import portions, row, rows, rows_among, run, value
from portal.storage.reference import read_csv

log = logging.getLogger(__name__)

_PROBLEM = 200
_FIELDS = frozenset(one.name for one in fields(Biller))
_WORDS = {
    "fetch": FetchKind, "exactness": Exactness, "selection": Selection, "plans": Plans,
}  # fmt: skip
_PARTS = {"params": BillerParam, "modes": Limit, "channels": Limit, "fee_slabs": FeeSlab}
_NAMES_OF = {one: frozenset(part.name for part in fields(one)) for one in _PARTS.values()}


@lru_cache(maxsize=1)
def believed() -> dict[str, Biller]:
    """Return the billers of config/ by id; what they ask is believed, not confirmed."""
    return {one["biller_id"]: read_biller(one) for one in read_csv("billers.csv")}


@lru_cache(maxsize=1)
def categories() -> list[BillerCategory]:
    """List the categories that config/ has words for."""
    return read_biller_categories(read_csv("biller_categories.csv"))


@lru_cache(maxsize=1)
def everyday_words() -> dict[str, str]:
    """Return what the services say of each biller that they lead to, by biller."""
    found: dict[str, str] = {}
    for one in read_csv("services.csv"):
        for biller_id in filter(None, (part.strip() for part in one["biller_id"].split(";"))):
            words = f"{one['name_hi']} {one['short_hi']} {one['provider']} {one['aliases']}"
            found[biller_id] = f"{found.get(biller_id, '')} {words}"
    return found


def last_whole() -> int | None:
    """Return the number of the last reading that came to its end, or None."""
    found = value(
        "SELECT id FROM biller_reading WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1"
    )
    return None if found is None else int(found)


def billers(ids: Iterable[str]) -> dict[str, Biller]:
    """Return billers of the master by id, also those that have gone; what is unknown is left out.

    What can't be read is left out too, and noted.
    """
    found = rows_among("SELECT id, is_active, body FROM biller WHERE id IN", among=ids)
    return {one.id: one for one in _billers(found)}


def lines() -> Iterator[BillerLine]:
    """Go through the billers of the master that take payments, in no order."""
    for one_id, name, category, body in rows(
        "SELECT id, name, category, body FROM biller WHERE is_active = 1"
    ):
        found = json.loads(body)
        yield BillerLine(
            one_id, name, found.get("name_hi", ""), category, tuple(found.get("states", ())),
            f"{found.get('alias', '')} {everyday_words().get(one_id, '')}".strip(),
        )  # fmt: skip


def believed_lines() -> Iterator[BillerLine]:
    """Go through the billers of config/, in their order."""
    for one in believed().values():
        yield BillerLine(
            one.id, one.name, one.name_hi, one.category, one.states,
            f"{one.alias} {everyday_words().get(one.id, '')}".strip(),
        )  # fmt: skip


class Changes(NamedTuple):
    """How many billers a reading added, and how many it changed."""

    added: int = 0
    changed: int = 0


def store(found: Iterable[Biller], at: int) -> Changes:
    """Store billers as they were read at an instant; say what is new of it."""
    by_id = {one.id: one for one in found}
    before = {one[0]: one[1:] for one in rows_among(
        "SELECT id, is_active, body FROM biller WHERE id IN", among=by_id
    )}  # fmt: skip
    added = changed = 0
    for one in by_id.values():
        kept = (int(one.is_active), _body(one))
        if before.get(one.id) == kept:
            continue
        added += one.id not in before
        changed += one.id in before
        run(
            "INSERT INTO biller (id, name, category, is_active, body, their_stamp, seen_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
            "category = excluded.category, is_active = excluded.is_active, body = excluded.body, "
            "their_stamp = excluded.their_stamp",
            one.id, one.name, one.category, *kept, one.changed_at, at,
        )  # fmt: skip
    for part in portions(list(by_id)):
        run(f"UPDATE biller SET seen_at = ? WHERE id IN ({_marks(part)})", at, *part)
    return Changes(added, changed)


def active_ids() -> set[str]:
    """Return the ids of all billers of the master that take payments."""
    return {one for (one,) in rows("SELECT id FROM biller WHERE is_active = 1")}


def mark_gone(ids: Iterable[str]) -> None:
    """Keep billers that the master lacks, as such that take no payments."""
    for part in portions(sorted(ids)):
        run(f"UPDATE biller SET is_active = 0 WHERE id IN ({_marks(part)})", *part)


def _marks(part: Sequence[str]) -> str:
    return ",".join("?" * len(part))


class Reading(NamedTuple):
    """A reading of the whole master; ``ended_at`` None broke off or goes on.

    ``problem`` says why it broke off, or what a whole one lacked.
    """

    id: int
    began_at: int
    ended_at: int | None = None
    seen: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0
    problem: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it came to its end."""
        return self.ended_at is not None


_READING = "SELECT id, began_at, ended_at, seen, added, changed, gone, problem FROM biller_reading "


def begin_reading(at: int) -> Reading:
    """Note that a reading begins."""
    number = int(value("SELECT MAX(id) FROM biller_reading") or 0) + 1
    run("INSERT INTO biller_reading (id, began_at) VALUES (?, ?)", number, at)
    return Reading(number, at)


def note_reading(one: Reading) -> None:
    """Note how far a reading came."""
    run(
        "UPDATE biller_reading SET ended_at = ?, seen = ?, added = ?, changed = ?, gone = ?, "
        "problem = ? WHERE id = ?",
        one.ended_at, one.seen, one.added, one.changed, one.gone, one.problem[:_PROBLEM], one.id,
    )  # fmt: skip


def last_reading(*, is_whole: bool = False) -> Reading | None:
    """Return the last reading of all or of the whole ones, or None."""
    where = "WHERE ended_at IS NOT NULL " if is_whole else ""
    found = row(f"{_READING}{where}ORDER BY id DESC LIMIT 1")
    return Reading(*found) if found else None


def _body(one: Biller) -> str:
    return json.dumps(asdict(one), ensure_ascii=False, sort_keys=True)


def _billers(found: Iterable[tuple[Any, ...]]) -> Iterator[Biller]:
    for one_id, is_active, body in found:
        try:
            yield read_body(body, is_active=bool(is_active))
        except (KeyError, TypeError, ValueError) as fault:
            log.warning("biller %s can't be read from the store: %s", one_id, fault)


def read_body(body: str, *, is_active: bool) -> Biller:
    """Read a stored biller; what another version of the portal wrote beside it is passed over.

    Raises KeyError, TypeError, ValueError.
    """
    found = {name: one for name, one in json.loads(body).items() if name in _FIELDS}
    for name, word in _WORDS.items():
        if name in found:
            found[name] = word(found[name])
    for name, part in _PARTS.items():
        found[name] = tuple(_part(part, one) for one in found.get(name, ()))
    found["groups"] = tuple(tuple(one) for one in found.get("groups", ()))
    found["states"] = tuple(found.get("states", ()))
    return Biller(**found | {"is_active": is_active})


def _part(part: Any, found: dict[str, Any]) -> Any:
    known = {name: one for name, one in found.items() if name in _NAMES_OF[part]}
    if "choices" in known:
        known["choices"] = tuple(known["choices"])
    return part(**known)
