"""Which papers need a mask, what is covered, and what is known by its first bytes."""

from __future__ import annotations

import pytest

from portal.domain.papers import (
    COVERS,
    LARGEST_UPLOAD,
    OTHER,
    PaperIsHeic,
    PaperIsPdf,
    PaperIsProgram,
    PaperIsTooHeavy,
    areas_of,
    look_at_beginning,
    needs_mask,
)
from portal.storage.catalogue import catalogue


def test_every_paper_of_the_menu_that_says_aadhaar_needs_its_mask() -> None:
    """P12."""
    papers = {one for service in catalogue() for one in service.papers}
    assert {one for one in papers if "आधार" in one} == {one for one in papers if needs_mask(one)}
    assert needs_mask(OTHER)
    assert needs_mask("AADHAR card")


def test_covers_are_parts_of_the_picture() -> None:
    for left, top, right, bottom in COVERS.values():
        assert 0 <= left < right <= 1000
        assert 0 <= top < bottom <= 1000
    bands = [COVERS[one] for one in ("top", "upper", "middle", "lower", "bottom")]
    assert [one[3] for one in bands[:-1]] == [one[1] for one in bands[1:]]
    assert areas_of(["bottom", "top", "<script>"]) == [bands[0], bands[4]]
    assert areas_of(["x"]) == []


@pytest.mark.parametrize(("content", "refusal"), [
    (b"%PDF-1.4", PaperIsPdf), (b" " * 1000 + b"%PDF-1.4", PaperIsPdf), (b"MZ", PaperIsProgram),
    (b"\x7fELF", PaperIsProgram), (b"#!/bin/sh", PaperIsProgram),
    (b"\0\0\0\x1cftypmif1", PaperIsHeic), (b"\0" * (LARGEST_UPLOAD + 1), PaperIsTooHeavy),
])  # fmt: skip
def test_what_is_known_by_its_beginning_is_refused(
    content: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        look_at_beginning(content)


def test_anything_else_is_left_to_whoever_reads_pictures() -> None:
    for content in (b"", b"\xff\xd8\xff\xe0", b"\x89PNG", b"\0" * LARGEST_UPLOAD):
        assert look_at_beginning(content) is None
