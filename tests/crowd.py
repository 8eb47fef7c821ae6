"""Many people at once: threads that start together, each with its own connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from portal.storage import engine

T = TypeVar("T")


def at_once(deeds: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Do all deeds at the same moment and return what each gave or raised, in order."""
    start = Barrier(len(deeds))

    def one(deed: Callable[[], T]) -> T | Exception:
        try:
            start.wait(20)
            return deed()
        except Exception as fault:
            return fault
        finally:
            engine.disconnect()

    with ThreadPoolExecutor(len(deeds)) as crowd:
        return list(crowd.map(one, deeds))
