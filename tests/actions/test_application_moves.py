"""Applications go out complete, step by step, once; they are noted and handed over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.actions import applications
from portal.domain.applications import (
    AnswersAreMissing,
    ApplicationHasChanged,
    ApplicationIsUnknown,
    DepartmentNumberIsMissing,
    DepartmentNumberIsTaken,
    KeeperIsWrong,
    NothingIsSaid,
    PaperIsMissing,
    Said,
    StepIsNotPossible,
    WhyIsMissing,
)
from portal.storage import applications as stored
from portal.storage import engine
from tests.services_world import (
    PENSION,
    all_papers,
    begins,
    begins_bare,
    form_of,
    found,
    hands_over,
    moves,
)
from tests.world import TODAY, World


def rows_of_applications() -> tuple[object, ...]:
    return (
        engine.rows("SELECT * FROM application ORDER BY society_id, id"),
        engine.rows("SELECT * FROM application_event ORDER BY society_id, application_id, version"),
    )


def test_an_application_goes_its_way_and_keeps_its_history(world: World) -> None:
    one = begins(world)
    sent = moves(world, one, "submitted", department_no="rtps 2026/१२", remind_on="2026-12-10")
    assert (sent.department_no, sent.remind_on) == ("RTPS2026/12", "2026-12-10")
    world.clock.move(days=3)
    wanted = moves(world, one, "wanted", reason="आय का शपथ पत्र")
    assert (wanted.said, wanted.remind_on, wanted.state_on) == (
        "आय का शपथ पत्र", "", "2026-11-27",
    )  # fmt: skip
    moves(world, one, "submitted")
    moves(world, one, "ready")
    last = moves(world, one, "handed_over")
    assert (last.ended_on, last.remind_on, last.version) == ("2026-11-27", "", 6)
    assert last.department_no == "RTPS2026/12"
    assert [event.state for event in stored.events(world.society_id, one)] == [
        "draft", "submitted", "wanted", "submitted", "ready", "handed_over",
    ]  # fmt: skip


def test_a_pension_goes_through_panchayat_and_block(world: World) -> None:
    one = begins(world, PENSION)
    moves(world, one, "submitted", department_no="MP-1")
    for state in ("panchayat", "block", "sanctioned"):
        assert moves(world, one, state).ended_on == ""
    assert moves(world, one, "paying").ended_on == TODAY


def test_what_is_not_filled_in_does_not_go_out(world: World) -> None:
    form = form_of(PENSION)
    assert any(field.is_required for field in form.fields)
    one = begins_bare(world, PENSION, papers=all_papers(PENSION))
    with pytest.raises(AnswersAreMissing):
        moves(world, one, "submitted", department_no="1")
    assert moves(world, one, "withdrawn").ended_on == TODAY


def test_papers_are_there_or_it_is_said_that_it_goes_without(world: World) -> None:
    one = begins(world, papers=[])
    with pytest.raises(PaperIsMissing):
        moves(world, one, "submitted", department_no="1")
    assert moves(world, one, "submitted", department_no="1", is_sure=True).state == "submitted"


@pytest.mark.parametrize("to_state", ["handed_over", "ready", "draft", "paying", "x", ""])
def test_no_step_is_left_out(world: World, to_state: str) -> None:
    one = begins(world, PENSION)
    with pytest.raises(StepIsNotPossible):
        moves(world, one, to_state, department_no="1", result_no="2", reason="x", said="y")


def test_what_a_step_needs_must_be_there(world: World) -> None:
    one = begins(world, PENSION)
    with pytest.raises(DepartmentNumberIsMissing):
        moves(world, one, "submitted")
    moves(world, one, "submitted", department_no="1")
    with pytest.raises(WhyIsMissing):
        moves(world, one, "rejected")
    assert moves(world, one, "rejected", reason="आय अधिक है").said == "आय अधिक है"


def test_nothing_follows_an_end(world: World) -> None:
    one = begins(world)
    moves(world, one, "withdrawn")
    for state in ("submitted", "draft", "withdrawn"):
        with pytest.raises(StepIsNotPossible):
            moves(world, one, state, department_no="1")
    with pytest.raises(StepIsNotPossible):
        reminds(world, one, "2026-12-01", "फिर पूछें")


def test_the_same_number_of_an_office_is_refused_for_the_same_service(world: World) -> None:
    first, second = begins(world), begins(world)
    moves(world, first, "submitted", department_no="RTPS/12 3")
    before = rows_of_applications()
    with pytest.raises(DepartmentNumberIsTaken) as refused:
        moves(world, second, "submitted", department_no="rtps/१23")
    assert refused.value.params["number"] == first
    assert rows_of_applications() == before
    other = begins(world, PENSION)
    assert moves(world, other, "submitted", department_no="RTPS/123").state == "submitted"
    elsewhere = begins(world, username="operator2")
    moves(world, elsewhere, "submitted", "operator2", department_no="RTPS/123")


def test_money_makes_its_steps_alone(world: World) -> None:
    service_id = next(
        (one for one in sorted(applications.application_forms().services)
         if form_of(one).chain == "premium"), "",
    )  # fmt: skip
    if not service_id:
        pytest.skip("no service takes a premium")
    one = begins(world, service_id)
    with pytest.raises(StepIsNotPossible):
        moves(world, one, "taken")
    applications.exactly_once(world.doer(), world.slip(), lambda: _by_money(world, one))
    assert found(world, one).state == "taken"


def _by_money(world: World, one: int) -> applications.Done:
    applications.step(world.doer(), found(world, one), "taken", "रसीद 4")
    return applications.Done("")


def test_two_operators_at_once_move_it_once(world: World) -> None:
    one = begins(world)
    said = Said(department_no="7")
    seen = found(world, one).version
    for username, is_first in (("operator", True), ("manager", False)):
        deed = (world.doer(username), world.slip(username), world.society_id, one, seen)
        if is_first:
            applications.move(*deed, "submitted", said)
        else:
            with pytest.raises(ApplicationHasChanged):
                applications.move(*deed, "submitted", replace(said, department_no="8"))
    assert found(world, one).department_no == "7"


def test_ten_clicks_are_one_step(world: World) -> None:
    one, slip = begins(world), world.slip()
    version = found(world, one).version
    for _ in range(10):
        applications.move(
            world.doer(), slip, world.society_id, one, version, "submitted", Said("9")
        )
    assert found(world, one).version == version + 1


def test_another_societys_application_is_not_there(world: World) -> None:
    one = begins(world)
    other = world.society("KHR002").id
    with pytest.raises(ApplicationIsUnknown):
        applications.application(other, one)
    doer, slip = world.doer("operator2"), world.slip("operator2", other)
    with pytest.raises(ApplicationIsUnknown):
        applications.move(doer, slip, other, one, 1, "withdrawn", Said())


# Notes and hand-over.


def reminds(world: World, one: int, on: str, said: str) -> None:
    version = found(world, one).version
    applications.remind(world.doer(), world.slip(), world.society_id, one, version, on, said)


def test_what_was_heard_is_written_down_with_a_reminder(world: World) -> None:
    one = begins(world)
    reminds(world, one, "2026-12-01", "कार्यालय ने अगले हफ़्ते बुलाया")
    after = found(world, one)
    assert (after.remind_on, after.state) == ("2026-12-01", "draft")
    assert not after.is_due("2026-11-30")
    assert after.is_due("2026-12-01")
    with pytest.raises(NothingIsSaid):
        reminds(world, one, "2026-12-01", " ")
    reminds(world, one, "", "")
    assert found(world, one).remind_on == ""


def test_an_application_is_handed_over_with_words(world: World) -> None:
    one = begins(world)
    with pytest.raises(NothingIsSaid):
        hands_over(world, one, "manager", "")
    hands_over(world, one, "manager", "पटवारी से बात करनी है")
    assert found(world, one).keeper == world.person("manager").id
    event = stored.events(world.society_id, one)[-1]
    assert (event.what, event.said) == ("handed_over", "पटवारी से बात करनी है")


@pytest.mark.parametrize("to", ["operator", "operator2", "officer", "chairman", "accountant"])
def test_it_is_handed_only_to_a_colleague_who_keeps_them(world: World, to: str) -> None:
    one = begins(world)
    with pytest.raises(KeeperIsWrong):
        hands_over(world, one, to, "देखिए")
