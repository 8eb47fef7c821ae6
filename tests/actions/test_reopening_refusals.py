"""Reopening the last closed day (D9): who may not, and what stands in the way."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from portal.actions import reopenings, verification
from portal.domain.day import (
    DayIsVerified,
    ReasonIsMissing,
)
from portal.domain.people import Doer, SocietyIsUnknown
from portal.domain.reopenings import (
    DayIsNotTheLast,
    HoursAreTooMany,
    LaterDayHasWork,
    NothingToReopen,
    RequestIsDecided,
    RequestIsWaiting,
    RequestIsYourOwn,
    TasksAreNotNamed,
)
from portal.domain.tasks import TaskIsUnknown
from portal.storage import days, engine
from tests.crowd import at_once
from tests.reopening_world import FEE, asks, closed, closes, day_of, findings, grants, reopens
from tests.world import TODAY, YESTERDAY, World, traces

__all__ = ["closed"]


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
    asker = replace(closed.works_on_behalf("assistant"), on_behalf_of=officer)
    engine.run(  # no way in the portal leads here: nobody works on behalf of an officer
        "INSERT INTO delegation SELECT society_id, 2, person_id, ?, reason, said, began_at, "
        "until_at, act_id FROM delegation",
        officer,
    )
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


def test_without_its_record_an_open_sealed_day_is_found(closed: World) -> None:
    engine.run("UPDATE day SET status = 'open' WHERE day_on = ?", TODAY)
    assert findings(closed) == ["DayIsOpenThoughSealed"]
