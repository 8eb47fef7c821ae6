"""Start the sandbox of Aadhaar checks on its port, until it is ended."""

from __future__ import annotations

from portal.sandboxes.aadhaar.server import sandbox_app
from portal.sandboxes.bharat_connect.serving import SandboxServer


def serve_for_ever(port: int, key: str) -> None:
    """Serve one portal; nothing is kept when it ends."""
    SandboxServer(sandbox_app(key), port).serve_forever()
