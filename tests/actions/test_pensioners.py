"""The register of pensioners: who comes into it, how a pension may stand, who is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.actions import pensioners
from portal.actions.exactly_once import FormWasUsedForOther
from portal.actions.pensioner_applications import add_from_application
from portal.domain.applications import ApplicationIsUnknown
from portal.domain.daybook import MemberIsMissing
from portal.domain.lookup import AadhaarIsNotSearched
from portal.domain.pensioners import (
    OTHER,
    ApplicationIsInRegister,
    ApplicationIsNotSanctioned,
    AuthorityIsMissing,
    BenefitNumberIsTaken,
    BenefitNumberIsWrong,
    BenefitNumberLooksLikeAadhaar,
    DeathDateIsMissing,
    DeathIsBeforeBirth,
    DueDateIsWrong,
    MonthlyIsTooMuch,
    NoteIsMissing,
    PensionerIsUnknown,
    PensionerWasChanged,
    SchemeIsMissing,
    Step,
    StepIsNotPossible,
    StopReasonIsMissing,
    plus_days,
    read_benefit_no,
)
from portal.domain.people import Slip
from portal.domain.refusals import Refusal
from portal.domain.register import BirthIsWrong, DateIsLater, MobileIsWrong
from portal.domain.text import AadhaarIsNotStored
from portal.storage import engine, facts, sort_keys
from portal.storage import pensioners as stored
from portal.storage.engine import write_transaction
from portal.storage.pensioners import Wish
from tests.members_world import a_member
from tests.pensioners_world import (
    DUE,
    LATER,
    OVERDUE,
    a_pensioner,
    a_record,
    an_aadhaar,
    money_arrives,
    pays,
    pensioner,
    steps,
)
from tests.services_world import PENSION, begins, moves
from tests.world import TODAY, World

MP = "MP"


def adds(world: World, slip: Slip | None = None, status: str = "paying", **given: object) -> None:
    pensioners.add(
        world.doer(), slip or world.slip(), world.society_id, a_record(**given), MP, status
    )


def count() -> int:
    return int(engine.value("SELECT count(*) FROM pensioner"))


def test_a_form_sent_twice_makes_one_pensioner(world: World) -> None:
    """P1."""
    slip = world.slip()
    adds(world, slip)
    adds(world, slip)
    assert count() == 1
    with pytest.raises(FormWasUsedForOther):
        adds(world, replace(slip, digest=b"other"), number="PPO102")
    assert count() == 1


def test_a_number_belongs_to_one_pensioner_of_a_scheme(world: World) -> None:
    adds(world)
    with pytest.raises(BenefitNumberIsTaken) as taken:
        adds(world, number="ppo 101")
    assert taken.value.pensioner_id == 1
    adds(world, scheme_id=OTHER, authority="रेल विभाग")
    assert count() == 2


def test_another_society_may_have_the_same_number_and_sees_nobody(world: World) -> None:
    """P9."""
    one = a_pensioner(world)
    a_pensioner(world, code="KHR002")
    other = world.society("KHR002").id
    with pytest.raises(PensionerIsUnknown):
        pensioners.pensioner(other, one.id + 7)
    assert pensioners.find(other, "सुशीला", 9)[0].society_id == other
    with pytest.raises(PensionerIsUnknown):
        pensioners.take_step(
            world.doer("operator9"), world.slip(), world.society("ALM001").id, one.id, 1,
            Step("stopped", "office"),
        )  # fmt: skip


@pytest.mark.parametrize(
    "field", ["name_hi", "guardian_hi", "village_hi", "authority", "bank", "account_last4"]
)
def test_no_aadhaar_number_gets_in_below_the_pages(world: World, field: str) -> None:
    """P12."""
    with pytest.raises(Refusal) as refused:
        adds(world, **{field: an_aadhaar()})
    assert refused.value.field == field
    assert count() == 0


def test_numbers_that_look_like_aadhaar_are_told_how_to_be_written() -> None:
    with pytest.raises(BenefitNumberLooksLikeAadhaar):
        read_benefit_no("9999-4105-7058")
    with pytest.raises(BenefitNumberLooksLikeAadhaar):
        read_benefit_no("PPO 999941057058")
    assert read_benefit_no("99994/10/57058") == "99994/10/57058"
    assert read_benefit_no("br १२३") == "BR123"
    for wrong in ("", "AB", "ABC", "पीपीओ12", "x" * 40 + "1", "1'; DROP"):
        with pytest.raises(BenefitNumberIsWrong):
            read_benefit_no(wrong)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"scheme_id": "BR_MVPY"}, SchemeIsMissing),  # of another state
        ({"scheme_id": "PM_SYM"}, SchemeIsMissing),  # nobody draws it yet
        ({"scheme_id": OTHER}, AuthorityIsMissing),
        ({"birth_on": "2026-11-25"}, BirthIsWrong),
        ({"birth_on": "1900"}, BirthIsWrong),
        ({"certificate_due_on": "1999-12-31"}, DueDateIsWrong),
        ({"certificate_due_on": "2032-01-01"}, DueDateIsWrong),
        ({"birth_on": "2001", "certificate_due_on": "2001-05-01"}, DueDateIsWrong),
        ({"monthly_paise": 6_00_000_00}, MonthlyIsTooMuch),
        ({"mobile": "12345"}, MobileIsWrong),
        ({"register": 0, "record_id": 99}, MemberIsMissing),
    ],
)
def test_what_cannot_be_is_refused(
    world: World, given: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        adds(world, **given)
    assert count() == 0


def test_a_member_of_another_society_is_nobody_here(world: World) -> None:
    theirs = a_member(world, code="KHR002")
    with pytest.raises(MemberIsMissing):
        adds(world, register=0, record_id=theirs.id)


def test_the_chain_of_a_pension(world: World) -> None:
    one = a_pensioner(world, status="sanctioned")
    steps(world, one, "paying")
    steps(world, one, "stopped", "office", since_on="2026-11-01")
    now = pensioner(world, one.id)
    assert (now.status, now.stop_reason, now.stopped_on) == ("stopped", "office", "2026-11-01")
    steps(world, one, "stopped", "bank")
    steps(world, one, "paying")
    assert pensioner(world, one.id).stop_reason == ""
    steps(world, one, "ended", "death", died_on="2026-11-20")
    now = pensioner(world, one.id)
    assert (now.died_on, now.stopped_on, now.version) == ("2026-11-20", "2026-11-20", 6)
    assert [one.what for one in stored.events(now.society_id, now.id, 9)] == [
        "death", "paying", "bank", "office", "paying", "added",
    ]  # fmt: skip


def test_an_end_written_by_mistake_goes_back_with_a_word(world: World) -> None:
    one = a_pensioner(world)
    steps(world, one, "ended", "death", died_on=TODAY)
    with pytest.raises(StepIsNotPossible):
        steps(world, one, "paying")
    with pytest.raises(NoteIsMissing):
        steps(world, one, "stopped", "other")
    steps(world, one, "stopped", "other", note="नाम की भूल, जीवित हैं")
    assert pensioner(world, one.id).died_on == ""


@pytest.mark.parametrize(
    ("step", "refusal"),
    [
        (Step("sanctioned"), StepIsNotPossible),
        (Step("stopped"), StopReasonIsMissing),
        (Step("stopped", "death"), StopReasonIsMissing),
        (Step("stopped", "other"), NoteIsMissing),
        (Step("stopped", "office", since_on="2026-11-25"), DateIsLater),
        (Step("stopped", "office", note=an_aadhaar()), AadhaarIsNotStored),
        (Step("ended", "bank"), StopReasonIsMissing),
        (Step("ended", "death"), DeathDateIsMissing),
        (Step("ended", "death", died_on="2026-11-25"), DateIsLater),
        (Step("ended", "death", died_on="1954-01-01"), DeathIsBeforeBirth),
    ],
)
def test_steps_that_cannot_be(world: World, step: Step, refusal: type[Refusal]) -> None:
    one = a_pensioner(world)
    with pytest.raises(refusal):
        pensioners.take_step(world.doer(), world.slip(), one.society_id, one.id, 1, step)
    assert pensioner(world, one.id) == one


def test_of_two_operators_at_once_one_is_told(world: World) -> None:
    one = a_pensioner(world)
    steps(world, one, "stopped", "office")
    with pytest.raises(PensionerWasChanged):
        pensioners.take_step(
            world.doer("manager"), world.slip("manager"), one.society_id, one.id, one.version,
            Step("ended", "moved"),
        )  # fmt: skip
    with pytest.raises(PensionerWasChanged):
        pensioners.edit(
            world.doer(), world.slip(), one.society_id, one.id, one.version, a_record(), MP
        )


def test_a_change_keeps_whose_it_is(world: World) -> None:
    member = a_member(world)
    one = a_pensioner(world, register=0, record_id=member.id, sex="F")
    pensioners.edit(
        world.doer(), world.slip(), one.society_id, one.id, 1,
        a_record(certificate_due_on=LATER, monthly_paise=None), MP,
    )  # fmt: skip
    now = pensioner(world, one.id)
    assert (now.record_id, now.sex, now.monthly_paise) == (member.id, "F", None)
    assert stored.events(one.society_id, one.id, 1)[0].said == (
        f"monthly_paise:60000;certificate_due_on:{DUE}"
    )
    pensioners.edit(
        world.doer(), world.slip(), one.society_id, one.id, 2,
        a_record(certificate_due_on=LATER, monthly_paise=None), MP,
    )  # fmt: skip
    assert pensioner(world, one.id).version == 2  # nothing was changed


def test_lists_and_counts_agree(world: World) -> None:
    edge = plus_days(TODAY, 30)
    for number, due_on in enumerate((TODAY, edge, plus_days(edge, 1), OVERDUE, ""), start=1):
        a_pensioner(world, f"PPO10{number}", certificate_due_on=due_on)
    gone = a_pensioner(world, "PPO106", certificate_due_on=OVERDUE)
    steps(world, gone, "ended", "moved")
    society_id = world.society_id
    assert stored.counts(society_id, TODAY) == (5, 2, 1, 0, 0)
    assert stored.count_due(society_id, TODAY) == 3
    lists = {show: [one.id for one in stored.listed(society_id, Wish(show, today_on=TODAY), 9)]
             for show in stored.LISTS}  # fmt: skip
    assert lists["due"] == [1, 2]
    assert lists["overdue"] == [4]
    assert sorted(lists["call"]) == [1, 2, 4]
    assert len(lists["all"]) == 6
    assert stored.listed(society_id, Wish("all", "खेड़ी"), 9) == []


def test_an_aadhaar_number_is_not_searched_for(world: World) -> None:
    with pytest.raises(AadhaarIsNotSearched):
        pensioners.find(world.society_id, an_aadhaar(), 9)


def test_names_keep_their_order_with_a_new_icu(world: World) -> None:
    one = a_pensioner(world)
    key = b"\x00"
    write_transaction(lambda: engine.run("UPDATE pensioner SET sort_key = ?", key))
    write_transaction(lambda: facts.set_fact(sort_keys.FACT, "an older one"))
    sort_keys.rebuild_if_changed()
    assert bytes(engine.value("SELECT sort_key FROM pensioner")) == sort_keys.sort_key(one.name_hi)


def granted(world: World, service_id: str = PENSION, **begun: Any) -> int:
    """Begin an application for a widow's pension and let it be granted."""
    number = begins(world, service_id, **begun)
    moves(world, number, "submitted", department_no="RTPS/77")
    moves(world, number, "sanctioned", result_no="PPO/2026/77")
    return number


def test_a_granted_application_says_what_it_knows(world: World) -> None:
    number = granted(world, birth="1961", bank="ग्रामीण बैंक")
    found = add_from_application(world.society_id, number, MP)
    assert (found.name_hi, found.benefit_no) == ("कमला बाई", "PPO/2026/77")
    assert (found.birth_on, found.bank, found.account_last4) == ("1961", "ग्रामीण बैंक", "8901")
    assert (found.scheme_id, found.application_id) == ("IGNWPS", number)
    adds(world, scheme_id="MP_KALYANI", application_id=number)
    with pytest.raises(ApplicationIsInRegister):
        add_from_application(world.society_id, number, MP)
    with pytest.raises(ApplicationIsInRegister):
        adds(world, number="PPO102", application_id=number)


def test_a_granted_application_keeps_the_scheme_of_its_rule(world: World) -> None:
    number = granted(world, "pension-019", rule=("MP_KALYANI", ""))
    assert add_from_application(world.society_id, number, MP).scheme_id == "MP_KALYANI"


def test_nobody_is_written_down_from_an_application_that_waits(world: World) -> None:
    number = begins(world, PENSION)
    with pytest.raises(ApplicationIsNotSanctioned):
        add_from_application(world.society_id, number, MP)


def test_nobody_begins_stopped(world: World) -> None:
    with pytest.raises(StepIsNotPossible):
        adds(world, status="stopped")


def test_a_payment_after_the_death_is_told(open_world: World) -> None:
    money_arrives(open_world)
    one = a_pensioner(open_world)
    pays(open_world, one)
    assert not pensioners.file_of(one.society_id, one.id).after_death
    steps(open_world, one, "ended", "death", died_on="2026-10-20")
    file = pensioners.file_of(one.society_id, one.id)
    assert file.after_death
    assert file.waiting is None
    assert file.people() == {open_world.doer().person_id}


def test_an_application_of_nobody_gives_no_pensioner(world: World) -> None:
    with pytest.raises(ApplicationIsUnknown):
        add_from_application(world.society_id, 77, MP)
