"""One bill from tap to slip over a slow line: how long each step takes and what it weighs."""

from __future__ import annotations

import time
from contextlib import suppress

from bench.customer import Answer, Customer
from bench.slow_line import DOWN_BYTES_S, ROUND_TRIP_MS, UP_BYTES_S, slow_line
from bench.table import Table
from tests import world as worlds
from tests.sandboxes.running import MOBILE, POWER

COMMAND = "python -m bench orders"
COLUMNS = ("step", "requests", "ms", "bytes")
BUDGET = 12_000


def table(
    port: int, username: str, number: str, *, is_script: bool, has_dictionary: bool = False
) -> Table:
    """Pay one bill through a portal that is served; the biller's own time is not in it."""
    how = "with the portal's script" if is_script else "without scripts"
    how += " and the dictionary" if has_dictionary else ", br"
    found = Table(f"One bill over a slow line, connection kept, {how}", COMMAND, COLUMNS)
    with slow_line(port) as slow_port:
        customer = Customer(
            slow_port, username, worlds.PASSWORD, is_script=is_script, has_dictionary=has_dictionary
        )
        steps = _Steps(customer, found)
        _pay(steps, number)
    total = sum(int(str(row[3])) for row in found.rows)
    tap_to_slip = sum(float(str(row[2])) for row in (found.rows[-3], found.rows[-1]))
    found.rows.append(("all of it", sum(int(str(row[1])) for row in found.rows), None, total))
    found.notes = [
        f"The line: {ROUND_TRIP_MS} ms there and back, {DOWN_BYTES_S * 8 // 1000} kbit/s down, "
        f"{UP_BYTES_S * 8 // 1000} kbit/s up.",
        f"From the tap that takes the money to the slip on the screen: {tap_to_slip:.0f} ms.",
        f"Bytes are those of bodies; the target is {BUDGET}. Waiting for the biller is in none.",
    ]
    return found


class _Steps:
    def __init__(self, customer: Customer, table: Table) -> None:
        self.customer, self.table = customer, table
        customer.signs_in()
        self.begin()

    def begin(self) -> None:
        """Begin a step anew: what came before it is not counted."""
        self.customer.weights.clear()
        self._began = time.monotonic()

    def done(self, step: str) -> None:
        """Write down what a step took, and begin the next."""
        took = (time.monotonic() - self._began) * 1000
        weights = self.customer.weights
        self.table.rows.append((step, len(weights), took, sum(one for _, one in weights)))
        self.begin()


def _pay(steps: _Steps, number: str) -> None:
    customer, path = steps.customer, f"/bills/{POWER}"
    page = customer.gets(path)
    steps.done("the form of the biller")
    page = customer.sends(page.form(path, "p1"), {"p1": number, "mobile": MOBILE})
    order = customer.weights[-1][0].partition(" ")[2]
    steps.done("the number is sent; the bill is on its way")
    page = _come(steps, order, page)
    steps.done("the bill is there")
    page = customer.sends(page.form(order, "own_fee"), {})
    visit = customer.weights[-1][0].partition(" ")[2]
    steps.done("chosen; the sum in figures and words")
    customer.sends(page.form(visit, "version"), {"given": "50000"})
    steps.done("the money is taken; what goes back")
    customer.looks(f"{visit}/state")
    steps.done("what became of it, looked at once")
    customer.gets(f"{visit}/receipt?size=58")
    steps.done("the slip, 58 mm")


def _come(steps: _Steps, order: str, page: Answer) -> Answer:
    """Open the order again until its bill is there; only the last opening is counted."""
    for _ in range(60):
        with suppress(LookupError):
            page.form(order, "own_fee")
            return page
        time.sleep(2)
        steps.begin()
        page = steps.customer.gets(order)
    raise TimeoutError(f"{order} has no bill")
