"""Payments out of the CSC's wallet as people begin them, ask them back, and decide lost ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portal.actions import corrections, proof, wallet_payments
from portal.actions.wallet_payments import NewWalletPayment
from portal.domain.corrections import Correction
from portal.domain.daybook import BillMoneyIsLess, CountIsGoingOn, NoDayIsOpen
from portal.domain.people import SocietyIsUnknown
from portal.domain.refusals import Refusal
from portal.domain.text import AadhaarIsNotStored
from portal.domain.wallet_payments import (
    CscIdIsMissing,
    HeadIsNotPaidFromTheWallet,
    MovesWithItsPayment,
    WalletAmountIsOutside,
    WalletHasLess,
    WalletPaymentHasMovedOn,
    WalletPaymentIsUnknown,
    WhatIsMissing,
    payable_heads,
)
from portal.storage import csc_people, daybook, engine
from portal.storage import wallet_payments as stored
from portal.storage.engine import write_transaction
from portal.storage.reference import chart
from tests.actions.test_proposals import agrees, sets
from tests.sandboxes.running_csc import RunningCsc
from tests.wallet_world import PRINTING, WALLET, Payer
from tests.world import OPENING, World


@pytest.fixture
def payer(world: World, csc: RunningCsc) -> Payer:
    return Payer(world, csc)


def test_the_reference_is_stored_before_anybody_sees_the_page(payer: Payer) -> None:
    payment_id = payer.begins()
    found = payer.payment(payment_id)
    assert found.merchant_txn.startswith("WKHR001261124001")
    assert payer.csc.truth() == {}
    other = payer.payment(payer.begins())
    assert other.merchant_txn != found.merchant_txn


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"what": "  "}, WhatIsMissing),
        ({"what": "आधार 9999 4105 7058"}, AadhaarIsNotStored),
        ({"head": 2101}, HeadIsNotPaidFromTheWallet),
        ({"head": 1301}, HeadIsNotPaidFromTheWallet),
        ({"head": 99}, HeadIsNotPaidFromTheWallet),
        ({"amount_paise": 0}, WalletAmountIsOutside),
        ({"amount_paise": 99}, WalletAmountIsOutside),
        ({"amount_paise": 2_00_000_01}, WalletAmountIsOutside),
        ({"amount_paise": WALLET + 1}, WalletHasLess),
        ({"head": 1601}, BillMoneyIsLess),
    ],
)
def test_what_can_not_be_paid_is_refused(
    payer: Payer, other: dict[str, Any], fault: type[Refusal]
) -> None:
    with pytest.raises(fault):
        payer.begins(**other)
    assert stored.all_payments(payer.society_id) == []


def test_what_is_being_paid_is_not_paid_again(payer: Payer) -> None:
    payer.begins(30_000)
    with pytest.raises(WalletHasLess):
        payer.begins(20_001)


def test_no_payment_begins_without_an_open_day(payer: Payer) -> None:
    payer.world.counts(OPENING[2101] // 100)
    with pytest.raises(CountIsGoingOn):
        payer.begins()
    payer.world.closes_day()
    with pytest.raises(NoDayIsOpen):
        payer.begins()


def test_somebody_without_a_csc_id_can_not_pay_unless_the_counter_has_one(payer: Payer) -> None:
    person = payer.world.person("accountant")
    write_transaction(lambda: csc_people.unlink(person.id))
    with pytest.raises(CscIdIsMissing):
        payer.begins()
    write_transaction(lambda: engine.run(
        "INSERT INTO counter (society_id, csc_id, set_at, set_by) VALUES (?, 'MP01X', 1, ?)",
        payer.society_id, person.id,
    ))  # fmt: skip
    assert payer.payment(payer.begins()).csc_id == "MP01X"


def test_the_wallet_of_the_counter_comes_before_ones_own(payer: Payer) -> None:
    person = payer.world.person("accountant")
    write_transaction(lambda: engine.run(
        "INSERT INTO counter (society_id, csc_id, set_at, set_by) VALUES (?, 'MP01X', 1, ?)",
        payer.society_id, person.id,
    ))  # fmt: skip
    assert wallet_payments.csc_id_to_pay(payer.society_id, person.id) == "MP01X"


def test_money_asked_back_comes_back_into_wallet_and_books(payer: Payer) -> None:
    payment_id = payer.pays()
    payer.asks_back(payment_id)
    assert payer.payment(payment_id).is_to_be_reversed
    payer.follows()
    found = payer.payment(payment_id)
    assert (found.state.value, found.next_at) == ("reversed", None)
    assert found.return_voucher_id is not None
    assert (payer.balance(PRINTING), payer.balance(2204)) == (0, WALLET)
    assert payer.csc.truth() == {found.merchant_txn: "400"}
    with pytest.raises(WalletPaymentHasMovedOn):
        payer.asks_back(payment_id)


def test_money_that_comes_back_on_a_closed_day_posts_on_the_next(payer: Payer) -> None:
    payment_id = payer.pays()
    payer.asks_back(payment_id)
    payer.world.counts(OPENING[2101] // 100)
    payer.world.closes_day()
    payer.follows()
    assert (payer.state(payment_id), payer.balance(2204)) == ("reversed", WALLET - 500_00)
    payer.passes(6)
    payer.follows()
    payer.world.clock.move(days=1)
    payer.world.opens_day()
    payer.follows()
    assert payer.balance(2204) == WALLET


def test_what_was_not_paid_is_not_asked_back(payer: Payer) -> None:
    payment_id = payer.begins()
    with pytest.raises(WalletPaymentHasMovedOn):
        payer.asks_back(payment_id)
    with pytest.raises(WalletPaymentIsUnknown):
        payer.asks_back(99)


def test_a_silent_csc_keeps_a_reversal_waiting_and_at_last_says_so(payer: Payer) -> None:
    payment_id = payer.pays()
    payer.asks_back(payment_id)
    payer.csc.stop()
    payer.settles()
    payer.csc.start()
    assert (payer.state(payment_id), payer.said(payment_id)[-1]) == ("paid", "not_reversed")
    payer.asks_back(payment_id)
    payer.follows()
    assert payer.state(payment_id) == "reversed"


def test_after_a_day_of_silence_people_decide(payer: Payer) -> None:
    payment_id, other = payer.begins(), payer.begins()
    payer.csc.stop()
    payer.passes(60)
    payer.follows()
    with pytest.raises(WalletPaymentHasMovedOn):
        payer.decides(payment_id, is_paid=True)
    payer.world.clock.move(days=1)
    payer.follows()
    payer.decides(payment_id, is_paid=True)
    payer.decides(other, is_paid=False)
    payer.csc.start()
    assert (payer.state(payment_id), payer.state(other)) == ("paid", "failed")
    assert (payer.balance(2204), payer.free) == (WALLET - 500_00, WALLET - 500_00)
    payer.must_agree()


def test_a_reason_is_needed_and_holds_no_aadhaar(payer: Payer) -> None:
    payment_id = payer.pays()
    for reason in ("", "आधार 9999 4105 7058"):
        with pytest.raises(Refusal):
            payer.asks_back(payment_id, reason)
    assert not payer.payment(payment_id).is_to_be_reversed


def test_one_form_begins_one_payment(payer: Payer) -> None:
    doer, slip = payer.world.doer("accountant"), payer.world.slip("accountant")
    new = NewWalletPayment(PRINTING, 100_00, "टोनर", "1112101")
    for _ in range(3):
        wallet_payments.begin_payment(doer, slip, payer.society_id, new)
    assert len(stored.all_payments(payer.society_id)) == 1


def _tampering(sql: str) -> Callable[[Payer, int], None]:
    return lambda payer, payment_id: write_transaction(
        lambda: engine.run(sql, payer.society_id, payment_id) and None
    )


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE wallet_payment SET amount_paise = 1 WHERE society_id = ? AND id = ?",
         "WalletPaymentDisagrees"),
        ("UPDATE wallet_payment SET head = 4310 WHERE society_id = ? AND id = ?",
         "WalletPaymentDisagrees"),
        ("UPDATE wallet_payment SET state = 'failed' WHERE society_id = ? AND id = ?",
         "WalletPaymentDisagrees"),
        ("UPDATE wallet_payment SET voucher_id = NULL, state = 'failed' WHERE society_id = ? "
         "AND id = ?", "WalletPaymentIsMissing"),
    ],
)  # fmt: skip
def test_verify_finds_a_payment_that_was_changed(payer: Payer, sql: str, kind: str) -> None:
    payment_id = payer.pays()
    _tampering(sql)(payer, payment_id)
    findings = proof.prove_society("KHR001", payer.world.keys).findings
    assert kind in {one.kind for one in findings}


def test_what_is_payable_is_costs_and_money_of_others() -> None:
    """No register but the one kept by hand, nothing of ours but costs."""
    found = payable_heads(chart())
    assert found[0].code == 1601
    assert {one.kind for one in found} == {"liability", "expense"}
    assert all(one.is_free for one in found[1:])


def test_nothing_is_begun_for_a_society_that_is_none(payer: Payer) -> None:
    new = NewWalletPayment(PRINTING, 100_00, "टोनर", "1112101")
    with pytest.raises(SocietyIsUnknown):
        wallet_payments.begin_payment(
            payer.world.doer("accountant"), payer.world.slip("accountant"), 999, new
        )


def test_a_payment_that_another_changed_at_the_same_moment_is_looked_at_again(
    payer: Payer, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment_id = payer.pays()
    monkeypatch.setattr(stored, "change", lambda *_args, **_more: None)
    with pytest.raises(WalletPaymentHasMovedOn):
        payer.asks_back(payment_id)


def test_a_voucher_of_the_wallet_follows_its_payment(payer: Payer) -> None:
    voucher_id = payer.payment(payer.pays()).voucher_id
    assert voucher_id is not None
    correction = Correction(reason="twice", remark="दो बार")
    with pytest.raises(MovesWithItsPayment):
        corrections.correct_voucher(
            payer.world.doer("accountant"), payer.world.slip("accountant"), payer.society_id,
            voucher_id, correction,
        )  # fmt: skip


def test_the_voucher_of_a_payment_names_who_agreed_to_it(payer: Payer) -> None:
    world = payer.world
    sets(world, above=400)
    new = NewWalletPayment(PRINTING, 500_00, "टोनर", payer.csc.gateway.product_id)
    wallet_payments.begin_payment(
        world.doer("accountant"), world.slip("accountant"), world.society_id, new
    )  # fmt: skip
    agrees(world, 1)
    payer.returns(payer.types(1))
    payer.follows()
    found = daybook.voucher(world.society_id, payer.payment(1).voucher_id or 0)
    assert found is not None
    assert (found.entered_by, found.approved_by) == (
        world.person("accountant").id, world.person("manager").id,
    )  # fmt: skip
    small = daybook.voucher(world.society_id, payer.payment(payer.pays(100)).voucher_id or 0)
    assert small is not None
    assert small.approved_by is None
