"""Checks of Aadhaar at a provider's JSON interface: the port AadhaarVerification, for real.

One request, one answer or none; never a second try by itself. The number goes into the body of the
request and nowhere else. Only an answer that names our reference counts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from portal.domain.aadhaar_checks import CheckAnswer, CheckRequest, CheckResult, reason_of
from portal.domain.dates import ist_on, ist_time
from portal.gateways.plain_line import NoReply, PlainLine, Reply

_REFUSING = (200, 400, 401, 403, 404, 409, 422)
_NO_ANSWER = CheckAnswer(CheckResult.NO_ANSWER)
_RESULTS = {"match": CheckResult.MATCH, "no_match": CheckResult.NO_MATCH}


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider and who we are to it. Times in milliseconds."""

    address: str
    key: str
    connect_ms: int = 5_000
    read_ms: int = 12_000


class AadhaarCheck:
    """Asks one provider."""

    def __init__(self, provider: Provider) -> None:
        """Know the provider; nothing is sent yet."""
        self._provider = provider
        self._line = PlainLine("aadhaar", provider.connect_ms, provider.read_ms)

    def verify(self, request: CheckRequest) -> CheckAnswer:
        """Ask once whether number and name belong together; never raises."""
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Authorization": f"Bearer {self._provider.key}",
        }
        try:
            reply = self._line.call("POST", self._provider.address, headers, _content(request))
        except NoReply:
            return _NO_ANSWER
        return _read(reply, request.reference)


def _content(request: CheckRequest) -> bytes:
    agreed = f"{ist_on(request.consent_at)}T{ist_time(request.consent_at)}+05:30"
    body: dict[str, Any] = {
        "reference": request.reference,
        "consent": {"given": True, "at": agreed,
                    "purpose": request.purpose},
        "id_kind": request.number.kind, "id": request.number.whole(), "name": request.name,
    }  # fmt: skip
    if request.birth_year is not None:
        body["birth_year"] = request.birth_year
    return json.dumps(body, ensure_ascii=False).encode()


def _read(reply: Reply, reference: str) -> CheckAnswer:
    """Tell the ends apart; 429, 5xx, no JSON and the answer to another asking are no answer."""
    try:
        found = json.loads(reply.content)
    except (ValueError, RecursionError):
        return _NO_ANSWER
    if not isinstance(found, dict) or found.get("reference") != reference:
        return _NO_ANSWER
    result = found.get("result")
    if result == "refused" and reply.status in _REFUSING:
        reason = found.get("reason")
        return CheckAnswer(
            CheckResult.REFUSED, reason_of(reason) if isinstance(reason, str) else ""
        )
    if reply.status == 200 and isinstance(result, str) and result in _RESULTS:
        return CheckAnswer(_RESULTS[result])
    return _NO_ANSWER
