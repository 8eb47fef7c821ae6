"""No answered entry is lost when the power of the disk is cut (synchronous=FULL)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import IS_POSTGRES
from tests.crash.campaign import SEED, Crew, campaign, copy_of
from tests.crash.disk import Disk, what_is_missing
from tests.crash.rig import Site

MISSING = what_is_missing()
pytestmark = [
    pytest.mark.crash,
    pytest.mark.slow,
    pytest.mark.skipif(IS_POSTGRES, reason="the power cut is tried on the SQLite file"),
    pytest.mark.skipif(bool(MISSING), reason=f"no power cut: {MISSING}"),
]
ROUNDS = 3


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Give a disk whose power can be cut."""
    made = Disk(tmp_path, 48)
    yield made
    made.unmount()


def test_no_answered_entry_is_lost_in_a_power_cut(disk: Disk, furnished: Path) -> None:
    site = Site(disk.root, f"sqlite:///{copy_of(furnished, disk.root)}", disk.root / "keys")
    disk.unmount()
    disk.mount()
    crew = Crew(site, SEED)

    def strike() -> None:
        crew.model.is_power_off = True
        disk.cut()
        site.kill()

    def repair() -> None:
        disk.unmount()
        disk.mount()
        crew.model.is_power_off = False

    try:
        found = campaign(crew, ROUNDS, strike, repair)
    finally:
        site.kill()
    assert not found, f"seed {SEED}:\n" + "\n".join(found) + site.log()
