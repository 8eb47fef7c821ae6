"""P1: a form's token and its effect come together, once, whatever happens between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.actions import day as day_actions
from portal.actions import daybook as daybook_actions
from portal.actions.exactly_once import Done, FormWasUsedForOther, exactly_once
from portal.domain.daybook import CashWouldGoNegative, NoDayIsOpen
from portal.domain.people import Slip
from portal.storage import daybook, days, engine, form_tokens
from tests.crowd import at_once
from tests.world import TODAY, World

BOX = 26_386


def _enter(world: World, slip: Slip, task: str = "csc_service_fee", rupees: int = 50) -> Done:
    draft = world.drafts(task, rupees)
    return daybook_actions.enter_voucher(world.doer(), slip, slip.society_id, draft)


def _count(world: World) -> int:
    return days.voucher_span(world.society_id, TODAY)[2]


def test_a_repeat_gets_the_stored_answer(open_world: World) -> None:
    slip = open_world.slip()
    first = _enter(open_world, slip)
    again = _enter(open_world, slip)
    assert (first.location, first.voucher_id, first.is_repeat) == ("/vouchers/2?new=1", 2, False)
    assert (again.location, again.voucher_id, again.is_repeat) == ("/vouchers/2?new=1", 2, True)
    assert _count(open_world) == 1


def test_a_repeat_after_the_day_is_closed_gets_the_stored_answer(open_world: World) -> None:
    slip = open_world.slip()
    _enter(open_world, slip)
    open_world.counts(BOX + 50)
    open_world.closes_day()
    assert _enter(open_world, slip).is_repeat


def test_the_same_token_with_other_content_is_refused_and_shows_the_first(
    open_world: World,
) -> None:
    slip = open_world.slip()
    _enter(open_world, slip)
    with pytest.raises(FormWasUsedForOther) as refused:
        _enter(open_world, replace(slip, digest=b"other"), rupees=70)
    assert (refused.value.location, refused.value.voucher_id) == ("/vouchers/2?new=1", 2)
    assert refused.value.status == 409
    assert _count(open_world) == 1


def test_a_token_of_another_person_is_refused(open_world: World) -> None:
    slip = open_world.slip()
    _enter(open_world, slip)
    with pytest.raises(FormWasUsedForOther):
        _enter(open_world, replace(slip, person_id=open_world.person("manager").id))


def test_the_same_token_in_another_society_is_another_form(open_world: World) -> None:
    slip = open_world.slip()
    _enter(open_world, slip)
    open_world.starts_books("KHR002")
    open_world.opens_day(code="KHR002")
    there = replace(slip, society_id=open_world.society("KHR002").id)
    assert not _enter(open_world, there).is_repeat


def test_a_refusal_does_not_use_up_the_token(open_world: World) -> None:
    slip = open_world.slip()
    with pytest.raises(CashWouldGoNegative):
        _enter(open_world, slip, "tea_expense", BOX + 1)
    assert form_tokens.used(slip.society_id, slip.token) is None
    open_world.enters(rupees=1)
    assert not _enter(open_world, slip, "tea_expense", BOX + 1).is_repeat


def test_a_fault_within_a_deed_leaves_neither_effect_nor_token(open_world: World) -> None:
    slip = open_world.slip()

    def deed() -> Done:
        daybook.next_no(slip.society_id, 2026, "journal")
        raise KeyError("a fault of ours")

    with pytest.raises(KeyError):
        exactly_once(open_world.doer(), slip, deed)
    assert form_tokens.used(slip.society_id, slip.token) is None
    assert engine.value("SELECT COUNT(*) FROM voucher_number WHERE kind = 'journal'") == 0


def test_a_deed_within_another_transaction_is_refused_with_it(open_world: World) -> None:
    slip = open_world.slip()
    with pytest.raises(CashWouldGoNegative):
        engine.write_transaction(lambda: _enter(open_world, slip, "tea_expense", BOX + 1))
    assert _count(open_world) == 0


def test_fifty_sendings_of_one_form_at_once_make_one_voucher(open_world: World) -> None:
    slip, doer, draft = open_world.slip(), open_world.doer(), open_world.drafts()
    here = open_world.society_id
    answers = at_once([lambda: daybook_actions.enter_voucher(doer, slip, here, draft)] * 50)
    assert {(one.location, one.voucher_id) for one in answers} == {  # type: ignore[union-attr]
        ("/vouchers/2?new=1", 2)
    }
    assert sum(not one.is_repeat for one in answers) == 1  # type: ignore[union-attr]
    assert _count(open_world) == 1


def test_sendings_that_the_first_one_leaves_no_cash_for_get_its_answer(open_world: World) -> None:
    slip, doer = open_world.slip(), open_world.doer()
    draft, here = open_world.drafts("tea_expense", BOX), open_world.society_id
    answers = at_once([lambda: daybook_actions.enter_voucher(doer, slip, here, draft)] * 20)
    assert {getattr(one, "voucher_id", one) for one in answers} == {2}
    assert daybook.balance(here, 2101) == 0


def test_a_double_tap_on_closing_gets_the_answer_of_the_first(open_world: World) -> None:
    open_world.counts(BOX)
    slip, doer, here = open_world.slip(), open_world.doer(), open_world.society_id
    close = [lambda: day_actions.close_day(doer, slip, here, open_world.keys)] * 8
    answers = at_once(close)
    assert {getattr(one, "location", one) for one in answers} == {f"/day/sheet/{TODAY}"}
    with pytest.raises(NoDayIsOpen):
        open_world.closes_day()


def test_every_deed_of_the_day_is_repeated_without_effect(world: World) -> None:
    world.starts_books()
    here, doer = world.society_id, world.doer()
    deeds = (
        lambda slip: day_actions.open_day(doer, slip, here, TODAY, {}),
        lambda slip: day_actions.begin_count(doer, slip, here),
        lambda slip: day_actions.save_take(doer, slip, here, {"d500": 52, "c1": 386}),
        lambda slip: day_actions.back_to_entry(doer, slip, here, "भूल"),
        lambda slip: day_actions.save_take(doer, slip, here, {"d500": 52, "c1": 386}),
        lambda slip: day_actions.close_day(doer, slip, here, world.keys),
    )
    for deed in deeds:
        slip = world.slip()
        first = deed(slip)
        acts = len(days.acts_on(here, TODAY))
        assert deed(slip) == replace(first, is_repeat=True)
        assert len(days.acts_on(here, TODAY)) == acts


def test_a_repeat_is_answered_even_while_the_store_is_busy(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip, doer, draft = open_world.slip(), open_world.doer(), open_world.drafts()
    daybook_actions.enter_voucher(doer, slip, slip.society_id, draft)
    monkeypatch.setattr(engine, "LOCK_DEADLINE_S", 0.2)

    def repeats() -> Done:
        return daybook_actions.enter_voucher(doer, slip, slip.society_id, draft)

    answers = engine.write_transaction(lambda: at_once([repeats]))
    assert answers == [Done("/vouchers/2?new=1", 2, is_repeat=True)]
