"""Puts made-up people into a society: members, their accounts, and some who only walk in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from portal.actions.accounts import record_accounts
from portal.actions.customers import NOT_ASKED, About, add_customer
from portal.actions.members import record_members
from portal.actions.register_openings import Allotment
from portal.demo.cast import Cast, villages_near
from portal.demo.folk import make_mobile, make_register
from portal.demo.holdings import Holder, Holding, accounts_of, shares
from portal.domain.people import Doer, Slip
from portal.storage import customers
from portal.storage.served import CUSTOMERS, Whom

_KNOWN_CUSTOMERS = 9
#: What they said for the reports; a third was not asked.
_ABOUT = (
    About("obc", "?", "1991", "tenant"), NOT_ASKED, About("sc", "?", "2004-05-17", "artisan"),
    About("", "?", "1968", "marginal"), NOT_ASKED, About("st", "?", "", "labourer"),
)  # fmt: skip


def fill_register(
    source: Random, doer: Doer, society_id: int, region: str, number: int,
    balances: Mapping[int, int], as_on: str,
) -> tuple[Cast, list[Allotment]]:  # fmt: skip
    """Record so many members with their accounts; return who comes, and the allotments.

    The allotments of each head add up to its opening balance, wherever the register has anybody
    for it. Runs in the transaction in which the society is made.
    """
    near = villages_near(source, region, number)
    records = make_register(source, region, near, number, as_on)
    ids = record_members(doer, society_id, as_on, "imported", records)
    people = [Holder(*one) for one in zip(ids, records, strict=True)]
    allotted = shares(source, people, balances)
    holdings = accounts_of(source, society_id, people, balances, as_on)
    keys = record_accounts(doer, society_id, as_on, [one.account for one in holdings])
    opened = [
        Holding(one.account._replace(id=key), one.paise)
        for one, key in zip(holdings, keys, strict=True)
    ]
    allotted += [
        (head, one.account.id, paise) for one in opened for head, paise in one.paise.items()
    ]
    return Cast(source, region, people, opened), allotted


def know_customers(
    source: Random, doer: Doer, society_id: int, cast: Cast, slip: Callable[[], Slip]
) -> None:
    """Write down some of those who only walk in, so that they are found by name and mobile."""
    for at, one in enumerate(cast.others[:_KNOWN_CUSTOMERS]):
        one.whom = Whom(CUSTOMERS, customers.next_id(society_id))
        mobile, about = make_mobile(source), _ABOUT[at % len(_ABOUT)]
        sex = "F" if one.is_woman else "M"
        about = about._replace(sex=sex) if about != NOT_ASKED else about
        add_customer(doer, slip(), society_id, one.name_hi, one.village_hi, mobile, about)
