"""What was found in a file that is to be read in: faults, mendings and warnings, cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from portal.domain.legacy_text import clean
from portal.domain.refusals import Refusal
from portal.domain.text import has_aadhaar, latin_digits

FAULT, MENDED, WARNING = "fault", "mended", "warning"
SEVERITIES = (FAULT, WARNING, MENDED)
HIDDEN = "••••"
_SHOWN = 60
_NOTHING: Mapping[str, object] = MappingProxyType({})
_MANY_DIGITS = re.compile(r"\d(?:\D{0,3}\d){11}")
_POINT_ZERO = re.compile(r"\.0+$")


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding. A row with a ``fault`` is not taken; ``mended`` and ``warning`` let it pass.

    ``column`` is the key of the column ('' for the row or file as a whole), ``found`` what stood
    there (never an Aadhaar number), ``suggestion`` what could stand there, or what was taken
    instead. ``message`` is an English message id filled by ``params``; ``name`` says the reason.
    """

    row: int
    column: str
    severity: str
    name: str
    message: str
    params: Mapping[str, object]
    found: str
    suggestion: str | None


class CellIsRefused(Refusal):
    """A cell can't be taken as it is; ``suggestion`` is what could stand there."""

    status = 422

    def __init__(self, suggestion: str | None = None, **params: object) -> None:
        super().__init__()
        self.params = params
        self.suggestion = suggestion


class Findings:
    """Collects what is found, at the cell that is being looked at."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self.all: list[Fault] = []
        self.faulty: set[int] = set()
        self._row, self._column, self._found = 0, "", ""

    def look(self, row: int, column: str = "", found: str = "") -> None:
        """Turn to a cell."""
        self._row, self._column, self._found = row, column, found

    def fault(self, refusal: Refusal) -> None:
        """Note why the row can't be taken."""
        self.faulty.add(self._row)
        self._add(FAULT, refusal)

    def warn(self, refusal: Refusal) -> None:
        """Note what should be looked at; the row is taken."""
        self._add(WARNING, refusal)

    def mended(self, message: str, instead: str) -> None:
        """Note that a cell was mended, how, and what is taken instead."""
        self.all.append(self._fault(MENDED, "", message, _NOTHING, instead))

    def _add(self, severity: str, refusal: Refusal) -> None:
        suggestion = getattr(refusal, "suggestion", None)
        self.all.append(
            self._fault(severity, refusal.name, refusal.message, refusal.params, suggestion)
        )

    def _fault(
        self, severity: str, name: str, message: str, params: Mapping[str, object], hint: str | None
    ) -> Fault:
        found = shown(self._found, self._column)
        return Fault(self._row, self._column, severity, name, message, params, found, hint)


def is_secret(cell: str, column: str) -> bool:
    """Whether a cell holds an Aadhaar number, or may hold one, and is repeated nowhere (P12)."""
    if column == "aadhaar_last4":
        return sum(sign.isdigit() for sign in _POINT_ZERO.sub("", cell)) > 4
    if len(cell) < 12 or not _MANY_DIGITS.search(cell):
        return False
    return not (column == "mobile" and is_mobile_with_country(cell)) and has_aadhaar(cell)


def is_mobile_with_country(cell: str) -> bool:
    """Whether twelve digits are a mobile number behind India's 91."""
    digits = re.sub("[^0-9]", "", latin_digits(cell))
    return re.fullmatch("91[6-9][0-9]{9}", digits) is not None


def shown(cell: str, column: str) -> str:
    """A cell as a report repeats it: short, and hidden where it holds an Aadhaar number."""
    if is_secret(cell, column):
        return HIDDEN
    plain = clean(cell[: 4 * _SHOWN])
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"


def said(found: Fault, translate: Callable[[str], str]) -> str:
    """What is wrong, in the language of ``translate``."""
    return translate(found.message) % found.params


def said_of_all(message: str, translate: Callable[[str], str]) -> str:
    """The same for many cells together: what differs between them is left out."""
    return re.sub(r"%\(\w+\)s", "…", translate(message))


def counts(found: list[Fault]) -> list[tuple[str, str, str, int]]:
    """What was found how often: (severity, column, message, number of cells), the gravest first."""
    by_reason = Counter((one.severity, one.column, one.message) for one in found)
    return sorted(
        ((*reason, times) for reason, times in by_reason.items()),
        key=lambda one: (SEVERITIES.index(one[0]), -one[3], one[1], one[2]),
    )
