"""The sheet of a closed day says what was counted, who answers, and which days were passed over."""

from __future__ import annotations

import pytest

from portal.actions.day import Acceptance
from portal.actions.paper import day_sheet
from portal.actions.posting import note_act
from portal.domain.books import SheetIsNotMade
from portal.domain.day import DayIsUnknown
from portal.storage.daybook import balance
from portal.storage.engine import write_transaction
from tests.world import TODAY, YESTERDAY, World


def test_a_sheet_tells_count_difference_person_and_numbers(open_world: World) -> None:
    for rupees in (50, 120):
        open_world.enters(rupees=rupees)
    open_world.enters("tea_expense", 40)
    open_world.counts(balance(open_world.society_id, 2101) // 100 - 7)
    manager = open_world.person("manager").id
    open_world.closes_day(Acceptance(manager, "नोट फटा"))
    sheet = day_sheet(open_world.society_id, TODAY)
    assert sheet.day.difference_paise == -7_00
    assert sheet.counted_paise == sheet.day.closing_paise
    assert (sheet.blamed_id, sheet.remark) == (manager, "नोट फटा")
    assert sheet.counted_by == open_world.person("operator").id
    assert sheet.kinds == [("cash_receipt", 1, 2, 2), ("cash_payment", 1, 2, 2)]
    assert sheet.vouchers == 4
    assert sheet.late_days == 0
    assert sheet.names[manager][0] == "गणेश पाटीदार"


def test_only_the_accepted_count_stands_on_the_sheet(open_world: World) -> None:
    open_world.counts(20_000)
    open_world.counts(26_386)
    open_world.closes_day()
    sheet = day_sheet(open_world.society_id, TODAY)
    assert sheet.counted_paise == 26_386_00
    assert sheet.blamed_id is None


def test_an_answer_to_an_earlier_closing_s_difference_is_not_this_one_s(open_world: World) -> None:
    def earlier() -> None:
        note_act(
            open_world.doer(), open_world.society_id, "difference_accepted", TODAY,
            take=9, person=open_world.person("manager").id, remark="पहली गिनती",
        )  # fmt: skip

    write_transaction(earlier)
    open_world.counts(26_386)
    open_world.closes_day()
    assert day_sheet(open_world.society_id, TODAY).blamed_id is None


def test_a_day_closed_late_says_so_and_names_the_days_before_it(open_world: World) -> None:
    open_world.counts(26_386)
    open_world.closes_day()
    open_world.clock.move(days=10)
    open_world.opens_day("2026-11-27", {"2026-11-25": "holiday", "2026-11-26": "idle"})
    open_world.counts(26_386)
    open_world.closes_day()
    sheet = day_sheet(open_world.society_id, "2026-11-27")
    assert sheet.late_days == 7
    assert sheet.skipped == [("2026-11-25", "holiday"), ("2026-11-26", "idle")]
    assert sheet.vouchers == 0
    with pytest.raises(DayIsUnknown):
        day_sheet(open_world.society_id, "2026-11-25")


def test_a_day_that_is_not_closed_has_no_sheet(open_world: World) -> None:
    with pytest.raises(SheetIsNotMade):
        day_sheet(open_world.society_id, TODAY)
    with pytest.raises(DayIsUnknown):
        day_sheet(open_world.society_id, "2026-11-01")


def test_the_opening_balances_have_a_sheet_without_a_count(open_world: World) -> None:
    sheet = day_sheet(open_world.society_id, YESTERDAY)
    assert (sheet.count, sheet.counted_by) == ([], None)
    assert sheet.day.closing_paise == 26_386_00
