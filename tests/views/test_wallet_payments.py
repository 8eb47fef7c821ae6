"""Payments from the CSC's wallet through the pages: there, back, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from portal.actions import wallet_settling
from portal.actions.wallet_settling import WalletLine
from portal.storage import csc_people
from portal.storage import wallet_payments as stored
from portal.storage.engine import write_transaction
from tests.browser_client import Browser, Page
from tests.sandboxes.running_csc import CSC_ID, RunningCsc
from tests.wallet_world import OPENED, PRINTING
from tests.world import World

PATH = "/wallet/payments"


class Desk:
    """The accountant at the page of payments, and the CSC's page beside it."""

    def __init__(self, one: Browser, csc: RunningCsc, world: World) -> None:
        self.one, self.csc, self.world = one, csc, world

    def begins(self, status: int = 303, **fields: object) -> Page:
        form = self.one.get(PATH).form(PATH)
        filled: dict[str, object] = {"head": PRINTING, "amount": "500", "what": "टोनर"}
        page = self.one.send(form, "", status, **filled | fields)
        return self.one.follow(page) if status == 303 else page

    def way(self, page: Page) -> dict[str, str]:
        """The form that leads to the CSC's page."""
        form = next(one for one in page.forms if one.action.startswith(self.csc.address))
        shown = self.csc.shows(form.action, form.fields)
        assert shown.status == 200
        return form.fields

    def pays(self, page: Page, pin: str = "1234") -> str:
        return self.csc.types(self.way(page)["message"], pin)

    def comes_back(self, message: str, status: int = 303) -> Page:
        """Bring a message back as the CSC's page does: another site, without our cookie."""
        browser = Browser(self.one.app, self.world.clock)
        return browser.post(
            f"{PATH}/back", {"bridgeResponseMessage": message}, status,
            Sec_Fetch_Site="cross-site", Origin=self.csc.address,
        )  # fmt: skip

    def worker(self) -> None:
        line = WalletLine(self.csc.gateway, self.world.clock.now_ms)
        wallet_settling.follow_payments(line)


@pytest.fixture
def desk(app: Flask, csc: RunningCsc, world: World, browser: Callable[..., Browser]) -> Desk:
    csc.clock = world.clock
    csc.restart()
    world.starts_books(balances=OPENED)
    world.opens_day()
    person = world.person("accountant")
    write_transaction(lambda: csc_people.link(CSC_ID, person.id, 1, person.id))
    app.extensions["rokad"] = replace(
        app.extensions["rokad"], csc_sign_in=csc.sign_in, wallet_gateway=csc.gateway
    )
    return Desk(browser("accountant"), csc, world)


def test_a_payment_goes_there_comes_back_and_is_paid(desk: Desk) -> None:
    page = desk.begins()
    assert page.one("p", class_="big").get("data-paise") == "50000"
    back = desk.comes_back(desk.pays(page))
    assert back.location == f"{PATH}/1"
    waiting = desk.one.get(f"{PATH}/1")
    assert "दोबारा न चुकाएं" in waiting.text
    piece = desk.one.piece(f"{PATH}/1/state", "_wallet_state")
    assert piece.one(id="_wallet_state").get("data-hx-get") == f"{PATH}/1/state"
    assert len(piece.body) < 500
    desk.worker()
    done = desk.one.get(f"{PATH}/1")
    assert "चुक गया" in done.text
    assert not [form for form in done.forms if form.action.startswith("http")]
    voucher = next(link for link in done.links if link.startswith("/vouchers/"))
    assert desk.one.get(voucher).status == 200
    assert "data-hx-get" not in desk.one.piece(f"{PATH}/1/state", "_wallet_state").html


def test_only_this_page_may_lead_a_form_to_the_csc(desk: Desk) -> None:
    page = desk.begins()
    policy = page.headers["Content-Security-Policy"]
    assert f"form-action 'self' {desk.csc.address};" in policy
    for path in (PATH, "/wallet", "/"):
        assert desk.csc.address not in desk.one.get(path).headers["Content-Security-Policy"]
    desk.world.clock.move(minutes=16)
    late = desk.one.get(f"{PATH}/1")
    assert desk.csc.address not in late.headers["Content-Security-Policy"]
    assert not [form for form in late.forms if form.action.startswith("http")]


def test_the_form_to_the_csc_carries_nothing_but_the_message(desk: Desk) -> None:
    page = desk.begins()
    form = page.one("form", data_outside=True)
    assert form.get("data-send") is None
    assert list(desk.way(page)) == ["message"]


def test_a_script_never_gets_the_form_that_its_page_may_not_send(desk: Desk) -> None:
    desk.begins()
    bare = desk.one.piece(f"{PATH}/1")
    assert not [form for form in bare.forms if form.action.startswith("http")]
    assert f"{PATH}/1" in bare.links


def test_a_forged_return_is_a_plain_refusal(desk: Desk) -> None:
    forged = desk.pays(desk.begins(), "0002")
    assert desk.comes_back(forged, 400).refusal == "MessageIsForged"
    assert desk.comes_back("garbage", 400).refusal == "MessageIsForged"
    assert stored.all_payments(desk.world.society_id)[0].state.value == "begun"


def test_a_return_without_a_message_leads_to_the_list(desk: Desk) -> None:
    """The cancel button of the CSC's page comes with none."""
    assert desk.one.get(f"{PATH}/back", 303).location == PATH
    assert desk.comes_back("").location == PATH


def test_a_replayed_return_leads_to_the_payment_and_changes_nothing(desk: Desk) -> None:
    message = desk.pays(desk.begins())
    desk.comes_back(message)
    desk.worker()
    before = stored.all_payments(desk.world.society_id)
    assert desk.comes_back(message).location == f"{PATH}/1"
    assert stored.all_payments(desk.world.society_id) == before


def test_no_other_form_of_ours_is_taken_from_another_site(desk: Desk) -> None:
    form = desk.one.get(PATH).form(PATH)
    page = desk.one.post(PATH, form.fields, 403, Sec_Fetch_Site="cross-site")
    assert page.refusal == "RequestIsForeign"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": "0"}, "amount"), ({"amount": "50001"}, "amount"), ({"amount": "x"}, "amount"),
        ({"what": ""}, "what"), ({"what": "9999 4105 7058"}, "what"), ({"head": "2101"}, "head"),
        ({"head": "0"}, "head"), ({"head": "x"}, "head"), ({"head": "1601"}, "amount"),
    ],
)  # fmt: skip
def test_what_can_not_be_paid_is_said_at_the_field(
    desk: Desk, fields: dict[str, str], field: str | None
) -> None:
    page = desk.begins(422, **fields)
    assert field is None or field in page.errors
    assert stored.all_payments(desk.world.society_id) == []


def test_money_is_asked_back_with_a_reason(desk: Desk) -> None:
    desk.comes_back(desk.pays(desk.begins()))
    desk.worker()
    form = desk.one.get(f"{PATH}/1").form(button="outcome=back")
    assert desk.one.send(form, "outcome=back", 422, reason="").refusal == "ReasonIsMissing"
    form = desk.one.get(f"{PATH}/1").form(button="outcome=back")
    page = desk.one.follow(desk.one.send(form, "outcome=back", reason="दो बार चुकाया"))
    assert "वापस मांगा" in page.text
    desk.worker()
    assert "पैसा वापस आ गया" in desk.one.get(f"{PATH}/1").text


def test_a_lost_payment_is_decided_after_a_day(desk: Desk) -> None:
    desk.comes_back(desk.pays(desk.begins()))
    desk.csc.stop()
    desk.world.clock.move(days=1, minutes=5)
    desk.worker()
    desk.one.signs_in("accountant")
    form = desk.one.get(f"{PATH}/1").form(button="outcome=failed")
    page = desk.one.follow(desk.one.send(form, "outcome=failed", reason="विवरण में नहीं है"))
    desk.csc.start()
    assert "वॉलेट से पैसा नहीं गया" in page.text


def test_the_operator_sees_and_does_not_pay(desk: Desk, browser: Callable[..., Browser]) -> None:
    desk.begins()
    operator = browser("operator")
    assert operator.get(PATH).forms == []
    assert not [one for one in operator.get(f"{PATH}/1").forms if one.action.startswith("http")]
    form = desk.one.get(PATH).form(PATH)
    assert operator.post(PATH, form.fields, 403).refusal == "DeedIsNotAllowed"


def test_payments_of_another_society_are_not_there(
    desk: Desk, browser: Callable[..., Browser]
) -> None:
    desk.begins()
    assert browser("operator2").get(f"{PATH}/1", 404).refusal == "WalletPaymentIsUnknown"


def test_without_a_csc_id_it_is_said_who_writes_it(desk: Desk) -> None:
    person = desk.world.person("accountant")
    write_transaction(lambda: csc_people.unlink(person.id))
    page = desk.one.get(PATH)
    assert page.forms == []
    assert "प्रबंधक" in page.text


def test_keys_that_are_missing_are_said_and_nothing_is_lost(desk: Desk) -> None:
    (desk.csc.folder / "keys" / "csc" / "csc.pub.pem").unlink()
    form = desk.one.get(PATH).form(PATH)
    done = desk.one.send(form, "", 303, head=PRINTING, amount="500", what="टोनर")
    assert desk.one.get(done.location, 503).refusal == "KeyIsMissing"


def test_the_wallet_leads_to_payments_only_where_there_is_one(desk: Desk, app: Flask) -> None:
    assert PATH in desk.one.get("/wallet").links
    app.extensions["rokad"] = replace(app.extensions["rokad"], wallet_gateway=None)
    assert PATH not in desk.one.get("/wallet").links
    for path in (PATH, f"{PATH}/1", f"{PATH}/1/state", f"{PATH}/back"):
        desk.one.get(path, 404)


@pytest.mark.parametrize("who", ["officer", "district", "auditor", "chairman", "manager"])
def test_whoever_reads_the_wallet_sees_its_payments(
    desk: Desk, browser: Callable[..., Browser], who: str
) -> None:
    desk.comes_back(desk.pays(desk.begins()))
    desk.worker()
    query = "" if who in ("chairman", "manager") else "?society=KHR001"
    one = browser(who)
    assert "चुक गया" in one.get(f"{PATH}{query}").text
    page = one.get(f"{PATH}/1{query}")
    assert bool([form for form in page.forms if form.button("outcome=back")]) == (who == "manager")


def test_the_pages_speak_english_too(desk: Desk, browser: Callable[..., Browser]) -> None:
    desk.begins()
    one = browser("accountant", language="en")
    assert "Go to the CSC's page and pay" in one.get(f"{PATH}/1").text
    assert one.get(PATH).title == "Pay from the CSC wallet"
