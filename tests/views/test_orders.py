"""An order's page up to the choice of what is paid, walked without scripts."""

from __future__ import annotations

import brotli
import pytest
from flask_babel import gettext

from portal.actions.biller_reading import read_billers
from portal.domain.bill_orders import OrderState as S
from portal.domain.bill_reasons import advice
from portal.storage import bill_orders as stored
from portal.storage.engine import run
from tests.browser_client import Page
from tests.sandboxes.running import LOAN, POWER, TAG
from tests.views.bills_counter import Clerk, bill_form, clerk, counter, line

__all__ = ["clerk", "counter", "line"]

N = "ABCDEFGHIJ"
PLANS_ONLY, PLANS_TOO, UNFETCHED = "VIDEOCON0NAT01", "DISH00000NAT01", "PURV00000NAT3O"


@pytest.fixture
def synced(clerk: Clerk) -> Clerk:
    """The counter after the unit's master was read."""
    assert not read_billers(clerk.counter.unit, clerk.counter.world.clock).problem
    return clerk


def of(clerk: Clerk, order_id: int) -> Page:
    return clerk.get(f"/orders/{order_id}")


def amount_of(clerk: Clerk, order_id: int) -> int:
    fetched = clerk.counter.order(order_id).fetched
    assert fetched is not None
    return fetched.bills[0].amount_paise


def chosen(clerk: Clerk, order_id: int, status: int = 303, /, **fields: object) -> Page:
    path = f"/orders/{order_id}"
    return clerk.browser.send(clerk.get(path).form(path), "", status, **fields)


def test_the_bill_comes_while_the_page_waits(clerk: Clerk) -> None:
    order_id = clerk.asks(f"{N}100")
    page = of(clerk, order_id)
    assert "बिल आ रहा है" in page.text
    assert '<meta http-equiv="refresh" content="5">' in page.html
    (anchor,) = page.all("a", id="_order_state")
    poll = anchor.get("data-hx-get") or ""
    assert poll == f"/orders/{order_id}/state?s=fetching"
    piece = clerk.browser.piece(poll)
    assert len(brotli.compress(piece.html.encode(), quality=5)) < 500
    assert "HX-Refresh" not in piece.headers
    clerk.waits()
    assert clerk.browser.piece(poll).headers["HX-Refresh"] == "true"
    page = of(clerk, order_id)
    assert "http-equiv" not in page.html
    assert f"{N}100" in page.text


def test_a_silent_biller_is_asked_again(clerk: Clerk) -> None:
    order_id = clerk.asks(f"{N}010")
    clerk.counter.follows()
    clerk.counter.passes(100)
    assert "एक मिनट से ज़्यादा" in of(clerk, order_id).text
    assert f"/bills/{POWER}?order={order_id}" in of(clerk, order_id).links


def test_silence_is_said_as_silence(clerk: Clerk) -> None:
    order_id = clerk.asks(f"{N}021")
    clerk.counter.settles()
    page = of(clerk, order_id)
    assert clerk.counter.state(order_id) is S.FETCH_FAILED
    assert "बिलर ने जवाब नहीं दिया" in page.text
    page = clerk.presses(order_id, "again")
    assert "बिल आ रहा है" in page.text


@pytest.mark.parametrize("digits", ["001", "002", "003", "004", "005", "006", "007", "008", "009"])
def test_the_billers_reason_is_said_in_hindi(clerk: Clerk, digits: str) -> None:
    """COUNTER §2.8: each refusal of a fetch in plain words, and what to press next."""
    order_id, page = clerk.sees(f"{N}{digits}")
    with clerk.browser.app.test_request_context():
        assert gettext(advice(f"BFR{digits}").message) in page.text
    assert "ustomer" not in page.text
    change = f"/bills/{POWER}?order={order_id}"
    assert change in page.links
    form = bill_form(clerk.get(change))
    assert form.fields["p1"] == f"{N}{digits}"
    other = clerk.browser.send(form, "", 303, p1=f"{N}100").location
    assert clerk.counter.order(int(other.rsplit("/", 1)[1])).visit_id == 1


def test_an_unknown_reason_is_said_in_the_billers_own_words(clerk: Clerk) -> None:
    order_id, _page = clerk.sees(f"{N}001")
    run("UPDATE bill_order SET failure_code = 'XX99', failure_text = 'Meter is on fire'")
    assert "Meter is on fire" in of(clerk, order_id).text


def test_why_nothing_is_due_is_shown(clerk: Clerk) -> None:
    first = clerk.takes(f"{N}100")
    clerk.counter.settles()
    _order_id, page = clerk.sees(f"{N}100")
    assert clerk.counter.state(2) is S.FETCH_FAILED
    assert f"/orders/{first}" in page.links


def test_some_billers_are_paid_by_the_paper(synced: Clerk) -> None:
    order_id, page = synced.sees("1234567008", UNFETCHED)
    assert "कागज़ की राशि" in page.text
    page = chosen(synced, order_id, 422, amount="")
    assert page.refusal == "AmountIsNothing"
    synced.chooses(order_id, amount="३००")
    assert synced.counter.order(order_id).amount_paise == 300_00


def test_the_bill_stands_as_on_the_paper(clerk: Clerk) -> None:
    order_id, page = clerk.sees(f"{N}045")
    for words in ("KAMLA BAI", "₹ 1,300", "एक हज़ार तीन सौ", "निकल गई", "मासिक",
                  "₹ 500 से ₹ 2,000 तक"):  # fmt: skip
        assert words in page.text, words
    assert [one.text for one in page.all("b") if one.text == "J045"] == ["J045"]
    page = chosen(clerk, order_id, 422, amount="450")
    assert (page.refusal, set(page.errors)) == ("AmountIsBelowTheBill", {"amount"})
    assert page.form(f"/orders/{order_id}").fields["amount"] == "450"
    assert chosen(clerk, order_id, 422, amount="550").refusal == "AmountIsNoMultiple"
    assert clerk.chooses(order_id, amount="600") == 1
    assert "₹ 600 चुने गए" in of(clerk, order_id).text


def test_an_exact_bill_has_no_amount_to_write(clerk: Clerk) -> None:
    order_id, page = clerk.sees(f"{N}047")
    assert "amount" not in page.form(f"/orders/{order_id}").fields
    clerk.chooses(order_id, own_fee="10")
    order = clerk.counter.order(order_id)
    assert order.amount_paise % 100 == 37
    assert order.own_fee_paise == 10_00


def test_the_option_of_the_date_is_chosen_first(clerk: Clerk) -> None:
    order_id, page = clerk.sees(f"{N}041")
    form = page.form(f"/orders/{order_id}")
    assert form.choices["option"] == ["0", "1", "2", "o"]
    assert form.fields["option"] == "0"
    assert "जल्दी भरने पर" in page.text
    clerk.counter.passes(5 * 86_400)
    clerk.browser.signs_in("operator")
    clerk.presses(order_id, "again")
    clerk.waits()
    page = of(clerk, order_id)
    assert page.form(f"/orders/{order_id}").fields["option"] == "2"  # the last date has passed
    base = amount_of(clerk, order_id)
    clerk.chooses(order_id)
    assert clerk.counter.order(order_id).amount_paise == base + 30_00
    clerk.chooses(order_id, option="0")
    assert clerk.counter.order(order_id).amount_paise == base
    clerk.chooses(order_id, option="o", amount=str(base // 100 + 7))
    assert clerk.counter.order(order_id).amount_paise == base + 7_00
    assert clerk.counter.order(order_id).option is None
    assert chosen(clerk, order_id, 422, option="9").refusal == "OptionIsUnknown"


def test_a_list_that_is_paid_whole_has_nothing_to_untick(clerk: Clerk) -> None:
    order_id, page = clerk.sees(f"{N}040")
    assert "ये सब बिल साथ भरे जाएँगे" in page.text
    assert len(page.all("input", type="checkbox", checked=True, disabled=True)) == 3
    clerk.chooses(order_id)
    assert len(clerk.counter.order(order_id).bills) == 3


def test_bills_of_a_list_are_ticked(clerk: Clerk) -> None:
    order_id, _page = clerk.sees(f"{N}043")
    assert chosen(clerk, order_id, 422).refusal == "BillsAreChosenWrongly"
    clerk.chooses(order_id, b0="1", b2="1")
    order = clerk.counter.order(order_id)
    assert order.fetched is not None
    assert [no for no, _paise in order.bills] == [order.fetched.bills[at].bill_no for at in (0, 2)]
    page = of(clerk, order_id)
    assert [one.get("name") for one in page.all("input", checked=True)] == ["b0", "b2"]


def test_what_was_ticked_stays_when_it_is_refused(clerk: Clerk) -> None:
    order_id, _page = clerk.sees(f"{N}043")
    page = chosen(clerk, order_id, 422, b1="1", own_fee="x")
    assert [one.get("name") for one in page.all("input", checked=True)] == ["b1"]
    order_id, _page = clerk.sees(f"{N}041")
    for option in ("1", "o"):
        page = chosen(clerk, order_id, 422, option=option, own_fee="x")
        assert page.form(f"/orders/{order_id}").fields["option"] == option


def test_of_a_list_one_bill_is_chosen(clerk: Clerk) -> None:
    order_id, page = clerk.sees(f"{N}044")
    assert "एक बार में एक" in page.text
    clerk.chooses(order_id, bill="b1")
    assert len(clerk.counter.order(order_id).bills) == 1


def test_the_billers_fee_stands_apart(synced: Clerk) -> None:
    order_id = synced.asks("1234567042", LOAN, p2="9876543210")
    synced.waits()
    assert "अतिरिक्त शुल्क" in of(synced, order_id).text
    synced.chooses(order_id)
    order = synced.counter.order(order_id)
    assert order.fee_paise > 0
    assert order.amount_paise == 2_500_00


def test_a_number_without_a_bill_is_paid_by_amount(clerk: Clerk) -> None:
    order_id, page = clerk.sees("UK07AB1234", TAG)
    assert "नंबर सही है" in page.text
    clerk.chooses(order_id, amount="500")
    assert clerk.counter.order(order_id).amount_paise == 500_00


def test_too_much_for_cash_is_said(clerk: Clerk) -> None:
    order_id, page = clerk.sees(f"{N}048")
    assert "केवल UPI से" in page.text
    assert chosen(clerk, order_id, 303).location == "/visits/1"


def test_an_old_bill_is_looked_at_again(clerk: Clerk) -> None:
    order_id, page = clerk.sees(f"{N}100")
    form = page.form(f"/orders/{order_id}")
    clerk.counter.passes(16 * 60)
    assert clerk.browser.send(form, "", 409).refusal == "BillIsTooOld"
    page = of(clerk, order_id)
    assert "15 मिनट" in page.text
    assert not [one for one in page.forms if one.action == f"/orders/{order_id}"]
    clerk.presses(order_id, "again")
    clerk.waits()
    clerk.chooses(order_id)


def test_plans_fill_the_amount(synced: Clerk) -> None:
    order_id = synced.asks("1234567100", PLANS_ONLY)
    page = of(synced, order_id)
    assert "केवल प्लान" in page.text
    assert chosen(synced, order_id, 422).refusal == "PlanIsMissing"
    path = f"/orders/{order_id}/plans"
    assert path in page.links
    page = synced.get(path)
    assert [one for one in page.links if "amount=349" in one]
    page = synced.get(f"{path}?amount=९९९")
    plans = [one for one in page.links if "plan=" in one]
    assert len(plans) == 1
    assert "इस राशि का प्लान नहीं" in synced.get(f"{path}?amount=5").text
    form = synced.get(plans[0]).form(f"/orders/{order_id}")
    assert form.fields["amount"] == "999"
    assert synced.browser.send(form).location == "/visits/1"
    order = synced.counter.order(order_id)
    assert (order.plan_id, order.amount_paise) == (f"{PLANS_ONLY}P3", 999_00)


def test_without_an_answer_the_amount_is_written_by_hand(synced: Clerk) -> None:
    order_id = synced.asks("1234567100", PLANS_TOO)
    needed = synced.asks("1234567100", PLANS_ONLY)
    synced.counter.sandbox.stop()
    page = synced.get(f"/orders/{order_id}/plans")
    assert "राशि हाथ से" in page.text
    assert "फिर पूछें" in synced.get(f"/orders/{needed}/plans").text
    synced.chooses(order_id, amount="250")
    synced.counter.sandbox.start()


def test_a_bill_that_is_being_paid_shows_the_first_payment(clerk: Clerk) -> None:
    first = clerk.takes(f"{N}050")
    clerk.counter.settles()
    order_id, page = clerk.sees(f"{N}050")
    assert "पहले भी भरा गया" in page.text
    assert f"/orders/{first}" in page.links
    page = chosen(clerk, order_id, 422, own_fee="5")
    assert page.refusal == "BillIsBeingPaid"
    again = clerk.browser.send(page.form(f"/orders/{order_id}"), "", 422, amount="1", reason="दो")
    assert again.form(f"/orders/{order_id}").fields["reason"] == "दो"
    assert f"/orders/{first}" in page.links
    form = page.form(f"/orders/{order_id}")
    assert form.fields["own_fee"] == "5"
    done = clerk.browser.send(form, "", 303, reason="ग्राहक ने कहा, दो बिल हैं")
    assert done.location.startswith("/visits/")
    override = stored.override_of(clerk.counter.society_id, order_id)
    assert (override.order_id, override.other_id) == (order_id, first)
    assert "दो बिल हैं" in clerk.get(f"/orders/{order_id}/history").text
