"""Serve the sandbox on this machine, and on no other address than 127.0.0.1."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from portal.sandboxes.bharat_connect.losses import is_cut

HOST = "127.0.0.1"


class _QuietHandler(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing of each call; errors are raised."""


class SandboxServer(ThreadedWSGIServer):
    """A server that can also hang up without a word."""

    def __init__(self, app: Flask, port: int = 0) -> None:
        """Listen on a port, 0 for any free one; the program ends where it is taken."""
        super().__init__(HOST, port, app, handler=_QuietHandler)

    @property
    def address(self) -> str:
        """Where it is reached."""
        return f"http://{HOST}:{self.port}"

    def shutdown_request(self, request: Any) -> None:
        """End a connection; one that is cut gets a reset instead of a farewell."""
        if is_cut(request):
            request.close()
            return
        super().shutdown_request(request)
