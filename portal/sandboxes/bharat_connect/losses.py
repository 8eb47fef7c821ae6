"""How answers get lost: silence, a reset, something that is no JSON, 429, 500, or much too late."""

from __future__ import annotations

import socket
import struct
import time

from flask import Response, current_app, request

GARBAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class ConnectionIsCut(ConnectionError):
    """The server hangs up without an answer."""


def lost(kind: str) -> Response | None:
    """Answer as a fault of a kind would; None for one that is only late."""
    if kind == "late":
        time.sleep(current_app.config["LATE_S"])
        return None
    if kind == "silence":
        time.sleep(current_app.config["SILENCE_S"])
        hang_up()
    if kind == "reset":
        hang_up()
    if kind == "busy":
        return _said('{"success":false,"error":{"code":"rate-limit","message":"Slow down"}}', 429)
    if kind == "broken":
        error = '{"code":"internal-server-error","message":"Something went wrong"}'
        return _said(f'{{"success":false,"traceId":"","error":{error}}}', 500)
    return Response(GARBAGE, mimetype="text/html")


def _said(body: str, status: int) -> Response:
    return Response(body, status, mimetype="application/json")


def hang_up() -> None:
    """End the connection as a pulled plug does; raise ConnectionIsCut."""
    found = request.environ.get("werkzeug.socket")
    if isinstance(found, socket.socket):
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    raise ConnectionIsCut


def is_cut(connection: socket.socket) -> bool:
    """Whether a connection is to end with a reset."""
    try:
        found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)
    except OSError:
        return True
    return struct.unpack("ii", found)[0] == 1
