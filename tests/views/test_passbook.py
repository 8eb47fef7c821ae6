"""Statements and passbooks as pages: periods, paper, CSV, and the word that it is printed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from portal.storage import member_account
from portal.storage.accounts import Account
from tests.browser_client import Browser, Page, words_of
from tests.members_world import a_member, an_account, buys_shares, puts_in, takes_out
from tests.world import World

Browsers = Callable[..., Browser]
STATEMENT, PASSBOOK = "/accounts/S1", "/accounts/S1/passbook"


@pytest.fixture
def savings(open_world: World) -> Account:
    """Give account S1 of member 101 with three entries."""
    account = an_account(a_member(open_world), account_no="S1")
    puts_in(open_world, account, 1_000, narration="गेहूँ बेचा")
    takes_out(open_world, account, 250)
    puts_in(open_world, account, 40)
    return account


def money(page: Page) -> list[int]:
    """List the paise of all money cells in the page's one table."""
    (table,) = page.all("table")
    return [int(one.get("data-paise", "")) for one in table.iter("td") if one.get("data-paise")]


def test_a_statement_goes_from_opening_to_closing(savings: Account, operator: Browser) -> None:
    page = operator.get(STATEMENT)
    assert money(page) == [
        0, 1_000_00, 1_000_00, -250_00, 750_00, 40_00, 790_00, 790_00,
    ]  # fmt: skip
    for words in ("बचत जमा – सदस्य S1", "सुशीला देवी", "01-04-2026 – 24-11-2026", "गेहूँ बेचा"):
        assert words in page.text
    assert PASSBOOK in page.links
    assert page.one("tr", data_voucher_no="cash_payment-1") is not None


def test_a_statement_of_other_dates(savings: Account, operator: Browser) -> None:
    form = operator.get(STATEMENT).form(STATEMENT)
    assert set(form.fields) == {"from", "to"}
    page = operator.get(f"{STATEMENT}?from=01-04-2025&to=31-03-2026")
    assert money(page) == [0, 0]
    devanagari = operator.get(f"{STATEMENT}?from=२४-११-२०२६&to=24/11/2026")
    assert money(devanagari)[-1] == 790_00


@pytest.mark.parametrize(
    "query", ["from=banana", "from=24-11-2026&to=23-11-2026", "to=25-11-2026", "from=31-02-2026"]
)
def test_dates_that_make_no_period_are_said_at_the_field(
    query: str, savings: Account, operator: Browser
) -> None:
    page = operator.get(f"{STATEMENT}?{query}", 422)
    assert page.errors
    assert page.all("table") == []


def test_a_page_that_is_not_there(savings: Account, operator: Browser) -> None:
    for no in ("2", "x", "-1", "99999999999"):
        assert operator.get(f"{STATEMENT}?page={no}", 404).refusal == "PageIsNotThere"


def test_a_statement_on_paper_has_a_column_for_each_way(
    savings: Account, operator: Browser
) -> None:
    page = operator.get(f"{STATEMENT}?print=1")
    assert money(page) == [
        0, 1_000_00, 1_000_00, 250_00, 750_00, 40_00, 790_00, 250_00, 1_040_00, 790_00,
    ]  # fmt: skip
    assert len(page.all("div", class_="sig")) == 1


def test_a_statement_as_csv(savings: Account, operator: Browser) -> None:
    page = operator.get(f"{STATEMENT}?format=csv")
    rows = list(csv.reader(io.StringIO(page.html.removeprefix("\ufeff"))))
    assert [row[-3:] for row in rows[1:]] == [
        ["", "", "0.00"], ["0.00", "1000.00", "1000.00"], ["250.00", "0.00", "750.00"],
        ["0.00", "40.00", "790.00"],
    ]  # fmt: skip
    assert rows[2][4] == "गेहूँ बेचा"


def test_a_share_folio_has_its_statement(
    savings: Account, open_world: World, operator: Browser
) -> None:
    member = a_member(open_world, name_hi="राम")
    buys_shares(open_world, member, 300)
    page = operator.get(f"/members/{member.member_no}/shares")
    assert money(page) == [0, 300_00, 300_00, 300_00]
    assert "अंश" in page.title


def test_a_loans_statement_speaks_of_lending(open_world: World, operator: Browser) -> None:
    loan = an_account(a_member(open_world), "loan", account_no="L/7")
    takes_out(open_world, loan, 900)
    page = operator.get("/accounts/L/7")
    assert money(page) == [0, 900_00, 900_00, 900_00]
    assert "दिया +, चुकाया −" in page.text
    assert operator.get("/accounts/L/7/passbook").one("section", data_page="1") is not None
    assert "दिया गया" in operator.get("/accounts/L/7?print=1").text


def test_a_passbook_is_printed_noted_and_goes_on(
    savings: Account, open_world: World, operator: Browser
) -> None:
    """F22: the second print begins below the first."""
    page = operator.get(PASSBOOK)
    assert len(page.all("section")) == 2
    assert "सुशीला देवी" in words_of(page.all("section")[0])
    answer = operator.send(page.form(PASSBOOK))
    assert answer.location == f"{STATEMENT}?printed=1"
    assert "लिख लिया गया" in operator.follow(answer).text
    assert "पृष्ठ 1, पंक्ति 3" in operator.get(PASSBOOK).text
    takes_out(open_world, savings, 90)
    page = operator.get(PASSBOOK)
    assert "पृष्ठ 1 लगाएँ: छपाई पंक्ति 4 से शुरू होगी।" in page.text
    (leaf,) = page.all("section")
    rows = list(leaf.iter("tr"))
    assert [one.get("class") for one in rows] == ["used"] * 4 + [None]
    assert words_of(rows[-1]).endswith("90 700")


def test_the_turn_of_a_page_is_marked(
    savings: Account, open_world: World, operator: Browser
) -> None:
    operator.send(operator.get(PASSBOOK).form(PASSBOOK))
    for _ in range(19):
        puts_in(open_world, savings, 1)
    page = operator.get(PASSBOOK)
    first, second = page.all("section")
    assert (first.get("data-page"), second.get("data-page")) == ("1", "2")
    assert "आगे पृष्ठ 2 पर" in words_of(first)
    assert "पन्ना पलटें: पृष्ठ 2।" in page.text
    assert len(page.body) <= 1_800


def test_the_same_word_of_printing_sent_twice_counts_once(
    savings: Account, open_world: World, operator: Browser
) -> None:
    """P1: a double tap."""
    form = operator.get(PASSBOOK).form(PASSBOOK)
    for _ in range(2):
        operator.send(form)
    last = member_account.last_print(open_world.society_id, savings.id)
    assert last is not None
    assert (last.id, last.page, last.line) == (1, 1, 3)


def test_a_page_shown_before_another_print_is_refused(
    savings: Account, operator: Browser, browser: Browsers
) -> None:
    form = operator.get(PASSBOOK).form(PASSBOOK)
    manager = browser("manager")
    manager.send(manager.get(PASSBOOK).form(PASSBOOK))
    assert operator.send(form, "", 409).refusal == "PassbookWasPrinted"


@pytest.mark.parametrize("sent", [{"last": "x"}, {"upto": "-5"}, {"upto": "9" * 30}, {"last": "7"}])
def test_a_forged_word_of_printing_is_refused(
    sent: dict[str, str], savings: Account, operator: Browser
) -> None:
    form = operator.get(PASSBOOK).form(PASSBOOK)
    page = operator.post(PASSBOOK, {**form.fields, **sent}, 409)
    assert page.refusal == "PassbookWasPrinted"


def test_a_lost_passbook_is_printed_once_more_as_a_duplicate(
    savings: Account, operator: Browser
) -> None:
    operator.send(operator.get(PASSBOOK).form(PASSBOOK))
    again = operator.get(PASSBOOK).form(PASSBOOK)
    assert again.method == "get"
    refused = operator.get(f"{PASSBOOK}?again=1&why=", 422)
    assert refused.errors
    page = operator.get(f"{PASSBOOK}?again=1&why=lost")
    assert "दूसरी प्रति: पासबुक खो गई" in page.text
    form = next(one for one in page.forms if one.method == "post")
    assert operator.send(form).location == f"{STATEMENT}?printed=1"
    assert operator.get(f"{PASSBOOK}?again=9&why=lost", 422).errors


def test_who_may_only_read_sees_the_passbook_but_notes_nothing(
    savings: Account, browser: Browsers
) -> None:
    auditor = browser("auditor")
    page = auditor.get(f"{PASSBOOK}?society=KHR001")
    assert [one for one in page.forms if one.method == "post"] == []
    auditor.open("POST", f"{PASSBOOK}?society=KHR001", {})
    assert auditor.page is not None
    assert auditor.page.refusal == "DeedIsNotAllowed"


def test_fifty_lines_weigh_no_more_than_a_book(
    savings: Account, open_world: World, operator: Browser
) -> None:
    for number in range(60):
        puts_in(open_world, savings, 11 + number * 7, narration=f"बिक्री {number}")
    page = operator.get(STATEMENT)
    assert len(page.all("tr", data_voucher_no=True)) == 50
    assert len(page.body) <= 4_500
    assert len(operator.get(f"{STATEMENT}?page=2").all("tr", data_voucher_no=True)) == 13
