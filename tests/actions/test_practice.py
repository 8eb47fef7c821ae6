"""Nothing outside ever hears of practice, whatever the counter asks for; real books stay alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.actions import (
    aadhaar_checks,
    bill_orders,
    comparing,
    messages,
    practice,
    wallet_payments,
)
from portal.actions.bill_orders import NewOrder
from portal.actions.bill_settling import Line, follow_orders
from portal.actions.complaint_lodging import follow_complaints
from portal.actions.proof import prove_all
from portal.actions.societies import add_society
from portal.actions.wallet_payments import NewWalletPayment
from portal.domain.applications import application_number, read_application_number
from portal.domain.bill_orders import OrderState
from portal.domain.bill_payments import is_payment_ref
from portal.domain.dates import ist_on
from portal.domain.people import Slip, SocietyIsUnknown
from portal.domain.practice import (
    CodeIsForPractice,
    PracticeCallsNobody,
    PracticeHasChanged,
    PracticeIsUsedUp,
)
from portal.storage import bill_orders as stored
from portal.storage import comparison as compared
from portal.storage import daybook, engine, people, places
from portal.storage.engine import write_transaction
from portal.storage.places import Society
from portal.storage.reference import read_csv
from tests.bills_world import Counter
from tests.crowd import at_once
from tests.sandboxes.running import MOBILE, RunningSandbox, number
from tests.world import TODAY, World, traces


class Nobody:
    """A live unit that must never be called."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the unit was called: {name}")


def begins(world: World) -> Society:
    """Begin to practise."""
    practice.begin(world.doer(), world.slip("operator", 0), world.society_id, world.keys)
    found = practice.current(world.society_id)
    assert found is not None
    return found


def slip_of(world: World, society: Society, name: str) -> Slip:
    return Slip(name, b"digest", world.person("operator").id, society.id)


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    """The real society with a day open, and the unit's sandbox."""
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def asks(counter: Counter, society: Society, *, is_sandbox: bool, digits: str = "100") -> int:
    """Ask for a bill in practice."""
    new = NewOrder(counter.biller(), number(digits), MOBILE, "मोहन", is_sandbox=is_sandbox)
    world = counter.world
    paper = slip_of(world, society, f"ask {digits}")
    done = bill_orders.ask_bill(world.doer(), paper, society.id, new)
    return int(done.location.rsplit("/", 1)[1])


def test_a_bill_of_practice_is_refused_where_the_unit_is_live(counter: Counter) -> None:
    here = begins(counter.world)
    before = traces()
    with pytest.raises(PracticeCallsNobody):
        asks(counter, here, is_sandbox=False)
    assert traces() == before
    assert engine.value("SELECT COUNT(*) FROM bill_order") == 0


def test_a_live_unit_never_hears_of_an_order_of_practice(counter: Counter) -> None:
    """Also of one that was made while the unit was a sandbox."""
    world, here = counter.world, begins(counter.world)
    order_id = asks(counter, here, is_sandbox=True)
    assert is_payment_ref(stored.order(here.id, order_id).payment_ref_id)
    live = Line(Nobody(), world.clock.now_ms)  # type: ignore[arg-type]
    assert follow_orders(live) == 0
    assert follow_complaints(live) == 0
    assert stored.due(world.clock.now_ms(), 9) == []
    assert follow_orders(Line(counter.unit, world.clock.now_ms, is_sandbox=True)) == 1
    assert stored.order(here.id, order_id).state is OrderState.FETCHING


def test_the_worker_drops_the_orders_of_a_practice_that_ended(counter: Counter) -> None:
    world, here = counter.world, begins(counter.world)
    asks(counter, here, is_sandbox=True)
    practice.begin_anew(
        world.doer(), world.slip("operator", 0), world.society_id, here.code, world.keys
    )
    assert stored.due(world.clock.now_ms(), 9, with_practice=True) == []
    assert follow_orders(Line(Nobody(), world.clock.now_ms, is_sandbox=True)) == 0  # type: ignore[arg-type]


def test_the_same_bill_in_practice_stands_against_no_real_one(counter: Counter) -> None:
    """Nor the other way round; and their list knows whose payment it was."""
    world = counter.world
    real = counter.takes_for("100")
    here = begins(world)
    practised = stored.order(here.id, asks(counter, here, is_sandbox=True))
    found = counter.order(real)
    assert stored.same_connection(here.id, found.biller_id, found.params) == []
    [same] = stored.same_connection(found.society_id, found.biller_id, found.params)
    assert (same.society_id, same.id) == (found.society_id, real)
    for _times in range(5):
        counter.passes(30)
        counter.follows()
    comparing.compare_day(counter.line, TODAY)
    assert compared.strays(TODAY) == []
    assert practised.society_id == here.id
    assert practised.payment_ref_id[1] == "X"


def test_no_wallet_no_check_and_no_message(open_world: World) -> None:
    world, here = open_world, begins(open_world)
    paper = slip_of(world, here, "x")
    before = traces()
    with pytest.raises(PracticeCallsNobody):
        wallet_payments.begin_payment(
            world.doer("manager"), paper, here.id, NewWalletPayment(4310, 100_00, "कागज", "1")
        )
    with pytest.raises(PracticeCallsNobody):
        aadhaar_checks.check(
            world.doer(),
            paper,
            here.id,
            1,
            None,
            Nobody(),
            world.clock.now_ms,  # type: ignore[arg-type]
        )
    with pytest.raises(PracticeCallsNobody):
        write_transaction(
            lambda: messages.offer(world.doer(), here.id, "receipt", "r 1", MOBILE, "नमस्ते")
        )
    assert traces() == before
    assert engine.value("SELECT COUNT(*) FROM message") == 0


def test_people_of_the_real_society_work_in_practice(open_world: World) -> None:
    here = begins(open_world)
    real = [one.id for one in people.colleagues(open_world.society_id)]
    assert [one.id for one in people.colleagues(here.id)] == real
    assert here.real_id == open_world.society_id
    assert open_world.society().real_id == open_world.society_id


def test_many_begin_at_once_and_one_practice_is_there(open_world: World) -> None:
    world = open_world
    papers = [world.slip("operator", 0) for _ in range(4)]

    def begin(paper: Slip) -> str:
        return practice.begin(world.doer(), paper, world.society_id, world.keys).location

    told = at_once([lambda paper=paper: begin(paper) for paper in papers])
    assert set(told) == {"/?society=P-KHR001"}
    assert len(places.practices_of(world.society_id)) == 1
    assert all(one.is_whole for one in prove_all(world.keys))


def test_the_real_society_is_unchanged_to_the_row(lived_in: World) -> None:
    """Beginning and beginning anew write nothing into its book, its day or its chain."""
    real = lived_in.society_id
    tables = (
        "voucher", "entry", "day", "act", "seal", "book", "head_balance", "member", "account",
        "pensioner", "form_token", "voucher_number",
    )  # fmt: skip

    def rows_of_real() -> list[Any]:
        return [
            sorted(engine.rows(f"SELECT * FROM {name} WHERE society_id = ?", real), key=str)  # noqa: S608
            for name in tables
        ]  # fmt: skip

    before = rows_of_real()
    here = begins(lived_in)
    practice.begin_anew(
        lived_in.doer(), lived_in.slip("operator", 0), real, here.code, lived_in.keys
    )
    assert rows_of_real() == before


def test_what_is_refused(open_world: World) -> None:
    world, here = open_world, begins(open_world)
    for society_id in (here.id, 99_999):
        with pytest.raises(SocietyIsUnknown):
            practice.begin(world.doer(), world.slip("operator", 0), society_id, world.keys)
    with pytest.raises(PracticeHasChanged):
        practice.begin_anew(
            world.doer(), world.slip("operator", 0), world.society_id, "KHR001", world.keys
        )
    with pytest.raises(CodeIsForPractice):
        add_society("P-KHR009", "पैक्स", "PACS", "KHR-BKG")
    assert not places.retire(world.society_id, 1)
    for _times in range(3):
        seen = practice.current(world.society_id)
        assert seen is not None
        practice.begin_anew(
            world.doer(), world.slip("operator", 0), world.society_id, seen.code, world.keys
        )
    seen = practice.current(world.society_id)
    assert seen is not None
    assert seen.code == "P-KHR001-4"
    with pytest.raises(PracticeIsUsedUp):
        practice.begin_anew(
            world.doer(), world.slip("operator", 0), world.society_id, seen.code, world.keys
        )
    assert practice.resets_left(world.society_id, ist_on(world.clock.now_ms())) == 0


@pytest.mark.parametrize("code", ["KHR001", "ALM001"])
def test_the_made_up_set_holds_together_in_every_state(code: str, world: World) -> None:
    """Twelve members whose shares and savings are what the books say, and four pensioners."""
    real = world.society(code)
    practice.begin(world.doer(), world.slip("operator", 0), real.id, world.keys)
    here = practice.current(real.id)
    assert here is not None
    rows = read_csv("practice_members.csv")
    assert len(rows) == 12
    assert all("नमूना" in one["name_hi"] for one in rows)
    balances = daybook.balances(here.id)
    assert balances[1101] == -100 * sum(int(one["shares_rs"]) for one in rows)
    assert balances[1301] == -100 * sum(int(one["savings_rs"]) for one in rows)
    assert sum(balances.values()) == 0
    many = engine.value("SELECT COUNT(*) FROM pensioner WHERE society_id = ?", here.id)
    assert many == sum(int(one["draws_pension"]) for one in rows) == 4
    assert all(one.is_whole for one in prove_all(world.keys))


def test_the_public_status_knows_no_application_of_practice(open_world: World) -> None:
    here = begins(open_world)
    code, _key = read_application_number(application_number(here.code, 1))
    assert places.society(code) is None
