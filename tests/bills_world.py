"""A counter that pays bills: the world and a running sandbox, on one clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.actions import (
    bill_books,
    bill_choice,
    bill_orders,
    bill_settling,
    visit_payment,
    visits,
)
from portal.actions.bill_choice import Taking
from portal.actions.bill_orders import NewOrder
from portal.actions.bill_settling import Line
from portal.actions.exactly_once import Done
from portal.actions.visit_payment import Paying
from portal.domain.bill_orders import Order, OrderState
from portal.domain.billers import Biller
from portal.gateways.ports import BillPayments
from portal.storage import bill_orders as stored
from portal.storage import daybook, engine
from tests.sandboxes.running import MOBILE, POWER, RunningSandbox, named, number
from tests.world import OPENING, World

WALLET = 8_00_000_00
WITH_WALLET = OPENING | {2204: WALLET, 1201: OPENING[1201] - WALLET}
QUIET = 400  # steps after which an order should long have ended


@dataclass
class Counter:
    """Deeds of the bill counter said shortly; after each the books are held to the orders (P8)."""

    world: World
    sandbox: RunningSandbox

    def __post_init__(self) -> None:
        self.sandbox.clock = self.world.clock
        self.sandbox.restart()
        self.world.starts_books(balances=WITH_WALLET)
        self.world.opens_day()
        self.unit: BillPayments = self.sandbox.client

    @property
    def society_id(self) -> int:
        return self.world.society_id

    @property
    def line(self) -> Line:
        return Line(self.unit, self.world.clock.now_ms)

    def biller(self, biller_id: str = POWER) -> Biller:
        return self.sandbox.biller(biller_id)

    def order(self, order_id: int) -> Order:
        return bill_orders.order(self.society_id, order_id)

    def state(self, order_id: int) -> OrderState:
        return self.order(order_id).state

    def asks(self, digits: str, biller_id: str = POWER, **other: Any) -> int:
        """Ask for a bill and return the order."""
        biller = self.biller(biller_id)
        params = number(digits) if biller_id == POWER else named(biller, digits)
        done = bill_orders.ask_bill(
            self.world.doer(), self.world.slip(), self.society_id,
            NewOrder(**{"biller": biller, "params": params, "mobile": MOBILE} | other),
        )  # fmt: skip
        return self._seen(done)

    def fetched(self, digits: str, biller_id: str = POWER, **other: Any) -> int:
        """Ask for a bill and wait for it."""
        order_id = self.asks(digits, biller_id, **other)
        self.follows()
        self.passes(3)
        self.follows()
        return order_id

    def chooses(self, order_id: int, **other: Any) -> None:
        """Choose to pay what was fetched."""
        order = self.order(order_id)
        known: dict[str, Any] = {"biller": self.biller(order.biller_id)}
        if order.fetched is not None:
            known["amount_paise"] = sum(one.amount_paise for one in order.fetched.bills)
            if order.fetched.is_list:
                known["bills"] = tuple(
                    (one.bill_no, one.amount_paise) for one in order.fetched.bills
                )
        self._seen(bill_choice.choose(
            self.world.doer(), self.world.slip(), self.society_id, order_id,
            Taking(**known | other),
        ))  # fmt: skip

    def pays(self, visit_id: int, **other: Any) -> Done:
        """Take the money of a visit."""
        version = visits.visit(self.society_id, visit_id).version
        done = visit_payment.pay(
            self.world.doer(), self.world.slip(), self.society_id, visit_id,
            Paying(**{"version": version} | other), self.biller,
        )  # fmt: skip
        self._seen(done)
        return done

    def takes(self, order_id: int, *, given_paise: int | None = None, **other: Any) -> Done:
        """Choose what was fetched and take the cash of its visit."""
        self.chooses(order_id, **other)
        visit_id = self.order(order_id).visit_id
        assert visit_id is not None
        return self.pays(visit_id, given_paise=given_paise)

    def takes_for(self, digits: str, biller_id: str = POWER, **other: Any) -> int:
        """Fetch a bill and take the cash for it."""
        order_id = self.fetched(digits, biller_id)
        self.takes(order_id, **other)
        return order_id

    def gives_back(self, order_id: int, *, in_spite_of_list: bool = False) -> None:
        self._seen(bill_orders.give_back(
            self.world.doer(), self.world.slip(), self.society_id, order_id,
            in_spite_of_list=in_spite_of_list,
        ))  # fmt: skip

    def gives_up(self, order_id: int) -> None:
        self._seen(bill_orders.give_up(
            self.world.doer(), self.world.slip(), self.society_id, order_id
        ))  # fmt: skip

    def decides(self, order_id: int, *, is_paid: bool, reason: str = "विवरण देखा") -> None:
        self._seen(bill_orders.decide_adjustment(
            self.world.doer(), self.world.slip(), self.society_id, order_id, is_paid=is_paid,
            reason=reason,
        ))  # fmt: skip

    def follows(self) -> int:
        """Let the worker pass once."""
        moved = bill_settling.follow_orders(self.line)
        self.must_agree()
        return moved

    def passes(self, seconds: int) -> None:
        """Let time pass, for the sandbox too."""
        self.world.clock.at_ms += seconds * 1_000

    def settles(self, most: int = QUIET) -> None:
        """Let the worker pass whenever something is due, until nothing is."""
        for _ in range(most):
            due_at = engine.value("SELECT MIN(next_at) FROM bill_order")
            if due_at is None:
                return
            self.world.clock.at_ms = max(self.world.clock.at_ms, due_at)
            self.follows()
        raise AssertionError("orders don't come to an end")

    def kinds(self, order_id: int) -> list[str]:
        """What happened to an order."""
        return [one.kind for one in stored.events(self.society_id, order_id)]

    def balance(self, head: int) -> int:
        return daybook.balance(self.society_id, head)

    def must_agree(self) -> None:
        assert bill_books.disagreements(self.society_id) == []
        paid = [one["bills"] for one in self.sandbox.truth() if one["status"] == "Success"]
        keys = [key for bills in paid for key in bills]
        assert len(keys) == len(set(keys)), "a bill was paid twice"

    def _seen(self, done: Done) -> int:
        self.must_agree()
        return int(done.location.rsplit("/", 1)[1])
