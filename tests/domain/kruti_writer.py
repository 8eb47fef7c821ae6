"""Writes Hindi as a typist with the Kruti Dev font did, so that tests can read it back."""

from __future__ import annotations

import re
import unicodedata

_CONSONANT = "[\u0915-\u0939]\u093c?"
_CLUSTER = f"(?:{_CONSONANT}\u094d)*{_CONSONANT}"
_REPH = re.compile(f"र्({_CLUSTER}[\u093e-\u094c]?[\u0901-\u0903]?)")
_SHORT_I = re.compile(f"({_CLUSTER})ि")
_KEYS = {
    letter: key
    for key, letter in (
        pair.rsplit(" ", 1)
        for pair in """v अ|vk आ|b इ|bZ ई|m उ|Å ऊ|_ ऋ|, ए|,s ऐ|vks ओ|vkS औ|v‚ ऑ|d क|[k ख|x ग|?k घ|³ ङ
p च|N छ|t ज|> झ|¥ ञ|V ट|B ठ|M ड|< ढ|.k ण|r त|Fk थ|n द|/k ध|u न|i प|Q फ|c ब|Hk भ|e म|; य|j र|y ल
G ळ|o व|'k श|"k ष|l स|g ह|D क्|[ ख्|X ग्|? घ्|P च्|T ज्|÷ झ्|. ण्|R त्|F थ्|/ ध्|U न्|I प्|¶ फ्
C ब्|H भ्|E म्|¸ य्|Y ल्|O व्|' श्|" ष्|L स्|º ह्|{k क्ष|{ क्ष्|= त्र|K ज्ञ|Ùk त्त|é न्न|} द्व
) द्ध|ê ट्ट|ë ट्ठ|Ø क्र|Ý फ्र|æ द्र|ç प्र|J श्र|# रु|: रू|à ह्न|á ह्य|â हृ|ã ह्म|Vª ट्र|Mª ड्र
k ा|h ी|q ु|w ू|` ृ|s े|S ै|ks ो|kS ौ|‚ ॉ|W ॅ|a ं|¡ ँ|% ः|z ्र|~ ्|+ ़|Œ ॰|] ,|- .|& -""".replace(
            "\n", "|"
        ).split("|")
    )
} | {"\ue000": "Z", "\ue001": "f", " ": " ", "द्य": "|"}
_KEY = re.compile("|".join(sorted(map(re.escape, _KEYS), key=len, reverse=True)))


def in_kruti_dev(text: str) -> str:
    """Return Hindi in the letters of Kruti Dev; digits stay Latin."""
    hindi = unicodedata.normalize("NFC", text).replace("\u200d", "").replace("\u200c", "")
    seen = _SHORT_I.sub("\ue001\\1", _REPH.sub("\\1\ue000", hindi))
    return _KEY.sub(lambda found: _KEYS[found[0]], seen)
