"""Pictures of an application's papers: limits, endings, and what stays of one that is taken out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from portal.actions import application_papers as deeds
from portal.actions.application_papers import Picture
from portal.actions.come_back import Wanted, ask_back
from portal.domain.applications import ApplicationIsUnknown
from portal.domain.papers import (
    MOST_EVER,
    OTHER,
    MaskIsMissing,
    NothingIsCovered,
    PaperIsNotListed,
    PaperIsUnknown,
    PicturesWereMany,
)
from portal.domain.text import AadhaarIsNotStored
from portal.gateways.pictures import Pictures
from portal.storage import application_papers as stored
from portal.storage import looks
from portal.storage.engine import rows, run, write_transaction
from portal.storage.served import MEMBERS, Whom
from tests.conftest import IS_POSTGRES
from tests.gateways.test_pictures import a_picture
from tests.members_world import a_member
from tests.services_world import begins, found, moves
from tests.world import World

MAKER = Pictures()
PHOTO, CARD = "पासपोर्ट साइज फोटो", "आधार कार्ड"
CONTENT = a_picture(size=(240, 320))


def adds(world: World, paper: str = PHOTO, *, is_masked: bool = False) -> int:
    picture = Picture(paper, CONTENT, (), is_masked)
    done = deeds.add_paper(world.doer(), world.slip(), world.society_id, 1, picture, MAKER)
    return int(done.location.rsplit("/", 1)[1])


def covers(world: World, paper_id: int, *bands: str) -> int:
    done = deeds.cover_more(world.doer(), world.slip(), world.society_id, 1, paper_id, bands, MAKER)
    return int(done.location.rsplit("/", 1)[1])


def takes_out(world: World, paper_id: int) -> None:
    deeds.take_out(world.doer(), world.slip(), world.society_id, 1, paper_id)


@pytest.fixture
def asked(open_world: World) -> World:
    """One application without its papers."""
    begins(open_world, papers=[])
    return open_world


def test_what_is_kept_has_the_hash_of_its_content(asked: World) -> None:
    paper_id = adds(asked)
    one = deeds.paper(asked.society_id, 1, paper_id)
    content = deeds.seen_paper(asked.doer(), asked.society_id, 1, paper_id)
    assert one.sha256 == hashlib.sha256(content).digest()
    assert one.content_size == len(content)


def test_a_paper_is_missing_again_only_when_its_last_picture_goes(asked: World) -> None:
    first, second = adds(asked), adds(asked)
    takes_out(asked, first)
    assert found(asked, 1).papers[PHOTO] == "yes"
    takes_out(asked, second)
    assert found(asked, 1).papers[PHOTO] == "no"
    with pytest.raises(PaperIsUnknown):
        takes_out(asked, second)
    assert [one.content_size for one in stored.papers(asked.society_id, 1)] == [0, 0]


def test_what_has_left_the_counter_keeps_its_ticks(asked: World) -> None:
    paper_id = adds(asked)
    moves(asked, 1, "submitted", department_no="MP/2026/77", is_sure=True)
    takes_out(asked, paper_id)
    assert found(asked, 1).papers[PHOTO] == "yes"
    assert deeds.kept(asked.society_id, 1) == []


def test_a_paper_without_a_name_is_kept_masked_and_ticks_nothing(asked: World) -> None:
    """P12."""
    before = found(asked, 1).papers
    with pytest.raises(MaskIsMissing):
        adds(asked, OTHER)
    with pytest.raises(PaperIsNotListed):
        adds(asked, "पासपोर्ट")
    adds(asked, OTHER, is_masked=True)
    assert found(asked, 1).papers == before


def test_covering_more_replaces_the_picture(asked: World) -> None:
    old = adds(asked, CARD, is_masked=True)
    with pytest.raises(NothingIsCovered):
        covers(asked, old, "nothing")
    new = covers(asked, old, "top", "left")
    assert [one.id for one in deeds.kept(asked.society_id, 1)] == [new]
    assert deeds.kept(asked.society_id, 1)[0].is_masked == 1
    with pytest.raises(PaperIsUnknown):
        covers(asked, old, "top")
    with pytest.raises(PaperIsUnknown):
        deeds.seen_paper(asked.doer(), asked.society_id, 1, old)


@pytest.mark.skipif(IS_POSTGRES, reason="its files are cleared by its own vacuum")
def test_nothing_of_what_was_taken_out_is_left_in_the_file(asked: World, database_url: str) -> None:
    """P12: a card that was not covered well must not be found in the free part of the file."""
    paper_id = adds(asked)
    content = deeds.seen_paper(asked.doer(), asked.society_id, 1, paper_id)
    parts = [content[at : at + 48] for at in range(0, len(content) - 48, 200)]
    file = Path(database_url.removeprefix("sqlite:///"))

    def left() -> int:
        rows("PRAGMA wal_checkpoint(TRUNCATE)")
        whole = file.read_bytes()
        return sum(part in whole for part in parts)

    assert left() > len(parts) // 2
    takes_out(asked, paper_id)
    assert left() == 0


def test_pictures_come_and_go_only_so_often(asked: World) -> None:
    paper_id = adds(asked)
    write_transaction(lambda: [
        stored.insert(asked.society_id, stored.NewPaper(
            number, 1, PHOTO, "image/jpeg", b"x", b"h", 0, 0, 1
        )) for number in range(100, 99 + MOST_EVER)
    ])  # fmt: skip
    write_transaction(lambda: run("UPDATE application_paper SET content = NULL WHERE id >= 100"))
    with pytest.raises(PicturesWereMany):
        adds(asked)
    with pytest.raises(PicturesWereMany):
        covers(asked, paper_id, "top")
    assert [one.id for one in deeds.kept(asked.society_id, 1)] == [paper_id]


def test_a_look_at_an_applicants_paper_names_the_application(open_world: World) -> None:
    """P9: an applicant has no printed number yet."""
    member = a_member(open_world, member_no=None, status="applicant")
    begins(open_world, whom=Whom(MEMBERS, member.id), papers=[])
    deeds.seen_paper(open_world.doer(), open_world.society_id, 1, adds(open_world))
    assert looks.of_society(1, "", 2**53, 1)[0].subject.startswith("KHR001A000001")


def test_a_slip_is_for_an_application_one_has_and_holds_no_aadhaar(asked: World) -> None:
    """P9, P12."""
    with pytest.raises(ApplicationIsUnknown):
        ask_back(asked.doer(), asked.slip(), asked.society_id,
                 Wanted("cert-019", [PHOTO], application_id=9))  # fmt: skip
    for field in ("name", "said"):
        with pytest.raises(AadhaarIsNotStored) as raised:
            ask_back(asked.doer(), asked.slip(), asked.society_id,
                     Wanted("cert-019", [PHOTO], **{field: "2345 6789 0124"}))  # fmt: skip
        assert raised.value.field == field
