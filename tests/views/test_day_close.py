"""The blind count, the three ways of a difference, and closing, through their pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import Thread

import pytest

from portal.storage import daybook, engine
from tests.browser_client import Browser, Page
from tests.house.test_crawl import crawl
from tests.views.test_day import PIECES, day_today, society_id
from tests.world import TODAY, World, traces, voucher_count

# Counting.


def figures(paise: int) -> set[str]:
    """Write a figure in every way a page could give it away."""
    from portal.domain import money, words
    from portal.domain.text import deva_digits

    rupees = money.rupees(paise)
    return {
        rupees, rupees.replace(",", ""), str(paise), deva_digits(rupees),
        words.in_words_hi(paise).removesuffix(" मात्र"),
    }  # fmt: skip


@pytest.mark.parametrize("username", ["operator", "manager", "accountant", "chairman"])
@pytest.mark.parametrize("language", ["hi", "en"])
def test_no_page_gives_the_cash_away_while_it_is_counted(
    username: str, language: str, lived_in: World, browser: Callable[..., Browser]
) -> None:
    """P6 (D5): total, closing and opening are nowhere until the take is saved, then they are.

    The books of closed days stay readable, and with them the closing that today began with; ledger
    and trial balance stop before the open day.
    """
    lived_in.enters(task="stationery_paid", rupees=41)
    opening = (26_386 + 3 * 170) * 100
    book = opening + (50 + 75 + 200 - 41) * 100
    counter = browser("operator")
    counter.begins_count()
    pages = crawl(browser(username, language=language))
    assert f"/cashbook/{TODAY}" in pages
    for view in ("print=1", "format=csv", "page=2"):
        pages[f"/cashbook/{TODAY}?{view}"] = counter.open("GET", f"/cashbook/{TODAY}?{view}").html
    for path, html in pages.items():
        is_of_closed_days = re.search(r"2026-11-2[0-3]|^/(ledger|trial-balance)", path)
        hidden = figures(book) | figures(book + 41_00)
        for figure in hidden | (set() if is_of_closed_days else figures(opening)):
            assert not re.search(rf"(?<![\d,]){re.escape(figure)}(?![\d])", html), (path, figure)
    page = counter.counts_rupees(book // 100)
    assert page.all(data_paise=str(book)), page


def test_counting_asks_first_and_stops_the_entries(
    operator: Browser, browser: Callable[..., Browser]
) -> None:
    page = operator.get("/day/count")
    assert page.form(button="begin")
    assert day_today().status == "open"
    assert any("d500" in form.fields for form in operator.begins_count().forms)
    assert day_today().status == "counting"
    assert browser("manager").get("/vouchers/new", 409).refusal == "CountIsGoingOn"


def test_going_back_from_the_count_is_written_down(operator: Browser) -> None:
    operator.begins_count()
    page = operator.send(operator.page.form(button="back"), "back")
    assert page.location == "/vouchers/new"
    assert day_today().status == "open"
    assert engine.value("SELECT count(*) FROM act WHERE kind = 'back_to_entry'") == 1
    assert operator.enters("csc_service_fee", 50).voucher_id == 2


def test_after_an_entry_the_old_count_does_not_count(operator: Browser) -> None:
    """P6: counted, back to entry, one more entry: it must be counted again, blind again."""
    operator.counts_rupees(26_386)
    operator.send(operator.get("/day/close").form(button="back"), "back")
    operator.enters("csc_service_fee", 50)
    assert operator.get("/day/close", 303).location == "/day/count"
    operator.begins_count()
    assert operator.get("/day/close", 303).location == "/day/count"
    operator.counts_rupees(26_436)
    assert operator.closes().location == f"/day/sheet/{TODAY}"


@pytest.mark.parametrize("pieces", ["1.5", "-1", "abc", "1e3", "NaN", "१०.५", "9" * 30, "५०.००"])
def test_pieces_are_whole_numbers(operator: Browser, pieces: str) -> None:
    """Paise in a cash line, too: notes and coins come whole."""
    page = operator.begins_count()
    form = next(one for one in page.forms if "d500" in one.fields)
    before = traces()
    page = operator.send(form, "", 422, d500=pieces, c1="5")
    assert page.errors["d500"]
    form = next(one for one in page.forms if "d500" in one.fields)
    assert (form.fields["d500"], form.fields["c1"]) == (pieces, "5")
    assert traces() == before


def test_a_count_with_nothing_written_is_refused(operator: Browser) -> None:
    page = operator.begins_count()
    form = next(one for one in page.forms if "d500" in one.fields)
    assert operator.send(form, "", 422).refusal == "CountIsEmpty"
    assert operator.send(form, d500=0).location == "/day/close"


def test_pieces_are_counted_in_either_script(operator: Browser) -> None:
    page = operator.begins_count()
    form = next(one for one in page.forms if "d500" in one.fields)
    operator.send(form, d500="५२", d100="3", c20="4", c5="१", c1="1")
    assert operator.get("/day/close").form(button="confirm")


def test_all_kinds_of_notes_and_coins_have_a_field(operator: Browser) -> None:
    page = operator.begins_count()
    form = next(one for one in page.forms if "d500" in one.fields)
    assert tuple(name for name in form.fields if name != "form_token") == PIECES


# Closing, and the three ways of a difference.


def test_a_day_that_agrees_is_closed_and_sealed(operator: Browser) -> None:
    """P7."""
    operator.enters("csc_service_fee", 50)
    page = operator.counts_rupees(26_436)
    assert not page.all("select")
    assert operator.closes().location == f"/day/sheet/{TODAY}"
    day = day_today()
    assert (day.status, day.closing_paise, day.difference_paise) == ("closed", 26_436_00, 0)
    assert engine.value("SELECT count(*) FROM seal WHERE day_on = ?", TODAY) == 1


def test_a_difference_may_be_counted_again(operator: Browser) -> None:
    page = operator.counts_rupees(26_300)
    assert page.all("td", data_paise="-8600")
    assert "/day/count" in page.links
    operator.counts_rupees(26_386)
    assert operator.closes().location == f"/day/sheet/{TODAY}"
    assert engine.value("SELECT count(DISTINCT take) FROM cash_count") == 2


def test_a_difference_may_be_an_entry_left_out(operator: Browser) -> None:
    page = operator.counts_rupees(26_436)
    operator.send(page.form(button="back"), "back")
    operator.enters("csc_service_fee", 50)
    operator.counts_rupees(26_436)
    assert operator.closes().location == f"/day/sheet/{TODAY}"
    assert day_today().difference_paise == 0


@pytest.mark.parametrize(("counted", "head"), [(26_286, 2805), (26_486, 1703)])
def test_a_difference_may_be_accepted_by_a_person(
    operator: Browser, world: World, counted: int, head: int
) -> None:
    """P2: posted against the person (short) or as cash found too much, before closing."""
    page = operator.counts_rupees(counted)
    person = world.person("operator").id
    form = page.form(button="accept")
    assert operator.send(form, "accept", person=person, remark="छुट्टे में गलती").location
    day = day_today()
    assert (day.status, day.closing_paise) == ("closed", counted * 100)
    assert day.difference_paise == (counted - 26_386) * 100
    assert abs(daybook.balance(society_id(), head)) == 100_00
    assert daybook.balance(society_id(), 2101) == counted * 100


@pytest.mark.parametrize(
    ("person", "remark", "field"),
    [("0", "गलती", "person"), ("self", "", "remark"), ("self", "   ", "remark"),
     ("999999", "गलती", "person"), ("other", "गलती", "person"), ("x", "गलती", "person"),
     (str(10**30), "गलती", "person"), ("self", "क" * 301, "remark")],
)  # fmt: skip
def test_accepting_needs_a_person_of_the_society_and_a_reason(
    operator: Browser, world: World, person: str, remark: str, field: str
) -> None:
    """P9: nobody of another society can be made to owe."""
    form = operator.counts_rupees(26_286).form(button="accept")
    known = {"self": world.person("operator").id, "other": world.person("operator2").id}
    before = traces()
    data = {**form.fields, "person": known.get(person, person), "remark": remark, "accept": "1"}
    page = operator.post("/day/close", data, 422)
    assert page.errors[field], page
    assert traces() == before


def test_closing_with_a_difference_that_nobody_accepted_is_refused(operator: Browser) -> None:
    form = operator.counts_rupees(26_286).form(button="accept")
    before = traces()
    page = operator.post("/day/close", {"form_token": form.token, "confirm": "1"}, 409)
    assert page.refusal == "DifferenceIsOpen"
    assert page.form(button="accept")
    assert traces() == before


def test_closing_without_a_count_leads_to_the_count(operator: Browser) -> None:
    assert operator.get("/day/close", 303).location == "/day/count"


def test_closing_without_an_open_day_says_so(world: World, browser: Callable[..., Browser]) -> None:
    world.starts_books()
    operator = browser("operator")
    assert operator.get("/day/close", 409).refusal == "NoDayIsOpen"
    assert operator.get("/day/count", 409).refusal == "NoDayIsOpen"


def test_two_closings_at_once_close_once(
    operator: Browser, browser: Callable[..., Browser]
) -> None:
    """P1, P6, P7: two people press „close“ at the same moment; one seal comes of it."""
    operator.counts_rupees(26_386)
    windows = [operator, browser("manager")]
    forms = [one.get("/day/close").form(button="confirm") for one in windows]
    answers: list[Page] = []

    def close(window: Browser, fields: dict[str, str]) -> None:
        try:
            answers.append(window.again().open("POST", "/day/close", {**fields, "confirm": "1"}))
        finally:
            engine.disconnect()

    threads = [
        Thread(target=close, args=(window, form.fields))
        for window, form in zip(windows, forms, strict=True)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(page.status for page in answers) == [303, 409]
    assert engine.value("SELECT count(*) FROM seal WHERE day_on = ?", TODAY) == 1


def test_the_same_closing_twice_gets_the_same_answer(operator: Browser) -> None:
    """P1."""
    operator.counts_rupees(26_386)
    form = operator.get("/day/close").form(button="confirm")
    first = operator.send(form, "confirm")
    assert operator.send(form, "confirm").location == first.location


def test_an_entry_confirmed_while_another_counts_is_refused(
    operator: Browser, browser: Callable[..., Browser]
) -> None:
    """P6: counting on one computer, posting on another."""
    manager = browser("manager")
    form = manager.reads_back("csc_service_fee", 50).form(button="confirm")
    operator.begins_count()
    assert manager.send(form, "confirm", 409).refusal == "CountIsGoingOn"
    assert voucher_count() == 1
    operator.send(operator.get("/day/count").form(button="back"), "back")
    assert manager.send(form, "confirm").location
