"""P2: whose each entry is, and that nothing is overdrawn or overpaid."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions import corrections as correcting
from portal.actions import sub_ledgers
from portal.actions.daybook import enter_voucher
from portal.domain.accounts import AccountIsClosed, AccountIsOfAnother, LoanLimitIsReached
from portal.domain.corrections import Correction
from portal.domain.daybook import (
    AccountHoldsLess,
    AccountIsMissing,
    Draft,
    Line,
    LoanOwesLess,
    MemberIsMissing,
)
from portal.domain.refusals import Refusal
from portal.storage import accounts, daybook
from portal.storage.engine import rows, write_transaction
from portal.storage.served import MEMBERS, Whom
from tests.actions.checked_books import registers_agree
from tests.members_world import a_member, an_account, buys_shares, puts_in, takes_out
from tests.world import World, traces


def enters(world: World, *lines: tuple[int, int, int | None], task: str = "") -> int:
    draft = Draft("journal", task, tuple(Line(*line) for line in lines))
    done = enter_voucher(world.doer(), world.slip(), world.society_id, draft)
    assert done.voucher_id is not None
    return done.voucher_id


def corrects(world: World, voucher_id: int, reason: str, **right: object) -> None:
    correction = Correction(reason, "भूल", **right)  # type: ignore[arg-type]
    correcting.correct_voucher(world.doer(), world.slip(), world.society_id, voucher_id, correction)


@pytest.mark.parametrize(
    ("head", "sub_id", "refusal"),
    [
        (1301, 99, AccountIsMissing),
        (1301, 0, AccountIsMissing),
        (1101, 99, MemberIsMissing),
        (1101, 0, MemberIsMissing),
        (1303, 1, AccountIsOfAnother),
        (2411, 1, AccountIsOfAnother),
        (1301, 2, AccountIsClosed),
        (1301, 3, AccountIsMissing),
    ],
)
def test_an_entry_is_of_an_open_account_of_its_head_and_society(
    open_world: World, head: int, sub_id: int, refusal: type[Refusal]
) -> None:
    """Account 1 is savings, 2 closed, 3 of another society."""
    member = a_member(open_world)
    an_account(member)
    closed = an_account(member)
    write_transaction(lambda: accounts.close(1, closed.id, "2026-11-24"))
    strange = a_member(open_world, code="KHR002")
    for _ in range(3):
        an_account(strange)
    before = traces()
    with pytest.raises(refusal):
        enters(open_world, (2101, 100_00, None), (head, -100_00, sub_id))
    assert traces() == before


def test_a_loan_stands_on_its_own_heads_with_one_key(open_world: World) -> None:
    loan = an_account(a_member(open_world), "loan")
    enters(open_world, (2412, 500_00, loan.id), (3201, -500_00, None))
    enters(open_world, (2501, 30_00, loan.id), (3101, -30_00, None))
    assert daybook.sub_balances(1, 2412) == {loan.id: 500_00}
    registers_agree(1)


@pytest.mark.parametrize(
    ("too_much", "refusal", "amount"),
    [
        (lambda one: takes_out(one[0], one[2], 301), AccountHoldsLess, "300"),
        (lambda one: puts_in(one[0], one[3], 201), LoanOwesLess, "200"),
        (lambda one: enters(one[0], (1101, 501_00, one[1].id), (2101, -501_00, None)),
         AccountHoldsLess, "500"),
    ],
)  # fmt: skip
def test_nothing_is_overdrawn_or_overpaid(
    open_world: World, too_much: Callable[..., object], refusal: type[Refusal], amount: str
) -> None:
    member = a_member(open_world)
    savings, loan = an_account(member), an_account(member, "loan")
    buys_shares(open_world, member, 500)
    puts_in(open_world, savings, 300)
    takes_out(open_world, loan, 200)
    before = traces()
    with pytest.raises(refusal) as refused:
        too_much((open_world, member, savings, loan))
    assert refused.value.params["amount"] == amount
    assert traces() == before


def test_both_sides_of_one_account_are_taken_together(open_world: World) -> None:
    """A voucher that takes out and puts back in moves nothing."""
    savings = an_account(a_member(open_world))
    enters(open_world, (1301, 50_00, savings.id), (1301, -50_00, savings.id))
    assert daybook.sub_balances(1, 1301) == {}


def test_whose_the_lines_are_is_noted(open_world: World) -> None:
    giver, taker = a_member(open_world), a_member(open_world)
    buys_shares(open_world, giver, 500)
    voucher_id = enters(open_world, (1101, 100_00, giver.id), (1101, -100_00, taker.id))
    assert rows(
        "SELECT record_id FROM voucher_for WHERE voucher_id = ? ORDER BY 1", voucher_id
    ) == [(giver.id,), (taker.id,)]
    assert rows("SELECT record_id, times FROM served ORDER BY 1") == [
        (giver.id, 2), (taker.id, 1),
    ]  # fmt: skip


def test_a_voucher_is_shown_with_whose_its_lines_are(open_world: World) -> None:
    """What is not allotted, and what is no more to be found, is nobody's."""
    member = a_member(open_world)
    savings = an_account(member)
    lines = [
        Line(*one) for one in (
            (1101, -5, member.id), (1301, -5, savings.id), (2101, 5), (1101, -5, 0), (1301, -5, 0),
            (1301, -5, 99), (1101, -5, 99), (2805, 5, 1),
        )
    ]  # fmt: skip
    found = sub_ledgers.owners(1, lines)
    assert found == {
        (1101, member.id): (member, None), (1301, savings.id): (member, savings),
    }  # fmt: skip
    assert sub_ledgers.owners(1, [Line(2101, 5), Line(3307, -5)]) == {}


def test_who_is_served_without_an_account_must_be_known(open_world: World) -> None:
    draft = open_world.drafts("csc_service_fee", 50)
    with pytest.raises(MemberIsMissing):
        enter_voucher(open_world.doer(), open_world.slip(), 1, draft, Whom(MEMBERS, 77))
    member = a_member(open_world)
    enter_voucher(open_world.doer(), open_world.slip(), 1, draft, Whom(MEMBERS, member.id))
    assert rows("SELECT record_id FROM voucher_for") == [(member.id,)]


def test_no_more_is_lent_than_was_sanctioned(open_world: World) -> None:
    """Cash part and kind part together."""
    loan = an_account(a_member(open_world), "loan", amount_paise=1_000_00)
    takes_out(open_world, loan, 600)
    with pytest.raises(LoanLimitIsReached) as refused:
        enters(open_world, (2412, 401_00, loan.id), (3201, -401_00, None))
    assert refused.value.params == {"limit": "1,000", "left": "400"}
    enters(open_world, (2412, 400_00, loan.id), (3201, -400_00, None))
    enters(open_world, (2501, 30_00, loan.id), (3101, -30_00, None))


def test_a_reversal_takes_the_money_out_of_the_account_again(open_world: World) -> None:
    savings = an_account(a_member(open_world))
    voucher_id = puts_in(open_world, savings, 300)
    corrects(open_world, voucher_id, "twice")
    assert daybook.sub_balances(1, 1301) == {}
    registers_agree(1)


def test_a_reversal_that_would_overdraw_is_refused(open_world: World) -> None:
    savings = an_account(a_member(open_world))
    voucher_id = puts_in(open_world, savings, 300)
    takes_out(open_world, savings, 100)
    before = traces()
    with pytest.raises(AccountHoldsLess):
        corrects(open_world, voucher_id, "not_ours")
    assert traces() == before


def test_a_right_amount_is_held_to_the_end_of_the_correction(open_world: World) -> None:
    """Reversal and replacement together: neither alone would be possible."""
    member = a_member(open_world)
    savings, loan = an_account(member), an_account(member, "loan")
    voucher_id = puts_in(open_world, savings, 500)
    takes_out(open_world, savings, 200)
    corrects(open_world, voucher_id, "wrong_amount", right_amount_paise=300_00)
    assert daybook.sub_balances(1, 1301) == {savings.id: -100_00}
    takes_out(open_world, loan, 1_000)
    voucher_id = puts_in(open_world, loan, 800)
    corrects(open_world, voucher_id, "wrong_amount", right_amount_paise=900_00)
    assert daybook.sub_balances(1, 2411) == {loan.id: 100_00}
    registers_agree(1)


def test_money_of_a_wrong_register_moves_to_the_right_head(open_world: World) -> None:
    savings = an_account(a_member(open_world))
    voucher_id = puts_in(open_world, savings, 300)
    corrects(open_world, voucher_id, "wrong_head", right_head=3402)
    assert daybook.balance(1, 3402) == -300_00
    registers_agree(1)
