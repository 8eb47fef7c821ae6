"""Names in scripts other than Devanagari and Latin, turned into Devanagari."""

from __future__ import annotations

# These blocks have the same letters at the same places as Devanagari (U+0900–U+097F).
_LIKE_DEVANAGARI = (0x0980, 0x0A00, 0x0A80, 0x0B00, 0x0B80, 0x0C00, 0x0C80, 0x0D00)
_DEVANAGARI, _SIZE = 0x0900, 0x80

_OWN_LETTERS = {
    "ৎ": "त", "ড়": "ड़", "ঢ়": "ढ़", "য়": "य", "ৰ": "र", "ৱ": "व", "ੰ": "ं", "ੱ": "", "ੴ": "ओम",
    "ଡ଼": "ड़", "ଢ଼": "ढ़", "ୟ": "य", "ୱ": "व", "ൺ": "ण", "ൻ": "न", "ർ": "र", "ൽ": "ल", "ൾ": "ल",
}  # fmt: skip

_URDU = {
    "ا": "ा", "آ": "आ", "ب": "ब", "پ": "प", "ت": "त", "ٹ": "ट", "ث": "स", "ج": "ज", "چ": "च",
    "ح": "ह", "خ": "ख", "د": "द", "ڈ": "ड", "ذ": "ज", "ر": "र", "ڑ": "ड़", "ز": "ज", "ژ": "ज",
    "س": "स", "ش": "श", "ص": "स", "ض": "ज", "ط": "त", "ظ": "ज", "ع": "अ", "غ": "ग", "ف": "फ",
    "ق": "क", "ک": "क", "ك": "क", "گ": "ग", "ل": "ल", "م": "म", "ن": "न", "ں": "ं", "و": "ो",
    "ہ": "ह", "ه": "ह", "ھ": "ह", "ة": "ा", "ی": "ी", "ي": "ी", "ى": "ी", "ئ": "ी", "ے": "े",
    "ء": "", "أ": "अ", "إ": "इ", "ؤ": "ो",
}  # fmt: skip
_AT_BEGINNING = {"ा": "अ", "ो": "व", "ी": "य", "े": "ए"}


def _map() -> dict[int, str]:
    found = {
        block + place: chr(_DEVANAGARI + place)
        for block in _LIKE_DEVANAGARI
        for place in range(_SIZE)
        if place <= 0x63 or 0x66 <= place <= 0x6F
    }
    found.update({ord(old): new for old, new in _OWN_LETTERS.items() if len(old) == 1})
    return found


_INDIC = _map()


def to_devanagari(text: str) -> str:
    """Turn letters of other Indian scripts and of Urdu into Devanagari; the rest stays.

    Urdu writes no short vowels, so what comes out is near, not right.
    """
    if text.isascii():
        return text
    turned = text.translate(_INDIC)
    return " ".join(map(_from_urdu, turned.split(" ")))


def _from_urdu(word: str) -> str:
    if not any(letter in _URDU for letter in word):
        return word
    turned = ""
    for letter in word:
        new = _URDU.get(letter, letter)
        is_vowel_after = bool(turned) and turned[-1] not in "ाोीे ं"
        turned += new if is_vowel_after else _AT_BEGINNING.get(new, new)
    return turned
