"""The page of the wallet, and the form for commission."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions import bill_books
from portal.storage import daybook
from tests.bills_world import WITH_WALLET
from tests.browser_client import Browser
from tests.statements_world import found_as, reads
from tests.world import TODAY, World, voucher_count

OPEN = 8_00_000_00


@pytest.fixture
def stocked(world: World) -> World:
    world.starts_books(balances=WITH_WALLET)
    world.opens_day()
    return world


def test_it_shows_what_is_free_to_use(stocked: World, browser: Callable[..., Browser]) -> None:
    stocked.enters("csc_wallet_topup", 5000, head=2201)
    page = browser("operator").get("/wallet")
    shown = [one.get("data-paise") for one in page.all(data_paise=True)]
    assert shown[:3] == [str(OPEN + 5000_00), str(OPEN + 5000_00), "0"]
    assert "सीएससी वॉलेट में राशि डाली" in page.text
    assert {"/vouchers/new/csc_wallet_topup", "/wallet/commission", "/wallet/compare"} <= set(
        page.links
    )
    assert "/wallet/statements" in page.links


def test_what_is_reserved_is_taken_off(
    stocked: World, browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bill_books.bill_orders, "reserved_paise", lambda _: OPEN + 100)
    page = browser("operator").get("/wallet")
    assert page.one("p", class_="big").get("data-paise") == "-100"
    assert "राशि कम है" in page.warnings


def test_before_the_books_begin_it_is_empty(world: World, browser: Callable[..., Browser]) -> None:
    page = browser("operator").get("/wallet")
    assert page.one("p", class_="big").get("data-paise") == "0"
    assert "/wallet/commission" not in page.links


def test_while_cash_is_counted_the_wallet_is_still_shown(
    stocked: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    operator.begins_count()
    page = operator.get("/wallet")
    assert page.one("p", class_="big").get("data-paise") == str(OPEN)
    assert "/wallet/commission" not in page.links


def test_it_says_how_far_the_statement_reaches_and_what_differs(
    stocked: World, browser: Callable[..., Browser]
) -> None:
    reads(stocked, "24-11-2026,Charge,X1,5,,799995")
    page = browser("auditor").get("/wallet?society=KHR001")
    assert "1 जगह अंतर" in page.text
    assert "24-11-2026 तक की" in page.text
    assert "7,99,995" in page.text


def test_many_movements_lead_to_the_ledger(stocked: World, browser: Callable[..., Browser]) -> None:
    for rupees in range(1, 15):
        stocked.enters("csc_wallet_topup", rupees, head=2201)
    assert "/ledger/2204" in browser("manager").get("/wallet").links


def test_commission_is_read_back_and_entered_once(
    stocked: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    form = operator.get("/wallet/commission").form("/wallet/commission")
    page = operator.send(form, "", 200, net="95", tds="5", period="नवंबर 2026")
    assert [one.get("data-paise") for one in page.all("td", data_paise=True)] == ["500", "10000"]
    confirm = page.form(button="confirm")
    again = operator.send(confirm, "change", 200).form("/wallet/commission")
    assert again.fields["net"] == "95"
    saved = operator.follow(operator.send(confirm, "confirm"))
    found = daybook.voucher(stocked.society_id, saved.voucher_id)
    assert found is not None
    assert [(one.head, one.paise) for one in found.lines] == [
        (2204, 95_00), (2510, 5_00), (3304, -100_00),
    ]  # fmt: skip
    before = voucher_count()
    assert operator.follow(operator.send(confirm, "confirm")).voucher_id == saved.voucher_id
    assert voucher_count() == before


def test_wrong_figures_are_said_at_their_field(
    stocked: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    form = operator.get("/wallet/commission").form("/wallet/commission")
    assert "tds" in operator.send(form, "", 422, net="5", tds="6").errors
    assert "net" in operator.send(form, "", 422, net="0").errors
    assert "net" in operator.send(form, "", 422).errors
    page = operator.post(form.action, {**form.fields, "net": "5", "work": "tea"}, 422)
    assert (page.refusal, "work" in page.errors) == ("WorkIsUnknown", True)


def test_the_form_is_filled_from_the_statement(
    stocked: World, browser: Callable[..., Browser]
) -> None:
    reads(stocked, "24-11-2026,Commission,C1,,10,", "24-11-2026,TDS on commission,T1,1,,")
    operator = browser("operator")
    form = operator.get(f"/wallet/commission?month={TODAY[:7]}").form("/wallet/commission")
    assert (form.fields["net"], form.fields["tds"], form.fields["month"]) == ("9", "1", "2026-11")
    confirm = operator.send(form, "", 200).form(button="confirm")
    operator.send(confirm, "confirm")
    assert found_as() == ["commission"] * 2
    for month in ("2026-1x", "2026-10", ""):
        assert "month" not in operator.get(f"/wallet/commission?month={month}").form().fields


def test_without_a_day_no_commission_is_entered(
    world: World, browser: Callable[..., Browser]
) -> None:
    world.starts_books()
    assert browser("operator").get("/wallet/commission", 409).refusal == "NoDayIsOpen"
    form = {"net": "5", "work": "bill"}
    assert browser("operator").post("/wallet/commission", form, 409).refusal == "NoDayIsOpen"
