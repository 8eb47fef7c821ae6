"""P1: a register is killed while it is read in, again and again; in the end each row is in once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.actions import proof
from portal.gateways.key_folder import KeyFolder
from portal.storage import daybook, engine, places
from tests.actions.test_imports import register
from tests.crash.rig import ROOT, Site

pytestmark = [pytest.mark.crash, pytest.mark.slow]
ROWS = 6_000
KILLS = 6
SEED = 7


def command(site: Site, file: Path) -> subprocess.Popen[str]:
    """Start reading the file in, as a process of its own."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith("ROKAD_")}
    environ |= {
        "ROKAD_CONFIG": "test", "ROKAD_DATABASE_URL": site.database_url,
        "ROKAD_DATA_DIR": str(site.home), "ROKAD_KEY_DIR": str(site.keys),
        "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "import-members", "--society", "KHR001",
         str(file)],
        cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def test_a_register_that_was_killed_while_read_in_is_whole_in_the_end(
    tmp_path: Path, site_in: Callable[[Path], Site]
) -> None:
    site = site_in(tmp_path / "site")
    file = tmp_path / "register.csv"
    file.write_bytes(register(ROWS))
    dice = random.Random(SEED)
    for _ in range(KILLS):
        one = command(site, file)
        assert one.stdout is not None
        for _line in range(dice.randint(1, 3)):
            one.stdout.readline()
        try:
            one.wait(timeout=dice.uniform(0, 0.08))
        except subprocess.TimeoutExpired:
            one.send_signal(signal.SIGKILL)
        one.wait()
    last = command(site, file)
    said, _none = last.communicate(timeout=300)
    assert last.returncode == 0, said
    again, _none = command(site, file).communicate(timeout=300)
    assert "पहले ही दर्ज है" in again
    engine.connect(site.database_url, site.home)
    try:
        _is_whole(site)
    finally:
        engine.disconnect()


def _is_whole(site: Site) -> None:
    society = places.society("KHR001")
    assert society is not None
    numbers = engine.rows("SELECT member_no FROM member WHERE society_id = ?", society.id)
    assert sorted(int(no) for (no,) in numbers) == list(range(1, ROWS + 1))
    held = daybook.sub_balances(society.id, 1101)
    assert [paise for sub_id, paise in held.items() if sub_id] == [-500_00] * ROWS
    assert sum(held.values()) == daybook.balance(society.id, 1101)
    found = proof.prove_society("KHR001", KeyFolder(site.keys))
    assert [str(one) for one in found.findings if one.is_bad] == []
