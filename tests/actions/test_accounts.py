"""Accounts of members: opened without money, closed empty or with their payment, once each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.actions import accounts as deeds
from portal.actions import corrections as correcting
from portal.actions.proof import prove_society
from portal.domain.accounts import (
    AccountIsClosed,
    AccountNumberIsTaken,
    AccountStillHolds,
    KindIsMissing,
    LoanIsStillOwed,
    Payout,
    Terms,
)
from portal.domain.corrections import Correction
from portal.domain.daybook import CashWouldGoNegative, NoDayIsOpen, ReferenceIsMissing
from portal.domain.member_account import AccountIsUnknown
from portal.domain.members import MemberIsNotActive, MemberIsUnknown
from portal.domain.refusals import Refusal
from portal.storage import accounts, daybook
from portal.storage.engine import rows, value, write_transaction
from tests.actions.checked_books import registers_agree
from tests.members_world import a_member, an_account, moves, puts_in, takes_out
from tests.world import World, traces

SAVINGS = Terms(kind="savings", account_no="S-101")


def opens(world: World, member_id: int, terms: Terms = SAVINGS) -> int:
    deeds.open_account(world.doer(), world.slip(), world.society_id, member_id, terms)
    found = accounts.account_by_no(world.society_id, terms.account_no)
    assert found is not None
    return found.id


def closes(world: World, account_id: int, how: Payout | None = None) -> int | None:
    done = deeds.close_account(world.doer(), world.slip(), world.society_id, account_id, how)
    return done.voucher_id


def acts() -> list[str]:
    kinds = (deeds.RECORDED, deeds.CLOSED, deeds.REOPENED)
    found = rows("SELECT kind FROM act WHERE kind IN (?, ?, ?) ORDER BY id", *kinds)
    return [kind for (kind,) in found]


def test_opening_moves_no_money_and_is_chained_without_words(open_world: World) -> None:
    member = a_member(open_world)
    before = value("SELECT COUNT(*) FROM voucher")
    opens(open_world, member.id, Terms(
        kind="fixed", account_no="F-1", amount_paise=5_000_00, rate_bp=700, months=12
    ))  # fmt: skip
    found = accounts.account_by_no(1, "F-1")
    assert found is not None
    assert (found.kind, found.head, found.due_on, found.opened_on) == (
        "fixed", 1303, "2027-11-24", "2026-11-24",
    )  # fmt: skip
    assert value("SELECT COUNT(*) FROM voucher") == before
    detail = value("SELECT detail FROM act WHERE kind = 'accounts_recorded'")
    assert "सुशीला" not in detail
    assert prove_society("KHR001", open_world.keys).is_whole


def test_a_number_is_given_once(open_world: World) -> None:
    member = a_member(open_world)
    assert deeds.proposed_no(1, "savings") == "S-101"
    opens(open_world, member.id)
    assert deeds.proposed_no(1, "savings") == "S-102"
    with pytest.raises(AccountNumberIsTaken):
        opens(open_world, member.id, replace(SAVINGS, kind="daily"))
    with pytest.raises(KindIsMissing):
        deeds.proposed_no(1, "matured")


def test_only_members_open_accounts_on_an_open_day(world: World) -> None:
    world.starts_books()
    member = a_member(world)
    with pytest.raises(NoDayIsOpen):
        opens(world, member.id)
    world.opens_day()
    with pytest.raises(MemberIsUnknown):
        opens(world, 99)
    for status in ("applicant", "ceased", "deceased", "refused"):
        with pytest.raises(MemberIsNotActive):
            opens(world, a_member(world, status=status).id)


def test_many_accounts_are_put_in_at_once(open_world: World) -> None:
    member = a_member(open_world)
    account = an_account(member)
    many = [account._replace(account_no=f"X-{no}") for no in range(450)]
    ids = write_transaction(lambda: deeds.record_accounts(open_world.doer(), 1, "2026-11-24", many))
    assert ids == list(range(2, 452))
    assert acts().count("accounts_recorded") == 2
    for taken in ([many[0]], [account._replace(account_no="Y")] * 2):
        with pytest.raises(AccountNumberIsTaken):
            write_transaction(
                lambda taken=taken: deeds.record_accounts(open_world.doer(), 1, "2026-11-24", taken)
            )
    assert prove_society("KHR001", open_world.keys).is_whole


def test_a_closing_pays_all_out_in_the_same_deed(open_world: World) -> None:
    account = an_account(a_member(open_world), "recurring")
    puts_in(open_world, account, 600)
    with pytest.raises(AccountStillHolds) as refused:
        closes(open_world, account.id)
    assert refused.value.params == {"amount": "600"}
    voucher_id = closes(open_world, account.id, Payout(party="सुशीला देवी"))
    assert voucher_id is not None
    found = daybook.voucher(1, voucher_id)
    assert found is not None
    assert (found.task, found.kind, found.total_paise) == ("deposit_out", "cash_payment", 600_00)
    assert acts()[-1] == "account_closed"
    assert rows("SELECT times FROM served") == [(2,)]
    with pytest.raises(AccountIsClosed):
        closes(open_world, account.id, Payout())
    with pytest.raises(AccountIsClosed):
        puts_in(open_world, account, 5)
    registers_agree(1)
    assert prove_society("KHR001", open_world.keys).is_whole


def test_paise_of_a_closing_in_cash_go_to_rounding(open_world: World) -> None:
    """Cash is whole rupees."""
    account = an_account(a_member(open_world))
    puts_in(open_world, account, 139)
    moves_interest(open_world, account.id, 62)
    closes(open_world, account.id, Payout())
    assert daybook.balance(1, 4320) == 38
    assert daybook.balance(1, 1301) == 0
    registers_agree(1)


def moves_interest(world: World, account_id: int, paise: int) -> None:
    from portal.actions.daybook import enter_voucher
    from portal.domain.daybook import Draft, Line

    draft = Draft("journal", "", (Line(4101, paise), Line(1301, -paise, account_id)))
    enter_voucher(world.doer(), world.slip(), 1, draft)


def test_an_empty_account_is_closed_without_a_voucher(open_world: World) -> None:
    account = an_account(a_member(open_world))
    before = value("SELECT COUNT(*) FROM voucher")
    assert closes(open_world, account.id, Payout()) is None
    assert value("SELECT COUNT(*) FROM voucher") == before


@pytest.mark.parametrize(
    ("how", "refusal"),
    [(Payout(mode="cheque"), ReferenceIsMissing), (Payout(), CashWouldGoNegative)],
)
def test_a_closing_that_can_not_be_paid_closes_nothing(
    open_world: World, how: Payout, refusal: type[Refusal]
) -> None:
    account = an_account(a_member(open_world))
    puts_in(open_world, account, 500)
    open_world.enters("bank_deposit", rupees=26_500)
    before = traces()
    with pytest.raises(refusal):
        closes(open_world, account.id, how)
    assert traces() == before
    assert accounts.account(1, account.id).is_open  # type: ignore[union-attr]


def test_a_loan_is_closed_when_nothing_is_owed(open_world: World) -> None:
    loan = an_account(a_member(open_world), "loan")
    takes_out(open_world, loan, 500)
    with pytest.raises(LoanIsStillOwed):
        closes(open_world, loan.id, Payout())
    assert deeds.standing(1, loan.id).paise == 500_00
    puts_in(open_world, loan, 500)
    assert closes(open_world, loan.id) is None


def test_an_account_outside_ones_society_is_unknown(open_world: World) -> None:
    """P9."""
    other = a_member(open_world, code="KHR002")
    an_account(a_member(open_world))
    an_account(other)
    strange = an_account(other)
    for account_id in (99, strange.id):
        with pytest.raises(AccountIsUnknown):
            closes(open_world, account_id)


def test_a_closing_is_done_once(open_world: World) -> None:
    """P1."""
    account = an_account(a_member(open_world))
    puts_in(open_world, account, 100)
    slip = open_world.slip()
    first = deeds.close_account(open_world.doer(), slip, 1, account.id, Payout())
    again = deeds.close_account(open_world.doer(), slip, 1, account.id, Payout())
    assert again == replace(first, is_repeat=True)
    assert acts().count("account_closed") == 1


def test_a_payment_reversed_opens_the_account_again(open_world: World) -> None:
    account = an_account(a_member(open_world))
    puts_in(open_world, account, 250)
    voucher_id = closes(open_world, account.id, Payout())
    assert voucher_id is not None
    correcting.correct_voucher(
        open_world.doer(), open_world.slip(), 1, voucher_id, Correction("not_ours", "भूल")
    )
    assert accounts.account(1, account.id) == account
    assert daybook.sub_balances(1, 1301) == {account.id: -250_00}
    assert acts()[-1] == "account_reopened"
    moves(open_world, 1301, account.id, 250)
    assert prove_society("KHR001", open_world.keys).is_whole
