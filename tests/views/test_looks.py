"""The log of looks: for manager and auditor, newest first, of all or of one member."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions.looks import note_look
from tests.browser_client import Browser, words_of
from tests.members_world import a_member
from tests.world import World

Browsers = Callable[..., Browser]


def test_manager_sees_who_looked_at_whom_when_and_why(open_world: World, browser: Browsers) -> None:
    a_member(open_world)
    a_member(open_world, name_hi="राम लाल")
    browser("operator").get("/members/101")
    open_world.clock.move(minutes=5)
    browser("accountant").get("/members/102/slip")
    page = browser("manager").get("/looks")
    entries = [words_of(one) for one in page.all("li")]
    assert [("राम लाल" in one, "सुशीला देवी" in one) for one in entries] == [
        (True, False), (False, True)
    ]  # fmt: skip
    for words in ("24-11-2026 10:05", "नीता सोलंकी", "राम लाल 102", "शेष पर्ची"):
        assert words in entries[0]
    only = browser("manager").get("/looks?member_no=101")
    assert len(only.all("li")) == 1
    assert only.form("/looks").fields["member_no"] == "101"
    assert "किसी ने नहीं देखा" in browser("manager").get("/looks?member_no=999").text


def test_the_log_goes_on_in_pages(open_world: World, browser: Browsers) -> None:
    """A page of a register is one line, however many members stood on it."""
    numbers = [str(one) for one in range(200, 320)]
    note_look(open_world.doer(), open_world.society_id, numbers, "register")
    auditor, path, seen = browser("auditor"), "/looks?society=KHR001", 0
    note_look(open_world.doer("manager"), open_world.society_id, ["320"], "slip")
    for expected in (2, 1):
        page = auditor.get(path)
        assert len(page.all("li")) == expected
        seen += expected
        path = next((one for one in page.links if "before=" in one), "")
    assert (seen, path) == (3, "")


def test_others_do_not_read_the_log(open_world: World, browser: Browsers) -> None:
    """P9."""
    for who in ("operator", "officer", "chairman"):
        assert browser(who).get("/looks?society=KHR001", 403).refusal == "DeedIsNotAllowed"
    note_look(open_world.doer(), open_world.society("KHR002").id, ["5"], "slip")
    assert browser("manager").get("/looks").all("li") == []


def test_a_strange_place_to_go_on_from_is_the_newest(open_world: World, browser: Browsers) -> None:
    note_look(open_world.doer(), open_world.society_id, ["101"], "slip")
    for before in ("x", "-3", "9" * 40):
        assert len(browser("manager").get(f"/looks?before={before}").all("li")) == 1
