"""Who may speak to the sandbox: tokens of ten minutes by its own clock, over restarts too."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

TOKEN_S = 600


@dataclass(frozen=True, slots=True)
class Partner:
    """The one caller that the sandbox knows."""

    partner_id: str
    client_id: str
    secret: str

    def token(self, now: int) -> str:
        """Make a token; it carries its end and needs no memory."""
        until = str(now + TOKEN_S * 1000)
        return f"{until}.{self._sign(until)}"

    def has(self, client_id: object, secret: object) -> bool:
        """Whether these are the caller's own."""
        given = f"{client_id}\n{secret}".encode()
        return hmac.compare_digest(given, f"{self.client_id}\n{self.secret}".encode())

    def knows(self, token: str, now: int) -> bool:
        """Whether a token is ours and still holds."""
        until, _, sign = token.partition(".")
        is_ours = hmac.compare_digest(sign.encode(), self._sign(until).encode())
        return is_ours and until.isdecimal() and now < int(until)

    def _sign(self, until: str) -> str:
        return hmac.new(self.secret.encode(), until.encode(), hashlib.sha256).hexdigest()
