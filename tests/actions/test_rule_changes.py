"""A rule is changed by two persons of its state, once, and never behind what was answered."""

from __future__ import annotations

import threading
from collections.abc import Callable

import peewee
import pytest

from portal.actions import rule_changes as deeds
from portal.domain.eligibility import judge
from portal.domain.pension_answers import Answers
from portal.domain.refusals import Refusal
from portal.domain.rule_changes import (
    ChangeIsDecided,
    ChangeIsOfAnother,
    ChangeIsUnknown,
    ChangeIsWaiting,
    ChangeIsYourOwn,
    RuleBeginsInThePast,
    RuleCanNotBeRead,
    RuleHasChanged,
    SchemeIsOfOthers,
    WhyIsMissing,
)
from portal.storage import engine
from portal.storage import rule_changes as stored
from portal.storage.pension_rules import (
    begin_request,
    end_request,
    listed_rule_book,
    rule_book,
)
from tests.rules_world import add_officers, approves, place, proposes, wish
from tests.world import World

OLD = Answers(state="MP", born_on="1960-01-01", destitute=True)


@pytest.fixture
def officers(world: World) -> World:
    add_officers(world)
    return world


def rupees(on: str) -> int:
    found = judge(rule_book(), "MP_OLD", OLD, on).amount_paise
    assert found is not None
    return found // 100


def refuses(world: World, change_id: int, who: str = "state2", why: str = "आदेश नहीं मिला") -> None:
    deeds.refuse(world.doer(who), world.slip(who, 0), world.person(who).place, change_id, why)


def withdraws(world: World, change_id: int, who: str = "state") -> None:
    deeds.withdraw(world.doer(who), world.slip(who, 0), change_id)


def test_what_two_persons_agree_on_is_the_rule_from_its_day(officers: World) -> None:
    assert rule_book() is listed_rule_book()
    change_id = proposes(officers)
    assert rupees("2026-12-01") == 600
    assert approves(officers, change_id) == f"/rules/changes/{change_id}"
    assert [rupees(on) for on in ("2026-11-30", "2026-12-01")] == [600, 700]
    (rule,) = rule_book().rules_on("MP_OLD", "2026-12-01")
    assert (rule.valid_from_on, rule.change_no) == ("2026-12-01", change_id)
    assert rule_book() is rule_book()
    assert listed_rule_book().newest("MP_OLD")[0].amount_at(60) == 600_00


def test_nobody_decides_on_what_they_proposed(officers: World) -> None:
    change_id = proposes(officers)
    with pytest.raises(ChangeIsYourOwn):
        approves(officers, change_id, "state")
    with pytest.raises(ChangeIsYourOwn):
        refuses(officers, change_id, "state")
    for status in ("approved", "refused"):
        with pytest.raises((peewee.DatabaseError, Refusal)):
            stored.decide(change_id, status, officers.person("state").id, 1, "")
    assert deeds.change_of(change_id).is_open
    assert rupees("2026-12-01") == 600


def test_another_state_and_the_nation_keep_their_hands_off(officers: World) -> None:
    for who in ("upstate", "admin"):
        with pytest.raises(SchemeIsOfOthers):
            proposes(officers, who)
    change_id = proposes(officers)
    for who in ("upstate", "admin"):
        with pytest.raises(SchemeIsOfOthers):
            approves(officers, change_id, who)
        with pytest.raises(SchemeIsOfOthers):
            refuses(officers, change_id, who)
        with pytest.raises(ChangeIsOfAnother):
            withdraws(officers, change_id, who)
    for who in ("state", "upstate"):
        with pytest.raises(SchemeIsOfOthers):
            proposes(officers, who, wish("IGNOAPS", age_min="58"))
    national = proposes(officers, "admin", wish("IGNOAPS", age_min="58"))
    with pytest.raises(SchemeIsOfOthers):
        approves(officers, national, "state2")
    approves(officers, national, "admin2")
    assert rule_book().newest("IGNOAPS")[0].age_min == 58


def test_a_change_is_refused_with_a_reason_or_taken_back_by_its_maker(officers: World) -> None:
    change_id = proposes(officers)
    with pytest.raises(WhyIsMissing):
        refuses(officers, change_id, why=" ")
    refuses(officers, change_id)
    found = deeds.change_of(change_id)
    assert (found.status, found.decided_why) == ("refused", "आदेश नहीं मिला")
    for again in (approves, refuses):
        with pytest.raises(ChangeIsDecided):
            again(officers, change_id)
    other = proposes(officers)
    with pytest.raises(ChangeIsOfAnother):
        withdraws(officers, other, "state2")
    withdraws(officers, other)
    assert deeds.change_of(other).status == "withdrawn"
    with pytest.raises(ChangeIsDecided):
        approves(officers, other)
    with pytest.raises(ChangeIsDecided):
        withdraws(officers, change_id)
    with pytest.raises(ChangeIsUnknown):
        approves(officers, 999)
    assert rupees("2026-12-01") == 600


def test_one_open_change_of_a_rule_and_date(officers: World) -> None:
    first = proposes(officers)
    with pytest.raises(ChangeIsWaiting):
        proposes(officers, "state2", wish(amount_rs="800"))
    later = proposes(officers, "state2", wish(on="2027-01-01", amount_rs="800"))
    assert [one.id for one in stored.waiting(("MP",))] == [first, later]
    assert stored.waiting(("UP", "ALL")) == []


def test_a_change_that_starts_from_an_older_rule_is_not_approved(officers: World) -> None:
    first, later = proposes(officers), proposes(officers, asked=wish(on="2027-01-01", age_min="58"))
    stale = wish(on="2027-02-01", amount_rs="650")
    approves(officers, first)
    with pytest.raises(RuleHasChanged):
        approves(officers, later)
    with pytest.raises(RuleHasChanged):
        proposes(officers, asked=stale)
    refuses(officers, later)
    again = proposes(officers, asked=wish(on="2027-01-01", age_min="58"))
    approves(officers, again)
    assert [rupees(on) for on in ("2026-11-30", "2026-12-31", "2027-01-01")] == [600, 700, 700]
    assert rule_book().newest("MP_OLD")[0].age_min == 58


def test_a_rule_holds_from_a_past_day_only_with_a_reason(officers: World) -> None:
    with pytest.raises(RuleBeginsInThePast):
        proposes(officers, asked=wish(on="2026-11-01", amount_rs="700"))
    why = "आदेश 20 नवम्बर को आया, 1 नवम्बर से लागू"
    change_id = proposes(officers, asked=wish(on="2026-11-01", past_why=why, amount_rs="700"))
    approves(officers, change_id)
    assert deeds.change_of(change_id).past_why == why
    assert rupees("2026-11-01") == 700
    waiting = proposes(officers, asked=wish(amount_rs="800"))
    officers.clock.move(days=30)
    with pytest.raises(RuleBeginsInThePast) as told:
        approves(officers, waiting)
    assert told.value.field == "why"
    approves(officers, waiting, why="देर से देखा, आदेश सही है")
    assert rupees("2026-12-01") == 800


def test_what_stands_there_unreadable_is_never_approved(officers: World) -> None:
    change_id = proposes(officers)
    engine.run(
        "UPDATE rule_change SET body = replace(body, '\"amount_rs\": \"700\"', "
        "'\"amount_rs\": \"many\"') WHERE id = ?", change_id,
    )  # fmt: skip
    with pytest.raises(RuleCanNotBeRead):
        approves(officers, change_id)
    assert rupees("2026-12-01") == 600


def test_a_form_sent_twice_acts_once(officers: World) -> None:
    """P1."""
    person, asked = officers.person("state"), wish(amount_rs="700")
    slip = officers.slip("state", 0)
    first = deeds.propose(officers.doer("state"), slip, person.place, asked)
    again = deeds.propose(officers.doer("state"), slip, person.place, asked)
    assert (again.location, again.is_repeat) == (first.location, True)
    change_id = int(first.location.rpartition("/")[2])
    other, slip = officers.person("state2"), officers.slip("state2", 0)
    for _ in range(2):
        deeds.approve(officers.doer("state2"), slip, other.place, change_id, "")
    assert engine.value("SELECT COUNT(*) FROM rule_change") == 1


def _at_once(*deeds_: Callable[[], object]) -> list[str]:
    """Do several deeds at the same moment and return what each was refused for, '' if not."""
    gate, found = threading.Barrier(len(deeds_)), [""] * len(deeds_)

    def run(at: int) -> None:
        gate.wait()
        try:
            deeds_[at]()
        except Refusal as refusal:
            found[at] = refusal.name
        finally:
            engine.disconnect()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(deeds_))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(found)


def test_two_deciders_at_once_decide_once(officers: World) -> None:
    from portal.actions.people import add_person
    from tests.world import PASSWORD, guards

    add_person(
        guards(), officers.clock.now_ms(), "state3", PASSWORD, "state_officer", "रमेश दास",
        "Ramesh Das", place_id=place("MP").id,
    )  # fmt: skip
    change_id = proposes(officers)
    found = _at_once(
        lambda: approves(officers, change_id, "state2"),
        lambda: refuses(officers, change_id, "state3"),
    )
    assert found == ["", "ChangeIsDecided"]
    assert not deeds.change_of(change_id).is_open
    first, later = (
        proposes(officers, asked=wish(on=on, amount_rs="900"))
        for on in ("2027-02-01", "2027-03-01")
    )  # fmt: skip
    found = _at_once(
        lambda: approves(officers, first, "state2"), lambda: approves(officers, later, "state3")
    )
    assert found == ["", "RuleHasChanged"]


def test_two_at_once_propose_one_change_of_a_date(officers: World) -> None:
    asked = wish(amount_rs="700")
    found = _at_once(
        lambda: proposes(officers, "state", asked), lambda: proposes(officers, "state2", asked)
    )
    assert found == ["", "ChangeIsWaiting"]


def test_within_a_request_the_rules_are_looked_at_once(officers: World) -> None:
    before = engine.statements_run()
    begin_request()
    books = [rule_book() for _ in range(5)]
    assert engine.statements_run() - before == 1
    assert books == [listed_rule_book()] * 5
    end_request()
    approves(officers, proposes(officers))
    begin_request()
    try:
        assert rule_book().newest("MP_OLD")[0].amount_at(60) == 700_00
    finally:
        end_request()


def test_a_change_of_a_scheme_that_left_the_list_is_passed_over(officers: World) -> None:
    gone, kept = proposes(officers), proposes(officers, asked=wish("MP_KALYANI", amount_rs="700"))
    approves(officers, gone)
    approves(officers, kept)
    engine.run(
        "UPDATE rule_change SET body = replace(body, 'MP_OLD', 'MP_GONE') WHERE id = ?", gone
    )
    officers.clock.move(minutes=1)
    approves(officers, proposes(officers, asked=wish("MP_DIVYANG", on="2027-01-01", age_max="60")))
    assert rupees("2026-12-01") == 600
    assert rule_book().newest("MP_KALYANI")[0].amount_at(60) == 700_00


def test_every_process_sees_an_approved_change_at_once(officers: World) -> None:
    """Another thread stands for another process: it has a connection of its own."""
    change_id = proposes(officers)
    seen: list[int] = []

    def look() -> None:
        seen.append(rupees("2026-12-01"))
        engine.disconnect()

    for step in (lambda: None, lambda: approves(officers, change_id)):
        step()
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [600, 700]
