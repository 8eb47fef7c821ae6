"""Train the costs of reading typed names: python -m bench.train_lookup PAIRS.tsv > costs.json

Names that the bench keeps for measuring (``lookup_world.is_held_out``) are left out of training.

PAIRS.tsv has the columns hindi, english, source, licence, kind; several rows may share a Hindi
word. Three channels are learned by expectation-maximisation: Hindi typed in Roman (dr), stored
Roman typed in Roman (rr: two Roman spellings of one Hindi word) and Hindi typed in Hindi (dd: two
Hindi spellings of one Roman word, over the habits of respelling listed below).
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import permutations

from bench.lookup_world import is_held_out
from portal.domain.name_keys import is_devanagari, sounds, words

LONGEST_CHUNK = {"dr": 3, "rr": 2, "dd": 2, "rd": 2}
NAME_WEIGHT = 3.0
LEAST_SHARE = 0.0015
BACKOFF = 6.0
FIRST_SHARES = (0.1, 0.7, 0.15, 0.05)

Pairs = list[tuple[str, str, float]]
Table = dict[str, dict[str, float]]
Ways = list[list[tuple[int, float]]]  # by letter: how many letters a sign may take, and shares


def read_pairs(path: str) -> Pairs:
    """Read Hindi, Roman and weight of all pairs that the bench does not measure by."""
    found = []
    with open(path, encoding="utf-8", newline="") as file:
        for one in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if is_held_out(one["hindi"]):
                continue
            hindi, roman = words(one["hindi"]), words(one["english"])
            if len(hindi) == 1 and len(roman) == 1 and is_devanagari(hindi[0]):
                weight = NAME_WEIGHT if one["kind"].startswith("name") else 1.0
                found.append((hindi[0], roman[0], weight))
    return found


def places(signs: str) -> list[str]:
    """Name each sign with its place, as the costs are kept."""
    found = [sign + "." for sign in signs]
    found[-1] = signs[-1] + ">"
    found[0] = signs[0] + "<"
    return found


def align(pairs: Pairs, most: int, rounds: int, seed: Table | None = None) -> Table:
    """Learn by EM how each sign is written as chunks of at most ``most`` letters."""
    shares: Table = seed or {}
    for turn in range(rounds):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for source, target, weight in pairs:
            count_pair(places(source), target, weight, shares, most, counts)
        shares = smooth(counts)
        print(f"round {turn}: {len(shares)} signs", file=sys.stderr)
    return shares


def count_pair(
    source: list[str], target: str, weight: float, shares: Table, most: int,
    counts: dict[str, Counter[str]],
) -> None:  # fmt: skip
    """Add the expected writings of one pair, by the forward and backward sums."""
    columns = len(target)
    ways = [[
        [(c, shares.get(sign, {}).get(target[at : at + c], 0.0) if shares else FIRST_SHARES[c])
         for c in range(min(most, columns - at) + 1)]
        for at in range(columns + 1)
    ] for sign in source]  # fmt: skip
    ahead = forward(ways, columns)
    total = ahead[-1][columns]
    if total <= 0:
        return
    after = [0.0] * columns + [1.0]
    for row in range(len(source) - 1, -1, -1):
        for at, share, length in seen(ahead[row], ways[row], after):
            counts[source[row]][target[at : at + length]] += weight * share / total
        after = [sum(s * after[at + c] for c, s in ways[row][at]) for at in range(columns + 1)]


def forward(ways: list[Ways], columns: int) -> list[list[float]]:
    """The share of all ways of writing the first signs that end at each letter."""
    ahead = [[1.0] + [0.0] * columns]
    for row in ways:
        new = [0.0] * (columns + 1)
        for at, before in enumerate(ahead[-1]):
            for length, share in row[at] if before else ():
                new[at + length] += before * share
        ahead.append(new)
    return ahead


def seen(before: list[float], row: Ways, after: list[float]) -> Iterable[tuple[int, float, int]]:
    """How often one sign is written as the letters from one place, over all ways of the whole."""
    for at, share_before in enumerate(before):
        for length, share in row[at] if share_before else ():
            found = share_before * share * after[at + length]
            if found > 0:
                yield at, found, length


def smooth(counts: dict[str, Counter[str]]) -> Table:
    """Turn counts into shares, each place of a sign leaning on the sign at any place."""
    whole: dict[str, Counter[str]] = defaultdict(Counter)
    for key, chunks in counts.items():
        whole[key[:-1]].update(chunks)
    found: Table = {}
    for sign, chunks in whole.items():
        size = sum(chunks.values())
        for place in "<.>":
            own = counts.get(sign + place, Counter())
            own_size = sum(own.values())
            found[sign + place] = {
                chunk: (own[chunk] + BACKOFF * n / size) / (own_size + BACKOFF)
                for chunk, n in chunks.items()
            }
    return found


def as_costs(shares: Table) -> Table:
    """Turn shares into costs, leaving out what is all but never written."""
    return {
        key: {
            chunk: round(-math.log(share), 2)
            for chunk, share in sorted(chunks.items())
            if share >= LEAST_SHARE
        }
        for key, chunks in sorted(shares.items())
    }


# Habits of respelling Hindi: signs that people write for one another, and the cost.
RESPELT = (
    ("iI", 0.9), ("uU", 0.9), ("sSZ", 1.0), ("vb", 1.0), ("nN", 0.7), ("nMwH", 0.6), ("mw", 0.6),
    ("kK", 3.0), ("gG", 3.0), ("cC", 2.6), ("jJ", 2.6), ("tT", 2.6), ("dD", 2.6), ("qQ", 2.6),
    ("xX", 2.4), ("pP", 3.0), ("bB", 2.8), ("Pf", 0.3), ("jz", 0.3), ("RD", 1.6), ("dR", 0.4),
    ("DW", 0.4), ("RW", 1.4), ("tq", 2.0), ("dx", 2.2), ("TQ", 2.0), ("eE", 1.4), ("oO", 1.4),
    ("aA", 2.0), ("a-", 0.2), ("A-", 2.6), ("rR", 2.4), ("yj", 2.8), ("iy", 2.4), ("uv", 2.8),
    ("ei", 2.6), ("eI", 2.6), ("ou", 2.4), ("oU", 2.6), ("CS", 2.6), ("sC", 2.8), ("cS", 3.0),
    ("ey", 2.0), ("OA", 3.0), ("EA", 3.0), ("ae", 3.2), ("ai", 3.2), ("au", 3.2), ("ao", 3.2),
    ("ln", 4.0), ("lr", 4.0), ("RN", 3.6), ("MN", 0.8), ("jx", 4.0), ("zx", 3.0),
)  # fmt: skip
RESPELT_CHUNKS = {
    "L": {"ri": 0.7, "rI": 1.0, "ru": 1.2, "r": 1.6, "ir": 2.4, "ar": 2.6, "ra": 2.6},
    "Y": {"gy": 0.8, "g": 1.8, "jn": 1.0, "jy": 2.0, "gn": 2.2, "j": 3.0},
    "F": {"kS": 0.8, "ks": 1.2, "C": 1.2, "K": 2.0, "k": 3.0, "kC": 1.6},
    "E": {"ay": 1.2, "e": 1.4, "ae": 1.8, "aI": 1.6, "ai": 1.4},
    "O": {"av": 1.2, "o": 1.4, "au": 1.4, "aU": 1.8, "ao": 2.0},
    "I": {"iy": 2.0, "yI": 1.6, "ey": 2.6}, "i": {"yi": 1.6},
    "e": {"ye": 0.9, "ay": 2.0, "iy": 2.8},
    "y": {"": 1.6, "I": 2.0, "i": 2.0, "e": 2.0}, "h": {"": 2.4}, "M": {"": 1.6}, "H": {"": 0.9},
    "-": {"": 0.02, "a": 0.3, "A": 2.4}, "a": {"": 1.0, "-": 0.2}, "A": {"yA": 2.6, "vA": 3.0},
    "o": {"vo": 2.4, "ov": 2.6}, "u": {"vu": 2.4}, "v": {"u": 2.6, "o": 2.6, "": 3.0},
    "n": {"": 3.0}, "r": {"": 3.6, "ra": 1.8, "ar": 2.2}, "i-": {},
}  # fmt: skip
DOUBLED = 0.8


def respelling(signs: Iterable[str]) -> Table:
    """The costs of Hindi typed in Hindi from the habits above."""
    base: dict[str, dict[str, float]] = {sign: {sign: 0.05} for sign in signs}
    for group, cost in RESPELT:
        for one, other in permutations(group, 2):
            if one in base:
                base[one][other] = min(cost, base[one].get(other, 99.0))
    for sign, chunks in RESPELT_CHUNKS.items():
        if sign in base:
            base[sign].update(chunks)
    for sign, chunks in base.items():
        if sign.islower() and sign not in "aeiouy-":
            chunks[sign * 2] = DOUBLED
    return {sign + place: dict(chunks) for sign, chunks in base.items() for place in "<.>"}


def spellings(pairs: Pairs, by: int) -> Pairs:
    """Pairs of two spellings of one word: same Hindi (by 0) or same Roman (by 1)."""
    groups: dict[str, dict[str, float]] = defaultdict(dict)
    for pair in pairs:
        groups[pair[by]][pair[1 - by]] = max(pair[2], groups[pair[by]].get(pair[1 - by], 0.0))
    found = []
    for ways in groups.values():
        for one, other in permutations(sorted(ways), 2):
            found.append((one, other, (ways[one] + ways[other]) / 2 / max(1, len(ways) - 1)))
        found += [(one, one, weight) for one, weight in ways.items()]
    return found


def train(pairs: Pairs) -> dict[str, Table]:
    """Learn all channels."""
    heard = [(sounds(hindi), roman, weight) for hindi, roman, weight in pairs]
    signs = sorted({sign for one, _, _ in heard for sign in one})
    return {
        "dr": as_costs(align(heard, LONGEST_CHUNK["dr"], 7)),
        "rr": as_costs(align(spellings(pairs, 0), LONGEST_CHUNK["rr"], 5)),
        "rd": as_costs(align([(r, d, w) for d, r, w in heard], LONGEST_CHUNK["rd"], 5)),
        "dd": respelling(signs),
    }


def main() -> None:
    """Read the pairs, train, and write the costs with their sources."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pairs")
    chosen = parser.parse_args()
    with open(chosen.pairs, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        sources = Counter((one["source"], one["licence"]) for one in rows)
    trained = {
        "note": [
            "Trained by bench/train_lookup.py, without the names that the bench measures by.",
            *(f"{name} ({licence}): {n} pairs" for (name, licence), n in sources.most_common()),
        ],
        "channels": train(read_pairs(chosen.pairs)),
    }
    json.dump(trained, sys.stdout, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


if __name__ == "__main__":
    main()
