"""A slow line to the portal: every byte arrives so much later, and no faster than the line carries.

The connection is kept, so the time to make one is not measured. It stands in for a 2G link of
280 kbit/s down, 256 kbit/s up and 800 ms there and back.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

ROUND_TRIP_MS = 800
DOWN_BYTES_S, UP_BYTES_S = 280_000 // 8, 256_000 // 8


@contextmanager
def slow_line(port: int) -> Iterator[int]:
    """Stand between a browser and the portal's port; yields the port to use instead."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_take_calls, args=(listener, port), daemon=True).start()
        yield listener.getsockname()[1]


def _take_calls(listener: socket.socket, port: int) -> None:
    with suppress(OSError):
        while True:
            caller, _ = listener.accept()
            portal = socket.create_connection(("127.0.0.1", port))
            for side in (caller, portal):
                side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _carry(caller, portal, UP_BYTES_S)
            _carry(portal, caller, DOWN_BYTES_S)


def _carry(source: socket.socket, sink: socket.socket, bytes_s: int) -> None:
    under_way: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()

    def take() -> None:
        free_at = 0.0
        came = b"x"
        while came:
            try:
                came = source.recv(1 << 16)
            except OSError:
                came = b""
            free_at = max(free_at, time.monotonic()) + len(came) / bytes_s
            under_way.put((free_at + ROUND_TRIP_MS / 2_000, came))

    def give() -> None:
        while True:
            arrives_at, came = under_way.get()
            time.sleep(max(0.0, arrives_at - time.monotonic()))
            if not came:
                with suppress(OSError):
                    sink.shutdown(socket.SHUT_WR)
                return
            with suppress(OSError):
                sink.sendall(came)

    for work in (take, give):
        threading.Thread(target=work, daemon=True).start()
