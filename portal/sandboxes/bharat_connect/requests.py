"""What callers send, held against the interface: a malformed request is declined with a 400."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from portal.sandboxes.bharat_connect.records import Params

_MOBILE = re.compile("[0-9]{6,22}")
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+05:30")
_OF_AN_AGENT = ("id", "terminalId", "mobile", "geocode", "postalCode")
KINDS = {
    "service-not-received", "service-disconnected", "late-payment-surcharge",
    "paid-to-wrong-account", "double-payment", "wrong-amount", "payment-info-delay",
    "account-not-updated",
}  # fmt: skip


class Declined(Exception):
    """A request is declined with an HTTP status and a code of the interface."""

    def __init__(self, message: str, status: int = 400, code: str = "validation-error") -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Asking:
    """A well-formed asking for bills, or the same part of a direct payment."""

    biller_id: str
    mobile: str
    params: Params


@dataclass(frozen=True, slots=True)
class Paying:
    """A well-formed payment; ``asking`` is there where no bill was fetched before."""

    ref_id: str
    payment_ref_id: str
    amount_paise: int
    fee_paise: int
    mode: str
    option: tuple[str, int] | None
    bills: tuple[tuple[str, int], ...]
    plan_id: str
    asking: Asking | None


def read_asking(body: dict[str, Any]) -> Asking:
    """Read agent, biller and customer; raise Declined."""
    agent = _part(body, "agent")
    for name in _OF_AN_AGENT:
        _text(agent, name, 1, 50)
    if agent.get("channel") != "AGT":
        raise Declined("agent.channel must be AGT")
    customer = _part(body, "customer")
    params = customer.get("customerParams")
    if not isinstance(params, list) or not params:
        raise Declined("customer.customerParams is missing")
    mobile = _text(customer, "mobile", 6, 22)
    if not _MOBILE.fullmatch(mobile):
        raise Declined("customer.mobile is invalid")
    return Asking(
        _text(_part(body, "biller"), "id", 14, 14),
        mobile,
        tuple((_text(one, "name", 1, 100), _text(one, "value", 1, 255)) for one in params),
    )


def read_paying(body: dict[str, Any]) -> Paying:
    """Read a payment; raise Declined."""
    details = _part(body, "paymentDetails")
    _text(_part(body, "remitter"), "name", 1, 100)
    _text(details, "accountInfo", 1, 50)
    if not _TIMESTAMP.fullmatch(_text(details, "timestamp", 25, 25)):
        raise Declined("paymentDetails.timestamp is invalid")
    ref_id = body.get("refId") or ""
    if not isinstance(ref_id, str):
        raise Declined("refId is invalid")
    fee = _amount(details, "custConvFee") if "custConvFee" in details else 0
    return Paying(
        ref_id=ref_id,
        payment_ref_id=_text(details, "paymentRefId", 6, 35),
        amount_paise=_amount(details, "amount"),
        fee_paise=fee,
        mode=_text(details, "mode", 1, 30),
        option=_option(details),
        bills=_bills(body),
        plan_id=str(details.get("Id") or ""),
        asking=None if ref_id else read_asking(body),
    )


def _option(details: dict[str, Any]) -> tuple[str, int] | None:
    found = details.get("selectedPaymentOptions")
    if not found:
        return None
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], dict):
        raise Declined("selectedPaymentOptions must have exactly one option")
    return _text(found[0], "name", 1, 100), _amount(found[0], "amount")


def _bills(body: dict[str, Any]) -> tuple[tuple[str, int], ...]:
    found = body.get("bills") or []
    if not isinstance(found, list):
        raise Declined("bills is invalid")
    read = tuple((_text(one, "billNumber", 1, 50), _amount(one, "amount")) for one in found)
    if len({no for no, _amount_paise in read}) < len(read):
        raise Declined("bills has one bill twice")
    return read


def read_ref(body: dict[str, Any]) -> str:
    """Read the reference of an earlier call; raise Declined."""
    return _text(body, "refId", 1, 50)


def read_complaining(body: dict[str, Any]) -> tuple[str, str, str]:
    """Read transaction, kind and text of a complaint; raise Declined."""
    kind = _text(body, "disputeType", 1, 50)
    if kind not in KINDS:
        raise Declined("disputeType is invalid")
    return _text(body, "transactionId", 1, 50), kind, _text(body, "description", 1, 100)


def _part(body: dict[str, Any], name: str) -> dict[str, Any]:
    found = body.get(name)
    if not isinstance(found, dict):
        raise Declined(f"{name} is missing")
    return found


def _text(body: object, name: str, least: int, most: int) -> str:
    found = body.get(name) if isinstance(body, dict) else None
    if not isinstance(found, str) or not least <= len(found) <= most:
        raise Declined(f"{name} is missing or invalid")
    return found


def _amount(body: object, name: str) -> int:
    found = body.get(name) if isinstance(body, dict) else None
    if not isinstance(found, int) or isinstance(found, bool) or found <= 0:
        raise Declined(f"{name} must be a whole number of paise above 0")
    return found
