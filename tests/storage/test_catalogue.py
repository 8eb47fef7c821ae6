"""Services, fees, switches and uses as they are stored."""

from __future__ import annotations

import pytest

from portal.storage import catalogue, engine, places, reference
from portal.storage.engine import value, write_transaction
from tests.world import MORNING, TODAY, World


def key(code: str) -> int:
    place = places.place(code)
    assert place is not None
    return int(place.id)


def test_the_list_is_in_the_database_and_stays_the_same_when_read_again(world: World) -> None:
    assert value("SELECT COUNT(*) FROM service WHERE is_listed = 1") == 420
    fees = value("SELECT COUNT(*) FROM service_fee")
    assert fees > 40
    write_transaction(reference.upsert_all)
    assert value("SELECT COUNT(*) FROM service_fee") == fees


def test_a_service_that_left_the_list_is_marked_and_stays(world: World) -> None:
    write_transaction(lambda: engine.run(
        "INSERT INTO service (id, category, name_hi, name_en, kind, state_scope) "
        "VALUES ('old-1', 'cert', 'पुरानी', 'Old', 'application', 'MP')"
    ))  # fmt: skip
    write_transaction(catalogue.upsert)
    assert value("SELECT is_listed FROM service WHERE id = 'old-1'") == 0
    assert value("SELECT COUNT(*) FROM service WHERE is_listed = 1") == 420


def test_a_fee_of_the_list_that_changed_is_one_more_row(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = catalogue.fee("cert-019", TODAY, ())
    assert before is not None
    assert (before.fee_paise, before.source, before.set_by) == (40_00, catalogue.LIST, None)
    listed = reference.read_csv("services.csv")
    for one in listed:
        if one["id"] == "cert-019":
            one.update(fee_rs="50", fee_from="2026-11-25")
        if one["id"] == "cert-020":
            one.update(fee_rs="", fee_from="")
    monkeypatch.setattr(catalogue, "read_csv", lambda _name: listed)
    count = value("SELECT COUNT(*) FROM service_fee")
    for _again in range(2):
        write_transaction(catalogue.upsert)
        assert value("SELECT COUNT(*) FROM service_fee") == count + 2
    assert catalogue.fee("cert-019", TODAY, ()) == before
    after = catalogue.fee("cert-019", "2026-11-25", ())
    assert after is not None
    assert after.fee_paise == 50_00
    assert catalogue.fee("cert-020", TODAY, ()) is None


def test_a_service_without_a_known_fee_has_none(world: World) -> None:
    assert catalogue.fee("bill-004", TODAY, (key("KHR"), key("MP"))) is None


def test_fees_of_other_places_do_not_count(world: World) -> None:
    khargone, rewa, mp = key("KHR"), key("REW"), key("MP")
    write_transaction(lambda: catalogue.insert_fee(
        "cert-019", rewa, 10_00, TODAY, "आदेश 1", 1, MORNING
    ))  # fmt: skip
    found = catalogue.fee("cert-019", TODAY, (khargone, mp))
    assert found is not None
    assert found.fee_paise == 40_00
    found = catalogue.fee("cert-019", TODAY, (rewa, mp))
    assert found is not None
    assert (found.fee_paise, found.set_by, found.set_at) == (10_00, 1, MORNING)


def test_the_last_word_of_a_place_on_a_service_counts(world: World) -> None:
    khargone, mp = key("KHR"), key("MP")
    for is_offered in (False, True, False):
        write_transaction(lambda on=is_offered: catalogue.insert_switch(
            "bill-030", khargone, on, "कारण", 1, MORNING
        ))  # fmt: skip
    found = catalogue.switches((khargone, mp))
    assert [(one.service_id, one.is_offered) for one in found] == [("bill-030", False)]
    assert catalogue.switches(()) == []
    assert catalogue.switches((mp,)) == []


def test_what_a_place_set_is_listed_the_newest_first(world: World) -> None:
    khargone = key("KHR")

    def work() -> None:
        catalogue.insert_fee("cert-019", khargone, 30_00, TODAY, "आदेश 7", 1, MORNING)
        catalogue.insert_switch("bill-030", khargone, False, "मशीन खराब", 1, MORNING + 5)

    write_transaction(work)
    found = catalogue.changes(khargone, 10)
    assert [(one.service_id, one.fee_paise, one.is_offered) for one in found] == [
        ("bill-030", None, 0), ("cert-019", 30_00, None),
    ]  # fmt: skip
    assert [one.reason for one in catalogue.changes(khargone, 10, "cert-019")] == ["आदेश 7"]
    assert len(catalogue.changes(khargone, 1)) == 1


def test_uses_are_counted_by_society_the_latest_first(world: World) -> None:
    here, there = world.society_id, world.society("KHR002").id

    def work() -> None:
        for at, service_id in enumerate(("bill-004", "cert-019", "bill-004", "travel-001")):
            catalogue.add_use(here, service_id, MORNING + at)

    write_transaction(work)
    assert catalogue.last_used(here, 10) == ["travel-001", "bill-004", "cert-019"]
    assert catalogue.last_used(here, 1) == ["travel-001"]
    assert catalogue.last_used(there, 10) == []
    assert value("SELECT times FROM service_use WHERE service_id = 'bill-004'") == 2
