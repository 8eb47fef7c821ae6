"""A member's page: four lines, accounts, entries; each look noted before anything is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from portal.actions.members import change_member
from portal.storage import looks
from portal.storage.engine import write_transaction
from portal.storage.served import MEMBERS, Whom, note_for
from tests.browser_client import Browser, Page, words_of
from tests.lost_looks import looks_can_not_be_written
from tests.members_world import a_member, an_account, buys_shares, moves, puts_in, takes_out
from tests.world import TODAY, World

Browsers = Callable[..., Browser]
DAY_MS = 86_400_000


def figures(page: Page) -> list[int]:
    """Read the four lines: share, deposits, loan, what the society still has to give."""
    found = page.all("table")[0]
    return [int(one.get("data-paise", "")) for one in found.iter("td") if one.get("data-paise")]


def looked(world: World, subject: str = "") -> list[tuple[int, str, str]]:
    """List who looked at whom and why, the newest first."""
    found = looks.of_society(world.society_id, subject, 2**53, 1_000)
    return [(one.person_id, one.subject, one.reason) for one in found]


@pytest.fixture
def sushila(open_world: World) -> World:
    """Give number 101 shares, savings, a loan with interest, and a dividend to come."""
    member = a_member(open_world)
    savings, loan = an_account(member), an_account(member, "loan", due_on="2027-03-31")
    an_account(member, "fixed", status="closed", closed_on=TODAY)
    buys_shares(open_world, member, 500)
    puts_in(open_world, savings, 2_500)
    takes_out(open_world, savings, 300)
    takes_out(open_world, loan, 10_000)
    puts_in(open_world, loan, 4_000)
    moves(open_world, 2501, loan.id, 120)
    moves(open_world, 1508, member.id, -45)
    return open_world


def test_four_lines_say_how_much_is_mine(sushila: World, operator: Browser) -> None:
    """F02: one page says all; the search before it is the other load."""
    page = operator.get("/members/101")
    assert page.title == "सुशीला देवी"
    assert figures(page) == [500_00, 2_200_00, 6_000_00, 45_00]
    for words in (
        "पति: रामलाल पटेल", "बमनाला", "सं. 101", "अंश (हिस्सा) ₹ 500", "और ब्याज: ₹ 120",
        "कर्ज चुकाने की तारीख", "31-03-2027", "खाता बंद",
    ):  # fmt: skip
        assert words in page.text
    assert page.one(data_member_no="101") is not None


def test_each_account_leads_to_its_statement(sushila: World, operator: Browser) -> None:
    page = operator.get("/members/101")
    (accounts, entries) = page.all("ul")
    assert [one.text for one in accounts.iter("i")] == ["500", "2,200", "6,000", "0"]
    for link in [one.get("href", "") for one in accounts.iter("a")]:
        assert operator.get(link).status == 200
    assert len(list(entries)) == 7
    assert [one.get("data-voucher-no") for one in entries][:2] == [
        "cash_receipt-4", "cash_payment-3"
    ]  # fmt: skip


def test_only_the_ten_newest_entries_are_shown_and_a_voucher_once(
    sushila: World, operator: Browser
) -> None:
    member = a_member(sushila, name_hi="राम")
    for one in range(12):
        buys_shares(sushila, member, 10 + one)
    entries = [words_of(one) for one in operator.get("/members/102").all("ul", class_="list")[0]]
    assert [one[:2] for one in entries] == [str(10 + one) for one in range(11, 1, -1)]


def test_a_voucher_for_the_member_that_moves_no_account_is_shown_too(
    sushila: World, operator: Browser
) -> None:
    member = a_member(sushila, name_hi="राम")
    fee = sushila.enters(rupees=70)
    write_transaction(lambda: note_for(sushila.society_id, fee, {Whom(MEMBERS, member.id)}))
    (entry,) = operator.get("/members/102").all("ul", class_="list")[0]
    assert "70" in words_of(entry)
    assert "सेवा शुल्क" in words_of(entry)


def test_buttons_are_those_of_the_members_accounts(sushila: World, operator: Browser) -> None:
    found = [one for one in operator.get("/members/101").links if "/vouchers/new/" in one]
    assert found == [
        f"/vouchers/new/{task}?member_no=101"
        for task in (
            "cash_deposit_savings", "cash_withdraw_savings", "share_receipt", "kcc_repay",
            "member_visit",
        )
    ]  # fmt: skip
    a_member(sushila)
    found = [one for one in operator.get("/members/102").links if "/vouchers/new/" in one]
    assert found == ["/vouchers/new/share_receipt?member_no=102"]


def test_who_is_no_member_any_more_gets_money_back_but_brings_none(
    sushila: World, operator: Browser
) -> None:
    member = a_member(sushila)
    savings = an_account(member)
    puts_in(sushila, savings, 50)
    gone = replace(member.particulars, status="deceased", left_on=TODAY)
    write_transaction(lambda: change_member(sushila.doer(), TODAY, "died", member, gone))
    page = operator.get("/members/102")
    assert "स्वर्गवासी" in page.text
    assert [one for one in page.links if "/vouchers/new/" in one] == [
        "/vouchers/new/cash_withdraw_savings?member_no=102"
    ]
    assert "/members/102/accounts/new" not in page.links


def test_no_button_is_called_by_the_name_of_a_side(sushila: World, operator: Browser) -> None:
    page = operator.get("/members/101")
    buttons = [words_of(one) for one in page.all("a") if "btn" in one.get("class", "")]
    assert "जमा" not in buttons
    assert len(set(buttons)) == len(buttons) == 5, "no two say the same"


def test_a_date_that_has_passed_is_said_loudly(sushila: World, operator: Browser) -> None:
    member = a_member(sushila)
    takes_out(sushila, an_account(member, "loan", due_on="2026-11-01"), 700)
    page = operator.get("/members/102")
    assert "यह कर्ज 01-11-2026 तक चुकाना था।" in page.text


def test_every_look_is_noted_with_who_whom_and_why(sushila: World, browser: Browsers) -> None:
    """P9."""
    browser("operator").get("/members/101")
    browser("manager").get("/members/101/slip")
    operator, manager = sushila.person("operator").id, sushila.person("manager").id
    assert looked(sushila) == [(manager, "101", "slip"), (operator, "101", "account_page")]


@pytest.mark.parametrize(
    "path",
    [
        "/members/101",
        "/members/101/slip",
        "/members/101/shares",
        "/accounts/1301-1",
        "/accounts/1301-1/passbook",
    ],
)
def test_a_look_that_can_not_be_noted_is_refused(
    path: str, sushila: World, operator: Browser, database_url: str
) -> None:
    """P9: where the log can't be written, nothing is shown."""
    with looks_can_not_be_written(database_url):
        page = operator.get(path, 503)
    assert page.refusal in ("StoreIsBusy", "StoreIsMissing")
    assert "2,200" not in page.all_text
    assert looked(sushila) == []
    assert operator.get(path).status == 200


def test_manager_and_auditor_are_told_how_often_it_was_looked_at(
    sushila: World, browser: Browsers
) -> None:
    for _ in range(3):
        page = browser("operator").get("/members/101")
        assert "बार देखा गया" not in page.text
    sushila.clock.move(days=29)
    assert "30 दिन में 4 बार देखा गया" in browser("manager").get("/members/101").text
    page = browser("auditor").get("/members/101?society=KHR001")
    assert "5 बार देखा गया" in page.text
    assert "/looks?member_no=101&society=KHR001" in page.links
    sushila.clock.move(days=2)
    assert "30 दिन में 3 बार देखा गया" in browser("manager").get("/members/101").text


def test_nobody_looks_beyond_their_role_and_reach(sushila: World, browser: Browsers) -> None:
    """P9: the chairman's role does not read members; another society's member is not there."""
    assert browser("chairman").get("/members/101", 403).refusal == "DeedIsNotAllowed"
    assert browser("operator2").get("/members/101", 404).refusal == "MemberIsUnknown"
    assert browser("operator2").get("/accounts/1301-1", 404).refusal == "AccountIsUnknown"
    browser("operator").get("/members/101?society=KHR002", 404)
    browser("operator").get("/members/9999", 404)
    assert looked(sushila) == []


def test_balances_of_members_stay_in_sight_while_cash_is_counted(
    sushila: World, operator: Browser
) -> None:
    operator.begins_count()
    page = operator.get("/members/101")
    assert figures(page)[1] == 2_200_00
    assert [one for one in page.links if "/vouchers/new/" in one] == []


def test_a_dozen_accounts_weigh_no_more_than_the_page_may(
    sushila: World, browser: Browsers
) -> None:
    """P11: with the longest names, dates on each account and ten different entries."""
    member = a_member(sushila, name_hi="श्रीमती लक्ष्मीनारायणी देवी विश्वकर्मा")
    kinds = ("savings", "fixed", "recurring", "daily", "thrift", "group") * 2
    for number, kind in enumerate(kinds):
        due_on = f"20{27 + number}-0{number % 9 + 1}-15"
        account = an_account(member, kind, account_no=f"{kind[0].upper()}{977 * number}",
                             due_on=due_on)  # fmt: skip
        puts_in(sushila, account, 1_234 + 997 * number)
    page = browser("manager").get("/members/102")
    assert len(page.all("ul", class_="list")[0]) == 10
    assert len(page.all("ul", class_="tasks")[0]) == 13
    assert len(page.body) <= 3_000


def test_numbers_may_be_written_in_devanagari_digits(sushila: World, browser: Browsers) -> None:
    manager = browser("manager")
    assert manager.get("/members/१०१").title == manager.get("/accounts/१३०१-१").one(
        "a", href="/members/101"
    ).text  # fmt: skip
    assert len(manager.get("/looks?member_no=१०१").all("li")) == 2


def test_a_new_member_has_nothing_yet(open_world: World, operator: Browser) -> None:
    a_member(open_world, guardian_hi="", relation="", village_hi="")
    page = operator.get("/members/101")
    assert figures(page) == [0, 0, 0, 0]
    assert "अभी कोई प्रविष्टि नहीं" in page.text


def test_share_money_that_waits_for_admission_is_named(
    open_world: World, operator: Browser
) -> None:
    member = a_member(open_world)
    moves(open_world, 1104, member.id, -200)
    assert "सदस्यता की प्रतीक्षा में: ₹ 200" in operator.get("/members/101").text


@pytest.mark.parametrize("size", ["a5", "58", "80", "A0"])
def test_the_slip_says_the_balances_in_large_figures(
    size: str, sushila: World, operator: Browser
) -> None:
    page = operator.get(f"/members/101/slip?size={size}")
    (sheet,) = page.all("section")
    big = [words_of(one) for one in sheet.iter("td") if "big" in one.get("class", "")]
    assert big == ["₹ 500", "₹ 2,200", "₹ 6,000", "₹ 45"]
    assert "24-11-2026 10:00" in words_of(sheet)
    assert "रेखा मंडलोई" in words_of(sheet)
    styles = [one.get("href", "") for one in page.all("link", rel="stylesheet")]
    wanted = {"58": "slip58", "80": "slip80"}.get(size, "a5")
    assert f"/static/{wanted}-" in styles[-1] + styles[-2]
    assert ("1301-1" in words_of(sheet)) == (wanted == "a5")
