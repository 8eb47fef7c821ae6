"""An account above the limit is closed: the chairman decides on his own phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portal.storage import accounts, daybook, engine, looks
from portal.storage.daybook import balance
from tests.actions.test_proposals import leaves, sets, state
from tests.browser_client import Browser, Page
from tests.members_world import a_member, an_account, puts_in
from tests.reopening_world import reopens
from tests.world import World, voucher_count

People = Callable[..., Browser]


@pytest.fixture
def saved_up(open_world: World) -> tuple[World, Any]:
    """Sushila has ₹ 8,000 on her savings account; above ₹ 5,000 a second person agrees."""
    account = an_account(a_member(open_world))
    puts_in(open_world, account, 8_000)
    sets(open_world, 5_000)
    return open_world, account


def closes(clerk: Browser, account_id: int) -> Page:
    """Close an account by its page and return what was answered."""
    path = f"/accounts/{account_id}/close"
    page = clerk.send(clerk.get(path).form(path), "", 200)
    assert "दूसरे व्यक्ति की मंज़ूरी" in page.text
    return clerk.send(page.form(button="confirm"), "confirm")


def is_open(account_id: int) -> bool:
    found = accounts.account(1, account_id)
    assert found is not None
    return found.is_open


def test_the_chairman_agrees_on_his_phone(saved_up: tuple[World, Any], browser: People) -> None:
    """P4, P5, P9: it waits at the account, he sees what she has, the look is kept, it is closed."""
    world, account = saved_up
    clerk, before = browser("operator"), voucher_count()
    page = clerk.follow(closes(clerk, account.id))
    assert "दूसरे व्यक्ति की मंज़ूरी बाकी" in page.text
    assert (voucher_count(), is_open(account.id)) == (before, True)

    page = clerk.get(f"/accounts/{account.id}/close")
    assert "/proposals/1" in page.links
    assert not [one for one in page.forms if one.action.startswith("/accounts/")]
    assert "/proposals/1" in clerk.get("/members/101").links
    looked = looks.times_since(world.society_id, "101", 0)

    phone = browser("chairman", address="10.0.0.9")
    assert "/proposals/1" in phone.get("/").links
    page = phone.get("/proposals/1")
    for needed in ("8,000", "आठ हज़ार", "सुशीला देवी", "अभी ₹ 8,000, इसके बाद ₹ 0", "खाता बंद",
                   "रेखा मंडलोई"):  # fmt: skip
        assert needed in page.text, needed
    assert looks.times_since(world.society_id, "101", 0) == looked + 1
    cash = balance(world.society_id, 2101)
    done = phone.follow(phone.send(page.form("/proposals/1"), "approve"))
    assert done.one("div", data_proposal_id="1").get("data-state") == "approved"
    assert not is_open(account.id)
    assert balance(world.society_id, 2101) == cash - 8_000_00
    voucher = daybook.voucher(world.society_id, before + 1)
    assert voucher is not None
    assert voucher.entered_by == world.person("operator").id
    assert voucher.approved_by == world.person("chairman").id
    assert phone.send(page.form("/proposals/1"), "approve").location == "/proposals/1"
    assert voucher_count() == before + 1


def test_a_second_closing_is_refused_and_a_word_is_needed_to_refuse_the_first(
    saved_up: tuple[World, Any], browser: People
) -> None:
    world, account = saved_up
    clerk, other = browser("operator"), browser("accountant", address="10.0.0.4")
    path = f"/accounts/{account.id}/close"
    second = other.send(other.get(path).form(path), "", 200)
    closes(clerk, account.id)
    assert other.send(second.form(button="confirm"), "confirm", 409).refusal == "RecordIsWaiting"

    manager = browser("manager", address="10.0.0.5")
    page = manager.get("/proposals/1")
    page = manager.send(page.form("/proposals/1"), "refuse", 422)
    assert page.refusal == "RemarkIsMissing"
    manager.send(page.form("/proposals/1"), "refuse", remark="पासबुक नहीं लाई")
    assert "पासबुक नहीं लाई" in clerk.get("/proposals/1").text
    assert is_open(account.id)
    assert clerk.get(path).form(path)
    assert state(world, 1) == "refused"


def test_money_that_came_meanwhile_is_said_and_it_goes_on_waiting(
    saved_up: tuple[World, Any], browser: People
) -> None:
    world, account = saved_up
    closes(browser("operator"), account.id)
    puts_in(world, account, 500)
    phone = browser("chairman", address="10.0.0.9")
    page = phone.get("/proposals/1")
    answer = phone.send(page.form("/proposals/1"), "approve", 409)
    assert answer.refusal == "SumHasChanged"
    assert "8,500" in answer.text
    assert [one.action for one in answer.forms] == ["/proposals/1"]
    assert (state(world, 1), is_open(account.id)) == ("waiting", True)


def test_while_cash_is_counted_nobody_agrees_and_with_the_day_it_lapses(
    saved_up: tuple[World, Any], browser: People
) -> None:
    """D5."""
    world, account = saved_up
    clerk, phone = browser("operator"), browser("chairman", address="10.0.0.9")
    closes(clerk, account.id)
    agreeing = phone.get("/proposals/1").form("/proposals/1")
    clerk.begins_count()
    answer = phone.send(agreeing, "approve", 409)
    assert answer.refusal == "CountIsGoingOn"
    page = clerk.counts_rupees(balance(world.society_id, 2101) // 100)
    assert "/proposals/1" in page.links
    clerk.send(page.form("/day/close"), "confirm", lapse="1")
    assert (state(world, 1), is_open(account.id)) == ("lapsed", True)
    assert phone.send(agreeing, "approve", 409).refusal == "ProposalIsDecided"
    assert not phone.get("/proposals/1").forms


def test_on_a_reopened_day_it_waits_only_where_its_work_was_granted(
    saved_up: tuple[World, Any], browser: People
) -> None:
    """D9."""
    world, account = saved_up
    world.counts(balance(world.society_id, 2101) // 100)
    world.closes_day()
    reopens(world)
    clerk, path = browser("operator"), f"/accounts/{account.id}/close"
    page = clerk.send(clerk.get(path).form(path), "", 200)
    answer = clerk.open("POST", path, page.form(button="confirm").fields | {"confirm": "1"})
    assert answer.refusal == "TaskIsNotGranted"
    assert engine.value("SELECT COUNT(*) FROM proposal") == 0


def test_where_nobody_else_is_there_the_officer_agrees(
    saved_up: tuple[World, Any], browser: People
) -> None:
    world, account = saved_up
    leaves("chairman")
    closes(browser("manager"), account.id)
    officer = browser("officer", address="10.0.0.8")
    assert "/approvals" in officer.get("/officer").links
    page = officer.get("/proposals/1?society=KHR001")
    assert "अभी ₹ 8,000, इसके बाद ₹ 0" in page.text
    officer.send(page.form("/proposals/1"), "approve")
    assert (state(world, 1), is_open(account.id)) == ("approved", False)
