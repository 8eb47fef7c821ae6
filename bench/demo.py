"""How long the demo takes to build; and the demo of seed 1, on which pages are weighed."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from bench.stage import HOME
from bench.table import Table
from portal import create_app
from portal.demo import DemoOptions, measure_build
from portal.demo.stories import HOME_CODE
from portal.settings import read_settings
from portal.storage import engine, migrate
from portal.storage.engine import row, value, write_transaction
from portal.storage.reference import upsert_all
from portal.web.house import House

COMMAND = "python -m bench demo"
OPTIONS = DemoOptions(societies=12, days=24, seed=1)


@dataclass
class Demo:
    """A built demo: the application on it, and examples for the variable parts of addresses."""

    app: Flask
    home: Path
    database_url: str
    seconds_a_week: float
    said: list[str]
    examples: dict[str, object]


def tables() -> list[Table]:
    """Build the demo once and say how long a society's week took."""
    with built_demo() as demo:
        table = Table("Building the demo", COMMAND, ("demo of seed 1, SQLite", "seconds"))
        table.rows.append(("a week of one society (six working days)", demo.seconds_a_week))
        table.notes = demo.said
    return [table]


@contextmanager
def built_demo() -> Iterator[Demo]:
    """Build the demo of seed 1 on SQLite; it is removed at the end."""
    home = HOME / "demo"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    url = f"sqlite:///{home / 'rokad.db'}"
    engine.disconnect()
    app = create_app(read_settings({
        "ROKAD_CONFIG": "test", "ROKAD_DATABASE_URL": url, "ROKAD_DATA_DIR": str(home),
        "ROKAD_KEY_DIR": str(home / "keys"),
    }))  # fmt: skip
    house: House = app.extensions["rokad"]
    now = int(time.time() * 1000)
    said: list[str] = []
    try:
        migrate.migrate(home, now)
        write_transaction(upsert_all)
        took = measure_build(OPTIONS, house.sealer, house.guards, now, said.append)
        yield Demo(app, home, url, took, said, _examples())
    finally:
        engine.disconnect()
        shutil.rmtree(HOME, ignore_errors=True)


def _examples() -> dict[str, object]:
    """Pick the operator's busiest day and something on it."""
    found = row(
        "SELECT v.society_id, v.day_on, MAX(v.id) FROM voucher v JOIN society s "
        "ON s.id = v.society_id JOIN day d ON d.society_id = s.id AND d.day_on = v.day_on "
        "WHERE s.code = 'KHR001' AND d.status = 'closed' "
        "AND v.task NOT IN ('opening_balances', 'register_opening') "
        "GROUP BY v.society_id, v.day_on ORDER BY COUNT(*) DESC LIMIT 1"
    )
    assert found is not None
    society_id, on, voucher_id = found
    person_id = value("SELECT MAX(id) FROM person WHERE society_id = ?", society_id)
    return {
        "on": on, "day_on": on, "paid_on": on, "voucher_id": voucher_id, "code": "csc_service_fee",
        "head": 2101, "society_id": society_id, "token": "x" * 28, "name": "help",
        "place_code": "KHR-BKG", "person_id": person_id, "officer.code": HOME_CODE,
    } | _of_the_counter(society_id) | _of_the_register(society_id)  # fmt: skip


def _of_the_counter(society_id: int) -> dict[str, object]:
    """Pick a paid bill, the visit it was paid in, an Aadhaar transaction and what leads to them."""
    bill = row(
        "SELECT MAX(id), MAX(visit_id), MAX(biller_id), MAX(service_id) FROM bill_order "
        "WHERE society_id = ? AND state = 'success'", society_id,
    )  # fmt: skip
    assert bill is not None
    receipt = value("SELECT MAX(code) FROM receipt WHERE society_id = ?", society_id)
    statement = row(
        "SELECT head, MAX(statement_id), MAX(id) FROM statement_line WHERE society_id = ? "
        "GROUP BY head", society_id,
    ) or (None, None, None)  # fmt: skip
    return {
        "order_id": bill[0], "visit_id": bill[1], "biller_id": bill[2], "service_id": bill[3],
        "record_id": value("SELECT MAX(id) FROM aeps_record WHERE society_id = ?", society_id),
        "receipt_check.code": receipt, "services.code": "bill",
        "wallet_matching.head": statement[0], "statement_id": statement[1], "line_id": statement[2],
    }  # fmt: skip


def _of_the_register(society_id: int) -> dict[str, object]:
    """Pick the member who has the most accounts, and somebody of each other kind."""
    found = row(
        "SELECT m.member_no, MAX(a.id), MAX(a.account_no) FROM member m JOIN account a "
        "ON a.society_id = m.society_id AND a.member_id = m.id WHERE m.society_id = ? "
        "GROUP BY m.member_no ORDER BY COUNT(*) DESC, m.member_no LIMIT 1", society_id,
    )  # fmt: skip
    assert found is not None
    applicant = "SELECT MAX(id) FROM member WHERE society_id = ? AND status = 'applicant'"
    return {
        "member_no": found[0], "account_id": found[1], "account_no": found[2],
        "applicant_id": value(applicant, society_id),
        "customer_id": value("SELECT MAX(id) FROM customer WHERE society_id = ?", society_id),
    }  # fmt: skip
