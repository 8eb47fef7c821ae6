"""Pictures of papers on screen: kept small, masked, shown on demand, refused with a reason."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from portal.domain.papers import LARGEST_STORED, MOST_KEPT, OTHER
from portal.storage import application_papers as stored
from portal.storage import applications, engine, looks
from portal.storage.served import MEMBERS, Whom
from tests.browser_client import Browser, Page
from tests.gateways.test_paper_pictures import PDF, a_bomb
from tests.gateways.test_pictures import a_picture
from tests.lost_looks import looks_can_not_be_written
from tests.members_world import a_member
from tests.services_world import begins, found, moves
from tests.world import World

Browsers = Callable[..., Browser]
AADHAAR, PHOTO = "आधार कार्ड", "पासपोर्ट साइज फोटो"


def path_of(application_id: int = 1) -> str:
    return f"/applications/{application_id}/papers"


def adds(
    browser: Browser, content: bytes = b"", paper: str = PHOTO, covers: tuple[str, ...] = (),
    *, masked: bool = False, token: str = "", application_id: int = 1,
) -> Page:  # fmt: skip
    path = path_of(application_id)
    token = token or browser.get(path).form(path).token
    data = {
        "form_token": token, "paper": paper, "cover": list(covers),
        "picture": (io.BytesIO(content or a_picture(size=(300, 400))), "kagaz.jpg"),
    } | ({"is_masked": "1"} if masked else {})  # fmt: skip
    return browser.open("POST", path, data)  # type: ignore[arg-type]


@pytest.fixture
def asked(open_world: World) -> World:
    """One application without its papers."""
    assert begins(open_world, papers=[]) == 1
    return open_world


def kept() -> int:
    return int(engine.value("SELECT COUNT(*) FROM application_paper WHERE content IS NOT NULL"))


def test_a_picture_is_kept_once_and_its_paper_counts_as_there(
    asked: World, operator: Browser
) -> None:
    """P1."""
    assert PHOTO in found(asked, 1).missing_papers
    token = operator.get(path_of()).form(path_of()).token
    content = a_picture(size=(1200, 1600))
    for _ in range(2):
        assert adds(operator, content, token=token).location == f"{path_of()}/1?new=1"
    assert PHOTO not in found(asked, 1).missing_papers
    assert kept() == 1
    page = operator.get(f"{path_of()}/1?new=1")
    assert [one.get("src") for one in page.all("img")] == [f"{path_of()}/1/picture"]
    page = operator.get(path_of())
    assert page.all("img") == []
    event = applications.events(1, 1)[-1]
    assert (event.what, event.said) == ("paper_added", PHOTO)


def test_a_look_is_noted_and_no_one_between_keeps_it(asked: World, operator: Browser) -> None:
    """P9."""
    adds(operator)
    answer = operator.get(f"{path_of()}/1/picture")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert len(answer.body) <= LARGEST_STORED
    look = looks.of_society(asked.society_id, "", 2**53, 5)[0]
    assert (look.person_id, look.reason) == (asked.person("operator").id, "paper")
    assert look.subject.startswith("KHR001A000001")


def test_the_look_names_a_member_by_number(
    open_world: World, operator: Browser, browser: Browsers
) -> None:
    member = a_member(open_world, member_no="12")
    begins(open_world, whom=Whom(MEMBERS, member.id), papers=[])
    adds(operator)
    browser("auditor").get(f"{path_of()}/1/picture?society=KHR001")
    assert looks.of_society(1, "12", 2**53, 5)[0].reason == "paper"
    assert "कागज़ की फोटो" in browser("manager").get("/looks").text


def test_without_the_log_nothing_is_shown(
    asked: World, operator: Browser, database_url: str
) -> None:
    """P9."""
    adds(operator)
    with looks_can_not_be_written(database_url):
        page = operator.open("GET", f"{path_of()}/1/picture")
    assert page.status == 503
    assert b"JFIF" not in page.body


def test_an_aadhaar_card_is_kept_masked_or_not_at_all(asked: World, operator: Browser) -> None:
    """P12."""
    for paper in (AADHAAR, OTHER):
        page = adds(operator, paper=paper)
        assert (page.status, page.refusal, list(page.errors)) == (
            422, "MaskIsMissing", ["is_masked"],
        )  # fmt: skip
    assert kept() == 0
    card = Image.new("RGB", (900, 600), "white")
    out = io.BytesIO()
    card.save(out, "JPEG")
    page = adds(operator, out.getvalue(), AADHAAR, ("bottom",), masked=True)
    assert page.status == 303
    (one,) = stored.papers(1, 1)
    assert one.is_masked == 1
    seen = Image.open(io.BytesIO(stored.content(1, 1, 1) or b"")).convert("L")
    assert max(seen.crop((10, 500, 890, 590)).tobytes()) < 16
    assert "पहले 8 अंक सचमुच ढके हैं" in operator.get(page.location).text


def test_more_is_covered_and_the_picture_before_is_gone(asked: World, operator: Browser) -> None:
    adds(operator, paper=AADHAAR, masked=True)
    path = f"{path_of()}/1"
    form = operator.get(path).form(path)
    page = operator.send(form, "", 422)
    assert (page.refusal, list(page.errors)) == ("NothingIsCovered", ["cover"])
    page = operator.send(form, cover="middle")
    assert page.location == f"{path_of()}/2?new=1"
    assert stored.content(1, 1, 1) is None
    assert [one.content_size > 0 for one in stored.papers(1, 1)] == [False, True]
    operator.get(path, 404)
    operator.get(path + "/picture", 404)
    assert applications.events(1, 1)[-1].what == "paper_covered"


def test_taking_out_leaves_the_hash_and_the_history(asked: World, operator: Browser) -> None:
    adds(operator)
    sha256 = stored.papers(1, 1)[0].sha256
    path = f"{path_of()}/1"
    page = operator.follow(operator.send(operator.get(path).form(path), "take_out"))
    assert "अभी कोई फोटो नहीं" in page.text or "फोटो" in page.text
    (one,) = stored.papers(1, 1)
    assert (one.content_size, one.sha256) == (0, sha256)
    assert PHOTO in found(asked, 1).missing_papers
    assert [one.what for one in applications.events(1, 1)][-2:] == ["paper_added", "paper_removed"]


@pytest.mark.parametrize(("content", "refusal", "said"), [
    (PDF, "PaperIsPdf", "PDF नहीं रखी जाती"), (b"MZ\x90\0" * 99, "PaperIsProgram", "प्रोग्राम"),
    (b"\0\0\0\x18ftypheic" + b"\0" * 99, "PaperIsHeic", "सबसे अनुकूल"),
    (a_bomb(30_000), "PictureIsTooLarge", "छोट"),
    (b"<svg onload=alert(1)>", "PictureIsNotOne", ""),
    (b"\xff\xd8\xff\xe0" + b"\0" * (12 * 2**20), "PaperIsTooHeavy", "12 एमबी"),
])  # fmt: skip
def test_what_is_no_picture_is_refused_at_the_field_and_not_kept(
    content: bytes, refusal: str, said: str, asked: World, operator: Browser
) -> None:
    page = adds(operator, content)
    assert (page.status, page.refusal, list(page.errors)) == (422, refusal, ["picture"])
    assert said in page.errors["picture"]
    assert engine.value("SELECT COUNT(*) FROM application_paper") == 0
    assert found(asked, 1).version == 1


def test_a_photo_of_thirty_megabytes_is_refused_with_a_page(
    asked: World, operator: Browser
) -> None:
    page = adds(operator, b"\xff\xd8\xff" + b"\0" * (30 * 2**20))
    assert (page.status, page.refusal) == (413, "FormIsTooLarge")
    assert "12 एमबी" in page.text
    assert engine.value("SELECT COUNT(*) FROM application_paper") == 0


def test_nothing_chosen_is_said(asked: World, operator: Browser) -> None:
    token = operator.get(path_of()).form(path_of()).token
    page = operator.post(path_of(), {"form_token": token, "paper": PHOTO}, 422)
    assert page.refusal == "PictureIsMissing"
    assert adds(operator, paper="पासपोर्ट").refusal == "PaperIsNotListed"


def test_an_application_keeps_so_many_and_none_after_its_end(
    asked: World, operator: Browser
) -> None:
    content = a_picture(size=(40, 40))
    for _ in range(MOST_KEPT):
        assert adds(operator, content).status == 303
    assert adds(operator, content).refusal == "PapersAreMany"
    assert kept() == MOST_KEPT
    token = operator.get(path_of()).form(path_of()).token
    moves(asked, 1, "withdrawn", reason="नहीं चाहिए")
    assert adds(operator, content, token=token).refusal == "ApplicationKeepsNoPapers"
    assert operator.get(path_of()).all("form") == []


def test_others_do_not_see_it(asked: World, operator: Browser, browser: Browsers) -> None:
    """P9."""
    adds(operator)
    stranger = browser("operator2")
    for path in (path_of(), f"{path_of()}/1", f"{path_of()}/1/picture"):
        stranger.get(path, 404)
        assert browser("chairman").get(path, 403).refusal == "DeedIsNotAllowed"
        assert browser().get(path, 303).location.startswith("/login")
    page = browser("state").get(f"{path_of()}/1/picture?society=KHR001", 403)
    assert page.refusal == "DeedIsNotAllowed"
    begins(asked, papers=[])
    operator.get(f"{path_of(2)}/1", 404)
    operator.get(f"{path_of(2)}/1/picture", 404)
    token = operator.get(path_of()).form(path_of()).token
    page = stranger.open("POST", path_of(), {"form_token": token, "paper": PHOTO})
    assert page.status == 404


@pytest.mark.parametrize("deed", [{"take_out": "1"}, {"cover": "top"}])
def test_a_form_that_is_sent_twice_has_one_effect(
    deed: dict[str, str], asked: World, operator: Browser
) -> None:
    """P1."""
    adds(operator)
    path = f"{path_of()}/1"
    form = operator.get(path).form(path)
    first = operator.post(path, form.fields | deed)
    assert operator.post(path, form.fields | deed).location == first.location
    assert [one.what for one in applications.events(1, 1)][2:] in (
        ["paper_removed"], ["paper_covered"],
    )  # fmt: skip
    token = operator.get("/applications/1/papers").form("/applications/1/papers").token
    assert operator.post(path, deed | {"form_token": token}, 400).refusal == "FormIsForeign"
    assert operator.get(path, 404).refusal == "PaperIsUnknown"
