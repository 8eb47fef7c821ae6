"""The made-up sign-in: codes that are good once, tokens, and the client's hidden secret."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from portal.sandboxes.csc.seals import aes_cbc_open
from portal.sandboxes.csc.wallet import Declined, SandboxWallet

CODE_MS = 120_000


@dataclass(frozen=True, slots=True)
class Client:
    """The one portal that may ask who signed in."""

    client_id: str
    secret: str
    token: str
    return_url: str

    def knows(self, client_id: str, hidden: str) -> bool:
        """Whether the client names itself, its secret between two numbers of two digits."""
        try:
            plain = aes_cbc_open(self.token.encode(), bytes.fromhex(hidden)).decode()
        except ValueError:
            return False
        is_framed = plain[:2].isdigit() and plain[2:3] == ":" and plain[-3:-2] == "@"
        is_framed = is_framed and plain[-2:].isdigit()
        return is_framed and client_id == self.client_id and plain[3:-3] == self.secret


class SignIns:
    """Hands out codes and tokens; a code is good once and for two minutes."""

    def __init__(self, client: Client, wallet: SandboxWallet) -> None:
        """Sign with the client's secret; used codes are remembered in the wallet's journal."""
        self.client = client
        self._wallet = wallet

    def way_back(self, csc_id: str, state: str) -> str:
        """Where the browser goes with a new code, or with what went wrong."""
        end = csc_id[-3:]
        if end == "901":
            found = {"error": "access_denied", "state": state}
        else:
            nonce = secrets.token_hex(8)
            until = self._wallet.now_ms() + CODE_MS
            body = f"{csc_id}.{until}.{nonce}"
            state = "somebody-elses" if end == "904" else state
            found = {"code": f"{body}.{self._sign(body)}", "state": state}
        return f"{self.client.return_url}?{urlencode(found)}"

    def token_for(self, code: str) -> str:
        """Exchange a code for a token; raise Declined."""
        body, _, sign = code.rpartition(".")
        if not hmac.compare_digest(self._sign(body), sign):
            raise Declined("invalid_grant")
        csc_id, until, nonce = body.split(".")
        with self._wallet.lock:
            is_old = self._wallet.now_ms() > int(until) or csc_id.endswith("906")
            if is_old or nonce in self._wallet.records.used_codes:
                raise Declined("invalid_grant")
            self._wallet.note("code", nonce=nonce)
        return f"{csc_id}.{self._sign('token' + csc_id)}"

    def whose(self, token: str) -> str:
        """Whose token this is; raise Declined."""
        csc_id, _, sign = token.partition(".")
        if not hmac.compare_digest(self._sign("token" + csc_id), sign):
            raise Declined("invalid_token")
        return csc_id

    def _sign(self, text: str) -> str:
        return hmac.new(self.client.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
