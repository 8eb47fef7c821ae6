"""Copies of the database."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from portal.storage import engine
from portal.storage.backup import copy_to
from tests.world import World


def test_a_copy_holds_every_voucher_and_passes_the_check(open_world: World, tmp_path: Path) -> None:
    if engine.is_postgres():
        with pytest.raises(RuntimeError):
            copy_to(tmp_path / "copy.db")
        return
    open_world.enters()
    target = tmp_path / "backups" / "copy.db"
    copy_to(target)
    copy = apsw.Connection(str(target))
    assert copy.execute("SELECT COUNT(*) FROM voucher").fetchall() == [(2,)]
    assert [path.name for path in target.parent.iterdir()] == ["copy.db"]
