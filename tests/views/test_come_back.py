"""'Come back with these papers': ticked, printed, and on the list of the day."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import come_back as stored
from tests.browser_client import Browser, Page
from tests.services_world import CERTIFICATE, MOBILE, NAME, all_papers, begins
from tests.world import World

Browsers = Callable[..., Browser]
PATH = "/come-back/new?service=cert-019"


def asks(browser: Browser, papers: list[str], status: int = 303, **fields: str) -> Page:
    form = browser.get(PATH).form("/come-back/new")
    sent = [(name, text) for name, text in {**form.fields, **fields}.items()]
    sent += [("paper", one) for one in papers]
    data: dict[str, list[str]] = {}
    for name, text in sent:
        data.setdefault(name, []).append(text)
    page = browser.open("POST", "/come-back/new", data)  # type: ignore[arg-type]
    assert page.status == status, page
    return page


@pytest.fixture
def operator(world: World, browser: Browsers) -> Browser:
    return browser("operator")


def words(page: Page) -> str:
    return page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_slip_says_what_to_bring_for_what_and_when(operator: Browser) -> None:
    offered = operator.get(PATH).form("/come-back/new").choices["paper"]
    assert len(offered) > 2
    page = operator.follow(asks(
        operator, offered[:2], other="जमाबंदी, फोटो 2", come_on="26-11-2026", name="कमला बाई",
        mobile="3210", said="सुबह आएँ",
    ))  # fmt: skip
    for size in ("58", "80", "a5"):
        page = operator.get(f"{page.path.split('?')[0]}?size={size}")
        for said in (
            "पैक्स भीकनगाँव", "ये कागज़ लेकर फिर आएँ", "कमला बाई", *offered[:2], "जमाबंदी", "फोटो 2",
            "26-11-2026 गुरुवार", "सुबह आएँ",
        ):  # fmt: skip
            assert said in words(page), said
        assert offered[2] not in words(page)
        assert len(page.body) <= 1_500


def test_the_list_says_who_is_expected_on_which_day(world: World, operator: Browser) -> None:
    for day, name in (("27-11-2026", "राम"), ("24-11-2026", "गीता"), ("", "मोहन")):
        asks(operator, [], other="राशन कार्ड", come_on=day, name=name)
    text = operator.get("/come-back").text
    assert text.index("24-11-2026 आज: 1") < text.index("गीता") < text.index("27-11-2026")
    assert "मोहन" not in text
    assert "मोहन" in operator.get("/come-back?anytime=1").text
    world.clock.move(days=1)
    operator.signs_in("operator")
    assert "गीता" not in operator.get("/come-back").text


@pytest.mark.parametrize(("fields", "refusal", "field"), [
    ({}, "NoPaperIsChosen", "other"),
    ({"other": "आधार 234567890124"}, None, "other"),
    ({"other": "x", "name": "234567890124"}, None, "name"),
    ({"other": "x", "come_on": "23-11-2026"}, "ComeBackDayIsWrong", "come_on"),
    ({"other": "x", "come_on": "31-02-2027"}, None, "come_on"),
    ({"other": "x", "come_on": "24-11-2027"}, "ComeBackDayIsWrong", "come_on"),
    ({"other": "x", "mobile": "98"}, None, "mobile"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(
    fields: dict[str, str], refusal: str | None, field: str, operator: Browser
) -> None:
    page = asks(operator, [], 422, **fields)
    assert (page.refusal, list(page.errors)) == (refusal, [field])
    assert "234567890124" not in page.html
    assert "किसी को नहीं बुलाया" in operator.get("/come-back").text


def test_only_papers_of_the_list_can_be_ticked(operator: Browser) -> None:
    page = operator.follow(asks(operator, ["<b>कुछ भी</b>"], other="राशन कार्ड"))
    assert "कुछ भी" not in page.text


def test_strange_services_and_slips_are_unknown(operator: Browser, browser: Browsers) -> None:
    """P9."""
    operator.get("/come-back/new?service=nothing", 404)
    operator.get("/come-back/new", 404)
    operator.get("/come-back/new?application=99", 404)
    asks(operator, [], other="राशन कार्ड")
    browser("operator2").get("/come-back/1", 404)
    assert browser("chairman").get("/come-back", 403).refusal == "DeedIsNotAllowed"


def test_an_application_ticks_what_it_lacks(open_world: World, operator: Browser) -> None:
    offered = all_papers(CERTIFICATE)
    begins(open_world, papers=offered[:1])
    assert "/come-back/new?application=1" in operator.get("/applications/1/papers").links
    page = operator.get("/come-back/new?application=1")
    ticked = [one.get("value") for one in page.all("input", name="paper", checked=True)]
    assert ticked == offered[1:]
    form = page.form("/come-back/new")
    assert (form.fields["name"], form.fields["mobile"]) == (NAME, MOBILE)
    page = operator.follow(operator.send(form, paper=offered[1]))
    assert NAME in page.text
    found = stored.come_back(1, 1)
    assert found is not None
    assert (found.application_id, found.papers) == (1, (offered[1],))


def test_a_service_leads_to_the_slip(operator: Browser) -> None:
    assert "/come-back/new?service=cert-019" in operator.get("/services/item/cert-019").links
