"""The edge of a year: what needs no database to be said."""

from __future__ import annotations

import pytest

from portal.domain.year_edge import (
    YearEdge,
    days_missing,
    edge_on,
    ended_year,
    is_money,
    named_days,
    until_of,
)
from portal.storage.reference import chart


@pytest.mark.parametrize(
    ("today_on", "fy"), [("2027-03-31", 2025), ("2027-04-01", 2026), ("2027-12-31", 2026)]
)
def test_the_year_that_ended_last(today_on: str, fy: int) -> None:
    assert ended_year(today_on) == fy


def test_its_dates() -> None:
    assert edge_on(2026) == "2027-03-31"
    assert until_of(2026, "06-30") == "2027-06-30"
    edge = YearEdge(1, 2026, "2027-03-31", "2027-06-30", "open", 1, 1, None, None, None)
    assert edge.is_open
    assert not edge.is_over("2027-06-30")
    assert edge.is_over("2027-07-01")


@pytest.mark.parametrize(
    ("last_on", "running_on", "missing"),
    [
        ("2027-03-31", None, []),
        ("2027-04-03", "2027-04-04", []),
        ("2027-03-29", None, ["2027-03-30", "2027-03-31"]),
        ("2027-03-29", "2027-03-30", ["2027-03-30", "2027-03-31"]),
        ("2027-03-30", "2027-03-31", ["2027-03-31"]),
    ],
)
def test_days_that_are_still_to_be_closed(
    last_on: str, running_on: str | None, missing: list[str]
) -> None:
    assert days_missing(2026, last_on, running_on) == missing


def test_many_days_are_named_shortly() -> None:
    days = [f"2027-03-{day}" for day in range(20, 28)]
    assert named_days(days[:2]) == "20-03-2027, 21-03-2027"
    assert named_days(days).endswith("24-03-2027 … (+3)")


def test_money_is_cash_bank_wallet_and_collection(world: object) -> None:
    heads = {one.code for one in chart() if not one.is_group and is_money(one.code, chart())}
    assert heads >= {2101, 2102, 2103, 2104, 2201, 2204, 2205}
    assert all(head // 100 in (21, 22) for head in heads)
