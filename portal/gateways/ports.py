"""What the deeds need of the outside world, in our own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class WitnessLine(Protocol):
    """One line of the witness log."""

    @property
    def seal_no(self) -> int:
        """Number of the seal within its society."""

    @property
    def day_on(self) -> str:
        """The day it sealed."""

    @property
    def hash(self) -> str:
        """Hash of the seal in hexadecimal."""


class Sealer(Protocol):
    """Signs day heads and remembers them apart from the data (P7)."""

    key_id: str

    def sign(self, body: bytes) -> bytes:
        """Sign a day's head."""

    def has_signed(self, body: bytes, signature: bytes, key_id: str) -> bool:
        """Say whether a known key signed these bytes."""

    def witnessed(self, society_code: str) -> Sequence[WitnessLine]:
        """List what was witnessed of a society, in order."""

    def witness(
        self, society_code: str, seal_no: int, day_on: str, seal_hash: str, at: int
    ) -> None:
        """Remember a seal for ever, once."""
