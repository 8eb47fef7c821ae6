"""The gate of the crash tests: each promise broken on purpose must be noticed.

python -m tests.crash.mutations    (as root, on SQLite; about a minute; exit 1 if one is missed)
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.crash.campaign import SEED, Crew, campaign, copy_of, furnish
from tests.crash.disk import Disk, what_is_missing
from tests.crash.mutated import MUTATIONS
from tests.crash.rig import Site

MOST_ROUNDS = 12
CONTROLS = {"nothing (control)": "kill -9", "nothing at all (control)": "power cut"}


def main() -> int:
    """Try every mutation, and the portal as it is; say what was found."""
    missing = what_is_missing()
    if missing:
        sys.stdout.write(f"no power cut: {missing}\n")
        return 1
    is_right = True
    with tempfile.TemporaryDirectory(prefix="rokad-mutations-") as folder:
        home = Path(folder)
        furnish(f"sqlite:///{home / 'furnished/rokad.db'}", home / "furnished/keys")
        cases = {name: fault for name, (_, fault) in MUTATIONS.items()} | CONTROLS
        for number, (name, fault) in enumerate(cases.items()):
            began = time.monotonic()
            found = tried(home, home / str(number), name, fault)
            is_wanted = bool(found) == (name in MUTATIONS)
            is_right = is_right and is_wanted
            verdict = "noticed" if found else "nothing found"
            sys.stdout.write(
                f"{'ok ' if is_wanted else 'BAD'} {name} under {fault}: {verdict} after "
                f"{time.monotonic() - began:.1f} s {(found or [''])[0][:150]}\n"
            )
            sys.stdout.flush()
    return 0 if is_right else 1


def tried(home: Path, folder: Path, name: str, fault: str) -> list[str]:
    """Run a campaign against one mutation and return what was found."""
    folder.mkdir()
    with ExitStack() as stack:
        disk = None
        where = folder / "site"
        if fault == "power cut":
            disk = Disk(folder, 48)
            stack.callback(disk.unmount)
            where = disk.root
        file = copy_of(home / "furnished", where)
        site = Site(where, f"sqlite:///{file}", where / "keys", **_app(name))
        stack.callback(site.kill)
        crew = Crew(site, SEED)

        def strike() -> None:
            if disk is not None:
                crew.model.is_power_off = True
                disk.cut()
            site.kill()

        def repair() -> None:
            if disk is not None:
                disk.unmount()
                disk.mount()
                crew.model.is_power_off = False

        repair()
        return campaign(crew, MOST_ROUNDS, strike, repair)


def _app(name: str) -> dict[str, object]:
    if name not in MUTATIONS:
        return {}
    return {"app": "tests.crash.mutated:app", "environ": {"ROKAD_CRASH_MUTATION": name}}


if __name__ == "__main__":
    sys.exit(main())
