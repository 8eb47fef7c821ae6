"""Start the sandbox from the reference data, on its port, until it is ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from portal.domain.billers import read_biller
from portal.sandboxes.bharat_connect.access import Partner
from portal.sandboxes.bharat_connect.server import sandbox_app
from portal.sandboxes.bharat_connect.serving import SandboxServer
from portal.sandboxes.bharat_connect.unit import SandboxUnit


def serve_for_ever(
    billers: Iterable[Mapping[str, str]],
    state_file: Path,
    port: int,
    partner: tuple[str, str, str],
) -> None:
    """Serve the billers of config/billers.csv to one partner (its id, client id and secret).

    Raises JournalIsInUse where the state file has a sandbox already.
    """
    unit = SandboxUnit([read_biller(row) for row in billers], state_file)
    try:
        SandboxServer(sandbox_app(unit, Partner(*partner)), port).serve_forever()
    finally:
        unit.close()
