"""What people come to the CSC's counter for: small work for a fee, money by Aadhaar, bills."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

from portal.demo import goods
from portal.demo.bill_unit import REFUSED, WAITING
from portal.demo.cast import Villager
from portal.demo.errands import (
    GIVEN_BACK,
    PAID,
    REFUND_DUE,
    STUCK,
    BillErrand,
    FeesErrand,
    SlipErrand,
)
from portal.demo.folk import make_mobile
from portal.domain.aeps import DECLINED, DEPOSIT, DONE, UNCERTAIN, WITHDRAWAL
from portal.domain.tasks import Filled
from portal.domain.text import has_aadhaar
from portal.domain.visits import Fee

if TYPE_CHECKING:
    from portal.demo.counter import Asked, Counter

BILL_TASK = "csc_bill_cash"
_TWO_FEES_SHARE = 0.35
_DECLINED_SHARE = 0.09
#: The electricity of each region: service, biller, how its numbers begin, how many digits follow.
_POWER = {
    "MP": ("bill-004", "MPPK00000MAP01", "N", 10),
    "BR": ("bill-002", "SBPDCL000BHI01", "1", 8),
    "UK": ("bill-016", "UTTA00000UTT7M", "SH", 11),
}
#: Bills by the customer's mobile number: gas and telephone.
_BY_MOBILE = (("bill-032", "BHAR00000NATR4"), ("bill-034", "JIO000000NAT01"))
_POWER_SHARE = 0.75
#: The last digits of a number that say how its payment ends; any other is paid.
_ENDS = {GIVEN_BACK: REFUSED, REFUND_DUE: REFUSED, STUCK: WAITING}


def service_fee(counter: Counter) -> Filled:
    """Somebody wants a photocopy, a form or a certificate, or two of them."""
    number = 2 if counter.source.random() < _TWO_FEES_SHARE else 1
    works = goods.WORKS + goods.LOCAL_WORKS[counter.cast.region]
    chosen = counter.source.sample(works, number)
    fees = tuple(Fee(one.name, counter.source.choice(one.rupees) * 100) for one in chosen)
    counter.errand = FeesErrand(fees)
    return counter.money_in(
        (sum(one.total_paise for one in fees),), party=counter.villager().as_party,
        narration=", ".join(one.what for one in fees),
    )  # fmt: skip


def withdrawal(counter: Counter) -> Filled:
    """Somebody draws money with a finger; now and then their bank declines."""
    rupees = counter.source.choice((500, 500, 1000, 1000, 1500, 2000, 2000, 3000, 5000))
    outcome = DECLINED if counter.source.random() < _DECLINED_SHARE else DONE
    return _by_aadhaar(counter, WITHDRAWAL, outcome, rupees)


def deposit(counter: Counter) -> Filled:
    """Somebody pays into their bank account with a finger."""
    return _by_aadhaar(counter, DEPOSIT, DONE, counter.source.choice((500, 1000, 2000, 3000)))


def uncertain_withdrawal(counter: Counter) -> Filled:
    """The device does not say how it ended: no cash moves, and the bank must answer."""
    return _by_aadhaar(counter, WITHDRAWAL, UNCERTAIN, counter.source.choice((1000, 2000)))


def _by_aadhaar(counter: Counter, kind: str, outcome: str, rupees: int) -> Filled:
    who, source = counter.villager(), counter.source
    known = who.holder.record.aadhaar_last4 if who.holder else ""
    bank, rrn = source.choice(goods.BANKS), _rrn(source, counter.on)
    last_four = known or f"{source.randrange(10_000):04d}"
    counter.errand = SlipErrand(kind, outcome, rrn, last_four, bank)
    return Filled((rupees * 100,), party=who.name_hi, reference=rrn, narration=bank)


def _rrn(source: Random, on: str) -> str:
    """Make up an RRN: year and day, hour, six digits; never such as pass for an Aadhaar number."""
    while True:
        day = f"{on[3]}{date.fromisoformat(on):%j}"
        found = f"{day}{source.randint(9, 16):02d}{source.randrange(10**6):06d}"
        if not has_aadhaar(found):
            return found


def bill(counter: Counter, ending: str = PAID) -> Asked | None:
    """Somebody brings a bill, sometimes with a photocopy in the same visit.

    The form's amount is only what is put by for it: the bill itself says what is paid.
    """
    return counter.ask_by(BILL_TASK, lambda counter: _bill(counter, ending))


def _bill(counter: Counter, ending: str) -> Filled:
    who, source = counter.villager(), counter.source
    mobile = _mobile(source, who)
    service_id, biller_id, number = _connection(counter, mobile, ending)
    fees: tuple[Fee, ...] = ()
    if source.random() < 0.3:
        fees = (Fee("बिल की फोटोकॉपी", source.choice((2, 4)) * 100),)
    utr = ""
    if ending == PAID and source.random() < 0.2:
        utr = counter.upi_reference()
    counter.errand = BillErrand(
        service_id, biller_id, number, who.name_hi, mobile, ending,
        own_fee_paise=source.choice((0, 5_00, 10_00)), fees=fees, utr=utr,
    )  # fmt: skip
    return Filled((0,), party=who.name_hi)


def _mobile(source: Random, who: Villager) -> str:
    return (who.holder.record.mobile if who.holder else "") or make_mobile(source)


def _connection(counter: Counter, mobile: str, ending: str) -> tuple[str, str, str]:
    """Return service, biller and number; the number's last digits say how it ends."""
    source = counter.source
    end = _ENDS.get(ending) or str(source.randint(100, 999))
    if ending == PAID and source.random() > _POWER_SHARE:
        return *source.choice(_BY_MOBILE), mobile[:7] + end
    service_id, biller_id, begins, digits = _POWER[counter.cast.region]
    number = f"{begins}{source.randrange(10 ** (digits - 3)):0{digits - 3}d}{end}"
    return service_id, biller_id, number


def uncertain(counter: Counter) -> Asked | None:
    """Somebody's money by Aadhaar of which nobody knows."""
    return counter.ask_by("aeps_withdraw", uncertain_withdrawal)


def by_upi(counter: Counter) -> Asked | None:
    """Somebody wants two things done and pays by UPI."""
    works = (goods.WORKS[6], goods.WORKS[7])
    fees = tuple(Fee(one.name, one.rupees[-1] * 100) for one in works)

    def recipe(counter: Counter) -> Filled:
        counter.errand = FeesErrand(fees)
        return Filled(
            (sum(one.total_paise for one in fees),), mode="upi",
            reference=counter.upi_reference(), reference_on=counter.on,
            party=counter.villager().as_party, narration=", ".join(one.what for one in fees),
        )  # fmt: skip

    return counter.ask_by("csc_service_fee", recipe)


RECIPES = {
    "csc_service_fee": service_fee,
    "aeps_withdraw": withdrawal,
    "aeps_deposit": deposit,
}
