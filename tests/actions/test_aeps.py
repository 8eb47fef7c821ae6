"""What the bank's device did: booked only where it is sure, followed up, taken back in the open."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from portal.actions import aeps as deeds
from portal.actions.aeps import Slipped
from portal.actions.corrections import correct_voucher, plan
from portal.actions.proof import prove_society
from portal.domain import aeps
from portal.domain.aeps import Record
from portal.domain.corrections import CashIsUnexplained, Correction, ReasonIsUnknown
from portal.domain.day import ReasonIsMissing
from portal.domain.daybook import CashWouldGoNegative, MemberIsMissing, NoDayIsOpen
from portal.domain.text import AadhaarIsNotStored
from portal.storage import aeps as stored
from portal.storage import daybook
from portal.storage.days import acts_on
from portal.storage.engine import run, value, write_transaction
from portal.storage.served import MEMBERS, Whom
from tests.crowd import at_once
from tests.members_world import a_member
from tests.world import OPENING, TODAY, World, traces

RRN = "632812345678"
SLIPPED = Slipped(
    "withdrawal", "done", 1_000_00, RRN, "1234", "भारतीय स्टेट बैंक", "सुशीला देवी", "9826012345"
)
CASH = OPENING[2101]


def records(world: World, **changed: Any) -> Record:
    """Write a slip down and return its record."""
    done = deeds.record_slip(
        world.doer(), world.slip(), world.society_id, replace(SLIPPED, **changed)
    )
    return record(world, int(done.location.split("/")[2].split("?")[0]))


def record(world: World, record_id: int = 1) -> Record:
    return deeds.record_of(world.society_id, record_id)


def settles(world: World, settled_as: str, note: str = "पासबुक देखी", record_id: int = 1) -> Record:
    deeds.settle(world.doer(), world.slip(), world.society_id, record_id, settled_as, note)
    return record(world, record_id)


def takes_back(world: World, reason: str = "not_ours", remark: str = "भूल से", **more: Any) -> Record:
    deeds.take_back(
        world.doer("manager"), world.slip("manager"), world.society_id, 1,
        Correction(reason, remark, **more),
    )  # fmt: skip
    return record(world)


def stands(world: World) -> tuple[int, int]:
    """Return cash and what the bank owes (2206), in paise."""
    return daybook.balance(world.society_id, 2101), daybook.balance(world.society_id, 2206)


def test_a_withdrawal_that_was_done_pays_cash_and_the_bank_owes_it(open_world: World) -> None:
    found = records(open_world)
    assert stands(open_world) == (CASH - 1_000_00, 1_000_00)
    assert (found.id, found.day_on, found.version, found.mobile) == (1, TODAY, 1, "9826012345")
    voucher = daybook.voucher(found.society_id, found.voucher_id or 0)
    assert voucher is not None
    assert (voucher.task, voucher.reference, voucher.mode) == ("aeps_withdraw", RRN, "cash")
    assert "1234" in (voucher.narration or "")


def test_a_deposit_that_was_done_takes_cash_and_the_bank_has_it(open_world: World) -> None:
    records(open_world, kind="deposit")
    assert stands(open_world) == (CASH + 1_000_00, -1_000_00)


@pytest.mark.parametrize("outcome", ["declined", "uncertain"])
@pytest.mark.parametrize("kind", ["withdrawal", "deposit"])
def test_what_is_not_sure_moves_nothing(open_world: World, kind: str, outcome: str) -> None:
    found = records(open_world, kind=kind, outcome=outcome)
    assert stands(open_world) == (CASH, 0)
    assert found.voucher_id is None
    assert [one.id for one in deeds.uncertain(open_world.society_id)] == (
        [1] if outcome == "uncertain" else []
    )
    act = acts_on(open_world.society_id, TODAY)[-1]
    assert act.kind == "aeps_recorded"
    assert json.loads(act.detail) == {
        "record": 1, "rrn": RRN, "what": kind, "outcome": outcome, "paise": 1_000_00,
        "last_four": "1234", "voucher": None,
    }  # fmt: skip


def test_the_same_slip_is_written_down_once(open_world: World) -> None:
    records(open_world, outcome="declined")
    before = traces()
    with pytest.raises(aeps.RrnIsTaken) as told:
        records(open_world, amount_paise=500_00)
    assert told.value.record_id == 1
    assert traces() == before


def test_a_form_that_comes_twice_is_one_record(open_world: World) -> None:
    slip = open_world.slip()
    first = deeds.record_slip(open_world.doer(), slip, open_world.society_id, SLIPPED)
    again = deeds.record_slip(open_world.doer(), slip, open_world.society_id, SLIPPED)
    assert (again.location, again.voucher_id) == (first.location, first.voucher_id)
    assert again.is_repeat
    assert stands(open_world) == (CASH - 1_000_00, 1_000_00)


def test_no_more_cash_is_paid_than_is_there(open_world: World) -> None:
    for at in range(2):
        records(open_world, amount_paise=10_000_00, rrn=f"63281234560{at}")
    with pytest.raises(CashWouldGoNegative):
        records(open_world, amount_paise=10_000_00)
    assert stored.record_by_rrn(open_world.society_id, RRN) is None


def test_nothing_is_written_down_without_an_open_day(world: World) -> None:
    world.starts_books()
    with pytest.raises(NoDayIsOpen):
        records(world, outcome="declined")


def test_whom_it_was_for_is_known_and_counted(open_world: World) -> None:
    member = a_member(open_world)
    whom = Whom(MEMBERS, member.id)
    found = records(open_world, whom=whom)
    assert (found.register, found.record_id) == (0, member.id)
    assert value("SELECT voucher_id FROM voucher_for") == found.voucher_id
    records(open_world, whom=whom, outcome="declined", rrn="632812345679")
    assert value("SELECT times FROM served") == 2
    with pytest.raises(MemberIsMissing):
        records(open_world, whom=Whom(MEMBERS, 99), rrn="632812345670")


def test_an_uncertain_withdrawal_that_came_back_moves_nothing(open_world: World) -> None:
    records(open_world, outcome="uncertain")
    open_world.clock.move(days=0, minutes=30)
    found = settles(open_world, "returned")
    assert (found.settled_as, found.settled_note) == ("returned", "पासबुक देखी")
    assert (found.settled_at, found.settled_by) == (
        open_world.clock.now_ms(), open_world.doer().person_id,
    )  # fmt: skip
    assert stands(open_world) == (CASH, 0)
    assert deeds.uncertain(open_world.society_id) == []
    with pytest.raises(aeps.RecordIsSettled):
        settles(open_world, "given")


def test_cash_that_is_still_to_be_given_stays_open_until_it_is_given(open_world: World) -> None:
    records(open_world, outcome="uncertain")
    found = settles(open_world, "to_give", "बैंक ने बताया")
    assert found.is_open
    assert stands(open_world) == (CASH, 0)
    found = settles(open_world, "given", "ग्राहक आया")
    assert not found.is_open
    assert found.settled_note == "बैंक ने बताया · ग्राहक आया"
    assert stands(open_world) == (CASH - 1_000_00, 1_000_00)
    voucher = daybook.voucher(found.society_id, found.voucher_id or 0)
    assert voucher is not None
    assert voucher.reference == RRN


def test_a_deposit_that_was_booked_after_all_is_taken_when_it_is_brought(open_world: World) -> None:
    records(open_world, kind="deposit", outcome="uncertain")
    settles(open_world, "to_take")
    settles(open_world, "taken")
    assert stands(open_world) == (CASH + 1_000_00, -1_000_00)


def test_what_became_of_it_needs_a_word_without_a_number_of_twelve_digits(
    open_world: World,
) -> None:
    records(open_world, outcome="uncertain")
    for note, refusal in (("  ", ReasonIsMissing), ("123456789012", AadhaarIsNotStored)):
        with pytest.raises(refusal):
            settles(open_world, "returned", note)
    with pytest.raises(aeps.SettlementIsNotAChoice):
        settles(open_world, "taken")
    with pytest.raises(aeps.RecordIsUnknown):
        settles(open_world, "returned", record_id=2)


def test_a_settlement_of_an_earlier_day_is_found_on_the_day_cash_moved(open_world: World) -> None:
    records(open_world, outcome="uncertain")
    open_world.counts(CASH // 100)
    open_world.closes_day()
    open_world.clock.move(days=1)
    open_world.opens_day()
    settles(open_world, "given")
    on = "2026-11-25"
    assert [one.id for one in stored.settled_in_cash_on(open_world.society_id, on)] == [1]
    assert stored.settled_in_cash_on(open_world.society_id, TODAY) == []
    assert stored.records_on(open_world.society_id, on) == []
    assert [one.id for one in stored.records_on(open_world.society_id, TODAY)] == [1]


def test_a_record_taken_back_frees_its_rrn_and_both_stay_to_be_seen(open_world: World) -> None:
    voucher_id = records(open_world).voucher_id
    found = takes_back(open_world)
    assert stands(open_world) == (CASH, 0)
    assert (found.is_void, found.printed_rrn, found.voucher_id) == (True, RRN, voucher_id)
    assert daybook.reversal_of(found.society_id, voucher_id or 0) is not None
    right = records(open_world, kind="deposit")
    assert (right.id, right.rrn) == (2, RRN)
    assert [one.id for one in stored.records_on(open_world.society_id, TODAY)] == [1, 2]
    with pytest.raises(aeps.RecordIsVoid):
        takes_back(open_world)


def test_a_wrong_amount_is_corrected_with_its_voucher(open_world: World) -> None:
    first = records(open_world, amount_paise=10_000_00)
    found = takes_back(open_world, "wrong_amount", right_amount_paise=1_000_00)
    assert stands(open_world) == (CASH - 1_000_00, 1_000_00)
    assert found.amount_paise == 1_000_00
    assert found.voucher_id not in (None, first.voucher_id)
    assert not found.is_void
    takes_back(open_world, "wrong_amount", right_amount_paise=900_00)
    assert stands(open_world) == (CASH - 900_00, 900_00)
    for amount, refusal in ((10_001_00, aeps.AmountIsAboveTheCap),):
        before = traces()
        with pytest.raises(refusal):
            takes_back(open_world, "wrong_amount", right_amount_paise=amount)
        assert traces() == before


def test_a_record_without_cash_is_taken_back_without_a_voucher(open_world: World) -> None:
    records(open_world, outcome="uncertain")
    with pytest.raises(ReasonIsUnknown):
        takes_back(open_world, "wrong_amount", right_amount_paise=5_00)
    found = takes_back(open_world)
    assert (found.is_void, found.voucher_id) == (True, None)
    assert deeds.uncertain(open_world.society_id) == []
    assert stands(open_world) == (CASH, 0)


def test_a_record_of_a_counted_day_moves_cash_only_if_it_moves(open_world: World) -> None:
    """The count agreed with the withdrawal, so the money did go out."""
    records(open_world)
    open_world.counts((CASH - 1_000_00) // 100)
    open_world.closes_day()
    open_world.clock.move(days=1)
    open_world.opens_day()
    with pytest.raises(CashIsUnexplained):
        takes_back(open_world)
    takes_back(open_world, cash_moves_now=True)
    assert stands(open_world) == (CASH, 0)


def test_its_voucher_is_not_corrected_by_itself(open_world: World) -> None:
    voucher_id = records(open_world).voucher_id or 0
    correction = Correction("not_ours", "भूल")
    with pytest.raises(aeps.MovesWithItsRecord):
        plan(open_world.society_id, voucher_id, correction)
    with pytest.raises(aeps.MovesWithItsRecord):
        correct_voucher(
            open_world.doer(), open_world.slip(), open_world.society_id, voucher_id, correction
        )
    by_hand = open_world.enters("aeps_withdraw", 100)
    correct_voucher(
        open_world.doer(), open_world.slip(), open_world.society_id, by_hand, correction
    )
    assert stands(open_world) == (CASH - 1_000_00, 1_000_00)


def test_the_slip_says_how_it_stands(open_world: World) -> None:
    facts = deeds.slip_facts(records(open_world, outcome="uncertain"))
    assert (facts.rrn, facts.last_four, facts.mobile_last_four) == (RRN, "1234", "2345")
    assert facts.said == "The bank's answer is not known. No cash was given."
    assert facts.asks_on == "2026-12-01"  # after a fourth Saturday and a Sunday
    assert facts.params == {"amount": "1,000", "on": "01-12-2026"}
    assert len(facts.advice) == 2
    facts = deeds.slip_facts(settles(open_world, "given"))
    assert (facts.asks_on, facts.advice) == ("", ())
    assert facts.said == "It was paid. ₹ %(amount)s was given in cash."


def test_two_who_write_the_same_slip_at_once_make_one_record(open_world: World) -> None:
    slips = [open_world.slip() for _ in range(4)]
    found = at_once([
        lambda slip=slip: deeds.record_slip(  # type: ignore[misc]
            open_world.doer(), slip, open_world.society_id, SLIPPED
        )
        for slip in slips
    ])  # fmt: skip
    assert sorted(type(one).__name__ for one in found) == ["Done", *["RrnIsTaken"] * 3]
    assert stands(open_world) == (CASH - 1_000_00, 1_000_00)


def lives(world: World) -> None:
    """Write down, settle, put right and take back."""
    records(world)
    takes_back(world, "wrong_amount", right_amount_paise=900_00)
    takes_back(world)
    records(world, kind="deposit")
    records(world, outcome="uncertain", rrn="632812345679")
    settles(world, "to_give", record_id=3)
    settles(world, "given", record_id=3)
    records(world, kind="balance", amount_paise=0, rrn="632812345670")


def test_verify_holds_each_record_to_its_acts(open_world: World) -> None:
    lives(open_world)
    assert prove_society("KHR001", open_world.keys).findings == ()


@pytest.mark.parametrize("change", [
    "SET amount_paise = 100 WHERE id = 1", "SET outcome = 'declined' WHERE id = 2",
    "SET rrn = '632812345699' WHERE id = 4", "SET settled_as = 'returned' WHERE id = 3",
    "SET settled_as = '' WHERE id = 1", "SET voucher_id = 1 WHERE id = 2",
    "SET last_four = '9999' WHERE id = 4",
])  # fmt: skip
def test_verify_finds_a_record_that_was_changed(open_world: World, change: str) -> None:
    lives(open_world)
    write_transaction(lambda: run(f"UPDATE aeps_record {change}"))
    kinds = {one.kind for one in prove_society("KHR001", open_world.keys).findings}
    assert kinds == {"AadhaarRecordDisagrees"}


def test_verify_finds_a_record_that_is_gone(open_world: World) -> None:
    lives(open_world)
    write_transaction(lambda: run("DELETE FROM aeps_record WHERE id = 4"))
    (found,) = prove_society("KHR001", open_world.keys).findings
    assert (found.kind, found.where) == ("AadhaarRecordDisagrees", "aadhaar transaction 4")
