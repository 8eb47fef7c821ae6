"""Finding a service by the words people use for it, right or wrongly spelt, in either script."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.domain import name_keys
from portal.domain.text import search_key

#: Words of a sentence that name no service; they are left out where others remain.
_SMALL = (
    "का की के को में से पर और व है हैं हो कर करना कराना करवाना करें लेना देना चाहिए लिए मेरा मेरी "
    "मुझे कैसे बनाना बनवाना भरना भरवाना देखना ka ki ke ko me mein men main se par aur hai karna "
    "karana karwana lena dena chahiye liye mera meri mujhe kaise banana banwana bharna dekhna "
    "bharwana the of for a to"
)
SMALL_WORDS = frozenset(search_key(_SMALL).split())

_NAME, _NAME_BEGINS, _ALIAS, _ALIAS_BEGINS, _CATEGORY = 0, 1, 1, 2, 2
_OF_ITS_CATEGORY = -1  # a word that names the whole category lifts its services
_LEFT_OUT = 10  # a word that a guess doesn't have
_SHORTEST_BEGINNING = 2
_MOST_WORDS, _LONGEST_WORD = 8, 40  # whatever is typed, a search stays as short as it is
_ONE_SLIP, _TWO_SLIPS = 4, 8  # letters of a rough spelling from which on slips are forgiven

_IN_NAME, _IN_ALIAS, _IN_CATEGORY = 1, 2, 4  # where a service has a word

Found = Mapping[str, int]
"""Services by id, each with a sum of the places where it has a word."""


class _Words:
    """Words of services, and words of categories, which are all their services' words."""

    def __init__(self) -> None:
        self._own: dict[str, dict[str, int]] = {}
        self._shared: dict[str, list[set[str]]] = {}
        self._sorted: list[str] = []

    def add(self, word: str, service_id: str, place: int) -> None:
        found = self._own.setdefault(word, {})
        found[service_id] = found.get(service_id, 0) | place

    def share(self, word: str, members: set[str]) -> None:
        self._shared.setdefault(word, []).append(members)

    def sort(self) -> None:
        self._sorted = sorted(self._own.keys() | self._shared.keys())

    def services(self, word: str) -> Found:
        own, shared = self._own.get(word, {}), self._shared.get(word)
        if not shared:
            return own
        members = set().union(*shared)
        return {one: own.get(one, 0) | (_IN_CATEGORY if one in members else 0)
                for one in members | own.keys()}  # fmt: skip

    def beginning(self, want: str) -> Iterator[str]:
        """Go through the words that begin like this one."""
        for at in range(bisect_left(self._sorted, want), len(self._sorted)):
            if not self._sorted[at].startswith(want):
                return
            yield self._sorted[at]

    def near(self, want: str, slips: int) -> Iterator[tuple[str, int]]:
        """Go through the words at most so many slips of the pen away, each with how many."""
        for word, far, _at in process.extract_iter(
            want, self._sorted, scorer=OSA.distance, score_cutoff=slips
        ):
            yield word, int(far)


class _Texts:
    """The words of texts, each read once: many services share their everyday words."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[list[str], list[str]]] = {}

    def read(self, text: str) -> tuple[list[str], list[str]]:
        """Return a text's words as written and as they sound."""
        found = self._known.get(text)
        if found is None:
            heard = [name_keys.fine(word) for word in name_keys.words(text)]
            found = self._known[text] = (search_key(text).split(), heard)
        return found


class ServiceIndex:
    """The words of each service, as written and as they sound."""

    def __init__(self, services: Iterable[tuple[str, str, str, str]]) -> None:
        """Take (id, names, everyday words, words of the category) of each service."""
        self._as_written, self._as_heard = _Words(), _Words()
        categories: dict[str, set[str]] = {}
        texts = _Texts()
        for service_id, names, aliases, category in services:
            categories.setdefault(category, set()).add(service_id)
            for place, text in ((_IN_NAME, names), (_IN_ALIAS, aliases)):
                written, heard = texts.read(text)
                for word in written:
                    self._as_written.add(word, service_id, place)
                for word in heard:
                    self._as_heard.add(word, service_id, place)
        for text, members in categories.items():
            written, heard = texts.read(text)
            for word in written:
                self._as_written.share(word, members)
            for word in heard:
                self._as_heard.share(word, members)
        self._as_written.sort()
        self._as_heard.sort()

    def scores(self, words: str) -> tuple[dict[str, int], bool]:
        """Return the services that match, by how far they are from the words (less is better).

        The second value says that they are a guess: no service has all the words as written.
        Of more than eight words the first eight count.
        """
        typed = search_key(words[: _MOST_WORDS * _LONGEST_WORD]).split()[:_MOST_WORDS]
        wanted = _without_small([word[:_LONGEST_WORD] for word in typed])
        if not wanted:
            return {}, False
        found = _all_of([_matches(self._as_written, word) for word in wanted])
        if found:
            return found, False
        heard = [name_keys.fine(word) for word in name_keys.words(" ".join(wanted))]
        each = [_alike(self._as_heard, word) for word in heard]
        return _all_of(each) or _most_of(each), True


def _without_small(words: list[str]) -> list[str]:
    return [word for word in words if word not in SMALL_WORDS] or words


def _score(places: int, is_whole: bool) -> int:
    own = min(
        (_NAME if is_whole else _NAME_BEGINS) if places & _IN_NAME else _CATEGORY,
        (_ALIAS if is_whole else _ALIAS_BEGINS) if places & _IN_ALIAS else _CATEGORY,
    )
    return own + (_OF_ITS_CATEGORY if places & _IN_CATEGORY and is_whole else 0)


def _matches(index: _Words, want: str) -> dict[str, int]:
    """Score the services that have a word beginning like this one."""
    found: dict[str, int] = {}
    for word in index.beginning(want):
        _take(found, index.services(word), want == word, 0)
    return found


def _alike(index: _Words, want: str) -> dict[str, int]:
    """Score the services that have a word which sounds like this one."""
    found: dict[str, int] = {}
    slips = (len(want) >= _ONE_SLIP) + (len(want) >= _TWO_SLIPS)
    if len(want) >= _SHORTEST_BEGINNING:
        for word in index.beginning(want):
            _take(found, index.services(word), word == want, 0)
    for word, far in index.near(want, slips):
        if word == want or len(want) < _SHORTEST_BEGINNING or not word.startswith(want):
            _take(found, index.services(word), word == want, 2 * far)
    return found


def _take(found: dict[str, int], services: Found, is_whole: bool, more: int) -> None:
    for service_id, places in services.items():
        score = _score(places, is_whole) + more
        found[service_id] = min(score, found.get(service_id, score))


def _all_of(each: list[dict[str, int]]) -> dict[str, int]:
    if not each:
        return {}
    shared = set(each[0]).intersection(*each[1:])
    return {one: sum(scores[one] for scores in each) for one in shared}


def _most_of(each: list[dict[str, int]]) -> dict[str, int]:
    """Score those that have at least one of the words, by how many they lack."""
    anyone = {one for scores in each for one in scores}
    return {one: sum(scores.get(one, _LEFT_OUT) for scores in each) for one in anyone}
