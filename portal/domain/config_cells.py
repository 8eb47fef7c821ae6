"""Cells of the files in config/, read strictly: what can't be meant stops the portal at start."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from portal.domain.refusals import Refusal

Row = Mapping[str, str]
T = TypeVar("T")


def each(
    name: str, rows: Iterable[Row], read: Callable[[Row], T], fault: type[ValueError],
    first: int = 2,
) -> Iterator[T]:  # fmt: skip
    """Read each row of a file; raise ``fault`` with file and line of the first mistake."""
    for number, row in enumerate(rows, start=first):
        try:
            yield read(row)
        except (ValueError, KeyError, AttributeError, TypeError, Refusal) as wrong:
            raise fault(f"{name} line {number}: {wrong!r}") from wrong


def written(text: str) -> str:
    """Return a text that must not be empty; raise ValueError."""
    if not text.strip():
        raise ValueError("something is left empty")
    return text


def like(text: str, pattern: str) -> str:
    """Return a text that follows a pattern from end to end; raise ValueError."""
    if not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError(text)
    return text


def one_of(text: str, known: Iterable[str]) -> str:
    """Return a word that is known; raise ValueError."""
    if text not in known:
        raise ValueError(f"{text!r} is none of {sorted(known)}")
    return text


def parts(text: str, mark: str = ";") -> tuple[str, ...]:
    """Cut a list of words; empty ones are left out."""
    return tuple(part.strip() for part in text.split(mark) if part.strip())


def whole(text: str, digits: int) -> int | None:
    """Read a whole number of at most so many digits; empty is None. Raises ValueError."""
    return int(like(text, rf"\d{{1,{digits}}}")) if text else None
