"""What the words of a statement's line say: what the line is, and which references stand in it."""

from __future__ import annotations

import re
from enum import StrEnum

from portal.domain.text import clean, latin_digits, search_key

_LEAST_NAME = 6
_LEAST_DIGITS = 4


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
    for text in texts:
        typed = latin_digits(clean(text)).upper()
        for chunk in re.split(r"[\s/:,|()*#]+", typed):
            found.add(re.sub("[^0-9A-Z]", "", chunk))
        found.update(re.split("[^0-9A-Z]+", typed))
        found.update(re.findall("[0-9]{8,}", typed))
    return frozenset(one for one in found if _is_name(one))


def _is_name(word: str) -> bool:
    return len(word) >= _LEAST_NAME and sum(sign.isdigit() for sign in word) >= _LEAST_DIGITS
