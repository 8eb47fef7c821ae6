"""On a full disk nothing is half-done, people are told in Hindi, and room brings the work back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import IS_POSTGRES
from tests.crash.campaign import SEED, Crew, copy_of, ended
from tests.crash.clients import Teller
from tests.crash.disk import MEBI, Disk, what_is_missing
from tests.crash.invariants import violations
from tests.crash.rig import Site

MISSING = what_is_missing()
pytestmark = [
    pytest.mark.crash,
    pytest.mark.slow,
    pytest.mark.skipif(IS_POSTGRES, reason="the full disk is tried on the SQLite file"),
    pytest.mark.skipif(bool(MISSING), reason=f"no full disk: {MISSING}"),
]
HINDI = re.compile("[\u0900-\u097f]{2}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Give a small disk."""
    made = Disk(tmp_path, 24)
    yield made
    made.unmount()


def test_a_full_disk_refuses_in_hindi_and_loses_nothing(disk: Disk, furnished: Path) -> None:
    site = Site(disk.root, f"sqlite:///{copy_of(furnished, disk.root)}", disk.root / "keys")
    crew = Crew(site, SEED)
    try:
        site.start()
        filler = disk.fill(left=MEBI)
        crew.works(lambda: None, (2.5, 2.5))
        saved = crew.model.saved()
        _is_told_in_hindi(crew)
        assert not violations(site, crew.model), site.log()
        filler.unlink()
        crew.works(lambda: None)
        assert crew.model.saved() > saved + 5
        site.kill()
        found = ended(crew)
        assert not found, f"seed {SEED}:\n" + "\n".join(found) + site.log()
    finally:
        site.kill()


def _is_told_in_hindi(crew: Crew) -> None:
    teller = crew.people[0]
    assert isinstance(teller, Teller)
    assert teller.at_hand is not None, "the disk never became full"
    teller.is_script = False
    answer = teller._post(teller.at_hand)
    teller.hangs_up()
    assert (answer.status, answer.refusal) == (503, "StoreIsMissing")
    heading = re.search(r"<h1.*?</h1>", answer.text, re.DOTALL)
    assert heading
    assert HINDI.search(heading[0])
    assert '<html lang="hi"' in answer.text
