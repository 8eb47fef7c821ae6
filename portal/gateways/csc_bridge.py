"""The CSC's wallet (Bridge): the port WalletGateway, for real.

The browser carries a sealed message to the CSC's page and one back; our server asks for itself.
Silence, 5xx, what can't be read and what isn't signed are all the same: nobody knows.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from portal.domain.csc import (
    MessageIsForged,
    Pairs,
    PayingForm,
    TxnState,
    WalletReport,
    WalletRequest,
    fraction,
    moment_text,
    pipe,
    read_pipe,
    read_report,
    request_fields,
)
from portal.gateways.csc_envelope import seal, unseal
from portal.gateways.csc_keys import CscKeys, KeyIsMissing
from portal.gateways.plain_line import NoReply, PlainLine

log = logging.getLogger(__name__)

_UNKNOWN = WalletReport(TxnState.UNKNOWN)
_JSON = {"Content-Type": "application/json", "Accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Bridge:
    """The CSC's addresses and who we are to it. Times in milliseconds.

    Their page is at ``page_address``, their server at ``server_address``.
    """

    page_address: str
    server_address: str
    merchant_id: str
    product_id: str
    return_url: str
    connect_ms: int = 5_000
    read_ms: int = 15_000


class CscBridge:
    """Makes the form that leads to the CSC's page, reads what comes back, and asks."""

    def __init__(self, bridge: Bridge, keys: CscKeys) -> None:
        """Know the CSC; nothing is sent and no key opened yet."""
        self._bridge = bridge
        self._keys = keys
        self._line = PlainLine("csc bridge", bridge.connect_ms, bridge.read_ms)
        self.merchant_id = bridge.merchant_id
        self.product_id = bridge.product_id
        self.return_url = bridge.return_url
        parts = urlsplit(bridge.page_address)
        self.page_origin = f"{parts.scheme}://{parts.netloc}"

    def paying_form(self, request: WalletRequest) -> PayingForm:
        """Make the form that leads to the CSC's page; raise KeyIsMissing."""
        sealed = self._sealed(request_fields(self.merchant_id, request))
        address = f"{self._bridge.page_address}/pay/m2b/{fraction(request.at_ms)}"
        return PayingForm(address, (("message", f"{self.merchant_id}|{sealed}"),))

    def read_return(self, message: str) -> WalletReport:
        """Read what the browser brought back; raise MessageIsForged, KeyIsMissing."""
        envelope = message.strip().removeprefix(f"{self.merchant_id}|")
        return read_report(read_pipe(unseal(envelope, self._keys.ours(), self._keys.theirs())))

    def enquire(self, merchant_txn: str) -> WalletReport:
        """Ask where a payment stands; never raises."""
        return self._ask("transaction/enquiry", [("merchant_txn", merchant_txn)])

    def status(self, merchant_txn: str, csc_txn: str) -> WalletReport:
        """Ask where a payment stands that they gave a number; never raises."""
        fields = [("merchant_txn", merchant_txn), ("csc_txn", csc_txn)]
        return self._ask("transaction/status", fields)

    def reverse(self, merchant_txn: str, at_ms: int) -> WalletReport:
        """Ask for the money of a payment back; never raises."""
        fields = [
            ("merchant_txn", merchant_txn),
            ("merchant_txn_datetime", moment_text(at_ms)),
            ("merchant_reference", merchant_txn),
        ]
        return self._ask("transaction/reverse", fields)

    def _ask(self, method: str, fields: Pairs) -> WalletReport:
        try:
            found = self._call(method, fields)
            return read_report(read_pipe(found))
        except (NoReply, MessageIsForged, KeyIsMissing) as fault:
            log.warning("csc bridge %s: %s", method, type(fault).__name__)
            return _UNKNOWN

    def _call(self, method: str, fields: Pairs) -> str:
        """Call a method and return the text that the CSC signed; raise NoReply, MessageIsForged."""
        sealed = self._sealed([*fields, ("merchant_id", self.merchant_id)])
        body = json.dumps({"merchant_id": self.merchant_id, "request_data": sealed}).encode()
        address = f"{self._bridge.server_address}/v1/{method}/format/json"
        reply = self._line.call("POST", address, _JSON, body)
        try:
            found = json.loads(reply.content)
        except (ValueError, RecursionError):
            raise MessageIsForged from None
        said = found.get("response_data") if isinstance(found, dict) else None
        if reply.status != 200 or not isinstance(said, str):
            raise MessageIsForged
        return unseal(said, self._keys.ours(), self._keys.theirs())

    def _sealed(self, fields: Pairs) -> str:
        return seal(pipe(fields), self._keys.ours(), self._keys.theirs())
