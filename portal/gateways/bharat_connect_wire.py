"""The line to an operating unit: one call, one answer or none, and never a second try by itself."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from portal.domain.bill_payments import Agent

log = logging.getLogger(__name__)

PREFIX = "/api/v2"
MOST_BYTES = 1_000_000
TOKEN_S = 540  # it holds for 600
Query = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Unit:
    """An operating unit and who we are to it. Times in milliseconds."""

    address: str
    partner_id: str
    client_id: str
    secret: str
    agent: Agent
    connect_ms: int = 5_000
    read_ms: int = 20_000


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in JSON, with its HTTP status."""

    status: int
    body: Mapping[str, Any]

    @property
    def data(self) -> Mapping[str, Any] | None:
        """The envelope's content where the call succeeded, else None."""
        found = self.body.get("data")
        is_good = self.status == 200 and self.body.get("success") is True
        return found if is_good and isinstance(found, dict) else None

    @property
    def error(self) -> tuple[str, str]:
        """Code and text of an error that the unit itself gave; empty texts where it gave none."""
        found = self.body.get("error")
        if self.body.get("success") is not False or not isinstance(found, dict):
            return "", ""
        return str(found.get("code") or ""), str(found.get("message") or "")


@dataclass(frozen=True, slots=True)
class _Call:
    """What is asked, how long an answer may be in bytes, and until when it is waited for."""

    method: str
    path: str
    until: float
    query: Query = ()
    body: Mapping[str, Any] | None = None
    most: int = MOST_BYTES


class NoAnswer(Exception):
    """No answer that can be read. ``was_sent`` is False only if nothing can have left us."""

    def __init__(self, why: str, *, was_sent: bool = True, is_busy: bool = False) -> None:
        super().__init__(why)
        self.was_sent = was_sent
        self.is_busy = is_busy


class Wire:
    """Calls a unit with its token. Redirects aren't followed, answers are bounded in size.

    A call with all that belongs to it ends within the time to connect and three reading times.
    """

    def __init__(self, unit: Unit, ticks: Callable[[], float] = time.monotonic) -> None:
        self.unit = unit
        self._ticks = ticks
        self._lock = threading.Lock()
        self._token = ""
        self._token_until = 0.0
        self._connect_s, self._read_s = unit.connect_ms / 1000, unit.read_ms / 1000
        self._pool = urllib3.PoolManager(num_pools=1, maxsize=4, retries=False)

    def get(self, path: str, query: Query = (), most: int = MOST_BYTES) -> Answer:
        """Read something; raise NoAnswer."""
        return self._call(_Call("GET", path, self._patience(), query, most=most))

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """Send something; raise NoAnswer."""
        return self._call(_Call("POST", path, self._patience(), body=body))

    def is_up(self) -> bool:
        """Say whether the unit answers its health address."""
        try:
            return self._exchange(_Call("GET", "/health", self._patience()), {}).status == 200
        except NoAnswer:
            return False

    def _patience(self) -> float:
        return self._ticks() + self._connect_s + 2 * self._read_s

    def _call(self, call: _Call) -> Answer:
        """Call with the token; one that the unit no longer takes is replaced, once."""
        answer = self._exchange(call, self._who_we_are(call.until))
        if answer.status == 401:
            with self._lock:
                self._token = ""
            answer = self._exchange(call, self._who_we_are(call.until))
        if answer.status in (401, 403):
            _give_up(call.path, "the unit doesn't take our client id and secret")
        return answer

    def _who_we_are(self, until: float) -> dict[str, str]:
        token = self._get_token(until)
        return {"X-PARTNER-ID": self.unit.partner_id, "Authorization": f"Bearer {token}"}

    def _get_token(self, until: float) -> str:
        with self._lock:
            if self._token and self._ticks() < self._token_until:
                return self._token
            asked_at = self._ticks()
            asking = {"clientID": self.unit.client_id, "secret": self.unit.secret}
            try:
                answer = self._exchange(_Call("POST", "/auth/token", until, body=asking), {})
            except NoAnswer as fault:  # the call itself was never made
                raise NoAnswer(str(fault), was_sent=False, is_busy=fault.is_busy) from None
            token = answer.body.get("token")
            if answer.status != 200 or not isinstance(token, str) or not token.isascii():
                _give_up("/auth/token", f"no token, status {answer.status}", was_sent=False)
            self._token, self._token_until = token, asked_at + TOKEN_S
            return token

    def _exchange(self, call: _Call, headers: Mapping[str, str]) -> Answer:
        sent = {"Accept": "application/json", "Accept-Encoding": "gzip", **headers}
        content = None
        if call.body is not None:
            content = json.dumps(call.body, separators=(",", ":")).encode()
            sent["Content-Type"] = "application/json"
        fields = urlencode(call.query)
        address = f"{self.unit.address}{PREFIX}{call.path}{'?' + fields if fields else ''}"
        left = call.until - self._ticks()
        if left <= 0:
            _give_up(call.path, "no time is left", was_sent=False)
        try:
            response = self._pool.request(
                call.method,
                address,
                headers=sent,
                body=content,
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(
                    connect=min(self._connect_s, left), read=min(self._read_s, left)
                ),
            )
        except (NewConnectionError, ConnectTimeoutError) as fault:
            _give_up(call.path, type(fault).__name__, was_sent=False)
        except (HTTPError, OSError, ValueError) as fault:
            _give_up(call.path, type(fault).__name__)
        return self._read(response, call)

    def _read(self, response: urllib3.BaseHTTPResponse, call: _Call) -> Answer:
        """Read an answer whole, within its size and time; raise NoAnswer."""
        until = min(self._ticks() + self._read_s, call.until)
        content = bytearray()
        try:
            while part := response.read1(65_536):
                content += part
                if len(content) > call.most or self._ticks() > until:
                    response.close()
                    _give_up(call.path, "the answer is too long or too slow")
        except (HTTPError, OSError, ValueError) as fault:
            response.close()
            _give_up(call.path, type(fault).__name__)
        response.release_conn()
        if response.status == 429:
            _give_up(call.path, "429", is_busy=True)
        return Answer(response.status, _parsed(bytes(content), call.path, response.status))


def _parsed(content: bytes, path: str, status: int) -> dict[str, Any]:
    """Read JSON; numbers with a point stay exact, and what is no JSON number is refused."""
    try:
        found = json.loads(content, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError, ArithmeticError):
        _give_up(path, f"the answer is no JSON, status {status}")
    if not isinstance(found, dict):
        _give_up(path, f"the answer is no envelope, status {status}")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _give_up(path: str, why: str, *, was_sent: bool = True, is_busy: bool = False) -> NoReturn:
    """Note what failed, without anybody's numbers, and raise NoAnswer."""
    log.warning("bharat connect %s: %s", path, why)
    raise NoAnswer(why, was_sent=was_sent, is_busy=is_busy)
