"""Kruti Dev 010: Hindi typed with a font that draws Devanagari on Latin letters.

Registers typed before Unicode hold जिला as ``ftyk``. The letters stand as they are seen: short i
before its consonant, the r above a letter (reph) after it, half letters with a stroke ``k`` that
makes them whole. DevLys 010 uses the same letters.
"""

from __future__ import annotations

import re
import unicodedata

from portal.domain.legacy_text import compose, is_well_formed
from portal.domain.refusals import N_, Refusal

TURNED = N_("Text of the old font Kruti Dev was turned into Unicode Hindi.")

# Half letters; the stroke after one makes it whole: H is भ्, Hk is भ.
_HALVES = """
    D क  [ ख  £ ख  X ग  ? घ  P च  T ज  Ö झ  ÷ झ  . ण  R त  F थ  / ध  è ध  Ë ध  U न  I प  ¶ फ  C ब
    H भ  E म  ¸ य  Y ल  O व  ' श  ‘ श  ’ श  Ü श  " ष  “ ष  ” ष  L स  º ह  { क्ष  « त्र  Ù त्त  ™ न्न
"""
_WHOLE = """
    v अ  b इ  bZ ई  b± ईं  Ã ई  m उ  Å ऊ  _ ऋ  , ए  ,s ऐ
    d क  x ग  Ä घ  ³ ङ  p च  N छ  t ज  > झ  ¥ ञ  V ट  B ठ  M ड  < ढ  r त  n द  u न  i प  Q फ  c ब
    Ò भ  e म  ; य  j र  y ल  G ळ  o व  l स  g ह
    ô क्क  ä क्त  Ø क्र  — कृ  Ñ कृ  K ज्ञ  ê ट्ट  Í ट्ट  ë ट्ठ  Î ट्ठ  ì ड्ड  Ï ड्ड  ï ड्ढ  Ô ड्ढ  = त्र
    í द्द  Ì द्द  ) द्ध  | द्य  } द्व  æ द्र  – दृ  é न्न  ç प्र  Á प्र  Ý फ्र  # रु  : रू  J श्र
    à ह्न  á ह्य  â हृ  ã ह्म
    k ा  h ी  q ु  w ू  ` ृ  s े  S ै  ks ो  kS ौ  ‚ ॉ  kW ॉ  W ॅ  a ं  ¡ ँ  % ः  È ीं
    z ्र  ª ्र  ªª ्र  Ó ्य  î ्य  ~ ्  + ़
    å ०  ƒ १  „ २  … ३  † ४  ‡ ५  ˆ ६  ‰ ७  Š ८  ‹ ९  Œ ॰  ñ ॰  • ऽ  · ऽ  ∙ ऽ  A ।
    - .  ] ,  & -  @ /  \\ ?  ^ '  * '  Þ "  ß "  ¼ (  ½ )  ( ;  ¾ =  µ -
"""
_REPH, _SHORT_I, _SHORT_I_NASAL = "\ue000", "\ue001", "\ue002"
_MOVED = {
    "Z": _REPH, "±": f"{_REPH}ं", "Ê": f"ी{_REPH}",
    "f": _SHORT_I, "Æ": _SHORT_I + _REPH, "Ç": _SHORT_I_NASAL, "É": _SHORT_I_NASAL + _REPH,
    "f=k": f"{_SHORT_I}त्र", "=kk": "त्रा",
}  # fmt: skip
_CONSONANT = "[\u0915-\u0939]\u093c?"
_CLUSTER = f"(?:{_CONSONANT}\u094d)*{_CONSONANT}"
_MATRAS = "[\u093e-\u094c\u0901-\u0903]*"


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_GLYPHS = {
    **{sign: f"{letter}\u094d" for sign, letter in _pairs(_HALVES).items()},
    **{f"{sign}k": letter for sign, letter in _pairs(_HALVES).items()},
    **_pairs(_WHOLE),
    **_MOVED,
}
_GLYPH = re.compile("|".join(map(re.escape, sorted(_GLYPHS, key=len, reverse=True))))
_KEPT = re.compile("[0-9 !०-९।]")
_BEFORE_ITS_LETTER = re.compile(f"([{_SHORT_I}{_SHORT_I_NASAL}])({_REPH}?)({_CLUSTER})")
_AFTER_ITS_LETTER = re.compile(f"({_CLUSTER})({_MATRAS}){_REPH}")


class KrutiDevIsNotReadable(Refusal):
    """A text of the old font holds signs that make no Hindi word."""

    message = N_("This is typed in an old Hindi font and can't be read. Write it in Unicode Hindi.")
    status = 422


def to_unicode(text: str) -> str:
    """Kruti Dev as Unicode Hindi: ``jes'k ;kno`` is रमेश यादव.

    Raises KrutiDevIsNotReadable where what comes out is no Hindi word.
    """
    seen = _GLYPH.sub(lambda sign: _GLYPHS[sign[0]], text)
    placed = _BEFORE_ITS_LETTER.sub(_with_short_i, seen)
    placed = _AFTER_ITS_LETTER.sub(r"र्\1\2", placed)
    hindi = unicodedata.normalize("NFC", compose(placed, []))
    if not is_well_formed(hindi) or _left_over(text, hindi):
        raise KrutiDevIsNotReadable
    return hindi


def _with_short_i(found: re.Match[str]) -> str:
    sign, reph, cluster = found.groups()
    return f"{cluster}{'ि' if sign == _SHORT_I else 'िं'}{reph}"


def _left_over(text: str, hindi: str) -> bool:
    """Whether the text holds a sign of no meaning, or a moved one that found no letter."""
    return bool(_KEPT.sub("", _GLYPH.sub("", text))) or any(
        sign in hindi for sign in (_REPH, _SHORT_I, _SHORT_I_NASAL)
    )
