"""What somebody who means ill, or is only clumsy, tries with members' records and money."""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook

from portal.actions.proof import prove_society
from portal.domain.members import Member
from portal.domain.text import with_check_digit
from portal.storage import engine, registers
from tests.actions.checked_books import registers_agree
from tests.browser_client import Browser, Page
from tests.lost_looks import looks_can_not_be_written
from tests.members_world import a_member, an_account, buys_shares, puts_in, takes_out
from tests.world import World

Browsers = Callable[..., Browser]
AADHAAR = with_check_digit("23456789012")
PERSON = {"name_hi": "कमला", "guardian_hi": "राम", "village_hi": "बमनाला"}


@pytest.fixture
def member(open_world: World) -> Member:
    """Member 276 with ₹ 2,000 in S-101, ₹ 500 owed on L-1 and ₹ 300 of shares."""
    found = a_member(open_world, member_no="276")
    puts_in(open_world, an_account(found, account_no="S-101"), 2_000)
    takes_out(open_world, an_account(found, "loan", account_no="L-1", amount_paise=1_000_00), 500)
    buys_shares(open_world, found, 300)
    return found


@pytest.fixture
def manager(member: Member, browser: Browsers) -> Browser:
    """The manager of the member's society."""
    return browser("manager")


def looked() -> list[tuple[str, str]]:
    return [tuple(one) for one in engine.rows("SELECT subject, reason FROM look_log ORDER BY id")]


# P9: whose balances are seen.

TELLING = [
    ("cash_withdraw_savings", {"amount": "2100"}, "2,000"),
    ("kcc_repay", {"amount": "510"}, "500"),
    ("kcc_disburse_cash", {"amount": "900"}, "500"),
]


@pytest.mark.parametrize(("task", "fields", "told"), TELLING)
def test_a_refusal_that_tells_a_balance_is_a_look(
    member: Member, browser: Browsers, task: str, fields: dict[str, str], told: str
) -> None:
    operator = browser("manager")
    form = operator.get(f"/vouchers/new/{task}?member_no=276").form()
    page = operator.post(form.action, {**form.fields, **fields, "confirm": "1"}, 422)
    assert told in page.text
    assert looked() == [("276", "refused")]
    assert "रोकी गई प्रविष्टि" in browser("manager").get("/looks").text


@pytest.mark.parametrize(("task", "fields", "told"), TELLING)
def test_without_the_log_a_refusal_tells_nothing(
    member: Member, browser: Browsers, database_url: str, task: str, fields: dict[str, str],
    told: str,
) -> None:  # fmt: skip
    operator = browser("manager")
    form = operator.get(f"/vouchers/new/{task}?member_no=276").form()
    with looks_can_not_be_written(database_url):
        page = operator.open("POST", form.action, {**form.fields, **fields, "confirm": "1"})
    assert page.status == 503
    assert told not in page.all_text


OF_A_MEMBER = [
    "/members/{no}", "/members/{no}/record", "/members/{no}/history", "/members/{no}/slip",
    "/members/{no}/shares", "/members/{no}/shares?format=csv", "/members/{no}/shares?print=1",
    "/members/{no}/edit", "/members/{no}/more", "/members/{no}/pictures", "/members/{no}/photo",
    "/members/{no}/transfer", "/members/{no}/resign", "/members/{no}/death",
    "/members/{no}/accounts/new", "/applicants/{id}", "/applicants/{id}/history",
    "/applicants/{id}/photo", "/accounts/{account}", "/accounts/{account}?format=csv",
    "/accounts/{account}?print=1", "/accounts/{account}/passbook", "/accounts/{account_id}/close",
]  # fmt: skip


def a_stranger(world: World) -> dict[str, object]:
    """Put somebody into KHR002 whose numbers and keys nobody of KHR001 has."""
    for _ in range(4):
        found = a_member(world, code="KHR002", name_hi="परदेसी लाल")
    accounts = [an_account(found, account_no=f"X-{at}") for at in range(4)]
    return {
        "no": found.member_no, "id": found.id, "account": accounts[-1].account_no,
        "account_id": accounts[-1].id,
    }  # fmt: skip


@pytest.mark.parametrize("path", OF_A_MEMBER)
def test_nobody_sees_a_member_of_another_society(
    member: Member, open_world: World, browser: Browsers, path: str
) -> None:
    asked = path.format(**a_stranger(open_world))
    before = looked()
    beyond = f"{asked}{'&' if '?' in asked else '?'}society=KHR002"
    for username, address in (("manager", asked), ("manager", beyond), ("operator9", beyond)):
        page = browser(username).open("GET", address)
        assert page.status in (403, 404), page
        assert "परदेसी" not in page.html
    assert looked() == before


@pytest.mark.parametrize("path", [
    "/members?q=pardesi", "/members", "/members/list", "/members/list?format=csv",
    "/members/list?print=1", "/members/counts", "/registers/shares", "/registers/deposits",
    "/registers/loans", "/registers/confirmations", "/registers/import", "/looks",
])  # fmt: skip
def test_lists_stay_within_ones_society(
    member: Member, open_world: World, browser: Browsers, path: str
) -> None:
    a_stranger(open_world)
    manager = browser("manager")
    assert "परदेसी" not in manager.get(path).html.replace("q=pardesi", "")
    page = manager.open("GET", f"{path}{'&' if '?' in path else '?'}society=KHR002")
    assert page.status == 404


def test_a_wide_search_ends_at_ones_reach(
    member: Member, open_world: World, browser: Browsers
) -> None:
    a_member(open_world, code="ALM001", name_hi="दूर का परदेसी")
    a_stranger(open_world)
    page = browser("district").get("/members?q=pardesi")
    assert "परदेसी लाल" in page.text
    assert "दूर का" not in page.html
    assert browser("district").open("GET", "/members?q=pardesi&society=ALM001").status == 404
    assert not looked(), "a row of the search tells no balance"


MONEY = [
    "/members/276", "/members/276/slip", "/members/276/shares", "/members/276/shares?format=csv",
    "/members/276/shares?print=1", "/accounts/S-101", "/accounts/S-101?format=csv",
    "/accounts/S-101?print=1", "/accounts/S-101/passbook", "/accounts/1/close",
    "/members/276/transfer", "/members/276/resign", "/members/276/death", "/registers/shares",
    "/registers/shares?format=csv", "/registers/deposits", "/registers/deposits?format=csv",
    "/registers/loans", "/registers/loans?format=csv", "/registers/confirmations?village=बमनाला",
]  # fmt: skip


@pytest.mark.parametrize("path", MONEY)
def test_money_is_seen_with_the_log_or_not_at_all(
    manager: Browser, database_url: str, path: str
) -> None:
    with looks_can_not_be_written(database_url):
        page = manager.open("GET", path)
    assert page.status == 503
    assert not any(figure in page.html for figure in ("2,000", "2000", "200000", "300.00", "₹ 300"))
    manager.get(path)
    assert [subject for subject, _reason in looked()] == ["276"]


# P12: a whole Aadhaar number is said to be one, and goes nowhere.


def posts(person: Browser, path: str, **fields: str) -> Page:
    """Send a page's own form with some fields filled in as the attacker likes."""
    page = person.get(path)
    action = path.split("?")[0]
    form = next(one for one in page.forms if one.method == "post" and one.action.startswith(action))
    return person.open("POST", form.action, {**form.fields, **fields, "confirm": "1"})


TEXTS = [
    *(("/members/new", PERSON, name) for name in (
        "name_hi", "name_en", "known_as", "guardian_hi", "village_hi", "mobile", "birth_on")),
    *(("/members/276/more", {"nominee1_name": "क", "paper1_kind": "pan"}, name) for name in (
        "nominee1_name", "nominee1_relation", "nominee1_percent", "land_are", "aadhaar_last4",
        "paper1_last4")),
    *(("/customers/new", {"name_hi": "क"}, name) for name in ("name_hi", "mobile", "village_hi")),
    *(("/members/276/transfer", {"to_no": "1", "amount": "5"}, name) for name in (
        "to_no", "amount", "resolution_no", "resolution_on")),
    *(("/members/276/death", {}, name) for name in (
        "heir1_name", "heir1_relation", "resolution_no", "died_on")),
    *(("/members/276/accounts/new?kind=loan", {}, name) for name in (
        "account_no", "amount", "rate", "due_on", "season")),
    *(("/vouchers/new/cash_deposit_savings?member_no=276", {"amount": "5"}, name) for name in (
        "amount", "party", "narration", "paper_no")),
]  # fmt: skip


@pytest.mark.parametrize("shape", ["{0}{1}{2}", "क {0} {1} {2}", "{0}-{1}-{2}"])
@pytest.mark.parametrize(("path", "others", "name"), TEXTS)
def test_an_aadhaar_number_in_a_field_is_refused_there_and_forgotten(
    manager: Browser, caplog: pytest.LogCaptureFixture, path: str, others: dict[str, str],
    name: str, shape: str,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    parts = AADHAAR[:4], AADHAAR[4:8], AADHAAR[8:]
    typed = shape.format(*parts)
    page = posts(manager, path, **{**others, name: typed})
    assert page.status == 422, page
    assert "आधार" in page.errors[name]
    for said in (AADHAAR, " ".join(parts), "-".join(parts)):
        assert said not in page.html
        assert said not in str(page.headers)
        assert said not in caplog.text


def test_a_member_is_never_numbered_by_aadhaar(open_world: World, browser: Browsers) -> None:
    one = a_member(open_world, member_no=None, status="applicant")
    decided = {"resolution_no": "7", "resolution_on": "24-11-2026", "member_no": AADHAAR}
    page = posts(browser("manager"), f"/applicants/{one.id}/admit", **decided)
    assert page.status == 422
    assert "आधार" in page.errors["member_no"]
    assert AADHAAR not in page.html


def test_aadhaar_is_no_paper_that_is_seen(manager: Browser) -> None:
    """P12: its last four digits come with consent or not at all."""
    posts(manager, "/members/276/more", paper1_kind="aadhaar", paper1_last4="1234")
    assert engine.value("SELECT papers FROM member WHERE member_no = '276'") == "[]"


# P1, P2: the same form again.


def test_a_form_of_an_account_sent_again_with_another_number_leads_to_what_it_did(
    manager: Browser,
) -> None:
    path = "/members/276/accounts/new?kind=savings"
    form = manager.get(path).form("/members/276/accounts/new")
    manager.send(form, account_no="S-300")
    page = manager.open("POST", form.action, {**form.fields, "account_no": "S-301"})
    assert page.status == 409
    (link,) = [one for one in page.links if one.startswith(("/accounts/", "/members/"))]
    assert "S-300" in manager.get(link).text


def test_the_books_are_whole_after_all_of_it(manager: Browser, open_world: World) -> None:
    for task, fields, _told in TELLING:
        posts(manager, f"/vouchers/new/{task}?member_no=276", **fields)
    registers_agree(open_world.society_id)
    assert prove_society("KHR001", open_world.keys).findings == ()


# How much is read.


def test_overdue_loans_are_summed_by_their_accounts(
    manager: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No society reads through the balances of all others."""
    if engine.is_postgres():
        pytest.skip("the plan of SQLite is told here")
    asked: list[tuple[str, tuple[object, ...]]] = []
    plain = registers.value
    monkeypatch.setattr(registers, "value", lambda *sent: asked.append(sent) or plain(*sent))
    registers.overdue_paise(1, [2411, 2412], "2026-11-24")
    sql, *params = asked[0]
    plan = [step[3] for step in engine.rows(f"EXPLAIN QUERY PLAN {sql}", *params)]
    assert not [step for step in plan if step.startswith("SCAN")], plan


# Odd files and odd places in lists.


def sends(person: Browser, content: bytes, name: str = "a.csv") -> Page:
    """Send a file of members to be checked."""
    form = person.get("/registers/import").form("/registers/import")
    fields = {**form.fields, "kind": "members", "file": (io.BytesIO(content), name)}
    return person.open("POST", form.action, fields, content_type="multipart/form-data")


IN_DIGITS = [
    AADHAAR,
    f"{AADHAAR[:4]} {AADHAAR[4:8]} {AADHAAR[8:]}",
    AADHAAR.translate(str.maketrans("0123456789", "०१२३४५६७८९")),
    AADHAAR.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")),
]


@pytest.mark.parametrize("number", IN_DIGITS)
def test_a_file_full_of_aadhaar_numbers_leaves_none_behind(
    manager: Browser, caplog: pytest.LogCaptureFixture, number: str
) -> None:
    """P12: as file name, title, name of the sheet, and in each kind of column."""
    caplog.set_level(logging.DEBUG)
    head = ["member_no", "name_hi", "guardian_hi", "village_hi", "mobile", "share_rupees", number,
            number]  # fmt: skip
    rows = [["9", "राम", "मोहन", "देवली", "", "5", "x", "y"]]
    for at in range(6):
        rows.append([*rows[0][:at], number, *rows[0][at + 1 :]])
        rows.append([*rows[0][:at], f"क {number} ख", *rows[0][at + 1 :]])
    text = "\n".join(",".join(row) for row in [head, *rows])
    book = Workbook()
    book.active.title = f"क {number}"
    for row in [head, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    for content in (text.encode(), out.getvalue()):
        sent = sends(manager, content, f"{number}.csv")
        page = manager.get(sent.location)
        assert number not in page.html
        report = load_workbook(io.BytesIO(manager.get(f"{sent.location}/report").body))
        cells = [str(one) for sheet in report for row in sheet.values for one in row]
        assert not [one for one in cells if number in one]
    for name, said, kept in engine.rows("SELECT file_name, report, content FROM import_job"):
        assert number not in name + said + zlib.decompress(bytes(kept)).decode()
    assert number not in caplog.text


@pytest.mark.parametrize("name", ["a\0b.csv", "\u202ea.csv", "\x1b[2J.csv", "<b>.csv", "क" * 5_000])
def test_the_name_of_a_file_is_only_words(manager: Browser, name: str) -> None:
    sent = sends(manager, b"member_no,name_hi\n1,\n", name)
    assert sent.status == 303, sent
    manager.get(sent.location)
    kept = engine.value("SELECT file_name FROM import_job")
    assert len(kept) <= 120
    assert not set(kept) & {"\0", "\u202e", "\x1b"}


def test_a_page_of_faults_that_no_list_has_is_the_last_one(manager: Browser) -> None:
    sent = sends(manager, b"member_no,name_hi\n1,\n")
    for page in ("0", "9" * 6, "9" * 5_000, "-1", "१", "²"):
        manager.get(f"{sent.location}?page={page}")
