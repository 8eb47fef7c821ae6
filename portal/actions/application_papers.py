"""Pictures of papers for an application: kept small, shown on demand, covered, taken out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from portal.actions.applications import application, note, number_of
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.looks import note_look
from portal.domain.applications import MISSING, THERE, Application
from portal.domain.papers import (
    KIND,
    MEDIA_TYPE,
    MOST_EVER,
    MOST_KEPT,
    OTHER,
    ApplicationKeepsNoPapers,
    MaskIsMissing,
    NothingIsCovered,
    Paper,
    PaperIsNotListed,
    PaperIsUnknown,
    PapersAreMany,
    PicturesWereMany,
    areas_of,
    needs_mask,
)
from portal.domain.people import Doer, Slip
from portal.gateways.ports import PictureMaker
from portal.storage import application_papers as stored
from portal.storage import daybook, members
from portal.storage.application_papers import NewPaper
from portal.storage.served import MEMBERS


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it was sent: of which paper, what to cover, and that the number is covered."""

    paper: str
    content: bytes
    covers: tuple[str, ...] = ()
    is_masked: bool = False


def kept(society_id: int, application_id: int) -> list[Paper]:
    """List the pictures that an application keeps."""
    return [one for one in stored.papers(society_id, application_id) if one.content_size]


def paper(society_id: int, application_id: int, paper_id: int) -> Paper:
    """Return what is known of a picture that is kept; raise PaperIsUnknown."""
    found = stored.paper(society_id, application_id, paper_id)
    if found is None or not found.content_size:
        raise PaperIsUnknown
    return found


def add_paper(
    doer: Doer, slip: Slip, society_id: int, application_id: int, picture: Picture,
    maker: PictureMaker,
) -> Done:  # fmt: skip
    """Keep a picture of a paper, made small; the paper counts as there from now on.

    What is covered is black before anything is stored. Raises PaperIsNotListed, MaskIsMissing,
    PictureIsNotOne, PictureIsTooLarge and those of ``look_at_beginning``, ApplicationIsUnknown,
    ApplicationKeepsNoPapers, PapersAreMany, PicturesWereMany.
    """
    before = application(society_id, application_id)
    if picture.paper not in (*before.papers, OTHER):
        raise PaperIsNotListed
    if needs_mask(picture.paper) and not picture.is_masked:
        raise MaskIsMissing
    small = maker.small(picture.content, KIND, areas_of(picture.covers))

    def deed() -> Done:
        daybook.lock_book(society_id)
        held = application(society_id, application_id)
        if not held.is_open:
            raise ApplicationKeepsNoPapers
        _require_room(society_id, application_id)
        paper_id = _store(doer, held, picture.paper, small, is_masked=picture.is_masked)
        papers = _marked(held, picture.paper, THERE)
        note(doer, held, "paper_added", picture.paper, papers=papers)
        return Done(f"{_home(application_id)}/{paper_id}")

    return exactly_once(doer, slip, deed)


def cover_more(
    doer: Doer, slip: Slip, society_id: int, application_id: int, paper_id: int,
    covers: Iterable[str], maker: PictureMaker,
) -> Done:  # fmt: skip
    """Keep a picture with more of it covered, in place of the one before, whose content goes.

    Raises NothingIsCovered, PaperIsUnknown, ApplicationIsUnknown, PicturesWereMany.
    """
    areas = areas_of(covers)
    if not areas:
        raise NothingIsCovered
    content = stored.content(society_id, application_id, paper_id)  # gone where this is a repeat
    small = maker.small(content, KIND, areas) if content is not None else b""

    def deed() -> Done:
        daybook.lock_book(society_id)
        held = application(society_id, application_id)
        old = paper(society_id, application_id, paper_id)
        if len(stored.papers(society_id, application_id)) >= MOST_EVER:
            raise PicturesWereMany
        new_id = _store(doer, held, old.paper, small, is_masked=bool(old.is_masked))
        stored.remove_content(society_id, paper_id)
        note(doer, held, "paper_covered", old.paper)
        return Done(f"{_home(application_id)}/{new_id}")

    return exactly_once(doer, slip, deed)


def take_out(
    doer: Doer, slip: Slip, society_id: int, application_id: int, paper_id: int
) -> Done:  # fmt: skip
    """Remove a picture's content for good; that it was there stays in the history, with its hash.

    Where it was the last of its paper, a draft counts the paper as missing again. Raises
    PaperIsUnknown, ApplicationIsUnknown.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        held = application(society_id, application_id)
        gone = paper(society_id, application_id, paper_id)
        stored.remove_content(society_id, paper_id)
        left = {one.paper for one in kept(society_id, application_id)}
        is_missed = held.is_draft and gone.paper not in left
        papers = _marked(held, gone.paper, MISSING) if is_missed else held.papers
        note(doer, held, "paper_removed", gone.paper, papers=papers)
        return Done(_home(application_id))

    return exactly_once(doer, slip, deed)


def seen_paper(doer: Doer, society_id: int, application_id: int, paper_id: int) -> bytes:
    """Return a picture's content for somebody to look at, once the look is noted (P9).

    Raises ApplicationIsUnknown, PaperIsUnknown, and StoreIsBusy or StoreIsMissing where the look
    can't be noted.
    """
    one = application(society_id, application_id)
    found = stored.content(society_id, application_id, paper_id)
    if found is None:
        raise PaperIsUnknown
    note_look(doer, society_id, [_subject(one)], "paper")
    return found


def _marked(held: Application, name: str, mark: str) -> dict[str, str]:
    """Return the list of papers with one of them marked; what isn't on it isn't put there."""
    return {one: mark if one == name else before for one, before in held.papers.items()}


def _subject(one: Application) -> str:
    """Name whose paper it is: a member's printed number, else the application's."""
    if one.register == MEMBERS and one.record_id is not None:
        member = members.member(one.society_id, one.record_id)
        if member is not None and member.member_no:
            return str(member.member_no)
    return number_of(one)


def _require_room(society_id: int, application_id: int) -> None:
    found = stored.papers(society_id, application_id)
    if len(found) >= MOST_EVER:
        raise PicturesWereMany
    if sum(bool(one.content_size) for one in found) >= MOST_KEPT:
        raise PapersAreMany(most=MOST_KEPT)


def _store(doer: Doer, held: Application, name: str, small: bytes, *, is_masked: bool) -> int:
    paper_id = stored.next_id(held.society_id)
    stored.insert(held.society_id, NewPaper(
        paper_id, held.id, name, MEDIA_TYPE, small, hashlib.sha256(small).digest(),
        int(is_masked), doer.at, doer.person_id,
    ))  # fmt: skip
    return paper_id


def _home(application_id: int) -> str:
    return f"/applications/{application_id}/papers"
