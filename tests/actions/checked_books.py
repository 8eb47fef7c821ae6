"""A society under test: its deeds, and the checks of its books against the model after each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count, pairwise
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from portal.actions import day as day_actions
from portal.actions import daybook as daybook_actions
from portal.actions import opening_balances
from portal.actions.exactly_once import Done
from portal.actions.societies import add_society
from portal.clock import SetClock
from portal.domain.daybook import Draft
from portal.domain.people import Doer, Slip
from portal.domain.refusals import Refusal
from portal.storage import engine
from portal.storage.people import Person
from portal.storage.reference import chart
from tests.ledger_model import CASH, SHORTAGE, Lines, Model, ModelDay
from tests.world import MORNING, World

Deed = Callable[[Slip], Done]
POSTABLE = frozenset(
    head.code for head in chart()
    if not head.is_group and head.code != 1802
    and head.sub_ledger in ("", "bank", "shortage", "csc", "insurance", "pension")
)  # fmt: skip
_codes = count(1)


def registers_agree(society_id: int) -> None:
    """P2: every register equals its control head, and every sub-ledger the sum of its lines."""
    summed = {
        (head, sub_id): int(paise) for head, sub_id, paise in engine.rows(
            "SELECT head, sub_id, SUM(paise) FROM entry "
            "WHERE society_id = ? AND sub_id IS NOT NULL GROUP BY head, sub_id",
            society_id,
        )
    }  # fmt: skip
    held = {
        (head, sub_id): int(paise) for head, sub_id, paise in engine.rows(
            "SELECT head, sub_id, paise FROM sub_balance WHERE society_id = ?", society_id
        )
    }  # fmt: skip
    assert held == summed
    control = dict(
        engine.rows("SELECT head, paise FROM head_balance WHERE society_id = ?", society_id)
    )
    for head in (one for one in chart() if one.has_register):
        register = {sub_id: paise for (code, sub_id), paise in held.items() if code == head.code}
        assert sum(register.values()) == control.get(head.code, 0), head
        if head.sub_ledger == "shortage":
            continue
        side = 1 if head.normal_side == "debit" else -1
        wrong = {sub_id: paise for sub_id, paise in register.items() if sub_id and paise * side < 0}
        assert not wrong, f"{head.code} stands on the wrong side: {wrong}"


class CheckedBooks(RuleBasedStateMachine):
    """One society from its first day on."""

    world: ClassVar[World]

    @initialize(cash=st.integers(0, 30_000))
    def comes_onto_the_portal(self, cash: int) -> None:
        """Make a new society with one person, and start its books."""
        code = f"P{next(_codes):05d}"
        self.society = add_society(code, f"पैक्स {code}", f"PACS {code}", "KHR-BKG")
        self.person = Person.create(
            username=code.lower(), name_hi="रवि", name_en="Ravi", password_hash="", role="operator",
            society=self.society.id, created_at=MORNING,
        ).id  # fmt: skip
        self.officer = self.world.person("officer").id
        self.clock, self.tokens = SetClock(MORNING), count(1)
        self.spare: list[Slip] = []
        self.done: list[tuple[Slip, Deed, Done]] = []
        self.tried: set[tuple[str, int]] = set()
        self.model = Model(POSTABLE, frozenset({self.person}))
        self.refuses({"BooksAreNotStarted"}, lambda slip: self.opens(slip, "2026-11-23", {}))
        balances = {2101: cash * 100, 2201: 50_000_00, 1201: -(cash * 100 + 40_000_00)}
        done = self.does(lambda slip: opening_balances.enter_opening_balances(
            self.doer(), slip, self.society.id, "2026-11-22", balances, self.world.keys
        ))  # fmt: skip
        assert done.location == "/"
        lines = [(head, paise, None) for head, paise in balances.items() if paise]
        self.model.post("2026-11-22", "opening", (*lines, (1702, -10_000_00, None)))
        first = ModelDay("2026-11-22", "opening", "closed", 0, cash * 100, 0, cash * 100, 0)
        self.model.days.append(first)

    @property
    def status(self) -> str:
        """Say whether a day is open, being counted, or none is (shut)."""
        return self.model.running.status if self.model.running else "shut"

    def is_first_try(self, what: str) -> bool:
        """Say whether this has not been tried on this day yet."""
        return (what, len(self.model.days)) not in self.tried

    def doer(self, person: int | None = None) -> Doer:
        """Give someone acting now, the society's operator unless said."""
        return Doer(person or self.person, "operator", self.clock.now_ms())

    def slip(self, digest: bytes = b"digest") -> Slip:
        """Give the slip of a form that was refused, if there is one: it is as good as new (P1)."""
        if self.spare:
            return self.spare.pop()
        return Slip(f"t{next(self.tokens)}", digest, self.person, self.society.id)

    def does(self, deed: Deed) -> Done:
        """Do what must succeed, with a form of its own."""
        slip = self.slip()
        done = deed(slip)
        assert not done.is_repeat
        self.done.append((slip, deed, done))
        return done

    def refuses(self, names: set[str], deed: Deed) -> None:
        """Do what must be refused for one of these reasons; its form stays unused."""
        slip = self.slip()
        with pytest.raises(Refusal) as refused:
            deed(slip)
        assert refused.value.name in names, f"{refused.value.name}, but the model says {names}"
        self.spare.append(slip)

    def opens(self, slip: Slip, on: str, skipped: dict[str, str]) -> Done:
        """Open a date."""
        return day_actions.open_day(self.doer(), slip, self.society.id, on, skipped)

    def posts(
        self, draft: Callable[[], Draft], kind: str, lines: Lines, *, is_task: bool = False
    ) -> None:
        """Enter a voucher; it is refused exactly when the model says so."""
        doer, here = self.doer(), self.society.id

        def deed(slip: Slip) -> Done:
            return daybook_actions.enter_voucher(doer, slip, here, draft())

        if names := self.model.why_not_post(lines, is_task=is_task):
            self.refuses(names, deed)
            return
        on = self.model.days[-1].on
        assert self.does(deed).voucher_id == self.model.post(on, kind, lines)

    @invariant()
    def the_entries_are_the_models(self) -> None:
        """P2, P4, P5: vouchers, numbers, balances and sums are what they should be."""
        here = self.society.id
        found = engine.rows(
            "SELECT day_on, fy, kind, no FROM voucher WHERE society_id = ? ORDER BY id", here
        )
        assert found == [(one.on, one.fy, one.kind, one.no) for one in self.model.vouchers]
        running: Counter[int] = Counter()
        by_voucher: Counter[int] = Counter()
        by_day: Counter[str] = Counter()
        for voucher_id, on, head, paise in engine.rows(
            "SELECT voucher_id, day_on, head, SUM(paise) FROM entry WHERE society_id = ? "
            "GROUP BY voucher_id, day_on, head ORDER BY voucher_id, head",
            here,
        ):
            running[head] += int(paise)
            by_voucher[voucher_id] += int(paise)
            by_day[on] += int(paise)
            assert head not in CASH or running[head] >= 0, f"voucher {voucher_id} overdraws {head}"
        assert not any(by_voucher.values())
        assert not any(by_day.values())
        assert {head: paise for head, paise in running.items() if paise} == {
            head: paise for head, paise in self.model.balance.items() if paise
        }
        self._balances_agree(running)

    def _balances_agree(self, running: Counter[int]) -> None:
        here = self.society.id
        registers_agree(here)
        held = dict(engine.rows("SELECT head, paise FROM head_balance WHERE society_id = ?", here))
        totals = {
            head: int(paise) for head, paise in engine.rows(
                "SELECT head, SUM(debit_paise - credit_paise) FROM head_total "
                "WHERE society_id = ? GROUP BY head", here,
            )
        }  # fmt: skip
        assert held == totals == dict(running)
        owed = dict(engine.rows(
            "SELECT sub_id, paise FROM sub_balance WHERE society_id = ? AND head = ?",
            here, SHORTAGE,
        ))  # fmt: skip
        assert sum(owed.values()) == held.get(SHORTAGE, 0)
        assert owed == {who: self.model.owed[who] for who in owed}

    @invariant()
    def the_days_are_the_models(self) -> None:
        """D1–D6: one day runs, none is left out, each opens with the last closing."""
        found = engine.rows(
            "SELECT day_on, kind, status, review, opening_paise, receipts_paise, payments_paise, "
            "closing_paise, difference_paise FROM day WHERE society_id = ? ORDER BY day_on",
            self.society.id,
        )
        assert found == [
            (one.on, one.kind, one.status, one.review, *one.figures) for one in self.model.days
        ]
        assert sum(status != "closed" for _, _, status, *_ in found) <= 1
        for before, after in pairwise(found):
            assert date.fromisoformat(after[0]) - date.fromisoformat(before[0]) == timedelta(days=1)
            assert after[4] == before[7]
        sealed = [(one.on, one.closing) for one in self.model.days
                  if one.kind in ("opening", "working") and one.status == "closed"]  # fmt: skip
        seals = engine.rows(
            "SELECT day_on, body FROM seal WHERE society_id = ? ORDER BY seal_no", self.society.id
        )
        assert [on for on, _ in seals] == [on for on, _ in sealed]
        for (_, body), (_, closing) in zip(seals, sealed, strict=True):
            assert f'"closing":{closing},' in body
