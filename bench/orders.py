"""Bills paid through the whole portal against the sandbox, with everything going wrong at once.

Counters are operators' browsers without scripts. Answers get lost, late, cut off or garbled, the
workers and the whole web service are killed; afterwards the clock runs on until all has settled.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import Counter as Counted
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random

from bench import one_bill
from bench.clocked import AheadClock
from bench.customer import Answer, Customer
from bench.stage import Stage, stages
from bench.table import Table
from portal.actions import bill_books
from portal.actions.daybook import enter_voucher
from portal.domain.bill_orders import Order
from portal.domain.bill_orders import OrderState as S
from portal.domain.daybook import Draft, Line
from portal.domain.heads import BANK_CURRENT, WALLET
from portal.settings import ROOT
from portal.storage import bill_orders, engine
from tests import world as worlds
from tests.crash.rig import Site
from tests.sandboxes.running import MOBILE, POWER, RunningSandbox

COMMAND = "python -m bench orders"
COLUMNS = (
    "bills", "what happened", "paid", "paid back", "no bill came", "paid twice", "lost",
    "orders a second",
)  # fmt: skip
WALLET_PAISE = 20_00_000_00
CUSTOMERS, WORKERS, SEED = 8, 2, 17
#: Last digits of a consumer number: what the sandbox does with it. Most go well.
BAD_LINES = (
    "022", "023", "024", "025", "026", "027", "028", "029", "030", "031", "032", "033", "034",
    "036", "047",
)  # fmt: skip
GOOD_LINES = ("100", "101", "102")
ENDED = (S.SUCCESS, S.REFUNDED)
_notes: dict[str, list[str]] = {}
JUMP_MS = 10 * 60_000  # two days are to pass in minutes
SETTLE_S = 600  # real seconds in which everything must have settled once the clock runs


def tables(*, is_full: bool = False) -> list[Table]:
    """Pay 1,000 bills with faults on SQLite (with --full on PostgreSQL too), and 200 without."""
    found = Table("Bills paid through the whole portal", COMMAND, COLUMNS)
    slow = []
    with stages(("SQLite", "PostgreSQL") if is_full else ("SQLite",)) as made:
        for stage in made:
            _furnish(stage)
            found.rows.append(_run(stage, 200, is_bad=False))
            slow += _one_bill(stage)
            found.rows.append(_run(stage, 1_000, is_bad=True, first=200))
            found.notes += _notes.pop(stage.engine_name, [])
    return [found, *slow]


def _furnish(stage: Stage) -> None:
    stage.connect()
    for code in stage.codes[:CUSTOMERS]:
        society = stage.world.society(code)
        draft = Draft("contra", "", (Line(WALLET, WALLET_PAISE), Line(BANK_CURRENT, -WALLET_PAISE)))
        enter_voucher(
            stage.world.doer("manager"), stage.world.slip("manager", society.id), society.id, draft
        )
    engine.disconnect()


@dataclass
class Hands:
    """The web service and the workers, which can be killed and started anew."""

    site: Site
    environ: dict[str, str]
    dice: Random
    there: list[subprocess.Popen[bytes]] = field(default_factory=list)
    web_kills: int = 0
    worker_kills: int = 0

    def start(self) -> None:
        """Start all."""
        self.site.start()
        self.there = [self._worker() for _ in range(WORKERS)]

    def _worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "bench.clocked"]
        return subprocess.Popen(command, cwd=ROOT, env=self.environ, stderr=subprocess.DEVNULL)

    def lose_a_worker(self) -> None:
        """Kill one (kill -9) and start another."""
        place = self.dice.randrange(WORKERS)
        self.there[place].kill()
        self.there[place].wait()
        self.there[place] = self._worker()
        self.worker_kills += 1

    def lose_the_web(self) -> None:
        """Kill all web processes (kill -9) and start them anew."""
        self.site.kill()
        self.site.start()
        self.web_kills += 1

    def stop(self) -> None:
        """End all."""
        for one in self.there:
            one.kill()
            one.wait()
        self.site.kill()


@contextmanager
def _served(stage: Stage, dice: Random) -> Iterator[tuple[Hands, RunningSandbox, AheadClock]]:
    clock = AheadClock(stage.home / "clock")
    sandbox = RunningSandbox(stage.home / f"sandbox-{time.monotonic_ns()}")
    sandbox.clock = clock
    sandbox.restart()
    told = {
        "ROKAD_CONFIG": "test", "ROKAD_DATABASE_URL": stage.database_url,
        "ROKAD_DATA_DIR": str(stage.home), "ROKAD_KEY_DIR": str(stage.home / "keys"),
        "ROKAD_BHARAT_CONNECT_ADDRESS": sandbox.server.address,
        "ROKAD_BENCH_CLOCK": str(stage.home / "clock"),
    }  # fmt: skip
    site = Site(
        stage.home, stage.database_url, stage.home / "keys", app="bench.clocked:app", workers=4,
        environ=told,
    )  # fmt: skip
    hands = Hands(site, {**os.environ, **told}, dice)
    try:
        hands.start()
        yield hands, sandbox, clock
    finally:
        hands.stop()
        sandbox.stop()


def _run(stage: Stage, count: int, *, is_bad: bool, first: int = 0) -> Sequence[object]:
    dice = Random(SEED)
    digits = [
        dice.choice(BAD_LINES + GOOD_LINES * 5 if is_bad else GOOD_LINES) for _ in range(count)
    ]
    numbers = [f"AB{first + at:08d}{one}" for at, one in enumerate(digits)]
    stage.connect()
    with _served(stage, dice) as (hands, sandbox, clock):
        sandbox_began = len(sandbox.truth())
        began = time.monotonic()
        watch = Watch(stage)
        with watch:
            counters = _at_the_counters(stage, hands, numbers)
            if is_bad:
                _breaks(hands, counters)
            for one in counters:
                one.join()
            took = time.monotonic() - began
            _runs_on(stage, hands, clock, first)
        assert sandbox_began == 0
        found = _reckoned(stage, sandbox, first, count)
    engine.disconnect()
    faults = [fault for one in counters for fault in one.faults]
    _notes.setdefault(stage.engine_name, []).append(
        f"{stage.engine_name}, {count} bills{' with faults' if is_bad else ''}: the books were "
        f"held to the orders {watch.looks} times, {watch.wrong} times they disagreed; web killed "
        f"{hands.web_kills} times, workers {hands.worker_kills} times; requests sent again "
        f"{sum(one.customer.repeats for one in counters)}; pages that failed: "
        f"{len(faults)}{' ' + faults[0] if faults else ''}."
    )
    what = "all goes wrong" if is_bad else "all goes well"
    return (f"{stage.engine_name}: {count}", what, *found, count / took)


def _one_bill(stage: Stage) -> list[Table]:
    stage.connect()
    with _served(stage, Random(SEED)) as (hands, _sandbox, _clock):
        time.sleep(2)  # the workers have read the billers
        username = stage.codes[0].lower()
        found = [
            one_bill.table(
                hands.site.port, username, f"AB9999999{at}100", is_script=at > 0,
                has_dictionary=at > 1,
            )
            for at in range(3)
        ]  # fmt: skip
    engine.disconnect()
    return found


class AtCounter(threading.Thread):
    """One operator who pays bills one after the other."""

    def __init__(self, stage: Stage, hands: Hands, code: str, numbers: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self.numbers, self.faults = numbers, list[str]()
        self.customer = Customer(hands.site.port, code.lower(), worlds.PASSWORD)
        self.is_done = False

    def run(self) -> None:
        """Pay all; what can't be paid is noted and the next one begins."""
        self.customer.signs_in()
        for number in self.numbers:
            try:
                pay_a_bill(self.customer, number)
            except Exception as fault:
                self.faults.append(f"{number}: {fault!r}"[:400])
        self.is_done = True


def _at_the_counters(stage: Stage, hands: Hands, numbers: Sequence[str]) -> list[AtCounter]:
    found = [
        AtCounter(stage, hands, code, numbers[at::CUSTOMERS])
        for at, code in enumerate(stage.codes[:CUSTOMERS])
    ]
    for one in found:
        one.start()
    return found


def pay_a_bill(customer: Customer, number: str) -> Answer:
    """Ask for a bill, wait for it, choose it and take the money; return the visit's page."""
    path = f"/bills/{POWER}"
    page = customer.sends(customer.gets(path).form(path, "p1"), {"p1": number, "mobile": MOBILE})
    order = _path_of(customer)
    for _ in range(1_200):
        with suppress(LookupError):
            page = customer.sends(page.form(order, "own_fee"), {})
            visit = _path_of(customer)
            if visit != order:
                return customer.sends(page.form(visit, "version"), {"given": ""})
        with suppress(LookupError):
            customer.sends(page.form(f"{order}/again"), {})
        time.sleep(0.1)
        page = customer.gets(order)
    raise TimeoutError(f"{order} has no bill")


def _path_of(customer: Customer) -> str:
    """The address of the page that came last, its query aside."""
    return customer.weights[-1][0].partition(" ")[2].partition("?")[0]


def _breaks(hands: Hands, counters: Sequence[AtCounter]) -> None:
    next_web = time.monotonic() + 15
    while not all(one.is_done for one in counters):
        time.sleep(hands.dice.uniform(10, 20))
        hands.lose_a_worker()
        if time.monotonic() > next_web:
            hands.lose_the_web()
            next_web = time.monotonic() + 40


class Watch(threading.Thread):
    """Holds the books of every society to its orders, again and again (P8)."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(daemon=True)
        self.stage, self.looks, self.wrong = stage, 0, 0
        self._end = threading.Event()

    def __enter__(self) -> Watch:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self.join()

    def run(self) -> None:
        """Look until told to end."""
        ids = [self.stage.world.society(code).id for code in self.stage.codes[:CUSTOMERS]]
        while not self._end.wait(0.3):
            for society_id in ids:
                self.looks += 1
                self.wrong += not bill_books.agrees(society_id)


def _orders(stage: Stage) -> list[Order]:
    return [
        one for code in stage.codes[:CUSTOMERS]
        for one in bill_orders.of_money(stage.world.society(code).id)
    ]  # fmt: skip


def _runs_on(stage: Stage, hands: Hands, clock: AheadClock, first: int) -> None:
    """Let the clock jump to what is due next, and hand back what is due, until all has ended."""
    until = time.monotonic() + SETTLE_S
    ports = {
        stage.world.society(code).id: Customer(hands.site.port, code.lower(), worlds.PASSWORD)
        for code in stage.codes[:CUSTOMERS]
    }
    for one in ports.values():
        one.signs_in()
    while True:
        open_now = [one for one in _orders(stage) if one.state not in ENDED]
        if not open_now:
            return
        if time.monotonic() > until:
            raise TimeoutError(Counted(one.state for one in open_now))
        for one in open_now:
            if one.state is S.REFUND_DUE:
                _gives_back(ports[one.society_id], one)
        due_at = engine.value("SELECT MIN(next_at) FROM bill_order")
        if due_at is not None and due_at > clock.at_ms + 2_000:
            clock.at_ms = due_at + JUMP_MS
        time.sleep(0.1)


def _gives_back(customer: Customer, order: Order) -> None:
    path = f"/orders/{order.id}"
    with suppress(LookupError):
        customer.sends(customer.gets(path).form(f"{path}/back"), {})


def _reckoned(stage: Stage, sandbox: RunningSandbox, first: int, count: int) -> tuple[int, ...]:
    """Hold what the other side paid against what we know.

    Returns (paid, paid back, no bill came and so no money was taken, paid twice, lost); lost is
    what either side has paid and the other hasn't, and what has not ended.
    """
    truth = [one for one in sandbox.truth() if one["status"] == "Success"]
    bills = Counted(key for one in truth for key in one["bills"])
    theirs = {one["paymentDetails"]["paymentRefId"] for one in truth}
    numbers = range(first, first + count)
    others = {
        one.payment_ref_id for one in _orders(stage) if int(one.params[0][1][2:10]) not in numbers
    }
    ours = [one for one in _orders(stage) if one.payment_ref_id not in others]
    paid = {one.payment_ref_id for one in ours if one.state is S.SUCCESS}
    back = sum(one.state is S.REFUNDED for one in ours)
    twice = sum(times - 1 for times in bills.values())
    lost = len((theirs - others) ^ paid) + sum(one.state not in ENDED for one in ours)
    return len(paid), back, count - len(ours), twice, lost
