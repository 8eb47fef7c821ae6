"""Pictures made small and plain by Pillow: whatever comes in, a small JPEG goes out."""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageOps, UnidentifiedImageError

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


class Pictures:
    """Reads pictures that people send and gives back small JPEGs with nothing hidden in them."""

    def small(self, content: bytes, kind: str) -> bytes:
        """Return a picture as a JPEG of at most 30 kB, a signature or thumb in grey.

        Place, camera and whatever else a file carries are left behind. The same picture gives the
        same bytes. Raises PictureIsNotOne and PictureIsTooLarge.
        """
        if len(content) > LARGEST_UPLOAD:
            raise PictureIsTooLarge
        try:
            plain = _plain(content, kind)
        except Image.DecompressionBombError:
            raise PictureIsTooLarge from None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError,
                EOFError, IndexError, OverflowError, AttributeError, struct.error):  # fmt: skip
            raise PictureIsNotOne from None  # Pillow's readers of broken files raise all of these
        return _encoded(plain)


def _plain(content: bytes, kind: str) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=READ_FORMATS) as found:
        width, height = found.size
        is_in_waves = "progressive" in found.info
        most = MOST_DOTS_IN_WAVES if is_in_waves else MOST_DOTS[found.format or "PNG"]
        if width * height > most:
            raise PictureIsTooLarge
        if min(width, height) < 8:
            raise PictureIsNotOne
        sides = SIDES[kind]
        found.draft("RGB", (sides[0] * 2, sides[1] * 2))
        turned = ImageOps.exif_transpose(found)
        small = _on_white(turned)
        small.thumbnail(sides)
        if kind == "photo":
            return small
        return ImageOps.autocontrast(small.convert("L"), cutoff=1)


def _on_white(found: Image.Image) -> Image.Image:
    """Put a picture with holes on white paper; a fresh image carries nothing of the old file."""
    seen = found.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _encoded(picture: Image.Image) -> bytes:
    content = b""
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True, progressive=False)
        content = out.getvalue()
        if len(content) <= LARGEST_STORED:
            return content
    raise PictureIsTooLarge
