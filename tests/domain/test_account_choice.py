"""Whose account each line of a task goes to."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from portal.domain.account_choice import asks_of, choices_for, require_may, subs_of
from portal.domain.members import Member, MemberIsNotActive
from portal.storage.reference import chart, task_book


def a_member(**particulars: object) -> Member:
    plain = {"name_hi": "राम", "society_id": 1, "id": 5, "version": 1, "added_at": 0}
    return Member(**{**plain, "changed_at": 0, **particulars})  # type: ignore[arg-type]


def account(account_id: int, head: int, is_open: bool = True) -> SimpleNamespace:
    return SimpleNamespace(id=account_id, head=head, is_open=is_open)


@pytest.mark.parametrize(
    ("task", "asked"),
    [
        ("cash_deposit_savings", [("account", (1,))]),
        ("share_receipt", []),
        ("tea_expense", []),
        ("kcc_repay", [("account", (1, 4))]),
        ("pri_credit", None),
        ("member_visit", [("account", (1,)), ("account2", (2,)), ("account3", (4, 7)),
                          ("account4", (8,))]),
    ],
)  # fmt: skip
def test_a_task_asks_for_an_account_of_each_deposit_and_one_for_a_loan(
    task: str, asked: list[tuple[str, tuple[int, ...]]] | None
) -> None:
    found = task_book().named(task)
    if asked is None:
        assert found is None or asks_of(found, chart())
        return
    assert found is not None
    assert [(ask.field, ask.numbers) for ask in asks_of(found, chart())] == asked


def test_only_open_accounts_that_stand_on_the_head_fit() -> None:
    savings, recurring, loan, closed = (
        account(1, 1301), account(2, 1304), account(3, 2411), account(4, 1301, is_open=False)
    )  # fmt: skip
    all_ = [savings, recurring, loan, closed]
    for task, fitting in (
        ("cash_deposit_savings", [savings]), ("kcc_disburse_kind", [loan]), ("fd_open", []),
    ):  # fmt: skip
        (ask,) = asks_of(task_book()[task], chart())
        assert choices_for(ask, all_) == fitting


def test_heads_follow_from_member_and_accounts() -> None:
    visit = task_book()["member_visit"]
    member = a_member(member_class="associate")
    chosen = {"account": account(1, 1301), "account3": account(3, 2422)}
    subs, follow = subs_of(visit, chart(), member, chosen)
    assert subs == {1102: 5, 1301: 1, 2422: 3}
    assert set(follow) == {1102, 1301, 2422, 3102}
    kcc = subs_of(visit, chart(), member, {"account3": account(3, 2411)})[0]
    assert kcc == {1102: 5, 2411: 3, 2412: 3}


@pytest.mark.parametrize(
    ("task", "status", "is_allowed"),
    [
        ("cash_deposit_savings", "active", True),
        ("cash_deposit_savings", "ceased", False),
        ("cash_deposit_savings", "applicant", False),
        ("cash_withdraw_savings", "deceased", True),
        ("cash_withdraw_savings", "refused", False),
        ("share_pending", "applicant", True),
        ("share_pending", "active", False),
        ("share_pending_refund", "refused", True),
        ("share_pending_refund", "deceased", False),
    ],
)
def test_who_is_no_member_pays_nothing_in(task: str, status: str, is_allowed: bool) -> None:
    member = a_member(status=status)
    if is_allowed:
        require_may(task_book()[task], member)
    else:
        with pytest.raises(MemberIsNotActive):
            require_may(task_book()[task], member)
