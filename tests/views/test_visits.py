"""The pages of a visit: its basket, taking the money in cash or by UPI, how each item ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.domain.bill_orders import OrderState as S
from portal.storage import daybook, visits
from portal.storage.engine import disconnect, run
from tests.bills_world import Counter
from tests.browser_client import Browser, Form, Page
from tests.members_world import a_member
from tests.page_checks import words_of
from tests.sandboxes.running import MOBILE
from tests.views.bills_counter import counter
from tests.world import traces

Browsers = Callable[..., Browser]


__all__ = ["counter"]


@pytest.fixture
def operator(counter: Counter, browser: Browsers) -> Browser:
    """Someone at this counter."""
    return browser("operator")


def bill(
    counter: Counter, digits: str = "100", visit_id: int | None = None, **other: object
) -> tuple[int, int]:
    """Fetch and choose a bill; return its order and its visit."""
    order_id = counter.fetched(digits, visit_id=visit_id, payer_name="सुशीला देवी")
    counter.chooses(order_id, **other)
    found = counter.order(order_id).visit_id
    assert found is not None
    return order_id, found


def adds_fee(operator: Browser, visit_id: int | None = None, **fields: object) -> Page:
    """Fill in the form of a fee and follow to the visit."""
    path = "/visits/fee" if visit_id is None else f"/visits/{visit_id}/fee"
    known: dict[str, object] = {"usual": "फोटोकॉपी", "own": 6}
    return operator.follow(operator.send(operator.get(path).form(path), **known | fields))


def basket(counter: Counter, operator: Browser) -> tuple[int, list[int]]:
    """Three bills, of which the last one fails, a photocopy and a certificate."""
    first, visit_id = bill(counter)
    others = [bill(counter, digits, visit_id)[0] for digits in ("102", "034")]
    adds_fee(operator, visit_id)
    adds_fee(operator, visit_id, usual="", what="आय प्रमाण पत्र", own=20, passed=10)
    return visit_id, [first, *others]


def pay_form(page: Page) -> Form:
    (found,) = [one for one in page.forms if "version" in one.fields]
    return found


def is_payable(page: Page) -> bool:
    return any("version" in one.fields for one in page.forms)


def sets_upi(address: str = "pacsbhikangaon@sbi") -> None:
    run(
        "INSERT INTO counter (society_id, upi_address, upi_name, set_at, set_by) "
        "VALUES (1, ?, 'PACS BHIKANGAON', 0, 1)", address,
    )  # fmt: skip


# The basket.


def test_a_basket_shows_each_item_and_the_sum_in_figures_and_words(
    counter: Counter, operator: Browser
) -> None:
    visit_id, orders = basket(counter, operator)
    page = operator.get(f"/visits/{visit_id}")
    total = sum(counter.order(one).through_paise for one in orders) + 36_00
    assert page.one("p", data_paise=True).get("data-paise") == str(total)
    assert "दो हज़ार आठ सौ सत्रह रुपये मात्र" in page.text
    for words in ("…J100", "…J102", "…J034", "फोटोकॉपी", "आय प्रमाण पत्र", "सुशीला देवी"):
        assert words in page.text
    assert "हमारा शुल्क ₹ 20 + आगे देने का ₹ 10" in page.text
    assert f"/bills?visit={visit_id}" in page.links
    assert f"/visits/{visit_id}/fee" in page.links
    assert len(page.body) <= 2_650


def test_bills_that_are_not_ready_say_so_and_lead_to_their_page(
    counter: Counter, operator: Browser
) -> None:
    ready, visit_id = bill(counter)
    coming = counter.asks("010", visit_id=visit_id)
    missing = counter.fetched("001", visit_id=visit_id)
    unchosen = counter.fetched("103", visit_id=visit_id)
    page = operator.get(f"/visits/{visit_id}")
    said = {one.get("href"): words_of(one) for one in page.all("a")}
    assert said[f"/orders/{coming}"] == "बिल आ रहा है"
    assert said[f"/orders/{missing}"] == "बिल नहीं आया"
    assert said[f"/orders/{unchosen}"] == "राशि चुनें"
    assert f"/orders/{ready}" not in said
    operator.send(pay_form(page))
    assert counter.state(unchosen) is S.FETCHED
    assert "इसका पैसा नहीं लिया" in operator.get(f"/visits/{visit_id}").text


def test_items_are_left_out_by_a_press(counter: Counter, operator: Browser) -> None:
    visit_id, orders = basket(counter, operator)
    path = f"/visits/{visit_id}/items"
    before = operator.get(f"/visits/{visit_id}").form(path)
    operator.send(before, f"leave={orders[1]}")
    page = operator.get(f"/visits/{visit_id}")
    operator.send(page.form(path), "drop=1")
    page = operator.get(f"/visits/{visit_id}")
    assert "फोटोकॉपी हटाएँ" not in page.text
    assert "राशि चुनें" in page.text
    again = operator.send(page.form(path), "drop=2")
    assert again.location == f"/visits/{visit_id}"
    page = operator.post(path, {**before.fields, "drop": 2}, 409)
    assert page.refusal == "FormWasUsedForOther"
    page = operator.get(f"/visits/{visit_id}")
    page = operator.post(path, {**page.form(path).fields, "drop": "2"}, 409)
    assert page.refusal == "VisitHasChanged"
    assert is_payable(page)


def test_nothing_to_pay_is_said(counter: Counter, operator: Browser) -> None:
    page = adds_fee(operator)
    visit_id = int(page.path.rsplit("/", 1)[1])
    operator.send(page.form(f"/visits/{visit_id}/items"), "drop=1")
    page = operator.get(f"/visits/{visit_id}")
    assert "अभी कुछ चुकाना नहीं है" in page.text
    assert not is_payable(page)
    assert operator.get(f"/visits/{visit_id}?how=upi").title.startswith("काम नं.")


@pytest.mark.parametrize("how", ["", "?how=upi"])
def test_what_hinders_is_said_before_the_money_is_taken(
    how: str, counter: Counter, operator: Browser
) -> None:
    order_id, visit_id = bill(counter)
    path = f"/visits/{visit_id}{how}"
    assert is_payable(operator.get(path))
    run("UPDATE head_balance SET paise = 10000 WHERE head = 2204")
    page = operator.get(path)
    assert "वॉलेट में ₹ 100 बचे हैं" in page.text
    assert "/wallet" in page.links
    assert not is_payable(page)
    run("UPDATE head_balance SET paise = -1 WHERE head = 2204")
    assert "वॉलेट में ₹ 0 बचे हैं" in operator.get(path).text
    run("UPDATE head_balance SET paise = 80000000 WHERE head = 2204")
    counter.passes(16 * 60)
    page = operator.get(path)
    assert f"/orders/{order_id}" in page.links
    assert not is_payable(page)


def test_the_same_number_twice_in_a_basket_is_marked(counter: Counter, operator: Browser) -> None:
    _first, visit_id = bill(counter)
    bill(counter, "100", visit_id)
    page = operator.get(f"/visits/{visit_id}")
    assert "दो बार" in page.text
    assert not is_payable(page)


def test_a_bill_above_the_cash_limit_is_taken_by_upi(counter: Counter, operator: Browser) -> None:
    _order, visit_id = bill(counter, "100")
    run("UPDATE bill_order SET amount_paise = 5000000")
    page = operator.get(f"/visits/{visit_id}")
    assert not is_payable(page)
    assert f"/visits/{visit_id}?how=upi" in page.links
    assert is_payable(operator.get(f"/visits/{visit_id}?how=upi"))


def test_without_an_open_day_no_money_is_asked_for(
    counter: Counter, operator: Browser, browser: Browsers
) -> None:
    _order, visit_id = bill(counter)
    form = pay_form(operator.get(f"/visits/{visit_id}"))
    operator.begins_count()
    page = operator.get(f"/visits/{visit_id}")
    assert "अभी पैसा नहीं लिया जा सकता" in page.text
    assert not is_payable(page)
    before = traces()
    page = operator.send(form, "", 409)
    assert page.refusal == "CountIsGoingOn"
    assert "…J100" in page.text
    assert traces() == before
    assert not is_payable(browser("chairman").get(f"/visits/{visit_id}"))


def test_a_visit_of_nobody_or_of_another_society_is_not_there(
    counter: Counter, browser: Browsers
) -> None:
    """P9."""
    _order, visit_id = bill(counter)
    for path in (f"/visits/{visit_id}", f"/visits/{visit_id}/state", f"/visits/{visit_id}/upi"):
        assert browser("operator2").get(path, 404).refusal == "VisitIsUnknown"
    who = browser("assistant")
    page = who.get(f"/visits/{visit_id}?society=KHR001")
    assert pay_form(page).action.endswith("society=KHR001")
    assert not is_payable(browser("auditor").get(f"/visits/{visit_id}?society=KHR001"))


# Taking the money.


def test_the_whole_visit_is_paid_by_one_press(counter: Counter, operator: Browser) -> None:
    """P1: with what was given, or without; sent again it is the same."""
    visit_id, orders = basket(counter, operator)
    form = pay_form(operator.get(f"/visits/{visit_id}"))
    assert operator.send(form, given="१०,०००").location == f"/visits/{visit_id}"
    assert operator.send(form, given="१०,०००").location == f"/visits/{visit_id}"
    page = operator.get(f"/visits/{visit_id}")
    assert "₹ 7,183 लौटाएँ" in words_of(page.one("p", class_="big"))
    assert [counter.state(one) for one in orders] == [S.CASH_TAKEN] * 3
    page = adds_fee(operator)
    page = operator.follow(operator.send(pay_form(page)))
    assert words_of(page.one("p", class_="big")) == "₹ 6"


def test_too_little_given_is_said_at_its_field(counter: Counter, operator: Browser) -> None:
    _order, visit_id = bill(counter)
    form = pay_form(operator.get(f"/visits/{visit_id}"))
    before = traces()
    page = operator.send(form, "", 422, given="12")
    assert page.refusal == "GivenIsTooLittle"
    assert page.errors["given"]
    assert pay_form(page).fields["given"] == "12"
    assert pay_form(page).token == form.token
    for typed in ("abc", "-5", "1e400", "NaN"):
        page = operator.send(pay_form(page), "", 422, given=typed)
        assert page.errors["given"]
    assert traces() == before


def test_what_changed_meanwhile_is_shown_again(
    counter: Counter, operator: Browser, browser: Browsers
) -> None:
    _order, visit_id = bill(counter)
    form, other = (pay_form(operator.get(f"/visits/{visit_id}")) for _ in range(2))
    adds_fee(browser("manager"), visit_id)
    page = operator.send(form, "", 409)
    assert page.refusal == "VisitHasChanged"
    assert "फोटोकॉपी" in page.text
    page = operator.follow(operator.send(pay_form(page)))
    page = operator.send(form, "", 409, given="5000")
    assert page.refusal == "FormWasUsedForOther"
    assert "रसीद छापें" in page.text
    page = operator.send(other, "", 409)
    assert page.refusal == "VisitIsPaid"
    assert "रसीद छापें" in page.text


def test_a_bill_that_grew_old_under_the_form_is_named(counter: Counter, operator: Browser) -> None:
    order_id, visit_id = bill(counter)
    form = pay_form(operator.get(f"/visits/{visit_id}"))
    counter.passes(16 * 60)
    page = operator.send(form, "", 409)
    assert page.refusal == "BillIsTooOld"
    assert f"/orders/{order_id}" in page.links
    assert f"leave={order_id}" in [
        f"{name}={value}" for one in page.forms for name, value in one.buttons
    ]


def test_a_bill_that_another_one_pays_leads_to_its_page(
    counter: Counter, operator: Browser
) -> None:
    first, visit_id = bill(counter)
    second, other_id = bill(counter)
    form = pay_form(operator.get(f"/visits/{other_id}"))
    counter.pays(visit_id)
    page = operator.send(form, "", 409)
    assert page.refusal == "BillIsBeingPaid"
    assert counter.order(first).payment_ref_id in page.text
    assert f"/orders/{second}" in page.links
    counter.chooses(second, reason="ग्राहक ने कहा")
    operator.send(pay_form(operator.get(f"/visits/{other_id}")))
    counter.settles()


def test_a_wallet_that_became_too_small_takes_nothing(counter: Counter, operator: Browser) -> None:
    _order, visit_id = bill(counter)
    form = pay_form(operator.get(f"/visits/{visit_id}"))
    run("UPDATE head_balance SET paise = 10000 WHERE head = 2204")
    before = traces()
    page = operator.send(form, "", 409)
    assert page.refusal == "WalletIsTooSmall"
    assert "पहले वॉलेट भरें" in page.text
    assert traces() == before


def test_odd_forms_are_answered(counter: Counter, operator: Browser) -> None:
    _order, visit_id = bill(counter)
    form = pay_form(operator.get(f"/visits/{visit_id}"))
    before = traces()
    for changed in ({"version": "x"}, {"version": "9" * 40}, {"mode": "card", "version": ""}):
        page = operator.post(form.action, {**form.fields, **changed}, 409)
        assert page.refusal == "VisitHasChanged"
    operator.post(form.action, {**form.fields, "form_token": "x"}, 400)
    operator.post(f"/visits/{visit_id}/items", form.fields, 400)
    operator.get("/visits/99999999999999", 404)
    operator.get("/visits/0", 404)
    assert traces() == before


# UPI.


def test_upi_shows_the_exact_sum_as_a_picture_and_in_words(
    counter: Counter, operator: Browser
) -> None:
    order_id, visit_id = bill(counter, "047")
    assert counter.order(order_id).amount_paise % 100 == 37
    page = operator.get(f"/visits/{visit_id}")
    assert "UPI से ठीक ₹" in page.text
    page = operator.get(f"/visits/{visit_id}?how=upi")
    assert "UPI पता अभी नहीं लिखा है" in page.text
    assert "<svg" not in page.html
    sets_upi()
    page = operator.get(f"/visits/{visit_id}?how=upi")
    assert "<svg" in page.html
    assert "pacsbhikangaon@sbi" in page.text
    assert "सैंतीस पैसे" in page.text
    assert "ग्राहक की स्क्रीन सबूत नहीं" in page.text
    slip = operator.get(f"/visits/{visit_id}/upi?size=80")
    assert "<svg" in slip.html
    assert "416.37" in slip.text
    operator.get(f"/visits/{visit_id}/upi?size=x")


def test_a_upi_payment_needs_its_utr_and_pays_once(counter: Counter, operator: Browser) -> None:
    sets_upi()
    order_id, visit_id = bill(counter, "047")
    path = f"/visits/{visit_id}?how=upi"
    page = operator.send(pay_form(operator.get(path)), "", 422, reference="123")
    assert page.refusal == "UtrIsWrong"
    assert page.errors["reference"]
    assert pay_form(page).fields["reference"] == "123"
    page = operator.send(pay_form(page), "", 422, reference="432100000017", payer_address="राम")
    assert page.errors["payer_address"]
    form = pay_form(page)
    done = operator.send(form, reference="४३२१ ०००० ००१७", payer_address="ramesh@okbank")
    page = operator.follow(done)
    assert "432100000017" in page.text
    assert counter.order(order_id).pay_account == "ramesh@okbank"
    assert operator.get(f"/visits/{visit_id}/upi", 303).location == f"/visits/{visit_id}"
    other = adds_fee(operator)
    other_id = int(other.path.rsplit("/", 1)[1])
    page = operator.get(f"/visits/{other_id}?how=upi")
    page = operator.send(pay_form(page), "", 422, reference="432100000017")
    assert page.refusal == "UtrWasUsed"
    assert f"/visits/{visit_id}" in page.links


# After the money.


def test_a_paid_visit_says_how_each_item_ended(counter: Counter, operator: Browser) -> None:
    visit_id, orders = basket(counter, operator)
    page = operator.follow(operator.send(pay_form(operator.get(f"/visits/{visit_id}"))))
    assert "सबूत नहीं" in page.text
    assert page.all("meta", http_equiv="refresh")
    piece = operator.piece(f"/visits/{visit_id}/state")
    assert len(piece.body) < 500
    assert f"/visits/{visit_id}" in piece.links
    counter.settles()
    disconnect()
    page = operator.get(f"/visits/{visit_id}")
    assert page.text.count("✓") == 4
    assert "✗ नहीं हुआ – पैसा लौटाना है" in page.text
    assert f"/orders/{orders[2]}" in page.links
    assert "सबूत नहीं" not in page.text
    assert not page.all("meta", http_equiv="refresh")
    for size in ("58", "80", "a5"):
        assert f"/visits/{visit_id}/receipt?size={size}" in page.links
    assert "/services" in page.links
    counter.gives_back(orders[2])
    assert "↩" in operator.get(f"/visits/{visit_id}").text


def test_what_ends_after_closing_waits_for_the_next_day_and_the_page_says_so(
    counter: Counter, operator: Browser
) -> None:
    """D12: the closing lists it, and is confirmed; it settles into the next open day by rule."""
    order_id, visit_id = bill(counter, "030")
    operator.send(pay_form(operator.get(f"/visits/{visit_id}")))
    assert "भुगतान चल रहा है" in operator.get("/day/count").text
    page = operator.counts_rupees(counter.balance(2101) // 100)
    assert "काउंटर पर अभी खुले काम" in page.text
    assert "अगले खुले दिन में अपने आप निपटेंगे" in page.text
    assert f"/orders/{order_id}" in page.links
    assert "सुशीला देवी" in page.text
    form = page.form(button="confirm")
    refused = operator.send(form, "confirm", 422)
    assert refused.refusal == "OpenMoneyIsUnseen"
    assert refused.errors["seen"]
    operator.send(refused.form(button="confirm"), "confirm", seen="1")
    counter.passes(60)
    for _ in range(9):
        counter.follows()
        counter.passes(5)
    order = counter.order(order_id)
    assert (order.state, order.outcome_voucher_id) == (S.SUCCESS, None)
    assert "दिन खुलने पर" in operator.get(f"/visits/{visit_id}").text
    counter.passes(86_400)
    disconnect()
    tomorrow = Browser(operator.app, counter.world.clock)
    tomorrow.signs_in("operator")
    tomorrow.opens_day("2026-11-25")
    counter.follows()
    assert counter.order(order_id).settled_on == "2026-11-25"
    assert counter.balance(1601) == 0
    assert "दिन खुलने पर" not in tomorrow.get(f"/visits/{visit_id}").text


# Fees.


def test_a_fee_begins_a_visit_and_joins_one(counter: Counter, operator: Browser) -> None:
    page = adds_fee(operator, name="राम लाल", mobile=MOBILE)
    visit = visits.visit(1, int(page.path.rsplit("/", 1)[1]))
    assert visit is not None
    assert (visit.name, visit.mobile) == ("राम लाल", MOBILE)
    page = adds_fee(operator, visit.id, usual="प्रिंट", own=10)
    assert [fee.what for fee in visits.fees(1, visit.id)] == ["फोटोकॉपी", "प्रिंट"]
    operator.send(pay_form(page))
    assert operator.get(f"/visits/{visit.id}/fee", 303).location == f"/visits/{visit.id}"
    assert daybook.balance(1, 3307) == -16_00


def test_a_fee_for_a_member_or_a_customer_is_theirs(
    counter: Counter, operator: Browser, browser: Browsers
) -> None:
    member = a_member(counter.world)
    disconnect()
    path = "/visits/fee"
    form = operator.get(f"{path}?member_no={member.member_no}").form(path)
    assert "name" not in form.fields
    page = operator.follow(operator.send(form, usual="लेमिनेशन", own=20))
    assert member.name_hi in page.text
    page = operator.follow(operator.send(pay_form(page)))
    assert operator.get(f"{path}?member_no=99999").warnings
    page = operator.get(f"{path}?customer=77")
    assert "name" in page.form(path).fields


@pytest.mark.parametrize(
    ("fields", "at", "name"),
    [
        ({"usual": "", "own": "5"}, "what", "FeeHasNoName"),
        ({"own": ""}, "own", "AmountIsZero"),
        ({"own": "5.50"}, "own", "CashHasPaise"),
        ({"own": "5", "passed": "1.20"}, "passed", "CashHasPaise"),
        ({"own": "100001"}, "own", "FeeIsTooLarge"),
        ({"own": "x"}, "own", None),
        ({"own": "5", "what": "2345 6789 0124"}, "what", None),
        ({"own": "5", "mobile": "12"}, "mobile", None),
    ],
)
def test_a_wrong_fee_is_said_at_its_field(
    fields: dict[str, str], at: str, name: str | None, counter: Counter, operator: Browser
) -> None:
    form = operator.get("/visits/fee").form("/visits/fee")
    before = traces()
    page = operator.send(form, "", 422, **{"usual": "फोटोकॉपी"} | fields)
    assert page.errors[at]
    assert name is None or page.refusal == name
    assert traces() == before
    kept = page.form("/visits/fee").fields
    assert kept["own"] == fields["own"]


def test_a_service_fills_in_its_listed_fee(counter: Counter, operator: Browser) -> None:
    form = operator.get("/visits/fee?service=cert-020").form("/visits/fee")
    assert form.fields["what"] == "आय प्रमाण पत्र"
    assert form.fields["passed"] == "40"
    page = operator.follow(operator.send(form, own="10"))
    visit_id = int(page.path.rsplit("/", 1)[1])
    (fee,) = visits.fees(1, visit_id)
    assert (fee.service_id, fee.own_paise, fee.passed_paise) == ("cert-020", 10_00, 40_00)
    operator.get("/visits/fee?service=none", 404)


# The list.


def test_the_days_visits_are_listed_open_ones_first_and_found(
    counter: Counter, operator: Browser
) -> None:
    _order, first = bill(counter, "034")
    counter.pays(first)
    counter.settles()
    disconnect()
    done = int(adds_fee(operator).path.rsplit("/", 1)[1])
    operator.send(pay_form(operator.get(f"/visits/{done}")))
    unpaid = int(adds_fee(operator, name="मीना", mobile="9876501234").path.rsplit("/", 1)[1])
    running = bill(counter, "030")[1]
    counter.pays(running)
    disconnect()
    page = operator.get("/visits")
    links = [one for one in page.links if one.startswith("/visits/")]
    assert links == [f"/visits/{one}" for one in (unpaid, running, done, first)]
    for words in ("पैसा नहीं लिया", "✗ पैसा लौटाना है", "✓ सब हो गया", "… प्रक्रिया में"):
        assert words in page.text
    for wish in ("1234", "१२३४", str(unpaid)):
        page = operator.get(f"/visits?q={wish}")
        assert [one for one in page.links if one.startswith("/visits/")] == [f"/visits/{unpaid}"]
    assert "ऐसा कोई काम नहीं मिला" in operator.get("/visits?q=कख%25").text
    page = operator.get("/visits?on=23-11-2026")
    assert "इस दिन कोई काम नहीं हुआ" in page.text
    assert "/visits?on=2026-11-24" in page.links
    operator.get("/visits?on=x", 422)
    page = operator.get(f"/visits?on=23-11-2026&q={first}")
    assert f"/visits/{first}" in page.links


# Home.


def test_home_says_what_is_open_at_the_counter(
    counter: Counter, operator: Browser, browser: Browsers
) -> None:
    assert "सेवा काउंटर" not in operator.get("/").text
    failed, first = bill(counter, "034")
    counter.pays(first)
    counter.settles()
    running = bill(counter, "030")[1]
    counter.pays(running)
    bill(counter)
    disconnect()
    page = operator.get("/")
    assert "सेवा काउंटर" in page.text
    assert f"/orders/{failed}" in page.links
    assert f"/visits/{running}" in page.links
    assert "पैसा लेना बाकी: 1 काम" in page.text
    assert "सेवा काउंटर" not in browser("chairman").get("/").text
