"""The sandbox's memory: a line of JSON for each thing that happened, on disk before it counts.

A line that a power cut tore is dropped at the next start; nobody was told of it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class JournalIsInUse(RuntimeError):
    """Another sandbox works on this file."""


class Journal:
    """A file that only grows."""

    def __init__(self, path: Path) -> None:
        """Open or begin the file for this process alone; raise JournalIsInUse."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b", buffering=0)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise JournalIsInUse(str(path)) from None

    def events(self) -> Iterator[dict[str, Any]]:
        """Read all that happened, in order, and cut off what a broken line left behind."""
        self._file.seek(0)
        good = 0
        for line in self._file.read().splitlines(keepends=True):
            if not line.endswith(b"\n"):
                break
            try:
                event = json.loads(line)
            except ValueError:
                break
            good += len(line)
            yield event
        self._file.truncate(good)

    def append(self, *events: dict[str, Any]) -> None:
        """Write events; when this returns, they outlive a power cut."""
        for one in events:
            line = json.dumps(one, ensure_ascii=True, separators=(",", ":"))
            self._file.write(line.encode("ascii") + b"\n")
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
