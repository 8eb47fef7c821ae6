"""Faults of the SQLite store: nothing half-done, and a refusal that says what is safe to do."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from portal.actions import daybook as daybook_actions
from portal.domain.people import Doer
from portal.storage import daybook, engine, migrate
from portal.storage.engine import StoreIsBusy, StoreIsMissing
from tests.conftest import IS_POSTGRES
from tests.crowd import at_once
from tests.world import World

pytestmark = pytest.mark.skipif(IS_POSTGRES, reason="SQLite keeps a file")
HOLD = (
    "import fcntl, sys; held = open(sys.argv[1], 'w'); fcntl.flock(held, fcntl.LOCK_EX); "
    "print('held', flush=True); sys.stdin.read()"
)


@pytest.fixture
def store(open_world: World) -> Path:
    """Give the file of the open world's database."""
    return Path(engine.database.database)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a fifth of a second for the store, not ten."""
    monkeypatch.setattr(engine, "LOCK_DEADLINE_S", 0.2)


def _again(store: Path) -> None:
    engine.disconnect()
    engine.connect(f"sqlite:///{store}", store.parent)


def _hold(store: Path) -> subprocess.Popen[str]:
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, f"{store}.lock"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert held.stdout is not None
    assert held.stdout.readline() == "held\n"
    return held


def _let_go(held: subprocess.Popen[str]) -> None:
    held.communicate("")


def test_a_store_held_by_another_process_is_busy(
    open_world: World, store: Path, quick: None
) -> None:
    held = _hold(store)
    try:
        with pytest.raises(StoreIsBusy) as refused:
            open_world.enters()
    finally:
        _let_go(held)
    assert refused.value.status == 503
    assert open_world.enters() == 2


def test_readers_go_on_while_another_process_writes(
    open_world: World, store: Path, quick: None
) -> None:
    held = _hold(store)
    try:
        assert daybook.balance(open_world.society_id, 2101) == 26_386_00
    finally:
        _let_go(held)


def test_a_thread_that_holds_the_store_too_long_makes_it_busy(
    open_world: World, store: Path, quick: None
) -> None:
    def hold() -> None:
        (refused,) = at_once([open_world.enters])
        assert isinstance(refused, StoreIsBusy)

    engine.write_transaction(hold)


def test_a_foreign_writer_without_our_lock_makes_it_busy(
    open_world: World, store: Path, quick: None
) -> None:
    _again(store)
    foreign = apsw.Connection(str(store))
    foreign.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreIsBusy):
        open_world.enters()
    foreign.execute("ROLLBACK")
    foreign.close()
    assert open_world.enters() == 2


def test_no_entry_is_lost_in_a_file_that_was_removed(open_world: World, store: Path) -> None:
    open_world.enters()
    engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    away = store.with_name("away.db")
    store.rename(away)
    with pytest.raises(StoreIsMissing):
        open_world.enters()
    with pytest.raises(StoreIsMissing):
        engine.value("SELECT 1")
    assert not store.exists(), "an empty database was made in its place"
    away.rename(store)
    assert open_world.enters() == 3


def test_a_file_that_was_put_in_its_place_is_the_one_written(
    open_world: World, store: Path, tmp_path: Path
) -> None:
    engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = tmp_path / "copy.db"
    shutil.copy(store, copy)
    open_world.enters()
    engine.disconnect()
    for left in tmp_path.glob("rokad.db-*"):
        left.unlink()
    assert open_world.society().code == "KHR001"
    copy.rename(store)
    assert open_world.enters() == 2, "the entry went to the file that is gone"


def test_a_database_that_was_never_made_is_missing_and_has_no_version(
    world: World, tmp_path: Path
) -> None:
    _again(tmp_path / "never.db")
    with pytest.raises(StoreIsMissing):
        engine.value("SELECT 1")
    with pytest.raises(StoreIsMissing):
        world.enters()
    assert migrate.version() == 0
    assert not (tmp_path / "never.db").exists()


def test_a_damaged_file_is_missing(open_world: World, store: Path) -> None:
    engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.disconnect()
    with store.open("r+b") as file:
        file.write(b"nothing of SQLite" * 8)
    draft = open_world.drafts()
    with pytest.raises(StoreIsMissing):
        daybook.balance(1, 2101)
    with pytest.raises(StoreIsMissing):
        engine.write_transaction(lambda: daybook.lock_book(1))
    assert draft.total_paise == 50_00


def test_damaged_pages_are_missing(open_world: World, store: Path) -> None:
    engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    _again(store)
    with store.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(store.stat().st_size - 4096))
    with pytest.raises(StoreIsMissing):
        engine.value("SELECT COUNT(*) FROM voucher")
    with pytest.raises(StoreIsMissing):
        engine.write_transaction(lambda: engine.value("SELECT COUNT(*) FROM voucher"))


def test_a_folder_that_is_gone_is_missing(open_world: World, store: Path, tmp_path: Path) -> None:
    engine.disconnect()
    engine.connect(f"sqlite:///{tmp_path}/gone/rokad.db", tmp_path)
    (tmp_path / "gone").rmdir()
    with pytest.raises(StoreIsMissing):
        engine.write_transaction(lambda: engine.value("SELECT 1"))
    with pytest.raises(StoreIsMissing), engine.snapshot():
        pass


def test_a_refused_deed_leaves_the_lock_free(open_world: World, store: Path) -> None:
    with pytest.raises(Exception, match="cash"):
        open_world.enters("tea_expense", rupees=90_000)
    with Path(f"{store}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of three megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system: the full disk is not tested")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"no small file system: {mounted.stderr.decode().strip()}")
    yield place
    engine.disconnect()
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_leaves_nothing_half_done(
    open_world: World, store: Path, small_disk: Path
) -> None:
    engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(store, small_disk / "rokad.db")
    _again(small_disk / "rokad.db")
    society_id, draft = open_world.society_id, open_world.drafts()
    acknowledged = []
    refused_slip = None
    for _ in range(2_000):
        slip = open_world.slip()
        try:
            done = daybook_actions.enter_voucher(open_world.doer(), slip, society_id, draft)
        except StoreIsMissing:
            refused_slip = slip
            break
        acknowledged.append(done.voucher_id)
    assert refused_slip is not None, "the disk did not fill up"
    assert len(acknowledged) > 20, "the disk was full from the beginning"
    subprocess.run(["mount", "-o", "remount,size=12m", small_disk], check=True)
    done = daybook_actions.enter_voucher(open_world.doer(), refused_slip, society_id, draft)
    assert [*acknowledged, done.voucher_id] == list(range(2, len(acknowledged) + 3))
    assert not done.is_repeat
    count = engine.value("SELECT COUNT(*) FROM voucher WHERE society_id = ?", society_id)
    assert count == len(acknowledged) + 2
    assert engine.value("SELECT SUM(paise) FROM entry WHERE society_id = ?", society_id) == 0
    assert engine.value("PRAGMA integrity_check") == "ok"


def test_a_disk_that_turned_read_only_takes_no_entry_until_it_is_writable(
    open_world: World, store: Path, small_disk: Path
) -> None:
    engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(store, small_disk / "rokad.db")
    _again(small_disk / "rokad.db")
    society_id, draft, slip = open_world.society_id, open_world.drafts(), open_world.slip()
    engine.disconnect()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(StoreIsMissing):
        daybook_actions.enter_voucher(_doer(open_world), slip, society_id, draft)
    engine.disconnect()
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert daybook_actions.enter_voucher(_doer(open_world), slip, society_id, draft).voucher_id == 2


def _doer(world: World) -> Doer:
    return Doer(1, "operator", world.clock.now_ms())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_folder_that_may_not_be_entered_is_missing(open_world: World, store: Path) -> None:
    engine.disconnect()
    store.parent.chmod(0o000)
    try:
        with pytest.raises(StoreIsMissing):
            engine.write_transaction(lambda: engine.value("SELECT 1"))
    finally:
        store.parent.chmod(0o700)
