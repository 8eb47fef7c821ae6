"""Two people, or the same one twice, at one instant: what is one stays one, on both engines."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest

from portal.actions import bill_settling
from portal.actions.proof import prove_society
from portal.domain.bill_orders import OrderState as S
from portal.storage import engine
from tests.browser_client import Browser, Form, Page
from tests.crowd import at_once
from tests.statements_world import HEAD
from tests.views.bills_counter import Clerk, clerk, counter, line
from tests.views.visits_counter import pay_form

__all__ = ["clerk", "counter", "line"]

Browsers = Callable[..., Browser]
Press = Callable[[], Page]
HOUR = 3_600
RRN = "632812345678"
SLIP = {
    "outcome": "done", "amount": "500", "rrn": RRN, "last_four": "4321", "bank": "SBI",
    "name": "कमला", "confirm": "1",
}  # fmt: skip
ROUNDS = range(3)


@pytest.fixture
def manager(clerk: Clerk, browser: Browsers) -> Iterator[Browser]:
    """Somebody else of the same society; afterwards the books are whole."""
    yield browser("manager")
    clerk.counter.must_agree()
    clerk.counter.settles()
    assert prove_society("KHR001", clerk.counter.world.keys).findings == ()


def form_at(person: Browser, path: str) -> Form:
    action = path.split("?")[0]
    found = person.get(path).forms
    return next(one for one in found if one.method == "post" and one.action == action)


def press(person: Browser, form: Form, **fields: str) -> Press:
    """A press in a window of its own, with what was typed."""
    window = person.again()
    return lambda: window.open("POST", form.action, {**form.fields, **fields})


def statuses(answers: list[Page | Exception]) -> list[int]:
    assert all(isinstance(one, Page) for one in answers), answers
    return sorted(one.status for one in answers if isinstance(one, Page))


def count(table: str, where: str = "1 = 1") -> int:
    return int(engine.value(f"SELECT count(*) FROM {table} WHERE {where}"))  # noqa: S608


def chosen(clerk: Clerk, number: str) -> tuple[int, int]:
    order_id, _page = clerk.sees(number)
    return order_id, clerk.chooses(order_id)


def test_one_utr_for_two_visits(clerk: Clerk, manager: Browser) -> None:
    visits = [chosen(clerk, one)[1] for one in ("1234567890100", "1234567890102")]
    both = [
        press(person, pay_form(person.get(f"/visits/{one}")), mode="upi", reference=RRN)
        for person, one in zip((clerk.browser, manager), visits, strict=True)
    ]
    assert statuses(at_once(both)) == [303, 422]
    assert count("visit", "state = 'paid'") == 1


def test_one_wallet_for_two_visits(clerk: Clerk, manager: Browser) -> None:
    """P5: enough for either, not for both."""
    visits = [chosen(clerk, one)[1] for one in ("1234567890100", "1234567890102")]
    engine.run("UPDATE head_balance SET paise = 170000 WHERE head = 2204")
    both = [
        press(person, pay_form(person.get(f"/visits/{one}")))
        for person, one in zip((clerk.browser, manager), visits, strict=True)
    ]
    assert statuses(at_once(both)) == [303, 409]
    engine.run("UPDATE head_balance SET paise = 80000000 WHERE head = 2204 AND society_id = 1")


@pytest.mark.parametrize("turn", ROUNDS)
def test_a_fee_comes_while_the_visit_is_paid(clerk: Clerk, manager: Browser, turn: int) -> None:
    _order, visit_id = chosen(clerk, f"12345678{turn}0100")
    path = f"/visits/{visit_id}"
    fee = press(manager, form_at(manager, f"{path}/fee"), usual="प्रिंट", own="5")
    answers = at_once([press(clerk.browser, pay_form(clerk.get(path))), fee])
    assert statuses(answers) in ([303, 409], [303, 422]), "neither is lost without a word"
    is_paid, has_fee = count("visit", "state = 'paid'"), count("visit_fee")
    assert is_paid + has_fee == 1, "the sum that was pressed had no fee in it"


@pytest.mark.parametrize("turn", ROUNDS)
def test_an_amount_is_chosen_while_it_is_paid(clerk: Clerk, manager: Browser, turn: int) -> None:
    order_id, visit_id = chosen(clerk, f"12345678{turn}0102")
    before = clerk.counter.order(order_id).amount_paise
    other = press(manager, form_at(manager, f"/orders/{order_id}"), amount="5000")
    pay = press(clerk.browser, pay_form(clerk.get(f"/visits/{visit_id}")))
    assert statuses(at_once([pay, other])) == [303, 409]
    found = clerk.counter.order(order_id)
    assert (found.amount_paise, found.cash_voucher_id is None) in ((before, False), (5000_00, True))


def test_one_slip_of_the_device_for_two_people(clerk: Clerk, manager: Browser) -> None:
    path = "/aeps/new?kind=withdrawal"
    mine, theirs = form_at(clerk.browser, path), form_at(manager, path)
    crowd = [press(clerk.browser, mine, **SLIP) for _ in range(2)]
    assert statuses(at_once([*crowd, press(manager, theirs, **SLIP)])) in (
        [303, 303, 422], [303, 422, 422],
    )  # fmt: skip
    assert count("aeps_record") == count("voucher", "task = 'aeps_withdraw'") == 1


def test_what_was_uncertain_ends_one_way(clerk: Clerk, manager: Browser) -> None:
    form = form_at(clerk.browser, "/aeps/new?kind=withdrawal")
    press(clerk.browser, form, **{**SLIP, "outcome": "uncertain"})()
    forms = [(one, form_at(one, "/aeps/1/settle")) for one in (clerk.browser, manager)]
    crowd = [
        press(person, form, settled_as=ended, note="बैंक ने बताया")
        for (person, form), ended in zip(forms, ("given", "returned"), strict=True)
    ]
    assert statuses(at_once(crowd)) == [303, 409]
    ended = engine.value("SELECT settled_as FROM aeps_record")
    assert count("voucher", "task = 'aeps_withdraw'") == (1 if ended == "given" else 0)


def test_one_complaint_about_one_payment(clerk: Clerk, manager: Browser) -> None:
    order_id = clerk.takes("1234567890104")
    clerk.counter.settles()
    clerk.counter.passes(25 * HOUR)
    path = f"/orders/{order_id}/complain"
    for person, name in ((clerk.browser, "operator"), (manager, "manager")):
        person.signs_in(name)
    people = (clerk.browser, manager)
    both = [press(one, form_at(one, path), kind="wrong-amount") for one in people]
    assert statuses(at_once(both)) == [303, 409]
    assert count("bill_complaint") == 1


def test_one_statement_from_two_people(clerk: Clerk, manager: Browser, browser: Browsers) -> None:
    content = f"{HEAD}\n24-11-2026,x,R1,671,,79329\n24-11-2026,y,R2,5,,79324\n".encode()

    def sends(person: Browser) -> Press:
        form, window = form_at(person, "/wallet/statements"), person.again()
        return lambda: window.open(
            "POST", form.action,
            {**form.fields, "head": "2204", "file": (io.BytesIO(content), "a.csv")},
            content_type="multipart/form-data",
        )  # fmt: skip

    people = [manager, browser("accountant"), manager]
    assert statuses(at_once([sends(one) for one in people])) == [303] * 3
    assert (count("statement"), count("statement_line")) == (1, 2)


def test_three_workers_pay_each_bill_once(clerk: Clerk, manager: Browser) -> None:
    ends = ("100", "102", "030", "032", "034")
    orders = [clerk.takes(f"1234567890{one}") for one in ends]
    for _ in range(30):
        at_once([lambda: bill_settling.follow_orders(clerk.counter.line)] * 3)
        clerk.counter.passes(20)
        clerk.counter.must_agree()
    clerk.counter.settles()
    assert [clerk.counter.state(one) for one in orders] == [S.SUCCESS] * 4 + [S.REFUND_DUE]
    assert len(clerk.counter.sandbox.truth()) == len(ends)


def test_a_number_in_other_letters_is_the_same_number(clerk: Clerk, manager: Browser) -> None:
    """Two counters type one number differently: the second is told of the first."""
    there = Clerk(manager, clerk.counter)
    _first, first_visit = chosen(clerk, "abcdefghij100")
    _second, second_visit = chosen(there, "ABCDEFGHIJ100")
    clerk.browser.send(pay_form(clerk.get(f"/visits/{first_visit}")))
    page = press(manager, pay_form(there.get(f"/visits/{second_visit}")))()
    assert page.status == 409
    assert count("visit", "state = 'paid'") == 1
