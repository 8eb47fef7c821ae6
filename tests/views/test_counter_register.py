"""The register of the counter: every transaction of a day once, with room to sign."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.actions import counter_register, visits
from portal.actions.corrections import correct_voucher
from portal.actions.visits import Caller
from portal.domain.corrections import Correction
from portal.domain.counter_register import Entry
from portal.domain.visits import Fee
from tests.actions.test_aeps import records, settles, takes_back
from tests.bills_world import Counter
from tests.browser_client import Browser
from tests.sandboxes.running import RunningSandbox
from tests.world import TODAY, World

Browsers = Callable[..., Browser]
REGISTER = f"/counter/register/{TODAY}"


@pytest.fixture
def counter(world: World, browser: Browsers, tmp_path: Path) -> Iterator[Counter]:
    """A counter whose pages and sandbox run on one clock."""
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def entries(world: World, on: str = TODAY) -> list[Entry]:
    return counter_register.register_of(world.society_id, on).entries


def fee(counter: Counter, fee: Fee, visit_id: int | None = None) -> int:
    """Put a fee into a visit and return the visit."""
    done = visits.add_fee(
        counter.world.doer(), counter.world.slip(), counter.society_id,
        Caller(visit_id, "सुशीला देवी"), fee,
    )  # fmt: skip
    return int(done.location.rsplit("/", 1)[1])


def a_day(counter: Counter) -> None:
    """A paid bill with a fee, one that failed and went back, a UPI visit, Aadhaar, and by hand."""
    order_id = counter.fetched("100", payer_name="सुशीला देवी")
    counter.chooses(order_id)
    visit_id = counter.order(order_id).visit_id
    assert visit_id is not None
    fee(counter, Fee("फोटोकॉपी", 6_00), visit_id)
    counter.pays(visit_id)
    failing = counter.takes_for("034")
    counter.settles()
    counter.gives_back(failing)
    visit_id = fee(counter, Fee("आय प्रमाण पत्र", 20_00, 10_00))
    counter.pays(visit_id, mode="upi", reference="632812340000")
    counter.passes(60)
    records(counter.world)
    counter.passes(60)
    records(counter.world, kind="deposit", rrn="632812345679")
    counter.passes(60)
    records(counter.world, outcome="uncertain", rrn="632812345670")
    counter.passes(60)
    counter.world.enters("csc_service_fee", 50, party="राम लाल")


def test_each_transaction_of_the_day_is_there_once(counter: Counter) -> None:
    a_day(counter)
    found = [(one.kind, one.state, one.cash_paise, one.upi_paise) for one in entries(counter.world)]
    paid = counter.order(1).cash_paise
    failed = counter.order(2).cash_paise
    assert sorted(found) == sorted([
        ("bill", "success", paid, 0), ("fee", "paid", 6_00, 0), ("bill", "refunded", failed, 0),
        ("refund", "refunded", -failed, 0), ("fee", "paid", 0, 30_00),
        ("aeps", "done", -1_000_00, 0), ("aeps", "done", 1_000_00, 0), ("aeps", "uncertain", 0, 0),
        ("fee", "by_hand", 50_00, 0),
    ])  # fmt: skip
    book = counter_register.register_of(counter.society_id, TODAY)
    cash = sum(one.cash_paise for one in book.entries)
    assert counter.balance(2101) == 26_386_00 + cash
    assert counter.balance(2205) == 30_00
    assert [one.at for one in book.entries] == sorted(one.at for one in book.entries)
    assert {one.mode: one.count for one in book.shares} == {
        "cash": 4, "upi": 1, "aeps": 2, "wallet": 0,
    }  # fmt: skip
    assert book.digital_percent is not None


def test_the_screen_shows_lines_sums_and_the_share_without_cash(
    counter: Counter, browser: Browsers
) -> None:
    a_day(counter)
    operator = browser("operator")
    assert operator.get("/counter/register", 303).location == REGISTER
    page = operator.get(REGISTER)
    for words in ("फोटोकॉपी", "आधार से नकद निकासी", "…1234", "राम लाल", "बिना नकद: हर 100 में"):
        assert words in page.text
    assert "हस्ताक्षर" not in page.one("ul", class_="tasks").itertext()
    assert {"/orders/1", "/aeps/1", f"{REGISTER}?print=1", f"{REGISTER}?format=csv"} <= set(
        page.links
    )
    officer = browser("officer").get(f"{REGISTER}?society=KHR001")
    assert "फोटोकॉपी" in officer.text


def test_the_paper_has_a_column_to_sign_and_repeats_its_heading(
    counter: Counter, browser: Browsers
) -> None:
    a_day(counter)
    for at in range(20):
        records(counter.world, outcome="declined", rrn=f"6328123400{at:02d}")
    page = browser("operator").get(f"{REGISTER}?print=1")
    sheets = page.all("section", class_="sheet")
    assert len(sheets) == 2
    assert page.text.count("हस्ताक्षर / अँगूठा") == 2
    assert page.text.count("पन्ना") >= 1 or "page" not in page.text
    assert len(page.all("tr")) > 29
    assert "632812345678" in page.text
    assert len(page.all("div", class_="sig")) == 1


def test_as_csv_each_line_has_its_figures(counter: Counter, browser: Browsers) -> None:
    a_day(counter)
    page = browser("operator").get(f"{REGISTER}?format=csv")
    rows = list(csv.reader(io.StringIO(page.html.lstrip("\ufeff"))))
    assert len(rows) == 10
    line = next(one for one in rows if "632812345678" in one)
    assert line[2] == "आधार से"
    assert line[10] == "1000.00"
    assert "…1234" in line[5]


def test_cash_given_later_stands_on_its_own_day(open_world: World) -> None:
    records(open_world, outcome="uncertain")
    settles(open_world, "to_give")
    open_world.counts(26_386)
    open_world.closes_day()
    open_world.clock.move(days=1)
    open_world.opens_day()
    settles(open_world, "given")
    assert [(one.state, one.cash_paise) for one in entries(open_world)] == [("given", 0)]
    later = entries(open_world, "2026-11-25")
    assert [(one.state, one.cash_paise) for one in later] == [("given", -1_000_00)]


def test_what_was_taken_back_moves_nothing(open_world: World) -> None:
    records(open_world)
    takes_back(open_world)
    records(open_world, kind="deposit")
    found = [(one.state, one.cash_paise, one.reference) for one in entries(open_world)]
    assert found == [("void", 0, "632812345678"), ("done", 1_000_00, "632812345678")]


def test_a_fee_that_was_put_right_is_there_as_taken_back_and_as_right(counter: Counter) -> None:
    visit_id = fee(counter, Fee("फोटोकॉपी", 60_00))
    voucher_id = counter.pays(visit_id).voucher_id or 0
    correct_voucher(
        counter.world.doer(), counter.world.slip(), counter.society_id, voucher_id,
        Correction("wrong_amount", "एक शून्य ज़्यादा", right_amount_paise=6_00),
    )  # fmt: skip
    found = [(one.state, one.cash_paise) for one in entries(counter.world)]
    assert sorted(found) == [("by_hand", 6_00), ("void", 0)]


def test_while_the_count_is_blind_no_sums_are_shown(open_world: World, browser: Browsers) -> None:
    open_world.enters("csc_service_fee", 50)
    operator = browser("operator")
    assert "किस्म के हिसाब से" in operator.get(REGISTER).text
    operator.begins_count()
    page = operator.get(REGISTER)
    assert "किस्म के हिसाब से" not in page.text
    assert "जोड़ गिनती दर्ज होने के बाद दिखेगा" in page.text
    assert "किस्म के हिसाब से" not in operator.get(f"{REGISTER}?print=1").text


def test_a_long_day_is_shown_in_pages(open_world: World, browser: Browsers) -> None:
    for at in range(70):
        kind = ("withdrawal", "deposit")[at % 2]
        records(open_world, kind=kind, rrn=f"6328123400{at:02d}", name=f"ग्राहक {at}")
    operator = browser("operator")
    page = operator.get(REGISTER)
    assert {f"{REGISTER}?page=2", f"{REGISTER}?page=3"} <= set(page.links)
    assert "ग्राहक 29" in page.text
    assert "ग्राहक 30" not in page.text
    assert "ग्राहक 69" in operator.get(f"{REGISTER}?page=3").text
    assert "ग्राहक 0" in operator.get(f"{REGISTER}?page=9").text
    assert len(operator.get(f"{REGISTER}?print=1").all("section", class_="sheet")) == 4


def test_an_empty_day_and_a_wrong_date(open_world: World, browser: Browsers) -> None:
    operator = browser("operator")
    assert "कोई काम नहीं हुआ" in operator.get(REGISTER).text
    operator.get(f"{REGISTER}?print=1")
    operator.get("/counter/register/banana", 422)
