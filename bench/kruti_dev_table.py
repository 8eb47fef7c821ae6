"""Trains the table by which text of the old font Kruti Dev is told from names in Roman letters.

    python -m bench.kruti_dev_table PAIRS.tsv [HINDI.tsv …] [-- ROMAN.tsv …]

PAIRS.tsv has Hindi and Roman in its first two columns, the others have words of one script in the
first. What it prints stands in portal/domain/old_font.py, which says what it was trained on.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from portal.domain.legacy_text import mend_hindi, wrong_part
from portal.domain.old_font import SIGNS, pairs_of
from tests.domain.kruti_writer import in_kruti_dev

ZERO, STEPS_A_NAT, HALF_RANGE = ord("O"), 2, 12
LEAST_SEEN = 3


def column(path: str, at: int) -> list[str]:
    """Read one column of a file of tab-separated words."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[at] for line in lines]


def counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(pair for text in texts for pair in pairs_of(text))


def table(hindi: Iterable[str], roman: Iterable[str]) -> list[str]:
    """Say for each pair of signs how much likelier it is in the old font, a letter for each."""
    old = counted({in_kruti_dev(mend_hindi(one).text) for one in hindi if not wrong_part(one)})
    new = counted({spelt for one in roman if one.isascii() for spelt in (one.lower(), one.title())})
    old_all, new_all = sum(old.values()), sum(new.values())

    def weight(pair: str) -> str:
        if old[pair] + new[pair] < LEAST_SEEN:
            return chr(ZERO)
        nats = math.log((old[pair] + 0.5) / old_all) - math.log((new[pair] + 0.5) / new_all)
        return chr(ZERO + max(-HALF_RANGE, min(HALF_RANGE, round(nats * STEPS_A_NAT))))

    return ["".join(weight(first + then) for then in SIGNS) for first in SIGNS]


def main(arguments: list[str]) -> None:
    at = arguments.index("--") if "--" in arguments else len(arguments)
    pairs, hindi, roman = arguments[0], arguments[1:at], arguments[at + 1 :]
    rows = table(
        column(pairs, 0) + [word for path in hindi for word in column(path, 0)],
        column(pairs, 1) + [word for path in roman for word in column(path, 0)],
    )
    print("\n".join(f"    {row}" for row in rows))


if __name__ == "__main__":
    main(sys.argv[1:])
