"""The CSC's own sign-in (Connect): the port CscSignIn, for real. OAuth 2 with a code.

The client secret never travels bare: it goes encrypted by the client token, between two random
numbers, as the CSC's kit has it.
"""

from __future__ import annotations

import json
import logging
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from portal.domain.csc import CscDeclines, CscIdIsWrong, CscIsSilent, csc_id_of
from portal.gateways.csc_envelope import encrypt
from portal.gateways.plain_line import NoReply, PlainLine, Reply

log = logging.getLogger(__name__)

_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_DECLINING = (400, 401, 403)


@dataclass(frozen=True, slots=True)
class Connect:
    """The CSC's address and who we are to it; ``token`` has 16, 24 or 32 characters."""

    address: str
    client_id: str
    secret: str
    token: str
    return_url: str
    connect_ms: int = 5_000
    read_ms: int = 15_000


class CscConnect:
    """Sends the browser to the CSC and asks whose code it came back with."""

    def __init__(self, connect: Connect) -> None:
        """Know the CSC; nothing is sent yet."""
        self._connect = connect
        self._line = PlainLine("csc connect", connect.connect_ms, connect.read_ms)

    def page_address(self, state: str) -> str:
        """Return where the browser goes; ``state`` comes back with it."""
        asked = {
            "response_type": "code", "client_id": self._connect.client_id,
            "redirect_uri": self._connect.return_url, "state": state,
        }  # fmt: skip
        return f"{self._connect.address}/account/authorize?{urlencode(asked)}"

    def csc_id(self, code: str) -> str:
        """Ask whose code this is; raise CscIsSilent, CscDeclines."""
        token = _needed(self._answer("POST", "/account/token", _FORM, self._asking(code)))
        headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
        found = self._answer("GET", f"/account/resource?access_token={quote(token)}", headers)
        user = found.get("User")
        if not isinstance(user, dict):
            raise CscIsSilent
        try:
            return csc_id_of(str(user.get("username") or ""))
        except CscIdIsWrong:
            raise CscIsSilent from None

    def _asking(self, code: str) -> bytes:
        return urlencode({
            "code": code, "redirect_uri": self._connect.return_url,
            "grant_type": "authorization_code", "client_id": self._connect.client_id,
            "client_secret": hidden(self._connect.secret, self._connect.token),
        }).encode()  # fmt: skip

    def _answer(
        self, method: str, path: str, headers: dict[str, str], content: bytes | None = None
    ) -> dict[str, Any]:
        try:
            reply = self._line.call(method, self._connect.address + path, headers, content)
        except NoReply:
            raise CscIsSilent from None
        return _read(reply)


def hidden(secret: str, token: str) -> str:
    """Encrypt the client secret between two random numbers of two digits, in hexadecimal."""
    first, last = (secrets.randbelow(90) + 10 for _ in range(2))
    return encrypt(token.encode(), f"{first}:{secret}@{last}".encode()).hex()


def _read(reply: Reply) -> dict[str, Any]:
    try:
        found = json.loads(reply.content)
    except (ValueError, RecursionError):
        raise CscIsSilent from None
    if not isinstance(found, dict):
        raise CscIsSilent
    if reply.status in _DECLINING and "error" in found:
        log.warning("csc connect declines: %s", str(found["error"])[:60])
        raise CscDeclines
    if reply.status != 200:
        raise CscIsSilent
    return found


def _needed(found: dict[str, Any]) -> str:
    token = found.get("access_token")
    if not isinstance(token, str) or not token or not token.isascii():
        raise CscIsSilent
    return token
