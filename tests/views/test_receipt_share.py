"""A receipt goes to the customer's phone: by their own apps, or once by the portal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask import Flask

from portal.actions.receipts import messages_about
from portal.domain.visits import Fee
from portal.gateways.ports import Messages
from portal.storage import messages
from portal.storage.engine import write_transaction
from tests.bills_world import Counter
from tests.browser_client import Browser, Form
from tests.house.test_crawl import crawl
from tests.receipts_world import a_visit, code_of
from tests.sandboxes.running import MOBILE, RunningSandbox
from tests.world import World

Browsers = Callable[..., Browser]
FEES = [Fee(f"फोटोकॉपी & 50% {number}", 6_00) for number in range(4)]


class Nobody:
    """Takes messages for sending; the worker is not run here."""


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


@pytest.fixture
def sending(app: Flask) -> None:
    """Let the portal send short messages."""
    sender: Messages = Nobody()  # type: ignore[assignment]
    app.extensions["rokad"] = replace(app.extensions["rokad"], messages=sender)


def test_whatsapp_and_sms_carry_a_short_text(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter)
    counter.settles()
    operator = browser("operator")
    page = operator.get(f"/visits/{visit_id}")
    assert f"/visits/{visit_id}/share" in page.links
    page = operator.get(f"/visits/{visit_id}/share")
    (whatsapp,) = [one for one in page.links if one.startswith("https://wa.me/")]
    (sms,) = [one for one in page.links if one.startswith("sms:")]
    assert whatsapp.startswith(f"https://wa.me/91{MOBILE}?text=")
    assert sms.startswith(f"sms:+91{MOBILE}?body=")
    (text,) = parse_qs(urlsplit(whatsapp).query)["text"]
    assert unquote(sms.partition("body=")[2]) == text
    assert text == (
        "पैक्स भीकनगाँव: ₹ 1,183 मिले। उत्तराखंड पावर कॉर्पोरेशन …J100: बिल जमा हो गया। "
        f"रसीद: http://localhost/r/{code_of(counter, visit_id)}"
    )
    assert "KAMLA" not in page.html
    assert [one.method for one in page.forms] == ["get"]  # nothing is sent by the portal


def test_signs_of_addresses_and_many_items_do_no_harm(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter, 1, *FEES)
    page = browser("operator", language="en").get(f"/visits/{visit_id}/share")
    (whatsapp,) = [one for one in page.links if one.startswith("https://wa.me/")]
    (text,) = parse_qs(urlsplit(whatsapp).query)["text"]
    assert "फोटोकॉपी & 50% 1; और 2। रसीद: http" in text
    assert len(text) < 300


def test_another_number_may_be_named(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter, 0, FEES[0])
    operator = browser("operator")
    path = f"/visits/{visit_id}/share"
    page = operator.get(path)
    assert not any("wa.me" in one for one in page.links)
    page = operator.get(f"{path}?mobile=98260 12345")
    assert any(one.startswith("https://wa.me/919826012345?") for one in page.links)
    page = operator.get(f"{path}?mobile=12345")
    assert "mobile" in page.errors
    assert not any("wa.me" in one for one in page.links)


def test_the_portal_sends_it_once(counter: Counter, browser: Browsers, sending: None) -> None:
    visit_id = a_visit(counter)
    counter.settles()
    operator = browser("operator")
    path = f"/visits/{visit_id}/share"
    form, other = (_sending(operator, path) for _ in range(2))
    page = operator.follow(operator.send(form))
    assert "…3210 पर SMS जा रहा है" in page.text
    assert all(one.method == "get" for one in page.forms)
    (kept,) = messages_about(counter.society_id, code_of(counter, visit_id))
    assert kept.mobile == MOBILE
    assert "बिल जमा हो गया" in kept.body
    assert operator.send(form).location == f"{path}?sent=1"
    assert operator.send(other, "", 409).refusal == "ReceiptWasSent"
    assert len(messages_about(counter.society_id, code_of(counter, visit_id))) == 1
    write_transaction(lambda: messages.move(kept, state="sent", next_at=None))
    assert "…3210 पर भेजा गया" in operator.get(path).text


def test_a_wrong_number_is_said_at_its_field(
    counter: Counter, browser: Browsers, sending: None
) -> None:
    visit_id = a_visit(counter)
    operator = browser("operator")
    path = f"/visits/{visit_id}/share"
    page = operator.send(_sending(operator, path), "", 422, mobile="123")
    assert page.refusal == "MobileIsWrong"
    assert "mobile" in page.errors
    assert messages_about(counter.society_id, code_of(counter, visit_id)) == []


def test_nothing_is_shared_before_the_money(counter: Counter, browser: Browsers) -> None:
    order_id = counter.fetched("100")
    path = f"/visits/{counter.order(order_id).visit_id}/share"
    assert browser("operator").get(path, 409).refusal == "VisitIsNotPaid"


def _sending(who: Browser, path: str) -> Form:
    """Return the form by which the portal sends."""
    (found,) = [one for one in who.get(path).forms if one.method == "post"]
    return found


def test_every_link_of_a_paid_visit_leads_somewhere(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter)
    counter.settles()
    seen = crawl(browser("operator"), f"/visits/{visit_id}", 40)
    assert {f"/visits/{visit_id}/share", f"/visits/{visit_id}/receipt?size=58"} <= set(seen)
