"""Tells text of the old Hindi font Kruti Dev from names written in Roman letters.

Both are Latin letters to a machine: ``jke`` is राम, ``Ramesh`` is a name. What follows what is very
different in the two.
"""

from __future__ import annotations

import re

SIGNS = "^$#abcdefghijklmnopqrstuvwxyz"
"""Beginning and end of a word, any sign that is no letter, and the letters."""

# How much likelier a pair of signs is in Kruti Dev than in Roman: one row a first sign, one letter
# a second; O is nothing, each letter after it half a nat more. Trained by bench/kruti_dev_table.py
# on 13,000 Hindi names and words and 25,000 Roman ones (Dakshina lexicon, CC BY-SA 4.0; names of
# the Election Commission's affidavits; names of voters and villages).
_TABLE = """
    OO[ILPPTSOOROLRMNSMUMCOQQE[RK
    OOOOOOOOOOOOOOOOOOOOOOOOOOOOO
    O[[[VZ[[[Z[[[[[[[[X[[[[[Z[[[[
    OM[CILKHPHHIHCJKILLIICJHLCVCM
    ON[JHPPLYNHHOSPUOKOYKPQNVPWQZ
    OQ[OPPULWXKL[SQVUFSYOVPSUZZTW
    OO[JORNLWNKHXWUQNLL[NSNNQPVRZ
    ON[PLNNKTQQOQSMKLNNYLNLTKPQOR
    OO[DUYYSR[VPZ[UWWTY[TLTTYO[[M
    ON[HNSPNXJNJVZPOOLO[NTPNQOVOM
    OQ[EMOQLUPFJTTOMMLMTMGMMODXOU
    OI[NGDLMRLOSPOIKILKWKMGQLQPKM
    OT[KNZSO[TRMPYTMPPQYSWUOQIYPV
    OT[MWWVR[XNO[UUTTQS[QURRVT[W[
    OO[LLQQNUQSKSTMNPOJ[VRMPRQYQV
    OM[GKMMKVNRLQROLOJJZMPNJORXOT
    OK[FJJHJSISINQRKKLGWOPFNFPUOQ
    OO[RIHMQRLPNRSLKGJLUMQMPNKPQS
    OM[JMKSMZRNJTULQOHN[JRGKPYORW
    OW[TS[[X[Y[V[YWZ[[YZWXWS[V[[X
    OM[FINNLQLQIPSPIJKHWNOILJLWMS
    OQ[ORQUOXVFMXKSRRPOUPFNOSE[U[
    OM[GLOTLSSMHVSOMMKG[KQJPMP[OV
    OR[NIMMRRNTPORLJMTKWKPLSNOYRP
    OQ[KLTRM[QWKUXSONQPZNSQVRUYQZ
    OS[HTUSM[RKMXLRTPPTWQKRZZOVUX
    OU[[VWWVTY[P[[YRYVQ[V[SXWYVVY
    OQ[IOSRNXTZPUWTQPMO[SUPPRSZTT
    OT[JOWTQVVOMWR[PVSWVUOSTZNYVL
"""
_WEIGHTS = {
    first + then: ord(weight) - ord("O")
    for first, row in zip(SIGNS, _TABLE.split(), strict=True)
    for then, weight in zip(SIGNS, row, strict=True)
}
_LETTER_SIGN = re.compile(r"""[./'"‘’“”](?=k)|[;\[\]{}`~^\\|=+<>_#$¡-ÿŒŠƒˆ–—†‡•…‰‹™‚„]|,(?=s)""")
_NEITHER = re.compile("[^#a-z]+")
_HALF_INSIDE = re.compile("[a-z][A-Z]")
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_CASE_WEIGHT = 8
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_LATIN = re.compile("[A-Za-z].*[^ ]|[;#].*[a-z]")


def pairs_of(text: str) -> list[str]:
    """The pairs of signs of each word, with its beginning and end."""
    words = _NEITHER.sub(" ", _LETTER_SIGN.sub("#", text).lower()).split()
    return [pair for word in words for pair in _pairs(f"^{word}$")]


def leaning(text: str) -> int:
    """How much a text looks like Kruti Dev: above 0 more than like Roman, in halves of a nat.

    0 for a text with Devanagari letters, or with less than two signs.
    """
    if _DEVANAGARI.search(text) or not _LATIN.search(text):
        return 0
    inside, capitals = len(_HALF_INSIDE.findall(text)), len(_CAPITALS.findall(text))
    return (inside - capitals) * _CASE_WEIGHT + sum(_WEIGHTS[pair] for pair in pairs_of(text))


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(len(word) - 1)]
