"""What the words of a statement's line say: what the line is, and which references stand in it."""

from __future__ import annotations

import re
from enum import StrEnum

from portal.domain.text import clean, latin_digits, search_key

OPENING = tuple(map(search_key, (
    "opening balance", "opening bal", "brought forward", "प्रारंभिक शेष", "आरंभिक शेष", "पिछला शेष",
)))  # fmt: skip
CLOSING = tuple(map(search_key, (
    "closing balance", "closing bal", "carried forward", "अंतिम शेष", "समापन शेष",
)))  # fmt: skip
SUMS = tuple(map(search_key, ("total", "grand total", "page total", "sub total", "योग", "कुल")))
FAILED = frozenset(map(search_key, (
    "failed", "failure", "fail", "declined", "rejected", "cancelled", "canceled", "expired",
    "pending", "initiated", "timeout", "unsuccessful", "असफल", "विफल", "अस्वीकृत", "लंबित",
)))  # fmt: skip
"""Rows of balances and sums, and of payments that moved no money, by the keys of their words."""

_LEAST_NAME = 6
_FOUR_DIGITS = re.compile("(?:[^0-9]*[0-9]){4}")
_CHUNK = re.compile(r"[^\s/:,|()*#]+")
_WORD = re.compile("[0-9A-Z]+")
_LONG_NUMBER = re.compile("[0-9]{8,}")


class Label(StrEnum):
    """What the words of a line say it is."""

    NONE = ""
    MOVED = "moved"
    COMMISSION = "commission"
    TDS = "tds"
    REFUND = "refund"


_LABELS = {
    Label.TDS: ("tds", "टीडीएस"),
    Label.COMMISSION: ("commission", "comm", "कमीशन", "margin"),
    Label.REFUND: ("refund", "reversal", "reversed", "reverse", "रिफंड", "वापसी", "वापस"),
    Label.MOVED: (
        "topup", "top up", "add money", "money added", "load money", "wallet load", "neft", "rtgs",
        "imps", "fund transfer", "settlement", "payout", "टॉपअप", "टॉप अप", "निपटान",
    ),
}  # fmt: skip
_WORDS_OF = {label: tuple(map(search_key, words)) for label, words in _LABELS.items()}


def label_of(narration: str) -> Label:
    """Say by its words what a line is; TDS on a commission is TDS."""
    key = f" {search_key(narration)} "
    for label, words in _WORDS_OF.items():
        if any(f" {word} " in key for word in words):
            return label
    return Label.NONE


def names_in(*texts: str) -> frozenset[str]:
    """Everything in the texts that may be a reference: capitals and digits, six signs at least.

    A chunk counts whole, without its punctuation, and so does each of its parts and each long run
    of digits.
    """
    found: set[str] = set()
    for text in filter(None, texts):
        typed = text if text.isascii() else latin_digits(clean(text))
        for chunk in _CHUNK.findall(typed.upper()):
            parts = _WORD.findall(chunk)
            found.update(parts)
            found.add("".join(parts))
            found.update(_LONG_NUMBER.findall(chunk))
    return frozenset(one for one in found if len(one) >= _LEAST_NAME and _FOUR_DIGITS.match(one))
