"""How long the reports of the counter take for a district of 200 busy societies."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from bench.table import Table
from portal.actions import service_reports as deeds
from portal.actions.societies import add_society
from portal.domain.service_reports import Period, month_of
from portal.settings import ROOT
from portal.storage import engine, places
from portal.storage.catalogue import catalogue
from portal.storage.engine import insert_rows, statements_run, write_transaction
from portal.storage.service_reports import SOCIETY, Scope
from tests import world as worlds

COMMAND = "python -m bench reports"
COLUMNS = ("report", "of", "rows", "statements", "ms of CPU, first", "best of five")
HOME = ROOT / "var" / "bench" / "reports"
SOCIETIES, VISITS, APPLICATIONS, CUSTOMERS, DAYS = 200, 500, 100, 300, 24
NOVEMBER = month_of("2026-11-24")
_WORK = ("", "marginal", "tenant", "artisan")


def tables() -> list[Table]:
    """Fill a district with a month of 100,000 paid visits and ask for each report."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    engine.disconnect()
    (HOME / "rokad.db").touch()
    engine.connect(f"sqlite:///{HOME / 'rokad.db'}", HOME)
    worlds.build()
    district = places.place("KHR")
    assert district is not None
    blocks = [one for one in places.places_under(district.id) if one.level == "block"]
    ids = [
        add_society(f"P{at:03d}", "पैक्स", "PACS", blocks[at % len(blocks)].code, is_sample=True).id
        for at in range(SOCIETIES)
    ]
    write_transaction(lambda: _fill(ids))
    engine.run("ANALYZE")
    found = Table("Reports of the counter", COMMAND, COLUMNS)
    for name, scope in (("a society", Scope(SOCIETY, ids[0])), ("a block", _scope(blocks[0])),
                        ("a district", _scope(district))):  # fmt: skip
        for title, ask in _reports(scope, NOVEMBER):
            found.rows.append((title, name, *_measured(ask)))
    engine.disconnect()
    found.notes = [
        f"{SOCIETIES} societies; in the month {SOCIETIES * VISITS:,} paid visits with a fee and "
        f"three lines in the books each; {SOCIETIES * APPLICATIONS:,} open applications, "
        f"{SOCIETIES * CUSTOMERS:,} customers.",
        "A state adds up as many societies as it has; nothing is kept summed up beforehand.",
    ]
    return [found]


def _scope(place: places.Place) -> Scope:
    return Scope(place.level, place.id)


def _reports(scope: Scope, period: Period) -> Iterator[tuple[str, Callable[[], int]]]:
    yield "services", lambda: len(deeds.services_of(scope, period).lines)
    yield "people", lambda: sum(deeds.people_of(scope, period).total)
    yield "pending", lambda: deeds.pending_of(scope, "2026-11-24", "", 20).count


def _measured(ask: Callable[[], int]) -> tuple[int, int, float, float]:
    took, found, before = [], 0, statements_run()
    for _ in range(5):
        began = time.process_time()
        found = ask()
        took.append((time.process_time() - began) * 1000)
    return found, (statements_run() - before) // 5, took[0], min(took)


def _fill(ids: list[int]) -> None:
    source = Random(1)
    services = [one.id for one in catalogue()][:80]
    for society_id in ids:
        _insert("customer", [_customer(source, society_id, at) for at in range(1, CUSTOMERS + 1)])
        numbers = range(1, VISITS + 1)
        _insert("day", [_day(society_id, at) for at in range(DAYS)])
        _insert("voucher", [_voucher(society_id, at) for at in numbers])
        _insert("entry", [line for at in numbers for line in _entries(society_id, at)])
        _insert("visit", [_visit(source, society_id, at) for at in numbers])
        _insert("visit_fee", [
            {"society_id": society_id, "visit_id": at, "no": 1, "what": "शुल्क", "own_paise": 20_00,
             "service_id": source.choice(services), "passed_paise": 30_00, "voucher_id": at}
            for at in numbers
        ])  # fmt: skip
        _insert(
            "application",
            [_application(source, society_id, at, services) for at in range(1, APPLICATIONS + 1)],
        )


def _insert(table: str, rows: list[dict[str, Any]]) -> None:
    names = ", ".join(rows[0])
    insert_rows(f"INSERT INTO {table} ({names}) VALUES", [tuple(one.values()) for one in rows])


def _on(at: int) -> str:
    return f"2026-11-{1 + at % DAYS:02d}"


def _day(society_id: int, at: int) -> dict[str, Any]:
    return {
        "society_id": society_id, "day_on": _on(at), "kind": "working", "status": "closed",
        "opened_at": 1, "opened_by": 1, "opening_paise": 0,
    }  # fmt: skip


def _customer(source: Random, society_id: int, at: int) -> dict[str, Any]:
    return {
        "society_id": society_id, "id": at, "name_hi": "ग्राहक", "sort_key": b"x", "added_at": 1,
        "added_by": 1, "sex": source.choice(("F", "M", "")), "farmer_type": source.choice(_WORK),
        "category": source.choice(("", "sc", "obc")), "birth_on": source.choice(("", "1995")),
    }  # fmt: skip


def _voucher(society_id: int, at: int) -> dict[str, Any]:
    return {
        "society_id": society_id, "id": at, "fy": 2026, "kind": "cash_receipt", "no": at,
        "day_on": _on(at), "posted_at": 1, "entered_by": 1, "task": "csc_service_fee",
        "mode": "cash", "total_paise": 50_00, "form_token": f"{society_id}-{at}",
        "text_commitment": b"x", "leaf_hash": b"x", "chain_hash": b"x", "hash_version": 1,
    }  # fmt: skip


def _entries(society_id: int, at: int) -> list[dict[str, Any]]:
    return [
        {"society_id": society_id, "voucher_id": at, "line": line, "head": head, "paise": paise,
         "day_on": _on(at)}
        for line, (head, paise) in enumerate(((2101, 50_00), (3307, -20_00), (1601, -30_00)), 1)
    ]  # fmt: skip


def _visit(source: Random, society_id: int, at: int) -> dict[str, Any]:
    return {
        "society_id": society_id, "id": at, "version": 2, "state": "paid", "began_on": _on(at),
        "began_at": 1, "began_by": 1, "register": 1, "record_id": source.randint(1, CUSTOMERS),
        "mode": source.choice(("cash", "upi")), "total_paise": 50_00, "paid_on": _on(at),
        "paid_at": 1, "paid_by": 1,
    }  # fmt: skip


def _application(
    source: Random, society_id: int, at: int, services: list[str]
) -> dict[str, Any]:  # fmt: skip
    return {
        "society_id": society_id, "id": at, "version": 1, "service_id": source.choice(services),
        "chain": "office", "state": source.choice(("submitted", "wanted", "ready")), "name": "कोई",
        "keeper": 1, "began_on": _on(at), "began_at": 1, "began_by": 1, "state_on": _on(at),
        "state_at": 1, "register": 1, "record_id": source.randint(1, CUSTOMERS),
    }  # fmt: skip
