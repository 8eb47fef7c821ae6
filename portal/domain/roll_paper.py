"""A roll of paper: how wide words are on it, where lines break, and how long the slip gets.

A browser wants the height of a page before it prints. So lines are broken here, not there, and
each has its own height: what is printed is as long as was reckoned. Lengths are CSS pixels, of
which a millimetre has 96/25.4.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

LONGEST_MM = 1_200
ROOM_MM = 4
"""What is left free below the last line, for a font that is a little larger."""

# Widths in hundredths of the size of letters, of the bold and therefore wider signs of
# Noto Sans Devanagari; a sign that is not here is as wide as the widest.
_WIDTHS = {
    28: " \N{NO-BREAK SPACE},.:;ःऻािीॉॊोौ|ijlI'’‘",
    38: "-()[]!ॱ/ftr",
    45: "{}रऱ॰_\\।",
    60: '0123456789+<=>?^~"–“”₹·टदहऽ०१२३४५६७८९इईabcdeghknopqsuvxyzJ',
    66: "उऍऎएऐगठडढतनऩपबवषग़ड़ढ़घमयय़ABCEFKLPRSTVXYZ#$&*`ङ…",
    80: "चथधऌछभलशसकजझणफळक़ज़फ़DGHNOQUwख",
    95: "अऊञmMW%@ऋॠॐ—",
    115: "आऑऒओऔॴॵ",
}
_WIDTH = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_WIDEST = 115


@dataclass(frozen=True, slots=True)
class Part:
    """Words of ours (``text``), then what is said of this very case (``value``)."""

    text: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Something on the slip: words that go on in the line, or an amount at the right of them."""

    kind: str
    parts: tuple[Part, ...] = ()
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How high the letters and lines of a kind of row are, and what is free around them."""

    letters: int
    line: int
    around: int = 0
    inset: int = 0


def width_of(text: str, letters: int) -> int:
    """Say how wide a text is at most, signs of this height."""
    signs = unicodedata.normalize("NFC", text)
    hundredths = sum(
        0 if unicodedata.category(one) == "Mn" else _WIDTH.get(one, _WIDEST) for one in signs
    )
    return -(-hundredths * letters // 100)


def packed(rows: Sequence[Row], kinds: dict[str, Kind], wide: int) -> list[Row]:
    """Put short facts (rows of the kind ``f``) beside each other as long as they fit a line."""
    found: list[Row] = []
    for row in rows:
        last = found[-1] if found else None
        if last is None or row.kind != "f" or last.kind != "f":
            found.append(row)
            continue
        joined = replace(last, parts=(*last.parts, *_after_dot(row.parts)))
        fits = width_of(_text(joined), kinds["f"].letters) <= wide
        found[-1:] = [joined] if fits else [last, row]
    return found


def broken(row: Row, kinds: dict[str, Kind], wide: int) -> tuple[Row, int]:
    """Break a row into lines for a width and return it with the number of its lines.

    A break is a line feed where a space was, or within a word that is longer than a line.
    """
    kind = kinds[row.kind]
    room = wide - 2 * kind.inset
    if row.amount:
        room -= width_of(f"{row.amount} ", kind.letters)
    writer = _Writer(kind.letters, room)
    parts = tuple(Part(writer.write(one.text), writer.write(one.value)) for one in row.parts)
    return replace(row, parts=parts), writer.lines


def length_mm(rows: Iterable[tuple[Row, int]], kinds: dict[str, Kind], more: int) -> int:
    """Say how long the paper must be for broken rows and ``more`` pixels beside them.

    A roll has an end too: what doesn't fit into LONGEST_MM goes on after it.
    """
    high = sum(lines * kinds[row.kind].line + kinds[row.kind].around for row, lines in rows)
    return min(LONGEST_MM, -(-(high + more) * 254 // 960) + ROOM_MM)


def _after_dot(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return (replace(parts[0], text=" · " + parts[0].text), *parts[1:])


def _text(row: Row) -> str:
    return "".join(one.text + one.value for one in row.parts)


class _Writer:
    """Writes words one after the other and begins a new line before the one that is too long."""

    def __init__(self, letters: int, room: int) -> None:
        self._letters = letters
        self._room = room
        self._at = 0
        self._space = ""
        self.lines = 1

    def write(self, text: str) -> str:
        out: list[str] = []
        for number, word in enumerate(text.split(" ")):
            if number:
                self._space = " "
            if word:
                out.append(self._word(word))
        return "".join(out) + self._closing(text)

    def _closing(self, text: str) -> str:
        """Keep the space at the end of a text, unless the line ends there anyway."""
        if not text.endswith(" ") or not self._space:
            return ""
        self._at += width_of(" ", self._letters)
        self._space = ""
        return " "

    def _word(self, word: str) -> str:
        space, self._space = self._space, ""
        wide = width_of(word, self._letters)
        gap = width_of(space, self._letters)
        if self._at + gap + wide <= self._room:
            self._at += gap + wide
            return space + word
        begin = self._new_line() if self._at else ""
        return begin + (self._hacked(word) if wide > self._room else self._kept(word, wide))

    def _kept(self, word: str, wide: int) -> str:
        self._at = wide
        return word

    def _hacked(self, word: str) -> str:
        out = ""
        for sign in word:
            wide = width_of(sign, self._letters)
            may_begin = not unicodedata.category(sign).startswith("M")
            if may_begin and self._at and self._at + wide > self._room:
                out += self._new_line()
            out += sign
            self._at += wide
        return out

    def _new_line(self) -> str:
        self.lines += 1
        self._at = 0
        return "\n"
