"""The money of an application: what is taken for it in a visit, and on which heads it stands.

What goes on to an office, an insurer or a carrier is never ours (P8): it is held on 1601, premiums
on 1603 and 1604, until it is sent on or given back.
"""

from __future__ import annotations

from collections.abc import Iterable

from portal.domain.application_forms import Money
from portal.domain.heads import (
    COUNTER_FEE,
    CROP_PREMIUM,
    INSURANCE_FEE,
    OTHER_PREMIUM,
    RECEIVED_FOR_BILLS,
)
from portal.domain.money import AmountIsZero, rupees
from portal.domain.refusals import N_, Refusal
from portal.domain.remittances import Item
from portal.domain.visits import CASH, Fee

CASH_TO_SEND_BELOW = 50_000_00
"""Money to be sent on to somebody's bank account is taken in cash below this (RBI's rule for people
without an account at the sending bank)."""
PASSED_HEADS = {Money.CROP: CROP_PREMIUM, Money.PREMIUM: OTHER_PREMIUM}
#: Kinds of money that are nothing without an amount that goes on.
GOES_ON = frozenset({Money.CROP, Money.PREMIUM, Money.FARE, Money.TRANSFER})


class MoneyIsTakenAlready(Refusal):
    """Whoever pays twice for one application has to be given something back."""

    message = N_("Money for this is in visit %(visit_id)s already. It is not taken twice.")


class ApplicationHasEnded(Refusal):
    """Nothing more comes of the application, so no money is taken for it."""

    message = N_(
        "The application of %(name)s has ended, so no money is taken for it. Leave it out of the "
        "visit."
    )


class AmountOfApplicationChanged(Refusal):
    """What is taken is what stands in the application, which was changed meanwhile."""

    message = N_(
        "The amount in the application of %(name)s was changed. Leave it out of the visit and add "
        "it again."
    )


class CashToSendIsTooMuch(Refusal):
    """Fifty thousand and more is sent from account to account."""

    message = N_("Money to be sent is taken in cash only below ₹ %(limit)s.")
    status = 422
    field = "given"

    def __init__(self) -> None:
        super().__init__(limit=rupees(CASH_TO_SEND_BELOW))


def fee_of(
    money: Money, what: str, own_paise: int, passed_paise: int, of: tuple[str, int]
) -> Fee:  # fmt: skip
    """Make the item of an application's money; ``of`` is its service and its key.

    Our own charge is insurance income (3306) for premiums, else of the counter (3307). Raises
    AmountIsZero where such an application is nothing without what goes on.
    """
    if money in GOES_ON and passed_paise <= 0:
        raise AmountIsZero(field="passed")
    service_id, application_id = of
    is_premium = money in PASSED_HEADS
    return Fee(
        what, own_paise, passed_paise, service_id, application_id=application_id,
        own_head=INSURANCE_FEE if is_premium else COUNTER_FEE,
        passed_head=PASSED_HEADS.get(money, RECEIVED_FOR_BILLS),
    )  # fmt: skip


def require_first(items: Iterable[Item], fee: Fee) -> None:
    """Refuse a second charge, or a second amount that goes on, unless the first was returned.

    ``items`` are those of the application. Raises MoneyIsTakenAlready.
    """
    for one in items:
        is_same = (one.fee.own_paise and fee.own_paise) or (
            one.fee.passed_paise and fee.passed_paise
        )
        if one.stands and is_same:
            raise MoneyIsTakenAlready(visit_id=one.visit_id)


def check_mode(money: Money, fee: Fee, mode: str) -> None:
    """Hold money to be sent to somebody against the limit for cash; raise CashToSendIsTooMuch."""
    if money is Money.TRANSFER and mode == CASH and fee.passed_paise >= CASH_TO_SEND_BELOW:
        raise CashToSendIsTooMuch
