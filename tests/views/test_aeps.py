"""Aadhaar transactions as pages: what the operator reads, what is refused, what is followed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.domain.text import with_check_digit
from portal.storage import aeps as stored
from portal.storage import customers, daybook
from tests.browser_client import Browser, Page
from tests.members_world import a_member
from tests.world import OPENING, World, traces

Browsers = Callable[..., Browser]
NEW, RRN, AADHAAR = "/aeps/new", "632812345678", "999941057058"
FIELDS = {
    "outcome": "done", "amount": "1000", "rrn": RRN, "last_four": "1234",
    "bank": "भारतीय स्टेट बैंक", "name": "सुशीला देवी",
}  # fmt: skip
CASH = OPENING[2101]


def fills(browser: Browser, kind: str = "withdrawal", status: int = 200, **fields: str) -> Page:
    """Fill in the form up to the read-back."""
    form = browser.get(f"{NEW}?kind={kind}").form(NEW)
    sent = {**FIELDS, **fields}
    if kind == "balance":
        del sent["amount"]
    return browser.send(form, "", status, **sent)


def records(browser: Browser, kind: str = "withdrawal", **fields: str) -> Page:
    """Fill in the form, read back, save, and return the record's page."""
    page = fills(browser, kind, **fields)
    return browser.follow(browser.send(page.form(button="confirm"), "confirm"))


def test_a_withdrawal_is_read_back_and_then_paid(operator: Browser, open_world: World) -> None:
    page = fills(operator, amount="१,०००", rrn="६३२८ १२३४ ५६७८")
    assert "₹ 1,000 नकद दें" in page.text
    assert "एक हज़ार रुपये" in page.text or "एक हजार" in page.text
    assert stored.record(open_world.society_id, 1) is None
    page = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert page.path == "/aeps/1?new=1"
    for words in ("₹ 1,000 नकद दें", "हो गया", RRN, "XXXX XXXX 1234", "सुशीला देवी"):
        assert words in page.text
    assert daybook.balance(open_world.society_id, 2101) == CASH - 1_000_00
    voucher = operator.get("/vouchers/2")
    assert RRN in voucher.text
    assert operator.get("/vouchers/2/correct", 303).location == "/aeps/1/wrong"


@pytest.mark.parametrize(("kind", "outcome", "words"), [
    ("withdrawal", "uncertain", "नकद न दें"),
    ("withdrawal", "declined", "नकद न दें"),
    ("deposit", "done", "₹ 1,000 नकद लें"),
    ("deposit", "uncertain", "ग्राहक का नकद वापस दें: ₹ 1,000"),
    ("deposit", "declined", "ग्राहक का नकद वापस दें: ₹ 1,000"),
    ("balance", "done", "कोई नकद लेना-देना नहीं"),
    ("balance", "declined", "कोई नकद लेना-देना नहीं"),
])  # fmt: skip
def test_large_words_say_what_happens_with_the_cash(
    operator: Browser, open_world: World, kind: str, outcome: str, words: str
) -> None:
    page = fills(operator, kind, outcome=outcome)
    assert words in page.text
    page = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert words in page.text
    moved = {"done": {"deposit": 1_000_00}}.get(outcome, {}).get(kind, 0)
    assert daybook.balance(open_world.society_id, 2101) == CASH + moved


def test_a_form_goes_back_to_be_changed_and_is_still_one_form(operator: Browser) -> None:
    page = fills(operator)
    form = page.form(button="change")
    token = form.token
    page = operator.send(form, "change", 200)
    assert page.form(NEW).fields["rrn"] == RRN
    assert page.form(NEW).fields["outcome"] == "done"
    assert page.form(NEW).token == token


@pytest.mark.parametrize(("field", "text"), [
    ("amount", "0"), ("amount", "10001"), ("amount", "100.50"), ("amount", ""), ("rrn", "12"),
    ("rrn", ""), ("last_four", "12"), ("last_four", AADHAAR), ("last_four", "123456789012"),
    ("bank", ""), ("name", ""), ("name", AADHAAR), ("bank", "1234 5678 9012"),
    ("mobile", "12345"), ("outcome", "maybe"), ("member_no", "999"), ("rrn", AADHAAR),
])  # fmt: skip
def test_what_a_slip_cant_say_is_said_at_the_field(
    operator: Browser, open_world: World, field: str, text: str
) -> None:
    before = traces()
    page = fills(operator, status=422, **{field: text})
    assert field in page.errors, page.errors
    assert traces() == before
    if len(text) > 10:
        assert text not in page.html
        assert "आधार" in page.errors[field]


def test_no_number_is_kept_as_a_draft_in_the_browser(operator: Browser) -> None:
    page = operator.get(NEW)
    kept_back = {one.get("name") for one in page.all("input", data_nodraft=True)}
    assert kept_back == {"rrn", "last_four"}


def test_an_uncertain_balance_enquiry_is_no_choice(operator: Browser) -> None:
    form = operator.get(f"{NEW}?kind=balance").form(NEW)
    assert form.choices["outcome"] == ["done", "declined"]
    assert "amount" not in form.fields
    page = fills(operator, "balance", 422, outcome="uncertain")
    assert page.refusal == "OutcomeIsNotAChoice"


def test_the_same_rrn_leads_to_its_first_record(operator: Browser, open_world: World) -> None:
    records(operator, outcome="declined")
    page = fills(operator, status=422, amount="500")
    assert page.refusal == "RrnIsTaken"
    assert "/aeps/1" in page.links
    assert "RRN" in page.errors["rrn"]


def test_an_rrn_that_is_rather_an_aadhaar_number_is_not_shown_again(operator: Browser) -> None:
    wrong = with_check_digit("73281234567")
    page = fills(operator, status=422, rrn=wrong)
    assert page.refusal == "AadhaarIsNotStored"
    assert wrong not in page.html
    right = with_check_digit("63281234567")
    assert right in records(operator, rrn=right).text


def test_a_member_or_customer_is_named_by_the_address_or_a_number(
    operator: Browser, open_world: World
) -> None:
    member = a_member(open_world, mobile="9826012345")
    page = operator.get("/vouchers/new/aeps_withdraw?member_no=101", 303)
    assert page.location == "/aeps/new?kind=withdrawal&member_no=101"
    form = operator.follow(page).form(NEW)
    assert form.fields["name"] == member.name_hi
    assert form.fields["member_no"] == "101"
    records(operator, member_no="101", rrn="632812345679")
    found = stored.record(open_world.society_id, 1)
    assert found is not None
    assert (found.register, found.record_id) == (0, member.id)
    form = operator.get("/customers/new").form("/customers/new")
    operator.send(form, name_hi="कैलाश वर्मा")
    page = operator.get(f"{NEW}?kind=deposit&customer=1")
    assert "कैलाश वर्मा" in page.text
    page = operator.send(page.form(NEW), "", 200, **FIELDS | {"name": "कैलाश वर्मा"})
    operator.send(page.form(button="confirm"), "confirm")
    assert [one.task for one in customers.visits(open_world.society_id, 1, 5)] == ["aeps_deposit"]


def test_the_task_by_hand_leads_here(operator: Browser) -> None:
    for code, kind in (("aeps_withdraw", "withdrawal"), ("aeps_deposit", "deposit")):
        assert operator.get(f"/vouchers/new/{code}", 303).location == f"/aeps/new?kind={kind}"
        sent = operator.post(f"/vouchers/new/{code}", {"amount": "5", "confirm": "1"})
        assert sent.location == f"/aeps/new?kind={kind}"


@pytest.mark.parametrize(("service", "kind"), [
    ("banking-001", "withdrawal"), ("banking-002", "deposit"), ("banking-003", "balance"),
    ("banking-004", "balance"),
])  # fmt: skip
def test_services_of_the_device_lead_here(operator: Browser, service: str, kind: str) -> None:
    path = f"/services/item/{service}"
    page = operator.send(operator.get(path).form(path))
    assert page.location == f"/aeps/new?kind={kind}"
    operator.follow(page)


def test_an_uncertain_one_is_followed_until_it_is_known(
    operator: Browser, open_world: World
) -> None:
    page = records(operator, outcome="uncertain")
    assert "01-12-2026" in page.text
    assert "/aeps/1/settle" in page.links
    assert "अभी पता नहीं: 1" in operator.get("/aeps").text
    form = operator.get("/aeps/1/settle").form("/aeps/1/settle")
    assert form.choices["settled_as"] == ["returned", "to_give", "given"]
    page = operator.send(form, "", 422, settled_as="given", note=AADHAAR)
    assert "note" in page.errors
    page = operator.send(form, "", 422, settled_as="given", note="")
    assert page.refusal == "ReasonIsMissing"
    page = operator.send(form, "", 422, note="बैंक ने बताया")
    assert "settled_as" in page.errors
    page = operator.follow(operator.send(form, settled_as="to_give", note="बैंक ने बताया"))
    assert "₹ 1,000 नकद दें" in page.text
    form = operator.get("/aeps/1/settle").form("/aeps/1/settle")
    assert form.choices["settled_as"] == ["returned", "given"]
    page = operator.follow(operator.send(form, settled_as="given", note="ग्राहक आया"))
    for words in ("₹ 1,000 नकद दिए गए", "बैंक ने बताया · ग्राहक आया", "रेखा मंडलोई"):
        assert words in page.text
    assert "/aeps/1/settle" not in page.links
    assert "अभी पता नहीं" not in operator.get("/aeps").text
    assert daybook.balance(open_world.society_id, 2206) == 1_000_00
    operator.post("/aeps/1/settle", form.fields | {"settled_as": "returned", "note": "x"}, 409)


def test_a_wrong_record_is_taken_back_and_written_down_rightly(
    operator: Browser, open_world: World, browser: Browsers
) -> None:
    records(operator)
    form = operator.get("/aeps/1/wrong").form("/aeps/1/wrong")
    assert set(form.choices) == {"reason"}
    page = operator.send(form, "", 422, reason="not_ours", remark="")
    assert "remark" in page.errors
    page = operator.send(form, "", 422, remark="भूल")
    assert "reason" in page.errors
    page = operator.follow(operator.send(form, reason="not_ours", remark="निकासी नहीं, जमा था"))
    assert "वापस लिया गया" in page.text
    assert "निकासी नहीं, जमा था" in page.text
    assert "/aeps/1/wrong" not in page.links
    assert daybook.balance(open_world.society_id, 2101) == CASH
    assert RRN in records(operator, "deposit").text
    assert daybook.balance(open_world.society_id, 2101) == CASH + 1_000_00
    text = operator.get("/aeps").text
    assert text.count(RRN) == 2
    assert "वापस लिया गया" in text


def test_a_wrong_amount_is_put_right(operator: Browser, open_world: World) -> None:
    records(operator, amount="10000")
    form = operator.get("/aeps/1/wrong").form("/aeps/1/wrong")
    page = operator.send(form, "", 422, reason="wrong_amount", amount="", remark="एक शून्य ज़्यादा")
    assert "amount" in page.errors
    page = operator.follow(
        operator.send(form, reason="wrong_amount", amount="1000", remark="एक शून्य ज़्यादा")
    )
    assert "₹ 1,000" in page.text
    assert daybook.balance(open_world.society_id, 2206) == 1_000_00


def test_a_record_of_a_counted_day_asks_whether_cash_moves(
    operator: Browser, open_world: World
) -> None:
    records(operator)
    open_world.counts((CASH - 1_000_00) // 100)
    open_world.closes_day()
    open_world.clock.move(days=1)
    operator.signs_in("operator")
    operator.opens_day("2026-11-25")
    form = operator.get("/aeps/1/wrong").form("/aeps/1/wrong")
    page = operator.send(form, "", 422, reason="not_ours", remark="भूल")
    assert "cash_moves_now" in page.errors
    operator.send(form, reason="not_ours", remark="भूल", cash_moves_now="y")
    assert daybook.balance(open_world.society_id, 2101) == CASH
    assert "‹ 23-11-2026" in operator.get("/aeps?on=24-11-2026").text
    operator.get("/aeps?on=banana", 422)


def test_other_peoples_records_are_unknown(operator: Browser, browser: Browsers) -> None:
    records(operator)
    for username in ("operator2", "operator9"):
        browser(username).get("/aeps/1", 404)
    operator.get("/aeps/2", 404)
    assert RRN in browser("officer").get("/aeps/1?society=KHR001").text
    browser("officer").get("/aeps/1/settle?society=KHR001", 403)


def test_without_an_open_day_nothing_is_written_down(world: World, browser: Browsers) -> None:
    world.starts_books()
    operator = browser("operator")
    operator.get(NEW, 409)
    assert "इस दिन आधार से कोई लेन-देन नहीं हुआ" in operator.get("/aeps").text


def test_an_assistant_writes_down_for_a_society(open_world: World, browser: Browsers) -> None:
    open_world.works_on_behalf()
    assistant = browser("assistant")
    form = assistant.get(f"{NEW}?kind=withdrawal&society=KHR001").form(NEW)
    page = assistant.send(form, "", 200, **FIELDS)
    page = assistant.follow(assistant.send(page.form(button="confirm"), "confirm"))
    assert page.path == "/aeps/1?new=1&society=KHR001"
    assert "गणेश पाटीदार की ओर से" in page.text
    page = assistant.get("/vouchers/new/aeps_deposit?society=KHR001", 303)
    assert page.location == "/aeps/new?kind=deposit&society=KHR001"
