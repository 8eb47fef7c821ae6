"""Random legal and illegal deeds against a model ledger: P1–P5 and D1–D6 hold after each step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from portal.actions import day as day_actions
from portal.actions import daybook as daybook_actions
from portal.actions import verification
from portal.actions.exactly_once import Done, FormWasUsedForOther
from portal.domain.daybook import Draft, Line
from portal.domain.people import Slip
from portal.domain.tasks import Filled, draft_of
from portal.storage.reference import task_book
from tests.actions.checked_books import CheckedBooks
from tests.ledger_model import SHORTAGE, TILLS
from tests.world import World

TASKS = [one.code for one in task_book().offered("manager") if not one.needs_member]
HEADS = [2101, 2101, 2102, 2104, 2201, 2205, 3307, 4317, 4320, 1703, 2805, 1301, 2100, 1802]
PAISE = st.one_of(
    st.integers(1, 900).map(lambda rupees: rupees * 100),
    st.integers(1, 40_000).map(lambda rupees: rupees * 100),
    st.integers(1, 9_999),
)

ASKED = st.tuples(st.sampled_from(TASKS), PAISE, st.integers(0, 9), st.integers(0, 9))
OFF = st.sampled_from([0, 0, -100, -7, 1, 250])
WHO = st.sampled_from(["me", "me", "me", "nobody", "stranger"])
REMARK = st.sampled_from(["छुट्टे में गलती", "छुट्टे में गलती", " "])

is_open = precondition(lambda self: self.status == "open")
is_counting = precondition(lambda self: self.status == "counting")
is_shut = precondition(lambda self: self.status == "shut")
is_running = precondition(lambda self: self.status != "shut")


class Books(CheckedBooks):
    """What people do with their books, rightly and wrongly, in any order."""

    @is_shut
    @rule(
        ahead=st.integers(-1, 3), missing=st.booleans(), kind=st.sampled_from(["holiday", "idle"])
    )
    def opens_a_day(self, ahead: int, missing: bool, kind: str) -> None:
        """Open a date at or after the next one, with or without saying what lay between."""
        last = date.fromisoformat(self.model.days[-1].on)
        on = (last + timedelta(days=ahead)).isoformat()
        gap = [(last + timedelta(days=one)).isoformat() for one in range(1, ahead)]
        skipped = dict.fromkeys(gap[missing:], kind)
        doer = self.doer()

        def deed(slip: Slip) -> Done:
            return day_actions.open_day(doer, slip, self.society.id, on, skipped)

        if names := self.model.why_not_open(on, doer.today_on, set(skipped)):
            self.refuses(names, deed)
            return
        self.does(deed)
        self.model.open(on, kind)

    @is_shut
    @rule()
    def opens_the_next_day(self) -> None:
        """Open the day after the last one, as most days are."""
        on = (date.fromisoformat(self.model.days[-1].on) + timedelta(days=1)).isoformat()
        while self.doer().today_on < on:
            self.clock.move(days=1)
        self.does(lambda slip: self.opens(slip, on, {}))
        self.model.open(on, "working")

    @is_open
    @rule(asked=st.lists(ASKED, min_size=1, max_size=5))
    def enters_tasks(self, asked: list[tuple[str, int, int, int]]) -> None:
        """Enter vouchers of any tasks on offer, in any of their modes."""
        for one in asked:
            self._enters(*one)

    def _enters(self, code: str, paise: int, mode: int, head: int) -> None:
        task = task_book()[code]
        filled = Filled(
            (paise,) * len(task.amount_lines),
            mode=task.modes[mode % len(task.modes)] if task.modes else "none",
            head=task.head_choice[head % len(task.head_choice)] if task.head_choice else None,
            reference="1", sub_id=self.person,
        )  # fmt: skip
        made = draft_of(task, filled)
        lines = tuple((line.head, line.paise, line.sub_id) for line in made.lines)
        self.posts(lambda: daybook_actions.draft_task(task, filled), made.kind, lines, is_task=True)

    @is_open
    @rule(rupees=st.sampled_from([1, 7, 100, 101]))
    def pays_back_a_shortage(self, rupees: int) -> None:
        """Pay back as much as is owed, or more."""
        self._enters("shortage_recovered", rupees * 100, 0, 0)

    @is_open
    @rule(till=st.sampled_from([2102, 2103, 2104]), rupees=st.integers(-50, 500))
    def moves_cash_between_box_and_till(self, till: int, rupees: int) -> None:
        """Give a counter cash from the box, or take it back; or send it to the bank."""
        lines = ((till, rupees * 100, None), (2101, -rupees * 100, None))
        draft = Draft("contra", "", tuple(Line(*line) for line in lines))
        self.posts(lambda: draft, "contra", lines)

    @is_open
    @rule(
        lines=st.lists(st.tuples(st.sampled_from(HEADS), PAISE, st.booleans()), max_size=3),
        balanced_by=st.sampled_from([2101, 2201, 3307, 4317, None]), has_person=st.booleans(),
    )  # fmt: skip
    def enters_freely(
        self, lines: list[tuple[int, int, bool]], balanced_by: int | None, has_person: bool
    ) -> None:
        """Enter lines on any heads, balanced or not, legal or not."""
        whose = self.person if has_person else None
        signed = [
            (head, paise if is_debit else -paise, whose if head == SHORTAGE else None)
            for head, paise, is_debit in lines
        ]
        if balanced_by is not None:
            signed.append((balanced_by, -sum(paise for _, paise, _ in signed), None))
        draft = Draft("journal", "", tuple(Line(*line) for line in signed))
        self.posts(lambda: draft, "journal", tuple(signed))

    @precondition(lambda self: self.done)
    @rule(at=st.integers(0, 999), is_other=st.booleans())
    def sends_an_old_form_again(self, at: int, is_other: bool) -> None:
        """Repeat any deed so far, as it was or with other content."""
        slip, deed, first = self.done[at % len(self.done)]
        if not is_other:
            assert deed(slip) == replace(first, is_repeat=True)
            return
        for other in (replace(slip, digest=b"other"), replace(slip, person_id=self.officer)):
            with pytest.raises(FormWasUsedForOther) as refused:
                deed(other)
            assert refused.value.voucher_id == first.voucher_id

    @precondition(lambda self: self.status != "shut" and self.is_first_try("second"))
    @rule()
    def no_second_day_is_opened(self) -> None:
        """Open another day while one runs."""
        self.tried.add(("second", len(self.model.days)))
        self.refuses({"DayIsAlreadyOpen"}, lambda slip: self.opens(slip, "2026-12-31", {}))

    @is_running
    @rule(off=OFF, is_take=st.sampled_from([True, True, False]))
    def counts(self, off: int, is_take: bool) -> None:
        """Begin counting, or save a take: right, short or over."""
        doer, here = self.doer(), self.society.id
        rupees = max(0, self.model.balance[2101] // 100 + off)
        pieces = {"d500": rupees // 500, "c1": rupees % 500}

        def deed(slip: Slip) -> Done:
            if is_take:
                return day_actions.save_take(doer, slip, here, pieces)
            return day_actions.begin_count(doer, slip, here)

        day = self.model.running
        self.does(deed)
        if day.status == "open":
            day.status, self.model.counted = "counting", None
        if is_take:
            self.model.counted = rupees * 100

    @is_counting
    @rule()
    def goes_back_to_entry(self) -> None:
        """Stop counting; the takes so far no longer count."""
        doer, here = self.doer(), self.society.id

        def deed(slip: Slip) -> Done:
            return day_actions.back_to_entry(doer, slip, here, "भूल")

        self.does(deed)
        self.model.running.status, self.model.counted = "open", None

    @is_counting
    @rule(who=WHO, remark=REMARK)
    def closes(self, who: str, remark: str) -> None:
        """Close the day, with or without someone who answers for a difference."""
        person = {"me": self.person, "stranger": self.officer}.get(who)
        doer, here = self.doer(), self.society.id
        accepted = day_actions.Acceptance(person, remark) if person else None

        def deed(slip: Slip) -> Done:
            return day_actions.close_day(doer, slip, here, self.world.keys, accepted)

        if names := self.model.why_not_close((person, remark) if person else None):
            self.refuses(names, deed)
            return
        self.does(deed)
        self.model.close(self.person)

    @is_open
    @rule(off=OFF, who=WHO, remark=REMARK)
    def is_counted_and_closed(self, off: int, who: str, remark: str) -> None:
        """Close without counting, then count right or wrong and close."""
        self.closes(who, remark)
        self.counts(off, True)
        self.closes(who, remark)

    @is_open
    @rule()
    def is_counted_right_and_closed(self) -> None:
        """End the day as most days end."""
        while any(self.model.balance[till] for till in TILLS):
            till = next(till for till in TILLS if self.model.balance[till])
            paise = self.model.balance[till]
            lines = ((2101, paise, None), (till, -paise, None))
            draft = Draft("contra", "", tuple(Line(*line) for line in lines))
            self.posts(lambda draft=draft: draft, "contra", lines)  # type: ignore[misc]
        self.counts(0, True)
        self.closes("nobody", "")
        assert self.model.running is None

    @precondition(lambda self: self.status == "shut" and self.is_first_try("shut"))
    @rule()
    def nothing_goes_without_an_open_day(self) -> None:
        """Enter, count, go back and close while no day is open."""
        self.tried.add(("shut", len(self.model.days)))
        doer, here = self.doer(), self.society.id
        draft = Draft("cash_receipt", "", (Line(2101, 100), Line(3307, -100)))
        for deed in (
            lambda slip: daybook_actions.enter_voucher(doer, slip, here, draft),
            lambda slip: day_actions.begin_count(doer, slip, here),
            lambda slip: day_actions.save_take(doer, slip, here, {"d500": 1}),
            lambda slip: day_actions.back_to_entry(doer, slip, here, "भूल"),
            lambda slip: day_actions.close_day(doer, slip, here, self.world.keys),
        ):
            self.refuses({"NoDayIsOpen"}, deed)

    @precondition(lambda self: self.status == "counting" and self.is_first_try("counting"))
    @rule()
    def nothing_is_entered_while_cash_is_counted(self) -> None:
        """Enter a voucher while counting goes on."""
        self.tried.add(("counting", len(self.model.days)))
        lines = ((2101, 100, None), (3307, -100, None))
        draft = Draft("cash_receipt", "", tuple(Line(*line) for line in lines))
        self.posts(lambda: draft, "cash_receipt", lines)

    @rule(back=st.integers(0, 4), review=st.sampled_from(["verified", "sent_back", "spot_check"]))
    def an_officer_looks(self, back: int, review: str) -> None:
        """Verify one of the latest days, send it back or call for a spot check."""
        day = self.model.days[-1 - back % len(self.model.days)]
        if day.review == "verified" and back:
            return
        doer, here = self.doer(self.officer), self.society.id

        def deed(slip: Slip) -> Done:
            if review == "verified":
                return verification.verify_day(doer, slip, here, day.on, "/officer")
            return verification.remark_on_day(doer, slip, here, day.on, review, "पर्ची?", "/officer")

        if day.status != "closed":
            self.refuses({"DayIsNotClosed"}, deed)
        elif day.review == "verified":
            self.refuses({"DayIsVerified"}, deed)
        elif review == "verified" and day.kind in ("holiday", "idle"):
            self.refuses({"NothingToVerify"}, deed)
        else:
            self.does(deed)
            day.review = review

    @rule(days=st.sampled_from([0, 0, 1, 1, 2, -1]), minutes=st.integers(-90, 300))
    def time_passes(self, days: int, minutes: int) -> None:
        """Move the clock, sometimes back."""
        self.clock.move(days=days, minutes=minutes)


def test_any_sequence_of_deeds_keeps_the_books_right(world: World) -> None:
    Books.world = world
    run_state_machine_as_test(
        Books, settings=settings(max_examples=80, stateful_step_count=50, deadline=None)
    )
