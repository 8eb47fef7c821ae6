"""Taking a checked file in: cut off anywhere it goes on, and nothing is lost or doubled."""

from __future__ import annotations

from functools import partial

import pytest

from portal.actions import import_steps, imports
from portal.actions.import_steps import Hands
from portal.domain.dates import show_on
from portal.domain.imports import STALE_MS, JobIsNotReady
from portal.storage import daybook
from portal.storage import imports as stored
from portal.storage.engine import StoreIsBusy
from tests.actions.test_imports import (
    ACCOUNTS,
    DAYS,
    SHEETS,
    findings,
    hands,
    job,
    number_of_members,
    register,
    sends,
    starts,
    takes_in,
)
from tests.crowd import at_once
from tests.world import TODAY, World


class PowerCut(BaseException):
    """Nothing after this is run, as after kill -9."""


@pytest.mark.parametrize("cut_at", [1, 2, 3, 4, 5, 6, 7])
def test_a_job_that_was_cut_off_goes_on_and_doubles_nothing(
    cut_at: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P1: cut between batches, or in the middle of one, of rows and of opening balances."""
    monkeypatch.setattr(import_steps, "BATCH", 4)
    monkeypatch.setattr(import_steps, "ITEMS_A_VOUCHER", 4)
    world.starts_books(balances={2101: 5_000_00, 1101: -5_000_00})
    world.opens_day()
    job_id = sends(world, register(10))
    starts(world, job_id)
    steps = iter(range(1, 100))
    real = stored.insert_items, stored.set_vouchers, stored.move

    def cut(deed: object) -> object:
        def run(*args: object) -> object:
            if next(steps) == cut_at:
                raise PowerCut
            return deed(*args)  # type: ignore[operator]

        return run

    for name, deed in zip(("insert_items", "set_vouchers", "move"), real, strict=True):
        monkeypatch.setattr(stored, name, cut(deed))
    with pytest.raises(PowerCut):
        import_steps.run_waiting(hands(world))
    for name, deed in zip(("insert_items", "set_vouchers", "move"), real, strict=True):
        monkeypatch.setattr(stored, name, deed)
    assert import_steps.run_waiting(hands(world)) == 0, "whoever ran it may still be at it"
    world.clock.move(minutes=STALE_MS // 60_000)
    assert import_steps.run_waiting(hands(world)) == 1
    assert job(world, job_id).state == "done"
    assert number_of_members(world) == 10
    assert daybook.sub_balances(world.society_id, 1101) == dict.fromkeys(range(1, 11), -500_00)
    assert findings(world) == []


def test_of_two_who_run_a_job_one_stops(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that was only slow finds the rows moved, and writes nothing twice."""
    monkeypatch.setattr(import_steps, "BATCH", 2)
    job_id = sends(world, register(6))
    starts(world, job_id)
    seen = job(world, job_id)

    def told(after: stored.Job) -> None:
        if after.done_rows == 2:
            assert import_steps.run_job(job(world, job_id), hands(world))

    slow = Hands(world.clock.now_ms, world.keys, told)
    assert import_steps.run_job(seen, slow) is False
    assert number_of_members(world) == 6
    assert not import_steps.run_job(seen, hands(world)), "it is not as it was seen any more"


def test_a_file_sent_started_and_run_by_many_at_once_is_in_once(world: World) -> None:
    """P1: two operators send the same file at the same moment, and two workers run it."""
    people = ["manager", "accountant", "manager", "accountant"]
    slips = [world.slip(who) for who in people]
    doers = [world.doer(who) for who in people]
    society_id, content = world.society_id, register(30)
    sent = at_once([
        partial(
            imports.send_file, doer, slip, society_id, "members", "x.csv", content, SHEETS
        )
        for doer, slip in zip(doers, slips, strict=True)
    ])  # fmt: skip
    assert {getattr(one, "location", one) for one in sent} == {"/registers/import/1"}
    slips = [world.slip(who) for who in people]
    started = at_once([
        partial(
            imports.start_job, doer, slip, society_id, 1, only_good=False, park=True
        )
        for doer, slip in zip(doers, slips, strict=True)
    ])  # fmt: skip
    assert sum(isinstance(one, JobIsNotReady) for one in started) == 3
    run = at_once([partial(import_steps.run_waiting, hands(world))] * 4)
    assert sum(map(int, run)) == 1  # type: ignore[arg-type]
    assert number_of_members(world) == 30


def test_a_job_that_meets_a_refusal_stops_and_goes_on_later(world: World) -> None:
    """Somebody opened the day meanwhile: past days have no place until it is closed."""
    world.starts_books(as_on="2026-11-19")
    job_id = sends(world, DAYS, "days")
    starts(world, job_id)
    world.opens_day(skipped=dict.fromkeys(
        ("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"), "idle"
    ))  # fmt: skip
    assert import_steps.run_waiting(hands(world)) == 1
    look = imports.look_at(world.society_id, job_id)
    assert (look.job.state, look.job.done_rows) == ("stopped", 0)
    assert look.report["stopped"]["params"] == {"on": show_on(TODAY)}
    starts(world, job_id)
    assert job(world, job_id).state == "running"


def test_a_job_waits_while_the_store_is_away_and_stops_at_a_fault(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = sends(world, register(2))
    starts(world, job_id)
    for fault, state in ((StoreIsBusy(), "running"), (RuntimeError("ours"), "stopped")):

        def fails(*_args: object, fault: Exception = fault) -> None:
            raise fault

        with monkeypatch.context() as patch:
            patch.setattr(import_steps, "record_members", fails)
            with pytest.raises(type(fault)):
                import_steps.run_job(job(world, job_id), hands(world))
        assert job(world, job_id).state == state
    starts(world, job_id)
    assert import_steps.run_waiting(hands(world)) == 1
    assert number_of_members(world) == 2


def test_accounts_that_are_there_already_are_left_out(world: World) -> None:
    takes_in(world, register(2))
    one, two = sends(world, ACCOUNTS, "accounts"), sends(world, ACCOUNTS + b"\n", "accounts")
    starts(world, one)
    starts(world, two)
    assert import_steps.run_waiting(hands(world)) == 2
    look = imports.look_at(world.society_id, two)
    assert (look.job.state, look.report["left_out"]) == ("done", [2, 3])


def test_opening_balances_wait_while_cash_is_counted(world: World) -> None:
    world.starts_books(balances={2101: 1_000_00, 1101: -1_000_00})
    world.opens_day()
    job_id = sends(world, register(2))
    starts(world, job_id)
    world.counts(1_000)
    import_steps.run_waiting(hands(world))
    assert imports.look_at(world.society_id, job_id).waiting_items == 2
    assert daybook.sub_balances(world.society_id, 1101) == {0: -1_000_00}


def test_of_two_who_bring_opening_balances_one_stops(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_steps, "ITEMS_A_VOUCHER", 2)
    world.starts_books(balances={2101: 3_000_00, 1101: -3_000_00})
    world.opens_day()
    job_id = sends(world, register(6))
    starts(world, job_id)
    others = iter([True])

    def told(_after: stored.Job) -> None:
        waits = imports.look_at(world.society_id, job_id).waiting_items
        if 0 < waits < 6 and next(others, False):
            with pytest.raises(JobIsNotReady):
                imports.post_openings(
                    world.doer("manager"), world.slip("manager"), world.society_id, job_id
                )
            assert import_steps.run_job(job(world, job_id), hands(world))

    slow = Hands(world.clock.now_ms, world.keys, told)
    assert import_steps.run_job(job(world, job_id), slow) is False
    assert daybook.sub_balances(world.society_id, 1101) == dict.fromkeys(range(1, 7), -500_00)
    assert findings(world) == []
