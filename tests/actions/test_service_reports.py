"""Reports of the counter: each thing once, summed for a society and for every place above it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.actions import service_reports as deeds
from portal.actions import visits
from portal.actions.corrections import correct_voucher
from portal.actions.customers import About, add_customer
from portal.actions.visits import Caller
from portal.domain.corrections import Correction
from portal.domain.service_reports import (
    BY_HAND,
    CERTIFICATE,
    PENSIONS_PAID,
    Period,
    PeriodIsWrong,
    month_of,
    read_period,
)
from portal.domain.visits import Fee
from portal.storage import engine, places
from portal.storage.engine import insert_rows, statements_run, write_transaction
from portal.storage.served import Whom
from portal.storage.service_reports import SOCIETY, Scope
from tests.actions.test_aeps import records
from tests.bills_world import Counter
from tests.members_world import a_member
from tests.money_desk import TRAIN, Desk
from tests.pensioners_world import a_pensioner, certifies, money_arrives, pays
from tests.sandboxes.running import RunningSandbox
from tests.world import TODAY, World

NOVEMBER = month_of(TODAY)


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def here(world: World) -> Scope:
    return Scope(SOCIETY, world.society_id)


def scopes(world: World) -> list[Scope]:
    found = [here(world)]
    for code in ("KHR-BKG", "KHR", "MP", "IN"):
        place = places.place(code)
        assert place is not None
        found.append(Scope(place.level, place.id))
    return found


def fee(counter: Counter, fee: Fee, caller: Caller | None = None) -> int:
    done = visits.add_fee(
        counter.world.doer(), counter.world.slip(), counter.society_id,
        caller or Caller(None, "सुशीला देवी"), fee,
    )  # fmt: skip
    return int(done.location.rsplit("/", 1)[1])


def an_application(world: World, number: int = 1, **columns: Any) -> None:
    """Store an application as it may stand."""
    known: dict[str, Any] = {
        "society_id": world.society_id, "id": number, "version": 1, "service_id": "cert-019",
        "chain": "office", "state": "submitted", "name": "कमला बाई", "keeper": 1,
        "began_on": TODAY, "began_at": 1, "began_by": 1, "state_on": TODAY, "state_at": 1,
    } | columns  # fmt: skip
    sql = f"INSERT INTO application ({', '.join(known)}) VALUES"
    write_transaction(lambda: insert_rows(sql, [tuple(known.values())]))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("", "2026-11-01", "2026-11-30"), ("2026-02", "2026-02-01", "2026-02-28"),
        ("२०२४-०२", "2024-02-01", "2024-02-29"), ("2026-12", "2026-12-01", "2026-12-31"),
        ("24-11-2026", TODAY, TODAY), (TODAY, TODAY, TODAY),
    ],
)  # fmt: skip
def test_a_period_is_a_month_or_a_day(typed: str, first: str, last: str) -> None:
    assert read_period(typed, TODAY) == Period(first, last)


@pytest.mark.parametrize(
    "typed", ["2026-13", "31-02-2026", "2026", "x", "1e9", "2026-11-31", "' OR 1=1 --"]
)
def test_no_other_period_is_taken(typed: str) -> None:
    with pytest.raises(PeriodIsWrong):
        read_period(typed, TODAY)


def test_one_goes_from_month_to_month_and_from_day_to_day() -> None:
    assert month_of("2026-12-05").after() == month_of("2027-01-01")
    assert month_of("2026-01-05").before() == month_of("2025-12-31")
    assert Period(TODAY, TODAY).after().code == "2026-11-25"
    assert (NOVEMBER.code, Period(TODAY, TODAY).code) == ("2026-11", TODAY)


def test_each_piece_of_work_is_there_once_for_all_who_look(counter: Counter) -> None:
    """F17: the share without cash is the register's own."""
    world = counter.world
    order_id = counter.fetched("100", payer_name="सुशीला देवी", service_id="bill-001")
    counter.chooses(order_id)
    visit_id = counter.order(order_id).visit_id
    assert visit_id is not None
    counter.pays(visit_id)
    failing = counter.takes_for("034")
    counter.settles()
    counter.gives_back(failing)
    visit_id = fee(counter, Fee("आय प्रमाण पत्र", 20_00, 10_00, "cert-020"))
    counter.pays(visit_id, mode="upi", reference="632812340000")
    wrong = counter.pays(fee(counter, Fee("फोटोकॉपी", 60_00, 0, "other-001"))).voucher_id or 0
    correct_voucher(
        world.doer(), world.slip(), counter.society_id, wrong,
        Correction("wrong_amount", "एक शून्य ज़्यादा", right_amount_paise=6_00),
    )  # fmt: skip
    records(world)
    records(world, kind="deposit", rrn="632812345679")
    records(world, outcome="uncertain", rrn="632812345670")
    records(world, outcome="declined", rrn="632812345671")
    world.enters("csc_service_fee", 50, party="राम लाल")
    an_application(world)
    an_application(world, 2, state="withdrawn", ended_on=TODAY)
    paid = counter.order(1)
    for scope in scopes(world):
        found = deeds.services_of(scope, NOVEMBER)
        lines = {one.what: (one.count, one.own_paise, one.passed_paise) for one in found.lines}
        assert lines == {
            "bill-001": (1, paid.own_fee_paise, paid.cash_paise - paid.own_fee_paise),
            "cert-020": (1, 20_00, 10_00), "banking-001": (1, 0, 0), "banking-002": (1, 0, 0),
            BY_HAND: (2, 56_00, 0), "cert-019": (1, 0, 0),
        }  # fmt: skip
        cash = paid.cash_paise + 56_00
        whole = cash + 30_00 + 2_000_00
        assert found.digital_percent == round(100 * (whole - cash) / whole)
    before = NOVEMBER.before()
    assert deeds.services_of(here(world), before).lines == []
    assert deeds.services_of(here(world), before).digital_percent is None


def test_what_an_application_costs_is_its_money_and_not_more_work(counter: Counter) -> None:
    an_application(counter.world, 7, service_id="cert-020")
    counter.pays(fee(counter, Fee("आय प्रमाण पत्र", 20_00, 10_00, "cert-020", application_id=7)))
    (line,) = deeds.services_of(here(counter.world), NOVEMBER).lines
    assert (line.count, line.own_paise, line.passed_paise) == (1, 20_00, 10_00)


def test_pension_work_counts_with_and_without_a_visit(open_world: World) -> None:
    one = a_pensioner(open_world)
    certifies(open_world, one)
    money_arrives(open_world)
    pays(open_world, one)
    for scope in scopes(open_world):
        found = deeds.services_of(scope, NOVEMBER)
        assert {line.what: (line.count, line.own_paise, line.passed_paise)
                for line in found.lines} == {
            CERTIFICATE: (1, 0, 0), PENSIONS_PAID: (1, 0, 600_00)
        }  # fmt: skip
        assert found.digital_percent is None
        assert deeds.people_of(scope, NOVEMBER).unwritten == 2


def test_what_was_cancelled_is_said_beside_what_was_taken(world: World) -> None:
    desk = Desk(world)
    desk.cancels(desk.takes(TRAIN, 20, 500), expected_paise=500_00)
    found = deeds.services_of(here(world), NOVEMBER)
    (line,) = found.lines
    assert (line.what, line.count, line.own_paise, line.passed_paise) == (
        TRAIN, 1, 20_00, 500_00,
    )  # fmt: skip
    assert found.handed_back[0] == 1


def test_a_place_shows_what_lies_below_it_with_few_statements(counter: Counter) -> None:
    world = counter.world
    counter.pays(fee(counter, Fee("फोटोकॉपी", 6_00)))
    counter.pays(fee(counter, Fee("फॉर्म", 4_00)), mode="upi", reference="632812340000")
    block, district, state, nation = scopes(world)[1:]
    (first, second) = deeds.services_of(block, NOVEMBER).below
    assert (first.place.code, first.count, first.paise, first.digital_percent) == (
        "KHR001", 2, 10_00, 40,
    )  # fmt: skip
    assert (second.place.code, second.count, second.digital_percent) == ("KHR002", 0, None)
    assert first.is_society
    assert deeds.services_of(district, NOVEMBER).below[0].place.code == "KHR-BKG"
    assert deeds.services_of(state, NOVEMBER).below[0].place.code == "MP-IND"
    assert deeds.services_of(nation, NOVEMBER).below[0].place.code == "MP"
    for scope in scopes(world):
        before = statements_run()
        deeds.services_of(scope, NOVEMBER)
        assert statements_run() - before <= 14


def test_each_person_is_counted_once_by_what_is_known(counter: Counter) -> None:
    """F49."""
    world = counter.world
    member = a_member(
        world, sex="F", birth_on="1990", farmer_type="marginal", category="sc"
    )  # fmt: skip
    about = (About("obc", "M", "1950-01-01", "artisan"), About())
    for one in about:
        add_customer(world.doer(), world.slip(), world.society_id, "मोहन", "", "", one)
    for whom in (Whom(0, member.id), Whom(0, member.id), Whom(1, 1), Whom(1, 2), None):
        caller = Caller(None, "कोई") if whom is None else Caller(None, "कोई", whom=whom)
        counter.pays(fee(counter, Fee("फोटोकॉपी", 6_00), caller))
    an_application(world, register=1, record_id=1)
    an_application(world, 2)
    for scope in scopes(world):
        found = deeds.people_of(scope, NOVEMBER)
        assert found.total == (1, 2)
        assert found.sex == {"F": (1, 0), "M": (0, 1), "O": (0, 0), "": (0, 1)}
        assert found.age == {"young": (0, 0), "other": (1, 1), "": (0, 1)}
        assert found.work["marginal"] == (1, 0)
        assert found.work["artisan"] == (0, 1)
        assert (found.category["sc"], found.category["obc"]) == ((1, 0), (0, 1))
        assert found.unwritten == 2
    assert deeds.people_of(here(world), NOVEMBER.before()).total == (0, 0)


@pytest.mark.parametrize(
    ("birth_on", "age"),
    [
        ("2008-11-30", "young"), ("2008-12-01", "other"), ("1990-12-01", "young"),
        ("1990-11-30", "other"), ("2008", "young"), ("2009", "other"), ("1991", "young"),
        ("1990", "other"), ("", ""),
    ],
)  # fmt: skip
def test_youth_is_18_to_35_on_the_last_day(counter: Counter, birth_on: str, age: str) -> None:
    """F49; on 30-11-2026 whoever was born on 30-11-1990 is 36."""
    world = counter.world
    about = About(birth_on=birth_on)
    add_customer(world.doer(), world.slip(), world.society_id, "मोहन", "", "", about)
    an_application(world, register=1, record_id=1)
    found = deeds.people_of(here(world), NOVEMBER).age
    assert [key for key, pair in found.items() if sum(pair)] == [age]


def test_what_waits_is_at_whom_and_since_when(world: World) -> None:
    an_application(world, 1, state_on="2026-10-01")
    an_application(world, 2, state_on="2026-11-20", remind_on=TODAY)
    an_application(world, 3, state="wanted", state_on="2026-11-22", remind_on="2026-12-01")
    an_application(world, 4, state="rejected", ended_on=TODAY)
    an_application(world, 5, service_id="travel-001", chain="booking", state="taken")
    for scope in scopes(world):
        found = deeds.pending_of(scope, TODAY, "", 20)
        assert [(one.whom, one.count, one.oldest_on, one.old) for one in found.at_whom] == [
            ("counter", 1, TODAY, 0), ("customer", 1, "2026-11-22", 0),
            ("office", 2, "2026-10-01", 1),
        ]  # fmt: skip
        assert (found.count, found.due) == (4, 1)
        assert [one.id for one in found.listed] == [1, 2, 3, 5]
    found = deeds.pending_of(here(world), TODAY, "office", 1)
    assert ([one.id for one in found.listed], found.has_more) == ([1], True)
    assert [one.id for one in deeds.pending_of(here(world), TODAY, "office", 1, 1).listed] == [2]
    assert deeds.pending_of(here(world), TODAY, "bank", 9).listed == []
    block = scopes(world)[1]
    assert [(one.place.code, one.count) for one in deeds.pending_of(block, TODAY, "", 9).below] == [
        ("KHR001", 4)
    ]
    assert deeds.pending_of(Scope(SOCIETY, 2), TODAY, "", 9).count == 0
    assert engine.value("SELECT COUNT(*) FROM application") == 5
