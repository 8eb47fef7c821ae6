"""Short messages through a provider's plain JSON interface: the port Messages, for real.

India's rules want a registered sender, and every text to follow a registered template (DLT); both
are named with each message. Only the provider's own envelope says that it refuses.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from portal.domain.messages import MessageSending, SendingEnd
from portal.domain.text import clean
from portal.gateways.plain_line import NoReply, PlainLine, Reply

_REFUSING = (400, 401, 403, 404, 409, 422)


@dataclass(frozen=True, slots=True)
class SmsProvider:
    """A provider and who we are to it. Times in milliseconds."""

    address: str
    key: str
    sender: str
    template_id: str
    connect_ms: int = 5_000
    read_ms: int = 10_000


class Sms:
    """Sends messages at one provider."""

    def __init__(self, provider: SmsProvider) -> None:
        """Know the provider; nothing is sent yet."""
        self._provider = provider
        self._line = PlainLine("sms", provider.connect_ms, provider.read_ms)

    def send(self, mobile: str, text: str, about: str) -> MessageSending:
        """Send a message once; never raises. ``about`` is our reference of it."""
        body = {
            "to": f"91{mobile}", "sender": self._provider.sender, "text": text,
            "template_id": self._provider.template_id, "reference": about,
        }  # fmt: skip
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Authorization": f"Bearer {self._provider.key}",
        }
        content = json.dumps(body, ensure_ascii=False).encode()
        try:
            reply = self._line.call("POST", self._provider.address, headers, content)
        except NoReply as fault:
            return MessageSending(SendingEnd.UNSURE if fault.was_sent else SendingEnd.NO_LINE)
        return _read(reply)


def _read(reply: Reply) -> MessageSending:
    """Tell the ends of a sending apart; 429 was not looked at and may be sent again."""
    if reply.status == 429:
        return MessageSending(SendingEnd.NO_LINE)
    try:
        found = json.loads(reply.content)
    except (ValueError, RecursionError):
        return MessageSending(SendingEnd.UNSURE)
    if not isinstance(found, dict):
        return MessageSending(SendingEnd.UNSURE)
    status, reason = _text(found, "status"), _text(found, "reason")
    if reply.status in (200, 201, 202) and status == "accepted":
        return MessageSending(SendingEnd.SENT, _text(found, "id"))
    if status == "rejected" and reply.status in (200, *_REFUSING):
        return MessageSending(SendingEnd.REFUSED, said=reason or "rejected")
    return MessageSending(SendingEnd.UNSURE)


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    return clean(str(value))[:100] if isinstance(value, (str, int)) else ""
