"""Pensions handed out (F27): each month once, from money that was sent, on an open day."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from portal.actions import corrections, pension_payments
from portal.actions.exactly_once import FormWasUsedForOther
from portal.domain.corrections import Correction
from portal.domain.daybook import CashWouldGoNegative, CountIsGoingOn, NoDayIsOpen
from portal.domain.money import AmountIsZero, CashHasPaise
from portal.domain.pension_payments import (
    FOR_PENSIONS,
    MonthIsLater,
    MonthIsPaid,
    MonthIsTooOld,
    MonthIsWrong,
    PensionIsStopped,
    PensionIsTooMuch,
    PensionMoneyIsMissing,
)
from portal.domain.pensioners import PensionerIsUnknown, PensionHasEnded
from portal.domain.refusals import Refusal
from portal.storage import daybook, engine
from tests.pensioners_world import a_pensioner, money_arrives, pays, pensioner, steps
from tests.world import World, traces


@pytest.fixture
def funded(open_world: World) -> World:
    """An open day with ₹ 5,000 for pensions."""
    money_arrives(open_world)
    return open_world


def corrects(world: World, voucher_id: int, reason: str, paise: int | None = None) -> None:
    correction = Correction(reason, "भूल से", right_amount_paise=paise)
    corrections.correct_voucher(
        world.doer("manager"), world.slip("manager"), world.society_id, voucher_id, correction
    )


def test_a_pension_leaves_the_box_and_what_was_sent_for_it(funded: World) -> None:
    one = a_pensioner(funded, status="sanctioned")
    done = pays(funded, one)
    found = daybook.voucher(one.society_id, done.voucher_id or 0)
    assert found is not None
    assert [(line.head, line.paise) for line in found.lines] == [(2101, -600_00), (1605, 600_00)]
    assert (found.kind, found.party) == ("cash_payment", "सुशीला देवी")
    assert "नवंबर 2026" in (found.narration or "")
    assert daybook.balance(one.society_id, FOR_PENSIONS) == -4_400_00
    assert pensioner(funded, one.id).status == "paying"


def test_a_month_is_paid_once(funded: World) -> None:
    one, slip = a_pensioner(funded), funded.slip()
    pays(funded, one, slip=slip)
    assert pays(funded, one, slip=slip).is_repeat
    with pytest.raises(FormWasUsedForOther):
        pays(funded, one, "2026-10", slip=replace(slip, digest=b"other"))
    before = traces()
    with pytest.raises(MonthIsPaid) as paid:
        pays(funded, one)
    assert paid.value.params == {"amount": "600", "on": "24-11-2026", "no": 1}
    assert traces() == before
    pays(funded, one, "2026-10")
    assert engine.value("SELECT count(*) FROM pension_payment") == 2


def test_a_month_taken_back_can_be_paid_again(funded: World) -> None:
    one = a_pensioner(funded)
    first = pays(funded, one)
    corrects(funded, first.voucher_id or 0, "twice")
    again = pays(funded, one)
    assert again.voucher_id != first.voucher_id
    with pytest.raises(MonthIsPaid):
        pays(funded, one)
    listed = pension_payments.month_register(one.society_id, "2026-11")
    assert [one.standing.stands for one in listed] == [False, True]


def test_a_wrong_amount_put_right_still_is_the_months_payment(funded: World) -> None:
    """The reversal has a replacement: the pensioner has the money."""
    one = a_pensioner(funded)
    first = pays(funded, one)
    corrects(funded, first.voucher_id or 0, "wrong_amount", 500_00)
    with pytest.raises(MonthIsPaid):
        pays(funded, one)
    (paid,) = pension_payments.month_register(one.society_id, "2026-11")
    assert (paid.standing.stands, paid.standing.paise) == (True, 500_00)
    corrects(funded, paid.standing.voucher_id or 0, "wrong_amount", 400_00)
    (paid,) = pension_payments.month_register(one.society_id, "2026-11")
    assert paid.standing.paise == 400_00
    corrects(funded, paid.standing.voucher_id or 0, "not_ours")
    pays(funded, one)


def test_only_money_that_was_sent_is_handed_out(open_world: World) -> None:
    one = a_pensioner(open_world)
    with pytest.raises(PensionMoneyIsMissing):
        pays(open_world, one)
    money_arrives(open_world, 1_000)
    pays(open_world, one)
    with pytest.raises(PensionMoneyIsMissing) as short:
        pays(open_world, one, "2026-10")
    assert short.value.params["held"] == "400"


def test_the_box_never_falls_below_nothing(open_world: World) -> None:
    """P5."""
    one = a_pensioner(open_world)
    money_arrives(open_world, 90_000)
    with pytest.raises(CashWouldGoNegative):
        pays(open_world, one, rupees=26_387)
    assert engine.value("SELECT count(*) FROM pension_payment") == 0


def test_a_closed_day_and_a_count_refuse(funded: World) -> None:
    one = a_pensioner(funded)
    funded.counts(26_386)
    with pytest.raises(CountIsGoingOn):
        pays(funded, one)
    funded.closes_day()
    with pytest.raises(NoDayIsOpen):
        pays(funded, one)
    with pytest.raises(NoDayIsOpen):
        pension_payments.check_pay(one.society_id, one.id, "2026-11", 600_00)


@pytest.mark.parametrize(
    ("month", "rupees", "refusal"),
    [
        ("2026-12", 600, MonthIsLater),
        ("2024-10", 600, MonthIsTooOld),
        ("2026-13", 600, MonthIsWrong),
        ("नवंबर", 600, MonthIsWrong),
        ("2026-11", 0, AmountIsZero),
        ("2026-11", -5, AmountIsZero),
        ("2026-11", 6_00_000, PensionIsTooMuch),
    ],
)
def test_what_cannot_be_is_refused(
    funded: World, month: str, rupees: int, refusal: type[Refusal]
) -> None:
    one = a_pensioner(funded)
    before = traces()
    with pytest.raises(refusal):
        pays(funded, one, month, rupees)
    assert traces() == before


def test_paise_are_not_handed_out(funded: World) -> None:
    one = a_pensioner(funded)
    with pytest.raises(CashHasPaise):
        pension_payments.pay(
            funded.doer(), funded.slip(), one.society_id, one.id, "2026-11", 600_50
        )


def test_a_stopped_or_ended_pension_is_not_handed_out(funded: World) -> None:
    one = a_pensioner(funded)
    steps(funded, one, "stopped", "office")
    with pytest.raises(PensionIsStopped):
        pays(funded, one)
    steps(funded, one, "ended", "death", died_on="2026-11-20")
    with pytest.raises(PensionHasEnded):
        pays(funded, one, "2026-10")


def test_a_month_without_a_payment_has_no_slip(funded: World) -> None:
    one = a_pensioner(funded)
    with pytest.raises(PensionerIsUnknown):
        pension_payments.payment_of(one.society_id, one.id, "2026-11")
    pays(funded, one)
    paid = pension_payments.payment_of(one.society_id, one.id, "2026-11")
    assert (paid.pensioner.id, paid.standing.paise) == (one.id, 600_00)
    assert pension_payments.check_pay(one.society_id, one.id, "2026-10", 600_00).id == one.id


def test_another_society_pays_nobody_of_ours(funded: World) -> None:
    """P9."""
    one = a_pensioner(funded)
    funded.starts_books("KHR002")
    funded.opens_day(code="KHR002")
    with pytest.raises(PensionerIsUnknown):
        pension_payments.pay(
            funded.doer("operator2"), funded.slip("operator2"), funded.society("KHR002").id,
            one.id, "2026-11", 600_00,
        )  # fmt: skip
    with pytest.raises(PensionerIsUnknown):
        pension_payments.payment_of(funded.society_id, one.id, "2026-11")


def test_two_operators_at_once_pay_one_month_once(funded: World) -> None:
    one = a_pensioner(funded)
    slips = [funded.slip() for _ in range(4)]
    found: list[str] = []

    def work(at: int) -> None:
        try:
            pays(funded, one, slip=slips[at])
            found.append("paid")
        except MonthIsPaid:
            found.append("refused")
        finally:
            engine.disconnect()

    threads = [threading.Thread(target=work, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["paid", "refused", "refused", "refused"]
    assert daybook.balance(one.society_id, FOR_PENSIONS) == -4_400_00
