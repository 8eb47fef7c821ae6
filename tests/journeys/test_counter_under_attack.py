"""What haste, ill will and bad luck try with the money of the counter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions import bill_settling, comparing
from portal.actions.proof import prove_society
from portal.domain.bill_orders import OrderState as S
from portal.storage import engine
from tests.bills_world import WITH_WALLET, Counter
from tests.browser_client import Browser, Form, Page
from tests.crowd import at_once
from tests.sandboxes.running import POWER
from tests.views.bills_counter import Clerk, clerk, counter, line
from tests.views.visits_counter import adds_fee, is_payable, pay_form
from tests.world import OPENING, TODAY, traces

__all__ = ["clerk", "counter", "line"]

Browsers = Callable[..., Browser]
HOUR, DAY = 3_600, 86_400
NUMBER, OTHER = "1234567890100", "1234567890102"


@pytest.fixture(autouse=True)
def _whole_afterwards(clerk: Clerk) -> object:
    """Whatever was tried: no bill is paid twice, 1601 and 1602 hold, the proof finds nothing."""
    yield
    clerk.counter.must_agree()
    clerk.counter.settles()
    assert prove_society("KHR001", clerk.counter.world.keys).findings == ()


def chosen(clerk: Clerk, number: str = NUMBER, query: str = "") -> tuple[int, int]:
    """Fetch a bill and choose it; return its order and its visit."""
    order_id, _page = clerk.sees(number, query=query)
    return order_id, clerk.chooses(order_id)


def paying(clerk: Clerk, visit_id: int) -> Form:
    return pay_form(clerk.get(f"/visits/{visit_id}"))


def presses(person: Browser, form: Form, **fields: str) -> Page:
    """Send a form as it is, or with fields edited, and take whatever answer comes."""
    return person.open("POST", form.action, {**form.fields, **fields})


def windows(person: Browser, form: Form, times: int = 1, **fields: str) -> list[Callable[[], Page]]:
    """The same form in several windows of one browser."""
    others = [person.again() for _ in range(times)]
    return [lambda other=one: presses(other, form, **fields) for one in others]


def statuses(answers: list[Page | Exception]) -> list[int]:
    assert all(isinstance(one, Page) for one in answers), answers
    return sorted(one.status for one in answers if isinstance(one, Page))


def taken() -> int:
    """Count the vouchers that took money for bills."""
    return int(engine.value("SELECT count(*) FROM voucher WHERE task = 'csc_bill_cash'"))


def a_second_society(counter: Counter) -> None:
    counter.world.starts_books(code="KHR002", balances=WITH_WALLET)
    counter.world.opens_day(code="KHR002")


# Many presses at one instant.


def test_ten_presses_take_the_money_once(clerk: Clerk) -> None:
    _order, visit_id = chosen(clerk)
    answers = at_once(windows(clerk.browser, paying(clerk, visit_id), 10))
    assert statuses(answers) == [303] * 10
    assert taken() == 1


def test_two_people_pay_the_same_visit(clerk: Clerk, browser: Browsers) -> None:
    _order, visit_id = chosen(clerk)
    manager = browser("manager")
    other = pay_form(manager.get(f"/visits/{visit_id}"))
    both = windows(clerk.browser, paying(clerk, visit_id)) + windows(manager, other)
    assert statuses(at_once(both)) == [303, 409]
    assert taken() == 1


def test_the_same_bill_in_two_visits(clerk: Clerk, browser: Browsers) -> None:
    manager = Clerk(browser("manager"), clerk.counter)
    (_one, first), (_two, second) = chosen(clerk), chosen(manager)
    both = windows(clerk.browser, paying(clerk, first))
    both += windows(manager.browser, paying(manager, second))
    assert statuses(at_once(both)) == [303, 409]
    assert taken() == 1


def test_two_societies_with_the_same_numbers_crosswise(clerk: Clerk, browser: Browsers) -> None:
    """Each holds a number that the other wants next: one is refused, and learns nothing."""
    a_second_society(clerk.counter)
    there = Clerk(browser("operator2"), clerk.counter)
    (_one, here_id), (_two, there_id) = chosen(clerk), chosen(there, OTHER)
    chosen(clerk, OTHER, f"?visit={here_id}")
    chosen(there, NUMBER, f"?visit={there_id}")
    both = windows(clerk.browser, paying(clerk, here_id))
    both += windows(there.browser, paying(there, there_id))
    answers = at_once(both)
    assert statuses(answers) == [303, 409]
    assert taken() == 2
    for answer, foreign in zip(answers, ("KHR002", "KHR001"), strict=True):
        assert isinstance(answer, Page)
        assert foreign not in answer.html


def test_a_refund_is_pressed_by_everybody(clerk: Clerk, browser: Browsers) -> None:
    order_id = clerk.takes("1234567890034")
    clerk.counter.settles()
    manager, path = browser("manager"), f"/orders/{order_id}"
    forms = [one.get(path).form(f"{path}/back") for one in (clerk.browser, manager)]
    crowd = windows(clerk.browser, forms[0], 3) + windows(manager, forms[1], 3)
    assert statuses(at_once(crowd)) == [303] * 3 + [409] * 3
    assert engine.value("SELECT count(*) FROM voucher WHERE task = 'csc_refund'") == 1


@pytest.mark.parametrize("turn", range(4))
def test_a_stop_while_the_worker_sends(clerk: Clerk, turn: int) -> None:
    """The money goes back, or the bill is paid; never both."""
    order_id = clerk.takes(f"12345678{turn}0100")
    form = clerk.get(f"/orders/{order_id}").form(f"/orders/{order_id}/stop")
    (stop,) = windows(clerk.browser, form)
    answer, _moved = at_once([stop, lambda: bill_settling.follow_orders(clerk.counter.line)])
    assert isinstance(answer, Page)
    clerk.counter.settles()
    was_paid = bool(clerk.counter.sandbox.truth())
    assert clerk.counter.state(order_id) is (S.SUCCESS if was_paid else S.REFUND_DUE)
    assert answer.status == (409 if was_paid else 303)


def test_two_decide_differently_about_one_payment(clerk: Clerk, browser: Browsers) -> None:
    order_id = clerk.takes("1234567890035")
    clerk.counter.settles()
    clerk.counter.passes(26 * HOUR)
    comparing.compare_day(clerk.counter.line, TODAY)
    path = f"/orders/{order_id}/decide"
    both = []
    for name, ended in (("manager", "back"), ("accountant", "paid")):
        person = browser(name)
        both += windows(person, person.get(path).form(path), ended=ended, remark="विवरण देखा")
    assert statuses(at_once(both)) == [303, 409]
    decided = [one for one in clerk.counter.kinds(order_id) if one == "decided"]
    assert len(decided) == 1


# Pages that are older than what they show.


def test_a_sum_that_the_page_did_not_show_is_never_taken(clerk: Clerk) -> None:
    """An item came, was left out, or was asked for again in another tab."""
    _one, visit_id = chosen(clerk)
    two, _visit = chosen(clerk, OTHER, f"?visit={visit_id}")
    path = f"/visits/{visit_id}"

    def tab_comes() -> None:
        adds_fee(clerk.browser.again(), visit_id)

    def tab_leaves_out() -> None:
        other = clerk.browser.again()
        forms = [one for one in other.get(path).forms if one.button(f"leave={two}")]
        other.send(forms[0], f"leave={two}")

    def tab_asks_again() -> None:
        other = clerk.browser.again()
        clerk.counter.passes(16 * 60)
        other.send(other.get(f"/orders/{two}").form(f"/orders/{two}/again"))
        clerk.counter.passes(-16 * 60)

    for change in (tab_comes, tab_asks_again, tab_leaves_out):
        if change is tab_leaves_out:
            clerk.waits()
            clerk.chooses(two)
        form = paying(clerk, visit_id)
        change()
        before = traces()
        page = presses(clerk.browser, form)
        assert (page.status, page.refusal) == (409, "VisitHasChanged"), change
        assert traces() == before


def test_back_and_pressed_again(clerk: Clerk) -> None:
    """P1: the same again leads to what it did; with other content it says so."""
    _order, visit_id = chosen(clerk)
    form = paying(clerk, visit_id)
    first = presses(clerk.browser, form, given="700")
    assert presses(clerk.browser, form, given="700").location == first.location
    page = presses(clerk.browser, form, given="800")
    assert (page.status, page.refusal) == (409, "FormWasUsedForOther")
    assert not is_payable(clerk.get(f"/visits/{visit_id}"))
    assert taken() == 1


def drains_the_wallet(clerk: Clerk) -> None:
    engine.run("UPDATE head_balance SET paise = 100 WHERE head = 2204")


def begins_the_count(clerk: Clerk) -> None:
    clerk.browser.again().begins_count()


def closes_the_day(clerk: Clerk) -> None:
    other = clerk.browser.again()
    other.counts_rupees(OPENING[2101] // 100)
    other.closes()


def lets_it_grow_old(clerk: Clerk) -> None:
    clerk.counter.passes(15 * 60 + 1)


def sets_the_clock_back(clerk: Clerk) -> None:
    """What was fetched in the future was fetched by a wrong clock."""
    clerk.counter.passes(-HOUR)


MEANWHILE = [
    (drains_the_wallet, "WalletIsTooSmall"), (begins_the_count, "CountIsGoingOn"),
    (closes_the_day, "NoDayIsOpen"), (lets_it_grow_old, "BillIsTooOld"),
    (sets_the_clock_back, "BillIsTooOld"),
]  # fmt: skip


@pytest.mark.parametrize(("meanwhile", "refusal"), MEANWHILE)
def test_between_page_and_press(
    clerk: Clerk, meanwhile: Callable[[Clerk], None], refusal: str
) -> None:
    _order, visit_id = chosen(clerk)
    form = paying(clerk, visit_id)
    wallet = engine.value("SELECT paise FROM head_balance WHERE head = 2204 AND society_id = 1")
    meanwhile(clerk)
    before = traces()
    page = presses(clerk.browser, form)
    assert (page.status, page.refusal) == (409, refusal)
    assert traces() == before
    engine.run("UPDATE head_balance SET paise = ? WHERE head = 2204 AND society_id = 1", wallet)


def test_a_bill_that_changed_is_paid_as_it_is_now(clerk: Clerk) -> None:
    """What was chosen before asking again is gone; the old sum can't be pressed."""
    order_id, visit_id = chosen(clerk, OTHER)
    form = paying(clerk, visit_id)
    clerk.counter.passes(16 * 60)
    clerk.presses(order_id, "again")
    clerk.waits()
    assert clerk.counter.order(order_id).amount_paise == 0
    assert presses(clerk.browser, form).status in (409, 422)
    clerk.browser.send(paying(clerk, clerk.chooses(order_id)))
    assert taken() == 1


# Edited forms.


@pytest.mark.parametrize("given", [
    "-5", "1e400", "NaN", "inf", "0", "०", "5", "2000.50", "0x7D0", "99,99,99,999", "9" * 400,
    "2000 " * 900,
])  # fmt: skip
def test_what_nobody_gives_is_said_at_its_field(clerk: Clerk, given: str) -> None:
    _order, visit_id = chosen(clerk, OTHER)
    before = traces()
    page = presses(clerk.browser, paying(clerk, visit_id), given=given)
    assert page.status == 422
    assert page.errors["given"]
    assert traces() == before


def test_devanagari_digits_are_digits(clerk: Clerk) -> None:
    _order, visit_id = chosen(clerk, OTHER)
    assert presses(clerk.browser, paying(clerk, visit_id), given="२०००").status == 303
    assert "378" in clerk.get(f"/visits/{visit_id}").text


@pytest.mark.parametrize("fee", ["99,99,99,999", "100000", "-1", "1e9", "NaN", "5 हजार करोड़"])
def test_a_fee_that_no_society_takes(clerk: Clerk, fee: str) -> None:
    order_id, page = clerk.sees(OTHER)
    page = presses(clerk.browser, page.form(f"/orders/{order_id}"), own_fee=fee)
    assert page.status == 422
    assert page.errors["own_fee"]
    assert clerk.counter.order(order_id).amount_paise == 0


EDITED = [
    {"version": "0"}, {"version": "-1"}, {"version": "9" * 30}, {"version": "१"}, {"version": ""},
]  # fmt: skip


@pytest.mark.parametrize("fields", EDITED)
def test_an_edited_version_takes_nothing(clerk: Clerk, fields: dict[str, str]) -> None:
    _order, visit_id = chosen(clerk)
    before = traces()
    assert presses(clerk.browser, paying(clerk, visit_id), **fields).status == 409
    assert traces() == before


def test_an_edited_choice_pays_what_the_bill_says_or_nothing(clerk: Clerk) -> None:
    """Bills of another order, an option that isn't there, an amount below the bill's."""
    order_id, page = clerk.sees("1234567890041")
    form = page.form(f"/orders/{order_id}")
    wishes = [{"option": one} for one in ("9", "-1", "x")]
    for fields in (*wishes, {"option": "o", "amount": "1"}):
        assert presses(clerk.browser, form, **fields).status == 422, fields
    listed, page = clerk.sees("1234567890040")
    form = page.form(f"/orders/{listed}")
    presses(clerk.browser, form, b7="1", b0="", amount="1", option="0", plan="X1")
    found = clerk.counter.order(listed)
    assert found.amount_paise == sum(one.amount_paise for one in found.fetched.bills)  # type: ignore[union-attr]
    assert found.plan_id == ""


def test_a_reason_speaks_of_the_payment_it_was_written_for(clerk: Clerk) -> None:
    ids = [clerk.sees(NUMBER)[0] for _ in range(3)]
    clerk.browser.send(paying(clerk, clerk.chooses(ids[0])))

    def insists(order_id: int) -> Page:
        form = clerk.get(f"/orders/{order_id}").form(f"/orders/{order_id}")
        page = clerk.browser.send(form, "", 422)
        return presses(clerk.browser, page.form(form.action), reason="दो मीटर हैं")

    first, second = insists(ids[1]), insists(ids[2])
    clerk.browser.send(pay_form(clerk.get(second.location)))
    assert presses(clerk.browser, pay_form(clerk.get(first.location))).status == 409
    page = insists(ids[1])
    assert (page.status, page.refusal) == (422, "ReasonWasGiven")
    engine.run("UPDATE bill_order SET next_at = NULL WHERE id <> ?", ids[0])
    clerk.presses(ids[2], "stop")


# The clock and the line.


@pytest.mark.parametrize("back", [HOUR, DAY])
def test_a_clock_set_back_under_a_payment_keeps_nobody_waiting(clerk: Clerk, back: int) -> None:
    order_id = clerk.takes(NUMBER)
    clerk.counter.passes(2)
    clerk.counter.passes(-back)
    for _ in range(60):
        clerk.counter.follows()
        clerk.counter.passes(5)
    assert clerk.counter.order(order_id).outcome_voucher_id is not None


def test_an_order_from_before_closing_settles_into_the_next_day(clerk: Clerk) -> None:
    order_id = clerk.takes("1234567890030")
    clerk.counter.follows()
    cash = clerk.counter.balance(2101)
    page = clerk.browser.counts_rupees(cash // 100)
    assert clerk.browser.send(page.form(button="confirm"), "confirm", 422).errors["seen"]
    clerk.browser.send(page.form(button="confirm"), "confirm", seen="1")
    clerk.counter.settles()
    found = clerk.counter.order(order_id)
    assert (found.state, found.settled_on) == (S.SUCCESS, "")
    assert clerk.counter.balance(1601) == -found.through_paise
    clerk.counter.passes(DAY)
    clerk.browser.signs_in("operator")
    clerk.browser.opens_day("2026-11-25")
    clerk.counter.follows()
    assert clerk.counter.order(order_id).settled_on == "2026-11-25"
    assert clerk.counter.balance(1601) == 0
    closed = "SELECT closing_paise FROM day WHERE society_id = 1 AND day_on = ?"
    assert engine.value(closed, TODAY) == cash


@pytest.mark.parametrize("step", ["asked", "fetched", "chosen", "paid", "sent"])
def test_a_unit_that_is_away_at_any_step(clerk: Clerk, step: str) -> None:
    """Nothing is lost, nothing is paid twice, and it goes on when the unit is back."""
    sandbox = clerk.counter.sandbox
    order_id = clerk.asks(NUMBER)
    steps = {
        "asked": lambda: clerk.waits(), "fetched": lambda: clerk.chooses(order_id),
        "chosen": lambda: clerk.browser.send(
            paying(clerk, clerk.counter.order(order_id).visit_id or 0)
        ),
        "paid": lambda: clerk.counter.follows(), "sent": lambda: clerk.counter.settles(),
    }  # fmt: skip
    for name, deed in steps.items():
        if name == step:
            sandbox.stop()
            for _ in range(3):
                bill_settling.follow_orders(clerk.counter.line)
                clerk.counter.passes(5)
            clerk.get(f"/orders/{order_id}")
            sandbox.start()
            clerk.counter.unit = sandbox.client
            clerk.waits(120)
        deed()
    assert clerk.counter.state(order_id) is S.SUCCESS
    assert len(clerk.counter.sandbox.truth()) == 1
    assert clerk.counter.order(order_id).biller_id == POWER
