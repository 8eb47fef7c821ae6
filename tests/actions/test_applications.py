"""Applications begin as drafts, go out complete, and are followed until they end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.actions import applications
from portal.actions.application_rules import RuleTaken, has_rule_changed, rule_of
from portal.actions.applications import Filled, NewApplication
from portal.domain.application_refusals import AnswerIsRefused
from portal.domain.applications import (
    AnswersAreMissing,
    ApplicationHasChanged,
    ApplicationIsSent,
    ApplicationIsUnknown,
    DepartmentNumberIsMissing,
    DepartmentNumberIsTaken,
    KeeperIsWrong,
    NothingIsSaid,
    PaperIsMissing,
    Person,
    RuleIsUnknown,
    Said,
    StepIsNotPossible,
    WhyIsMissing,
)
from portal.domain.catalogue import ServiceIsUnknown
from portal.domain.daybook import MemberIsMissing
from portal.domain.people import Policy
from portal.domain.text import AadhaarIsNotStored
from portal.domain.visits import VisitIsUnknown
from portal.storage import applications as stored
from portal.storage import engine
from portal.storage.applications import Wish
from portal.storage.pension_rules import rule_book
from portal.storage.reference import read_csv
from portal.storage.served import CUSTOMERS, MEMBERS, Whom
from tests.services_world import (
    CERTIFICATE,
    MOBILE,
    NAME,
    PENSION,
    all_papers,
    begins,
    filled,
    form_of,
    found,
    moves,
)
from tests.world import TODAY, World, traces

AADHAAR = "9999 4105 7058"
POLICY = Policy(frozenset({("operator", "keep_applications"), ("manager", "keep_applications")}))


def new(**changed: object) -> NewApplication:
    """Say for whom it is, and no more."""
    base = NewApplication(Person(NAME, mobile=MOBILE))
    return replace(base, **changed)  # type: ignore[arg-type]


def begin(world: World, service_id: str = CERTIFICATE, **changed: object) -> int:
    done = applications.begin(
        world.doer(), world.slip(), world.society_id, service_id, new(**changed)
    )
    return int(done.location.rsplit("/", 1)[1])


def rows_of_applications() -> tuple[object, ...]:
    return (
        engine.rows("SELECT * FROM application ORDER BY society_id, id"),
        engine.rows("SELECT * FROM application_event ORDER BY society_id, application_id, version"),
    )


# Beginning.


def test_a_draft_is_stored_at_once_however_little_is_filled_in(world: World) -> None:
    """No day is open and no books are begun: no money moves."""
    before = traces()
    one = found(world, begin(world))
    assert (one.state, one.version, one.name, one.ended_on) == ("draft", 1, NAME, "")
    assert one.keeper == world.person("operator").id
    assert set(one.papers.values()) == {"no"}
    assert list(one.papers) == all_papers(CERTIFICATE)
    history = stored.events(world.society_id, one.id)
    assert [(event.what, event.state, event.done_on) for event in history] == [
        ("begun", "draft", TODAY)
    ]
    assert traces()[1:] == before[1:]


def test_a_replay_begins_nothing_new(world: World) -> None:
    slip = world.slip()
    places = {
        applications.begin(world.doer(), slip, world.society_id, CERTIFICATE, new()).location
        for _ in range(10)
    }
    assert len(places) == 1
    assert engine.value("SELECT count(*) FROM application") == 1


def test_a_use_of_the_service_is_counted(world: World) -> None:
    begins(world)
    assert engine.value(
        "SELECT service_id FROM service_use WHERE society_id = ?", world.society_id
    ) == CERTIFICATE  # fmt: skip


def test_numbers_go_on_in_each_society(world: World) -> None:
    ids = [begins(world), begins(world), begins(world, username="operator2")]
    assert ids == [1, 2, 1]


@pytest.mark.parametrize("service_id", ["bill-001", "aeps-none", "banking-001"])
def test_what_has_no_form_is_not_begun(world: World, service_id: str) -> None:
    if applications.application_forms().form_of(service_id) is not None:
        pytest.skip("it has a form")
    with pytest.raises(ServiceIsUnknown):
        begin(world, service_id)


def test_a_service_of_another_state_is_not_begun(world: World) -> None:
    of_bihar = next(
        one["id"] for one in read_csv("services.csv")
        if one["state_scope"] == "BR" and one["kind"] == "application"
    )  # fmt: skip
    with pytest.raises(ServiceIsUnknown):
        begin(world, of_bihar)


def test_somebody_who_is_not_known_is_not_served(world: World) -> None:
    for register in (MEMBERS, CUSTOMERS):
        with pytest.raises(MemberIsMissing):
            begin(world, whom=Whom(register, 77))
    with pytest.raises(VisitIsUnknown):
        begin(world, visit_id=9)
    assert engine.value("SELECT count(*) FROM application") == 0


@pytest.mark.parametrize("part", ["name", "guardian", "village"])
def test_no_aadhaar_number_is_kept(world: World, part: str) -> None:
    person = replace(Person(NAME), **{part: f"क {AADHAAR}"})
    with pytest.raises(AadhaarIsNotStored) as refused:
        begin(world, person=person)
    assert refused.value.field == part
    for field in form_of(CERTIFICATE).fields:
        with pytest.raises(AnswerIsRefused):
            begin(world, answers={field.code: AADHAAR})
    assert engine.value("SELECT count(*) FROM application") == 0


# Changing.


def test_a_draft_is_changed_until_it_goes_out(world: World) -> None:
    one = found(world, begin(world))
    form = form_of(CERTIFICATE)
    changed = Filled(
        person=Person("कमला देवी", "मोहन", "बमनाला", MOBILE), answers=filled(form),
        papers=list(one.papers)[:1],
    )  # fmt: skip
    applications.change(world.doer(), world.slip(), world.society_id, one.id, 1, changed)
    after = found(world, one.id)
    assert (after.version, after.name, after.village) == (2, "कमला देवी", "बमनाला")
    assert list(after.papers.values())[:2] == ["yes", "no"][: len(after.papers)]
    with pytest.raises(ApplicationHasChanged):
        applications.change(world.doer(), world.slip(), world.society_id, one.id, 1, changed)
    moves(world, one.id, "submitted", department_no="RTPS/1", is_sure=True)
    with pytest.raises(ApplicationIsSent):
        applications.change(world.doer(), world.slip(), world.society_id, one.id, 3, changed)


# Moving.


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
    one = begin(world, PENSION, papers=all_papers(PENSION))
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


def hands_over(world: World, one: int, to: str, said: str, code: str = "KHR001") -> None:
    version = found(world, one).version
    applications.hand_over(
        world.doer(), world.slip(), world.society_id, one, version, world.person(to).id, said,
        POLICY,
    )  # fmt: skip


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


# The rule of a pension.


def test_a_pension_keeps_the_rule_that_it_was_made_under(world: World) -> None:
    scheme = next(one for one in rule_book() if PENSION in one.services and one.is_in("MP"))
    rules = rule_book().rules_on(scheme.id, TODAY)
    one = found(world, begins(world, PENSION, rule=(scheme.id, rules[0].valid_from_on)))
    assert (one.rule_scheme, one.rule_from_on) == (scheme.id, rules[0].valid_from_on)
    assert rules[0].source in one.rule_note
    assert set(one.papers) == set(scheme.papers)
    assert not has_rule_changed(rule_of(one), TODAY)
    assert has_rule_changed(rule_of(one)._replace(from_on="2001-01-01"), TODAY)
    assert has_rule_changed(rule_of(one)._replace(note="₹1"), TODAY)
    assert has_rule_changed(RuleTaken("GONE"), TODAY)


@pytest.mark.parametrize(
    ("service_id", "scheme", "from_on"),
    [(PENSION, "NO_SUCH", ""), (PENSION, "IGNWPS", "2031-01-01"), (CERTIFICATE, "IGNWPS", ""),
     (PENSION, "UP_WIDOW", None)],
)  # fmt: skip
def test_a_rule_that_never_was_is_refused(
    world: World, service_id: str, scheme: str, from_on: str | None
) -> None:
    with pytest.raises(RuleIsUnknown):
        begins(world, service_id, rule=(scheme, from_on))


def test_an_older_rule_is_kept_as_it_was_asked_under(world: World) -> None:
    """Between question and application the rule changed: the application keeps the earlier one."""
    several = [
        one for one in rule_book()
        if len({rule.valid_from_on for rule in rule_book().history(one.id)}) > 1 and one.services
    ]  # fmt: skip
    assert several, "no scheme changed yet"
    scheme = several[0]
    oldest = rule_book().history(scheme.id)[-1]
    code = {"BR": "BR", "ALL": "MP"}.get(scheme.state, scheme.state)
    engine.run("UPDATE society SET state_code = ? WHERE code = 'KHR001'", code)
    one = found(world, begins(world, scheme.services[0], rule=(scheme.id, oldest.valid_from_on)))
    assert one.rule_from_on == oldest.valid_from_on
    assert has_rule_changed(rule_of(one), TODAY)


# Lists.


def listed(world: World, **wish: object) -> list[int]:
    order = [["wanted", "draft"], ["submitted"]]
    return [
        one.id for one in stored.listed(
            world.society_id, Wish(**wish), order, TODAY, 50  # type: ignore[arg-type]
        )
    ]  # fmt: skip


def test_the_list_begins_with_who_has_to_do_something(world: World) -> None:
    ended, sent, draft, due = (begins(world) for _ in range(4))
    moves(world, ended, "withdrawn")
    moves(world, sent, "submitted", department_no="55")
    moves(world, due, "submitted", department_no="56", remind_on="2026-11-25")
    assert listed(world) == [draft, sent, due, ended]
    world.clock.move(days=1)
    assert [
        one.id for one in stored.listed(
            world.society_id, Wish(), [["draft"], ["submitted"]], "2026-11-25", 50
        )
    ] == [due, draft, sent, ended]  # fmt: skip
    assert stored.counts(world.society_id, "2026-11-25") == (3, 1)
    assert stored.counts(world.society_id, TODAY) == (3, 0)


def test_the_list_finds_by_number_mobile_state_and_keeper(world: World) -> None:
    one, two = begins(world), begins(world, mobile="9876509999")
    moves(world, two, "submitted", department_no="RTPS/77")
    assert listed(world, q=MOBILE[-4:]) == [one]
    assert listed(world, q="RTPS/77") == [two]
    assert listed(world, q=str(two)) == [two]
    assert listed(world, q="%") == [one, two]
    assert listed(world, q="कमला") == [one, two]
    assert listed(world, q="शांति") == []
    assert listed(world, q="") == [one, two]
    assert listed(world, states=("submitted",)) == [two]
    hands_over(world, one, "manager", "देखिए")
    assert listed(world, keeper=world.person("manager").id) == [one]
    assert listed(world, is_due=True) == []
