"""P2: any sequence of deeds with members' money leaves each register equal to its control head."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from portal.actions import accounts as account_deeds
from portal.actions import corrections as correcting
from portal.actions import daybook as daybook_deeds
from portal.actions import opening_balances
from portal.actions.day import open_day
from portal.actions.exactly_once import Done
from portal.actions.members import record_members
from portal.actions.proof import prove_society
from portal.actions.register_openings import allot
from portal.actions.societies import add_society
from portal.domain.account_choice import asks_of, choices_for, subs_of
from portal.domain.accounts import KINDS, Payout, Terms
from portal.domain.corrections import Correction
from portal.domain.members import Particulars
from portal.domain.people import Doer, Slip
from portal.domain.refusals import Refusal
from portal.domain.tasks import Filled
from portal.storage import accounts, daybook, members
from portal.storage.engine import write_transaction
from portal.storage.people import Person
from portal.storage.reference import chart, task_book
from tests.actions.checked_books import registers_agree
from tests.world import MORNING, TODAY, YESTERDAY, World

TASKS = [one for one in task_book().offered("manager") if one.needs_member]
ANY = st.integers(0, 99)
PAISE = st.integers(1, 60).map(lambda one: one * 50_00)
REFUSED = {
    "AccountHoldsLess", "LoanOwesLess", "LoanLimitIsReached", "CashWouldGoNegative",
    "AccountIsMissing", "AccountIsClosed", "AccountStillHolds", "LoanIsStillOwed",
    "VoucherIsReversed", "PartOfACorrection", "NothingToCorrect", "AmountIsTheSame",
    "AmountsAreSeveral", "RightHeadIsMissing", "WrongHeadIsMissing", "OpeningBalancesStay",
    "CashHasPaise", "AmountIsZero", "MemberIsMissing",
}  # fmt: skip
_codes = count(1)


class Members(RuleBasedStateMachine):
    """Three members of one society and what is done with their money on one day."""

    world: ClassVar[World]

    @initialize()
    def starts(self) -> None:
        """Start the books with balances on the control heads, open a day, register three."""
        code = f"M{next(_codes):05d}"
        self.code, self.here = code, add_society(code, "पैक्स", "PACS", "KHR-BKG").id
        self.person = Person.create(
            username=code.lower(), name_hi="रवि", name_en="Ravi", password_hash="", role="manager",
            society=self.here, created_at=MORNING,
        ).id  # fmt: skip
        self.tokens = count(1)
        balances = {2101: 50_000_00, 1101: -9_000_00, 1301: -6_000_00, 2411: 8_000_00}
        opening_balances.enter_opening_balances(
            self.doer(), self.slip(), self.here, YESTERDAY, balances, self.world.keys
        )
        open_day(self.doer(), self.slip(), self.here, TODAY, {})
        records = [
            Particulars(name_hi="राम", member_no="1"),
            Particulars(name_hi="सीता", member_no="2", member_class="nominal"),
            Particulars(name_hi="श्याम", status="applicant"),
        ]
        self.members = write_transaction(
            lambda: record_members(self.doer(), self.here, TODAY, "imported", records)
        )

        for whose in (0, 1):
            for at, kind in enumerate(KINDS):
                self.opens_an_account(whose, kind, at * whose)

    def doer(self) -> Doer:
        """Give the society's manager, now."""
        return Doer(self.person, "manager", MORNING)

    def slip(self) -> Slip:
        """Give a fresh form."""
        return Slip(f"m{next(self.tokens)}", b"digest", self.person, self.here)

    def tries(self, deed: Callable[[], Done]) -> None:
        """Do what may be refused for a true reason."""
        try:
            deed()
        except Refusal as refusal:
            if refusal.name not in REFUSED:
                raise

    @rule(whose=st.integers(0, 1), kind=st.sampled_from(list(KINDS)), at=ANY)
    def opens_an_account(self, whose: int, kind: str, at: int) -> None:
        """Open an account of any kind."""
        heads = KINDS[kind].heads
        terms = Terms(
            kind=kind, account_no=account_deeds.proposed_no(self.here, kind), months=12,
            head=heads[at % len(heads)], amount_paise=3_000_00, due_on="2027-03-31",
        )  # fmt: skip
        account_deeds.open_account(self.doer(), self.slip(), self.here, self.members[whose], terms)

    @rule(
        task=st.sampled_from(TASKS), whose=st.integers(0, 2), at=ANY,
        amounts=st.lists(PAISE, min_size=9, max_size=9),
    )  # fmt: skip
    def enters_a_task(self, task: object, whose: int, at: int, amounts: list[int]) -> None:
        """Deposit, pay out, lend, take back: any task, with the member's accounts that fit."""
        assert task in TASKS
        member = members.member(self.here, self.members[whose])
        assert member is not None
        held = accounts.accounts_of(self.here, member.id)
        chosen = {}
        for ask in asks_of(task, chart()):
            fitting = choices_for(ask, held)
            if fitting:
                chosen[ask.field] = fitting[at % len(fitting)]
        subs, follow = subs_of(task, chart(), member, chosen)
        lost = {number for ask in asks_of(task, chart()) if ask.field not in chosen
                for number in ask.numbers}  # fmt: skip
        filled = Filled(
            tuple(
                0 if number in lost or ((number + at) % 3 == 0 and len(task.lines) > 1) else paise
                for number, paise in enumerate(amounts[: len(task.amount_lines)], start=1)
            ),
            mode=task.modes[0] if task.modes else "none",
            head=task.head_choice[0] if task.head_choice else None, subs=subs, follow=follow,
            reference="1",
        )  # fmt: skip
        self.tries(lambda: daybook_deeds.enter_voucher(
            self.doer(), self.slip(), self.here, daybook_deeds.draft_task(task, filled)
        ))  # fmt: skip

    @rule(at=ANY, reason=st.sampled_from(["twice", "wrong_amount", "wrong_head"]), paise=PAISE)
    def corrects(self, at: int, reason: str, paise: int) -> None:
        """Correct any voucher in any way."""
        last = daybook.book(self.here).last_voucher_id
        voucher_id = 1 + at % last
        found = daybook.voucher(self.here, voucher_id)
        assert found is not None
        others = [one for one in found.lines if chart()[one.head].cash_or_bank == ""]
        correction = Correction(
            reason, "भूल", right_head=3406, right_amount_paise=paise,
            right_amounts_paise=(paise,) * len(others) if len(others) > 1 else (),
        )  # fmt: skip
        self.tries(lambda: correcting.correct_voucher(
            self.doer(), self.slip(), self.here, voucher_id, correction
        ))  # fmt: skip

    @rule(at=ANY, pays=st.booleans())
    def closes_an_account(self, at: int, pays: bool) -> None:
        """Close any account, with its payment or without."""
        found = [one for whose in self.members for one in accounts.accounts_of(self.here, whose)]
        if found:
            account_id = found[at % len(found)].id
            self.tries(lambda: account_deeds.close_account(
                self.doer(), self.slip(), self.here, account_id, Payout() if pays else None
            ))  # fmt: skip

    @rule(whose=st.integers(0, 1), paise=PAISE)
    def allots_an_opening_balance(self, whose: int, paise: int) -> None:
        """Name whose a part of the opening balance is."""
        member = members.member(self.here, self.members[whose])
        assert member is not None
        items = [(member.share_head, member.id, -paise)]
        for one in accounts.accounts_of(self.here, member.id):
            if one.is_open and one.head in (1301, 2411):
                items.append((one.head, one.id, paise if one.head == 2411 else -paise))
        allot(self.doer(), self.slip(), self.here, items)

    @invariant()
    def registers_equal_their_heads(self) -> None:
        """P2, after every deed."""
        registers_agree(self.here)

    def teardown(self) -> None:
        """P7: what was done is proved."""
        if hasattr(self, "here"):
            assert prove_society(self.code, self.world.keys).is_whole


def test_any_sequence_of_deeds_keeps_the_registers_right(world: World) -> None:
    Members.world = world
    run_state_machine_as_test(
        Members, settings=settings(max_examples=60, stateful_step_count=40, deadline=None)
    )
