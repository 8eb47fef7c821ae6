"""Applications begin as drafts at once, keep the rule they were made under, and are found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.actions import applications
from portal.actions.application_rules import RuleTaken, has_rule_changed, rule_of
from portal.actions.applications import Filled, NewApplication
from portal.domain.application_refusals import AnswerIsRefused
from portal.domain.applications import (
    ApplicationHasChanged,
    ApplicationIsSent,
    Person,
    RuleIsUnknown,
)
from portal.domain.catalogue import ServiceIsUnknown
from portal.domain.daybook import MemberIsMissing
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
    begins_bare,
    filled,
    form_of,
    found,
    hands_over,
    moves,
)
from tests.world import TODAY, World, traces

AADHAAR = "9999 4105 7058"


# Beginning.


def test_a_draft_is_stored_at_once_however_little_is_filled_in(world: World) -> None:
    """No day is open and no books are begun: no money moves."""
    before = traces()
    one = found(world, begins_bare(world))
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
        applications.begin(
            world.doer(), slip, world.society_id, CERTIFICATE, NewApplication(Person(NAME))
        ).location
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
        begins_bare(world, service_id)


def test_a_service_of_another_state_is_not_begun(world: World) -> None:
    of_bihar = next(
        one["id"] for one in read_csv("services.csv")
        if one["state_scope"] == "BR" and one["kind"] == "application"
    )  # fmt: skip
    with pytest.raises(ServiceIsUnknown):
        begins_bare(world, of_bihar)


def test_somebody_who_is_not_known_is_not_served(world: World) -> None:
    for register in (MEMBERS, CUSTOMERS):
        with pytest.raises(MemberIsMissing):
            begins_bare(world, whom=Whom(register, 77))
    with pytest.raises(VisitIsUnknown):
        begins_bare(world, visit_id=9)
    assert engine.value("SELECT count(*) FROM application") == 0


@pytest.mark.parametrize("part", ["name", "guardian", "village"])
def test_no_aadhaar_number_is_kept(world: World, part: str) -> None:
    person = replace(Person(NAME), **{part: f"क {AADHAAR}"})
    with pytest.raises(AadhaarIsNotStored) as refused:
        begins_bare(world, person=person)
    assert refused.value.field == part
    for field in form_of(CERTIFICATE).fields:
        with pytest.raises(AnswerIsRefused):
            begins_bare(world, answers={field.code: AADHAAR})
    assert engine.value("SELECT count(*) FROM application") == 0


# Changing.


def test_a_draft_is_changed_until_it_goes_out(world: World) -> None:
    one = found(world, begins_bare(world))
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
