"""Joining and leaving at the screen: share money waits, admission, refusal, transfer, death."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.domain.members import Member
from portal.storage import accounts, daybook, looks, members
from portal.storage.engine import write_transaction
from tests.browser_client import Browser, Page
from tests.members_world import a_member, an_account, buys_shares, moves, puts_in, takes_out
from tests.world import World

RESOLUTION = {"resolution_no": "7", "resolution_on": "20-11-2026"}


@pytest.fixture
def manager(open_world: World, browser: Callable[..., Browser]) -> Browser:
    """The manager of KHR001 on an open day."""
    return browser("manager")


def an_applicant(world: World, rupees: int = 0, **particulars: str) -> Member:
    found = a_member(world, status="applicant", member_no=None, joined_on="", **particulars)
    if rupees:
        moves(world, 1104, found.id, -rupees)
    return found


def _record(world: World, member_id: int) -> Member:
    found = members.member(world.society_id, member_id)
    assert found is not None
    return found


def _step(browser: Browser, path: str, status: int = 303, **fields: str) -> Page:
    return browser.send(browser.get(path).form(path), "", status, **{**RESOLUTION, **fields})


def test_an_applicant_becomes_a_member_and_the_money_shares(
    manager: Browser, open_world: World
) -> None:
    a_member(open_world, member_no="41")
    found = an_applicant(open_world, 200)
    form = manager.get(f"/applicants/{found.id}/admit").form(f"/applicants/{found.id}/admit")
    assert form.fields["member_no"] == "42"
    first = manager.send(form, **RESOLUTION)
    again = manager.send(form, **RESOLUTION)
    assert first.location == again.location == "/members/42?new=1"
    one = _record(open_world, found.id)
    assert (one.member_no, one.status, one.joined_on, one.resolution_no) == (
        "42", "active", "2026-11-20", "7",
    )  # fmt: skip
    held = accounts.balances_of(open_world.society_id, found.id)
    assert held == {(1101, found.id): -200_00, (1104, found.id): 0}
    assert daybook.balance(open_world.society_id, 1104) == 0


def test_a_nominal_member_gets_shares_of_its_own_head(manager: Browser, open_world: World) -> None:
    found = an_applicant(open_world, 100, member_class="nominal")
    _step(manager, f"/applicants/{found.id}/admit")
    assert accounts.balances_of(open_world.society_id, found.id)[1102, found.id] == -100_00


def test_without_an_open_day_waiting_money_can_not_become_shares(
    manager: Browser, open_world: World
) -> None:
    found = an_applicant(open_world, 200)
    poor = an_applicant(open_world, name_hi="गीता बाई")
    before = manager.get(f"/applicants/{found.id}/admit")
    manager.begins_count()
    form = before.form(f"/applicants/{found.id}/admit")
    page = manager.send(form, "", 409, **RESOLUTION)
    assert page.refusal == "CountIsGoingOn"
    assert _record(open_world, found.id).status == "applicant"
    _step(manager, f"/applicants/{poor.id}/admit")
    assert _record(open_world, poor.id).is_active


@pytest.mark.parametrize(
    ("field", "typed"),
    [("member_no", "41"), ("member_no", "12/7"), ("resolution_no", ""),
     ("resolution_on", "25-12-2026"), ("resolution_on", "x")],
)  # fmt: skip
def test_what_is_wrong_with_an_admission_is_said_at_its_field(
    field: str, typed: str, manager: Browser, open_world: World
) -> None:
    a_member(open_world, member_no="41")
    found = an_applicant(open_world, 200)
    page = _step(manager, f"/applicants/{found.id}/admit", 422, **{field: typed})
    assert list(page.errors) == [field]
    assert _record(open_world, found.id).status == "applicant"


def test_a_refused_applicant_gets_the_money_back_first(manager: Browser, open_world: World) -> None:
    found = an_applicant(open_world, 200)
    path = f"/applicants/{found.id}/refuse"
    page = _step(manager, path, 422)
    assert page.refusal == "ShareMoneyIsPending"
    assert f"/vouchers/new/share_pending_refund?applicant={found.id}" in page.links
    moves(open_world, 1104, found.id, 200)
    _step(manager, path)
    assert _record(open_world, found.id).status == "refused"
    assert manager.get(path, 409).refusal == "IsNoApplicant"


def test_shares_go_to_another_member(manager: Browser, open_world: World) -> None:
    giver, taker = a_member(open_world, member_no="1"), a_member(open_world, member_no="2")
    a_member(open_world, member_no="3", status="ceased")
    buys_shares(open_world, giver, 300)
    for to_no, amount, field in (("9", "100", "to_no"), ("1", "100", "to_no"),
                                 ("3", "100", "to_no"), ("2", "400", "amount"),
                                 ("2", "0", "amount")):  # fmt: skip
        page = _step(manager, "/members/1/transfer", 422, to_no=to_no, amount=amount)
        assert list(page.errors) == [field]
    page = manager.follow(_step(manager, "/members/1/transfer", to_no="2", amount="100"))
    assert page.voucher_no.startswith("journal-")
    society_id = open_world.society_id
    assert accounts.balances_of(society_id, giver.id)[1101, giver.id] == -200_00
    assert accounts.balances_of(society_id, taker.id)[1101, taker.id] == -100_00


def test_who_leaves_owes_nothing_and_has_no_open_account(
    manager: Browser, open_world: World
) -> None:
    member = a_member(open_world, member_no="1")
    buys_shares(open_world, member, 300)
    loan = an_account(member, "loan")
    takes_out(open_world, loan, 500)
    assert _step(manager, "/members/1/resign", 422).refusal == "LoanIsOwed"
    puts_in(open_world, loan, 500)
    page = _step(manager, "/members/1/resign", 422)
    assert page.refusal == "AccountsAreOpen"
    assert loan.account_no in page.warnings
    write_transaction(lambda: accounts.close(open_world.society_id, loan.id, "2026-11-24"))
    assert list(_step(manager, "/members/1/resign", 422).errors) == ["pays_later"]
    moves(open_world, 1101, member.id, 300)
    _step(manager, "/members/1/resign")
    one = _record(open_world, member.id)
    assert (one.status, one.left_on, one.leaving_resolution_no) == ("ceased", "2026-11-20", "7")
    assert _step(manager, "/members/1/resign", 422).refusal == "MemberIsNotActive"


def test_shares_may_wait_to_be_given_back(manager: Browser, open_world: World) -> None:
    member = a_member(open_world, member_no="1")
    buys_shares(open_world, member, 300)
    path = "/members/1/resign"
    form = manager.get(path).form(path)
    manager.send(form, **RESOLUTION, pays_later="y")
    assert _record(open_world, member.id).status == "ceased"


def test_a_death_is_noted_with_the_heirs(manager: Browser, open_world: World) -> None:
    member = a_member(open_world, member_no="1")
    path = "/members/1/death"
    heirs = {"heir1_name": "सुनीता", "heir1_relation": "पत्नी", "heir1_percent": "50"}
    form = manager.get(path).form(path)
    page = manager.send(form, "", 422, died_on="20-11-2026", **heirs)
    assert list(page.errors) == ["heir1_percent"]
    page = manager.send(form, "", 422, died_on="20-12-2026")
    assert list(page.errors) == ["died_on"]
    manager.send(form, died_on="20-11-2026", heir1_name="सुनीता", heir1_relation="पत्नी")
    one = _record(open_world, member.id)
    assert (one.status, one.left_on) == ("deceased", "2026-11-20")
    assert one.heirs == (("सुनीता", "पत्नी", 100),)
    again = manager.get(path).form(path)
    assert again.fields["died_on"] == "20-11-2026"
    two = {"heir1_percent": "60", "heir2_name": "अजय", "heir2_percent": "40"}
    manager.follow(manager.send(again, **two))
    assert len(_record(open_world, member.id).heirs) == 2
    assert "वारिस बदले गए" in manager.get("/members/1/history").text


def test_a_look_at_the_balances_is_noted(manager: Browser, open_world: World) -> None:
    """P9."""
    a_member(open_world, member_no="1")
    manager.get("/members/1/resign")
    (look,) = looks.of_society(open_world.society_id, "1", 10**9, 10)
    assert look.reason == "leaving"


def test_an_operator_admits_nobody(operator: Browser, open_world: World) -> None:
    found = an_applicant(open_world)
    assert operator.get(f"/applicants/{found.id}/admit", 403).refusal == "DeedIsNotAllowed"


@pytest.mark.parametrize("status", ["ceased", "deceased"])
def test_who_left_or_died_gets_the_share_money_back(
    status: str, manager: Browser, open_world: World
) -> None:
    member = a_member(open_world, member_no="1")
    buys_shares(open_world, member, 300)
    if status == "ceased":
        manager.send(manager.get("/members/1/resign").form("/members/1/resign"),
                     **RESOLUTION, pays_later="y")  # fmt: skip
    else:
        path = "/members/1/death"
        manager.send(manager.get(path).form(path), died_on="20-11-2026")
        assert "/vouchers/new/share_refund?member_no=1" in manager.get("/members/1/record").links
    form = manager.get("/vouchers/new/share_refund?member_no=1").form()
    page = manager.send(form, "", 200, amount="300")
    manager.follow(manager.send(page.form(button="confirm"), "confirm"))
    assert accounts.balances_of(open_world.society_id, member.id)[1101, member.id] == 0
