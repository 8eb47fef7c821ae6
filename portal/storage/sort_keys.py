"""The order of Hindi names: ICU's sort keys, kept beside each name and made anew with a new ICU."""

from __future__ import annotations

from functools import lru_cache

import icu

from portal.storage import facts
from portal.storage.engine import rows, run, write_transaction

FACT = "sort_keys"
_AT_ONCE = 500
_TABLES = ("member", "customer", "pensioner")


@lru_cache(maxsize=1)
def _collator() -> icu.Collator:
    return icu.Collator.createInstance(icu.Locale("hi"))


def sort_key(name: str) -> bytes:
    """The bytes by whose order Hindi names stand as in a dictionary (varnamala, nukta beside)."""
    return bytes(_collator().getSortKey(name))


def version() -> str:
    """Name the ICU that makes the keys here; keys of another one are in another order."""
    return f"ICU {icu.ICU_VERSION}, Unicode {icu.UNICODE_VERSION}"


def is_current() -> bool:
    """Say whether the stored keys were made by the ICU at hand."""
    return facts.fact(FACT) == version()


def rebuild_if_changed() -> int:
    """Make all stored keys anew if ICU has changed since; return how many changed.

    In batches, each in its own write transaction; begun again after an interruption.
    """
    if is_current():
        return 0
    changed = 0
    for table in _TABLES:
        place: tuple[int, int] | None = (0, 0)
        while place is not None:
            place, more = write_transaction(lambda table=table, place=place: _batch(table, *place))  # type: ignore[misc]
            changed += more
    write_transaction(lambda: facts.set_fact(FACT, version()))
    return changed


def _batch(table: str, society_id: int, after_id: int) -> tuple[tuple[int, int] | None, int]:
    found = rows(
        f"SELECT society_id, id, name_hi, sort_key FROM {table} "
        "WHERE (society_id, id) > (?, ?) ORDER BY society_id, id LIMIT ?",
        society_id, after_id, _AT_ONCE,
    )  # fmt: skip
    changed = 0
    for here, record_id, name_hi, held in found:
        key = sort_key(name_hi)
        if key != bytes(held):
            run(
                f"UPDATE {table} SET sort_key = ? WHERE society_id = ? AND id = ?",
                key, here, record_id,
            )  # fmt: skip
            changed += 1
    return ((found[-1][0], found[-1][1]) if len(found) == _AT_ONCE else None), changed
