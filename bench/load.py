"""The load generator: one process, non-blocking sockets, closed loop (each connection waits for its
answer before it sends again). It runs beside what it measures, on the same cores.
"""

from __future__ import annotations

import multiprocessing
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle

PATIENCE_S = 20


@dataclass
class Load:
    """What one run gave: answers by status, and how long each took, in ms, sorted."""

    seconds: float
    statuses: dict[int, int]
    took_ms: list[float]
    first_answer: bytes

    @property
    def count(self) -> int:
        """Count the answers."""
        return len(self.took_ms)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.count / self.seconds

    def centile(self, part: float) -> float:
        """Give the time in ms within which this part of the answers came."""
        return centile(self.took_ms, part)


def centile(ordered: Sequence[float], part: float) -> float:
    """Pick a centile from sorted values."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def drive(port: int, queues: Sequence[Sequence[bytes]], seconds: float, *, again: bool) -> Load:
    """Send each queue's requests on a connection of its own, from a process of its own.

    Ends when the time is up or, unless ``again`` starts the queues anew, when one is empty.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        return pool.submit(_drive, port, queues, seconds, again).result(seconds + PATIENCE_S + 5)


class _Line:
    """One connection and what is under way on it."""

    def __init__(self, port: int, requests: Iterator[bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests = requests
        self._came = b""
        self._began = 0.0

    def sends(self) -> bool:
        """Send the next request; say whether there was one."""
        request = next(self._requests, None)
        if request is None:
            return False
        self._came = b""
        self._began = time.perf_counter()
        self.socket.sendall(request)
        return True

    def takes(self) -> tuple[float, bytes] | None:
        """Take what came; when the answer is whole, return how long it took in ms, and it."""
        came = self.socket.recv(1 << 18)
        if not came:
            raise ConnectionError("the server hung up")
        self._came += came
        head, mark, body = self._came.partition(b"\r\n\r\n")
        if not mark or len(body) < _length(head):
            return None
        return (time.perf_counter() - self._began) * 1000, self._came


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, text = line.partition(b":")
        if name.lower() == b"content-length":
            return int(text)
    return 0


def _drive(port: int, queues: Sequence[Sequence[bytes]], seconds: float, again: bool) -> Load:
    lines = [_Line(port, cycle(one) if again else iter(one)) for one in queues]
    statuses: Counter[int] = Counter()
    took: list[float] = []
    first = b""
    with selectors.DefaultSelector() as ready:
        began = time.perf_counter()
        for line in lines:
            ready.register(line.socket, selectors.EVENT_READ, line)
            line.sends()
        waiting, is_over = len(lines), False
        while waiting:
            events = ready.select(PATIENCE_S)
            if not events:
                raise TimeoutError(f"no answer within {PATIENCE_S} s")
            for key, _ in events:
                found = key.data.takes()
                if found is None:
                    continue
                took.append(found[0])
                statuses[int(found[1][9:12])] += 1
                first = first or found[1]
                is_over = is_over or time.perf_counter() - began > seconds
                if is_over or not key.data.sends():
                    is_over = True
                    waiting -= 1
        ended = time.perf_counter()
    for line in lines:
        line.socket.close()
    return Load(ended - began, dict(statuses), sorted(took), first)
