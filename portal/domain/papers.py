"""Pictures of papers for an application: what is taken, what is covered, and why one is refused.

An Aadhaar card is kept only with the first eight digits of its number covered (UIDAI's masked
copy); what is covered here is black before anything is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.domain.pictures import PictureIsNotOne, PictureIsTooLarge
from portal.domain.refusals import N_, Refusal

KIND = "paper"
MEDIA_TYPE = "image/jpeg"
LARGEST_UPLOAD = 12 * 1024 * 1024  # the photo of a phone with many dots
LARGEST_STORED = 200 * 1024
MOST_KEPT = 24
"""So many pictures an application keeps at once: twelve papers with two sides."""
MOST_EVER = 60
"""So many may be added in its life, those that were taken out again included."""

OTHER = "अन्य कागज"
"""A paper that isn't on the list of the application; its name is data, as the list's are."""

Area = tuple[int, int, int, int]
#: Parts of a picture to cover, in thousandths of its width and height: left, top, right, bottom.
COVERS: Mapping[str, Area] = {
    "top": (0, 0, 1000, 200), "upper": (0, 200, 1000, 400), "middle": (0, 400, 1000, 600),
    "lower": (0, 600, 1000, 800), "bottom": (0, 800, 1000, 1000),
    "left": (0, 0, 340, 1000), "centre": (330, 0, 670, 1000), "right": (660, 0, 1000, 1000),
}  # fmt: skip


class PaperIsPdf(PictureIsNotOne):
    """A PDF can carry a program; a photo of the paper carries nothing."""

    message = N_("This is a PDF, and a PDF is not kept. Photograph the paper, or the screen.")


class PaperIsHeic(PictureIsNotOne):
    """Some phones save photos in a form that others can't read."""

    message = N_(
        "This phone saves photos as HEIC. Choose JPEG (“most compatible”) in the settings of its "
        "camera and take the photo again."
    )


class PaperIsProgram(PictureIsNotOne):
    """A program that bears the name of a picture."""

    message = N_("This is a program, not a picture. It was not kept. Do not open it.")


class PaperIsTooHeavy(PictureIsTooLarge):
    """More bytes than any photo of a paper needs."""

    message = N_("This file is larger than 12 MB. Take the photo again smaller.")


class PaperIsNotListed(Refusal):
    """Pictures are kept of papers that stand on the application's list."""

    message = N_("This paper is not on the list of the application.")
    status = 422
    field = "paper"


class MaskIsMissing(Refusal):
    """Nobody said that the first eight digits of the Aadhaar number are covered."""

    message = N_(
        "A copy with an Aadhaar number is kept only with its first 8 digits covered. Cover them, "
        "on the paper or below, and say so here."
    )
    status = 422
    field = "is_masked"


class PapersAreMany(Refusal):
    """An application keeps so many pictures and no more."""

    message = N_("%(most)s pictures are kept already. Take one out first.")
    status = 422
    field = "picture"


class PicturesWereMany(Refusal):
    """Pictures were added and taken out too often."""

    message = N_("Too many pictures were added to this application. No more can be added.")


class PaperIsUnknown(Refusal):
    """There is no such picture, or it was taken out."""

    message = N_("There is no such picture of a paper, or it was taken out.")
    status = 404


class NothingIsCovered(Refusal):
    """To cover more, a part must be chosen."""

    message = N_("Choose what is to be covered.")
    status = 422
    field = "cover"


class ApplicationKeepsNoPapers(Refusal):
    """An application that has ended takes no more pictures; what it has can be taken out."""

    message = N_("This application has ended, so no picture is added to it.")


@dataclass(frozen=True, slots=True)
class Paper:
    """A picture that was kept; ``content_size`` is 0 once it was taken out."""

    id: int
    application_id: int
    paper: str
    sha256: bytes
    is_masked: int
    added_at: int
    added_by: int
    content_size: int


def needs_mask(paper: str) -> bool:
    """Say whether a paper may bear an Aadhaar number; of one that has no name nobody knows."""
    name = paper.casefold()
    return paper == OTHER or any(one in name for one in ("आधार", "aadhaar", "aadhar"))


def areas_of(covers: Iterable[str]) -> list[Area]:
    """Return the parts of a picture to cover, in thousandths; strange names are left out."""
    chosen = set(covers)
    return [area for name, area in COVERS.items() if name in chosen]


def look_at_beginning(content: bytes) -> None:
    """Refuse by its first bytes what is often sent instead of a picture, with what to do.

    Raises PaperIsPdf, PaperIsHeic, PaperIsProgram, PaperIsTooHeavy.
    """
    if len(content) > LARGEST_UPLOAD:
        raise PaperIsTooHeavy
    head = content[:1024]
    if b"%PDF-" in head:
        raise PaperIsPdf
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"):
        raise PaperIsHeic
    if head.startswith((b"MZ", b"\x7fELF", b"#!")):
        raise PaperIsProgram
