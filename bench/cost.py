"""CPU time of processes, user and system, from /proc."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def cpu_ms(processes: Iterable[int]) -> float:
    """Add up the CPU time in ms of processes, and of their children that have ended."""
    total = 0
    for pid in processes:
        found = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, found[11:15]))
    return total * _TICK_MS


def descendants(ancestor: int) -> list[int]:
    """List the processes that came from one, directly or not."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [ancestor]
    for one in found:
        found += [pid for pid, parent in parents.items() if parent == one]
    return found[1:]


def spent(processes: Callable[[], Iterable[int]], work: Callable[[], T]) -> tuple[T, float]:
    """Do ``work`` and return its result and the CPU ms that the processes spent meanwhile."""
    before = cpu_ms(processes())
    done = work()
    return done, cpu_ms(processes()) - before
