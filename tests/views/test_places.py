"""Where the societies stand, for the roles above the block."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions.people import add_person
from portal.storage import places
from portal.storage.engine import run
from tests.browser_client import Browser
from tests.rounds import adds_societies, does_day
from tests.world import PASSWORD, TODAY, World, guards

Browsers = Callable[..., Browser]


@pytest.fixture
def district(world: World) -> World:
    """Give two blocks of Khargone at work, on Wednesday at eleven: nobody has opened."""
    world.starts_books()
    does_day(world, world.society())
    for society in adds_societies(world, 2, "KHR-SEG"):
        does_day(world, society)
    world.clock.move(days=1, minutes=60)
    return world


def signs_up(world: World, username: str, role: str, place_code: str) -> str:
    place = places.place(place_code)
    assert place is not None
    add_person(
        guards(), world.clock.now_ms(), username, PASSWORD, role, "कोई और", "Someone",
        place_id=place.id,
    )  # fmt: skip
    return username


@pytest.mark.parametrize(
    ("username", "title"),
    [
        ("district", "खरगोन 4 समितियाँ"),
        ("auditor", "खरगोन 4 समितियाँ"),
        ("state", "मध्य प्रदेश 4 समितियाँ"),
        ("admin", "भारत 5 समितियाँ"),
    ],
)
def test_wider_roles_land_on_their_places(
    district: World, browser: Browsers, username: str, title: str
) -> None:
    someone = browser(username)
    page = someone.follow(someone.get("/", 303))
    assert (page.path, page.title) == ("/places", title)


def test_counts_are_computed_and_the_red_stand_first(district: World, browser: Browsers) -> None:
    page = browser("district").get("/places")
    first, second = [one.get("data-place") for one in page.all("tr", data_place=True)][:2]
    assert (first, second) == ("KHR-SEG", "KHR-BKG")
    assert "अद्यतन 3 · पीछे 0 · शुरू नहीं 1 · सत्यापन बाकी 3 दिन" in page.text


def test_the_way_leads_down_to_a_society_and_its_books(district: World, browser: Browsers) -> None:
    state = browser("state")
    path = "/places"
    for code in ("MP-IND", "KHR", "KHR-SEG"):
        page = state.get(path)
        path = f"/places?place={code}"
        assert path in page.links
    page = state.get(path)
    assert [one.get("data-society") for one in page.all("li", data_society=True)] == [
        "NEW003", "NEW004",
    ]  # fmt: skip
    assert "आज दिन नहीं खुला" in page.text
    assert "/day?society=NEW003" in page.links
    assert f"/cashbook/{TODAY}?society=NEW003" in page.links
    assert "/places?place=KHR" in page.links  # the way back
    state.get("/day?society=NEW003")


def test_a_district_sees_the_check_of_a_day(district: World, browser: Browsers) -> None:
    page = browser("district").get("/places?place=KHR-BKG")
    assert f"/officer/KHR001/{TODAY}" in page.links


def test_who_may_not_read_books_gets_no_way_into_them(district: World, browser: Browsers) -> None:
    page = browser("admin").get("/places?place=KHR-SEG")
    assert not [one for one in page.links if "society=" in one or "/officer/" in one]
    assert "पैक्स नया 3" in page.text


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("district", "ALM"), ("district", "MP"), ("district", "none"), ("district", "DCCB-KHR"),
        ("officer", "KHR"), ("officer", "KHR-SEG"), ("state", "UK"), ("state", "IN"),
    ],
)  # fmt: skip
def test_places_out_of_reach_are_unknown(
    district: World, browser: Browsers, username: str, code: str
) -> None:
    """P9."""
    page = browser(username).get(f"/places?place={code}", 404)
    assert page.refusal == "PlaceIsOutOfReach"


def test_societies_have_no_places(district: World, browser: Browsers) -> None:
    for username in ("operator", "manager", "chairman"):
        browser(username).get("/places", 403)


def test_a_bank_sees_its_branches_and_a_branch_its_societies(
    district: World, browser: Browsers
) -> None:
    bank, branch = places.place("DCCB-KHR"), places.place("DCCB-KHR-02")
    assert bank is not None
    assert branch is not None
    run(
        "UPDATE society SET bank_id = ?, branch_id = ? WHERE code IN ('KHR001', 'NEW003')",
        bank.id, branch.id,
    )  # fmt: skip
    head_office = browser(signs_up(district, "bank", "bank_head_office", "DCCB-KHR"))
    page = head_office.follow(head_office.get("/", 303))
    assert page.title.endswith("2 समितियाँ")
    assert "/places?place=DCCB-KHR-02" in page.links
    head_office.get("/places?place=DCCB-KHR-02")
    manager = browser(signs_up(district, "branch", "bank_branch", "DCCB-KHR-02"))
    assert manager.get("/officer", 303).location == "/places"
    listed = manager.get("/places").all("li", data_society=True)
    assert [one.get("data-society") for one in listed] == ["NEW003", "KHR001"]
    assert manager.get("/day?society=NEW004", 404).refusal == "SocietyIsUnknown"


def test_places_take_a_handful_of_statements_for_any_number(
    district: World, browser: Browsers
) -> None:
    for society in adds_societies(district, 12, "KHR-GOG"):
        does_day(district, society)
    page = browser("state").get("/places?place=KHR")
    assert page.title == "खरगोन 16 समितियाँ"
    assert browser("admin").get("/places").title == "भारत 17 समितियाँ"


def test_a_place_without_societies_says_so(district: World, browser: Browsers) -> None:
    page = browser("admin").get("/places?place=REW")
    assert "कोई समिति अभी पोर्टल पर नहीं" in page.text
