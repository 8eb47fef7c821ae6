"""The pages of the charge list: begun, counted blind, written, signed by two, printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions import day
from portal.storage import charge as stored
from portal.storage import daybook
from tests.browser_client import Browser, Page
from tests.world import World

Maker = Callable[..., Browser]
THINGS = {
    "safe": "2", "office": "1", "stamp1": "गोल मुहर", "stamp1_first": "1", "book1": "रसीद बुक",
    "book1_first": "401", "book1_last": "500", "device1": "प्रिंटर", "device1_first": "HP-77",
    "csc": "7A21", "remarks": "बिजली बिल बाकी", "shown2201": "1,50,000",
}  # fmt: skip


def begins(world: World, who: Browser, to: str = "operator") -> Page:
    form = who.get("/charge/new").form("/charge/new")
    return who.follow(who.send(form, person=world.person(to).id))


def counts(world: World, who: Browser, less: int = 0) -> Page:
    path = "/charge/1/count/2101"
    rupees = daybook.balance(world.society_id, 2101) // 100 - less
    return who.follow(
        who.send(who.get(path).form(path), d500=str(rupees // 500), c1=str(rupees % 500))
    )


def writes(who: Browser, **changed: str) -> Page:
    path = "/charge/1/things"
    return who.follow(who.send(who.get(path).form(path), **(THINGS | changed)))


def signs(who: Browser, status: int = 303) -> Page:
    return who.send(who.get("/charge/1").form("/charge/1", "give"), "give", status)


def gives(world: World, who: Browser) -> Page:
    begins(world, who)
    writes(who)
    counts(world, who)
    return who.follow(signs(who))


def takes(who: Browser, status: int = 303, **said: str) -> Page:
    form = who.get("/charge/1/take").form("/charge/1/take")
    ticks = {name: "1" for name in form.choices if name.startswith("ok_")}
    for name, words in said.items():
        ticks.pop(f"ok_{name}")
        ticks[name] = words
    return who.send(form, "", status, **ticks)


def test_a_list_goes_from_one_to_the_other(open_world: World, browser: Maker) -> None:
    manager, operator = browser("manager"), browser("operator")
    page = gives(open_world, manager)
    assert page.all("p", data_state="given")
    assert "/charge/1" in operator.get("/").html
    page = operator.follow(takes(operator, thing_2="पन्ना 433 फटा"))
    assert page.all("p", data_state="done")
    assert "पन्ना 433 फटा" in page.text
    assert page.all("form") == []
    paper = browser("officer").get("/charge/1/paper?society=KHR001")
    for words in ("गणेश पाटीदार", "रेखा मंडलोई", "गवाह", "HP-77", "पन्ना 433 फटा", "…7A21"):
        assert words in paper.text, words
    assert "प्रभार बदला" in browser("officer").get("/charge?society=KHR001").text
    assert "प्रभार बदला" in browser("officer").get("/officer").text


def test_the_count_shows_nothing_of_the_book(open_world: World, browser: Maker) -> None:
    who = browser("manager")
    begins(open_world, who)
    page = who.get("/charge/1/count/2101")
    assert page.all(data_paise=True) == []
    page = counts(open_world, who, less=10)
    assert "10 कम" in page.text
    assert signs(who, 422).refusal == "NoReasonForDifference"
    page = writes(who, why="पता नहीं")
    assert "पता नहीं" in page.text
    assert signs(who).location == "/charge/1"


def test_passbooks_are_held_against_the_books(open_world: World, browser: Maker) -> None:
    who = browser("manager")
    page = begins(open_world, who)
    assert "पासबुक नहीं देखी" in page.text
    page = writes(who, shown2201="1,49,000")
    assert "1,000 कम" in page.text


@pytest.mark.parametrize(
    ("field", "typed", "refusal"),
    [
        ("csc", "ABCD1234", "OnlyTheLastFour"),
        ("safe", "500", "KeysAreTooMany"),
        ("book1_last", "400", "NumbersAreTurned"),
        ("stamp1", "", "ThingHasNoName"),
        ("safe", "दो", None),
        ("shown2201", "1e9", None),
        ("remarks", "999941057058", None),
        ("device1_first", "9999 4105 7058", None),
        ("version", "x", None),
        ("version", "1.5", None),
    ],
)
def test_what_is_written_wrong_stays_at_its_field(
    open_world: World, browser: Maker, field: str, typed: str, refusal: str | None
) -> None:
    who = browser("manager")
    begins(open_world, who)
    path = "/charge/1/things"
    page = who.send(who.get(path).form(path), "", 422, **(THINGS | {field: typed}))
    assert refusal is None or page.refusal == refusal
    assert "99994105" not in page.html.replace(" ", "")
    if field != "book1_last":
        assert 'value="500"' in page.html
    found = stored.charge(open_world.society_id, 1)
    assert found is not None
    assert found.version == 1


def test_an_item_without_an_answer_is_named(open_world: World, browser: Maker) -> None:
    operator = browser("operator")
    gives(open_world, browser("manager"))
    form = operator.get("/charge/1/take").form("/charge/1/take")
    ticks = {name: "1" for name in form.choices if name != "ok_cash_2101"}
    page = operator.send(form, "", 422, **ticks, thing_2="पन्ना फटा")
    assert page.refusal == "ItemIsOpen"
    assert "पन्ना फटा" in page.html
    assert page.all("p", id="cash_2101-e")


def test_an_entry_in_between_asks_for_a_new_count(open_world: World, browser: Maker) -> None:
    manager, operator = browser("manager"), browser("operator")
    gives(open_world, manager)
    open_world.enters(rupees=50)
    assert "नकद फिर गिनें" in operator.get("/charge/1").text
    assert takes(operator, 422).refusal == "CashHasMoved"
    counts(open_world, manager)
    assert operator.open("GET", "/charge/1/take").refusal == "ChargeIsNotGiven"
    signs(manager)
    assert takes(operator).location == "/charge/1"


def test_each_page_is_for_its_own_person(open_world: World, browser: Maker) -> None:
    manager, operator = browser("manager"), browser("operator")
    begins(open_world, manager)
    for path in ("/charge/1/things", "/charge/1/count/2101"):
        assert operator.open("GET", path).refusal == "ChargeIsOfAnother"
    assert manager.open("GET", "/charge/1/take").refusal == "ChargeIsOfAnother"
    assert operator.open("GET", "/charge/1/take").refusal == "ChargeIsNotGiven"
    assert manager.open("GET", "/charge/1/count/2103").refusal == "TillIsNotHere"
    assert browser("chairman").open("GET", "/charge/new").status == 403
    assert browser("operator2").open("GET", "/charge/1").status == 404
    assert browser("officer").open("GET", "/charge/1?society=ALM001").status == 404
    assert manager.open("GET", "/charge/2147483648").status == 404
    form = operator.get("/charge/1").form("/charge/1", "drop")
    assert operator.send(form, "drop", 422).refusal == "ReasonIsMissing"
    page = operator.follow(operator.send(form, "drop", remark="गलत व्यक्ति"))
    assert "गलत व्यक्ति" in page.text
    assert "गलत व्यक्ति" in operator.get("/charge").text


def test_signing_without_the_sheet_in_hand_is_refused(open_world: World, browser: Maker) -> None:
    manager = browser("manager")
    begins(open_world, manager)
    form = manager.get("/charge/1").form("/charge/1", "give")
    writes(manager)
    assert manager.send(form, "give", 422).refusal == "ChargeHasChanged"
    assert signs(manager, 422).refusal == "CashIsNotCounted"
    assert manager.send(form, "give", 422, version="").refusal is None


def test_nobody_sees_the_cash_while_the_day_is_counted(open_world: World, browser: Maker) -> None:
    manager = browser("manager")
    begins(open_world, manager)
    counts(open_world, manager)
    day.begin_count(open_world.doer(), open_world.slip(), open_world.society_id)
    for path in ("/charge", "/"):
        assert manager.get(path).all("a", href="/charge/1") == []
    for path in ("/charge/1", "/charge/1/paper", "/charge/1/things"):
        assert manager.open("GET", path).refusal == "CountIsGoingOn"


def test_many_lines_come_as_they_are_needed(open_world: World, browser: Maker) -> None:
    who = browser("manager")
    begins(open_world, who)
    path = "/charge/1/things"
    for no in range(1, 21):
        form = who.get(path).form(path)
        filled = {
            f"book{one}": f"पंजी {one}" for one in range(1, no + 1) if f"book{one}" in form.fields
        }
        who.send(form, **filled)
    assert "book20" in who.get(path).form(path).fields
    assert "book21" not in who.get(path).form(path).fields
    found = stored.charge(open_world.society_id, 1)
    assert found is not None
    assert len(found.body.typed.things) == 20


def test_the_page_of_a_new_list_tells_where_sign_ins_are_given(
    open_world: World, browser: Maker
) -> None:
    page = browser("manager").get("/charge/new")
    assert page.all("a", href="/people")
    assert browser("operator").get("/charge/new").all("a", href="/people") == []
    form = page.form("/charge/new")
    assert browser("manager").send(form, "", 422, person="0").refusal == "NobodyTakes"
