"""The portal on a clock that a measurement moves: this machine's, ahead by what a file says."""

from __future__ import annotations

import os
import time
from pathlib import Path

from portal import create_app, worker
from portal.clock import SetClock


class AheadClock(SetClock):
    """This machine's clock, ahead by the milliseconds in a file; every process reads the same."""

    def __init__(self, file: Path) -> None:
        self._file = file
        if not file.exists():
            file.write_text("0")

    @property
    def at_ms(self) -> int:  # type: ignore[override]
        """This instant."""
        return time.time_ns() // 1_000_000 + int(self._file.read_text())

    @at_ms.setter
    def at_ms(self, at_ms: int) -> None:
        new = self._file.with_suffix(".new")
        new.write_text(str(at_ms - time.time_ns() // 1_000_000))
        new.replace(self._file)


if "ROKAD_BENCH_CLOCK" in os.environ:
    app = create_app(clock=AheadClock(Path(os.environ["ROKAD_BENCH_CLOCK"])))

if __name__ == "__main__":
    worker.BEAT_S = 0.02  # two days are to pass in a minute
    worker.run_duties(app.extensions["rokad"], is_once=False)
