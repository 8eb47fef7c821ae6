"""Billers: read from their table, and dressed in the Hindi that the network's master lacks."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from portal.domain.biller_params import check_params
from portal.domain.billers import (
    Biller,
    BillerParam,
    FetchKind,
    HindiWords,
    read_biller,
    states_of,
)

TABLE = Path(__file__).resolve().parents[2] / "config" / "billers.csv"


@pytest.fixture(scope="module")
def known() -> dict[str, Biller]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["biller_id"]: read_biller(row) for row in csv.DictReader(file)}


def test_every_row_of_the_table_is_a_biller(known: dict[str, Biller]) -> None:
    assert len(known) == 92
    for one in known.values():
        assert len(one.id) == 14
        assert one.name
        assert one.name_hi
        assert one.category_hi
        assert one.params
        assert all(param.label_hi for param in one.params)
        assert not one.is_confirmed
    assert len({one.name_hi for one in known.values()}) == 92
    words = Counter((one.category, one.category_hi) for one in known.values())
    assert len(words) == len({category for category, _hindi in words})


def test_ways_of_fetching_are_read(known: dict[str, Biller]) -> None:
    assert known["UTTA00000UTT7M"].is_fetched
    assert known["UTTA00000UTT7M"].states == ("UK",)
    assert known["TORR00000NATLX"].states == ("UP", "GJ")
    assert known["TORR00000NATLX"].fetch is FetchKind.NOTHING
    assert not known["TORR00000NATLX"].is_fetched
    assert known["INDI00000NATTR"].fetch is FetchKind.VALIDATE
    assert known["INDI00000NATTR"].states == ()


def test_gas_is_asked_for_by_either_number(known: dict[str, Biller]) -> None:
    gas = known["INDI00000NATT5"]
    assert gas.groups == (("LPG ID",), ("Registered Mobile Number",))
    given = check_params(gas, {"p2": "9876543210"})
    assert given.values == (("Registered Mobile Number", "9876543210"),)
    assert not given.doubts


def test_a_synced_biller_keeps_its_hindi(known: dict[str, Biller]) -> None:
    words = HindiWords.of(known.values())
    synced = Biller(
        "UTTA00000UTT7M",
        "UPCL (new name)",
        "Electricity",
        params=(BillerParam("service connection number"), BillerParam("Mobile Number")),
        is_confirmed=True,
    )
    dressed = words.added_to(synced)
    assert dressed.name == "UPCL (new name)"
    assert dressed.name_hi == "उत्तराखंड पावर कॉर्पोरेशन"
    assert dressed.alias == "UPCL"
    assert dressed.states == ("UK",)
    assert [one.label_hi for one in dressed.params] == ["सर्विस कनेक्शन नंबर", "मोबाइल नंबर"]
    assert dressed.is_confirmed


def test_a_biller_nobody_knew_gets_the_words_of_its_kind(known: dict[str, Biller]) -> None:
    words = HindiWords.of(known.values())
    new = Biller("NEWB00000NAT01", "New", "Water", params=(BillerParam("Flat Number"),))
    dressed = words.added_to(new)
    assert (dressed.name_hi, dressed.category_hi) == ("", "पानी का बिल")
    assert dressed.params[0].label_hi == ""
    other = words.added_to(Biller("NEWB00000NAT02", "New", "Hospital", states=("BR",)))
    assert (other.category_hi, other.states) == ("", ("BR",))


@pytest.mark.parametrize(
    ("biller_id", "said", "states"),
    [
        ("PUNE00000MAP0X", ("MP",), ("MP",)),
        ("PUNE00000MAP0X", ("mp", "Somewhere"), ("MP",)),
        ("PUNE00000MAP0X", ("MAP", "BHI"), ("MP", "BR")),
        ("PUNE00000MAP0X", ("Madhya", "Pradesh"), ("MP",)),
        ("PUNE00000MAP0X", (), ("MP",)),
        ("PUNE00000NAT0X", ("Madhya", "Pradesh"), ()),
        ("PUNE00000NAT0X", ("IND",), ()),
        ("PUNE00000MAP0X", ("ALL",), ()),
        ("KSEB00000KER01", (), ("KER",)),
        ("KSEB00000KER01", ("KL",), ("KL",)),
        ("PUNE00000MAP0X", ("KL", "MP"), ("MP",)),
        ("ODD", (), ()),
        ("INDI000000B12A", (), ()),
    ],
)
def test_states_come_from_the_units_words_or_from_the_id(
    biller_id: str, said: tuple[str, ...], states: tuple[str, ...]
) -> None:
    found = Biller(biller_id, "x", "Gas", states=said)
    assert states_of(found, {"MP", "BR", "UP", "UK", "HR"}) == states
