"""One society at work: each deed done through the portal's own actions, at its hour."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from portal.actions import day as days
from portal.actions import daybook, delegations
from portal.actions.day import Acceptance
from portal.demo import routine
from portal.demo.bill_unit import DemoUnit
from portal.demo.cash_box import pieces_of
from portal.demo.counter import Asked, Counter
from portal.demo.hours import MINUTE, Hours
from portal.demo.paying import Teller, cash_of, run_errand
from portal.domain import heads
from portal.domain.daybook import Draft
from portal.domain.people import Doer, Slip
from portal.gateways.ports import Sealer
from portal.storage import delegations as stored_delegations
from portal.storage.daybook import balance, balances, book
from portal.storage.people import Person
from portal.storage.places import Society
from portal.storage.reference import policy, task_book
from portal.storage.served import Whom

#: Cash that stays in the box overnight, in paise.
KEEP = 9_000_00
_KEEP_IN_BANK = 5_000_00
_THOUSAND = 1_000_00
_DRAWN = 15_000_00
_EVER = 10**15
_SHORT_REMARK = "दो बार गिना; खुले पैसे लौटाने में भूल हुई"


class Work(NamedTuple):
    """Something to do at the counter: what it moves in box and bank (paise), and the doing.

    The doing takes who does it and when, and returns the instant at which it is done.
    """

    cash: int
    bank: int
    do: Callable[[Person, int], int]


@dataclass(slots=True)
class Desk:
    """A society's people at the keyboard, with a fresh form for each deed."""

    society: Society
    people: Mapping[str, Person]
    counter: Counter
    sealer: Sealer
    unit: DemoUnit = field(default_factory=DemoUnit)
    until: int = _EVER
    meanwhile: Callable[[int], None] = lambda at: None
    _forms: int = 0
    _free_at: int = 0

    @property
    def free_at(self) -> int:
        """When what was done last was over."""
        return self._free_at

    @property
    def vouchers(self) -> int:
        """How many vouchers the society has."""
        return book(self.society.id).last_voucher_id

    def slip(self, person: Person) -> Slip:
        """Take a form that was not used yet."""
        self._forms += 1
        token = f"demo-{self.society.code}-{self._forms}"
        return Slip(token, b"demo", person.id, self.society.id)

    def doer(self, person: Person, at: int) -> Doer:
        """Sit someone at the keyboard; the block's assistant acts for the manager."""
        if person.role != "executive_assistant":
            return Doer(person.id, person.role, at)
        manager = self.people["manager"]
        if not stored_delegations.is_running(self.society.id, person.id, manager.id, at):
            wish = delegations.Wish(manager.id, "no_power", "", 0)
            delegations.begin(
                Doer(person.id, person.role, at), self.slip(person), policy(), self.society, wish,
                24,
            )  # fmt: skip
        return Doer(person.id, person.role, at, on_behalf_of=manager.id)

    def leave(self, person: Person, at: int) -> None:
        """Let the block's assistant end what they did on the manager's behalf."""
        one = stored_delegations.last_of(self.society.id, person.id)
        if one is not None and one.is_running(at):
            delegations.end(
                self.doer(person, at), self.slip(person), self.society.id, one.id, "/officer"
            )

    def draft(self, asked: Asked) -> Draft:
        """Make the voucher of what is asked for."""
        return daybook.draft_task(task_book()[asked.task], asked.filled)

    def enter(self, person: Person, at: int, draft: Draft, whom: Whom | None = None) -> None:
        """Enter a voucher; what a role may not enter the manager does."""
        person = self._allowed(person, draft.task)
        task_book().for_role(draft.task, person.role)
        daybook.enter_voucher(
            self.doer(person, at), self.slip(person), self.society.id, draft, whom
        )

    def open(self, person: Person, at: int, on: str, skipped: Mapping[str, str]) -> None:
        """Open a day."""
        days.open_day(self.doer(person, at), self.slip(person), self.society.id, on, skipped)

    def count_and_close(
        self, person: Person, hours: Hours, source: Random, short_paise: int = 0
    ) -> None:
        """Count the box, sometimes twice, and close; what is short the operator answers for."""
        society_id = self.society.id
        days.begin_count(self.doer(person, hours.counted_at), self.slip(person), society_id)
        counted = balances(society_id).get(heads.CASH_BOX, 0) - short_paise
        takes = [counted]
        if short_paise or source.random() < 0.06:
            takes.insert(0, max(counted - (0 if short_paise else 100_00), 0))
        for turn, paise in enumerate(takes, start=1):
            doer = self.doer(person, hours.counted_at + turn * 2 * MINUTE)
            days.save_take(doer, self.slip(person), society_id, pieces_of(source, paise // 100))
        acceptance = Acceptance(self.people["operator"].id, _SHORT_REMARK) if short_paise else None
        doer = self.doer(person, hours.closed_at)
        days.close_day(doer, self.slip(person), society_id, self.sealer, acceptance)
        self.leave(person, hours.closed_at + MINUTE)

    def serve(
        self, person: Person, hours: Hours, source: Random, asked: Sequence[Asked],
        *, keep: int | None = KEEP,
    ) -> None:  # fmt: skip
        """Serve everyone in turn; cash is drawn before it runs out and taken to the bank in time.

        ``keep`` (paise) stays in the box when the rest goes to the bank; None: nobody goes. What
        the bank account can't bear is left for another day.
        """
        works = [self._work(one) for one in asked]
        ats = hours.spread(source, len(works))
        stock = balances(self.society.id)
        cash, bank = stock.get(heads.CASH_BOX, 0), stock.get(heads.BANK_CURRENT, 0)
        most = 0 if keep is None else max(self._limit * 7 // 10, keep + 3 * _THOUSAND)
        is_waiting = keep is not None
        for place, (drawn_at, work) in enumerate(zip(ats, works, strict=True)):
            at = max(drawn_at, self._free_at)
            self.meanwhile(at)
            coming = sum(one.cash for one in works[place:])
            if is_waiting and at >= hours.bank_at and keep is not None:
                is_waiting = False
                if cash + coming > most:
                    paid = self._deposit(person, at, cash, cash + coming - keep)
                    cash, bank = cash - paid, bank + paid
            if -work.bank > bank - _KEEP_IN_BANK and work.bank < 0:
                continue
            if -work.cash > cash:
                if bank < _DRAWN + _KEEP_IN_BANK:
                    continue
                self.draw(person, at, _DRAWN, "काउंटर हेतु")
                bank -= _DRAWN
            self._free_at = work.do(person, at)
            cash, bank = balance(self.society.id, heads.CASH_BOX), bank + work.bank
        if keep is not None and cash > max(most, self._limit):
            self._deposit(person, max([hours.bank_at, self._free_at, *ats]), cash, cash - keep)

    def _work(self, asked: Asked) -> Work:
        errand = asked.errand
        if errand is None:
            draft = self.draft(asked)

            def enter(person: Person, at: int) -> int:
                self.enter(person, at, draft, asked.whom)
                return at

            return Work(_moved(draft, heads.CASH_BOX), _moved(draft, heads.BANK_CURRENT), enter)

        def run(person: Person, at: int) -> int:
            teller = self._teller(self._allowed(person, asked.task))
            return run_errand(teller, at, errand, asked.filled, asked.whom)

        return Work(cash_of(errand, asked.filled), 0, run)

    def _teller(self, person: Person) -> Teller:
        self.unit.month = self.counter.on[:7]
        return Teller(
            self.society.id, lambda at: self.doer(person, at), lambda: self.slip(person),
            self.unit, self.until,
        )  # fmt: skip

    def _allowed(self, person: Person, task: str) -> Person:
        is_theirs = person.role in task_book()[task].roles
        return person if is_theirs else self.people["manager"]

    @property
    def _limit(self) -> int:
        return self.society.cash_limit_paise or 0

    def draw(self, person: Person, at: int, paise: int, purpose: str) -> None:
        """Draw cash from the bank."""
        self.enter(person, at, self.draft(routine.withdrawal(self.counter, paise, purpose)))

    def _deposit(self, person: Person, at: int, cash: int, wanted: int) -> int:
        paid = min(wanted, cash - _THOUSAND) // _THOUSAND * _THOUSAND
        if paid <= 0:
            return 0
        self.enter(person, at, self.draft(routine.deposit(self.counter, paid)))
        return paid


def _moved(draft: Draft, head: int) -> int:
    return sum(line.paise for line in draft.lines if line.head == head)
