"""Rows of a file as they are taken into the books, and what a row as a whole can lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.domain.members import Nominee, Particulars
from portal.domain.money import AmountIsZero
from portal.domain.refusals import N_
from portal.domain.register_cells import number_key
from portal.domain.register_findings import CellIsRefused, Findings
from portal.domain.text import search_key

HEAD_OF_KIND = {
    "savings": 1301, "fixed": 1303, "recurring": 1304, "daily": 1305, "thrift": 1306,
    "group": 1307, "matured": 1309,
}  # fmt: skip
"""The head of each kind of deposit account; a loan names its own."""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member ready to be recorded, with what stands to their name: paise, zero or more."""

    row: int
    particulars: Particulars
    share_paise: int
    savings_paise: int


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account ready to be opened. ``member_no`` is as printed in the register.

    ``balance_paise`` is what the member has in a deposit or owes on a loan; ``amount_paise`` the
    instalment, the fixed deposit or the sanctioned loan; ``rate_bp`` hundredths of a per cent.
    """

    row: int
    member_no: str
    kind: str
    head: int
    account_no: str
    opened_on: str
    balance_paise: int
    amount_paise: int | None
    rate_bp: int | None
    months: int | None
    due_on: str
    season: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """A voucher of older books: by its task (a code), or by the heads of both sides."""

    row: int
    day_on: str
    slip_no: str
    task: str
    debit_head: int | None
    credit_head: int | None
    amount_paise: int
    mode: str
    party: str
    member_no: str
    narration: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the books hold already, so that a file can be held against it.

    ``numbers`` gives the printed member number by ``number_key``, ``people`` the member number by
    each of ``person_keys``, ``accounts`` the taken account numbers by ``number_key``, ``tasks`` the
    task's code by the search key of code and short code, ``heads`` the sub-ledger by the code of
    each head that takes entries. ``today_on`` is the business date.
    """

    today_on: str
    numbers: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    accounts: frozenset[str] = frozenset()
    tasks: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[int, str] = field(default_factory=dict)


class NumberStandsTwice(CellIsRefused):
    """Two rows of the file have one number."""

    message = N_("This number stands in row %(row)s already.")


class NumberIsTaken(CellIsRefused):
    """The register holds this number already."""

    message = N_("This number stands in the register already.")


class MemberIsNotThere(CellIsRefused):
    """The row belongs to a member whom the register does not hold."""

    message = N_("There is no member of this number in the register. Read in the members first.")


class SameInFile(CellIsRefused):
    """Two rows seem to be one person."""

    message = N_("Row %(row)s has the same name and guardian or mobile. Is it the same person?")


class SameInRegister(CellIsRefused):
    """The register seems to hold this person already."""

    message = N_("Member %(no)s has the same name and guardian or mobile. Is it the same person?")


class AmountsDiffer(CellIsRefused):
    """The same amount stands in rupees and in paise, and they are not the same."""

    message = N_("The amount in rupees and the amount in paise are not the same.")


class HeadIsNotALoans(CellIsRefused):
    """A loan account needs the head of its loan, and other accounts none of another kind."""

    message = N_("Write the code of the head of this loan, like 2411.")


class HeadIsNotThere(CellIsRefused):
    """No head of this code takes entries."""

    message = N_("There is no head of this code that takes entries.")


class TaskIsNotThere(CellIsRefused):
    """No task has this code."""

    message = N_("There is no task of this code.")


class SidesAreMissing(CellIsRefused):
    """A voucher needs a task, or a debit head and another credit head."""

    message = N_("Write the task, or a debit head and another credit head.")


def person_keys(name: str, guardian: str, village: str, mobile: str) -> list[str]:
    """By what two records are taken for one person: name, guardian and village, or name and mobile.

    Spelling differences of ``search_key`` don't count. Empty where too little is known.
    """
    name_key = search_key(name)
    keys = []
    if guardian:
        keys.append(f"{name_key}|{search_key(guardian)}|{search_key(village)}")
    if mobile:
        keys.append(f"{name_key}|{mobile}")
    return keys


class Seen:
    """Numbers and people seen so far in the file."""

    def __init__(self, known: Known, find: Findings) -> None:
        """Begin with nothing seen."""
        self._known, self._find = known, find
        self._numbers: dict[str, int] = {}
        self._people: dict[str, int] = {}

    def number(self, row: int, column: str, no: str, is_taken: bool) -> None:
        """Note a number that stands in the file or register already."""
        key = number_key(no)
        self._find.look(row, column, no)
        if key in self._numbers:
            self._find.fault(NumberStandsTwice(row=self._numbers[key]))
        elif is_taken:
            self._find.fault(NumberIsTaken())
        self._numbers.setdefault(key, row)

    def person(self, row: int, person: Particulars) -> None:
        """Warn of someone who seems to be in the file or register already."""
        keys = person_keys(person.name_hi, person.guardian_hi, person.village_hi, person.mobile)
        self._find.look(row, "name_hi", person.name_hi)
        twin = next((self._people[key] for key in keys if key in self._people), None)
        if twin is not None:
            self._find.warn(SameInFile(row=twin))
        no = next((self._known.people[key] for key in keys if key in self._known.people), None)
        if no is not None:
            self._find.warn(SameInRegister(no=no))
        for key in keys:
            self._people.setdefault(key, row)


def paise_of(values: Mapping[str, Any], what: str, row: int, find: Findings) -> int:
    """An amount given in rupees, in paise, or in both alike; nothing is zero."""
    paise, rupees = values.get(f"{what}_paise"), values.get(f"{what}_rupees")
    if paise is not None and rupees is not None and paise != rupees:
        find.look(row, f"{what}_paise", str(paise))
        find.fault(AmountsDiffer())
    return int(paise if paise is not None else rupees or 0)


def member_row(row: int, values: Mapping[str, Any], _known: Known, find: Findings) -> MemberRow:
    """Make a member's record of the row's values."""
    prefix, guardian = values.get("guardian_hi", ("", ""))
    nominee = values.get("nominee", "")
    land = values.get("land_ha", values.get("land_acre"))
    plain = ("name_hi", "member_no", "status", "member_class", "name_en", "known_as", "village_hi",
             "mobile", "aadhaar_last4", "sex", "birth_on", "category", "farmer_type", "joined_on",
             "resolution_no")  # fmt: skip
    particulars = Particulars(
        **{name: values[name] for name in plain if name in values},
        guardian_hi=guardian,
        relation=values.get("relation", prefix),
        land_are=land,
        nominees=(Nominee(nominee, values.get("nominee_relation", ""), 100),) if nominee else (),
    )
    return MemberRow(
        row, particulars, paise_of(values, "share", row, find), values.get("savings_rupees", 0)
    )


def account_row(row: int, values: Mapping[str, Any], known: Known, find: Findings) -> AccountRow:
    """Make an account of the row's values."""
    kind = values["kind"]
    head = values.get("head", HEAD_OF_KIND.get(kind, 0))
    if kind == "loan" and known.heads.get(head) != "loan":
        find.look(row, "head", str(values.get("head", "")))
        find.fault(HeadIsNotALoans())
    elif kind != "loan" and head != HEAD_OF_KIND[kind]:
        find.look(row, "head", str(head))
        find.fault(HeadIsNotALoans(str(HEAD_OF_KIND[kind])))
    return AccountRow(
        row, values["member_no"], kind, head, values["account_no"], values["opened_on"],
        paise_of(values, "balance", row, find), values.get("amount_rupees"), values.get("rate"),
        values.get("months"), values.get("due_on", ""), values.get("season", ""),
    )  # fmt: skip


def day_row(row: int, values: Mapping[str, Any], _known: Known, find: Findings) -> DayRow:
    """Make a voucher of older books of the row's values."""
    debit, credit = values.get("debit_head"), values.get("credit_head")
    has_sides = debit is not None and credit is not None and debit != credit
    task = values.get("task", "")
    if bool(task) == has_sides or (task and (debit or credit)):
        find.look(row, "task", task)
        find.fault(SidesAreMissing())
    if not values["amount"]:
        find.look(row, "amount", "0")
        find.fault(AmountIsZero())
    return DayRow(
        row, values["day"], values.get("slip_no", ""), task, debit, credit, values["amount"],
        values.get("mode", "cash"), values.get("party", ""),
        values.get("member_no", ""), values.get("narration", ""),
    )  # fmt: skip
