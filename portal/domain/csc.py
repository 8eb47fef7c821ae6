"""The CSC's two rails as messages: who signs in (Connect), and payments from the wallet (Bridge).

A message is ``key=value|key=value|`` in the order the other side fixed; what is signed is that
text to the letter. Nothing here moves money or knows a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.dates import ist_on, ist_time
from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, latin_digits

Pairs = Iterable[tuple[str, str]]

_CSC_ID = re.compile(r"[A-Z0-9]{4,20}")
_AMOUNT = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,2}))?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_ ]{0,39}")
_FACTOR, _SUMMAND = 883, 117
_LONGEST_VALUE = 300


class CscIdIsWrong(Refusal):
    """A CSC ID is 4 to 20 digits and capital letters."""

    message = N_("Write the CSC ID: digits and letters, without spaces.")
    status = 422
    field = "csc_id"


class CscIsSilent(Refusal):
    """The CSC gave no answer that can be read. Nothing is known but that."""

    message = N_("The CSC's site doesn't answer just now. Try again in a while.")
    status = 503


class CscDeclines(Refusal):
    """The CSC understood and doesn't let this person in."""

    message = N_("The CSC did not confirm this sign-in. Begin again.")
    status = 403


class MessageIsForged(Refusal):
    """A message is not the CSC's, or was changed on the way; why is nobody's business."""

    message = N_("This message is not from the CSC. Nothing was changed.")
    status = 400


def csc_id_of(text: str) -> str:
    """Read a CSC ID as people write it; raise CscIdIsWrong."""
    found = latin_digits(clean(text)).replace(" ", "").upper()
    if not _CSC_ID.fullmatch(found):
        raise CscIdIsWrong
    return found


class TxnState(StrEnum):
    """Where the CSC says a payment stands. ABSENT: they have none; UNKNOWN: nobody can say."""

    PAID = "paid"
    FAILED = "failed"
    PENDING = "pending"
    REVERSED = "reversed"
    ABSENT = "absent"
    UNKNOWN = "unknown"


#: Only 100 is in the CSC's published kit. The others are our sandbox's until the CSC confirms its
#: own; a status that is not here leaves a payment open and is never taken for a failure.
STATES: Mapping[str, TxnState] = {
    "100": TxnState.PAID,
    "200": TxnState.PENDING,
    "300": TxnState.FAILED,
    "400": TxnState.REVERSED,
    "404": TxnState.ABSENT,
}


@dataclass(frozen=True, slots=True)
class WalletRequest:
    """A payment asked of a wallet: money in paise, the instant in milliseconds.

    ``merchant_txn`` is our reference for ever; ``return_url`` and ``cancel_url`` are of our portal.
    """

    merchant_txn: str
    at_ms: int
    product_id: str
    product_name: str
    amount_paise: int
    csc_id: str
    return_url: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class PayingForm:
    """What the browser posts to the CSC's own page, where the wallet's PIN is typed."""

    address: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WalletReport:
    """What the CSC says of a payment, in a message it signed; UNKNOWN carries nothing."""

    state: TxnState
    merchant_id: str = ""
    merchant_txn: str = ""
    csc_txn: str = ""
    csc_id: str = ""
    amount_paise: int | None = None
    text: str = ""


def request_fields(merchant_id: str, request: WalletRequest) -> list[tuple[str, str]]:
    """List the fields of a payment's message in the order the CSC's kit has them."""
    return [
        ("merchant_id", merchant_id),
        ("merchant_txn", request.merchant_txn),
        ("merchant_txn_date_time", moment_text(request.at_ms)),
        ("product_id", request.product_id),
        ("product_name", request.product_name),
        ("txn_amount", amount_text(request.amount_paise)),
        ("amount_parameter", "NA"),
        ("txn_mode", "D"),
        ("txn_type", "D"),
        ("merchant_receipt_no", request.merchant_txn),
        ("csc_share_amount", "0"),
        ("pay_to_email", "NA"),
        ("return_url", request.return_url),
        ("cancel_url", request.cancel_url),
        ("Currency", "INR"),
        ("Discount", "0"),
        *((f"param_{no}", "NA") for no in range(1, 5)),
        ("csc_id", request.csc_id),
    ]


def pipe(fields: Pairs) -> str:
    """Write fields as the text that is signed; a value can't hold a bar or a line's end."""
    parts = []
    for name, value in fields:
        parts.append(f"{name}={clean(value).replace('|', ' ')[:_LONGEST_VALUE]}|")
    return "".join(parts)


def read_pipe(text: str) -> dict[str, str]:
    """Read a signed text; a doubled or nameless field makes it no message.

    Raises MessageIsForged.
    """
    found: dict[str, str] = {}
    if not text.endswith("|"):
        raise MessageIsForged
    for part in text[:-1].split("|"):
        name, equals, value = part.partition("=")
        if not equals or not _NAME.fullmatch(name) or name in found:
            raise MessageIsForged
        found[name] = value.strip()
    return found


def read_report(fields: Mapping[str, str]) -> WalletReport:
    """Read what the CSC says of a payment out of a message that it signed."""
    return WalletReport(
        state=STATES.get(fields.get("txn_status", ""), TxnState.UNKNOWN),
        merchant_id=fields.get("merchant_id", ""),
        merchant_txn=fields.get("merchant_txn", ""),
        csc_txn=fields.get("csc_txn", "")[:40],
        csc_id=fields.get("csc_id", ""),
        amount_paise=read_amount(fields.get("txn_amount", "")),
        text=clean(fields.get("txn_status_message") or fields.get("status_message") or "")[:100],
    )


def disagreement(report: WalletReport, merchant_id: str, request: WalletRequest) -> str:
    """Name the field by which a report is not about this payment; '' where it is.

    An absence names only the payment; whoever settles money names merchant, amount and CSC ID.
    """
    if report.merchant_txn != request.merchant_txn:
        return "merchant_txn"
    if report.state in (TxnState.ABSENT, TxnState.UNKNOWN):
        return ""
    if report.merchant_id != merchant_id:
        return "merchant_id"
    if report.amount_paise != request.amount_paise:
        return "txn_amount"
    if report.csc_id != request.csc_id:
        return "csc_id"
    return ""


def moment_text(at_ms: int) -> str:
    """Write an instant as the CSC does, in India's time: 2026-11-24 10:00:05."""
    return f"{ist_on(at_ms)} {ist_time(at_ms)}:{at_ms // 1000 % 60:02d}"


def amount_text(paise: int) -> str:
    """Write an amount as the CSC does: rupees with two decimals."""
    return f"{paise // 100}.{paise % 100:02d}"


def read_amount(text: str) -> int | None:
    """Read an amount in rupees as paise, None where it is none."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def fraction(at_ms: int) -> int:
    """The number at the end of the paying page's address: a hint of the clock, no protection."""
    stamp = re.sub("[^0-9]", "", moment_text(at_ms))[2:]
    return int(stamp) * _FACTOR + _SUMMAND
