"""Reopening the last closed day (D9): what it takes, what it leaves, who verifies it."""

from __future__ import annotations

import pytest

from portal.actions import backlog, corrections, reopenings, verification
from portal.actions.day import Acceptance
from portal.actions.seal_check import check_seal
from portal.domain.corrections import Correction
from portal.domain.dates import ist_on
from portal.domain.day import (
    CountIsMissing,
    DayIsAlreadyOpen,
    OwnWorkIsNotVerified,
    ReasonIsMissing,
)
from portal.domain.daybook import NoDayIsOpen
from portal.domain.reopenings import (
    ReopenedDayIsCounted,
    ReopeningIsOver,
    RequestIsDecided,
    RequestIsOfAnother,
    RequestIsUnknown,
    TaskIsNotGranted,
)
from portal.storage import engine, seals
from portal.storage import reopenings as stored
from tests.reopening_world import FEE, TEA, asks, closed, closes, day_of, findings, reopens
from tests.world import TODAY, World, traces

__all__ = ["closed"]


def test_a_mistake_is_mended_and_both_seals_hold(closed: World) -> None:
    before = seals.seal_of_day(closed.society_id, TODAY)
    request_id = reopens(closed)
    assert day_of(closed).is_reopened
    assert findings(closed) == []
    wrong = int(engine.value("SELECT MAX(id) FROM voucher"))
    corrections.correct_voucher(
        closed.doer(), closed.slip(), closed.society_id, wrong,
        Correction("twice", "दो बार लिखा"),
    )  # fmt: skip
    closed.enters(rupees=75)
    closes(closed)
    after = seals.seal_of_day(closed.society_id, TODAY)
    assert before is not None
    assert after is not None
    assert (before.seal_no + 1, after.previous_hash) == (after.seal_no, before.hash)
    assert findings(closed) == []
    old = check_seal(before.code, lambda _code: closed.society(), closed.keys)
    new = check_seal(after.code, lambda _code: closed.society(), closed.keys)
    assert old.matches
    assert old.is_replaced
    assert new.matches
    assert not new.is_replaced
    found = reopenings.request_of(closed.society_id, request_id)
    assert (found.state, found.new_seal_no) == ("ended", after.seal_no)
    reading = reopenings.reading_of(found)
    assert [one.total_paise for one in reading.vouchers] == [500_00, 75_00]
    assert reading.change is not None
    figures = {part: (was, now) for part, was, now in reading.change.figures}
    assert figures["receipts"] == (550_00, 625_00)
    assert figures["payments"] == (0, 500_00)
    assert figures["closing"] == (26_936_00, 26_511_00)
    assert figures["count"] == (2, 4)
    assert reading.change.pieces == [("coin", 1, 436, 11)]
    assert reopenings.times_this_year(closed.society_id, TODAY) == 1


def test_the_next_day_opens_with_the_new_closing(closed: World) -> None:
    reopens(closed)
    with pytest.raises(DayIsAlreadyOpen):
        closed.opens_day("2026-11-25")
    closed.enters(rupees=75)
    closes(closed)
    closed.clock.move(days=1)
    closed.opens_day()
    assert day_of(closed, "2026-11-25").opening_paise == day_of(closed).closing_paise
    assert findings(closed) == []


def test_only_named_tasks_are_taken(closed: World) -> None:
    reopens(closed)
    before = traces()
    with pytest.raises(TaskIsNotGranted) as told:
        closed.enters(TEA, 10)
    assert told.value.status == 422
    assert "24-11-2026" in str(told.value.params["on"])
    assert traces() == before


def test_a_correction_follows_the_task_of_what_it_corrects(open_world: World) -> None:
    open_world.enters(FEE, 50)
    wrong = open_world.enters(TEA, 10)
    closes(open_world)
    reopens(open_world)
    with pytest.raises(TaskIsNotGranted):
        corrections.correct_voucher(
            open_world.doer(), open_world.slip(), open_world.society_id, wrong,
            Correction("twice", "दो बार लिखा"),
        )  # fmt: skip


def test_after_its_time_the_day_takes_nothing_and_must_be_closed(closed: World) -> None:
    reopens(closed)
    closed.clock.move(minutes=120)
    with pytest.raises(ReopeningIsOver) as told:
        closed.enters(rupees=10)
    assert isinstance(told.value, NoDayIsOpen)
    closes(closed)
    assert day_of(closed).status == "closed"
    assert findings(closed) == []


def test_a_difference_can_be_booked_after_the_time(closed: World) -> None:
    reopens(closed)
    closed.clock.move(minutes=121)
    closed.counts(26_900)
    closed.closes_day(Acceptance(closed.person("operator").id, "गिनती में कम"))
    assert day_of(closed).difference_paise == -36_00
    assert findings(closed) == []


def test_the_count_from_before_does_not_close_it(closed: World) -> None:
    reopens(closed)
    with pytest.raises(CountIsMissing):
        closed.closes_day()


def test_a_reopened_day_of_the_past_is_not_closed_uncounted(closed: World) -> None:
    closed.clock.move(days=1)
    reopens(closed)
    with pytest.raises(ReopenedDayIsCounted):
        backlog.close_uncounted(closed.doer(), closed.slip(), closed.society_id, TODAY, closed.keys)


def test_a_request_that_came_to_nothing_gives_way(closed: World) -> None:
    first = asks(closed)
    closed.clock.move(days=1)
    closed.does_a_day(10)
    second = asks(closed, "2026-11-25")
    assert reopenings.request_of(closed.society_id, first).state == "withdrawn"
    assert reopenings.request_of(closed.society_id, second).state == "asked"


def test_refused_and_withdrawn(closed: World) -> None:
    request_id = asks(closed)
    with pytest.raises(RequestIsOfAnother):
        reopenings.withdraw(closed.doer("operator"), closed.slip(), closed.society_id, request_id)
    with pytest.raises(ReasonIsMissing):
        reopenings.refuse(
            closed.doer("officer"), closed.slip("officer"), closed.society_id, request_id, " "
        )
    reopenings.withdraw(
        closed.doer("manager"), closed.slip("manager"), closed.society_id, request_id
    )
    with pytest.raises(RequestIsDecided):
        reopenings.withdraw(
            closed.doer("manager"), closed.slip("manager"), closed.society_id, request_id
        )
    second = asks(closed)
    reopenings.refuse(
        closed.doer("officer"), closed.slip("officer"), closed.society_id, second, "आज सुधारें"
    )
    assert day_of(closed).status == "closed"
    assert reopenings.times_this_year(closed.society_id, TODAY) == 0
    with pytest.raises(RequestIsUnknown):
        reopenings.request_of(closed.society_id, 99)


def test_those_who_asked_granted_or_worked_do_not_verify(closed: World) -> None:
    reopens(closed, username="assistant")
    closed.enters(rupees=75)
    closes(closed)
    for username in ("assistant", "officer", "operator"):
        with pytest.raises(OwnWorkIsNotVerified):
            verification.verify_day(
                closed.doer(username), closed.slip(username), closed.society_id, TODAY, "/officer"
            )
    verification.verify_day(
        closed.doer("district"), closed.slip("district"), closed.society_id, TODAY, "/officer"
    )
    assert findings(closed) == []


def test_who_closed_it_first_is_kept_as_a_hand(closed: World) -> None:
    first = day_of(closed).closed_by
    reopens(closed)
    engine.run("UPDATE day SET closed_by = ? WHERE day_on = ?", 99, TODAY)
    assert first in stored.hands_of(closed.society_id, TODAY)


def test_reopened_twice_each_reading_has_its_own_vouchers(closed: World) -> None:
    first = reopens(closed)
    closed.enters(rupees=75)
    closes(closed)
    second = reopens(closed)
    closed.enters(rupees=30)
    closes(closed)
    totals = [
        [one.total_paise for one in reopenings.reading_of(found).vouchers]
        for found in (
            reopenings.request_of(closed.society_id, first),
            reopenings.request_of(closed.society_id, second),
        )
    ]
    assert totals == [[75_00], [30_00]]
    assert reopenings.times_this_year(closed.society_id, ist_on(closed.clock.now_ms())) == 2
    assert findings(closed) == []


def test_officers_are_told_by_society(closed: World) -> None:
    reopens(closed)
    told = stored.standings("block", closed.person("officer").place.id, "2026-04-01", "2027-03-31")
    assert list(told) == [closed.society_id]
    one = told[closed.society_id]
    assert (one.state, one.day_on, one.times) == ("granted", TODAY, 1)
