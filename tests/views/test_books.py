"""The books as pages: two sides, pages of fifty lines, CSV, print, and nothing told while blind."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest

from portal.actions import day as day_actions
from portal.actions.corrections import correct_voucher
from portal.actions.daybook import enter_voucher
from portal.domain.corrections import Correction
from portal.domain.daybook import Draft, Line
from tests.browser_client import Browser, Page, words_of
from tests.world import TODAY, YESTERDAY, World

Browsers = Callable[..., Browser]
CASH_BOOK = f"/cashbook/{TODAY}"
DAY_BOOK = f"/daybook/{TODAY}"


@pytest.fixture
def busy(world: World) -> World:
    """Give an open day with cash in and out, a bank receipt, a contra and a journal."""
    world.starts_books()
    world.opens_day()
    world.enters(rupees=500, party="सुशीला देवी", narration="फोटोकॉपी")
    world.enters("tea_expense", 120, party="श्री ट्रेडर्स")
    world.enters("godown_rent", 1_240, mode="upi", reference="UPI7", party="गणेश")
    world.enters("bank_deposit", 5_000)
    journal = Draft(
        "journal", "", (Line(4306, 700_00), Line(1516, -700_00)), narration="=किराया बकाया"
    )
    who = "accountant"
    enter_voucher(world.doer(who), world.slip(who), world.society_id, journal)
    return world


def cells(tree: Element, part: str) -> list[int]:
    """List the paise of the money cells in a table's body or foot."""
    found = tree.find(part)
    assert found is not None
    return [
        int(one.get("data-paise", "")) for one in found.iter("td") if "data-paise" in one.attrib
    ]


def tables(page: Page) -> list[Element]:
    """List the tables of a page."""
    return page.all("table")


def rows_of(page: Page) -> list[list[str]]:
    """Read a CSV answer."""
    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert page.body[:3] == b"\xef\xbb\xbf" or page.headers.get("Content-Encoding") == "br"
    return list(csv.reader(io.StringIO(page.html.removeprefix("\ufeff"))))


def test_both_sides_of_the_cash_book_add_up_to_the_same(busy: World, browser: Browsers) -> None:
    page = browser("operator").get(CASH_BOOK)
    receipts, payments = tables(page)[:2]
    assert cells(receipts, "tbody") == [26_386_00, 500_00]
    assert cells(payments, "tbody") == [120_00, 5_000_00, 21_766_00]
    assert cells(receipts, "tfoot") == cells(payments, "tfoot")
    assert sum(cells(receipts, "tbody")) == cells(receipts, "tfoot")[0] == 26_886_00
    assert "प्रारंभिक शेष" in words_of(receipts)
    assert "अभी शेष" in words_of(payments)
    numbers = {one.get("data-voucher-no") for one in page.all("tr", data_voucher_no=True)}
    assert numbers == {
        "cash_receipt-1", "cash_payment-1", "bank_receipt-1", "contra-1", "journal-1",
    }  # fmt: skip


def test_the_cash_book_goes_on_after_fifty_lines(busy: World, browser: Browsers) -> None:
    for _ in range(60):
        busy.enters()
    manager = browser("manager")
    first = manager.get(CASH_BOOK)
    second = manager.get(f"{CASH_BOOK}?page=2")
    assert len(first.all("tr", data_voucher_no=True)) == 50
    assert "आगे ले गए" in first.text
    assert f"{CASH_BOOK}?page=2" in first.links
    assert "पिछले पृष्ठ से" in second.text
    assert cells(tables(first)[0], "tfoot")[0] == cells(tables(second)[0], "tbody")[0]
    for wrong in ("3", "0", "x", "9999999"):
        assert manager.get(f"{CASH_BOOK}?page={wrong}", 404).refusal == "PageIsNotThere"


def test_a_closed_day_shows_its_count_and_the_days_beside_it(
    busy: World, browser: Browsers
) -> None:
    busy.counts(21_766)
    busy.closes_day()
    busy.clock.move(days=2)
    busy.opens_day("2026-11-26", {"2026-11-25": "holiday"})
    chairman = browser("chairman")
    page = chairman.get(CASH_BOOK)
    assert "अंतिम शेष" in page.text
    assert cells(tables(page)[2], "tfoot") == [21_766_00]
    assert {f"/cashbook/{YESTERDAY}", "/cashbook/2026-11-26", f"/day/sheet/{TODAY}"} <= {
        *page.links
    }
    holiday = chairman.get("/cashbook/2026-11-25")
    assert "अवकाश" in holiday.text
    assert holiday.one("b", data_paise="2176600") is not None
    assert {CASH_BOOK, "/cashbook/2026-11-26"} <= {*holiday.links}


@pytest.mark.parametrize(
    ("path", "status", "refusal"),
    [
        ("/cashbook/2026-11-22", 404, "DayIsUnknown"),
        ("/cashbook/2026-11-25", 422, "DayIsInTheFuture"),
        (f"{CASH_BOOK}?to={YESTERDAY}", 422, "RangeIsReversed"),
        ("/daybook/2026-02-30", 422, "DateIsNotADate"),
        (f"{DAY_BOOK}?to=never", 422, "DateIsNotADate"),
        (f"/daybook/2025-01-01?to={TODAY}", 422, "RangeIsTooLong"),
        (f"/daybook/2026-08-01?to={TODAY}&print=1", 422, "RangeIsTooLong"),
    ],
)
def test_dates_without_a_book_are_answered_with_a_way_on(
    busy: World, browser: Browsers, path: str, status: int, refusal: str
) -> None:
    page = browser("operator").get(path, status)
    assert page.refusal == refusal
    assert page.warnings
    assert page.form(f"/{path.split('/')[1]}").fields["on"]


def test_other_dates_are_asked_for_and_typed_as_people_write_them(
    busy: World, browser: Browsers
) -> None:
    operator = browser("operator")
    form = operator.get("/cashbook?choose=1").form("/cashbook")
    assert form.fields["on"] == "24-11-2026"
    assert operator.get("/cashbook", 303).location == CASH_BOOK
    assert operator.get("/daybook?on=२३-११-२०२६", 303).location == f"/daybook/{YESTERDAY}"
    both = operator.get("/cashbook?on=23-11-2026&to=24-11-2026", 303)
    assert both.location == f"/cashbook/{YESTERDAY}?to={TODAY}"
    assert "on" in operator.get("/cashbook?on=99", 422).errors


def test_a_range_of_days_is_one_book(busy: World, browser: Browsers) -> None:
    page = browser("operator").get(f"/cashbook/{YESTERDAY}?to={TODAY}")
    receipts, payments = tables(page)[:2]
    assert cells(receipts, "tbody") == [0, 26_386_00, 500_00]
    assert cells(payments, "tbody")[-1] == 21_766_00
    assert f"/cashbook/{YESTERDAY}?to={TODAY}&format=csv" in page.links


def test_nothing_tells_cash_while_it_is_counted_blind(busy: World, browser: Browsers) -> None:
    day_actions.begin_count(busy.doer(), busy.slip(), busy.society_id)
    operator = browser("operator")
    hidden = ("21,766", "2176600", "21766.00", "26,886", "2688600", "26886.00")
    for path in (
        CASH_BOOK, f"{CASH_BOOK}?print=1", f"{CASH_BOOK}?format=csv",
        f"/cashbook/{YESTERDAY}?to={TODAY}", DAY_BOOK, f"{DAY_BOOK}?print=1",
        f"{DAY_BOOK}?format=csv", "/ledger/2101", "/ledger/2101?print=1", "/ledger/2101?format=csv",
        "/trial-balance", "/trial-balance?print=1", "/trial-balance?format=csv",
    ):  # fmt: skip
        page = operator.get(path)
        assert not any(figure in page.html for figure in hidden), path
        if page.is_html:
            assert "रोकड़ गिनी जा रही है" in page.text, path
            assert not page.all("tfoot") or ("/cashbook" not in path and "/daybook" not in path)
    assert len(operator.get(CASH_BOOK).all("tr", data_voucher_no=True)) == 7
    busy.counts(21_766)
    assert cells(tables(operator.get(CASH_BOOK))[1], "tbody")[-1] == 21_766_00


def test_the_day_book_balances_and_names_who_entered_what(busy: World, browser: Browsers) -> None:
    page = browser("accountant").get(DAY_BOOK)
    book, abstract = tables(page)
    assert cells(book, "tfoot") == [7_560_00, 7_560_00]
    assert sum(cells(book, "tbody")) == 2 * 7_560_00
    assert cells(abstract, "tfoot") == [7_560_00, 7_560_00]
    assert len(page.all("tr", data_voucher_no=True)) == 5
    assert "रेखा मंडलोई" in page.text
    assert "नीता सोलंकी" in page.text


def test_late_entries_and_corrections_are_marked(busy: World, browser: Browsers) -> None:
    busy.clock.move(days=8)
    found = busy.enters(rupees=90)
    operator = browser("operator")
    page = operator.get(DAY_BOOK)
    assert page.text.count("विलंब 8 दिन") == 2  # the day itself, and the entry
    correct_voucher(
        busy.doer(), busy.slip(), busy.society_id, found, Correction("twice", "दो बार लिखा")
    )
    for path in (DAY_BOOK, CASH_BOOK, f"{DAY_BOOK}?print=1", f"{CASH_BOOK}?print=1"):
        text = operator.get(path).text
        assert "र-2 को वापस लिया" in text, path
        assert "से वापस" in text, path


def test_csv_holds_the_whole_book_with_plain_amounts(busy: World, browser: Browsers) -> None:
    for _ in range(60):
        busy.enters()
    operator = browser("operator")
    page = operator.get(f"{CASH_BOOK}?format=csv")
    assert page.headers["Content-Disposition"] == (
        f'attachment; filename="cashbook-KHR001-{TODAY}.csv"'
    )
    rows = rows_of(page)
    assert len(rows) == 1 + 1 + 7 + 60 + 1
    assert rows[1] == [
        TODAY, "प्राप्ति", "", "प्रारंभिक शेष", "", "", "26386.00", "150000.00", "0.00", "",
    ]  # fmt: skip
    assert rows[2][6:9] == ["500.00", "0.00", "0.00"]
    for column in (6, 7, 8):
        receipts, payments = (
            sum(int(row[column].replace(".", "")) for row in rows[1:] if row[1] == side)
            for side in ("प्राप्ति", "भुगतान")
        )
        assert receipts == payments
    day = rows_of(operator.get(f"{DAY_BOOK}?format=csv"))
    assert len(day) == 1 + 65 * 2
    assert "'=किराया बकाया" in day[9]


def test_ledger_and_trial_balance_agree(busy: World, browser: Browsers) -> None:
    officer = browser("officer")
    page = officer.get("/trial-balance?society=KHR001")
    assert len({*cells(tables(page)[0], "tfoot")}) == 1
    ledger = officer.get(next(one for one in page.links if one.startswith("/ledger/2101")))
    assert ledger.title.startswith("खाता बही: रोकड़")
    assert "21,766 नामे" in words_of(tables(ledger)[0])
    assert all("society=KHR001" in one for one in ledger.links if one.startswith("/vouchers"))
    rows = rows_of(officer.get("/ledger/2101?society=KHR001&format=csv"))
    assert rows[-1][6] == "21766.00"
    trial = rows_of(officer.get("/trial-balance?society=KHR001&format=csv"))
    assert [
        "2101",
        "रोकड़ – मुख्य तिजोरी",
        "26386.00",
        "500.00",
        "5120.00",
        "21766.00",
        "0.00",
    ] in trial
    for path in ("/ledger/2101", "/trial-balance"):
        assert len(officer.get(f"{path}?society=KHR001&print=1").all("section")) == 1
    assert officer.get("/ledger/2100?society=KHR001", 422).refusal == "HeadIsAGroup"
    assert officer.get("/trial-balance?society=KHR001&on=x", 422).refusal == "DateIsNotADate"


def test_the_books_are_closed_to_other_societies(busy: World, browser: Browsers) -> None:
    busy.starts_books("KHR002")
    assert "26,886" not in browser("operator2").get(f"/cashbook/{YESTERDAY}").html
    browser("operator2").get(f"{CASH_BOOK}?society=KHR001", 404)
    browser("officer").get(f"{CASH_BOOK}?society=ALM001", 404)
    page = browser("officer").get(f"{CASH_BOOK}?society=KHR001")
    assert all("society=KHR001" in one for one in page.links if one.startswith("/voucher"))


def test_the_printed_books_have_pages_sums_and_places_to_sign(
    busy: World, browser: Browsers
) -> None:
    for _ in range(60):
        busy.enters()
    operator = browser("operator")
    book = operator.get(f"{CASH_BOOK}?print=1")
    sheets = book.all("section", class_="sheet")
    assert [len(one.findall(".//tr[@data-voucher-no]")) for one in sheets] == [28, 25, 14]
    assert "पृष्ठ 1 / 3" in words_of(sheets[0])
    assert all("पैक्स भीकनगाँव" in words_of(one) for one in sheets)
    assert "अध्यक्ष" in words_of(sheets[-1])
    day = operator.get(f"{DAY_BOOK}?print=1")
    assert len(day.all("section", class_="sheet")) == 4
    assert "शीर्षवार योग" in day.text


def test_books_in_english(busy: World, browser: Browsers) -> None:
    manager = browser("manager", language="en")
    for path in (CASH_BOOK, DAY_BOOK, "/ledger/2101", "/trial-balance", f"{CASH_BOOK}?print=1"):
        assert "Total" in manager.get(path).text or "balance" in manager.get(path).text
