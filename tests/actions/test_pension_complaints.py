""" "My pension has not come", and short messages to those whose certificate is due."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.actions import pension_complaints, pension_messages
from portal.actions.exactly_once import Done
from portal.actions.pension_complaints import Move
from portal.domain.pension_complaints import (
    ComplaintHasChanged,
    ComplaintHasEnded,
    DepartmentNumberIsTooLong,
    FirstMonthIsLater,
    PensionComplaintIsOpen,
    PensionComplaintIsUnknown,
    ReminderIsWrong,
    Said,
    SaidIsMissing,
    WhomIsMissing,
)
from portal.domain.pension_payments import MonthIsWrong
from portal.domain.pensioners import Pensioner, PensionerIsUnknown
from portal.domain.people import Slip
from portal.domain.refusals import Refusal
from portal.domain.text import AadhaarIsNotStored, TextIsTooLong
from portal.storage import engine
from portal.storage import pensioners as stored
from tests.pensioners_world import LATER, a_pensioner, an_aadhaar, certifies
from tests.world import TODAY, World


def begins(
    world: World, one: Pensioner, month: str = "2026-09", slip: Slip | None = None, **said: str
) -> Done:
    words = Said(**{"said": "सितंबर से पैसा नहीं आया", **said})
    return pension_complaints.begin(
        world.doer(), slip or world.slip(), one.society_id, one.id, month, words
    )


def follows(world: World, version: int, ending: str = "", **said: str) -> Done:
    words = Said(**{"said": "बैंक गए", **said})
    return pension_complaints.follow(
        world.doer(), world.slip(), world.society_id, 1, version, Move(words, ending)
    )


def test_a_complaint_is_followed_to_its_end(world: World) -> None:
    one, slip = a_pensioner(world), world.slip()
    begins(world, one, slip=slip)
    assert begins(world, one, slip=slip).is_repeat
    assert stored.counts(one.society_id, TODAY).no_money == 1
    follows(world, 1, asked_whom="pfms", department_no="पी 12", remind_on="2026-12-01")
    follows(world, 2)
    now = pension_complaints.complaint(world.society_id, 1)
    assert (now.state, now.asked_whom, now.department_no) == ("sent", "pfms", "पी 12")
    follows(world, 3, "solved", said="दो महीने का पैसा आया")
    trail = pension_complaints.trail_of(world.society_id, 1)
    assert [step.state for step in trail.steps] == ["open", "sent", "sent", "solved"]
    assert trail.complaint.result == "दो महीने का पैसा आया"
    assert stored.counts(one.society_id, TODAY).no_money == 0
    with pytest.raises(ComplaintHasEnded):
        follows(world, 4)


def test_one_is_open_for_each_pensioner(world: World) -> None:
    one = a_pensioner(world)
    begins(world, one)
    with pytest.raises(PensionComplaintIsOpen) as refused:
        begins(world, one)
    assert refused.value.complaint_id == 1
    follows(world, 1, "refused", said="पेंशन बंद है")
    begins(world, one)
    shelf = pension_complaints.shelf(world.society_id, 9)
    assert ([made.id for made in shelf.open_ones], [made.id for made in shelf.ended]) == ([2], [1])


def test_of_two_operators_at_once_one_is_told(world: World) -> None:
    begins(world, a_pensioner(world))
    follows(world, 1)
    with pytest.raises(ComplaintHasChanged):
        follows(world, 1)


@pytest.mark.parametrize(
    ("month", "said", "refusal"),
    [
        ("2026-12", {}, FirstMonthIsLater),
        ("2026-00", {}, MonthIsWrong),
        ("2026-09", {"said": " "}, SaidIsMissing),
        ("2026-09", {"said": an_aadhaar()}, AadhaarIsNotStored),
        ("2026-09", {"said": "क" * 201}, TextIsTooLong),
        ("2026-09", {"asked_whom": "uncle"}, WhomIsMissing),
        ("2026-09", {"department_no": "B1"}, WhomIsMissing),
        ("2026-09", {"asked_whom": "bank", "department_no": "1" * 41}, DepartmentNumberIsTooLong),
        ("2026-09", {"asked_whom": "bank", "department_no": an_aadhaar()}, AadhaarIsNotStored),
        ("2026-09", {"remind_on": TODAY}, ReminderIsWrong),
        ("2026-09", {"remind_on": "2028-01-01"}, ReminderIsWrong),
    ],
)
def test_what_cannot_be_is_refused(
    world: World, month: str, said: dict[str, str], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        begins(world, a_pensioner(world), month, **said)
    assert engine.value("SELECT count(*) FROM pension_complaint") == 0


def test_another_society_sees_nothing_of_it(world: World) -> None:
    """P9."""
    one = a_pensioner(world)
    begins(world, one)
    other = world.society("KHR002").id
    with pytest.raises(PensionComplaintIsUnknown):
        pension_complaints.trail_of(other, 1)
    with pytest.raises(PensionerIsUnknown):
        begins(world, replace(one, society_id=other))


def reminds(world: World, slip: Slip | None = None) -> str:
    return pension_messages.remind(
        world.doer(), slip or world.slip(), world.society_id, lambda one: f"{one.name_hi} जी"
    ).location


def test_each_who_is_due_gets_one_message_and_none_again_in_a_week(world: World) -> None:
    a_pensioner(world, "PPO101", mobile="9876500001")
    a_pensioner(world, "PPO102", mobile="9876500002")
    a_pensioner(world, "PPO103", mobile="")
    a_pensioner(world, "PPO104", certificate_due_on=LATER)
    waits = a_pensioner(world, "PPO105", mobile="9876500005")
    certifies(world, waits, "waiting")
    now = world.clock.now_ms()
    found = pension_messages.reminding(world.society_id, TODAY, now)
    assert (len(found.to), found.without_mobile, found.lately) == (2, 1, 0)
    slip = world.slip()
    assert reminds(world, slip).endswith("sent=2")
    assert reminds(world, slip).endswith("sent=2")  # the same form again
    assert reminds(world).endswith("sent=0")
    assert engine.value("SELECT count(*) FROM message") == 2
    engine.run("UPDATE message SET state = 'sent', next_at = NULL")
    world.clock.move(days=6)
    assert reminds(world).endswith("sent=0")
    world.clock.move(days=1, minutes=1)
    assert reminds(world).endswith("sent=2")


def test_a_number_that_had_its_messages_is_passed_over(world: World) -> None:
    for number in range(22):
        a_pensioner(world, f"PPO2{number:02d}", mobile="9876500001")
    a_pensioner(world, "PPO300", mobile="9876500002")
    assert reminds(world).endswith("sent=21")  # twenty a number a day
