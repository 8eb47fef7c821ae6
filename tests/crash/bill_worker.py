"""A worker that follows orders, as a process that can be killed: store, address and clock file."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from portal.actions.bill_settling import Line, follow_orders
from portal.clock import SetClock
from portal.gateways.bharat_connect import BharatConnect
from portal.storage import engine
from tests.sandboxes.running import unit_at


class FileClock(SetClock):
    """One clock for several processes: whoever holds the file moves it for all."""

    def __init__(self, file: Path, at_ms: int | None = None) -> None:
        self._file = file
        if at_ms is not None:
            self.at_ms = at_ms

    @property
    def at_ms(self) -> int:  # type: ignore[override]
        """The instant that the file says; it is written in one step."""
        return int(self._file.read_text())

    @at_ms.setter
    def at_ms(self, at_ms: int) -> None:
        new = self._file.with_suffix(".new")
        new.write_text(str(at_ms))
        new.replace(self._file)


def main(url: str, address: str, clock_file: str) -> None:
    """Follow orders until killed."""
    engine.connect(url, Path(clock_file).parent)
    clock = FileClock(Path(clock_file))
    line = Line(BharatConnect(unit_at(address)), clock.now_ms)
    while True:
        if not follow_orders(line):
            time.sleep(0.02)


if __name__ == "__main__":
    main(*sys.argv[1:])
