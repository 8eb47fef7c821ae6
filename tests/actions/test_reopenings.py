"""Reopening the last closed day (D9): who asks, who grants, what it takes, what it leaves."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from portal.actions import backlog, corrections, proof, reopenings, verification
from portal.actions.day import Acceptance
from portal.actions.seal_check import check_seal
from portal.domain.corrections import Correction
from portal.domain.dates import ist_on
from portal.domain.day import (
    CountIsMissing,
    DayIsAlreadyOpen,
    DayIsVerified,
    OwnWorkIsNotVerified,
    ReasonIsMissing,
)
from portal.domain.daybook import NoDayIsOpen
from portal.domain.people import Doer, SocietyIsUnknown
from portal.domain.reopenings import (
    DayIsNotTheLast,
    HoursAreTooMany,
    LaterDayHasWork,
    NothingToReopen,
    ReopenedDayIsCounted,
    ReopeningIsOver,
    RequestIsDecided,
    RequestIsOfAnother,
    RequestIsUnknown,
    RequestIsWaiting,
    RequestIsYourOwn,
    TaskIsNotGranted,
    TasksAreNotNamed,
)
from portal.domain.tasks import TaskIsUnknown
from portal.storage import days, engine, seals
from portal.storage import reopenings as stored
from portal.storage.daybook import balance
from tests.crowd import at_once
from tests.world import TODAY, YESTERDAY, World, traces

FEE = "csc_service_fee"
TEA = "tea_expense"


@pytest.fixture
def closed(open_world: World) -> World:
    """Give the world with today closed: two fees, counted right."""
    open_world.enters(rupees=50)
    open_world.enters(rupees=500)
    open_world.counts(balance(open_world.society_id, 2101) // 100)
    open_world.closes_day()
    open_world.clock.move(minutes=20)
    return open_world


def asks(world: World, on: str = TODAY, username: str = "manager", **changed: object) -> int:
    wish = replace(
        reopenings.Wish(on, (FEE,), 2, "एक शुल्क दो बार लिखा गया"),
        **changed,  # type: ignore[arg-type]
    )
    done = reopenings.ask(world.doer(username), world.slip(username), world.society_id, wish)
    return int(done.location.rsplit("/", 1)[1])


def grants(world: World, request_id: int, username: str = "officer", hours: int = 2) -> None:
    reopenings.grant(
        world.doer(username), world.slip(username), world.society_id, request_id, hours, ""
    )


def reopens(world: World, **changed: object) -> int:
    request_id = asks(world, **changed)  # type: ignore[arg-type]
    grants(world, request_id)
    return request_id


def closes(world: World, acceptance: Acceptance | None = None) -> None:
    world.counts(balance(world.society_id, 2101) // 100)
    world.closes_day(acceptance)


def day_of(world: World, on: str = TODAY) -> days.Day:
    found = days.day(world.society_id, on)
    assert found is not None
    return found


def findings(world: World) -> list[str]:
    return [one.kind for one in proof.prove_society("KHR001", world.keys).findings]


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


@pytest.mark.parametrize("username", ["manager", "operator"])
def test_nobody_of_the_society_grants(closed: World, username: str) -> None:
    request_id = asks(closed)
    before = traces()
    with pytest.raises(SocietyIsUnknown):
        grants(closed, request_id, username)
    assert traces() == before


def test_the_asker_never_grants(closed: World) -> None:
    request_id = asks(closed, username="assistant")
    with pytest.raises(RequestIsYourOwn):
        grants(closed, request_id, "assistant")
    with pytest.raises(RequestIsYourOwn):
        reopenings.refuse(
            closed.doer("assistant"), closed.slip("assistant"), closed.society_id, request_id, "न"
        )


def test_on_whose_behalf_it_was_asked_does_not_grant(closed: World) -> None:
    officer = closed.person("officer").id
    asker = replace(closed.doer("assistant"), on_behalf_of=officer)
    wish = reopenings.Wish(TODAY, (FEE,), 2, "भूल")
    reopenings.ask(asker, closed.slip("assistant"), closed.society_id, wish)
    with pytest.raises(RequestIsYourOwn):
        grants(closed, 1)


def test_the_store_itself_refuses_the_asker(closed: World) -> None:
    request_id = asks(closed)
    asker = closed.person("manager").id
    with pytest.raises(Exception, match=r"(?i)check"), engine.database.atomic():
        engine.run(
            "UPDATE reopening_request SET state = 'granted', decided_by = ? WHERE id = ?",
            asker, request_id,
        )  # fmt: skip


def test_an_officer_of_another_place_does_not_grant(closed: World) -> None:
    request_id = asks(closed)
    closed.person("officer")
    with pytest.raises(SocietyIsUnknown):
        reopenings.grant(
            Doer(closed.person("operator9").id, "block_officer", closed.clock.now_ms()),
            closed.slip("operator9"), closed.society_id, request_id, 2, "",
        )  # fmt: skip


def test_granting_twice_is_refused_and_a_replay_is_not(closed: World) -> None:
    request_id = asks(closed)
    slip, doer = closed.slip("officer"), closed.doer("officer")
    first = reopenings.grant(doer, slip, closed.society_id, request_id, 2, "")
    again = reopenings.grant(doer, slip, closed.society_id, request_id, 2, "")
    assert again.is_repeat
    assert again.location == first.location
    with pytest.raises(RequestIsDecided):
        grants(closed, request_id, "district")
    assert engine.value("SELECT COUNT(*) FROM reopening") == 1


def test_of_two_officers_at_once_one_grants(closed: World) -> None:
    request_id = asks(closed)
    found = at_once([partial(grants, closed, request_id, one) for one in ("officer", "district")])
    assert sorted(type(one).__name__ for one in found) == ["NoneType", "RequestIsDecided"]
    assert engine.value("SELECT COUNT(*) FROM reopening") == 1


def test_a_verified_day_stays(closed: World) -> None:
    request_id = asks(closed)
    verification.verify_day(
        closed.doer("officer"), closed.slip("officer"), closed.society_id, TODAY, "/officer"
    )
    with pytest.raises(DayIsVerified):
        grants(closed, request_id)
    with pytest.raises(DayIsVerified):
        reopenings.day_to_reopen(closed.society_id)


def test_a_later_day_with_a_voucher_stands_in_the_way(closed: World) -> None:
    request_id = asks(closed)
    closed.clock.move(days=1)
    closed.opens_day()
    closed.enters(rupees=10)
    before = traces()
    with pytest.raises(LaterDayHasWork) as told:
        grants(closed, request_id)
    assert told.value.params == {"on": "24-11-2026", "later": "25-11-2026"}
    with pytest.raises(LaterDayHasWork):
        asks(closed)
    assert traces() == before


def test_a_later_day_with_a_count_stands_in_the_way(closed: World) -> None:
    closed.clock.move(days=1)
    closed.opens_day()
    closed.counts(26_936)
    with pytest.raises(LaterDayHasWork):
        asks(closed)


def test_empty_later_days_are_not_open_again(closed: World) -> None:
    closed.clock.move(days=2)
    closed.opens_day(skipped={"2026-11-25": "holiday"})
    reopens(closed)
    assert days.running_day(closed.society_id) == day_of(closed)
    assert days.day(closed.society_id, "2026-11-25") is None
    assert [one.kind for one in days.acts_on(closed.society_id, "2026-11-26")] == [
        "opened", "not_open_again"
    ]  # fmt: skip
    closed.enters(rupees=75)
    closes(closed)
    closed.opens_day(skipped={"2026-11-25": "holiday"})
    assert findings(closed) == []


def test_an_earlier_day_is_not_reopened(closed: World) -> None:
    with pytest.raises(DayIsNotTheLast):
        asks(closed, YESTERDAY)


def test_books_without_a_day_of_work_have_nothing_to_reopen(open_world: World) -> None:
    with pytest.raises(NothingToReopen):
        asks(open_world)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"tasks": ()}, TasksAreNotNamed),
        ({"tasks": tuple(f"t{at}" for at in range(7))}, TasksAreNotNamed),
        ({"tasks": ("nothing_such",)}, TaskIsUnknown),
        ({"hours": 0}, HoursAreTooMany),
        ({"hours": 25}, HoursAreTooMany),
        ({"reason": "  "}, ReasonIsMissing),
    ],
)
def test_a_wish_is_whole(closed: World, changed: dict[str, object], refusal: type) -> None:
    before = traces()
    with pytest.raises(refusal):
        asks(closed, **changed)
    assert traces() == before


def test_an_officer_grants_a_day_at_most(closed: World) -> None:
    request_id = asks(closed)
    with pytest.raises(HoursAreTooMany):
        grants(closed, request_id, hours=25)


def test_one_request_at_a_time(closed: World) -> None:
    request_id = asks(closed)
    with pytest.raises(RequestIsWaiting):
        asks(closed, username="operator")
    grants(closed, request_id)
    with pytest.raises(RequestIsWaiting):
        asks(closed, username="operator")


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


def test_without_its_record_an_open_sealed_day_is_found(closed: World) -> None:
    engine.run("UPDATE day SET status = 'open' WHERE day_on = ?", TODAY)
    assert findings(closed) == ["DayIsOpenThoughSealed"]


def test_officers_are_told_by_society(closed: World) -> None:
    reopens(closed)
    told = stored.standings("block", closed.person("officer").place.id, "2026-04-01", "2027-03-31")
    assert list(told) == [closed.society_id]
    one = told[closed.society_id]
    assert (one.state, one.day_on, one.times) == ("granted", TODAY, 1)
