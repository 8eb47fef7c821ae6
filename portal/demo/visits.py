"""What members come for with their passbook: savings, instalments, shares, and their crop loan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from portal.demo.cast import Villager
from portal.demo.holdings import KCC, KCC_KIND, RECURRING, SAVINGS
from portal.domain.tasks import Filled
from portal.storage.reference import task_book

if TYPE_CHECKING:
    from portal.demo.counter import Counter

_INTEREST, _PENAL, _PASSBOOK_FEE = 3101, 3104, 3402
_HUNDRED = 100_00
_MOST_INSTALMENT = 5_000_00


def _amounts(task: str, by_head: Mapping[int, int]) -> tuple[int, ...]:
    """Put amounts in the order of a task's lines, each under the first head of its line."""
    return tuple(by_head.get(line.heads[0], 0) for line in task_book()[task].lines)


def _filled(
    counter: Counter, task: str, who: Villager, by_head: Mapping[int, int],
    subs: Mapping[int, int], narration: str, *, is_paid_out: bool = False,
) -> Filled:  # fmt: skip
    amounts = _amounts(task, by_head)
    words: dict[str, Any] = {
        "party": who.as_party,
        "paper_no": counter.next_bill(),
        "narration": narration,
    }
    follow = tuple(subs)
    if is_paid_out:
        return Filled(amounts, subs=subs, follow=follow, **words)
    return counter.money_in(amounts, subs=subs, follow=follow, **words)


def savings_deposit(counter: Counter) -> Filled | None:
    """Somebody pays into their savings."""
    who = counter.member(lambda one: one.purse("savings", SAVINGS))
    purse = who.purse("savings", SAVINGS) if who else None
    if who is None or purse is None:
        return None
    rupees = counter.source.choice((200, 300, 500, 500, 500, 1000, 1000, 1500, 2000, 3000))
    return _filled(
        counter, "cash_deposit_savings", who, {SAVINGS: rupees * 100}, {SAVINGS: purse.account.id},
        counter.source.choice(("स्वयं", "स्वयं", "स्वयं", "पुत्र के हस्ते", "पति के हस्ते")),
    )  # fmt: skip


def savings_withdrawal(counter: Counter) -> Filled | None:
    """Somebody draws from their savings, never more than is there."""
    who = counter.member(lambda one: one.purse("savings", SAVINGS))
    purse = who.purse("savings", SAVINGS) if who else None
    most = counter.source.choice((300, 500, 500, 1000, 1000, 1500, 2000, 2500)) * 100
    amount = purse.take(SAVINGS, most, _HUNDRED) if purse else 0
    if who is None or purse is None or not amount:
        return None
    number = counter.source.randint(100, 990)
    return _filled(
        counter, "cash_withdraw_savings", who, {SAVINGS: amount}, {SAVINGS: purse.account.id},
        f"निकासी फार्म {number}", is_paid_out=True,
    )  # fmt: skip


def instalment(counter: Counter) -> Filled | None:
    """Somebody pays the month's instalment of their recurring deposit."""
    who = counter.member(_pays_instalments)
    purse = who.purse("recurring", RECURRING) if who else None
    if who is None or purse is None:
        return None
    return _filled(
        counter, "rd_instalment", who, {RECURRING: purse.account.amount_paise or 0},
        {RECURRING: purse.account.id}, f"{counter.month_before} की किस्त",
    )  # fmt: skip


def _pays_instalments(one: Villager) -> bool:
    purse = one.purse("recurring", RECURRING)
    return purse is not None and 0 < (purse.account.amount_paise or 0) <= _MOST_INSTALMENT


def share_money(counter: Counter) -> Filled | None:
    """Somebody buys more shares."""
    who = counter.member(lambda one: True)
    if who is None or who.holder is None:
        return None
    rupees = counter.source.choice((100, 100, 200, 500))
    task, head = "share_receipt", who.holder.record.share_head
    line = task_book()[task].lines[0].heads[0]
    return _filled(
        counter, task, who, {line: rupees * 100}, {head: who.holder.id}, f"{rupees // 10} अंश"
    )


def crop_loan(counter: Counter) -> Filled | None:
    """Somebody pays back part of their crop loan, with interest and now and then a penalty."""
    source = counter.source
    who = counter.member(lambda one: one.purse("loan", KCC))
    purse = who.purse("loan", KCC) if who else None
    most = source.choice((1_000, 2_000, 2_000, 3_000, 5_000, 6_000)) * 100
    principal = purse.take(KCC, most, _HUNDRED) if purse else 0
    if who is None or purse is None or not principal:
        return None
    in_kind = purse.take(KCC_KIND, 1_000_00, _HUNDRED) if source.random() < 0.3 else 0
    interest = (principal + in_kind) * source.randint(30, 60) // 100_000 * 1_00
    penal = source.randint(2, 9) * 10_00 if source.random() < 0.15 else 0
    by_head = {KCC: principal, KCC_KIND: in_kind, _INTEREST: interest, _PENAL: penal}
    account = purse.account
    return _filled(
        counter, "kcc_repay", who, by_head, {KCC: account.id, KCC_KIND: account.id},
        f"{account.season} का ऋण",
    )  # fmt: skip


def at_one_visit(counter: Counter) -> Filled | None:
    """Somebody pays into several accounts at once, with one receipt."""
    who = counter.member(lambda one: one.purse("savings", SAVINGS) and _pays_instalments(one))
    savings = who.purse("savings", SAVINGS) if who else None
    recurring = who.purse("recurring", RECURRING) if who else None
    if who is None or savings is None or recurring is None:
        return None
    by_head = {
        SAVINGS: counter.source.choice((200, 300, 500)) * 100,
        RECURRING: recurring.account.amount_paise or 0,
        _PASSBOOK_FEE: 10_00 if counter.source.random() < 0.2 else 0,
    }
    subs = {SAVINGS: savings.account.id, RECURRING: recurring.account.id}
    return _filled(counter, "member_visit", who, by_head, subs, "बचत और किस्त एक साथ")


RECIPES = {
    "cash_deposit_savings": savings_deposit,
    "cash_withdraw_savings": savings_withdrawal,
    "rd_instalment": instalment,
    "share_receipt": share_money,
    "kcc_repay": crop_loan,
    "member_visit": at_one_visit,
}
