"""Pictures made small and plain by Pillow: whatever comes in, a small JPEG goes out."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from portal.domain import papers
from portal.domain.papers import Area
from portal.domain.pictures import (
    LARGEST_STORED,
    LARGEST_UPLOAD,
    PictureIsNotOne,
    PictureIsTooLarge,
)

READ_FORMATS = ("JPEG", "PNG", "WEBP")
# A picture of few bytes can claim to have any number of dots. A JPEG is read smaller at once,
# unless it comes in waves ("progressive"): those are all held until the last one.
MOST_DOTS = {"JPEG": 120_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
MOST_DOTS_IN_WAVES = 30_000_000
SIDES = {"photo": (240, 320), "signature": (320, 160), "thumb": (240, 240)}
QUALITIES = (72, 60, 48, 36, 24, 12)
# The longer side of a paper, and how well it is kept: the first that is light enough is taken.
# 1600 on an A4 sheet are 137 dots an inch; letters of 8 points are still read well by then.
PAPER_STEPS = (
    (2000, 75), (2000, 60), (1800, 55), (1600, 55), (1600, 45), (1400, 40), (1200, 35), (1000, 25),
    (800, 15),
)  # fmt: skip
COLOUR_STEPS = 4  # so far down colour is kept; what needs more goes on in grey
LEAST_COLOUR = 2  # per cent of a paper that must be coloured, e.g. a photo or a stamp on it


class Pictures:
    """Reads pictures that people send and gives back small JPEGs with nothing hidden in them."""

    def small(self, content: bytes, kind: str, cover: Iterable[Area] = ()) -> bytes:
        """Return a picture as a JPEG: of a person 30 kB, of a paper 200 kB at most.

        A signature or thumb is grey; a paper only where its colour would cost its legibility. The
        areas of ``cover`` are black. Place, camera and whatever else a file carries are left
        behind. The same picture gives the same bytes. Raises PictureIsNotOne, PictureIsTooLarge
        and for a paper what ``look_at_beginning`` raises.
        """
        if kind == papers.KIND:
            papers.look_at_beginning(content)
        elif len(content) > LARGEST_UPLOAD:
            raise PictureIsTooLarge
        try:
            if kind == papers.KIND:
                found = _read(content, (PAPER_STEPS[0][0], PAPER_STEPS[0][0]))
                return _light_enough(_papers(found, list(cover)), papers.LARGEST_STORED)
            sides = SIDES[kind]
            found = _read(content, (sides[0] * 2, sides[1] * 2))
            return _light_enough(_of_person(found, kind), LARGEST_STORED)
        except Image.DecompressionBombError:
            raise PictureIsTooLarge from None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError,
                EOFError, IndexError, OverflowError, AttributeError, struct.error):  # fmt: skip
            raise PictureIsNotOne from None  # Pillow's readers of broken files raise all of these


def _read(content: bytes, sides: tuple[int, int]) -> Image.Image:
    """Read a picture upright and on white paper; a JPEG not much larger than ``sides``."""
    with Image.open(io.BytesIO(content), formats=READ_FORMATS) as found:
        width, height = found.size
        is_in_waves = "progressive" in found.info
        most = MOST_DOTS_IN_WAVES if is_in_waves else MOST_DOTS[found.format or "PNG"]
        if width * height > most:
            raise PictureIsTooLarge
        if min(width, height) < 8:
            raise PictureIsNotOne
        found.draft("RGB", _shape(found.size, sides))
        return _on_white(ImageOps.exif_transpose(found))


def _shape(size: tuple[int, int], sides: tuple[int, int]) -> tuple[int, int]:
    """Return the largest size of this picture's shape within the sides."""
    width, height = size
    if width * sides[1] < height * sides[0]:
        return max(1, width * sides[1] // height), sides[1]
    return sides[0], max(1, height * sides[0] // width)


def _on_white(found: Image.Image) -> Image.Image:
    """Put a picture with holes on white paper; a fresh image carries nothing of the old file."""
    paper = Image.new("RGB", found.size, "white")
    if found.mode in ("RGB", "L") and "transparency" not in found.info:
        paper.paste(found)
        return paper
    seen = found.convert("RGBA")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _of_person(found: Image.Image, kind: str) -> Iterator[tuple[Image.Image, int]]:
    """Yield a picture of a person, a signature or a thumb with what qualities to try."""
    found.thumbnail(SIDES[kind])
    if kind != "photo":
        found = ImageOps.autocontrast(found.convert("L"), cutoff=1)
    for quality in QUALITIES:
        yield found, quality


def _papers(found: Image.Image, cover: list[Area]) -> Iterator[tuple[Image.Image, int]]:
    """Yield a paper as it may be kept, the best first: in colour if it has some, then in grey."""
    found.thumbnail((PAPER_STEPS[0][0],) * 2)
    if _is_coloured(found):
        for side, quality in PAPER_STEPS[:COLOUR_STEPS]:
            yield _covered(found, cover, side), quality
    grey = ImageOps.autocontrast(found.convert("L"), cutoff=1)
    for side, quality in PAPER_STEPS:
        yield _covered(grey, cover, side), quality


def _covered(found: Image.Image, cover: list[Area], side: int) -> Image.Image:
    """Return a picture made smaller, with black where it is covered."""
    small = found.copy()
    small.thumbnail((side, side))
    width, height = small.size
    pen = ImageDraw.Draw(small)
    for left, top, right, bottom in cover:
        corner = (left * width // 1000, top * height // 1000)
        pen.rectangle((corner, (-(-right * width // 1000), -(-bottom * height // 1000))), fill=0)
    return small


def _is_coloured(found: Image.Image) -> bool:
    """Say whether enough of a paper is plainly coloured; paper under a lamp is not."""
    small = found.copy()
    small.thumbnail((160, 160))
    _hue, depth, light = small.convert("HSV").split()
    dots = zip(depth.tobytes(), light.tobytes(), strict=True)
    coloured = sum(one > 90 and bright > 60 for one, bright in dots)
    return coloured * 100 >= LEAST_COLOUR * small.width * small.height


def _light_enough(tries: Iterable[tuple[Image.Image, int]], most: int) -> bytes:
    """Return the first try that is light enough; raise PictureIsTooLarge."""
    for picture, quality in tries:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True, progressive=False)
        content = out.getvalue()
        if len(content) <= most:
            return content
    raise PictureIsTooLarge
