"""Correcting a voucher through its pages: what went wrong, the read-back, both ways linked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import daybook
from tests.actions.test_proposals import sets
from tests.browser_client import Browser
from tests.world import World, traces, voucher_count


def correct_page(voucher_id: int, reason: str = "") -> str:
    """Return the address of a correction."""
    return f"/vouchers/{voucher_id}/correct" + (f"?reason={reason}" if reason else "")


def test_a_wrong_voucher_asks_in_four_answers_what_went_wrong(operator: Browser) -> None:
    saved = operator.enters("csc_service_fee", 50, party="सुशीला देवी")
    asked = operator.get(correct_page(saved.voucher_id))
    reasons = [link for link in asked.links if "reason=" in link]
    assert [link.rpartition("=")[2] for link in reasons] == [
        "wrong_amount", "wrong_head", "twice", "not_ours",
    ]  # fmt: skip


def test_an_entry_made_twice_is_taken_back_after_a_read_back(
    operator: Browser, open_world: World
) -> None:
    """P3: nothing is erased; both vouchers show each other."""
    saved = operator.enters("csc_service_fee", 50)
    before = traces()
    form = operator.get(correct_page(saved.voucher_id, "twice")).form()
    read = operator.send(form, "", 200, remark="दो बार दब गया")
    assert traces() == before, "a read-back stores nothing"
    answer = operator.send(read.form(), "confirm")
    taken_back = operator.follow(answer)
    assert f"/vouchers/{saved.voucher_id}" in taken_back.links
    original = operator.get(f"/vouchers/{saved.voucher_id}")
    assert f"/vouchers/{taken_back.voucher_id}" in original.links
    assert daybook.balance(open_world.society_id, 3307) == 0


def test_a_correction_sent_twice_is_made_once(operator: Browser) -> None:
    """P1 holds for corrections too, though the voucher is already taken back by then."""
    saved = operator.enters("csc_service_fee", 50)
    form = operator.get(correct_page(saved.voucher_id, "not_ours")).form()
    read = operator.send(form, "", 200, remark="दूसरी समिति का")
    first = operator.send(read.form(), "confirm")
    count = voucher_count()
    again = operator.send(read.form(), "confirm")
    assert (again.location, voucher_count()) == (first.location, count)


def test_a_wrong_amount_makes_the_right_entry(operator: Browser, open_world: World) -> None:
    saved = operator.enters("csc_service_fee", 50)
    form = operator.get(correct_page(saved.voucher_id, "wrong_amount")).form()
    read = operator.send(form, "", 200, amount="५००", remark="शून्य छूट गया")
    operator.send(read.form(), "confirm")
    assert daybook.balance(open_world.society_id, 3307) == -500_00


def test_a_wrong_head_is_moved_without_touching_cash(operator: Browser, open_world: World) -> None:
    saved = operator.enters("csc_service_fee", 50)
    cash = daybook.balance(open_world.society_id, 2101)
    form = operator.get(correct_page(saved.voucher_id, "wrong_head")).form()
    read = operator.send(form, "", 200, right_head="3308", remark="गोदाम का किराया था")
    operator.send(read.form(), "confirm")
    moved = [daybook.balance(open_world.society_id, head) for head in (3307, 3308, 2101)]
    assert moved == [0, -50_00, cash]


@pytest.mark.parametrize(
    ("reason", "fields", "name"),
    [
        ("twice", {"remark": ""}, "ReasonIsMissing"),
        ("wrong_amount", {"amount": "50", "remark": "भूल"}, "AmountIsTheSame"),
        ("wrong_amount", {"amount": "0", "remark": "भूल"}, "AmountIsZero"),
        ("wrong_head", {"right_head": "0", "remark": "भूल"}, "RightHeadIsMissing"),
    ],
)
def test_an_incomplete_correction_is_refused_at_its_field(
    operator: Browser, reason: str, fields: dict[str, str], name: str
) -> None:
    saved = operator.enters("csc_service_fee", 50)
    before = traces()
    form = operator.get(correct_page(saved.voucher_id, reason)).form()
    assert operator.send(form, "", 422, **fields).refusal == name
    assert traces() == before


def test_what_is_taken_back_is_not_taken_back_again(operator: Browser) -> None:
    saved = operator.enters("csc_service_fee", 50)
    form = operator.get(correct_page(saved.voucher_id, "twice")).form()
    stale = operator.get(correct_page(saved.voucher_id, "not_ours")).form()
    operator.send(operator.send(form, "", 200, remark="दो बार").form(), "confirm")
    assert operator.send(stale, "", 409, remark="भूल").refusal == "VoucherIsReversed"


def test_another_societys_voucher_is_not_there(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    """P9: ids of another society lead nowhere."""
    saved = browser("operator").enters("csc_service_fee", 50)
    open_world.starts_books("KHR002")
    open_world.opens_day(code="KHR002")
    stranger = browser("operator2")
    assert stranger.get(correct_page(saved.voucher_id), 404).refusal == "VoucherIsUnknown"


def test_the_opening_balances_are_not_taken_back(operator: Browser) -> None:
    form = operator.get(correct_page(1, "twice")).form()
    assert operator.send(form, "", 409, remark="भूल").refusal == "OpeningBalancesStay"


@pytest.mark.parametrize("head", ["2201", "1701", "9999"])
def test_a_head_that_was_not_offered_is_not_taken_of_a_hand_made_form(
    operator: Browser, head: str
) -> None:
    """Free heads are for manager and accountant; a bank is no other name of a cost."""
    saved = operator.enters("tea_expense", 50)
    form = operator.get(correct_page(saved.voucher_id, "wrong_head")).form()
    assert f'value="{head}"' not in operator.get(correct_page(saved.voucher_id, "wrong_head")).html
    before = traces()
    data = {**form.fields, "right_head": head, "remark": "भूल", "confirm": "1"}
    told = operator.post(form.action, data, 422).refusal
    assert told == ("HeadIsUnknown" if head == "9999" else "RightHeadIsMissing")
    assert traces() == before


def test_a_correction_above_its_limit_says_so_before_it_is_sent(
    operator: Browser, open_world: World
) -> None:
    saved = operator.enters("stationery_paid", 50)
    sets(open_world, above=500)
    form = operator.get(correct_page(saved.voucher_id, "wrong_amount")).form()
    assert "दूसरे व्यक्ति" not in operator.send(form, "", 200, amount="400", remark="भूल").text
    read = operator.send(form, "", 200, amount="900", remark="भूल")
    assert "दूसरे व्यक्ति" in read.text
    assert operator.send(read.form(), "confirm").location == "/proposals/1?new=1"
