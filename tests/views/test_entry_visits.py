"""One visit is one voucher: several deposits together, their journals and corrections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions.daybook import enter_voucher
from portal.domain.daybook import Draft, Line
from portal.domain.members import Member
from portal.storage import accounts, daybook
from tests.actions.checked_books import registers_agree
from tests.browser_client import Browser
from tests.members_world import a_member, an_account, buys_shares, takes_out
from tests.views.test_entry_members import lines_of, names
from tests.world import World, voucher_count

VISIT = "/vouchers/new/member_visit"


@pytest.fixture
def member(open_world: World) -> Member:
    """Member 101 of KHR001, with no account yet."""
    return a_member(open_world)


def test_one_visit_is_one_voucher(operator: Browser, member: Member, open_world: World) -> None:
    """Savings, recurring, share money, loan, interest and penal interest together."""
    savings, recurring = an_account(member), an_account(member, "recurring")
    loan = an_account(member, "loan", head=2421)
    takes_out(open_world, loan, 5_000)
    page = names(operator, VISIT, "101")
    form = page.form(VISIT)
    assert "amount8" not in form.fields
    page = operator.send(
        form, "", 200, amount="100", amount2="200", amount3="300", amount4="1000", amount5="70",
        amount6="5", amount9="10",
    )  # fmt: skip
    done = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert lines_of(done.voucher_id) == {
        (2101, None): 1_685_00, (1301, savings.id): -100_00, (1304, recurring.id): -200_00,
        (1101, member.id): -300_00, (2421, loan.id): -1_000_00, (3102, None): -70_00,
        (3104, None): -5_00, (3402, None): -10_00,
    }  # fmt: skip
    assert accounts.balances_of(1, member.id)[2421, loan.id] == 4_000_00


def test_one_visit_may_leave_out_any_amount(
    operator: Browser, member: Member, open_world: World
) -> None:
    an_account(member)
    recurring = an_account(member, "recurring")
    page = operator.send(names(operator, VISIT, "101").form(VISIT), "", 200, amount2="200")
    done = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert lines_of(done.voucher_id) == {(2101, None): 200_00, (1304, recurring.id): -200_00}
    page = operator.send(names(operator, VISIT, "101").form(VISIT), "", 422, narration="x")
    assert page.refusal == "AmountIsZero"


def test_kcc_recovery_takes_principal_interest_penalty_and_shares_together(
    operator: Browser, member: Member, open_world: World
) -> None:
    loan = an_account(member, "loan")
    takes_out(open_world, loan, 5_000)
    path = "/vouchers/new/kcc_repay"
    page = names(operator, path, "101", amount="5000", amount2="350", amount3="20", amount5="100")
    done = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert lines_of(done.voucher_id) == {
        (2101, None): 5_470_00, (2411, loan.id): -5_000_00, (3101, None): -350_00,
        (3104, None): -20_00, (1101, member.id): -100_00,
    }  # fmt: skip


def test_money_for_an_account_that_is_none_is_never_left_out(
    operator: Browser, member: Member
) -> None:
    """A form sent at once, with an amount for a loan that the member does not have."""
    an_account(member)
    page = names(operator, VISIT, "101", 422, amount="10", amount4="500")
    assert page.refusal == "NoAccountYet"
    assert voucher_count() == 1


def test_a_loan_in_fertiliser_and_interest_on_a_deposit_are_journals_of_the_member(
    browser: Callable[..., Browser], member: Member
) -> None:
    manager = browser("manager")
    savings, loan = an_account(member), an_account(member, "loan", amount_paise=9_000_00)
    page = names(manager, "/vouchers/new/kcc_disburse_kind", "101", amount="800", head="3202")
    done = manager.follow(manager.send(page.form(button="confirm"), "confirm"))
    assert lines_of(done.voucher_id) == {(2412, loan.id): 800_00, (3202, None): -800_00}
    page = names(manager, "/vouchers/new/deposit_interest", "101", amount="12.50")
    done = manager.follow(manager.send(page.form(button="confirm"), "confirm"))
    assert lines_of(done.voucher_id) == {(4101, None): 12_50, (1301, savings.id): -12_50}


def test_an_incentive_moves_from_what_is_due_to_the_savings_account(
    browser: Callable[..., Browser], member: Member, open_world: World
) -> None:
    manager = browser("manager")
    savings = an_account(member)
    draft = Draft("journal", "", (Line(3406, 50_00), Line(1606, -50_00, member.id)))
    enter_voucher(open_world.doer(), open_world.slip(), 1, draft)
    path = "/vouchers/new/pri_credit"
    page = names(manager, path, "101", amount="51")
    page = manager.send(page.form(button="confirm"), "confirm", 422)
    assert page.errors["amount"]
    page = names(manager, path, "101", amount="50")
    done = manager.follow(manager.send(page.form(button="confirm"), "confirm"))
    assert lines_of(done.voucher_id) == {(1606, member.id): 50_00, (1301, savings.id): -50_00}


def test_a_visit_is_corrected_as_a_whole_or_in_one_amount(
    operator: Browser, member: Member
) -> None:
    """P3: the reversal goes back to the same accounts."""
    savings, recurring = an_account(member), an_account(member, "recurring")
    page = names(operator, VISIT, "101", amount="100", amount2="200", amount3="300")
    done = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    path = f"/vouchers/{done.voucher_id}/correct"
    form = operator.get(f"{path}?reason=wrong_amount").form(path)
    page = operator.send(form, "", 200, amount="100", amount2="20", amount3="300", remark="भूल")
    operator.send(page.form(button="confirm"), "confirm")
    assert daybook.sub_balances(1, 1304) == {recurring.id: -20_00}
    assert daybook.sub_balances(1, 1301) == {savings.id: -100_00}
    assert daybook.sub_balances(1, 1101)[member.id] == -300_00
    registers_agree(1)


def test_the_right_head_is_never_one_of_a_register(operator: Browser, member: Member) -> None:
    """P2: a correction can't say whose the entry would be."""
    voucher_id = operator.enters("csc_service_fee", 50).voucher_id
    path = f"/vouchers/{voucher_id}/correct"
    form = operator.get(f"{path}?reason=wrong_head").form(path)
    assert not {"1301", "1101", "2411", "2805"} & set(form.choices["right_head"])
    page = operator.post(path, {**form.fields, "right_head": "1301", "remark": "भूल"}, 422)
    assert page.refusal == "HeadHasARegister"
    assert page.errors["right_head"]


def test_no_more_is_lent_than_was_sanctioned(
    open_world: World, browser: object, member: Member
) -> None:
    manager = browser("manager")  # type: ignore[operator]
    an_account(member, "loan", amount_paise=10_000_00)
    path = "/vouchers/new/kcc_disburse_cash"
    page = names(manager, path, "101", amount="10001")
    page = manager.send(page.form(button="confirm"), "confirm", 422)
    assert page.refusal == "LoanLimitIsReached"
    page = names(manager, path, "101", amount="10000")
    manager.send(page.form(button="confirm"), "confirm")
    assert buys_shares(open_world, member, 10) > 0
