"""Errands at the CSC's counter done through the portal's own actions, each at its instant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.actions import aeps, bill_choice, bill_orders, bill_settling, visit_payment, visits
from portal.actions.aeps import Slipped
from portal.actions.bill_books import wallet
from portal.actions.bill_choice import Taking
from portal.actions.bill_orders import NewOrder
from portal.actions.bill_settling import Line
from portal.actions.billers import biller
from portal.actions.exactly_once import Done
from portal.actions.visit_payment import Paying
from portal.actions.visits import Caller
from portal.demo.bill_unit import DemoUnit
from portal.demo.errands import GIVEN_BACK, SENT, BillErrand, Errand, FeesErrand, SlipErrand
from portal.domain.aeps import DEPOSIT, DONE
from portal.domain.bill_orders import LEASE_MS, SECOND, Order, OrderState
from portal.domain.people import Doer, Slip
from portal.domain.tasks import Filled
from portal.domain.visits import CASH, UPI, Fee
from portal.storage import bill_orders as stored
from portal.storage.bill_orders import Said
from portal.storage.served import Whom

_ASKED_BEFORE = 40 * SECOND  # a bill is asked for while the customer looks for the money
_FETCHED_AFTER = 4 * SECOND


@dataclass(frozen=True, slots=True)
class Teller:
    """Who sits at the counter at an instant, with a fresh form for each deed.

    Nothing happens later than ``until``.
    """

    society_id: int
    doer_at: Callable[[int], Doer]
    slip: Callable[[], Slip]
    unit: DemoUnit
    until: int

    def after(self, at: int, seconds: int) -> int:
        """Return an instant so many seconds later, but not after the end."""
        return min(at + seconds * SECOND, self.until)


def cash_of(errand: Errand, filled: Filled) -> int:
    """What an errand moves in the cash box, in paise; of a bill nobody knows before it came."""
    amount = filled.amounts[0]
    if isinstance(errand, SlipErrand):
        sign = 1 if errand.kind == DEPOSIT else -1
        return sign * amount if errand.outcome == DONE else 0
    return amount if isinstance(errand, FeesErrand) and filled.mode == CASH else 0


def run_errand(teller: Teller, at: int, errand: Errand, filled: Filled, whom: Whom | None) -> int:
    """Do an errand; return the instant at which it was done."""
    if isinstance(errand, SlipErrand):
        return note_slip(teller, at, errand, filled, whom)
    if isinstance(errand, FeesErrand):
        return pay_fees(teller, at, errand, filled, whom)
    return pay_bill(teller, at, errand, whom)


def note_slip(
    teller: Teller, at: int, errand: SlipErrand, filled: Filled, whom: Whom | None
) -> int:
    """Write down what the bank's device printed; return the instant at which it was done."""
    slipped = Slipped(
        errand.kind, errand.outcome, filled.amounts[0], errand.rrn, errand.last_four, errand.bank,
        filled.party, whom=whom,
    )  # fmt: skip
    aeps.record_slip(teller.doer_at(at), teller.slip(), teller.society_id, slipped)
    return at


def pay_fees(teller: Teller, at: int, errand: FeesErrand, filled: Filled, whom: Whom | None) -> int:
    """Take the fees of a visit; return the instant at which it was done."""
    visit_id = _fees_into(teller, at, Caller(payer_name=filled.party, whom=whom), errand.fees)
    mode = UPI if filled.mode == UPI else CASH
    _pay(teller, at, visit_id, mode, filled.given_paise, filled.reference)
    return at


def _fees_into(teller: Teller, at: int, caller: Caller, fees: tuple[Fee, ...]) -> int:
    for fee in fees:
        done = visits.add_fee(teller.doer_at(at), teller.slip(), teller.society_id, caller, fee)
        caller = Caller(_key_in(done))
    assert caller.visit_id is not None
    return caller.visit_id


def _pay(
    teller: Teller, at: int, visit_id: int, mode: str, given_paise: int | None, reference: str
) -> None:
    version = visits.visit(teller.society_id, visit_id).version
    paying = Paying(version, mode, given_paise, reference)
    visit_payment.pay(
        teller.doer_at(at), teller.slip(), teller.society_id, visit_id, paying, biller
    )


def pay_bill(teller: Teller, at: int, errand: BillErrand, whom: Whom | None) -> int:
    """Pay a bill as far as its errand goes; return the instant at which it was done.

    Nothing is paid where the wallet has not enough, as at a real counter.
    """
    order = _fetched(teller, at - _ASKED_BEFORE, errand, whom)
    assert order.fetched is not None
    amount = order.fetched.bills[0].amount_paise
    if wallet(teller.society_id).available_paise < amount:
        return at
    chosen = Taking(biller(errand.biller_id), amount, own_fee_paise=errand.own_fee_paise)
    done = bill_choice.choose(
        teller.doer_at(at - _ASKED_BEFORE + 2 * _FETCHED_AFTER), teller.slip(),
        teller.society_id, order.id, chosen,
    )  # fmt: skip
    visit_id = _key_in(done)
    if errand.fees:
        _fees_into(teller, at - SECOND, Caller(visit_id), errand.fees)
    _pay(teller, at, visit_id, UPI if errand.utr else CASH, None, errand.utr)
    return _followed(teller, at, order.id, errand.ending)


def _fetched(teller: Teller, at: int, errand: BillErrand, whom: Whom | None) -> Order:
    of = biller(errand.biller_id)
    new = NewOrder(
        of, ((of.params[0].name, errand.number),), errand.mobile, errand.name, whom,
        errand.service_id,
    )  # fmt: skip
    done = bill_orders.ask_bill(teller.doer_at(at), teller.slip(), teller.society_id, new)
    order = _order(teller, _key_in(done))
    for later in (0, _FETCHED_AFTER):
        order = _step(teller, order, at + later)
    return order


def _followed(teller: Teller, at: int, order_id: int, ending: str) -> int:
    """Let the worker go on with a paid order until it ends or stands still."""
    _send(teller, _order(teller, order_id), teller.after(at, 1))
    if ending != SENT:
        _step(teller, _order(teller, order_id), teller.after(at, 5))
    if ending == GIVEN_BACK:
        doer = teller.doer_at(teller.after(at, 9))
        bill_orders.give_back(doer, teller.slip(), teller.society_id, order_id)
    return teller.after(at, 10)


def _step(teller: Teller, order: Order, at: int) -> Order:
    bill_settling.follow(order, Line(teller.unit, lambda: at))
    return _order(teller, order.id)


def _send(teller: Teller, order: Order, at: int) -> None:
    """Send a payment to the demo's unit, which is no call outside.

    The worker's own step is not taken here: it refuses to send inside a transaction, and a
    society of the demo is made in one.
    """
    sent = stored.change(
        order, at, Said("sent"), state=OrderState.SUBMITTING, sends=1, first_sent_at=at,
        last_sent_at=at, next_at=at + LEASE_MS,
    )  # fmt: skip
    assert sent is not None
    taken = teller.unit.pay(sent.request())
    stored.change(
        sent, at + SECOND, Said("taken"), state=OrderState.PROCESSING, pay_ref=taken.ref_id,
        tries=0, next_at=at + 5 * SECOND,
    )  # fmt: skip


def _order(teller: Teller, order_id: int) -> Order:
    return bill_orders.order(teller.society_id, order_id)


def _key_in(done: Done) -> int:
    return int(done.location.rsplit("/", 1)[1])
