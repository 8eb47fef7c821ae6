"""What a practice society begins with: made-up members, their deposits, some pensioners, cash."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from portal.actions import pensioners
from portal.actions.accounts import record_accounts
from portal.actions.members import record_members
from portal.actions.opening_balances import enter_opening_balances
from portal.actions.register_openings import Allotment
from portal.domain.dates import days_after, previous_on
from portal.domain.heads import CASH_BOX, WALLET
from portal.domain.members import REGULAR_SHARES, Particulars
from portal.domain.pensioners import PAYING
from portal.domain.pensioners import Particulars as Pensioner
from portal.domain.people import Doer, Slip
from portal.domain.practice import BANK_PAISE, CASH_PAISE, WALLET_PAISE
from portal.gateways.ports import Sealer
from portal.storage.accounts import Account
from portal.storage.places import Society
from portal.storage.reference import read_csv
from portal.storage.served import MEMBERS

SAVINGS, BANK, RESERVE = 1301, 2201, 1201
_FIRST_NO = 101
_JOINED_ON = "2015-04-01"
_DUE_IN_DAYS = (12, 20, 45, 90)  # from today until life certificates are due


class _Unwitnessed:
    """Signs as the key folder does; what it signed is witnessed after the transaction."""

    def __init__(self, sealer: Sealer) -> None:
        self.key_id = sealer.key_id
        self.sign = sealer.sign
        self.has_signed = sealer.has_signed
        self.mark = sealer.mark

    def witnessed(self, _society_code: str) -> list[Any]:
        """Know of nothing yet."""
        return []

    def witness(self, *_seal: object) -> None:
        """Leave it for later."""


def fill(doer: Doer, slip: Slip, society: Society, sealer: Sealer) -> None:
    """Fill a new practice society inside a transaction; its books begin as of yesterday."""
    rows = read_csv("practice_members.csv")
    as_on = previous_on(doer.today_on)
    ids = record_members(doer, society.id, as_on, "imported", [
        _member(number, one) for number, one in enumerate(rows, _FIRST_NO)
    ])  # fmt: skip
    shares = [
        (REGULAR_SHARES, key, -_paise(one["shares_rs"])) for key, one in zip(ids, rows, strict=True)
    ]
    savers = [(key, one) for key, one in zip(ids, rows, strict=True) if int(one["savings_rs"])]
    keys = record_accounts(doer, society.id, as_on, [
        _savings(society.id, member_id, number, as_on)
        for number, (member_id, _one) in enumerate(savers, 1)
    ])  # fmt: skip
    savings = [
        (SAVINGS, key, -_paise(one["savings_rs"]))
        for key, (_id, one) in zip(keys, savers, strict=True)
    ]
    papers = _papers(slip, society.id)
    _open_books(doer, papers(), society.id, as_on, [*shares, *savings], sealer)
    drawing = [(key, one) for key, one in zip(ids, rows, strict=True) if int(one["draws_pension"])]
    for place, (member_id, one) in enumerate(drawing):
        record = _pensioner(place, member_id, one, society.state_code, doer.today_on)
        pensioners.add(doer, papers(), society.id, record, society.state_code, PAYING)


def _papers(slip: Slip, society_id: int) -> Callable[[], Slip]:
    """Give each deed of the filling a slip of its own, in the new society's name."""
    numbers = count(1)
    return lambda: Slip(f"{slip.token}-{next(numbers)}", slip.digest, slip.person_id, society_id)


def _paise(rupees: str) -> int:
    return int(rupees) * 100


def _member(number: int, one: dict[str, str]) -> Particulars:
    return Particulars(
        name_hi=one["name_hi"], name_en=one["name_en"], member_no=str(number),
        guardian_hi=one["guardian_hi"], relation=one["relation"], village_hi=one["village_hi"],
        sex=one["sex"], birth_on=one["birth_on"], joined_on=_JOINED_ON, resolution_no="1/2015",
    )  # fmt: skip


def _savings(society_id: int, member_id: int, number: int, opened_on: str) -> Account:
    return Account(
        society_id=society_id, id=0, member_id=member_id, kind="savings", head=SAVINGS,
        account_no=f"S{number}", status="open", opened_on=opened_on, rate_bp=350,
    )  # fmt: skip


def _open_books(
    doer: Doer, slip: Slip, society_id: int, as_on: str, allotted: list[Allotment],
    sealer: Sealer,
) -> None:  # fmt: skip
    balances = {CASH_BOX: CASH_PAISE, BANK: BANK_PAISE, WALLET: WALLET_PAISE}
    for head, _key, paise in allotted:
        balances[head] = balances.get(head, 0) + paise
    balances[RESERVE] = -sum(balances.values())
    quiet = _Unwitnessed(sealer)
    enter_opening_balances(doer, slip, society_id, as_on, balances, quiet, allotted)


def _pensioner(
    place: int, member_id: int, one: dict[str, str], state: str, today_on: str
) -> Pensioner:
    return Pensioner(
        name_hi=one["name_hi"], scheme_id=pensioners.pension_schemes(state)[0],
        benefit_no=f"NAMUNA{place + 1:04d}", register=MEMBERS, record_id=member_id,
        guardian_hi=one["guardian_hi"], village_hi=one["village_hi"], sex=one["sex"],
        birth_on=one["birth_on"], bank="नमूना बैंक", account_last4=f"{place + 1:04d}",
        monthly_paise=600_00,
        certificate_due_on=days_after(today_on, _DUE_IN_DAYS[place % len(_DUE_IN_DAYS)]),
    )  # fmt: skip
