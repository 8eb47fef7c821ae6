"""Pages of complaints: raised in three taps, found again, told in plain words, printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.actions import complaint_lodging
from portal.domain.bill_complaints import KINDS
from tests.bills_world import Counter
from tests.browser_client import Browser, Page
from tests.sandboxes.running import RunningSandbox
from tests.world import World

DAY = 86_400


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


@pytest.fixture
def paid(counter: Counter) -> int:
    """An order that was paid more than a day ago."""
    order_id = counter.takes_for("100")
    counter.settles()
    counter.passes(DAY)
    return order_id


@pytest.fixture
def operator(counter: Counter, paid: int, browser: Callable[..., Browser]) -> Browser:
    return browser("operator")


def complains(operator: Browser, order_id: int, kind: str = "wrong-amount", said: str = "") -> Page:
    path = f"/orders/{order_id}/complain"
    form = operator.get(path).form(path)
    return operator.follow(operator.send(form, kind=kind, said=said))


def follows(counter: Counter) -> None:
    complaint_lodging.follow_complaints(counter.line)


def test_a_complaint_is_made_followed_and_printed(
    counter: Counter, paid: int, operator: Browser
) -> None:
    page = operator.get(f"/orders/{paid}/complain")
    assert page.form().choices["kind"] == list(KINDS)
    page = complains(operator, paid, said="दो सौ भरे, बीस दिखे")
    assert (page.path, page.title) == ("/complaints/1", "शिकायत 1 भेजी जा रही है")
    assert "दो सौ भरे, बीस दिखे" in page.text
    follows(counter)
    follows(counter)
    page = operator.get("/complaints/1")
    assert "TKT000000001" in page.text
    assert "जवाब 02-12-2026 तक आना चाहिए" in page.text
    slip = operator.get("/complaints/1/print")
    assert slip.one("section", data_complaint="1") is not None
    assert "TKT000000001" in slip.text
    assert "दो सौ भरे, बीस दिखे" in slip.text


def test_the_list_has_the_open_ones_first_and_marks_what_is_overdue(
    counter: Counter, paid: int, operator: Browser
) -> None:
    assert "अभी कोई शिकायत नहीं" in operator.get("/complaints").text
    other = counter.takes_for("200")
    counter.settles()
    counter.passes(DAY)
    operator.signs_in("operator")
    complains(operator, other, "paid-to-wrong-account")
    follows(counter)
    follows(counter)
    counter.passes(3 * DAY)
    follows(counter)
    operator.signs_in("operator")
    complains(operator, paid)
    follows(counter)
    follows(counter)
    page = operator.get("/complaints")
    states = [one.get("data-state") for one in page.all("li", data_state=True)]
    assert states == ["assigned", "rejected"]
    assert "अटका" not in page.text
    counter.passes(8 * DAY)
    operator.signs_in("operator")
    assert "जवाब 06-12-2026 से अटका है" in operator.get("/complaints").text
    assert "प्रबंधक भारत कनेक्ट को फोन करें" in operator.get("/complaints/2").text
    assert f"/orders/{other}/complain" in operator.get("/complaints/1").links


def test_many_that_ended_are_read_page_by_page(
    counter: Counter, paid: int, operator: Browser
) -> None:
    for no in range(1, 23):
        complains(operator, paid, "paid-to-wrong-account", said=f"{no} बार")
        follows(counter)
        follows(counter)
        counter.passes(2 * DAY + 60)
        follows(counter)
        operator.signs_in("operator")
    page = operator.get("/complaints")
    assert len(page.all("li", data_complaint=True)) == 20
    earlier = operator.get("/complaints?before=3")
    assert [one.get("data-complaint") for one in earlier.all("li", data_complaint=True)] == [
        "2", "1",
    ]  # fmt: skip
    assert "/complaints?before=3" in page.links


def test_what_is_wrong_with_a_form_is_said_at_its_field(paid: int, operator: Browser) -> None:
    path = f"/orders/{paid}/complain"
    form = operator.get(path).form(path)
    page = operator.send(form, "", 422, said="कुछ")
    assert (page.errors["kind"], page.refusal) == (
        "चुनें कि क्या गड़बड़ है।", "ComplaintKindIsMissing",
    )  # fmt: skip
    assert page.form().fields["said"] == "कुछ"
    page = operator.send(form, "", 422, kind="wrong-amount", said="2341 2341 2346")
    assert "said" in page.errors
    assert "2341" not in page.html
    page = operator.send(form, "", 422, kind="wrong-amount", said="क" * 101)
    assert "said" in page.errors


def test_too_early_it_says_from_when(counter: Counter, operator: Browser) -> None:
    new = counter.takes_for("200")
    counter.settles()
    page = operator.get(f"/orders/{new}/complain")
    assert page.all("form") == []
    assert "26-11-2026 10:00 के बाद" in page.text


def test_there_is_one_complaint_at_a_time(paid: int, operator: Browser) -> None:
    path = f"/orders/{paid}/complain"
    form = operator.get(path).form(path)
    other = operator.get(path).form(path)
    operator.send(form, kind="wrong-amount")
    assert operator.send(form, kind="wrong-amount").location == "/complaints/1"
    page = operator.send(other, "", 409, kind="double-payment")
    assert page.refusal == "ComplaintIsOpen"
    page = operator.get(path)
    assert "/complaints/1" in page.links
    assert page.all("form") == []


def test_what_was_not_paid_and_what_is_not_there(
    counter: Counter, operator: Browser, browser: Callable[..., Browser]
) -> None:
    failed = counter.takes_for("034")
    counter.settles()
    assert operator.get(f"/orders/{failed}/complain", 409).refusal == "ComplaintIsNotPossible"
    assert operator.get("/orders/99/complain", 404).refusal == "OrderIsUnknown"
    assert operator.get("/complaints/99", 404).refusal == "ComplaintIsUnknown"


def test_who_may_see_and_who_may_complain(
    paid: int, operator: Browser, browser: Callable[..., Browser]
) -> None:
    complains(operator, paid)
    officer = browser("officer")
    assert "शिकायत 1" in officer.get("/complaints/1?society=KHR001").title
    assert len(officer.get("/complaints?society=KHR001").all("li", data_complaint=True)) == 1
    officer.get(f"/orders/{paid}/complain?society=KHR001", 403)
    browser("operator2").get("/complaints/1", 404)


def test_money_that_came_back_leads_to_the_decision(
    counter: Counter, browser: Callable[..., Browser]
) -> None:
    order_id = counter.takes_for("035")
    counter.settles()
    counter.passes(DAY)
    operator = browser("operator")
    complains(operator, order_id, "service-not-received")
    for _ in range(2):
        follows(counter)
    for _ in range(3):
        counter.passes(DAY)
        follows(counter)
    operator.signs_in("operator")
    page = operator.get("/complaints/1")
    assert "प्रबंधक पहले वॉलेट देखेंगे" in page.text
    assert f"/orders/{order_id}" in page.links


def test_the_pages_speak_english_too(
    paid: int, operator: Browser, browser: Callable[..., Browser]
) -> None:
    complains(operator, paid)
    english = browser("operator", language="en")
    assert "is being sent" in english.get("/complaints/1").text
    assert "complaint is being sent" in english.get("/complaints").text
