"""What an operator types: kinds of queries by name, whole and damaged, and who is meant by them.

Roman spellings are those somebody wrote (see ``lookup_world``). Respellings follow habits of
spelling, typing errors are chance on a keyboard; neither knows the search's rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bench.lookup_world import Register, Villager, words_of

QUERIES_EACH = 300
FULL = ("first", "last")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
#: Habits of Roman spelling: either side is written for the other.
_ROMAN_HABITS = (
    ("aa", "a"), ("ee", "i"), ("oo", "u"), ("sh", "s"), ("v", "w"), ("ph", "f"), ("z", "j"),
    ("ksh", "x"), ("k", "q"), ("y", "i"), ("ay", "e"), ("ai", "e"), ("au", "o"), ("ou", "au"),
    ("th", "t"), ("dh", "d"), ("bh", "b"), ("chh", "ch"), ("gy", "jn"), ("ri", "ru"), ("b", "v"),
    ("ll", "l"), ("tt", "t"), ("mm", "m"), ("nn", "n"), ("c", "k"),
)  # fmt: skip
_HINDI_HABITS = (
    ("ि", "ी"), ("ु", "ू"), ("श", "स"), ("ष", "श"), ("व", "ब"), ("ण", "न"), ("ँ", "ं"), ("न्", "ं"),
    ("म्", "ं"), ("ज़", "ज"), ("ड़", "ड"), ("ढ़", "ढ"), ("फ़", "फ"), ("ये", "ए"), ("यी", "ई"), ("ृ", "्रि"),
    ("ज्ञ", "ग्य"), ("क्ष", "छ"), ("ऋ", "रि"), ("इ", "ई"), ("उ", "ऊ"), ("े", "ै"), ("ो", "ौ"),
    ("य", "ज"),
)  # fmt: skip
_ROMAN_TITLES = (
    "shri {} ji", "smt {}", "shree {}", "mr {}", "late {}", "{} ji", "dr. {}", "mrs {}",
)  # fmt: skip
_HINDI_TITLES = ("श्री {} जी", "श्रीमती {}", "श्री {}", "स्व० {}", "{} जी", "डॉ. {}", "कु. {}")


@dataclass(frozen=True)
class Query:
    """One query: its kind, what is typed, and the ids of all members who are right at rank 1.

    ``parts`` of the name (first, last, father, village) say who is right, ``words`` what they are.
    """

    kind: str
    text: str
    right: frozenset[int]
    parts: tuple[str, ...]
    words: tuple[str, ...]


Typed = Callable[[Villager, Random], "str | None"]


def respelt(word: str, source: Random) -> str:
    """Write a Roman word by another habit of spelling; a word that knows none gets an h or an a."""
    found = _by_habit(word, _ROMAN_HABITS, source)
    return found or (word[:-1] if word.endswith(("a", "h")) and len(word) > 3 else word + "a")


def respelt_hindi(word: str, source: Random) -> str:
    """Write a Hindi word by another habit; one that knows none loses a sign, or gets a long ा."""
    found = _by_habit(word, _HINDI_HABITS, source)
    if found:
        return found
    return word.replace("्", "", 1) if "्" in word else word + "ा"


def _by_habit(word: str, habits: tuple[tuple[str, str], ...], source: Random) -> str:
    found = []
    for one, other in habits:
        for old, new in ((one, other), (other, one)):
            for at in (hit.start() for hit in re.finditer(re.escape(old), word)):
                changed = word[:at] + new + word[at + len(old) :]
                if not (len(new) > len(old) and word.startswith(new, at)):
                    found.append(changed)
    return source.choice(sorted(set(found) - {word})) if found else ""


def mistyped(word: str, source: Random) -> str:
    """Make one typing error: a neighbouring key, a letter lost, doubled, added or swapped."""
    at = source.randrange(len(word))
    kind = source.choice(("neighbour", "lost", "added", "swapped"))
    if kind == "neighbour":
        return word[:at] + _neighbour(word[at], source) + word[at + 1 :]
    if kind == "lost" and len(word) > 3:
        return word[:at] + word[at + 1 :]
    if kind == "swapped" and len(word) > 1:
        at = min(at, len(word) - 2)
        if word[at] != word[at + 1]:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[: at + 1] + source.choice((word[at], _neighbour(word[at], source))) + word[at + 1 :]


def _neighbour(letter: str, source: Random) -> str:
    row = next((number for number, keys in enumerate(_KEYS) if letter in keys), 0)
    at = max(_KEYS[row].find(letter), 0)
    near = [
        keys[place]
        for number, keys in enumerate(_KEYS) for place in (at - 1, at, at + 1)
        if abs(number - row) <= 1 and 0 <= place < len(keys) and keys[place] != letter
    ]  # fmt: skip
    return source.choice(near)


def unvowelled(words: str, source: Random) -> str:
    """Drop half of the vowels within words, never a first letter."""
    places = [at for at in range(1, len(words)) if words[at] in "aeiou" and words[at - 1] != " "]
    gone = set(source.sample(places, (len(places) + 1) // 2))
    return "".join(letter for at, letter in enumerate(words) if at not in gone)


def _full(one: Villager, source: Random) -> str:
    return f"{one.first.roman(source)} {one.last.roman(source)}"


def _twice(one: Villager, source: Random) -> str:
    return f"{respelt(one.first.roman(source), source)} {respelt(one.last.roman(source), source)}"


def _typo(one: Villager, source: Random) -> str:
    return f"{mistyped(one.first.roman(source), source)} {one.last.roman(source)}"


def _joined(one: Villager, source: Random) -> str | None:
    return None if one.middle else one.first.roman(source) + one.last.roman(source)


def _hindi_once(one: Villager, source: Random) -> str:
    return f"{respelt_hindi(one.first.hindi, source)} {one.last.hindi}"


def _hindi_both(one: Villager, source: Random) -> str:
    return f"{respelt_hindi(one.first.hindi, source)} {respelt_hindi(one.last.hindi, source)}"


def _hindi_name(one: Villager) -> str:
    return f"{one.first.hindi} {one.last.hindi}"


def _mixed(one: Villager, source: Random) -> str:
    if source.random() < 0.5:
        return f"{one.first.hindi} {one.last.roman(source)}"
    return f"{one.first.roman(source)} {one.last.hindi}"


#: Each kind: who is meant (in which parts a member must agree), and what is typed.
ROMAN: dict[str, tuple[tuple[str, ...], Typed]] = {
    "first + last": (FULL, _full),
    "first only": (("first",), lambda one, source: one.first.roman(source)),
    "respelt twice": (FULL, _twice),
    "1 typo in first": (FULL, _typo),
    "half the vowels dropped": (FULL, lambda one, source: unvowelled(_full(one, source), source)),
    "prefix 4 + 3": (
        FULL, lambda one, source: f"{one.first.roman(source)[:4]} {one.last.roman(source)[:3]}"),
    "prefix 4": (("first",), lambda one, source: one.first.roman(source)[:4]),
    "last first": (
        FULL, lambda one, source: f"{one.last.roman(source)} {one.first.roman(source)}"),
    "name + father": (
        (*FULL, "father"), lambda one, source: f"{_full(one, source)} {one.father.roman(source)}"),
    "first + father": (
        ("first", "father"),
        lambda one, source: f"{one.first.roman(source)} {one.father.roman(source)}"),
    "name + village": (
        (*FULL, "village"),
        lambda one, source: f"{_full(one, source)} {one.village.roman(source)}"),
    "joined": (FULL, _joined),
    "titled": (
        FULL, lambda one, source: source.choice(_ROMAN_TITLES).format(_full(one, source))),
}  # fmt: skip
HINDI: dict[str, tuple[tuple[str, ...], Typed]] = {
    "Hindi exact": (FULL, lambda one, source: _hindi_name(one)),
    "Hindi first only": (("first",), lambda one, source: one.first.hindi),
    "Hindi respelt once": (FULL, _hindi_once),
    "Hindi respelt in both": (FULL, _hindi_both),
    "Hindi prefix": (FULL, lambda one, source: f"{one.first.hindi[:3]} {one.last.hindi[:2]}"),
    "Hindi titled": (
        FULL, lambda one, source: source.choice(_HINDI_TITLES).format(_hindi_name(one))),
}  # fmt: skip
MIXED: dict[str, tuple[tuple[str, ...], Typed]] = {"mixed scripts": (FULL, _mixed)}
#: The types whose mean is "the Roman mean" (with "joined") and "the Hindi mean".
KINDS = {**ROMAN, **HINDI, **MIXED}


def queries(of: Register, seed: int, each: int = QUERIES_EACH) -> list[Query]:
    """Type queries of all kinds for members drawn by chance; the same seed types the same."""
    return [one for kind in KINDS for one in queries_of(kind, of, seed, each)]


def queries_of(kind: str, of: Register, seed: int, each: int = QUERIES_EACH) -> list[Query]:
    """Type queries of one kind."""
    source = Random(f"queries/{kind}/{seed}")
    parts, typed = KINDS[kind]
    found: list[Query] = []
    while len(found) < each:
        one = source.choice(of.asked_about or of.villagers)
        text = typed(one, source)
        if text is not None:
            meant = of.meant(one, parts)
            found.append(Query(kind, text, meant, parts, words_of(one, parts)))
    return found
