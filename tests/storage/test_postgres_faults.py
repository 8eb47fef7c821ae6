"""Faults of PostgreSQL: lost connections, deadlocks and doubled keys run the work again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Barrier
from typing import Any

import peewee
import psycopg
import pytest

from portal.actions import daybook as daybook_actions
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import open_day_of, post
from portal.storage import daybook, engine, people
from portal.storage.engine import OutcomeIsUnknown, StoreIsBusy, StoreIsMissing
from tests.conftest import IS_POSTGRES
from tests.crowd import at_once
from tests.world import World

pytestmark = pytest.mark.skipif(not IS_POSTGRES, reason="needs PostgreSQL's server")


@pytest.fixture
def server(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    """Give a connection of the server's own administrator."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def _kill(server: psycopg.Connection[Any]) -> None:
    """End this thread's connection from the other side."""
    server.execute("SELECT pg_terminate_backend(%s)", [engine.value("SELECT pg_backend_pid()")])


def _raising(state: str) -> None:
    engine.run(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$")


def _failing(times: int, fail: Callable[[], None]) -> tuple[Callable[[], int], list[int]]:
    """Make work that fails some times before it counts one failed sign-in."""
    tries: list[int] = []

    def work() -> int:
        tries.append(1)
        people.add_failure("account", "rekha", 1, 0)
        if len(tries) <= times:
            fail()
        return len(tries)

    return work, tries


def test_a_connection_lost_midway_posts_exactly_once(
    open_world: World, server: psycopg.Connection[Any]
) -> None:
    draft, doer, slip = open_world.drafts(), open_world.doer(), open_world.slip()
    tries = []

    def deed() -> Done:
        tries.append(1)
        voucher_id, _ = post(doer, open_day_of(slip.society_id), draft, slip.token)
        if len(tries) == 1:
            _kill(server)
        return Done("/", voucher_id)

    done = exactly_once(doer, slip, deed)
    assert (done.voucher_id, done.is_repeat, len(tries)) == (2, False, 2)
    again = daybook_actions.enter_voucher(doer, slip, slip.society_id, draft)
    assert (again.voucher_id, again.is_repeat) == (2, True)
    assert engine.value("SELECT COUNT(*) FROM voucher") == 2


def test_a_connection_lost_between_requests_costs_a_writer_nothing(
    open_world: World, server: psycopg.Connection[Any]
) -> None:
    draft, doer, slip = open_world.drafts(), open_world.doer(), open_world.slip()
    _kill_quietly(server)
    done = daybook_actions.enter_voucher(doer, slip, slip.society_id, draft)
    assert (done.voucher_id, done.is_repeat) == (2, False)


def test_a_reader_whose_connection_is_lost_finds_the_server_again(
    world: World, server: psycopg.Connection[Any]
) -> None:
    _kill_quietly(server)
    with pytest.raises(StoreIsMissing):
        engine.value("SELECT 1")
    assert engine.value("SELECT 1") == 1
    _kill_quietly(server)
    with pytest.raises(StoreIsMissing), engine.snapshot():
        pass
    with engine.snapshot():
        assert engine.value("SELECT 1") == 1


def _kill_quietly(server: psycopg.Connection[Any]) -> None:
    pid = engine.value("SELECT pg_backend_pid()")
    server.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_a_connection_that_is_lost_again_and_again_is_refused(
    world: World, server: psycopg.Connection[Any]
) -> None:
    work, tries = _failing(99, lambda: _kill(server))
    with pytest.raises(OutcomeIsUnknown):
        engine.write_transaction(work)
    assert len(tries) == engine.MOST_TRIES
    assert people.failures("account", "rekha") == (0, 0)


@pytest.mark.parametrize("state", ["40001", "40P01", "23505"])
def test_work_that_collides_runs_again(world: World, state: str) -> None:
    work, _ = _failing(2, lambda: _raising(state))
    assert engine.write_transaction(work) == 3
    assert people.failures("account", "rekha")[0] == 1


def test_work_that_collides_for_ever_is_busy(world: World) -> None:
    work, tries = _failing(99, lambda: _raising("40001"))
    with pytest.raises(StoreIsBusy):
        engine.write_transaction(work)
    assert len(tries) == engine.MOST_TRIES


def test_a_key_doubled_for_ever_stays_a_broken_rule(world: World) -> None:
    work, tries = _failing(99, lambda: _raising("23505"))
    with pytest.raises(peewee.IntegrityError):
        engine.write_transaction(work)
    assert len(tries) == engine.MOST_TRIES


@pytest.mark.parametrize(
    ("state", "named"), [("23514", peewee.IntegrityError), ("53100", StoreIsMissing)]
)
def test_other_faults_are_not_tried_again(world: World, state: str, named: type[Exception]) -> None:
    work, tries = _failing(99, lambda: _raising(state))
    with pytest.raises(named):
        engine.write_transaction(work)
    assert len(tries) == 1


def test_a_deadlock_is_solved_by_running_one_again(world: World) -> None:
    here, there = world.society("KHR001").id, world.society("KHR002").id
    meet = Barrier(2, timeout=20)
    tries = []

    def locks(first: int, second: int) -> str:
        def work() -> str:
            tries.append(1)
            daybook.lock_book(first)
            if len(tries) <= 2:
                meet.wait()
            daybook.lock_book(second)
            return "done"

        return engine.write_transaction(work)

    assert at_once([lambda: locks(here, there), lambda: locks(there, here)]) == ["done"] * 2
    assert len(tries) == 3


def test_a_server_that_is_down_is_missing(database_url: str, world: World) -> None:
    engine.disconnect()
    engine.connect("postgresql://postgres@127.0.0.1:1/nothing", world.key_dir)
    try:
        with pytest.raises(StoreIsMissing):
            engine.write_transaction(lambda: engine.value("SELECT 1"))
        with pytest.raises(StoreIsMissing):
            engine.value("SELECT 1")
        with pytest.raises(StoreIsMissing), engine.snapshot():
            pass
    finally:
        engine.connect(database_url, world.key_dir)
