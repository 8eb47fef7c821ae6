"""Amounts in words, in Hindi and English, counted by crore, lakh and thousand."""

from __future__ import annotations

from collections.abc import Callable

# Of the spellings in use (छः, अट्ठारह, उन्यासी …) the standard one; nukta letters as NFC keeps them.
_HINDI_TABLE = """
    शून्य एक दो तीन चार पाँच छह सात आठ नौ
    दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस
    बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस
    तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस
    चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास
    पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ
    साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर
    सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी
    अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सतासी अठासी नवासी
    नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सतानवे अठानवे निन्यानवे
"""
HINDI_TO_99 = tuple(_HINDI_TABLE.split())
_HINDI_SCALES = ((10_000_000, "करोड़"), (100_000, "लाख"), (1_000, "हज़ार"), (100, "सौ"))

_ENGLISH_TABLE = """
    zero one two three four five six seven eight nine
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
_ENGLISH_TO_19 = tuple(_ENGLISH_TABLE.split())
_ENGLISH_TENS = (
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_ENGLISH_SCALES = ((10_000_000, "crore"), (100_000, "lakh"), (1_000, "thousand"), (100, "hundred"))


def cardinal_hi(number: int) -> str:
    """A whole number in Hindi words: 12500 is बारह हज़ार पाँच सौ. Raises ValueError below zero."""
    return _cardinal(number, _HINDI_SCALES, HINDI_TO_99.__getitem__)


def in_words_hi(paise: int) -> str:
    """An amount of paise in Hindi words, as on receipts: बारह हज़ार पाँच सौ रुपये मात्र.

    Raises ValueError below zero.
    """
    whole, rest = divmod(paise, 100)
    said = f"{cardinal_hi(whole)} {'रुपया' if whole == 1 else 'रुपये'}"
    if rest:
        said += f" {cardinal_hi(rest)} {'पैसा' if rest == 1 else 'पैसे'}"
    return f"{said} मात्र"


def in_words_en(paise: int) -> str:
    """An amount of paise in English words: Twelve thousand five hundred rupees only.

    Raises ValueError below zero.
    """
    whole, rest = divmod(paise, 100)
    said = f"{_cardinal_en(whole)} {'rupee' if whole == 1 else 'rupees'}"
    if rest:
        said += f" and {_cardinal_en(rest)} {'paisa' if rest == 1 else 'paise'}"
    return f"{said[0].upper()}{said[1:]} only"


def _cardinal_en(number: int) -> str:
    return _cardinal(number, _ENGLISH_SCALES, _english_to_99)


def _english_to_99(number: int) -> str:
    if number < 20:
        return _ENGLISH_TO_19[number]
    tens, ones = divmod(number, 10)
    return f"{_ENGLISH_TENS[tens]}-{_ENGLISH_TO_19[ones]}" if ones else _ENGLISH_TENS[tens]


def _cardinal(number: int, scales: tuple[tuple[int, str], ...], to_99: Callable[[int], str]) -> str:
    if number < 0:
        raise ValueError(number)
    parts = []
    rest = number
    for size, name in scales:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{_cardinal(count, scales, to_99)} {name}")
    if rest or not parts:
        parts.append(to_99(rest))
    return " ".join(parts)
