"""The officer's check of a closed day: verify, send back, reply, spot check."""

from __future__ import annotations

import json

import pytest

from portal.actions import verification
from portal.actions.exactly_once import Done
from portal.domain.day import (
    DayIsNotClosed,
    DayIsUnknown,
    DayIsVerified,
    NothingToAnswer,
    NothingToVerify,
    OwnWorkIsNotVerified,
    ReasonIsMissing,
)
from portal.storage import days, engine, seals
from tests.world import TODAY, YESTERDAY, World

BOX = 26_386


@pytest.fixture
def closed_world(open_world: World) -> World:
    """Give the world after today is closed."""
    open_world.enters(rupees=50)
    open_world.counts(BOX + 50)
    open_world.closes_day()
    return open_world


def _verifies(world: World, username: str = "officer", on: str = TODAY) -> Done:
    return verification.verify_day(
        world.doer(username), world.slip(username), world.society_id, on, "/officer"
    )


def _remarks(world: World, review: str, remark: str = "पर्ची नहीं मिली", on: str = TODAY) -> Done:
    return verification.remark_on_day(
        world.doer("officer"), world.slip("officer"), world.society_id, on, review, remark, "/there"
    )


def _review(world: World, on: str = TODAY) -> str:
    day = days.day(world.society_id, on)
    assert day is not None
    return day.review


def test_a_verified_day_names_the_seal_it_was_verified_with(closed_world: World) -> None:
    assert _verifies(closed_world) == Done("/officer")
    assert _review(closed_world) == "verified"
    act = days.acts_on(closed_world.society_id, TODAY)[-1]
    seal = seals.seal_of_day(closed_world.society_id, TODAY)
    assert seal is not None
    assert (act.kind, act.done_by) == ("verified", closed_world.person("officer").id)
    assert json.loads(act.detail) == {"seal": seal.hash.hex(), "seal_no": seal.seal_no}


def test_a_verified_day_stays_as_it_is(closed_world: World) -> None:
    _verifies(closed_world)
    for deed in (_verifies, lambda world: _remarks(world, "sent_back")):
        with pytest.raises(DayIsVerified):
            deed(closed_world)


@pytest.mark.parametrize("review", ["sent_back", "spot_check"])
def test_a_remark_is_kept_with_the_day(closed_world: World, review: str) -> None:
    assert _remarks(closed_world, review, "  पर्ची नहीं मिली ").location == "/there"
    assert _review(closed_world) == review
    act = days.acts_on(closed_world.society_id, TODAY)[-1]
    assert (act.kind, json.loads(act.detail)) == (review, {"remark": "पर्ची नहीं मिली"})


def test_a_day_is_sent_back_only_with_a_remark(closed_world: World) -> None:
    with pytest.raises(ReasonIsMissing):
        _remarks(closed_world, "sent_back", "  ")
    assert _review(closed_world) == "none"


def test_a_day_that_was_sent_back_can_be_verified_after_the_answer(closed_world: World) -> None:
    _remarks(closed_world, "sent_back")
    _remarks(closed_world, "replied", "पर्ची लगाई")
    _verifies(closed_world)
    assert _review(closed_world) == "verified"


def test_nobody_answers_what_nobody_asked(closed_world: World) -> None:
    with pytest.raises(NothingToAnswer):
        _remarks(closed_world, "replied")
    _remarks(closed_world, "sent_back")
    _remarks(closed_world, "replied", "पर्ची लगाई")
    assert _review(closed_world) == "replied"


def test_only_a_closed_day_is_checked(open_world: World) -> None:
    for deed in (_verifies, lambda world: _remarks(world, "sent_back")):
        with pytest.raises(DayIsNotClosed):
            deed(open_world)


def test_a_day_outside_the_books_is_unknown(open_world: World) -> None:
    with pytest.raises(DayIsUnknown):
        _verifies(open_world, on="2020-01-01")


@pytest.mark.parametrize("username", ["operator", "manager"])
def test_who_entered_opened_or_closed_a_day_may_not_verify_it(
    open_world: World, username: str
) -> None:
    open_world.enters(username="manager")
    open_world.counts(BOX + 50)
    open_world.closes_day()
    with pytest.raises(OwnWorkIsNotVerified):
        _verifies(open_world, username)


def test_on_whose_behalf_a_voucher_was_entered_may_not_verify_either(open_world: World) -> None:
    from portal.actions import daybook as daybook_actions

    doer = open_world.works_on_behalf("assistant", "manager")
    slip = open_world.slip("assistant")
    daybook_actions.enter_voucher(doer, slip, open_world.society_id, open_world.drafts())
    open_world.counts(BOX + 50)
    open_world.closes_day()
    open_world.clock.move(days=1)
    for username in ("manager", "assistant"):
        with pytest.raises(OwnWorkIsNotVerified):
            _verifies(open_world, username)


def test_who_reopened_a_day_may_not_verify_it(closed_world: World) -> None:
    engine.run(
        "INSERT INTO reopening (society_id, id, day_on, reopened_at, reopened_by, reason, seal_no) "
        "VALUES (?, 1, ?, 1, ?, 'छूटा वाउचर', 2)",
        closed_world.society_id, TODAY, closed_world.person("officer").id,
    )  # fmt: skip
    with pytest.raises(OwnWorkIsNotVerified):
        _verifies(closed_world)


def test_the_opening_balances_can_be_verified(open_world: World) -> None:
    _verifies(open_world, on=YESTERDAY)
    assert _review(open_world, YESTERDAY) == "verified"


def test_a_holiday_has_nothing_to_verify_but_can_be_asked_about(world: World) -> None:
    world.starts_books(as_on="2026-11-22")
    world.opens_day(skipped={YESTERDAY: "holiday"})
    with pytest.raises(NothingToVerify):
        _verifies(world, on=YESTERDAY)
    _remarks(world, "sent_back", "छुट्टी किस बात की?", on=YESTERDAY)
    assert _review(world, YESTERDAY) == "sent_back"
