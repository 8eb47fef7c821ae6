"""The notes and coins in a real box, adding up to the rupee."""

from __future__ import annotations

from random import Random

#: Small money at hand, by field of the count: its worth in rupees, and the most pieces kept.
_SMALL = (
    ("c1", 1, 14), ("c2", 2, 14), ("c5", 5, 16), ("c10", 10, 14), ("c20", 20, 3),
    ("d10", 10, 22), ("d20", 20, 18), ("d50", 50, 14), ("d100", 100, 45), ("d200", 200, 12),
)  # fmt: skip
_LARGEST_FIRST = (
    ("d500", 500), ("d200", 200), ("d100", 100), ("d50", 50), ("d20", 20), ("d10", 10),
    ("c5", 5), ("c2", 2), ("c1", 1),
)  # fmt: skip


def pieces_of(source: Random, rupees: int) -> dict[str, int | None]:
    """Split an amount into pieces by field (d500 … c1): some small money, then large notes."""
    found: dict[str, int] = {}
    left = rupees
    for field, worth, most in _SMALL:
        pieces = min(source.randint(most // 4, most), left // worth)
        found[field] = pieces
        left -= pieces * worth
    for field, worth in _LARGEST_FIRST:
        found[field] = found.get(field, 0) + left // worth
        left %= worth
    return dict(found)
