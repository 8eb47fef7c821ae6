"""Receipts on paper and their looking up by anyone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.actions.aeps import Slipped, record_slip
from portal.actions.corrections import correct_voucher
from portal.actions.counter import set_counter
from portal.domain.corrections import Correction
from portal.domain.counter import Counter as Settings
from portal.domain.money import rupees
from portal.domain.visits import Fee
from portal.storage import receipts, visits
from tests.bills_world import Counter
from tests.browser_client import Browser, Page
from tests.receipts_world import a_visit, code_of
from tests.sandboxes.running import LOAN, RunningSandbox
from tests.world import World

Browsers = Callable[..., Browser]
PAPER = Fee("आय प्रमाण पत्र", 20_00, 10_00)


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def test_a_receipt_says_what_was_paid(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter, 1, PAPER, given_paise=2_000_00)
    counter.settles()
    operator = browser("operator")
    for size in ("58", "80", "a5"):
        page = operator.get(f"/visits/{visit_id}/receipt?size={size}")
        for said in (
            "पैक्स भीकनगाँव", "रसीद – टोकन 1", "24-11-2026 10:00", "KAMLA BAI", "₹ 1,213",
            "एक हज़ार दो सौ तेरह रुपये मात्र", "नकद मिले", "2,000", "787", "बिजली बिल",
            "बिल जमा हो गया", "उत्तराखंड पावर कॉर्पोरेशन", "…J100", "…3210", "261147217170",
            "01-11-2026", "26-11-2026", "1,183", "B-Connect Txn ID: SB", "Approval Ref No: AP",
            "UTTA00000UTT7M", "AGT", "पक्का भुगतान", "आय प्रमाण पत्र", "सरकारी शुल्क", "शिकायत",
        ):  # fmt: skip
            assert said in words(page), said
        assert "प्रमाण नहीं" not in page.text


def words(page: Page) -> str:
    return page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_one_bill_weighs_little_on_each_paper(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter, given_paise=2_000_00)
    counter.settles()
    operator = browser("operator")
    for size in ("58", "80", "a5"):
        counter.world.clock.move(minutes=3)
        page = operator.get(f"/visits/{visit_id}/receipt?size={size}")
        assert len(page.body) <= 1_500, size


def test_what_is_under_way_is_no_proof(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter, 1, PAPER)
    page = browser("operator").get(f"/visits/{visit_id}/receipt?size=58")
    assert "यह रसीद भुगतान का प्रमाण नहीं – टोकन 1" in words(page)
    for proof in ("पक्का", "बिल जमा हो गया", "Txn ID:"):
        assert proof not in words(page)


def test_what_failed_says_whether_the_money_was_given_back(
    counter: Counter, browser: Browsers
) -> None:
    visit_id = a_visit(counter, digits=("034",))
    counter.settles()
    operator = browser("operator")
    owed = f"₹ {counter.order(1).cash_paise // 100:,}"
    page = operator.get(f"/visits/{visit_id}/receipt?size=80")
    assert f"बिल जमा नहीं हुआ। पैसा लौटाना है {owed}" in words(page)
    counter.gives_back(1)
    page = operator.get(f"/visits/{visit_id}/receipt?size=80")
    assert f"बिल जमा नहीं हुआ। पैसा लौटा दिया {owed}" in words(page)


def test_what_was_charged_beside_the_bill_stands_apart(counter: Counter, browser: Browsers) -> None:
    order_id = counter.fetched("042", LOAN)
    counter.takes(order_id, own_fee_paise=10_00)
    order = counter.order(order_id)
    page = browser("operator").get(f"/visits/{order.visit_id}/receipt?size=80")
    assert order.fee_paise
    for said in (
        "बिल राशि", "2,500", "सुविधा शुल्क", rupees(order.fee_paise), "समिति का शुल्क", "₹ 10",
        rupees(order.cash_paise),
    ):  # fmt: skip
        assert said in words(page), said


def test_upi_is_named_with_its_utr(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter, digits=("047",), mode="upi", reference="432100000017")
    page = browser("operator").get(f"/visits/{visit_id}/receipt")
    assert "UPI से मिले" in words(page)
    assert "UTR: 432100000017" in words(page)
    assert "लौटाए" not in words(page)


def test_several_bills_of_a_list_are_named_each(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter, digits=("040",))
    page = browser("operator").get(f"/visits/{visit_id}/receipt?size=a5")
    order = counter.order(1)
    assert len(order.bills) == 3
    for number, _paise in order.bills:
        assert number in words(page)


def test_the_first_print_is_the_original(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter)
    operator, manager = browser("operator"), browser("manager")
    path = f"/visits/{visit_id}/receipt?size="

    def printed(who: Browser, size: str) -> str:
        page = who.get(path + size)
        no = page.one("section", data_print_no=True).get("data-print-no", "")
        assert ("DUPLICATE" in page.text) is (no != "1")
        return no

    assert [printed(operator, "58") for _ in range(3)] == ["1", "1", "1"]
    assert printed(operator, "80") == "2"
    assert printed(manager, "80") == "3"
    counter.world.clock.move(minutes=2)
    assert printed(manager, "80") == "4"
    assert "पहली 24-11-2026 10:00 को छपी" in words(manager.get(path + "80"))
    kept = receipts.prints(code_of(counter, visit_id))
    assert [(one.no, one.size) for one in kept] == [(1, "58"), (2, "80"), (3, "80"), (4, "80")]


def test_the_paper_of_this_computer_is_remembered(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter)
    operator = browser("operator")
    path = f"/visits/{visit_id}/receipt"
    assert operator.get(path).one("section", class_="wa5") is not None
    operator.get(path + "?size=80")
    assert operator.get(path).one("section", class_="w80") is not None
    assert operator.get(path + "?size=57").one("section", class_="w80") is not None


def test_there_is_no_receipt_before_the_money(counter: Counter, browser: Browsers) -> None:
    order_id = counter.fetched("100")
    operator = browser("operator")
    page = operator.get(f"/visits/{counter.order(order_id).visit_id}/receipt", 409)
    assert page.refusal == "VisitIsNotPaid"
    operator.get("/visits/99/receipt", 404)
    assert browser("operator2").get("/visits/1/receipt", 404).refusal == "VisitIsUnknown"


def test_a_charge_that_was_taken_back_is_marked(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter, 0, PAPER)
    (fee,) = visits.fees(counter.society_id, visit_id)
    world = counter.world
    correct_voucher(
        world.doer("manager"), world.slip("manager"), counter.society_id, fee.voucher_id,
        Correction("not_ours", "भूल से"),
    )  # fmt: skip
    page = browser("operator").get(f"/visits/{visit_id}/receipt")
    assert "बाद में सुधारा गया" in words(page)
    assert "लेनदेन ID" not in words(page)


def test_in_english_too(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter, 1, PAPER)
    counter.settles()
    page = browser("operator", language="en").get(f"/visits/{visit_id}/receipt?size=58")
    for said in ("PACS Bhikangaon", "Receipt – token 1", "The bill is paid", "rupees only"):
        assert said in words(page)


def test_the_counters_own_numbers_are_on_it(counter: Counter, browser: Browsers) -> None:
    world = counter.world
    set_counter(
        world.doer("manager"), world.slip("manager"), counter.society_id,
        Settings(csc_id="512345678901", phone="07281234567"),
    )  # fmt: skip
    page = browser("operator").get(f"/visits/{a_visit(counter)}/receipt?size=58")
    assert "CSC ID 512345678901" in words(page)
    assert words(page).count("07281234567") == 2


@pytest.mark.parametrize(
    ("outcome", "said", "is_sure"),
    [("done", "₹ 1,000 नकद दिए", True), ("declined", "नकद नहीं", True),
     ("uncertain", "लेन-देन अनिश्चित", False)],
)  # fmt: skip
def test_the_device_has_a_receipt_too(
    outcome: str, said: str, is_sure: bool, open_world: World, browser: Browsers
) -> None:
    slipped = Slipped("withdrawal", outcome, 1_000_00, "632812345678", "1234", "भारतीय स्टेट बैंक",
                      "सुशीला देवी", "9826012345")  # fmt: skip
    record_slip(open_world.doer(), open_world.slip(), open_world.society_id, slipped)
    operator = browser("operator")
    for size in ("58", "80", "a5"):
        page = operator.get(f"/aeps/1/receipt?size={size}")
        for each in ("सुशीला देवी", "भारतीय स्टेट बैंक", "…1234", "632812345678", "…2345"):
            assert each in words(page)
        assert ("अनिश्चित" not in words(page)) is is_sure
        assert said in words(page)
    first = receipts.code_of(open_world.society_id, "aeps", 1)
    operator.get("/aeps/1/receipt")
    assert receipts.code_of(open_world.society_id, "aeps", 1) == first != ""
