"""Pictures of papers: 200 kB at most, still legible, covered where asked, and nothing else in."""

from __future__ import annotations

import io
import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont

from portal.domain.papers import (
    COVERS,
    KIND,
    LARGEST_STORED,
    LARGEST_UPLOAD,
    PaperIsHeic,
    PaperIsPdf,
    PaperIsProgram,
    PaperIsTooHeavy,
    areas_of,
    needs_mask,
)
from portal.domain.pictures import PictureIsNotOne, PictureIsTooLarge
from portal.gateways.pictures import PAPER_STEPS, Pictures
from tests.gateways.test_pictures import a_bomb, a_picture, opened

MAKER = Pictures()
A4 = (2480, 3508)  # at 300 dots an inch
EIGHT_POINTS = 33  # of these dots
CELL = (30, 56)


def kept(content: bytes, *covers: str) -> Image.Image:
    small = MAKER.small(content, KIND, areas_of(covers))
    assert len(small) <= LARGEST_STORED
    return opened(small)


def saved(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **({"quality": 92} if kind == "JPEG" else {}), **options)
    return out.getvalue()


def a_sheet(noise: int) -> tuple[Image.Image, list[tuple[int, int, str]]]:
    """Print a sheet full of digits of eight points, as a phone sees it in uneven light."""
    source, font = random.Random(1), ImageFont.load_default(EIGHT_POINTS)
    sheet, written = Image.new("L", A4, 235), []
    pen = ImageDraw.Draw(sheet)
    for top in range(150, A4[1] - 150, CELL[1]):
        for left in range(150, A4[0] - 150, CELL[0] * 2):
            digit = source.choice("0123456789")
            pen.text((left, top), digit, 30, font)
            written.append((left, top, digit))
    light = Image.linear_gradient("L").resize(A4).point(lambda one: 155 + one * 100 // 255)
    grain = Image.effect_noise(A4, noise)
    return ImageChops.add(ImageChops.multiply(sheet, light), grain, 1, -128), written


def read_back(found: Image.Image, written: list[tuple[int, int, str]]) -> int:
    """Count the digits that are still nearest to themselves, of all ten, per thousand."""
    font = ImageFont.load_default(EIGHT_POINTS)
    known = {}
    for digit in "0123456789":
        cell = Image.new("L", CELL, 235)
        ImageDraw.Draw(cell).text((0, 0), digit, 30, font)
        known[digit] = cell
    seen = found.convert("L").resize(A4, Image.Resampling.BICUBIC)
    sample = written[:: max(1, len(written) // 400)]
    right = 0
    for left, top, digit in sample:
        cell = seen.crop((left, top, left + CELL[0], top + CELL[1]))
        right += digit == min(known, key=lambda one: _distance(cell, known[one]))
    return right * 1000 // len(sample)


def _distance(one: Image.Image, other: Image.Image) -> int:
    low, high = one.getextrema()
    stretch = one.point(lambda dot: (dot - low) * 205 // max(1, high - low) + 30)
    return sum(ImageChops.difference(stretch, other).tobytes())


@pytest.mark.parametrize(("noise", "side"), [(2, 1800), (8, 1600), (16, 1400)])
def test_small_print_on_a_full_sheet_is_still_read(noise: int, side: int) -> None:
    sheet, written = a_sheet(noise)
    found = kept(saved(sheet))
    assert max(found.size) >= side
    assert read_back(found, written) >= 995


def test_a_paper_keeps_its_colour_only_where_it_has_some() -> None:
    sheet, _written = a_sheet(4)
    assert kept(saved(sheet.convert("RGB"))).mode == "L"
    card = Image.new("RGB", (1600, 1000), (250, 250, 245))
    ImageDraw.Draw(card).ellipse((1100, 600, 1400, 900), (190, 30, 60))
    assert kept(saved(card)).mode == "RGB"


def test_the_hardest_picture_is_light_enough_and_grey() -> None:
    found = kept(a_picture(size=(3000, 4000), quality=95))
    assert found.format == "JPEG"
    noise = Image.merge("RGB", [Image.effect_noise((2400, 1800), 120) for _ in range(3)])
    assert kept(saved(noise)).mode == "L"


@pytest.mark.parametrize("name", sorted(COVERS))
def test_what_is_covered_is_black_whichever_way_the_phone_was_held(name: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the phone was held upright, its picture lies on the side
    found = kept(saved(Image.new("RGB", (1500, 1000), "white"), exif=exif), name).convert("L")
    assert found.size == (1000, 1500)
    left, top, right, bottom = COVERS[name]
    inside = found.crop((left + 10, top * 3 // 2 + 10, right - 10, bottom * 3 // 2 - 10))
    assert max(inside.tobytes()) < 16
    assert max(found.tobytes()) > 240


def test_nothing_of_a_covered_number_is_left_at_the_edge() -> None:
    card = Image.new("L", (1400, 900), 255)
    pen = ImageDraw.Draw(card)
    pen.text((300, 780), "2345 6789", 0, ImageFont.load_default(60))
    bare = kept(saved(Image.new("L", (1400, 900), 255)), "bottom")
    assert kept(saved(card), "bottom").tobytes() == bare.tobytes()


def test_where_it_was_taken_and_with_what_is_left_behind() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Kamera"
    content = saved(Image.new("RGB", (900, 900), "white"), exif=exif, comment=b"secret")
    small = MAKER.small(content, KIND)
    assert b"Kamera" not in small
    assert b"secret" not in small
    assert MAKER.small(content, KIND) == small


PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"


@pytest.mark.parametrize(("content", "refusal"), [
    (PDF, PaperIsPdf), (b"\xef\xbb\xbf\n" + PDF, PaperIsPdf),
    (b"MZ\x90\x00" + b"\0" * 400, PaperIsProgram), (b"\x7fELF" + b"\0" * 99, PaperIsProgram),
    (b"\0\0\0\x18ftypheic" + b"\0" * 99, PaperIsHeic),
    (b"\xff\xd8\xff" + b"\0" * LARGEST_UPLOAD, PaperIsTooHeavy),
    (b"", PictureIsNotOne), (b"<html><script>", PictureIsNotOne),
    (b"GIF89a" + b"\0" * 99, PictureIsNotOne),
    (a_picture()[:3000], PictureIsNotOne), (a_picture(size=(5, 400)), PictureIsNotOne),
    (a_bomb(5_000), PictureIsTooLarge), (a_bomb(60_000), PictureIsTooLarge),
])  # fmt: skip
def test_what_is_no_picture_of_a_paper_is_refused_by_its_name(
    content: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal) as raised:
        MAKER.small(content, KIND)
    assert type(raised.value) is refusal


def test_a_picture_with_a_program_behind_it_loses_the_program() -> None:
    """A file that is a JPEG first and an archive or page after it."""
    content = a_picture(size=(300, 300)) + b"MZ\x90" + PDF[5:] + b"<script>alert(1)</script>"
    small = MAKER.small(content, KIND)
    assert b"script" not in small
    assert b"MZ\x90" not in small


WHOLE = {kind: a_picture(kind, (90, 120)) for kind in ("JPEG", "PNG", "WEBP")}


@settings(max_examples=150)
@given(
    st.sampled_from(sorted(WHOLE)), st.integers(0, 10**6),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=12),
)  # fmt: skip
def test_a_broken_picture_is_refused_or_becomes_a_plain_one(
    kind: str, end: int, changes: list[tuple[int, int]]
) -> None:
    content = bytearray(WHOLE[kind])
    for place, sign in changes:
        content[place % len(content)] = sign
    broken = bytes(content[: max(1, end % (len(content) * 2))])
    with suppress(PictureIsNotOne, PictureIsTooLarge):
        small = MAKER.small(broken, KIND)
        assert opened(small).format == "JPEG"
        assert len(small) <= LARGEST_STORED


@given(st.binary(max_size=300))
def test_any_bytes_are_a_picture_or_refused(content: bytes) -> None:
    with suppress(PictureIsNotOne, PictureIsTooLarge):
        assert MAKER.small(content, KIND)


def test_the_steps_go_down() -> None:
    assert list(PAPER_STEPS) == sorted(PAPER_STEPS, reverse=True)


@pytest.mark.parametrize(("paper", "needs"), [
    ("आधार कार्ड", True), ("माता-पिता का आधार", True), ("Aadhaar card", True), ("राशन कार्ड", False),
])  # fmt: skip
def test_a_paper_that_may_bear_an_aadhaar_number_needs_its_mask(paper: str, needs: bool) -> None:
    """P12."""
    assert needs_mask(paper) is needs
