"""Chance that repeats: the same seed and names give the same throws, on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random


def dice(*names: object) -> Random:
    """Return a source of chance that depends on these names alone."""
    return Random("/".join(map(str, names)))  # noqa: S311 - it must repeat; nothing secret


def weighted(source: Random, weights: Mapping[str, int]) -> str:
    """Draw one of the names by weight."""
    return source.choices(list(weights), list(weights.values()))[0]
