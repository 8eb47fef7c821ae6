"""The demo's counter: visits, money by Aadhaar and bills, each with its voucher and its end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from portal import demo
from portal.actions import bill_books, bill_settling, statements, wallet_matching
from portal.actions.bill_settling import Line
from portal.actions.billers import biller
from portal.demo.bill_unit import DemoUnit
from portal.demo.hours import instant
from portal.domain.bill_orders import OPEN, OrderState
from portal.domain.bill_payments import BillAsking, PaymentState, Sent, is_payment_ref
from portal.domain.biller_params import check_params
from portal.domain.dates import ist_on
from portal.domain.text import has_aadhaar
from portal.gateways.key_folder import KeyFolder
from portal.storage import aeps, bill_orders, engine, places, receipts, visits
from portal.storage.engine import rows, value
from portal.storage.reference import task_book
from tests.demo.conftest import Empty
from tests.world import guards

TUESDAY = "2026-11-17"
NOW = instant(TUESDAY, 14, 10)
OPTIONS = demo.DemoOptions(societies=12, days=8, members=40)
S = OrderState


@pytest.fixture(scope="module")
def counters(empty_database: Empty, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("counters")
    url = empty_database(folder)
    demo.build_demo(OPTIONS, KeyFolder(folder / "keys"), guards(), NOW, lambda line: None)
    return url, folder


@pytest.fixture
def home(counters: tuple[str, Path]) -> int:
    """Give the operator's society, connected."""
    engine.disconnect()
    engine.connect(*counters)
    return society_id("KHR001")


def society_id(code: str) -> int:
    society = places.society(code)
    assert society is not None
    return society.id


def test_todays_bills_are_paid_refused_and_under_way(home: int):
    today = bill_orders.orders_on(home, TUESDAY, 40)
    assert sorted(one.state for one in today) == [S.PROCESSING, S.REFUND_DUE, S.SUCCESS]
    assert all(is_payment_ref(one.payment_ref_id) for one in today)
    assert all(one.asked_on == one.opened_on == TUESDAY for one in today)


def test_past_bills_have_ended_and_one_was_given_back(home: int):
    past = [one for one in bill_orders.of_money(home) if one.opened_on < TUESDAY]
    assert {one.state for one in past} == {S.SUCCESS, S.REFUNDED}
    for one in past:
        assert one.outcome_voucher_id is not None
        assert (one.refund_voucher_id is None) == (one.state is S.SUCCESS)
        assert one.transaction_id
        assert one.service_id
    assert {one.biller_id for one in past} >= {"MPPK00000MAP01"}


def test_other_peoples_money_is_what_the_orders_hold(home: int):
    for society in places.all_societies():
        assert bill_books.disagreements(society.id) == []


def test_one_payment_of_another_society_has_no_end_for_more_than_a_day(home: int):
    stuck = [one for one in bill_orders.of_money(society_id("KHR004")) if one.state in OPEN]
    assert [one.state for one in stuck] == [S.PROCESSING]
    assert stuck[0].ordered_at is not None
    assert NOW - stuck[0].ordered_at > 24 * 3_600_000
    assert stuck[0].params[0][1].endswith("031")


def test_every_region_pays_its_own_electricity_by_numbers_that_its_biller_has(home: int):
    found = [one for society in places.all_societies() for one in bill_orders.of_money(society.id)]
    assert {(one.payment_ref_id[1:4], one.biller_id) for one in found} >= {
        ("KHR", "MPPK00000MAP01"), ("BNK", "SBPDCL000BHI01"), ("ALM", "UTTA00000UTT7M")
    }  # fmt: skip
    for one in found:
        typed = {f"p{place}": value for place, (_, value) in enumerate(one.params, 1)}
        assert check_params(biller(one.biller_id), typed).doubts == ()
        assert not has_aadhaar(one.params[0][1])


def test_fees_but_those_of_paper_slips_are_taken_in_visits_with_a_receipt(home: int):
    without = value(
        "SELECT COUNT(*) FROM voucher v WHERE v.task = 'csc_service_fee' AND NOT EXISTS (SELECT 1 "
        "FROM visit_fee f WHERE f.society_id = v.society_id AND f.voucher_id = v.id) "
        "AND NOT EXISTS (SELECT 1 FROM paper_slip p WHERE p.society_id = v.society_id "
        "AND p.voucher_id = v.id)"
    )
    assert without == 0
    paid = rows("SELECT id, state, mode, reference FROM visit WHERE society_id = ?", home)
    assert {state for _, state, _, _ in paid} == {"paid"}
    assert all((mode == "upi") == (len(reference) == 12) for _, _, mode, reference in paid)
    assert {mode for _, _, mode, _ in paid} == {"cash", "upi"}
    assert max(len(visits.fees(home, key)) for key, _, _, _ in paid) == 2
    assert all(receipts.code_of(home, "visit", key) for key, _, _, _ in paid)


def test_a_bill_and_a_photocopy_share_a_visit(home: int):
    both = value(
        "SELECT COUNT(*) FROM bill_order o JOIN visit_fee f ON f.society_id = o.society_id "
        "AND f.visit_id = o.visit_id WHERE o.state = 'success'"
    )
    assert both > 0


def test_money_by_aadhaar_is_recorded_with_its_voucher(home: int):
    found = rows("SELECT kind, outcome, voucher_id, rrn, last_four, name FROM aeps_record")
    outcomes = Counter(outcome for _, outcome, _, _, _, _ in found)
    assert outcomes["uncertain"] == 1
    assert 0 < outcomes["declined"] < outcomes["done"]
    assert {kind for kind, *_ in found} == {"withdrawal", "deposit"}
    for _, outcome, voucher_id, rrn, last_four, name in found:
        assert (voucher_id is None) == (outcome != "done")
        assert not has_aadhaar(f"{rrn} / {last_four} / {name}")
    bare = value(
        "SELECT COUNT(*) FROM voucher v WHERE v.task IN ('aeps_withdraw', 'aeps_deposit') "
        "AND NOT EXISTS (SELECT 1 FROM aeps_record a WHERE a.society_id = v.society_id "
        "AND a.voucher_id = v.id)"
    )
    assert bare == 0
    assert [one.day_on for one in aeps.uncertain(home)] == ["2026-11-16"]


def test_the_wallets_statement_has_one_line_that_nobody_explains(home: int):
    assert wallet_matching.unexplained(home) == 1
    read = statements.statement_of(home, 1)
    assert (read.head, read.last_on) == (2204, "2026-11-16")
    assert wallet_matching.unexplained(society_id("KHR002")) == 0


def test_only_what_the_portal_enters_by_itself_is_not_offered(home: int):
    by_itself = {task for (task,) in rows("SELECT DISTINCT task FROM voucher")}
    assert {"csc_bill_cash", "csc_bill_settle", "csc_bill_fail", "csc_refund"} <= by_itself
    assert task_book()["aeps_withdraw"].is_offered


def test_what_is_under_way_ends_when_the_worker_goes_on(home: int):
    """A unit that says paid ends it; this test leaves the order as it found it."""
    waiting = next(
        one for one in bill_orders.orders_on(home, TUESDAY, 40) if one.state is S.PROCESSING
    )
    unit = DemoUnit(TUESDAY[:7])
    unit.pay(waiting.request())

    class Enough(Exception):
        pass

    def work() -> None:
        bill_settling.follow(waiting, Line(unit, lambda: NOW))
        after = bill_orders.order(home, waiting.id)
        assert after is not None
        assert (after.state, after.settled_on) == (S.SUCCESS, TUESDAY)
        assert bill_books.agrees(home)
        raise Enough

    with pytest.raises(Enough):
        engine.write_transaction(work)


def test_the_unit_shows_the_same_bill_all_month_and_ends_by_the_number():
    unit = DemoUnit("2026-11")

    def fetched(number: str):
        asking = BillAsking("MPPK00000MAP01", "6400000000", (("IVRS", number),))
        return unit.bills(unit.ask_bills(asking)).fetched

    one, two = fetched("N1234567100"), fetched("N1234567100")
    assert one is not None
    assert two is not None
    assert one.bills == two.bills
    assert one.ref_id != two.ref_id
    assert one.bills[0].amount_paise % 100 == 0
    assert ist_on(NOW)[:7] == one.bills[0].bill_on[:7]
    assert unit.is_up()


@pytest.mark.parametrize(
    ("end", "state"),
    [("034", PaymentState.REFUSED), ("031", PaymentState.WAITING), ("500", PaymentState.DONE)],
)
def test_a_number_says_how_its_payment_ends(home: int, end: str, state: PaymentState):
    known = bill_orders.of_money(home)[0].request()
    unit = DemoUnit("2026-11")
    request = known.__class__(
        known.payment_ref_id, known.biller_id, known.mobile, (("IVRS", f"N1234567{end}"),),
        known.amount_paise, known.at_ms, known.payer_name, "REF",
    )  # fmt: skip
    assert unit.pay(request).outcome is Sent.TAKEN
    answer = unit.payment("REF")
    assert (answer.state, answer.amount_paise) == (state, known.amount_paise)
    assert (answer.reason is not None) == (state is PaymentState.REFUSED)
