"""Amounts as people say them: डेढ़ लाख, साढ़े तीन हज़ार, dhai lakh; figures as money.py reads them."""

from __future__ import annotations

from portal.domain import money
from portal.domain.money import AmountIsEmpty, AmountIsNotANumber, AmountIsTooLarge
from portal.domain.text import clean, latin_digits, search_key
from portal.domain.words import HINDI_TO_99

_SCALES = {
    "सौ": 100, "sau": 100, "so": 100, "hundred": 100,
    "हजार": 1_000, "hazar": 1_000, "hazaar": 1_000, "hajar": 1_000, "thousand": 1_000,
    "लाख": 1_00_000, "lakh": 1_00_000, "lac": 1_00_000, "lakhs": 1_00_000,
    "करोड": 1_00_00_000, "crore": 1_00_00_000, "karod": 1_00_00_000,
}  # fmt: skip
_QUARTERS = {
    "डेढ": 6, "dedh": 6, "derh": 6, "ढाई": 10, "अढाई": 10, "dhai": 10, "sava": 5, "सवा": 5,
    "पौन": 3, "आधा": 2, "aadha": 2,
}  # fmt: skip
#: Words that change the number after them by quarters: साढ़े तीन is 3½, पौने दो 1¾, सवा दो 2¼.
_SHIFTS = {"साढे": 2, "sadhe": 2, "saadhe": 2, "पौने": -1, "paune": -1, "सवा": 1, "sava": 1}
_LATIN = ["ek", "do", "teen", "char", "panch", "chhah", "saat", "aath", "nau", "das"]
_NUMBERS = (
    {search_key(word): at for at, word in enumerate(HINDI_TO_99)}
    | {word: at for at, word in enumerate(_LATIN, start=1)}
    | {"पांच": 5, "छः": 6, "छ": 6, "paanch": 5, "chaar": 4, "chhe": 6, "bees": 20, "pachas": 50}
)
_LEFT_OUT = {"रुपये", "रुपए", "रूपये", "रु", "रुपया", "rs", "rupaye", "rupees", "मात्र", "और", "₹"}


def parse_spoken_paise(text: str) -> int:
    """Read an amount in figures or in words as paise.

    Raises what money.parse_paise raises.
    """
    try:
        return money.parse_paise(text)
    except AmountIsNotANumber:
        return _words_paise(text)


def _words_paise(text: str) -> int:
    words = [search_key(one) for one in latin_digits(clean(text)).replace(",", "").split()]
    words = [one for one in words if one and one not in _LEFT_OUT]
    if not words:
        raise AmountIsEmpty
    quarters, last_scale, at = 0, 0, 0
    while at < len(words):
        found, at = _number(words, at)
        scale = _SCALES.get(words[at], 1) if at < len(words) else 1
        at += scale > 1
        if last_scale and scale >= last_scale:
            raise AmountIsNotANumber
        quarters, last_scale = quarters + found * scale, scale
    if quarters * 25 > money.MAX_PAISE:
        raise AmountIsTooLarge
    return quarters * 25


def _number(words: list[str], at: int) -> tuple[int, int]:
    """Read a number from a place on, in quarters; return it and where the next word stands."""
    word, after = words[at], words[at + 1] if at + 1 < len(words) else ""
    if word in _SHIFTS and (plain := _plain(after)) is not None:
        return plain * 4 + _SHIFTS[word], at + 2
    if word in _QUARTERS:
        return _QUARTERS[word], at + 1
    if word in _SCALES:
        return 4, at
    plain = _plain(word)
    if plain is None:
        raise AmountIsNotANumber
    return plain * 4, at + 1


def _plain(word: str) -> int | None:
    if word.isascii() and word.isdigit() and len(word) <= 9:
        return int(word)
    return _NUMBERS.get(word)
