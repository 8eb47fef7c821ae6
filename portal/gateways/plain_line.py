"""A plain line to an outside system: one call, one answer or none, never a second try by itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

log = logging.getLogger(__name__)

MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its HTTP status and its body."""

    status: int
    content: bytes


class NoReply(Exception):
    """No answer that can be read. ``was_sent`` is False only if nothing can have left us."""

    def __init__(self, why: str, *, was_sent: bool = True) -> None:
        super().__init__(why)
        self.was_sent = was_sent


class PlainLine:
    """Calls one system. Redirects aren't followed; answers are bounded in size and time.

    ``name`` stands in the log; addresses and contents don't. Times in milliseconds.
    """

    def __init__(
        self, name: str, connect_ms: int, read_ms: int, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._name = name
        self._connect_s, self._read_s = connect_ms / 1000, read_ms / 1000
        self._ticks = ticks
        self._pool = urllib3.PoolManager(num_pools=3, maxsize=4, retries=False)

    def call(
        self, method: str, address: str, headers: Mapping[str, str], content: bytes | None = None
    ) -> Reply:
        """Send something and read the answer whole; raise NoReply."""
        try:
            response = self._pool.request(
                method, address, headers=dict(headers), body=content, redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(connect=self._connect_s, read=self._read_s),
            )  # fmt: skip
        except (NewConnectionError, ConnectTimeoutError) as fault:
            self._give_up(type(fault).__name__, was_sent=False)
        except (HTTPError, OSError, ValueError) as fault:
            self._give_up(type(fault).__name__)
        return Reply(response.status, self._read(response))

    def _read(self, response: urllib3.BaseHTTPResponse) -> bytes:
        until = self._ticks() + self._read_s
        content = bytearray()
        try:
            while part := response.read1(65_536):
                content += part
                if len(content) > MOST_BYTES or self._ticks() > until:
                    response.close()
                    self._give_up("the answer is too long or too slow")
        except (HTTPError, OSError, ValueError) as fault:
            response.close()
            self._give_up(type(fault).__name__)
        response.release_conn()
        return bytes(content)

    def _give_up(self, why: str, *, was_sent: bool = True) -> NoReturn:
        log.warning("%s: %s", self._name, why)
        raise NoReply(why, was_sent=was_sent)
