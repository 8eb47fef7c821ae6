"""The index of names: words with their keys, whose name holds which word, and who is served."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from portal.domain.lookup import IndexedNames, stored_field, tokens_of
from portal.domain.name_keys import KEYS_VERSION
from portal.domain.vocabulary import Vocabulary, VocabularyRow, keyed
from portal.storage import engine
from portal.storage.engine import MOST_AT_ONCE, insert_rows, portions, rows, rows_among, run
from portal.storage.reference import CONFIG, edit_channels, name_words

_VOCABULARY_LOCK = 7107
_TABLES = {0: "member", 1: "customer"}
_COLUMNS = {
    0: "society_id, id, sort_key, status, name_hi, name_en, known_as, guardian_hi, village_hi",
    1: "society_id, id, sort_key, '', name_hi, '', '', '', village_hi",
}

_LEFT = frozenset({"ceased", "deceased", "refused"})

Record = tuple[int, IndexedNames | None, IndexedNames | None]
Posting = tuple[str, int, int]  # word, field, record


class Filed(NamedTuple):
    """A record as the search weighs it."""

    register: int
    society_id: int
    record_id: int
    sort_key: bytes
    has_left: bool
    names: IndexedNames


_cache_lock = threading.Lock()
_cached: tuple[tuple[Any, ...], Vocabulary] | None = None


def _marks(items: Sequence[Any]) -> str:
    return ",".join("?" * len(items))


def vocabulary() -> Vocabulary:
    """Return the words of all names; this process keeps them and reads only what is new."""
    global _cached
    place = engine.store_identity()
    with _cache_lock:
        held = _cached[1] if _cached and _cached[0] == place else None
    last_id = engine.value("SELECT MAX(id) FROM name_vocab") or 0
    if held is not None and held.last_id == last_id:
        return held
    if held is None or last_id < held.last_id:
        held = Vocabulary(edit_channels())
    found = held.with_more(VocabularyRow(*one) for one in rows(
        "SELECT id, token, ph, fine, skel FROM name_vocab WHERE id > ? ORDER BY id", held.last_id
    ))  # fmt: skip
    if not engine.in_transaction():  # what is read inside one may be undone
        with _cache_lock:
            _cached = (place, found)
    return found


def forget_vocabulary() -> None:
    """Let go of the words this process keeps, after their keys were made anew."""
    global _cached
    with _cache_lock:
        _cached = None


def index_records(society_id: int, register: int, records: Iterable[Record]) -> None:
    """Bring the index up to what records are called now; runs inside their write transaction.

    Each record comes with its names before (None: it is new) and after (None: it is gone). New
    words are added for good; postings that only the old names had are removed.
    """
    added: set[Posting] = set()
    removed: set[Posting] = set()
    for record_id, old, new in records:
        before, after = _postings(record_id, old), _postings(record_id, new)
        added |= after - before
        removed |= before - after
    ids = _word_ids({word for word, _, _ in added | removed}, {word for word, _, _ in added})
    for word, field, record_id in sorted(removed):
        if word in ids:
            run(
                "DELETE FROM name_posting WHERE vid = ? AND society_id = ? AND register = ? "
                "AND field = ? AND record_id = ?",
                ids[word], society_id, register, field, record_id,
            )  # fmt: skip
    new_rows = sorted((ids[w], society_id, register, field, record) for w, field, record in added)
    for portion in portions(new_rows):
        _insert_postings(portion)


def _postings(record_id: int, names: IndexedNames | None) -> set[Posting]:
    if names is None:
        return set()
    return {
        (one.word, stored_field(one.field), record_id) for one in tokens_of(names, name_words())
    }


def _insert_postings(portion: Sequence[tuple[int, ...]]) -> None:
    marks = ",".join(["(?,?,?,?,?)"] * len(portion))
    run(
        "INSERT INTO name_posting (vid, society_id, register, field, record_id) "
        f"VALUES {marks} ON CONFLICT DO NOTHING",
        *(item for one in portion for item in one),
    )


def _word_ids(wanted: set[str], needed: set[str]) -> dict[str, int]:
    """The ids of words; needed ones that are not there yet are added.

    On PostgreSQL a lock keeps words in the order of their ids until they are committed, so that
    who has read up to an id has read all before it.
    """
    found = _ids_of(sorted(wanted))
    missing = sorted(needed - found.keys())
    if not missing:
        return found
    if engine.is_postgres():
        engine.value("SELECT pg_advisory_xact_lock(?)", _VOCABULARY_LOCK)
        found |= _ids_of(missing)
        missing = [word for word in missing if word not in found]
    insert_rows(
        "INSERT INTO name_vocab (token, ph, fine, skel) VALUES",
        [keyed(word) for word in missing],
    )
    return found | _ids_of(missing)


def _ids_of(wanted: Sequence[str]) -> dict[str, int]:
    return dict(rows_among("SELECT token, id FROM name_vocab WHERE token IN", among=wanted))


def _within(society_ids: Sequence[int]) -> tuple[str, tuple[int, ...]]:
    """A condition on society_id: a range where the keys are one, else a list of them."""
    low, high = min(society_ids), max(society_ids)
    if high - low + 1 == len(set(society_ids)):
        return "society_id BETWEEN ? AND ?", (low, high)
    return f"society_id IN ({_marks(society_ids)})", tuple(sorted(society_ids))


def postings(
    vids: Sequence[int], society_ids: Sequence[int], registers: Sequence[int], at_most: int
) -> list[tuple[int, int, int, int, int]]:
    """List (word, society, register, field, record) in this order, at most so many."""
    condition, within = _within(society_ids)
    found = rows(
        "SELECT vid, society_id, register, field, record_id FROM name_posting "
        f"WHERE vid IN ({_marks(vids)}) AND {condition} "
        "ORDER BY vid, society_id, register, field, record_id LIMIT ?",
        *vids, *within, at_most,
    )  # fmt: skip
    if set(registers) == set(_TABLES):
        return found
    return [one for one in found if one[2] in registers]


def posting_counts(vids: Sequence[int], society_ids: Sequence[int], at_most: int) -> dict[int, int]:
    """Count the postings of each word among these societies, none beyond ``at_most``."""
    if not vids:
        return {}
    condition, within = _within(society_ids)
    one = (
        "SELECT ?, COUNT(*) FROM (SELECT 1 AS one FROM name_posting "
        f"WHERE vid = ? AND {condition} LIMIT ?) AS counted"
    )
    found = rows(
        " UNION ALL ".join([one.replace("SELECT ?", "SELECT CAST(? AS BIGINT)", 1)] * len(vids)),
        *(item for vid in vids for item in (vid, vid, *within, at_most)),
    )
    return dict(found)


def bearers(
    register: int, vids: Sequence[int], society_ids: Sequence[int], at_most: int
) -> list[Filed]:
    """Read the records of a register that bear one of these words, at most so many.

    Where it may be more, give one word alone: then the first by society and record are read.
    """
    condition, within = _within(society_ids)
    columns = ", ".join(
        f"m.{one}" if one != "''" else one for one in _COLUMNS[register].split(", ")
    )
    return _as_filed(register, rows(
        f"SELECT {columns} FROM (SELECT vid, society_id, register, field, record_id "
        f"FROM name_posting WHERE vid IN ({_marks(vids)}) AND {condition} "
        "ORDER BY vid, society_id, register, field, record_id LIMIT ?) AS p "
        f"JOIN {_TABLES[register]} m ON m.society_id = p.society_id AND m.id = p.record_id "
        "WHERE p.register = ?",
        *vids, *within, at_most, register,
    ))  # fmt: skip


def _as_filed(register: int, found: Iterable[tuple[Any, ...]]) -> list[Filed]:
    return [
        Filed(register, one[0], one[1], bytes(one[2]), one[3] in _LEFT, IndexedNames(*one[4:]))
        for one in found
    ]


def filed(register: int, keys: Sequence[tuple[int, int]]) -> list[Filed]:
    """Read records of a register by (society, id) as the search weighs them."""
    by_society: dict[int, list[int]] = {}
    for society_id, record_id in keys:
        by_society.setdefault(society_id, []).append(record_id)
    found: list[Filed] = []
    for society_id, ids in sorted(by_society.items()):
        for portion in portions(sorted(ids)):
            found += _as_filed(register, rows(
                f"SELECT {_COLUMNS[register]} FROM {_TABLES[register]} "
                f"WHERE society_id = ? AND id IN ({_marks(portion)}) ORDER BY id",
                society_id, *portion,
            ))  # fmt: skip
    return found


def all_filed(society_id: int, register: int, after_id: int, at_most: int) -> list[Filed]:
    """Read a register onwards from a record, by id."""
    return _as_filed(register, rows(
        f"SELECT {_COLUMNS[register]} FROM {_TABLES[register]} "
        "WHERE society_id = ? AND id > ? ORDER BY id LIMIT ?",
        society_id, after_id, at_most,
    ))  # fmt: skip


def served(keys: Sequence[tuple[int, int, int]]) -> list[tuple[tuple[int, int, int], int, int]]:
    """List how often and when last these records (society, register, record) were served."""
    groups: dict[tuple[int, int], list[int]] = {}
    for society_id, register, record_id in keys:
        groups.setdefault((society_id, register), []).append(record_id)
    return [
        ((society_id, register, record_id), times, last_at)
        for (society_id, register), ids in sorted(groups.items())
        for portion in portions(sorted(ids))
        for record_id, times, last_at in rows(
            "SELECT record_id, times, last_at FROM served WHERE society_id = ? AND register = ? "
            f"AND record_id IN ({_marks(portion)}) ORDER BY record_id",
            society_id, register, *portion,
        )
    ]  # fmt: skip


def held_postings(society_id: int, register: int) -> set[Posting]:
    """Return all postings of a register, with their words."""
    return {(token, field, record_id) for token, field, record_id in rows(
        "SELECT v.token, p.field, p.record_id FROM name_posting p "
        "JOIN name_vocab v ON v.id = p.vid WHERE p.society_id = ? AND p.register = ?",
        society_id, register,
    )}  # fmt: skip


def clear(society_id: int, register: int) -> None:
    """Remove all postings of a register, so that they can be made anew."""
    run("DELETE FROM name_posting WHERE society_id = ? AND register = ?", society_id, register)


def societies_filed() -> list[int]:
    """List the societies that have anybody in a register."""
    found = rows("SELECT society_id FROM member UNION SELECT society_id FROM customer")
    return sorted(one for (one,) in found)


def rules() -> str:
    """Name the rules that make words and keys; what other rules made must be made anew."""
    table = (CONFIG / "name_words.csv").read_bytes()
    return f"keys {KEYS_VERSION}, words {hashlib.sha256(table).hexdigest()[:16]}"


def rekey(after_id: int) -> int | None:
    """Make the keys of some words anew, from one onwards; return the last, or None at the end."""
    found = rows(
        "SELECT id, token, ph, fine, skel FROM name_vocab WHERE id > ? ORDER BY id LIMIT ?",
        after_id, MOST_AT_ONCE,
    )  # fmt: skip
    for vid, token, *held in found:
        keys = keyed(token)[1:]
        if keys != tuple(held):
            run("UPDATE name_vocab SET ph = ?, fine = ?, skel = ? WHERE id = ?", *keys, vid)
    return found[-1][0] if len(found) == MOST_AT_ONCE else None
