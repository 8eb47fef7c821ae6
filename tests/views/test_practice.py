"""A society to practise in: begun, entered, marked on every page, begun anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions import day as day_actions
from portal.actions import daybook as book
from portal.actions import practice as deeds
from portal.actions.proof import prove_society
from portal.domain.people import Slip
from portal.domain.tasks import Filled
from portal.storage import daybook, places
from portal.storage.places import Society
from portal.storage.reference import task_book
from tests.browser_client import Browser, Page
from tests.world import TODAY, World, traces

Maker = Callable[..., Browser]
STRIP = "अभ्यास – असली नहीं"
CODE = "P-KHR001"
INSIDE = f"/?society={CODE}"


def begins(browser: Browser) -> Page:
    """Begin to practise and return the home page of the practice society."""
    form = browser.get("/practice").form("/practice")
    return browser.follow(browser.send(form))


def the(code: str = CODE) -> Society:
    """Return a society."""
    found = places.society(code)
    assert found is not None
    return found


def paper(world: World, name: str, society_id: int) -> Slip:
    """Return a slip in a society's name."""
    return Slip(name, b"digest", world.person("operator").id, society_id)


def lives(world: World, code: str) -> None:
    """Open today in a society and enter three fees."""
    here = the(code).id
    day_actions.open_day(world.doer(), paper(world, f"open {code}", here), here, TODAY, {})
    for number in range(3):
        draft = book.draft_task(task_book()["csc_service_fee"], Filled((50_00,), party="मोहन"))
        book.enter_voucher(world.doer(), paper(world, f"{code} {number}", here), here, draft)


def test_practice_begins_with_people_cash_and_a_strip(open_world: World, browser: Maker) -> None:
    operator = browser("operator")
    page = begins(operator)
    assert page.path == INSIDE
    assert STRIP in page.all_text
    assert "<title>अभ्यास: " in page.html
    assert "अभ्यास समिति (पैक्स भीकनगाँव)" in page.all_text
    assert daybook.balance(the().id, 2101) == 10_000_00
    assert prove_society(CODE, open_world.keys).is_whole
    found = operator.get(f"/members?q=रामदीन&society={CODE}")
    assert "रामदीन पटेल नमूना" in found.text
    assert "जानकी देवी नमूना" in operator.get(f"/pensioners?society={CODE}&q=जानकी").text


def test_to_begin_twice_enters_the_one_that_is_there(open_world: World, browser: Maker) -> None:
    operator, manager = browser("operator"), browser("manager")
    form = operator.get("/practice").form("/practice")
    other = manager.get("/practice").form("/practice")
    for _again in range(2):
        assert operator.send(form).location == INSIDE
    assert manager.send(other).location == INSIDE
    assert len(places.practices_of(open_world.society_id)) == 1
    assert "अभ्यास जारी रखें" in operator.get("/practice").text


def test_home_leads_to_practice_and_the_strip_leads_out(open_world: World, browser: Maker) -> None:
    operator = browser("operator")
    assert "/practice" in operator.get("/").links
    inside = begins(operator)
    assert inside.links[0] == "/"
    page = operator.get("/")
    assert STRIP not in page.all_text
    assert "पैक्स भीकनगाँव" in page.all_text


def test_a_form_goes_to_the_society_whose_page_it_stood_on(
    open_world: World, browser: Maker
) -> None:
    """Two windows, one in practice: each entry lands where its page was; no token serves both."""
    operator = browser("operator")
    begins(operator)
    operator.send(operator.get(f"/day/open?society={CODE}").form("/day/open"))
    real = operator.get("/vouchers/new/csc_service_fee").form()
    practised = operator.get(f"/vouchers/new/csc_service_fee?society={CODE}").form()
    assert practised.action.endswith(f"society={CODE}")
    before = traces()
    sent = {"amount": "50", "confirm": "1"}
    for own, other in ((real, practised), (practised, real)):
        page = operator.post(other.action, {**other.fields, **sent, "form_token": own.token}, 400)
        assert page.refusal == "FormIsForeign"
    assert traces() == before
    for form, code in ((real, "KHR001"), (practised, CODE)):
        last = len(daybook.last_vouchers(the(code).id, TODAY, 50))
        operator.post(form.action, {**form.fields, **sent})
        assert len(daybook.last_vouchers(the(code).id, TODAY, 50)) == last + 1
        operator.post(form.action, {**form.fields, **sent})
        assert len(daybook.last_vouchers(the(code).id, TODAY, 50)) == last + 1


@pytest.mark.parametrize("code", ["KHR001", CODE])
def test_after_an_expired_session_a_form_goes_where_it_was(
    code: str, open_world: World, browser: Maker
) -> None:
    operator = browser("operator")
    begins(operator)
    query = "" if code == "KHR001" else f"?society={CODE}"
    if query:
        operator.send(operator.get(f"/day/open{query}").form("/day/open"))
    form = operator.get(f"/vouchers/new/csc_service_fee{query}").form()
    before = {one: daybook.last_vouchers(the(one).id, TODAY, 9) for one in ("KHR001", CODE)}
    operator.site.delete_cookie("s")
    kept = operator.post(form.action, {**form.fields, "amount": "50", "confirm": "1"}, 401)
    form = kept.form("/login")
    shown = operator.send(form, "", 200, username="operator", password="rokad-demo")
    assert (STRIP in shown.all_text) is (code == CODE)
    page = operator.send(shown.form(), "", 200)
    operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    other = CODE if code == "KHR001" else "KHR001"
    assert daybook.last_vouchers(the(other).id, TODAY, 9) == before[other]
    assert len(daybook.last_vouchers(the(code).id, TODAY, 9)) == len(before[code]) + 1


def test_practice_begins_anew_in_two_steps(open_world: World, browser: Maker) -> None:
    operator = browser("operator")
    begins(operator)
    old = operator.get(f"/day/open?society={CODE}").form("/day/open")
    page = operator.get("/practice/reset")
    assert CODE in page.text
    done = operator.send(page.form("/practice/reset"))
    assert done.location == f"/?society={CODE}-2"
    assert STRIP in operator.follow(done).all_text
    assert operator.send(page.form("/practice/reset")).location == done.location
    assert the().retired_at is not None
    assert operator.get(INSIDE, 410).refusal == "PracticeIsOver"
    before = traces()
    assert operator.send(old, "", 410).refusal == "PracticeIsOver"
    assert traces() == before
    assert prove_society(CODE, open_world.keys).is_whole


def test_one_reset_of_two_windows_counts_and_three_a_day(open_world: World, browser: Maker) -> None:
    operator, manager = browser("operator"), browser("manager")
    begins(operator)
    first, second = (
        one.get("/practice/reset").form("/practice/reset") for one in (operator, manager)
    )
    operator.send(first)
    assert manager.send(second, "", 409).refusal == "PracticeHasChanged"
    manager.send(manager.get("/practice/reset").form("/practice/reset"))
    form = operator.get("/practice/reset").form("/practice/reset")
    fields = form.fields
    operator.send(form)
    last = operator.get("/practice/reset")
    assert last.all("button") == []
    late = {**fields, "seen": f"{CODE}-4"}
    assert operator.post("/practice/reset", late, 409).refusal == "FormWasUsedForOther"
    assert deeds.resets_left(open_world.society_id, TODAY) == 0
    open_world.clock.move(days=1)
    operator.signs_in("operator")
    operator.send(operator.get("/practice/reset").form("/practice/reset"))
    assert len(places.practices_of(open_world.society_id)) == 5


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/practice/reset", {}, 409),
        ("/practice/reset", {"seen": "KHR001"}, 409),
        ("/practice/reset", {"seen": "P-KHR002"}, 409),
        ("/practice/reset", {"seen": "'; DROP"}, 409),
        ("/practice?society=KHR002", {}, 404),
        ("/practice?society=P-KHR009", {}, 404),
    ],
)
def test_bad_input_changes_nothing(
    path: str, fields: dict[str, str], status: int, open_world: World, browser: Maker
) -> None:
    operator = browser("operator")
    begins(operator)
    token = operator.get("/practice/reset").form("/practice/reset").token
    if not path.startswith("/practice/reset"):
        token = browser("operator").get("/practice?society=KHR001").path and token
    before = traces()
    operator.post(path, {"form_token": token, **fields}, status)
    assert traces() == before
    assert [one.code for one in places.practices_of(open_world.society_id)] == [CODE]


def test_practice_of_others_is_not_entered(open_world: World, browser: Maker) -> None:
    """P9: only the society's own people and those who train in its place."""
    begins(browser("operator"))
    strangers = ("operator2", "operator9", "chairman", "officer", "auditor", "district", "admin")
    for username in strangers:
        page = browser(username).open("GET", INSIDE)
        assert page.status in (403, 404), (username, page)
    assert STRIP in browser("assistant").get(INSIDE).all_text
    assert browser().open("GET", INSIDE).location.startswith("/login")


def test_an_assistant_trains_a_society_of_the_block(open_world: World, browser: Maker) -> None:
    assistant = browser("assistant")
    assert "/practice?society=KHR002" in assistant.get("/practice").links
    page = assistant.get("/practice?society=KHR002")
    done = assistant.send(page.form("/practice"))
    assert done.location == "/?society=P-KHR002"
    inside = assistant.follow(done)
    assert inside.links[0] == "/practice?society=KHR002"
    assert assistant.get(f"/officer?society={CODE[:-1]}2", 409).refusal == "NotPartOfPractice"


def test_real_people_are_not_changed_from_practice(open_world: World, browser: Maker) -> None:
    manager = browser("manager")
    begins(manager)
    assert manager.get(f"/people?society={CODE}", 409).refusal == "NotPartOfPractice"
    assistant = browser("assistant")
    assert assistant.get(f"/behalf?society={CODE}", 409).refusal == "NotPartOfPractice"
    page = manager.get(f"/me?society={CODE}")
    assert STRIP not in page.all_text


def test_to_sign_out_leaves_practice(open_world: World, browser: Maker) -> None:
    operator = browser("operator")
    inside = begins(operator)
    assert "/logout" in inside.links
    operator.send(operator.get("/logout").form("/logout"), "", 200)
    operator.signs_in("operator")
    assert STRIP not in operator.get("/").all_text


def test_a_table_for_a_spreadsheet_says_what_it_is(open_world: World, browser: Maker) -> None:
    operator = browser("operator")
    begins(operator)
    lives(open_world, CODE)
    page = operator.get(f"/cashbook/{TODAY}?format=csv&society={CODE}")
    assert page.html.lstrip("\ufeff").splitlines()[0] == STRIP
    assert CODE in page.headers["Content-Disposition"]
    real = operator.get(f"/cashbook/{TODAY}?format=csv")
    assert STRIP not in real.html


def test_what_was_typed_in_practice_is_offered_nowhere_else(
    open_world: World, browser: Maker
) -> None:
    """Drafts are kept under the mark of the body; that of practice is another."""
    operator = browser("operator")
    mine = operator.get("/").one("body").get("data-u")
    inside = begins(operator)
    assert inside.one("body").get("data-u") == f"{mine} {CODE}"


def test_the_strip_stands_on_refusals_and_on_pages_without_a_society(
    open_world: World, browser: Maker
) -> None:
    operator = browser("operator")
    begins(operator)
    assert STRIP in operator.get(f"/vouchers/99999?society={CODE}", 404).all_text
    assert STRIP in operator.get(f"/nothing?society={CODE}", 404).all_text
    assert STRIP in operator.get(f"/help?society={CODE}").all_text
    assert STRIP in browser("assistant").get(f"/help?society={CODE}").all_text
    assert STRIP not in browser("officer").get(f"/help?society={CODE}").all_text
    assert STRIP not in browser().get(f"/help?society={CODE}").all_text


def test_no_receipt_is_sent_from_practice_by_a_form_made_by_hand(
    open_world: World, browser: Maker
) -> None:
    operator = browser("operator")
    begins(operator)
    made = {"form_token": "x" * 28, "mobile": "9876543210"}
    page = operator.post(f"/visits/1/share?society={CODE}", made, 409)
    assert page.refusal == "PracticeCallsNobody"
