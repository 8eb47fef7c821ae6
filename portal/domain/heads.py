"""The chart of accounts: heads, their sides, and which of them may be posted to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.domain.refusals import N_, Refusal
from portal.domain.text import search_key

CASH_BOX = 2101
COUNTER_TILLS = (2102, 2103)
CASH_IN_TRANSIT = 2104
BANK_CURRENT = 2201
BANK_ACCOUNTS = (2201, 2202, 2203)
WALLET = 2204
UPI_COLLECTION = 2205
RECEIVED_FOR_BILLS = 1601
REFUNDS_DUE = 1602
PASS_THROUGH = (RECEIVED_FOR_BILLS, REFUNDS_DUE)
CROP_PREMIUM = 1603
OTHER_PREMIUM = 1604
HELD_FOR_OTHERS = (RECEIVED_FOR_BILLS, CROP_PREMIUM, OTHER_PREMIUM)
INSURANCE_FEE = 3306
COUNTER_FEE = 3307
OPENING_DIFFERENCE_CREDIT = 1702
CASH_EXCESS = 1703
OPENING_DIFFERENCE_DEBIT = 2804
CASH_SHORTAGE = 2805
SHORTAGE_FROM_BEFORE = 0  # in its register: a shortage older than the books, of no named person
NOT_ALLOTTED = 0  # in a register: what an opening balance holds and no member is named for yet
SUSPENSE = (1701, 1702, 2803, 2804)
PRIOR_YEAR_INCOME = 3408
PRIOR_YEAR_EXPENSE = 4405
YEAR_RESULT = 1802
ROUNDING = 4320

#: Registers by member: an entry's sub_id on such a head is the member's own key.
BY_MEMBER = frozenset({"member", "applicant"})
#: Registers by account: an entry's sub_id on such a head is the account's key.
BY_ACCOUNT = frozenset({"deposit", "loan"})
#: Registers by order of the counter: sub_id is the order's key, BY_HAND what no order is for.
BY_ORDER = frozenset({"csc"})
#: Registers of premiums: sub_id is the application's key, BY_HAND what no application is for.
BY_APPLICATION = frozenset({"insurance"})
#: Registers of money that is held for others: of nobody's own page.
OF_OTHERS = BY_ORDER | BY_APPLICATION
BY_HAND = 0
#: Registers whose sums must equal their control heads (P2).
REGISTERS = BY_MEMBER | BY_ACCOUNT | OF_OTHERS | {"shortage"}
#: Money sent for many pensioners at once: who got what stands in the register of pensions paid.
IN_A_LUMP = frozenset({"pension"})
#: Sub-ledgers that are kept; heads of any other take no posting (P2).
KEPT_SUB_LEDGERS = REGISTERS | IN_A_LUMP | {"", "bank"}


class HeadIsUnknown(Refusal):
    """There is no such head in the chart."""

    message = N_("There is no head %(head)s in the chart of accounts.")
    status = 422


class HeadIsAGroup(Refusal):
    """Only leaf heads take entries."""

    message = N_("%(head)s is a group of heads; choose one of the heads below it.")
    status = 422


class HeadIsNotKept(Refusal):
    """The head's sub-ledger is not kept here yet, so it takes no entries (P2)."""

    message = N_("Entries on head %(head)s are not open yet, because its own register is not kept.")
    status = 422


class HeadHasARegister(Refusal):
    """Entries on this head name whose they are, which only its tasks ask for."""

    message = N_(
        "%(head)s is kept by member, account or person. Use the task for it, which asks for whom."
    )
    status = 422


@dataclass(frozen=True, slots=True)
class Head:
    """One head of account. ``cash_or_bank`` is 'cash', 'bank' or ''."""

    code: int
    parent: int | None
    name_hi: str
    name_en: str
    kind: str
    is_group: bool
    normal_side: str
    cash_or_bank: str
    sub_ledger: str

    @property
    def is_kept(self) -> bool:
        """Leaf heads whose sub-ledger is kept (or that need none) take entries."""
        return not self.is_group and self.sub_ledger in KEPT_SUB_LEDGERS

    @property
    def has_register(self) -> bool:
        """Each entry on such a head names whose it is."""
        return self.sub_ledger in REGISTERS

    @property
    def is_free(self) -> bool:
        """Heads that one may write without saying whose the entry is."""
        return self.is_kept and not self.has_register and self.code != YEAR_RESULT

    @property
    def is_cash(self) -> bool:
        """Cash heads: the box, counter tills and cash on its way to the bank."""
        return self.cash_or_bank == "cash"

    @property
    def is_bank(self) -> bool:
        """Bank-like heads: bank accounts, wallet, collection and settlement accounts."""
        return self.cash_or_bank == "bank"


class Chart:
    """All heads by code. Only leaves post; 1802 is written by the year's closing alone."""

    def __init__(self, heads: Iterable[Head]) -> None:
        """Keep ``heads`` in the order of their codes."""
        self._by_code = {head.code: head for head in sorted(heads, key=lambda one: one.code)}
        self.cash = tuple(head.code for head in self if head.is_cash)
        self.bank = tuple(head.code for head in self if head.is_bank)

    def __iter__(self) -> Iterator[Head]:
        """Go through the heads by code."""
        return iter(self._by_code.values())

    def __contains__(self, code: object) -> bool:
        """Say whether there is such a code."""
        return code in self._by_code

    def __getitem__(self, code: int) -> Head:
        """Return the head of this code; raise HeadIsUnknown."""
        try:
            return self._by_code[code]
        except KeyError:
            raise HeadIsUnknown(head=code) from None

    def postable(self, code: int) -> Head:
        """Return a head that takes entries; raise HeadIsUnknown, HeadIsAGroup, HeadIsNotKept."""
        head = self[code]
        if head.is_group:
            raise HeadIsAGroup(head=code)
        if not head.is_kept or code == YEAR_RESULT:
            raise HeadIsNotKept(head=code)
        return head

    def free(self, code: int) -> Head:
        """Return a head that takes entries of nobody in particular.

        Raises HeadHasARegister and what ``postable`` raises.
        """
        head = self.postable(code)
        if head.has_register:
            raise HeadHasARegister(head=code)
        return head

    def leaves(self) -> list[Head]:
        """List the heads that are not groups."""
        return [head for head in self if not head.is_group]

    def search(self, words: str, most: int = 12) -> list[Head]:
        """Find heads to write freely by code or by the beginnings of words of either name."""
        wanted = search_key(words).split()
        found = []
        for head in self:
            if head.is_free and wanted:
                have = search_key(f"{head.code} {head.name_hi} {head.name_en}").split()
                if all(any(word.startswith(want) for word in have) for want in wanted):
                    found.append(head)
        return found[:most]
