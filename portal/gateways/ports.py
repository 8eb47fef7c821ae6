"""What the deeds need of the outside world, in our own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from portal.domain.register_file import Checked
from portal.domain.sheet import Sheet


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


class PictureMaker(Protocol):
    """Makes a small, plain picture out of whatever a camera or scanner gives."""

    def small(self, content: bytes, kind: str) -> bytes:
        """Return a JPEG of at most 30 kB; raise PictureIsNotOne, PictureIsTooLarge."""


class SheetBook(Protocol):
    """Reads the tables people keep in spreadsheets, and writes them back with what was found."""

    def read(self, content: bytes, kind: str) -> Sheet:
        """Read a file of a kind of register; raise a FileIsRefused where it is no such table."""

    def report(
        self, sheet: Sheet, checked: Checked, translate: Callable[[str], str], in_hindi: bool
    ) -> bytes:
        """Write what a check found as XLSX, each finding marked at its cell."""

    def template(
        self, kind: str, ending: str, translate: Callable[[str], str], in_hindi: bool
    ) -> bytes:
        """Write an empty file with the headings of a kind, as ``csv`` or ``xlsx``."""
