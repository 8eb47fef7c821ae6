"""The command that fills a database with the demo, and what the sandbox then knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.actions import comparing
from portal.actions.bill_settling import Line, follow_orders
from portal.clock import SetClock
from portal.demo.hours import instant
from portal.domain.bill_orders import OrderState
from portal.sandboxes.bharat_connect.journal import Journal
from portal.settings import read_settings
from portal.storage import bill_orders, comparison, engine, places
from tests.demo.conftest import Empty
from tests.sandboxes.running import RunningSandbox

TUESDAY = "2026-11-17"
LATER = instant(TUESDAY, 14, 30)
ARGS = ["demo", "--societies", "1", "--days", "4", "--members", "20", "--on", TUESDAY]


@pytest.fixture
def bare(empty_database: Empty, tmp_path: Path) -> Iterator[Flask]:
    """Give an application on an empty database."""
    url = empty_database(tmp_path)
    yield create_app(read_settings({
        "ROKAD_CONFIG": "test", "ROKAD_DATABASE_URL": url, "ROKAD_DATA_DIR": str(tmp_path),
        "ROKAD_KEY_DIR": str(tmp_path / "keys"),
    }))  # fmt: skip
    engine.disconnect()


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    found = RunningSandbox(tmp_path / "other")
    yield found
    found.stop()


def goes_on(sandbox: RunningSandbox, left: Path) -> Line:
    """Start the sandbox anew on the state that the command left."""
    (sandbox.folder / "state.jsonl").write_bytes(left.read_bytes())
    sandbox.clock = SetClock(LATER)
    sandbox.restart()
    return Line(sandbox.client, sandbox.clock.now_ms)


def test_the_sandbox_goes_on_with_what_the_demo_paid(
    bare: Flask, sandbox: RunningSandbox, tmp_path: Path
):
    said = bare.test_cli_runner().invoke(args=ARGS)
    assert said.exit_code == 0, said.output
    home = places.society("KHR001")
    assert home is not None
    paid = [one for one in bill_orders.of_money(home.id) if one.pay_ref]
    assert f"the sandbox of Bharat Connect knows {len(paid)} payments" in said.output
    line = goes_on(sandbox, tmp_path / "sandbox" / "bharat_connect.jsonl")
    assert follow_orders(line) == 1
    states = sorted(one.state for one in bill_orders.orders_on(home.id, TUESDAY, 40))
    assert states == [OrderState.REFUND_DUE, OrderState.SUCCESS, OrderState.SUCCESS]
    for on in sorted({one.opened_on for one in paid}):
        comparing.compare_day(line, on)
        counts = comparison.counts_since(home.id, on)[on]
        assert counts.matched > 0
        assert counts.differing == 0


def test_a_demo_is_built_beside_a_running_sandbox_too(bare: Flask, tmp_path: Path):
    held = Journal(tmp_path / "sandbox" / "bharat_connect.jsonl")
    try:
        said = bare.test_cli_runner().invoke(args=ARGS)
    finally:
        held.close()
    assert said.exit_code == 0, said.output
    assert "a sandbox of Bharat Connect is running" in said.output
    again = bare.test_cli_runner().invoke(args=ARGS)
    assert again.exit_code == 1
    assert "a demo is already there" in again.output
