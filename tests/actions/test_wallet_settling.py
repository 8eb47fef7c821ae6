"""Payments out of the CSC's wallet are paid once and count only when the CSC itself says so."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from portal.actions import wallet_books, wallet_settling
from portal.actions.wallet_settling import WalletLine
from portal.domain.csc import MessageIsForged, TxnState, WalletReport
from portal.domain.daybook import BillMoneyIsLess
from portal.domain.heads import HeadIsNotKept
from portal.domain.wallet_payments import (
    WalletState,
    outcome_of,
    wait_ms,
)
from portal.storage import daybook
from portal.storage.reference import chart
from tests.sandboxes.running_csc import RunningCsc
from tests.wallet_world import PRINTING, WALLET, Payer
from tests.world import OPENING, World


@pytest.fixture
def payer(world: World, csc: RunningCsc) -> Payer:
    return Payer(world, csc)


def test_a_payment_is_paid_posted_and_no_longer_reserved(payer: Payer) -> None:
    payment_id = payer.begins()
    assert (payer.state(payment_id), payer.free) == ("begun", WALLET - 500_00)
    assert payer.returns(payer.types(payment_id)) is not None
    assert payer.state(payment_id) == "returned"
    assert payer.balance(2204) == WALLET  # what the browser says settles nothing
    payer.follows()
    found = payer.payment(payment_id)
    assert (found.state.value, found.next_at) == ("paid", None)
    assert len(found.csc_txn) == 24
    assert (payer.balance(PRINTING), payer.balance(2204)) == (500_00, WALLET - 500_00)
    assert payer.free == WALLET - 500_00
    voucher = daybook.voucher(payer.society_id, found.voucher_id or 0)
    assert voucher is not None
    assert (voucher.kind, voucher.reference) == ("bank_payment", found.merchant_txn)
    assert payer.said(payment_id) == ["begun", "returned", "paid", "posted"]


def test_the_page_that_never_leads_back_is_asked_about(payer: Payer) -> None:
    payment_id = payer.begins()
    assert payer.types(payment_id, "0001") == ""
    assert payer.follows() == 0  # the browser may be on the CSC's page
    payer.passes(1)
    payer.follows()
    assert payer.state(payment_id) == "paid"


def test_a_forged_return_is_refused_and_changes_nothing(payer: Payer) -> None:
    payment_id = payer.begins()
    forged = payer.types(payment_id, "0002")
    before = payer.payment(payment_id)
    with pytest.raises(MessageIsForged):
        payer.returns(forged)
    assert payer.payment(payment_id) == before
    payer.passes(1)
    payer.follows()
    assert payer.state(payment_id) == "failed"
    assert payer.free == WALLET


def test_a_replayed_return_is_no_new_payment(payer: Payer) -> None:
    payment_id = payer.begins()
    message = payer.types(payment_id)
    for _ in range(3):
        payer.returns(message)
        payer.follows()
    assert payer.said(payment_id) == ["begun", "returned", "paid", "posted"]
    assert payer.balance(2204) == WALLET - 500_00
    before = payer.payment(payment_id)
    payer.returns(message)
    assert payer.payment(payment_id) == before


def test_the_return_of_one_payment_is_nothing_to_another(payer: Payer) -> None:
    paid, other = payer.begins(), payer.begins()
    message = payer.types(paid)
    payer.returns(message)
    assert payer.state(other) == "begun"


def test_a_return_of_no_payment_of_ours_changes_nothing(payer: Payer) -> None:
    payment_id = payer.begins()
    for reference in ("WKHR001261124999AAAA", "WXXXXXX261124001AAAA", "P", ""):
        request = replace(
            payer.payment(payment_id).request("http://127.0.0.1/", ""),
            merchant_txn=reference or "x",
        )
        assert payer.returns(payer.csc.pays(request)) is None
    assert payer.state(payment_id) == "begun"


@pytest.mark.parametrize("pin", ["0004", "0005"])
def test_a_return_about_another_amount_or_wallet_changes_nothing(payer: Payer, pin: str) -> None:
    payment_id = payer.begins()
    before = payer.payment(payment_id)
    payer.returns(payer.types(payment_id, pin))
    assert payer.payment(payment_id) == before
    payer.passes(1)
    payer.follows()  # the server knows better
    assert payer.state(payment_id) == "paid"


@pytest.mark.parametrize(
    ("pin", "field"), [("0009", "txn_amount"), ("0010", "csc_id"), ("0014", "merchant_txn")]
)
def test_an_enquiry_about_something_else_never_settles(payer: Payer, pin: str, field: str) -> None:
    payment_id = payer.pays(pin=pin)
    payer.passes(60)
    payer.follows()
    assert payer.state(payment_id) == "unknown"
    assert payer.said(payment_id)[-1] == f"disagrees:{field}"
    assert (payer.balance(2204), payer.free) == (WALLET, WALLET - 500_00)


@pytest.mark.parametrize("pin", ["0003", "0006", "0007", "0008", "0011", "0015"])
def test_whatever_the_line_does_it_is_paid_once(payer: Payer, pin: str) -> None:
    payment_id = payer.pays(pin=pin)
    payer.settles()
    assert payer.state(payment_id) == "paid"
    assert payer.balance(2204) == WALLET - 500_00
    assert list(payer.csc.truth().values()) == ["100"]


def test_a_definite_failure_frees_the_wallet(payer: Payer) -> None:
    payment_id = payer.pays(pin="0012")
    assert (payer.state(payment_id), payer.free) == ("failed", WALLET)
    payer.settles()
    assert payer.state(payment_id) == "failed"
    assert payer.payment(payment_id).voucher_id is None


def test_a_payment_that_nobody_made_ends_after_a_while(payer: Payer) -> None:
    payment_id = payer.begins()
    payer.passes(20)
    payer.follows()
    assert payer.state(payment_id) == "begun"
    payer.passes(10)
    payer.follows()
    assert (payer.state(payment_id), payer.free) == ("failed", WALLET)


def test_a_payment_made_late_is_still_found(payer: Payer) -> None:
    """The CSC's server knew nothing for forty minutes; the money had left all the same."""
    payment_id = payer.begins()
    payer.types(payment_id, "0013")
    payer.passes(26)
    payer.follows()
    assert payer.state(payment_id) == "failed"
    payer.settles()
    assert (payer.state(payment_id), payer.said(payment_id)[-2:]) == ("paid", ["late", "posted"])
    assert payer.balance(2204) == WALLET - 500_00


def test_a_return_hastens_the_look_at_a_payment_counted_as_failed(payer: Payer) -> None:
    payment_id = payer.begins()
    payer.passes(26)
    payer.follows()
    message = payer.types(payment_id)
    payer.returns(message)
    assert payer.state(payment_id) == "failed"
    payer.follows()
    assert payer.state(payment_id) == "paid"


def test_after_a_day_a_failure_is_no_longer_asked_about(payer: Payer) -> None:
    payment_id = payer.begins()
    payer.settles()
    found = payer.payment(payment_id)
    assert (found.state.value, found.next_at) == ("failed", None)
    message = payer.types(payment_id)
    payer.returns(message)
    assert payer.payment(payment_id) == found


def test_an_outcome_on_a_closed_day_posts_on_the_next(payer: Payer) -> None:
    payment_id = payer.begins()
    message = payer.types(payment_id)
    payer.world.counts(OPENING[2101] // 100)
    payer.world.closes_day()
    payer.returns(message)
    payer.follows()
    found = payer.payment(payment_id)
    assert (found.state.value, found.voucher_id) == ("paid", None)
    assert payer.free == WALLET - 500_00  # still spoken for
    payer.world.clock.move(days=1)
    payer.world.opens_day()
    payer.follows()
    assert payer.payment(payment_id).voucher_id is not None
    assert payer.balance(PRINTING) == 500_00


def test_money_taken_by_hand_for_bills_is_paid_from_it_and_no_more(payer: Payer) -> None:
    payer.world.enters("csc_bill_cash", rupees=800)
    payment_id = payer.begins(500, head=1601)
    with pytest.raises(BillMoneyIsLess):
        payer.begins(301, head=1601)
    payer.returns(payer.types(payment_id))
    payer.follows()
    assert payer.balance(1601) == -300_00


def test_money_that_is_gone_meanwhile_goes_to_suspense(payer: Payer) -> None:
    """What the CSC confirmed always posts, and says what was missing."""
    payer.world.enters("csc_bill_cash", rupees=500)
    payment_id = payer.begins(500, head=1601)
    message = payer.types(payment_id)
    payer.world.enters("csc_bill_fail", rupees=500)
    payer.returns(message)
    payer.follows()
    assert payer.said(payment_id)[-1] == "posted_suspense"
    assert (payer.balance(2803), payer.balance(1601)) == (500_00, 0)
    payer.asks_back(payment_id)
    payer.settles()
    assert payer.balance(2803) == 0


def test_a_worker_that_died_leaves_the_payment_to_the_next(payer: Payer) -> None:
    payment_id = payer.begins()
    payer.returns(payer.types(payment_id))
    seen = payer.payment(payment_id)

    class Killed:
        """Dies while asking."""

        merchant_id = "11121"

        def enquire(self, _merchant_txn: str) -> WalletReport:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wallet_settling.follow(seen, WalletLine(Killed(), payer.world.clock.now_ms))  # type: ignore[arg-type]
    assert payer.follows() == 0  # it is claimed
    payer.passes(3)
    payer.follows()
    assert payer.state(payment_id) == "paid"


def test_of_two_workers_one_settles(payer: Payer) -> None:
    payment_id = payer.begins()
    payer.returns(payer.types(payment_id))
    seen = payer.payment(payment_id)
    first, second = (wallet_settling.follow(seen, payer.line) for _ in range(2))
    assert (first, second) == (True, False)
    assert payer.balance(2204) == WALLET - 500_00


def test_one_payment_that_can_not_be_followed_keeps_no_other_up(payer: Payer) -> None:
    bad, good = payer.begins(), payer.begins()
    payer.types(good)
    payer.passes(2)

    class Faulty:
        """Fails for one payment."""

        merchant_id = payer.csc.gateway.merchant_id

        def enquire(self, merchant_txn: str) -> WalletReport:
            if merchant_txn == payer.payment(bad).merchant_txn:
                raise RuntimeError("a fault of ours")
            return payer.csc.gateway.enquire(merchant_txn)

    wallet_settling.follow_payments(WalletLine(Faulty(), payer.world.clock.now_ms))  # type: ignore[arg-type]
    assert (payer.state(bad), payer.state(good)) == ("begun", "paid")


def test_waits_grow_and_end() -> None:
    assert wait_ms(WalletState.UNKNOWN, 0, 0) == 4_000
    assert wait_ms(WalletState.UNKNOWN, 50, 0) == 300_000
    assert wait_ms(WalletState.BEGUN, 0, 0) == 60_000
    assert wait_ms(WalletState.FAILED, 0, 0) == 3_600_000
    assert wait_ms(WalletState.FAILED, 0, 27 * 3_600_000) is None


def test_a_paid_payment_never_becomes_a_failure(payer: Payer) -> None:
    payment_id = payer.pays()
    found = payer.payment(payment_id)
    for state in TxnState:
        after = outcome_of(found, WalletReport(state), payer.world.clock.now_ms())
        assert after in (WalletState.PAID, WalletState.REVERSED)


def test_a_head_that_was_closed_meanwhile_goes_to_suspense(
    payer: Payer, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment_id = payer.begins()
    payer.returns(payer.types(payment_id))
    known = chart()

    class Closed:
        """The chart without the head."""

        def postable(self, code: int) -> object:
            raise HeadIsNotKept(head=code)

    monkeypatch.setattr(wallet_books, "chart", Closed)
    wallet_settling.follow_payments(payer.line)
    assert payer.said(payment_id)[-1] == "posted_suspense"
    assert payer.balance(known[2803].code) == 500_00


def test_a_slow_csc_leaves_the_rest_for_the_next_pass(payer: Payer) -> None:
    first, second = payer.begins(), payer.begins()
    payer.passes(2)
    ticks = count(payer.world.clock.now_ms(), 3_000)
    line = WalletLine(payer.csc.gateway, lambda: next(ticks))
    assert wallet_settling.follow_payments(line) == 1
    assert [one.tries for one in map(payer.payment, (first, second))] == [1, 0]


def test_what_was_posted_meanwhile_is_not_posted_again(payer: Payer) -> None:
    payment_id = payer.pays()
    assert not wallet_settling.post_waiting(payer.payment(payment_id), 1)
    assert payer.balance(2204) == WALLET - 500_00


def test_a_clock_set_back_by_a_day_keeps_no_payment_waiting(payer: Payer) -> None:
    payment_id = payer.begins()
    payer.passes(-24 * 60)
    for _ in range(3):
        assert payer.follows() == 1
        payer.passes(1)
    assert payer.payment(payment_id).tries == 3
