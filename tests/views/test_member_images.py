"""Photo and signature: added, shown only when asked for, kept from others."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from PIL import Image

from portal.storage import member_images
from tests.browser_client import Browser, Page
from tests.members_world import a_member
from tests.world import World

PATH = "/members/12/pictures"


def a_jpeg(side: int = 300) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((side, side), 80).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def adds(browser: Browser, content: bytes, kind: str = "photo", token: str = "") -> Page:
    token = token or browser.get(PATH).form(PATH).token
    data = {"form_token": token, "kind": kind, "picture": (io.BytesIO(content), "a.jpg")}
    return browser.open("POST", PATH, data)  # type: ignore[arg-type]


@pytest.fixture
def member(open_world: World) -> World:
    """Number 12 in the register."""
    a_member(open_world, member_no="12")
    return open_world


def test_a_photo_is_added_once_and_shown_when_asked_for(member: World, operator: Browser) -> None:
    token = operator.get(PATH).form(PATH).token
    content = a_jpeg()
    assert adds(operator, content, token=token).status == 303
    assert adds(operator, content, token=token).status == 303
    assert len(member_images.kinds_of(member.society_id, 1)) == 1
    page = operator.get(PATH)
    assert page.all("img") == []
    picture = operator.get("/members/12/photo")
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.headers["Cache-Control"] == "private, max-age=86400"
    assert len(picture.body) <= 30 * 1024
    assert operator.get("/members?q=12").links.count("/members/12/photo?v=1") == 1
    operator.get("/members/12/photo", 304, If_None_Match=picture.headers["ETag"])


def test_the_newest_of_a_kind_is_shown_and_the_older_kept(member: World, operator: Browser) -> None:
    adds(operator, a_jpeg(300))
    first = operator.get("/members/12/photo").body
    adds(operator, a_jpeg(200))
    assert operator.get("/members/12/photo").body != first
    adds(operator, a_jpeg(), "signature")
    assert set(member_images.kinds_of(member.society_id, 1)) == {"photo", "signature"}
    operator.get("/members/12/thumb", 404)


@pytest.mark.parametrize(("content", "refusal"), [
    (b"", "PictureIsMissing"), (b"<html>", "PictureIsNotOne"),
    (b"\0" * (6 * 1024 * 1024 + 1), "PictureIsTooLarge"),
])  # fmt: skip
def test_what_is_no_picture_is_refused_at_the_field(
    content: bytes, refusal: str, member: World, operator: Browser
) -> None:
    page = adds(operator, content)
    assert (page.status, page.refusal, list(page.errors)) == (422, refusal, ["picture"])
    assert member_images.kinds_of(member.society_id, 1) == {}


def test_a_phones_own_photo_is_taken(member: World, operator: Browser) -> None:
    """Four megabytes of noise, which the parser of forms reads in portions of its own."""
    content = a_jpeg(1_400) + random.Random(5).randbytes(4_000_000)
    assert adds(operator, content).status == 303
    assert len(operator.get("/members/12/photo").body) <= 30 * 1024


def test_a_strange_kind_is_refused(member: World, operator: Browser) -> None:
    assert adds(operator, a_jpeg(), "passport").status == 422


def test_a_file_of_twenty_megabytes_is_refused_with_a_page(
    member: World, operator: Browser
) -> None:
    page = adds(operator, b"\0" * (20 * 1024 * 1024))
    assert (page.status, page.refusal) == (413, "FormIsTooLarge")


def test_others_do_not_see_it(
    member: World, operator: Browser, browser: Callable[..., Browser]
) -> None:
    """P9."""
    adds(operator, a_jpeg())
    browser("operator2").get("/members/12/photo", 404)
    assert browser("chairman").get("/members/12/photo", 403).refusal == "DeedIsNotAllowed"
