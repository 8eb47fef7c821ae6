"""The sites that the crash tests break: a furnished database is built once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.conftest import IS_POSTGRES
from tests.crash import campaign
from tests.crash.rig import Site


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the database that every crash test begins with; the keys lie beside it."""
    home = tmp_path_factory.mktemp("furnished")
    if IS_POSTGRES:
        from tests.postgres_server import shared_server

        name = f"furnished_{uuid4().hex[:8]}"
        shared_server().create_database(name)
        campaign.furnish(shared_server().url(name), home / "keys")
        (home / "name").write_text(name)
    else:
        campaign.furnish(f"sqlite:///{home / 'rokad.db'}", home / "keys")
    return home


@pytest.fixture
def site_in(furnished: Path) -> Iterator[Callable[[Path], Site]]:
    """Give a maker of sites in a folder; each is killed and dropped at the end."""
    made: list[Site] = []
    databases: list[str] = []

    def make(home: Path) -> Site:
        home.mkdir(exist_ok=True)
        if IS_POSTGRES:
            from tests.postgres_server import shared_server

            name = f"crash_{uuid4().hex[:12]}"
            shared_server().create_database(name, template=(furnished / "name").read_text())
            databases.append(name)
            shutil.copytree(furnished / "keys", home / "keys")
            url = shared_server().url(name)
        else:
            url = f"sqlite:///{campaign.copy_of(furnished, home)}"
        made.append(Site(home, url, home / "keys"))
        return made[-1]

    yield make
    for site in made:
        site.kill()
    for name in databases:
        from tests.postgres_server import shared_server

        shared_server().drop_database(name)
