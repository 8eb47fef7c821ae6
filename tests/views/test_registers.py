"""Registers against the books, slips for a village, and the log of who looked."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from portal.storage import looks
from portal.storage.engine import run, value, write_transaction
from portal.storage.registers import sums
from tests.browser_client import Browser, Page, words_of
from tests.lost_looks import looks_can_not_be_written
from tests.members_world import a_member, an_account, buys_shares, moves, puts_in, takes_out
from tests.world import World

Browsers = Callable[..., Browser]
SHARES, DEPOSITS, LOANS = "/registers/shares", "/registers/deposits", "/registers/loans"
SLIPS = "/registers/confirmations"


@pytest.fixture
def village(open_world: World) -> World:
    """Give three members with shares, savings and loans; ₹ 1,00,000 of shares is nobody's yet."""
    for number, name in enumerate(("सुशीला देवी", "राम लाल", "गणेश पाटीदार"), start=1):
        member = a_member(open_world, name_hi=name)
        buys_shares(open_world, member, 100 * number)
        puts_in(open_world, an_account(member), 1_000 * number)
        takes_out(open_world, an_account(
            member, "loan", due_on=f"2026-1{number}-15", amount_paise=50_000_00
        ), 2_000 * number)  # fmt: skip
    an_account(member, "recurring")
    return open_world


def rows_of(page: Page) -> list[list[str]]:
    """Read a CSV answer."""
    return list(csv.reader(io.StringIO(page.html.removeprefix("\ufeff"))))


def looked(world: World) -> list[tuple[str, str]]:
    """List whom somebody looked at and why."""
    found = looks.of_society(world.society_id, "", 2**53, 10_000)
    return sorted((one.subject, one.reason) for one in found)


def test_the_share_register_agrees_with_its_heads(village: World, operator: Browser) -> None:
    page = operator.get(SHARES)
    rows = page.all("tr", data_member_no=True)
    assert [one.get("data-member-no") for one in rows] == ["101", "102", "103"]
    assert [words_of(one).split()[-1] for one in rows] == ["100", "200", "300"]
    assert "पंजी का योग ₹ 600 और अभी न बँटा ₹ 1,00,000 मिलकर" in page.text
    assert "प्राप्त 200" in page.text
    assert looked(village) == [("101", "register"), ("102", "register"), ("103", "register")]


def test_when_all_is_allotted_the_register_equals_the_books(
    world: World, browser: Browsers
) -> None:
    world.starts_books(balances={2101: 10_000_00, 1201: -10_000_00})
    world.opens_day()
    member = a_member(world)
    buys_shares(world, member, 500)
    moves(world, 1101, member.id, 200)
    page = browser("operator").get(SHARES)
    assert "पंजी का योग बही के शीर्ष के बराबर है: ₹ 300।" in page.text
    assert "वापस 200" in page.text
    later = browser("operator").get(f"{SHARES}?from=2026-11-25")
    assert "वापस 200" not in later.text


def test_the_government_s_share_stands_beside_the_members(world: World, browser: Browsers) -> None:
    world.starts_books(balances={2101: 10_000_00, 1103: -10_000_00})
    assert "शासकीय अंश पूंजी: ₹ 10,000" in browser("manager").get(SHARES).text


def test_a_register_that_does_not_explain_the_books_says_by_how_much(
    village: World, operator: Browser
) -> None:
    """P2 keeps them equal; were a row lost, it would be seen here."""
    write_transaction(
        lambda: run("UPDATE sub_balance SET paise = paise - 700 WHERE head = 1301 AND sub_id = 1")
    )
    page = operator.get(DEPOSITS)
    assert "बराबर नहीं" in page.text
    assert "अंतर ₹ 7" in page.text


def test_the_deposit_register_by_kind(village: World, operator: Browser) -> None:
    page = operator.get(DEPOSITS)
    assert len(page.all("tr", data_account_no=True)) == 4
    assert "बराबर है: ₹ 6,000" in page.text
    page = operator.get(f"{DEPOSITS}?kind=recurring")
    assert len(page.all("tr", data_account_no=True)) == 1
    assert page.form(DEPOSITS).fields["kind"] == "recurring"
    assert len(operator.get(f"{DEPOSITS}?kind=nothing").all("tr", data_account_no=True)) == 4


def test_the_loan_register_marks_what_is_overdue(village: World, operator: Browser) -> None:
    page = operator.get(LOANS)
    rows = page.all("tr", data_account_no=True)
    assert ["कालातीत" in words_of(one) for one in rows] == [True, False, False]
    assert "₹ 50,000" in words_of(rows[0])
    assert "कुल कालातीत: ₹ 2,000" in page.text
    assert len(operator.get(f"{LOANS}?overdue=1").all("tr", data_account_no=True)) == 1


def test_an_empty_and_closed_account_leaves_the_register(village: World, operator: Browser) -> None:
    an_account(a_member(village), status="closed", account_no="S-OLD", closed_on="2026-11-24")
    assert "S-OLD" not in operator.get(DEPOSITS).text


def test_long_registers_come_by_pages_of_fifty(village: World, operator: Browser) -> None:
    for number in range(60):
        member = a_member(village, name_hi=f"राम लाल {number}")
        buys_shares(village, member, 10)
        puts_in(village, an_account(member), 10)
    for path, rows, total in ((SHARES, "data-member-no", 63), (DEPOSITS, "data-account-no", 64)):
        first = operator.get(path)
        seen = [one.get(rows) for one in first.all("tr", **{rows.replace("-", "_"): True})]
        assert len(seen) == 50
        more = next(one for one in first.links if "after=" in one)
        second = operator.get(more)
        seen += [one.get(rows) for one in second.all("tr", **{rows.replace("-", "_"): True})]
        assert len(seen) == len(set(seen)) == total
        assert len(first.all("table")) == 2  # the sums stand on the first page alone
        assert len(second.all("table")) == 1
        assert len(rows_of(operator.get(f"{path}?format=csv"))) == total + 1


def test_registers_as_csv_hold_plain_figures(village: World, operator: Browser) -> None:
    rows = rows_of(operator.get(f"{SHARES}?format=csv"))
    assert rows[1] == ["101", "सुशीला देवी", "रामलाल पटेल", "बमनाला", "100.00", "0.00", "100.00"]
    loans = rows_of(operator.get(f"{LOANS}?format=csv"))
    assert loans[1][-3:] == ["2000.00", "0.00", "2000.00"]
    assert loans[2][-1] == ""


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=99999999999999999999"])
def test_a_strange_place_to_go_on_from_is_the_beginning(
    query: str, village: World, operator: Browser
) -> None:
    assert len(operator.get(f"{SHARES}?{query}").all("tr", data_member_no=True)) == 3


def test_slips_of_a_village_ask_whether_the_balances_are_right(
    village: World, operator: Browser
) -> None:
    a_member(village, name_hi="दूसरे गाँव का", village_hi="पिपलिया")
    page = operator.get(SLIPS)
    assert sorted(one.text or "" for one in page.all("i")) == ["1", "3"]
    link = next(one for one in page.links if "village=" in one)
    page = operator.get(f"{SLIPS}?village=बमनाला")
    slips = page.all("section", class_="cut")
    assert [one.get("data-member-no") for one in slips] == ["103", "102", "101"]  # by name
    for words in ("राम लाल", "सं. 102", "₹ 200", "₹ 2,000", "₹ 4,000", "सही है", "गलत है",
                  "24-11-2026"):  # fmt: skip
        assert words in words_of(slips[1])
    assert looked(village) == [(no, "confirmation") for no in ("101", "102", "103")]
    assert operator.get(link).status == 200


def test_slips_come_fifty_at_a_time_and_each_is_noted(village: World, operator: Browser) -> None:
    for number in range(60):
        member = a_member(village, name_hi=f"राम लाल {number}", village_hi="पिपलिया")
        an_account(member)
    first = operator.get(f"{SLIPS}?village=पिपलिया")
    second = operator.get(next(one for one in first.links if "page=2" in one))
    assert len(first.all("section", class_="cut")) == 50
    assert len(second.all("section", class_="cut")) == 10
    assert len(looked(village)) == 60
    assert operator.get(f"{SLIPS}?village=पिपलिया&page=3", 404).refusal == "PageIsNotThere"
    assert operator.get(f"{SLIPS}?village=कहीं नहीं", 404).refusal == "PageIsNotThere"


@pytest.mark.parametrize(
    "path", [SHARES, DEPOSITS, LOANS, f"{SLIPS}?village=बमनाला", f"{SHARES}?format=csv"]
)
def test_registers_are_refused_where_looks_can_not_be_noted(
    path: str, village: World, operator: Browser, database_url: str
) -> None:
    """P9."""
    with looks_can_not_be_written(database_url):
        page = operator.get(path, 503)
    assert "राम लाल" not in page.all_text
    assert looked(village) == []


def test_the_index_leads_to_all_registers(village: World, browser: Browsers) -> None:
    for who, has_looks in (("operator", False), ("manager", True)):
        page = browser(who).get("/registers")
        assert {SHARES, DEPOSITS, LOANS, SLIPS} <= set(page.links)
        assert ("/looks" in page.links) is has_looks


def test_an_officer_reads_registers_of_the_block_and_a_chairman_none(
    village: World, browser: Browsers
) -> None:
    officer = browser("officer")
    page = officer.get(f"{DEPOSITS}?society=KHR001&kind=savings")
    assert len(page.all("tr", data_account_no=True)) == 3
    assert page.form(DEPOSITS).fields["society"] == "KHR001"
    officer.get(f"{DEPOSITS}?society=ALM001", 404)
    browser("chairman").get(DEPOSITS, 403)
    assert browser("operator2").get(SHARES).all("tr", data_member_no=True) == []


def test_the_sums_name_only_the_two_registers(village: World) -> None:
    with pytest.raises(ValueError, match="person"):
        sums(village.society_id, [1101], "person")
    assert value("SELECT COUNT(*) FROM look_log") == 0


@pytest.mark.parametrize("path", [
    "/members/101", "/members/101/slip", "/members/101/shares?print=1", "/accounts/2411-2",
    "/accounts/1301-1/passbook", "/registers", SHARES, DEPOSITS, LOANS, SLIPS,
    f"{SLIPS}?village=बमनाला", "/looks", f"{SHARES}?format=csv", "/accounts/1301-1?format=csv",
])  # fmt: skip
def test_every_page_of_members_money_speaks_english_too(
    path: str, village: World, browser: Browsers
) -> None:
    assert browser("manager", language="en").get(path).status == 200
