"""An operating unit that only repeats what is written down under recorded/.

Each entry says for which address and which words of the request it is; the first that fits is
given, those marked ``once`` one time only. ``reset`` and ``silence`` are answers that never come.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).with_name("recorded")
SILENCE_S = 0.8


class RecordedUnit:
    """A server on a free port of this machine."""

    def __init__(self) -> None:
        self._answers: list[dict[str, Any]] = []
        for path in sorted(RECORDED.glob("*.json")):
            self._answers += json.loads(path.read_text(encoding="utf-8"))
        self._used: set[int] = set()
        self.asked: list[tuple[str, str, str]] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                owner.answer(self, "")

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                owner.answer(self, self.rfile.read(length).decode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler, body: str) -> None:
        path, _, query = handler.path.partition("?")
        self.asked.append((path, query, body))
        found = self._fitting(path.removeprefix("/api/v2"), query + body)
        if "reset" in found:
            linger = struct.pack("ii", 1, 0)
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            handler.connection.shutdown(socket.SHUT_RD)
            handler.close_connection = True
            return
        if "silence" in found:
            time.sleep(SILENCE_S)
            return
        content = found["text"] if "text" in found else json.dumps(found["body"])
        handler.send_response(found["status"])
        handler.send_header("Content-Length", str(len(content.encode())))
        handler.end_headers()
        handler.wfile.write(content.encode())

    def _fitting(self, path: str, said: str) -> dict[str, Any]:
        for place, one in enumerate(self._answers):
            fits = one["path"] == path and all(word in said for word in one["words"])
            if fits and place not in self._used:
                if one.get("once"):
                    self._used.add(place)
                return one
        raise AssertionError(f"nothing is recorded for {path} {said}")
