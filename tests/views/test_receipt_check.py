"""Anyone looks a receipt up by its code: what holds, how it stands now, and nobody's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.actions.aeps import Slipped, record_slip, take_back
from portal.actions.corrections import correct_voucher
from portal.domain.corrections import Correction
from portal.domain.receipts import new_code
from portal.domain.seals import grouped
from portal.domain.visits import Fee
from portal.storage import engine, visits
from tests.bills_world import Counter
from tests.browser_client import Browser, Page
from tests.receipts_world import a_visit, code_of
from tests.sandboxes.running import RunningSandbox
from tests.world import World

Browsers = Callable[..., Browser]
UNKNOWN = new_code(bytes(11))


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def words(page: Page) -> str:
    return page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_villager_reads_on_a_phone_how_it_stands(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter)
    code = code_of(counter, visit_id)
    villager = browser()
    page = villager.get(f"/r/{code}")
    assert page.title == "यह रसीद असली है"
    assert "भुगतान प्रक्रिया में है" in words(page)
    assert "दो दिन में तय" in words(page)
    counter.settles()
    page = villager.get(f"/r/{code}")
    for said in ("पैक्स भीकनगाँव", "24-11-2026 10:00", grouped(code), "बिल जमा हो गया", "…J100",
                 "₹ 1,183", "उत्तराखंड पावर कॉर्पोरेशन"):  # fmt: skip
        assert said in words(page), said
    for hidden in ("KAMLA", "ABCDEFGHIJ100", "98765", "3210"):
        assert hidden not in page.html
    assert page.headers["Cache-Control"] == "no-store"
    assert page.one("meta", name="robots").get("content") == "noindex"
    assert page.all("script") == []
    assert "cookie" not in str(page.headers).lower()


def test_what_failed_and_what_went_back(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter, digits=("034",))
    path = f"/r/{code_of(counter, visit_id)}"
    counter.settles()
    assert "बिल जमा नहीं हुआ। पैसा लौटाना है" in words(browser().get(path))
    counter.gives_back(1)
    assert "बिल जमा नहीं हुआ। पैसा लौटा दिया" in words(browser().get(path))


def test_fees_are_named_by_their_service_alone(counter: Counter, browser: Browsers) -> None:
    """What the operator wrote may name a person; the public page says only what it is."""
    fees = (Fee("राम लाल का फ़ॉर्म", 10_00), Fee("सीता की नकल", 6_00, 10_00, "cert-019"))
    visit_id = a_visit(counter, 0, *fees)
    page = browser().get(f"/r/{code_of(counter, visit_id)}")
    assert "राम लाल" not in page.html
    assert "सीता" not in page.html
    assert "काउंटर शुल्क: ₹ 10" in words(page)
    assert "कुल: ₹ 26" in words(page)
    (first, _second) = visits.fees(counter.society_id, visit_id)
    world = counter.world
    correct_voucher(
        world.doer("manager"), world.slip("manager"), counter.society_id, first.voucher_id,
        Correction("not_ours", "भूल से"),
    )  # fmt: skip
    assert "बाद में सुधारा गया" in words(browser().get(f"/r/{code_of(counter, visit_id)}"))


def test_the_devices_receipt_is_looked_up_too(open_world: World, browser: Browsers) -> None:
    world = open_world
    slipped = Slipped("withdrawal", "uncertain", 1_000_00, "632812345678", "1234", "स्टेट बैंक",
                      "सुशीला देवी", "9826012345")  # fmt: skip
    record_slip(world.doer(), world.slip(), world.society_id, slipped)
    printed = browser("operator").get("/aeps/1/receipt?size=58")
    code = words(printed).split()[-2]
    page = browser().get(f"/r/{code}")
    assert "…1234" in words(page)
    assert "मालूम नहीं" in words(page) or "पता नहीं" in words(page)
    for hidden in ("सुशीला", "98260", "632812345678"):
        assert hidden not in page.html
    take_back(
        world.doer("manager"), world.slip("manager"), world.society_id, 1,
        Correction("not_ours", "भूल से"),
    )  # fmt: skip
    assert "प्रमाण नहीं" in words(browser().get(f"/r/{code}"))


def test_a_code_is_typed_in_any_way(counter: Counter, browser: Browsers) -> None:
    code = code_of(counter, a_visit(counter))
    villager = browser()
    form = villager.get("/r").form("/r")
    for typed in (grouped(code), grouped(code).lower(), code.replace("0", "O"), f" {code} "):
        page = villager.get(f"{form.action}?code={typed}")
        assert page.title == "यह रसीद असली है"


def test_slips_and_strangers_are_told_apart(world: World, browser: Browsers) -> None:
    villager = browser()
    page = villager.get("/r?code=ABCD-EFG", 422)
    assert page.refusal == "ReceiptCodeIsWrong"
    assert page.form("/r").fields["code"] == "ABCD-EFG"
    page = villager.get(f"/r/{UNKNOWN}", 404)
    assert page.refusal == "ReceiptIsUnknown"
    assert "भरोसा न करें" in words(page)
    assert villager.get("/r?code=%20").title == "रसीद जाँचें"
    assert "Check a receipt" in browser(language="en").get("/r").text


def test_guessing_ends_soon(counter: Counter, browser: Browsers) -> None:
    """Only misses count: ten within a minute, sixty within an hour, then also what is right."""
    right = f"/r/{code_of(counter, a_visit(counter))}"
    guesser, neighbour = browser(address="203.0.113.7"), browser(address="203.0.113.8")
    for _ in range(12):
        guesser.get(right)
    for _ in range(10):
        guesser.get(f"/r/{UNKNOWN}", 404)
    page = guesser.get(right, 429)
    assert page.refusal == "TooManyMisses"
    assert "थोड़ी देर बाद" in words(page)
    assert page.headers["Retry-After"] == "60"
    neighbour.get(right)
    counter.world.clock.move(minutes=1)
    guesser.get(right)
    for _ in range(5):
        counter.world.clock.move(minutes=1)
        for _ in range(10):
            guesser.get(f"/r/{UNKNOWN}", 404)
    counter.world.clock.move(minutes=1)
    guesser.get(right, 429)
    counter.world.clock.move(minutes=60)
    guesser.get(right)
    guesser.get(f"/r/{UNKNOWN}", 404)
    assert engine.value("SELECT COUNT(*) FROM public_look") == 1
    (who,) = engine.row("SELECT who FROM public_look") or ("",)
    assert "203" not in who


def test_the_page_weighs_little(counter: Counter, browser: Browsers) -> None:
    code = code_of(counter, a_visit(counter))
    counter.settles()
    page = browser().get(f"/r/{code}")
    assert len(page.html.encode()) < 2_200
    assert len(page.body) < 1_000
