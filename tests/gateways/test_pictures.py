"""Pictures come out small, plain and without what the file carried; what is none is refused."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress

import pytest
from PIL import Image
from PIL.ExifTags import Base

from portal.domain.pictures import (
    LARGEST_STORED,
    LARGEST_UPLOAD,
    PictureIsNotOne,
    PictureIsTooLarge,
)
from portal.gateways.pictures import SIDES, Pictures

MAKER = Pictures()


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (600, 800), **saved: object) -> bytes:
    """Draw noise, the heaviest there is."""
    mode = "RGBA" if kind in ("PNG", "WEBP") else "RGB"
    picture = Image.effect_noise(size, 90).convert(mode)
    out = io.BytesIO()
    picture.save(out, kind, **saved)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("what", sorted(SIDES))
def test_a_picture_becomes_a_small_jpeg(kind: str, what: str) -> None:
    small = MAKER.small(a_picture(kind), what)
    assert len(small) <= LARGEST_STORED
    found = opened(small)
    assert found.format == "JPEG"
    assert found.width <= SIDES[what][0]
    assert found.height <= SIDES[what][1]
    assert found.mode == ("RGB" if what == "photo" else "L")


def test_place_and_camera_are_left_behind_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[Base.Orientation], exif[Base.Make] = 6, "Kamera"
    exif.get_ifd(0x8825)[2] = (21.0, 36.0, 0.0)
    small = MAKER.small(a_picture(size=(800, 400), exif=exif, comment=b"secret"), "photo")
    found = opened(small)
    assert not found.getexif()
    assert b"Kamera" not in small
    assert b"secret" not in small
    assert found.height > found.width


def test_the_same_picture_gives_the_same_bytes() -> None:
    content = a_picture()
    assert MAKER.small(content, "photo") == MAKER.small(content, "photo")


def test_a_clear_background_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(MAKER.small(out.getvalue(), "photo")).getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize("content", [
    b"", b"x", b"GIF89a" + b"\0" * 40, b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    b"\xff\xd8\xff\xe0" + b"\0" * 100, b"\x89PNG\r\n\x1a\n" + b"\0" * 50, a_picture()[:3_000],
    a_picture("PNG", (64, 64))[:-200], a_picture(size=(4, 4)),
])  # fmt: skip
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureIsNotOne):
        MAKER.small(content, "photo")


def a_bomb(side: int) -> bytes:
    """Make a PNG of few bytes that claims very many dots."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0" * 10))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [5_000, 12_000, 60_000])
def test_a_picture_that_claims_too_many_dots_is_never_unpacked(side: int) -> None:
    with pytest.raises(PictureIsTooLarge):
        MAKER.small(a_bomb(side), "photo")


def test_a_picture_in_waves_is_held_whole_and_may_have_fewer_dots() -> None:
    out = io.BytesIO()
    Image.new("L", (6_000, 5_100)).save(out, "JPEG", progressive=True)
    with pytest.raises(PictureIsTooLarge):
        MAKER.small(out.getvalue(), "photo")
    out = io.BytesIO()
    Image.new("L", (6_000, 5_100)).save(out, "JPEG")
    assert opened(MAKER.small(out.getvalue(), "photo")).size[0] <= 240


def test_a_picture_with_a_broken_note_of_its_camera_is_refused_or_taken() -> None:
    notes = Image.Exif()
    notes[0x0112], notes[0x011A], notes[0x829A] = 6, (72, 1), 0.5
    out = io.BytesIO()
    Image.open(io.BytesIO(a_picture(size=(60, 80)))).save(out, "JPEG", exif=notes)
    content = out.getvalue()
    begin, taken = content.index(b"Exif"), 0
    for place in range(begin, begin + 120):
        for sign in (0, 1, 5, 10, 12, 255):
            broken = content[:place] + bytes([sign]) + content[place + 1 :]
            with suppress(PictureIsNotOne):
                taken += MAKER.small(broken, "photo").startswith(b"\xff\xd8")
    assert taken


def test_a_file_that_is_too_heavy_is_not_even_looked_at() -> None:
    with pytest.raises(PictureIsTooLarge):
        MAKER.small(b"\0" * (LARGEST_UPLOAD + 1), "photo")
