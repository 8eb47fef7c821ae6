"""Money of applications at a demo society: a premium that is held, a ticket that was cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from portal.actions import application_money, applications, fee_returns, remittances, visit_payment
from portal.actions import visits as visit_deeds
from portal.actions.application_money import Amounts
from portal.actions.bill_books import wallet
from portal.actions.fee_returns import Cancelling
from portal.actions.remittances import Sending
from portal.actions.visit_payment import Paying
from portal.demo.desk import Desk
from portal.domain.application_forms import Money
from portal.domain.applications import Application, Said
from portal.domain.billers import Biller
from portal.domain.heads import WALLET
from portal.storage import remittances as stored

_OUR_CHARGE = 20_00
_KEPT = 120_00
_CARRIER, _WHY = "आईआरसीटीसी", "शादी की तारीख आगे बढ़ गई"


def take_money(
    desk: Desk, source: Random, begun: Sequence[int], today_on: str, now: int
) -> None:  # fmt: skip
    """Take the money of premiums and tickets that were begun; the first ticket is cancelled.

    It was paid for out of the wallet, where that has enough, so that its fare is asked back.
    """
    for application_id in begun:
        one = applications.application(desk.society.id, application_id)
        money = applications.form_for(one.service_id).money
        if not one.is_draft or money not in (Money.CROP, Money.FARE):
            continue
        if not _take(desk, one, now):
            continue
        if money is Money.FARE and _send(desk, source, one.id, today_on, now):
            _cancel(desk, source, one.id, now)


def _take(desk: Desk, one: Application, now: int) -> bool:
    """Take the money of one in a visit of its own; say whether its form was filled in for that."""
    form = applications.form_for(one.service_id)
    if application_money.passed_said(form, one) is None:
        return False
    operator, society_id = desk.people["operator"], desk.society.id
    doer = desk.doer(operator, now)
    done = application_money.add_item(
        doer, desk.slip(operator), society_id, one.id, one.version, Amounts(_OUR_CHARGE, 0)
    )
    visit_id = int(done.location.rsplit("/", 1)[1])
    paying = Paying(visit_deeds.visit(society_id, visit_id).version)
    visit_payment.pay(doer, desk.slip(operator), society_id, visit_id, paying, _no_biller)
    return True


def _no_biller(biller_id: str) -> Biller:
    raise AssertionError(biller_id)


def _send(desk: Desk, source: Random, application_id: int, today_on: str, now: int) -> bool:
    """Send a fare on out of the wallet; say whether that had enough."""
    manager, society_id = desk.people["manager"], desk.society.id
    (item,) = stored.items_of_application(society_id, application_id)
    if wallet(society_id).available_paise < item.fee.passed_paise:
        return False
    reference = f"{source.randrange(10**9, 10**10)}"
    sending = Sending((item.key,), WALLET, _CARRIER, reference, today_on)
    remittances.send_on(desk.doer(manager, now), desk.slip(manager), society_id, sending)
    return True


def _cancel(desk: Desk, source: Random, application_id: int, now: int) -> None:
    """Book a ticket and cancel it: most of its fare is asked back."""
    operator, society_id = desk.people["operator"], desk.society.id
    doer = desk.doer(operator, now)
    one = applications.application(society_id, application_id)
    applications.move(
        doer, desk.slip(operator), society_id, one.id, one.version, "booked",
        Said(department_no=f"{source.randrange(2 * 10**9, 9 * 10**9)}"),
    )  # fmt: skip
    item = fee_returns.to_return(society_id, one.id)
    assert item is not None
    fee_returns.cancel(
        doer, desk.slip(operator), society_id, one.id, one.version + 1,
        Cancelling(_WHY, expected_paise=max(0, item.fee.passed_paise - _KEPT)),
    )  # fmt: skip
