"""The columns of a statement that another keeper of our money gives, by the names they go under.

No keeper has said how its file looks, so what a column holds is told by its heading alone, English
or Hindi; letter case, punctuation and a currency behind the heading don't matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.text import search_key

KIND = "statement"

TITLES: dict[str, tuple[str, str]] = {
    "date": ("दिनांक", "Date"),
    "time": ("समय", "Time"),
    "narration": ("विवरण", "Particulars"),
    "reference": ("संदर्भ संख्या", "Reference"),
    "debit": ("निकासी", "Debit"),
    "credit": ("जमा", "Credit"),
    "amount": ("राशि", "Amount"),
    "side": ("नामे/जमा", "Dr/Cr"),
    "balance": ("शेष", "Balance"),
    "status": ("स्थिति", "Status"),
}
"""Each column by its key, with the heading people are told in Hindi and English."""

_NAMES: dict[str, tuple[str, ...]] = {
    "date": (
        "date", "txn date", "tran date", "trans date", "transaction date", "date of transaction",
        "date time", "date and time", "datetime", "txn date time", "txn datetime",
        "transaction date time", "transaction datetime", "transaction timestamp", "timestamp",
        "transaction date and time", "posting date", "post date", "posted date", "entry date",
        "payment date", "created at", "created on", "दिनांक", "तिथि", "तारीख", "लेनदेन तिथि",
        "लेनदेन दिनांक", "लेन देन दिनांक", "लेन देन की तिथि", "दिनांक समय", "दिनांक व समय",
        "दिनांक एवं समय", "भुगतान दिनांक",
    ),
    "value_date": ("value date", "val date", "value dt", "मूल्य तिथि", "settlement date"),
    "time": ("time", "txn time", "tran time", "transaction time", "समय", "लेनदेन समय"),
    "narration": (
        "narration", "particulars", "particular", "description", "details", "transaction details",
        "txn details", "transaction particulars", "transaction description", "txn description",
        "transaction remarks", "remarks", "remark", "product", "product name", "service",
        "service name", "operator", "biller", "biller name", "payer", "payer name",
        "customer name", "payer vpa", "customer vpa", "note", "विवरण", "कैफियत", "ब्यौरा", "ब्योरा",
        "लेनदेन विवरण", "लेनदेन का विवरण", "सेवा", "टिप्पणी",
    ),
    "reference": (
        "reference", "ref", "ref no", "ref number", "reference no", "reference number",
        "reference id", "txn id", "txn no", "tran id", "trans id", "transaction id",
        "transaction no", "transaction number", "transaction ref", "transaction reference",
        "transaction ref no", "txn ref no", "utr", "utr no", "utr number", "utr ref no", "rrn",
        "rrn no", "rrn number", "bank reference", "bank reference no", "bank ref no", "bank rrn",
        "cheque no", "chq no", "cheque number", "chq ref no", "cheque ref no", "ref no cheque no",
        "cheque no ref no", "instrument no", "merchant txn", "merchant txn id",
        "merchant transaction id", "merchant reference", "order id", "order no", "csc txn",
        "csc txn id", "csc transaction id", "upi ref no", "upi reference", "upi reference no",
        "upi transaction id", "upi txn id", "npci txn id", "payment ref id", "payment reference",
        "bbps ref no", "bbps reference", "b connect txn id", "customer ref no", "tr", "stan",
        "संदर्भ", "संदर्भ संख्या", "संदर्भ क्रमांक", "संदर्भ नंबर", "लेनदेन संख्या", "लेनदेन आईडी",
        "लेनदेन क्रमांक", "यूटीआर", "यूटीआर संख्या", "आरआरएन", "आरआरएन संख्या", "चेक संख्या",
        "चेक नंबर",
    ),
    "debit": (
        "debit", "debits", "dr", "debit amount", "debit amt", "dr amount", "dr amt",
        "amount debited", "withdrawal", "withdrawals", "withdrawal amount", "withdrawal amt",
        "paid out", "money out", "नामे", "नामे राशि", "निकासी", "निकासी राशि", "खर्च",
        "कटी राशि", "डेबिट", "डेबिट राशि",
    ),
    "credit": (
        "credit", "credits", "cr", "credit amount", "credit amt", "cr amount", "cr amt",
        "amount credited", "deposit", "deposits", "deposit amount", "deposit amt", "paid in",
        "money in", "जमा", "जमा राशि", "आई राशि", "क्रेडिट", "क्रेडिट राशि",
    ),
    "amount": (
        "amount", "amt", "txn amount", "txn amt", "tran amount", "transaction amount",
        "transaction amt", "gross amount", "paid amount", "राशि", "रकम", "लेनदेन राशि",
    ),
    "side": (
        "dr cr", "cr dr", "d c", "c d", "debit credit", "credit debit", "type", "txn type",
        "tran type", "transaction type", "dr cr indicator", "entry type", "drcr", "crdr",
        "नामे जमा", "जमा नामे", "प्रकार", "लेनदेन प्रकार",
    ),
    "balance": (
        "balance", "bal", "balance amount", "balance amt", "closing balance", "running balance",
        "available balance", "account balance", "wallet balance", "ledger balance",
        "balance after", "शेष", "शेष राशि", "बकाया", "वॉलेट शेष", "बैलेंस",
    ),
    "status": (
        "status", "txn status", "tran status", "transaction status", "payment status", "स्थिति",
        "लेनदेन की स्थिति",
    ),
}  # fmt: skip
_CURRENCY = frozenset({"in", "rs", "inr", "rupees", "rupee", "रु", "रुपये", "रुपए", "में"})
_BY_NAME = {search_key(name): key for key, names in _NAMES.items() for name in names}
_SEVERAL = frozenset({"narration", "reference"})


@dataclass(frozen=True, slots=True)
class StatementColumns:
    """Where each column stands, counted from 0; words and references may stand in several."""

    at: dict[str, int]
    narration: tuple[int, ...]
    reference: tuple[int, ...]


def key_of(title: str) -> str:
    """The column a heading means, or '' for none."""
    words = search_key(title).split()
    found = _BY_NAME.get(" ".join(words), "")
    while not found and len(words) > 1 and words[-1] in _CURRENCY:
        words = words[:-1]
        found = _BY_NAME.get(" ".join(words), "")
    return found


def known_titles(cells: Sequence[str]) -> int:
    """How many different columns a row would name if it were the header."""
    return len({key_of(cell) for cell in cells if cell} - {""})


def columns_of(header: Sequence[str]) -> StatementColumns:
    """Say which column stands where; of two of one kind the first counts."""
    at: dict[str, int] = {}
    several: dict[str, list[int]] = {key: [] for key in _SEVERAL}
    for place, title in enumerate(header):
        key = key_of(title)
        if key:
            at.setdefault(key, place)
        if key in several:
            several[key].append(place)
    if "date" not in at and "value_date" in at:
        at["date"] = at["value_date"]
    return StatementColumns(at, tuple(several["narration"]), tuple(several["reference"]))


def is_header(columns: StatementColumns, header: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row repeats the headings, as files of several pages do."""
    return all(
        search_key(cells[place]) == search_key(header[place]) if place < len(cells) else False
        for place in columns.at.values()
    )
