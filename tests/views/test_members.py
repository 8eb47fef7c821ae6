"""The one box: who is meant, told apart, light, within one's scope, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from portal.actions.customers import add_customer
from portal.actions.people import add_person
from portal.storage.served import Whom, count
from tests import world as worlds
from tests.browser_client import Browser, Page
from tests.house.test_crawl import crawl
from tests.members_world import a_member
from tests.world import World

PIECE = 1_200
GIVEN = ("रमेश", "सुरेश", "महेश", "दिनेश", "गणेश", "राजेश", "मुकेश", "नरेश", "उमेश", "योगेश", "कमलेश")
SURNAMES = (
    "यादव",
    "पाटीदार",
    "मंडलोई",
    "सोलंकी",
    "चौहान",
    "राठौर",
    "वर्मा",
    "पटेल",
    "जोशी",
    "शर्मा",
    "दुबे",
)
VILLAGES = ("बमनाला", "भीकनगाँव", "खेड़ी", "सेगाँव", "मोहना", "झिरन्या", "पीपरी", "नागझिरी", "डोंगरगाँव")


def numbers(page: Page) -> list[str]:
    return [one.get("data-member-no", "") for one in page.all("li", data_member_no=True)]


def a_customer(world: World, name: str, mobile: str = "") -> None:
    add_customer(world.doer(), world.slip(), world.society_id, name, "खेड़ी", mobile)


@pytest.fixture
def people(open_world: World) -> World:
    """Five members, two of them namesakes, one gone, and a customer."""
    yadav = {"name_hi": "रमेश यादव", "name_en": "Ramesh Yadav", "guardian_hi": "मोहन यादव",
             "relation": "father", "village_hi": "बमनाला"}  # fmt: skip
    a_member(open_world, member_no="101", birth_on="1975", **yadav)
    a_member(open_world, member_no="102", mobile="9826012345", **yadav)
    a_member(open_world, member_no="103", name_hi="गीता बाई", village_hi="खेड़ी", status="deceased")
    a_member(open_world, member_no="104", name_hi="सुरेश पटेल", village_hi="खेड़ी")
    a_member(open_world, member_no=None, status="applicant", name_hi="नीलम जोशी")
    a_customer(open_world, "कैलाश ग्राहकवाला", "9993012345")
    return open_world


def test_a_name_in_either_script_finds_the_member(people: World, operator: Browser) -> None:
    for words in ("सुरेश पटेल", "suresh patel", "sures patl", "पटेल खेड़ी"):
        assert numbers(operator.get(f"/members?q={words}"))[0] == "104", words


def test_the_roman_name_is_shown_to_who_types_roman(people: World, operator: Browser) -> None:
    assert "Ramesh Yadav" in operator.get("/members?q=ramesh").text
    assert "Ramesh Yadav" not in operator.get("/members?q=रमेश").text


def test_namesakes_of_one_house_are_told_apart(people: World, operator: Browser) -> None:
    page = operator.get("/members?q=रमेश यादव")
    assert numbers(page) == ["101", "102"]
    assert "जन्म 1975" in page.text
    assert "मोबाइल …2345" in page.text
    assert "पिता मोहन यादव · बमनाला" in page.text
    assert "जन्म" not in operator.get("/members?q=सुरेश").text


def test_who_is_no_member_is_marked(people: World, operator: Browser) -> None:
    assert "स्वर्गवासी" in operator.get("/members?q=गीता").text
    page = operator.get("/members?q=neelam")
    assert "सदस्यता लंबित" in page.text
    assert numbers(page) == []
    assert "/applicants/5" in page.links
    page = operator.get("/members?q=kailash")
    assert "ग्राहक" in page.text
    assert numbers(page) == []
    assert "/customers/1" in page.links


def test_a_script_gets_the_piece_alone(people: World, operator: Browser) -> None:
    piece = operator.piece("/members?q=suresh", "_hits")
    assert piece.html.startswith('<div id="_hits">')
    assert numbers(piece)[0] == "104"
    box = operator.get("/members").one("input", name="q")
    assert box.get("data-hx-sync") == "this:replace"
    assert "delay:300ms" in box.get("data-hx-trigger", "")


@pytest.mark.parametrize("words", ["esh", "ramesh yadav", "रमेश"])
def test_ten_members_weigh_little(words: str, open_world: World, operator: Browser) -> None:
    for at in range(60):
        a_member(
            open_world, name_hi=f"{GIVEN[at % 11]} {SURNAMES[at % 7]}", village_hi=VILLAGES[at % 9],
            name_en=f"Ramesh {at}", guardian_hi=f"{GIVEN[at % 5]} {SURNAMES[at % 11]}",
            relation="father",
        )  # fmt: skip
    for at in range(12):
        a_member(open_world, name_hi=f"रमेश {SURNAMES[at % 11]}", guardian_hi=GIVEN[at % 11],
                 village_hi=VILLAGES[at % 9], relation="father")  # fmt: skip
    piece = operator.piece(f"/members?q={words}", "_hits")
    assert len(piece.body) <= PIECE
    if words != "esh":
        assert len(numbers(piece)) == 10


def test_an_empty_box_shows_who_came_lately_and_the_register(
    people: World, operator: Browser
) -> None:
    count(people.society_id, Whom(0, 4), people.clock.now_ms())
    count(people.society_id, Whom(1, 1), people.clock.now_ms() - 1)
    page = operator.get("/members")
    assert numbers(page) == ["104", "101", "102", "104"]
    assert "कैलाश" in page.text


def test_the_register_goes_on_page_by_page(open_world: World, operator: Browser) -> None:
    for at in range(45):
        a_member(open_world, name_hi=GIVEN[at % 3])
    seen: list[str] = []
    path = "/members"
    for _ in range(6):
        page = operator.get(path)
        seen += numbers(page)
        path = next((one for one in page.links if "after=" in one), "")
    assert len(seen) == len(set(seen)) == 45
    assert path == ""
    operator.get("/members?after=zz-1")
    operator.get("/members?after=00")


def test_only_a_whole_number_opens_a_member_by_itself(people: World, operator: Browser) -> None:
    assert numbers(operator.get("/members?q=104"))[0] == "104"
    assert operator.get("/members?q=104&go=1", 303).location == "/members/104"
    assert operator.get("/members?q=१०४&go=1", 303).location == "/members/104"
    a_member(people, member_no="1040")
    assert operator.get("/members?q=104&go=1", 303).location == "/members/104"
    assert operator.get("/members?q=1040&go=1", 303).location == "/members/1040"
    a_member(people, member_no="8", mobile="9826011040")
    assert numbers(operator.get("/members?q=1040&go=1")) == ["1040", "8"]
    assert operator.get("/members?q=suresh&go=1").status == 200
    assert operator.get("/members?q=9826012345&go=1").status == 200


def test_for_a_task_a_member_is_chosen_and_no_customer(people: World, operator: Browser) -> None:
    page = operator.get("/members?for=share_receipt&q=suresh")
    assert "/vouchers/new/share_receipt?member_no=104" in page.links
    assert operator.get("/members?for=share_receipt&q=suresh&go=1").status == 200
    found = operator.get("/members?for=share_receipt&q=104&go=1", 303)
    assert found.location == "/vouchers/new/share_receipt?member_no=104"
    assert "/customers/1" not in operator.get("/members?for=share_receipt&q=kailash").links
    page = operator.get("/members?for=csc_service_fee&q=kailash")
    assert "/vouchers/new/csc_service_fee?customer=1" in page.links
    assert (
        "/vouchers/new/share_pending?applicant=5"
        in operator.get("/members?for=share_pending&q=neelam").links
    )
    assert operator.get("/members?for=nothing", 404).refusal == "TaskIsUnknown"


def test_a_whole_aadhaar_number_is_refused_and_not_repeated(
    people: World, operator: Browser
) -> None:
    """P12."""
    page = operator.get("/members?q=2345 6789 0124", 422)
    assert page.refusal == "AadhaarIsNotSearched"
    assert "पूरा आधार नंबर" in page.warnings
    assert "6789" not in page.html
    piece = operator.piece("/members?q=234567890124", "_hits")
    assert "पूरा आधार नंबर" in piece.text
    assert "6789" not in f"{piece.html} {piece.headers}"


def test_nobody_found_is_said_with_ways_on(people: World, operator: Browser) -> None:
    page = operator.get("/members?q=xqzw")
    assert "कोई नहीं मिला" in page.text
    assert "/members/new?name=xqzw" in page.links
    assert "/customers/new?name=xqzw" in page.links
    assert operator.get("/members/new?name=xqzw").form("/members/new").fields["name_hi"] == "xqzw"


@pytest.mark.parametrize("words", [
    "", " ", "र", "r", "1", "0", "99999999999999999999", "<b>x</b>", "'; DROP TABLE member; --",
    "🙂🙂", "\u202eram", "রমেশ", "રમેશ", "رمیش", "x" * 2_000, "क" * 300, "1 2 3 4 5 6 7 8 9",
    "%", "_", "रमेश" * 80,
])  # fmt: skip
def test_whatever_is_typed_is_answered(words: str, people: World, operator: Browser) -> None:
    assert operator.get(f"/members?q={quote(words)}").status == 200
    assert operator.piece(f"/members?q={quote(words)}", "_hits").status == 200


def test_another_societys_members_are_not_found(
    people: World, browser: Callable[..., Browser]
) -> None:
    """P9."""
    a_member(people, code="KHR002", member_no="500", name_hi="बसंती मेहरा")
    assert numbers(browser("operator").get("/members?q=basanti")) == []
    assert numbers(browser("operator").get("/members?q=500")) == []
    assert browser("operator").get("/members?society=KHR002", 404).refusal == "SocietyIsUnknown"
    assert numbers(browser("operator2").get("/members?q=basanti")) == ["500"]


@pytest.mark.parametrize("username", ["officer", "district", "auditor"])
def test_officers_search_all_societies_within_reach(
    username: str, people: World, browser: Callable[..., Browser]
) -> None:
    a_member(people, code="KHR002", member_no="500", name_hi="बसंती मेहरा")
    a_member(people, code="ALM001", member_no="600", name_hi="बसंती जोशी")
    officer = browser(username)
    page = officer.get("/members?q=basanti")
    assert numbers(page) == ["500"]
    assert "पैक्स बमनाला" in page.text
    assert "/members/500?society=KHR002" in page.links
    assert officer.get("/members").status == 200
    found = numbers(officer.get("/members?society=KHR001&q=suresh"))
    assert found[0] == "104"
    assert "500" not in found


def test_the_home_page_leads_to_the_search(open_world: World, operator: Browser) -> None:
    assert "/members" in operator.get("/").links


def test_an_officer_of_one_society_searches_it_too(
    world: World, browser: Callable[..., Browser]
) -> None:
    """The assistant's block may have a single society; it is still named in every link."""
    society = world.society("ALM001")
    a_member(world, code="ALM001", member_no="600", name_hi="बसंती जोशी")
    add_person(
        worlds.guards(), world.clock.now_ms(), "officer9", worlds.PASSWORD, "block_officer",
        "नमूना", "Sample", place_id=society.block.id,
    )  # fmt: skip
    officer = browser("officer9")
    assert officer.get("/members").status == 200
    assert "/members/600?society=ALM001" in officer.get("/members?q=basanti").links


@pytest.mark.parametrize("username", ["operator", "manager", "auditor"])
def test_every_link_about_people_leads_somewhere(
    username: str, people: World, browser: Callable[..., Browser]
) -> None:
    society = "?society=KHR001" if username == "auditor" else ""
    who = browser(username)
    for start in ("/members", "/members/list", "/members/103/record", "/applicants/5",
                  "/customers/1"):  # fmt: skip
        assert len(crawl(who, start + society, 40)) >= 4
