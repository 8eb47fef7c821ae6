"""Pictures of bills and slips at a voucher: kept small and for good, covered, shown on demand."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable

import pytest

from portal.actions.proof import prove_society
from portal.domain.attachments import ATTACHED, MOST_KEPT
from portal.domain.papers import LARGEST_STORED
from portal.storage import attachments as stored
from portal.storage import engine, looks
from tests.browser_client import Browser, Page
from tests.gateways.test_paper_pictures import PDF, a_bomb
from tests.gateways.test_pictures import a_picture, opened
from tests.lost_looks import looks_can_not_be_written
from tests.world import World

Browsers = Callable[..., Browser]


@pytest.fixture
def path(open_world: World) -> str:
    """One voucher without its papers."""
    return f"/vouchers/{open_world.enters()}/papers"


def adds(
    browser: Browser, path: str, content: bytes = b"", kind: str = "bill",
    covers: tuple[str, ...] = (), *, masked: bool = False, token: str = "",
) -> Page:  # fmt: skip
    data = {
        "form_token": token or browser.get(path).form(path).token, "kind": kind,
        "cover": list(covers),
        "picture": (io.BytesIO(content or a_picture(size=(300, 400))), "bill.jpg"),
    } | ({"is_masked": "1"} if masked else {})  # fmt: skip
    return browser.open("POST", path, data)  # type: ignore[arg-type]


def kept() -> int:
    return int(engine.value("SELECT COUNT(*) FROM attachment"))


def test_a_picture_is_kept_once_with_its_hash_in_the_chain(
    path: str, operator: Browser, open_world: World
) -> None:
    """P1, P7."""
    voucher_path = path.removesuffix("/papers")
    assert "बिल या पर्ची की फोटो" in operator.get(voucher_path).text
    token = operator.get(path).form(path).token
    content = a_picture(size=(1200, 1600))
    for _ in range(2):
        assert adds(operator, path, content, token=token).location == f"{path}?new=1"
    assert kept() == 1
    page = operator.get(f"{path}?new=1")
    assert [one.get("src") for one in page.all("img")] == [f"{path}/1"]
    assert operator.get(path).all("img") == []
    assert "बिल और पर्ची की फोटो: 1" in operator.get(voucher_path).text
    kind, detail = engine.row("SELECT kind, detail FROM act ORDER BY id DESC LIMIT 1")
    small = stored.content(1, int(voucher_path.rsplit("/", 1)[1]), 1) or b""
    assert (kind, json.loads(detail)["sha256"]) == (ATTACHED, hashlib.sha256(small).hexdigest())
    assert len(small) <= LARGEST_STORED
    assert prove_society("KHR001", open_world.keys).findings == ()


def test_a_look_is_noted_and_no_one_between_keeps_it(
    path: str, operator: Browser, browser: Browsers, open_world: World
) -> None:
    """P9."""
    adds(operator, path)
    answer = operator.get(f"{path}/1")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, no-store"
    look = looks.of_society(1, "", 2**53, 5)[0]
    assert (look.person_id, look.reason) == (open_world.person("operator").id, "attachment")
    assert "वाउचर की फोटो" in browser("manager").get("/looks").text


def test_without_the_log_nothing_is_shown(path: str, operator: Browser, database_url: str) -> None:
    """P9."""
    adds(operator, path)
    with looks_can_not_be_written(database_url):
        page = operator.open("GET", f"{path}/1")
    assert page.status == 503
    assert b"JFIF" not in page.body


@pytest.mark.parametrize("kind", ["letter", "identity", "other"])
def test_what_may_bear_an_aadhaar_number_is_kept_covered_or_not_at_all(
    kind: str, path: str, operator: Browser
) -> None:
    """P12."""
    page = adds(operator, path, kind=kind)
    assert (page.status, page.refusal, list(page.errors)) == (422, "MaskIsMissing", ["is_masked"])
    assert kept() == 0
    white = io.BytesIO()
    opened(a_picture(size=(900, 600))).point(lambda _one: 255).save(white, "JPEG")
    content = white.getvalue()
    assert adds(operator, path, content, kind, ("bottom",), masked=True).status == 303
    voucher_id = int(path.split("/")[2])
    seen = opened(stored.content(1, voucher_id, 1) or b"").convert("L")
    assert max(seen.crop((10, 500, 890, 590)).tobytes()) < 16


@pytest.mark.parametrize(("content", "refusal"), [
    (PDF, "PaperIsPdf"), (b"MZ\x90\0" * 99, "PaperIsProgram"),
    (a_bomb(30_000), "PictureIsTooLarge"), (b"<svg onload=alert(1)>", "PictureIsNotOne"),
    (b"\xff\xd8\xff\xe0" + b"\0" * (12 * 2**20), "PaperIsTooHeavy"),
])  # fmt: skip
def test_what_is_no_picture_is_refused_at_the_field_and_not_kept(
    content: bytes, refusal: str, path: str, operator: Browser
) -> None:
    page = adds(operator, path, content)
    assert (page.status, page.refusal, list(page.errors)) == (422, refusal, ["picture"])
    assert kept() == 0


def test_thirty_megabytes_are_refused_with_a_page(path: str, operator: Browser) -> None:
    page = adds(operator, path, b"\xff\xd8\xff" + b"\0" * (30 * 2**20))
    assert (page.status, page.refusal) == (413, "FormIsTooLarge")
    assert kept() == 0


def test_nothing_chosen_a_strange_kind_and_too_many_are_said(path: str, operator: Browser) -> None:
    token = operator.get(path).form(path).token
    page = operator.post(path, {"form_token": token, "kind": "bill"}, 422)
    assert page.refusal == "PictureIsMissing"
    assert adds(operator, path, kind="passport").refusal == "AttachmentKindIsUnknown"
    content = a_picture(size=(40, 40))
    for _ in range(MOST_KEPT):
        assert adds(operator, path, content).status == 303
    assert adds(operator, path, content).refusal == "AttachmentsAreMany"
    assert kept() == MOST_KEPT


def test_others_neither_see_nor_attach(
    path: str, operator: Browser, browser: Browsers, open_world: World
) -> None:
    """P9: a chairman and the block's officer look and attach nothing, strangers do neither."""
    adds(operator, path)
    stranger = browser("operator2")
    for address in (path, f"{path}/1"):
        stranger.get(address, 404)
        assert browser().get(address, 303).location.startswith("/login")
        refused = browser("state").get(f"{address}?society=KHR001", 403)
        assert refused.refusal == "DeedIsNotAllowed"
    token = operator.get(path).form(path).token
    data = {"form_token": token, "kind": "bill"}
    assert stranger.open("POST", path, dict(data)).refusal == "FormIsForeign"
    chairman = browser("chairman")
    assert chairman.get(path).all("form") == []
    assert chairman.open("POST", path, dict(data)).refusal == "DeedIsNotAllowed"
    seen = browser("officer").get(f"{path}/1?society=KHR001")
    assert seen.headers["Content-Type"] == "image/jpeg"
    other = open_world.enters()
    operator.get(f"/vouchers/{other}/papers/1", 404)
    operator.get("/vouchers/99/papers", 404)


def test_a_picture_that_was_exchanged_is_found(
    path: str, operator: Browser, open_world: World
) -> None:
    """P3, P7: the table takes no change; a row slipped in has no act."""
    adds(operator, path)
    with pytest.raises(Exception, match="attachment"):
        engine.run("UPDATE attachment SET kind = 'slip'")
    engine.run(
        "INSERT INTO attachment (society_id, id, voucher_id, kind, media_type, content, sha256, "
        "attached_at, attached_by) SELECT society_id, 2, voucher_id, kind, media_type, content, "
        "sha256, attached_at, attached_by FROM attachment"
    )
    found = prove_society("KHR001", open_world.keys).findings
    assert [one.kind for one in found] == ["AttachmentDisagrees"]
