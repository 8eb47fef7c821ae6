"""A day of a society from end to end, each person at a browser of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.browser_client import Browser
from tests.world import TODAY, World, traces


def test_a_day_from_opening_to_the_check_of_its_sheet(
    world: World, browser: Callable[..., Browser]
) -> None:
    """P1, P2, P6, P7, P9: operator, manager, officer, and anyone who holds the printed sheet."""
    world.starts_books()
    operator, manager, officer = browser("operator"), browser("manager"), browser("officer")

    operator.opens_day()
    fee = operator.enters("csc_service_fee", "५०", party="सुशीला देवी")
    sale = operator.enters("fert_sale_cash", "1,350", party="राम लाल", given="1500")
    assert "150" in sale.text
    tea = manager.enters("tea_expense", 120, party="होटल")
    assert (fee.voucher_no, sale.voucher_no) == ("cash_receipt-1", "sales-1")
    assert tea.voucher_no == "cash_payment-1"

    page = operator.get(f"/cashbook/{TODAY}")
    assert "1,350" in page.text
    page = operator.counts_rupees(26_386 + 50 + 1_350 - 120)
    assert page.form(button="confirm")
    sheet = operator.follow(operator.closes())
    assert "27,666" in sheet.text

    round_of = officer.get("/officer")
    verify = officer.follow(officer.send(round_of.form("/officer"), f"verify=KHR001:{TODAY}"))
    assert verify.status == 200
    assert "सत्यापित" in officer.get("/day?society=KHR001").text

    code = _code_of(world)
    checked = manager.get(f"/seals?code={code}")
    assert checked.one("div", data_matches=True).get("data-matches") == "yes"
    assert "27,666" in checked.text


def _code_of(world: World) -> str:
    from portal.domain.seals import code_of
    from portal.storage import seals

    seal = seals.seal_of_day(world.society_id, TODAY)
    assert seal is not None
    return code_of(seal.hash)


def test_a_day_sent_back_is_answered_and_verified(
    lived_in: World, browser: Callable[..., Browser]
) -> None:
    """P6: the remark is seen, answered by the society, and the officer verifies."""
    on = "2026-11-22"
    operator, officer = browser("operator"), browser("officer")
    page = operator.get(f"/day/review/{on}")
    assert "पर्ची संख्या 4 का कागज नहीं मिला" in page.text
    form = page.form(f"/day/review/{on}")
    operator.send(form, "", 303, remark="कागज मिल गया, फाइल में लगा दिया")
    page = officer.get(f"/officer/KHR001/{on}")
    assert "कागज मिल गया" in page.text
    officer.send(page.form(button="outcome=verified"), "outcome=verified")
    before = traces()
    again = {**page.form(button="outcome=verified").fields, "outcome": "sent_back", "remark": "x"}
    assert officer.open("POST", f"/officer/KHR001/{on}", again).status == 409
    assert traces() == before


def test_a_power_cut_after_sending_loses_and_doubles_nothing(
    app: Flask, open_world: World, browser: Callable[..., Browser]
) -> None:
    """P1: the answer never came; the browser starts anew, signs in, asks, and sends again."""
    operator = browser("operator")
    form = operator.reads_back("csc_service_fee", 50, party="राम").form(button="confirm")
    operator.send(form, "confirm")
    after = browser("operator")
    assert after.get(f"/entries/{form.token}").voucher_id == 2
    answer = after.post(form.action, {**form.fields, "confirm": "1"})
    assert answer.location == "/vouchers/2?new=1"
    assert len(after.get("/day/running").all("li", data_voucher_no=True)) == 1


def test_a_wrong_entry_is_put_right_and_the_day_still_closes(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    """P3: nothing is erased; the wrong voucher stays, its correction beside it."""
    operator = browser("operator")
    wrong = operator.enters("csc_service_fee", 500, party="राम")
    path = f"/vouchers/{wrong.voucher_id}/correct"
    assert path in wrong.links
    assert f"{path}?reason=wrong_amount" in operator.get(path).links
    form = operator.get(f"{path}?reason=wrong_amount").form(path)
    page = operator.send(form, "", 200, amount=50, remark="एक शून्य ज़्यादा लग गया")
    operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    page = operator.get(f"/vouchers/{wrong.voucher_id}")
    assert page.voucher_no == wrong.voucher_no
    assert path not in page.links
    rows = operator.get("/day/running").all("li", data_voucher_no=True)
    assert len(rows) == 3
    operator.counts_rupees(26_436)
    assert operator.closes().location == f"/day/sheet/{TODAY}"


@pytest.mark.parametrize("language", ["hi", "en"])
def test_three_days_run_on_from_each_other(
    language: str, world: World, browser: Callable[..., Browser]
) -> None:
    """P6: each day opens with the cash that the last one closed with."""
    world.starts_books()
    cash = 26_386
    for on in ("2026-11-24", "2026-11-25", "2026-11-26"):
        operator = browser("operator", language=language)
        operator.opens_day(on)
        operator.enters("csc_service_fee", 100)
        cash += 100
        operator.counts_rupees(cash)
        operator.closes()
        world.clock.move(days=1)
    operator = browser("operator", language=language)
    assert f"{cash:,}" in operator.get("/cashbook/2026-11-26").text
