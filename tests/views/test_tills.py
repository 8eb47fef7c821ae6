"""The pages of the tills: settings, opening, moving, counting, handing over."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions import day
from portal.storage import daybook
from portal.storage import tills as stored
from tests.browser_client import Browser, Page
from tests.world import TODAY, World

Maker = Callable[..., Browser]


def uses(who: Browser, head: int = 2102, rupees: int = 500, until: str = "20:00") -> Page:
    path = f"/tills/{head}"
    form = who.get(path).form(path, "save")
    return who.follow(who.send(form, "save", used="1", float=str(rupees), until=until))


def opens(who: Browser, holder: int, head: int = 2102) -> Page:
    path = f"/tills/{head}"
    form = who.get(path).form(path, "open")
    return who.follow(who.send(form, "open", person=holder))


def counts(who: Browser, rupees: int, head: int = 2102) -> Page:
    path = f"/tills/{head}/count"
    form = who.get(path).form(path)
    return who.follow(who.send(form, d100=rupees // 100, c1=rupees % 100))


def test_nobody_without_tills_sees_anything_of_them(open_world: World, browser: Maker) -> None:
    page = browser("operator").get("/tills")
    assert page.text.count("काम में नहीं") == 2
    assert browser("operator").open("GET", "/tills/2102/count").refusal == "TillIsNotOpen"
    assert browser("operator").open("GET", "/tills/2101").status == 404
    assert browser("chairman").open("GET", "/tills/2102").status == 403
    assert "रोकड़" in browser("chairman").get("/tills").text


def test_wrong_words_stay_at_their_field(open_world: World, browser: Maker) -> None:
    who = browser("manager")
    form = who.get("/tills/2102").form("/tills/2102", "save")
    assert who.send(form, "save", 422, used="1", float="5", until="25:99").refusal == "TimeIsWrong"
    told = who.send(form, "save", 422, used="1", float="5.50", until="")
    assert (told.refusal, bool(told.errors["float"])) == ("CashHasPaise", True)
    uses(who)
    form = who.get("/tills/2102").form("/tills/2102", "open")
    told = who.send(form, "open", 422, person=0)
    assert told.refusal == "HolderIsMissing"
    kept = next(one for one in told.forms if one.button("save")).fields
    assert (kept["used"], kept["float"]) == ("1", "500"), "the settings stand beside it as they are"
    opens(who, open_world.person("operator").id)
    form = who.get("/tills/move").form("/tills/move")
    same = {"away": 2101, "to": 2101, "amount": "50"}
    assert who.send(form, "", 422, **same).refusal == "SameTill"
    much = {"away": 2102, "to": 2101, "amount": "501"}
    assert who.send(form, "", 422, **much).refusal == "CashWouldGoNegative"
    who.send(form, away=2101, to=2102, amount="50")
    assert daybook.balance(open_world.society_id, 2102) == 550_00
    form = who.get("/tills/2102/count").form("/tills/2102/count")
    assert who.send(form, "", 422).refusal == "CountIsEmpty"
    assert who.open("GET", "/tills/2102/settle").refusal == "TillIsNotCounted"


def test_the_count_shows_nothing_of_the_book(open_world: World, browser: Maker) -> None:
    who = browser("manager")
    uses(who)
    opens(who, open_world.person("operator").id)
    page = who.get("/tills/2102/count")
    assert page.all(data_paise=True) == []
    assert "500" not in page.form("/tills/2102/count").fields.values()


def test_no_page_of_a_till_tells_its_cash_while_the_box_is_counted_blind(
    open_world: World, browser: Maker
) -> None:
    """Box and till together are the cash of the society."""
    who = browser("manager")
    uses(who)
    opens(who, open_world.person("operator").id)
    counts(who, 550)
    day.begin_count(open_world.doer(), open_world.slip(), open_world.society_id)
    assert who.open("GET", "/tills/2102/settle").refusal == "CountIsGoingOn"
    assert "500" not in who.get("/tills").text


def test_closed_by_two_forms_the_second_is_told(open_world: World, browser: Maker) -> None:
    who, other = browser("manager"), browser("operator")
    uses(who)
    opens(who, open_world.person("operator").id)
    page = counts(who, 500)
    form = page.form("/tills/2102/settle")
    theirs = other.get("/tills/2102/settle").form("/tills/2102/settle")
    assert who.send(form, "back").location == "/tills"
    assert other.send(theirs, "back", 409).refusal == "TillIsNotOpen"
    assert stored.open_turns(open_world.society_id) == []
    assert who.send(form, "back").location == "/tills"


def test_a_hand_over_and_a_closing_are_printed(open_world: World, browser: Maker) -> None:
    who, other = browser("manager"), browser("operator")
    uses(who)
    opens(who, open_world.person("operator").id)
    path = f"/tills/2102/turns/{TODAY}/1"
    assert who.open("GET", path).refusal == "TillIsUnknown"
    form = counts(other, 490).form("/tills/2102/settle")
    to = open_world.person("manager").id
    page = other.follow(other.send(form, "hand", person=to, remark="छुट्टे में दस कम"))
    assert page.all("a", href=path)
    paper = who.get(path)
    for words in ("रेखा मंडलोई", "गणेश पाटीदार", "छुट्टे में दस कम", "10 कम", "₹ 100"):
        assert words in paper.text, words
    page = counts(who, 490)
    who.send(page.form("/tills/2102/settle"), "back")
    paper = who.get(f"/tills/2102/turns/{TODAY}/2")
    assert "तिजोरी" in paper.text
    assert "रेखा" not in paper.text
    for odd in ("2102/turns/x/1", f"2102/turns/{TODAY}/3", f"2103/turns/{TODAY}/1"):
        assert who.open("GET", f"/tills/{odd}").status == 404
    assert browser("operator2").open("GET", path).status == 404
    day.begin_count(open_world.doer(), open_world.slip(), open_world.society_id)
    assert who.open("GET", path).refusal == "CountIsGoingOn"
