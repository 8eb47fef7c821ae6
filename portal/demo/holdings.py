"""What members have and owe when the books start: registers that add up to their heads exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from portal.domain.accounts import KINDS, after_months
from portal.domain.members import OTHER_SHARES, PENDING_SHARES, REGULAR_SHARES, Particulars
from portal.storage.accounts import Account

DIVIDEND_DUE = 1508
SAVINGS, FIXED, RECURRING, THRIFT, GROUP = 1301, 1303, 1304, 1306, 1307
KCC, KCC_KIND, MEDIUM, INTEREST, OVERDUE_INTEREST = 2411, 2412, 2421, 2501, 2502
_RUPEE = 100
_INSTALMENTS = (6, 12, 12, 24)


class Holder(NamedTuple):
    """Somebody of the register with their key."""

    id: int
    record: Particulars


@dataclass(slots=True)
class Holding:
    """An account to be opened, and what stands on it by head, in paise (debit > 0)."""

    account: Account
    paise: dict[int, int] = field(default_factory=dict)


def split(source: Random, paise: int, number: int, step: int) -> list[int]:
    """Split an amount among so many, unevenly, in steps; the last one takes what is left over.

    Where it is too little for all, only the first ones get something.
    """
    units = paise // step
    number = max(min(number, units), 1) if paise else 0
    weights = [int(source.lognormvariate(0, 0.8) * 1000) + 1 for _ in range(number)]
    total = sum(weights)
    parts = [1 + (units - number) * weight // total if units else 0 for weight in weights]
    for place in range(units - sum(parts)):
        parts[place] += 1
    found = [part * step for part in parts]
    if found:
        found[-1] += paise - units * step
    return found


def shares(
    source: Random, people: Sequence[Holder], balances: Mapping[int, int]
) -> list[tuple[int, int, int]]:
    """Allot share money and dividends due: (head, member, paise; debit > 0)."""
    held = [one for one in people if one.record.status in ("active", "deceased")]
    of_class = {
        REGULAR_SHARES: [one for one in held if one.record.member_class == "regular"],
        OTHER_SHARES: [one for one in held if one.record.member_class != "regular"],
        PENDING_SHARES: [one for one in people if one.record.status == "applicant"],
        DIVIDEND_DUE: _some(source, held, 0.2),
    }
    steps = {REGULAR_SHARES: 10, OTHER_SHARES: 10, PENDING_SHARES: 50, DIVIDEND_DUE: 1}
    return [
        (head, one.id, -paise)
        for head, holders in of_class.items()
        for one, paise in zip(
            holders,
            split(source, -balances.get(head, 0), len(holders), steps[head] * _RUPEE)
            if holders else [],
            strict=False,
        )
    ]  # fmt: skip


def accounts_of(
    source: Random, society_id: int, people: Sequence[Holder], balances: Mapping[int, int],
    as_on: str,
) -> list[Holding]:  # fmt: skip
    """Make up the accounts of a register and what stands on each when the books start."""
    making = _Making(source, society_id, balances, date.fromisoformat(as_on))
    alive = [one for one in people if one.record.status == "active"]
    groups = [one for one in alive if not one.record.sex]
    persons = [one for one in alive if one.record.sex]
    farmers = [one for one in persons if one.record.member_class == "regular"]
    borrowers = _some(source, [one for one in farmers if one.record.land_are] or farmers, 0.42)
    savers = _some(source, persons, 0.6)
    known = {one.id for one in savers}
    savers += [one for one in borrowers if one.id not in known]
    making.deposits("savings", savers, 1, rate_bp=350)
    making.deposits("thrift", _some(source, farmers, 0.2), 10, rate_bp=400)
    making.deposits("group", groups, 1, rate_bp=400)
    making.fixed(_some(source, savers, 0.09))
    making.recurring(_some(source, savers, 0.08))
    making.loans(borrowers, _some(source, farmers, 0.05))
    return making.found


def _some(source: Random, people: Sequence[Holder], part: float) -> list[Holder]:
    chosen = [one for one in people if source.random() < part]
    return chosen or list(people[:1])


@dataclass(slots=True)
class _Making:
    """Accounts being made, numbered by their kind."""

    source: Random
    society_id: int
    balances: Mapping[int, int]
    today: date
    found: list[Holding] = field(default_factory=list)
    last_no: dict[str, int] = field(default_factory=dict)

    def deposits(self, kind: str, people: Sequence[Holder], step: int, rate_bp: int) -> None:
        """Open accounts that are paid into as one likes."""
        head = KINDS[kind].heads[0]
        for one, paise in self._split(head, people, step):
            self._open(kind, head, one, self._since(one), {head: -paise}, rate_bp=rate_bp)

    def fixed(self, people: Sequence[Holder]) -> None:
        """Open fixed deposits, of which each is due some day."""
        for one, paise in self._split(FIXED, people, 1_000):
            months = self.source.choice((12, 12, 24, 36, 60))
            opened = self.today - timedelta(days=self.source.randrange(1, months * 30))
            self._open(
                "fixed", FIXED, one, opened, {FIXED: -paise}, amount_paise=paise,
                rate_bp=self.source.choice((650, 675, 700, 725)), months=months,
            )  # fmt: skip

    def recurring(self, people: Sequence[Holder]) -> None:
        """Open recurring deposits with some instalments paid."""
        for one, paise in self._split(RECURRING, people, 1_200):
            paid = self.source.choice(_INSTALMENTS)
            opened = self.today - timedelta(days=paid * 30 - self.source.randrange(25))
            self._open(
                "recurring", RECURRING, one, opened, {RECURRING: -paise}, rate_bp=625,
                amount_paise=max(paise // paid // _RUPEE * _RUPEE, _RUPEE),
                months=self.source.choice([one for one in (12, 24, 36, 60) if one > paid]),
            )  # fmt: skip

    def loans(self, borrowers: Sequence[Holder], others: Sequence[Holder]) -> None:
        """Give crop loans, partly in kind and partly overdue, and loans of some years."""
        owed: dict[int, dict[int, int]] = {one.id: {} for one in borrowers}
        for one, paise in self._split(KCC, borrowers, 100):
            owed[one.id][KCC] = paise
        holding = [one for one in borrowers if owed[one.id]]
        for one, paise in self._split(KCC_KIND, _some(self.source, holding, 0.6), 10):
            owed[one.id][KCC_KIND] = paise
        late = _some(self.source, holding, 0.17)
        are_late = {one.id for one in late}
        current = [one for one in holding if one.id not in are_late] or holding
        for head, people in ((INTEREST, current), (OVERDUE_INTEREST, late)):
            for one, paise in self._split(head, people, 1):
                owed[one.id][head] = paise
        for one in holding:
            self._lend(KCC, one, owed[one.id], is_late=one.id in are_late)
        for one, paise in self._split(MEDIUM, others, 500):
            self._lend(MEDIUM, one, {MEDIUM: paise}, is_late=False)

    def _lend(self, head: int, one: Holder, owed: dict[int, int], *, is_late: bool) -> None:
        principal = sum(paise for code, paise in owed.items() if code < INTEREST)
        sanctioned = (principal * 5 // 4 // 5_000_00 + 1) * 5_000_00
        if head == KCC:
            opened, due_on, season = self._season(1 if is_late else 0)
            self._open(
                "loan", head, one, opened, owed, amount_paise=sanctioned, rate_bp=700,
                due_on=due_on, season=season,
            )  # fmt: skip
            return
        opened = self.today - timedelta(days=self.source.randrange(30, 700))
        due_on = after_months(opened.isoformat(), self.source.choice((36, 60, 84)))
        self._open(
            "loan", head, one, opened, owed, amount_paise=sanctioned, rate_bp=1050, due_on=due_on
        )

    def _season(self, years_ago: int) -> tuple[date, str, str]:
        """Return when crop loans of the running season were given, when due, and its name."""
        year = self.today.year - years_ago
        sown = self.today.replace(day=1, year=year) - timedelta(self.source.randrange(20, 75))
        if self.today.month >= 6:
            return sown, f"{year + 1}-03-31", f"खरीफ {year}"
        return sown, f"{year}-06-30", f"रबी {year - 1}-{year % 100:02d}"

    def _split(
        self, head: int, people: Sequence[Holder], step: int
    ) -> Iterable[tuple[Holder, int]]:
        total = abs(self.balances.get(head, 0))
        parts = split(self.source, total, len(people), step * _RUPEE) if people else []
        return zip(people, parts, strict=False)

    def _since(self, one: Holder) -> date:
        joined = date.fromisoformat(one.record.joined_on)
        since = max(joined, self.today - timedelta(days=3_600))
        return since + timedelta(days=self.source.randrange((self.today - since).days + 1))

    def _open(
        self, kind: str, head: int, one: Holder, opened: date, paise: dict[int, int], *,
        amount_paise: int | None = None, rate_bp: int | None = None, months: int | None = None,
        due_on: str = "", season: str = "",
    ) -> None:  # fmt: skip
        letter = KINDS[kind].letter
        number = self.last_no[letter] = self.last_no.get(letter, 100) + 1
        opened = max(opened, date.fromisoformat(one.record.joined_on))
        if months:
            due_on = after_months(opened.isoformat(), months)
        account = Account(
            society_id=self.society_id, id=0, member_id=one.id, kind=kind, head=head,
            account_no=f"{letter}-{number}", status="open", opened_on=opened.isoformat(),
            amount_paise=amount_paise, rate_bp=rate_bp, months=months, due_on=due_on,
            season=season,
        )  # fmt: skip
        self.found.append(Holding(account, paise))
