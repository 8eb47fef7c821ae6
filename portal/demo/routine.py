"""What comes round by the calendar: settlements, wages, purchases and bank work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from portal.demo import goods
from portal.demo.counter import Asked, Counter, their_bill, transfer_reference
from portal.demo.dice import weighted
from portal.domain import heads
from portal.domain.dates import show_on
from portal.domain.tasks import Filled

_AEPS = 2206
_PURCHASE_OF_FERTILISER = 4201
_BILL_COMMISSION = 3304
_RATION_COMMISSION = 3302
_HUNDRED = 100_00
_THOUSAND = 1_000_00
#: The order in which today's counter at the operator's society is shown.
_SHOWN = (
    "csc_service_fee", "fert_sale_cash", "aeps_withdraw", "cash_deposit_savings", "kcc_repay",
    "tea_expense", "seed_sale_cash", "csc_service_fee",
)  # fmt: skip


def settlements(counter: Counter, balances: Mapping[int, int], before_on: str) -> list[Asked]:
    """Bring yesterday's UPI and Aadhaar money from the collecting accounts into the bank."""
    found = []
    for task, head, words in (
        ("upi_settle", heads.UPI_COLLECTION, "की यूपीआई वसूली"),
        ("aeps_settle", _AEPS, "की आधार निकासी"),
    ):
        amount = balances.get(head, 0)
        if amount > 0:
            found.append(Asked(task, Filled(
                (amount,), head=heads.BANK_CURRENT,
                reference=transfer_reference(counter.source, counter.on),
                narration=f"{show_on(before_on)} {words}",
            )))  # fmt: skip
    return found


def comers(counter: Counter, number: int) -> list[Asked]:
    """Draw what so many people come for."""
    weights = dict(goods.TASK_WEIGHTS[counter.season])
    if not goods.RATIONS[counter.cast.region]:
        del weights["pds_sale"]
    found: list[Asked | None] = []
    for _ in range(number):
        task = weighted(counter.source, weights)
        if task in goods.ONCE_A_DAY:
            del weights[task]
        found.append(counter.ask(task))
    if counter.source.random() < 0.6:
        found.insert(len(found) // 2, counter.ask("tea_expense"))
    return [one for one in found if one is not None]


def shown_today(counter: Counter, number: int) -> list[Asked]:
    """Give the entries with which the operator's society is shown: one of each common kind."""
    found = [counter.ask(task) for task in _SHOWN[:number]]
    return [one for one in found if one is not None]


def of_the_calendar(counter: Counter, before_on: str) -> list[Asked]:
    """Give what falls due between the last working day and today: by day of the month."""
    due = {
        5: _wages, 7: _electricity, 9: _internet, 11: _commission, 14: _purchase, 17: _wallet,
        21: _borrowing_interest, 24: _purchase, 27: _rent, 3: _purchase,
    }  # fmt: skip
    found: list[Asked] = []
    for day, recipe in due.items():
        if _is_due(day, before_on, counter.on):
            found += recipe(counter)
    return found


def _is_due(day: int, before_on: str, on: str) -> bool:
    first, last = int(before_on[8:]), int(on[8:])
    return first < day <= last if before_on[:7] == on[:7] else day > first or day <= last


def _by_transfer(counter: Counter, amount: int, **words: Any) -> Filled:
    return Filled(
        (amount,), mode="transfer", reference=transfer_reference(counter.source, counter.on),
        reference_on=counter.on, **words,
    )  # fmt: skip


def _wages(counter: Counter) -> list[Asked]:
    amount = counter.source.randint(88, 124) * _HUNDRED
    words = f"{counter.month_before} का वेतन"
    return [
        Asked("salary_pay", _by_transfer(counter, amount, party=counter.manager, narration=words))
    ]


def _asked(counter: Counter, task: str) -> list[Asked]:
    found = counter.ask(task)
    return [found] if found else []


def _electricity(counter: Counter) -> list[Asked]:
    return _asked(counter, "electricity")


def _internet(counter: Counter) -> list[Asked]:
    return _asked(counter, "internet_phone")


def _rent(counter: Counter) -> list[Asked]:
    return [] if counter.cast.region == "MP" else _asked(counter, "rent_paid")


def _commission(counter: Counter) -> list[Asked]:
    amount = counter.source.randint(4_100, 12_900) * 100 + counter.source.choice((0, 25, 50))
    words = f"{counter.month_before} का पीडीएस मार्जिन"
    filled = _by_transfer(counter, amount, party="जिला आपूर्ति कार्यालय", narration=words)
    return [Asked("commission_received", replace(filled, head=_RATION_COMMISSION))]


def _wallet(counter: Counter) -> list[Asked]:
    commission = Filled(
        (counter.source.randint(24_000, 91_000),), head=_BILL_COMMISSION,
        reference=transfer_reference(counter.source, counter.on),
        narration=f"{counter.month_before} के बिल भुगतान का कमीशन",
    )  # fmt: skip
    top_up = Filled(
        (counter.source.randint(2, 5) * _THOUSAND,), head=heads.BANK_CURRENT,
        reference=transfer_reference(counter.source, counter.on), narration="नेफ्ट से भेजा",
    )  # fmt: skip
    return [Asked("csc_commission", commission), Asked("csc_wallet_topup", top_up)]


def _borrowing_interest(counter: Counter) -> list[Asked]:
    amount = counter.source.randint(140, 260) * _HUNDRED + counter.source.choice((0, 40, 75))
    words = f"{counter.month_before} तक, साख सीमा खाता"
    return [Asked("dccb_interest", _by_transfer(counter, amount, narration=words))]


def _purchase(counter: Counter) -> list[Asked]:
    ware = counter.source.choice(goods.FERTILISERS[counter.season])
    bags = counter.source.randint(8, 22) * (10 if ware.price < _THOUSAND // 2 else 4)
    cost = ware.price * 94 // 10_000 * 100
    filled = Filled(
        (bags * cost,), mode="cheque", head=_PURCHASE_OF_FERTILISER,
        reference=counter.next_cheque(), reference_on=counter.on,
        party=goods.WHOLESALERS[counter.cast.region], paper_no=their_bill(counter.source),
        narration=f"{ware.name} {bags} {ware.unit}, दर {cost // 100}",
    )  # fmt: skip
    return [Asked("goods_purchase", filled)]


def deposit(counter: Counter, amount: int) -> Asked:
    """Carry cash to the bank."""
    slip = str(counter.source.randint(20_000, 99_999))
    return Asked("bank_deposit", Filled(
        (amount,), head=heads.BANK_CURRENT, reference=slip, narration=f"हस्ते {counter.manager}"
    ))  # fmt: skip


def withdrawal(counter: Counter, amount: int, purpose: str) -> Asked:
    """Draw cash from the bank."""
    return Asked("bank_withdraw", Filled(
        (amount,), head=heads.BANK_CURRENT, reference=counter.next_cheque(),
        narration=f"{purpose}, हस्ते {counter.manager}",
    ))  # fmt: skip
