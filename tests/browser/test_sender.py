"""The sender on a real browser against a server that loses answers: one entry each time, and the
page says its number or says that it does not know."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from portal.web import assets
from tests.browser.lossy_office import WORDS, Office

CHROMIUM = Path(os.environ.get("ROKAD_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]
SENDING, CHECKING, NO_ANSWER, SEND_AGAIN, DID_IT, BRING_BACK = WORDS.split("|")


@pytest.fixture(scope="module")
def hurried_static(tmp_path_factory) -> Path:
    """The portal's own scripts, but a second takes a hundredth and the longest wait 0.9 seconds."""
    folder = tmp_path_factory.mktemp("static")
    for path in assets.STATIC.glob("*.*s*"):
        text = path.read_text().replace("* 1000)", "* 10)").replace(", 1000)", ", 10)")
        (folder / path.name).write_text(text.replace("timeout = 45000", "timeout = 900"))
    return folder


@pytest.fixture
def office(hurried_static) -> Iterator[Office]:
    office = Office(hurried_static)
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    office.url = f"http://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield office
    server.shutdown()


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, office):
    """The form in a browser of its own; errors of its scripts or policy fail the test."""
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(8000)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda line: (
            complaints.append(line.text)
            if line.type == "error" and not line.text.startswith(("Failed to load", "htmx:"))
            else None
        ),
    )
    page.goto(office.url + "/new")
    yield page
    context.close()
    assert complaints == []


def write(page, amount: str = "500", narration: str = "बीज\nऔर खाद") -> None:
    page.fill("#a", amount)
    page.fill("#n", narration)


def press(page) -> None:
    page.click("button.main")


def heading(page, text: str) -> None:
    page.get_by_role("heading", name=text, exact=True).wait_for()


def is_focused(page, css: str) -> bool:
    return page.evaluate("css => document.activeElement === document.querySelector(css)", css)


def test_an_entry_is_saved_and_its_number_shown_without_a_new_page(page, office):
    page.evaluate("window.same = 1")
    write(page)
    press(page)
    heading(page, "वाउचर 1")
    assert page.url == office.url + "/vouchers/1"
    assert page.title() == "वाउचर 1"
    assert page.inner_text("#day") == "1"
    assert is_focused(page, "h1")
    assert page.evaluate("window.same") == 1
    (entry,) = office.entries.values()
    assert entry == {"amount": "500", "narration": "बीज\r\nऔर खाद", "secret": ""}


@pytest.mark.parametrize(
    "faults",
    [
        ["cut before"],
        ["cut after"],
        ["cut after"] * 3,
        ["stall after"],
        ["500 before", "500 before"],
        ["500 after"],
        ["429 before", "cut after", "stall after", "500 after"],
    ],
    ids="+".join,
)
def test_a_lost_answer_makes_one_entry_and_shows_its_number(page, office, faults):
    office.faults = list(faults)
    write(page)
    press(page)
    heading(page, "वाउचर 1")
    assert office.posts == len(faults) + 1
    assert len(office.entries) == 1


def test_a_cut_answer_is_no_answer_at_all(page, office):
    """Otherwise the tests above would try error pages only."""
    office.faults = ["cut after"]
    failed = []
    page.on("requestfailed", lambda request: failed.append(request.failure))
    write(page)
    press(page)
    heading(page, "वाउचर 1")
    assert failed in (["net::ERR_EMPTY_RESPONSE"], ["net::ERR_CONNECTION_RESET"])


def test_a_double_press_sends_once(page, office):
    office.faults = ["stall after"]
    write(page)
    page.evaluate("b = document.querySelector('button.main'); b.click(); b.click()")
    page.evaluate("document.querySelector('form').requestSubmit()")
    assert page.inner_text("output") == SENDING
    assert page.is_disabled("button.main")
    heading(page, "वाउचर 1")
    assert len(office.entries) == 1
    assert office.posts == 2


def test_the_page_says_what_is_going_on(page, office):
    page.route("**/new", lambda route: route.abort() if route.request.method == "POST" else None)
    write(page)
    press(page)
    page.get_by_text(CHECKING).wait_for()
    assert page.get_attribute("output", "class") == "err"


def test_after_eight_tries_the_person_decides_with_the_same_token(page, office):
    office.faults = ["cut after"] * 8
    write(page)
    token = page.input_value("[name=form_token]")
    press(page)
    page.get_by_text(NO_ANSWER).wait_for()
    assert office.posts == 8
    assert page.is_disabled("button.main")
    assert page.get_attribute(f"text={DID_IT}", "href") == f"/entries/{token}"
    page.click(f"text={SEND_AGAIN}")
    heading(page, "वाउचर 1")
    assert office.posts == 9
    assert list(office.entries) == [token]


def test_one_can_ask_whether_it_was_saved(page, office):
    office.faults = ["cut after"] * 8
    write(page)
    press(page)
    page.click(f"text={DID_IT}")
    heading(page, "दर्ज है")


def test_an_error_is_shown_at_its_field_and_the_cursor_stands_there(page, office):
    write(page, "wrong")
    press(page)
    page.get_by_text("गलत").wait_for()
    assert is_focused(page, ".err")
    assert page.input_value("#a") == "wrong"
    assert page.url == office.url + "/new"
    assert office.posts == 1
    page.fill("#a", "500")
    press(page)
    heading(page, "वाउचर 1")


def test_a_token_used_for_another_entry_is_told_not_repeated(page, office):
    office.entries[page.input_value("[name=form_token]")] = {"amount": "9"}
    write(page)
    press(page)
    heading(page, "टकराव")
    assert office.posts == 1


def test_a_foreign_page_is_left_to_the_browser_with_the_same_token(page, office):
    office.faults = ["foreign after"]
    write(page)
    page.check("[value=cash]")
    page.click("#b")
    heading(page, "वाउचर 1")
    assert office.posts == 2
    (entry,) = office.entries.values()
    assert entry["then"] == "next"


def test_the_pressed_button_counts_and_unticked_boxes_do_not(page, office):
    write(page)
    page.check("[value=bank]")
    page.click("#b")
    heading(page, "वाउचर 1")
    (entry,) = office.entries.values()
    assert entry["then"] == "next"
    assert entry["mode"] == "bank"
    assert "slip" not in entry


def test_enter_sends_and_a_button_may_lead_elsewhere(page, office):
    page.fill("#a", "500")
    page.press("#a", "Enter")
    heading(page, "वाउचर 1")
    page.click("text=नया")
    write(page, "70")
    page.click("#o")
    heading(page, "दूसरा")
    assert [other["amount"] for other in office.others] == ["70"]


def test_reading_back_keeps_the_token_and_the_draft_until_it_is_saved(page, office):
    write(page, "ask")
    press(page)
    heading(page, "जाँचें")
    assert office.entries == {}
    page.go_back()
    page.click(f"text={BRING_BACK}")
    assert page.input_value("#a") == "ask"
    press(page)
    heading(page, "जाँचें")
    press(page)
    heading(page, "वाउचर 1")
    page.goto(office.url + "/new")
    page.wait_for_function("() => document.scripts.length == 2")
    page.wait_for_timeout(100)
    assert page.query_selector(f"text={BRING_BACK}") is None


def test_back_from_the_saved_entry_shows_a_fresh_form(page, office):
    first = page.input_value("[name=form_token]")
    write(page)
    press(page)
    heading(page, "वाउचर 1")
    page.go_back()
    heading(page, "फ़ॉर्म")
    assert page.input_value("[name=form_token]") != first
    page.go_forward()
    heading(page, "वाउचर 1")
    page.reload()
    heading(page, "वाउचर 1")
    page.go_back()
    heading(page, "फ़ॉर्म")
    assert office.posts == 1


def test_a_jump_to_a_field_does_not_reload_the_page(page):
    page.evaluate("window.same = 1; location.hash = '#a'")
    page.go_back()
    page.wait_for_timeout(100)
    assert page.evaluate("window.same") == 1


def wait_for_drafts_to_work(page):
    """Drafts come with later.js, which is fetched only after the page is there."""
    page.wait_for_function("() => window.rokad && rokad.swapped")


def wait_for_draft(page):
    page.wait_for_function("() => Object.keys(localStorage).length == 1")


def test_what_was_written_is_offered_after_a_reload_never_filled_in(page):
    wait_for_drafts_to_work(page)
    write(page)
    page.check("[value=bank]")
    page.check("[name=slip]")
    page.fill("#s", "गुप्त")
    page.press("#s", "Tab")
    wait_for_draft(page)
    page.reload()
    page.get_by_text(BRING_BACK).wait_for()
    assert page.input_value("#a") == ""
    page.click(f"text={BRING_BACK}")
    assert page.input_value("#a") == "500"
    assert page.input_value("#n") == "बीज\nऔर खाद"
    assert page.is_checked("[value=bank]")
    assert page.is_checked("[name=slip]")
    assert page.input_value("#s") == ""
    assert is_focused(page, "#a")
    assert page.query_selector(f"text={BRING_BACK}") is None
    draft = page.evaluate("JSON.stringify(localStorage)")
    assert "गुप्त" not in draft
    assert "tok" not in draft


def test_a_draft_is_kept_when_the_browser_dies_while_sending(page, office):
    office.faults = ["cut before"] * 8
    write(page)
    press(page)
    page.get_by_text(NO_ANSWER).wait_for()
    page.goto(office.url + "/new")
    page.get_by_text(BRING_BACK).wait_for()


def test_a_draft_belongs_to_one_person_and_ends_with_a_day_or_the_session(page, office):
    wait_for_drafts_to_work(page)
    write(page)
    page.press("#n", "Tab")
    wait_for_draft(page)
    office.user = "8"
    page.reload()
    page.wait_for_timeout(200)
    assert page.query_selector(f"text={BRING_BACK}") is None
    assert page.evaluate("Object.keys(localStorage)") == ["rokad 7 /new"]
    page.evaluate(
        "d = JSON.parse(localStorage['rokad 7 /new']); d.at -= 864e5 + 1;"
        "localStorage['rokad 7 /new'] = JSON.stringify(d); localStorage['other'] = 'x'"
    )
    page.reload()
    page.wait_for_function("() => Object.keys(localStorage) == 'other'")
    page.fill("#a", "1")
    page.press("#a", "Tab")
    page.wait_for_function("() => Object.keys(localStorage).length == 2")
    page.goto(office.url + "/out")
    page.wait_for_function("() => Object.keys(localStorage) == 'other'")


def test_leaving_is_asked_about_only_while_an_entry_is_on_its_way(page, office):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    write(page)
    page.goto(office.url + "/new")
    assert asked == []
    office.faults = ["stall after"]
    write(page)
    press(page)
    page.goto(office.url + "/out")
    assert asked == ["beforeunload"]


def test_htmx_comes_where_it_is_used_and_obeys_the_policy(page, office):
    assert page.evaluate("document.scripts.length") == 2
    page.goto(office.url + "/search")
    page.wait_for_function("() => window.htmx")
    assert page.evaluate("htmx.config.historyCacheSize + ' ' + htmx.config.allowEval") == "0 false"
    page.fill("[name=q]", "सुशीला")
    page.click("text=खोजें")
    page.get_by_text("सुशीला देवी").wait_for()
    assert page.evaluate("document.querySelector('style:nth-of-type(2)')") is None


def test_what_was_typed_before_htmx_came_is_searched(page, office):
    page.goto(office.url + "/box")
    page.fill("[name=q]", "सुशीला")
    page.get_by_text("सुशीला देवी").wait_for()


def test_htmx_without_an_answer_says_so(page, office):
    page.goto(office.url + "/search")
    page.wait_for_function("() => window.htmx")
    page.route("**/search?q=*", lambda route: route.abort())
    page.click("text=खोजें")
    page.get_by_text(NO_ANSWER).wait_for()


def test_without_script_the_same_forms_save(chromium, office):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(office.url + "/new")
    write(page)
    page.click("#b")
    heading(page, "वाउचर 1")
    assert office.posts == 1
    context.close()
