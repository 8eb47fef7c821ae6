"""P1 to P7 hold when the portal is killed at any moment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import IS_POSTGRES
from tests.crash.campaign import SEED, Crew, campaign
from tests.crash.rig import Site

pytestmark = [pytest.mark.crash, pytest.mark.slow]
ROUNDS = 4 if IS_POSTGRES else 8


def test_every_answered_entry_is_there_once_after_kill_9(
    tmp_path: Path, site_in: Callable[[Path], Site]
) -> None:
    site = site_in(tmp_path / "site")
    crew = Crew(site, SEED)
    found = campaign(crew, ROUNDS, site.kill)
    assert not found, f"seed {SEED}:\n" + "\n".join(found) + site.log()
    assert crew.model.saved() > 5 * ROUNDS
    closed = [one for one in crew.model.turns if one.kind == "closed" and one.fate == "saved"]
    assert closed
