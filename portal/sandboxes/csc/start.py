"""Start the sandbox of the CSC from the settings, on its port, until it is ended."""

from __future__ import annotations

from pathlib import Path

from portal.sandboxes.bharat_connect.serving import SandboxServer
from portal.sandboxes.csc.seals import SandboxKeys
from portal.sandboxes.csc.server import sandbox_app
from portal.sandboxes.csc.sign_in import Client, SignIns
from portal.sandboxes.csc.wallet import SandboxWallet


def serve_for_ever(
    state_folder: Path, key_folder: Path, bits: int, port: int, merchant_id: str, client: Client,
    sms_key: str,
) -> None:  # fmt: skip
    """Serve one portal; keys are exchanged through its key folder.

    Raises JournalIsInUse where the state file has a sandbox already.
    """
    keys = SandboxKeys(state_folder, key_folder, bits)
    wallet = SandboxWallet(state_folder / "csc.jsonl", keys, merchant_id)
    try:
        app = sandbox_app(wallet, SignIns(client, wallet), sms_key)
        SandboxServer(app, port).serve_forever()
    finally:
        wallet.close()
