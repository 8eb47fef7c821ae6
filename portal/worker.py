"""Work in the background: a small loop over duties that are due."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial

from portal.actions import biller_reading, comparing
from portal.actions.bill_settling import Line, follow_orders
from portal.actions.complaint_lodging import follow_complaints
from portal.actions.import_steps import Hands, run_waiting
from portal.actions.messages import MessageLine, send_waiting
from portal.actions.seals import witness_or_wait
from portal.actions.wallet_matching import match_after_vouchers
from portal.actions.wallet_settling import WalletLine, follow_payments
from portal.domain.refusals import Refusal
from portal.gateways.ports import BillPayments
from portal.storage import comparison, duties, people, places
from portal.storage.engine import write_transaction
from portal.web.house import House

log = logging.getLogger(__name__)

MINUTE = 60_000
BEAT_S = 1.0  # how often open orders are looked for
BEATS = 5  # after which the other duties are looked for
REST_S = 0.02  # between the batches of a file


def witness_seals(house: House) -> None:
    """Append the seals that are not in the witness log yet."""
    for society in places.books_of_all():
        witness_or_wait(society.id, house.sealer)


def drop_stale_sessions(house: House) -> None:
    """Remove sessions that have long ended by idleness."""
    before = house.clock.now_ms() - 2 * house.guards.session_hours * 60 * MINUTE
    write_transaction(lambda: people.end_stale_sessions(before))


def read_in_files(house: House) -> None:
    """Take in the files that wait, and those that a worker left lying."""
    run_waiting(Hands(house.clock.now_ms, house.sealer, rest=partial(time.sleep, REST_S)))


def follow_wallet_payments(house: House) -> None:
    """Ask how payments out of the CSC's wallet ended; each is claimed by itself."""
    if house.wallet_gateway is not None:
        follow_payments(WalletLine(house.wallet_gateway, house.clock.now_ms))


def send_messages(house: House) -> None:
    """Send the short messages that wait."""
    if house.messages is not None:
        send_waiting(MessageLine(house.messages, house.clock.now_ms))


def _line(house: House, unit: BillPayments) -> Line:
    return Line(unit, house.clock.now_ms, house.pays_in_sandbox)


def follow_bill_orders(house: House) -> None:
    """Take the open orders of the counter a step further; each is claimed by itself."""
    if house.bill_payments is not None:
        follow_orders(_line(house, house.bill_payments))


def read_billers_of_the_day(house: House) -> None:
    """Read the master of billers once a day, orders being followed meanwhile."""
    if house.bill_payments is not None and biller_reading.is_due(house.clock.now_ms()):
        biller_reading.read_billers(
            house.bill_payments, house.clock, partial(_follow_orders_between, house)
        )


def follow_bill_complaints(house: House) -> None:
    """Lodge the complaints of the counter and ask about those that are due."""
    if house.bill_payments is not None:
        follow_complaints(_line(house, house.bill_payments))


def compare_past_days(house: House) -> None:
    """Compare a past day with the operating unit's list, where one is due; one at a time."""
    if house.bill_payments is not None:
        comparing.compare_due(_line(house, house.bill_payments))


def compare_today(house: House) -> None:
    """Compare today as far as it has come, so that a wrong outcome is seen while it matters."""
    if house.bill_payments is not None:
        comparing.compare_today(_line(house, house.bill_payments))


def match_statements(house: House) -> None:
    """Find the entries that were made since for the open lines of statements."""
    match_after_vouchers(house.clock.now_ms())


#: name → (how often, what)
DUTIES: dict[str, tuple[int, Callable[[House], None]]] = {
    "orders": (1_000, follow_bill_orders),
    "wallet_payments": (1_000, follow_wallet_payments),
    "messages": (5_000, send_messages),
    "complaints": (MINUTE, follow_bill_complaints),
    "comparison": (MINUTE, compare_past_days),
    comparison.TODAY_DUTY: (120 * MINUTE, compare_today),
    "statements": (MINUTE, match_statements),
    "witness_seals": (5 * MINUTE, witness_seals),
    "drop_stale_sessions": (60 * MINUTE, drop_stale_sessions),
    "read_in_files": (4_000, read_in_files),
    "read_billers": (MINUTE, read_billers_of_the_day),
}


def run_due(house: House) -> int:
    """Claim and do each duty that is due; return how many were done."""
    done = 0
    for name, (every, duty) in DUTIES.items():
        now = house.clock.now_ms()
        if write_transaction(partial(duties.claim, name, now, every)):
            try:
                duty(house)
                done += 1
            except Exception:
                log.exception("duty %s failed", name)
    return done


def run_duties(house: House, *, is_once: bool) -> None:
    """Do what is due, again and again, until the process is ended."""
    while True:
        try:
            run_due(house)
        except Refusal as refusal:
            log.warning("the store can't be used just now: %s", refusal.name)
        if is_once:
            return
        for _ in range(BEATS):
            time.sleep(BEAT_S)
            _follow_orders_between(house)


def _follow_orders_between(house: House) -> None:
    for follow in (follow_bill_orders, follow_wallet_payments):
        try:
            follow(house)
        except Exception:
            log.exception("%s failed just now", follow.__name__)
