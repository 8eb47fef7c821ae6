"""Who may be meant by names: read from the index, few societies and many, and weighed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from portal.domain.hearing import Heard, Reading
from portal.domain.lookup import tokens_of
from portal.domain.name_keys import words
from portal.domain.ranking import Scored, rough, weigh_all
from portal.storage import lookup
from portal.storage.lookup import Filed
from portal.storage.reference import name_words

MOST_POSTINGS = 20_000
MOST_WEIGHED = 110
FEW_SOCIETIES = 3
MOST_DRIVING_WORDS = 24
MOST_BEARERS = 1500
DRIVING_GAP = 7.0
MANY_WORDS = 3
_RECORD_BITS = 40
_RECORD_MASK = (1 << _RECORD_BITS) - 1


class Weighed(NamedTuple):
    """A record, how well it answers, and how many records answer in the same way."""

    scored: Scored
    record: Filed
    alike: int


def weighed(records: Sequence[Filed], ways: Sequence[Reading]) -> list[Weighed]:
    """Weigh records against what was heard."""
    known = name_words()
    return [Weighed(weigh_all(ways, tokens_of(one.names, known)), one, 1) for one in records]


def from_few_societies(
    society_ids: Sequence[int], ways: Sequence[Reading], registers: Sequence[int]
) -> list[Weighed]:
    """Weigh those whose postings promise most; all postings of all words heard are read."""
    vids = sorted({vid for way in ways for heard in way.heard for vid in heard.ids})
    rows = lookup.postings(vids, society_ids, registers, MOST_POSTINGS) if vids else []
    if not rows:
        return []
    table = np.array(rows, np.int64)
    packed = (table[:, 1] * 2 + table[:, 2]) << _RECORD_BITS | table[:, 4]
    guess = rough(ways, table[:, 0], table[:, 3], packed)
    chosen = np.lexsort((guess.records, -guess.scores))[:MOST_WEIGHED]
    alike = dict(zip(guess.records[chosen].tolist(), guess.alike[chosen].tolist(), strict=True))
    records: list[Filed] = []
    for register in registers:
        keys = [
            (one >> _RECORD_BITS + 1, one & _RECORD_MASK)
            for one in alike
            if (one >> _RECORD_BITS) % 2 == register
        ]
        records += lookup.filed(register, keys)
    return [one._replace(alike=alike[_packed(one.record)]) for one in weighed(records, ways)]


def _packed(one: Filed) -> int:
    return (one.society_id * 2 + one.register) << _RECORD_BITS | one.record_id


def from_many_societies(
    society_ids: Sequence[int], ways: Sequence[Reading], registers: Sequence[int]
) -> list[Weighed]:
    """Look among those who bear the rarest typed word, of three or more the two rarest.

    Of a word that very many bear only the first are looked at.
    """
    driving = {heard.word: _driving(heard) for way in ways for heard in way.heard}
    vids = sorted({vid for some in driving.values() for vid in some})
    counts = lookup.posting_counts(vids, society_ids, MOST_BEARERS)
    records: dict[tuple[int, int, int], Filed] = {}
    drivers: set[str] = set()
    for way in ways:
        by_count = sorted(
            (sum(counts[vid] for vid in driving[heard.word]), heard.word)
            for heard in way.heard if driving[heard.word]
        )  # fmt: skip
        drivers.update(word for _, word in by_count[: 2 if len(by_count) >= MANY_WORDS else 1])
    for word in sorted(drivers):
        for one in _bearers(driving[word], counts, society_ids, registers):
            records.setdefault((one.society_id, one.register, one.record_id), one)
    return weighed(_promising(list(records.values()), ways), ways)


def _driving(heard: Heard) -> list[int]:
    """The stored words nearest to a typed one, the nearest first."""
    best = max(heard.ids.values(), default=0.0)
    near = [vid for vid, gain in heard.ids.items() if gain > best - DRIVING_GAP]
    return sorted(near, key=lambda vid: -heard.ids[vid])[:MOST_DRIVING_WORDS]


def _bearers(
    vids: Sequence[int], counts: dict[int, int], society_ids: Sequence[int],
    registers: Sequence[int],
) -> list[Filed]:  # fmt: skip
    """Read who bears these words; of each word at most half of what may still be read."""
    room = MOST_BEARERS
    together: list[int] = []
    found: list[Filed] = []
    for vid in vids:
        share = room // 2
        if counts[vid] <= share:
            together.append(vid)
        elif share:
            for register in registers:
                found += lookup.bearers(register, [vid], society_ids, share)
        room -= min(counts[vid], share)
    for register in registers if together else ():
        found += lookup.bearers(register, together, society_ids, MOST_BEARERS)
    return found


def _promising(records: list[Filed], ways: Sequence[Reading]) -> list[Filed]:
    """Keep the records whose words promise most, looked at one by one without their fields."""
    known: dict[str, tuple[tuple[float, ...], ...] | None] = {}
    scored = []
    for at, one in enumerate(records):
        best = None
        for raw in " ".join(one.names).split():
            if raw not in known:
                known[raw] = _promise(raw, ways)
            gains = known[raw]
            if gains is not None:
                best = (
                    gains
                    if best is None
                    else tuple(
                        tuple(map(max, mine, new)) for mine, new in zip(best, gains, strict=True)
                    )
                )
        if best is not None:
            total = max(way.bonus + sum(mine) for way, mine in zip(ways, best, strict=True))
            scored.append((-total, one.society_id, one.register, one.record_id, at))
    return [records[one[-1]] for one in sorted(scored)[:MOST_WEIGHED]]


def _promise(raw: str, ways: Sequence[Reading]) -> tuple[tuple[float, ...], ...] | None:
    """What a written word gains for each word heard in each reading, or None if nothing."""
    found = name_words().long_forms(words(raw))
    gains = tuple(
        tuple(max((heard.gains.get(word, 0.0) for word in found), default=0.0)
              for heard in way.heard)
        for way in ways
    )  # fmt: skip
    return gains if any(map(any, gains)) else None
