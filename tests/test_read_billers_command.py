"""The duty and the command that read the master of billers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal import worker
from portal.actions import billers
from portal.domain.bill_payments import UnitIsSilent
from portal.domain.billers import BillerPage
from portal.storage import billers as stored
from tests.sandboxes.running import POWER, RunningSandbox


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    found = RunningSandbox(tmp_path / "sandbox")
    yield found
    found.stop()


class Silent:
    """A unit whose line is down."""

    def billers(self, *_args: object, **_named: object) -> BillerPage:
        raise UnitIsSilent


def with_unit(app: Flask, unit: Any) -> Any:
    house = app.extensions["rokad"] = replace(app.extensions["rokad"], bill_payments=unit)
    return house


def test_the_worker_reads_the_master_once_a_day(app: Flask, sandbox: RunningSandbox) -> None:
    house = app.extensions["rokad"]
    worker.read_billers_of_the_day(house)
    assert stored.last_reading() is None
    house = with_unit(app, sandbox.client)
    for _ in range(2):
        worker.read_billers_of_the_day(house)
    found = stored.last_reading()
    assert found is not None
    assert (found.id, found.is_whole, found.gone) == (1, True, 0)
    assert worker.DUTIES["read_billers"][1] is worker.read_billers_of_the_day


def test_the_command_says_what_was_read(app: Flask, sandbox: RunningSandbox) -> None:
    with_unit(app, sandbox.client)
    said = app.test_cli_runner().invoke(args=["read-billers"])
    assert said.exit_code == 0, said.output
    assert said.output == "92 billers: 92 new, 0 changed, 0 gone\n"
    assert billers.biller(POWER).is_confirmed


def test_the_command_fails_where_nothing_was_read(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["read-billers"])
    assert (said.exit_code, "no operating unit is set" in said.output) == (1, True)
    with_unit(app, Silent())
    said = app.test_cli_runner().invoke(args=["read-billers"])
    assert (said.exit_code, "broke off: UnitIsSilent" in said.output) == (1, True)
