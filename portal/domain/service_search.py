"""Finding a service by the words people use for it, right or wrongly spelt, in either script."""

from __future__ import annotations

from collections.abc import Iterable

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


class ServiceIndex:
    """The words of each service, as written and as they sound."""

    def __init__(self, services: Iterable[tuple[str, str, str, str]]) -> None:
        """Take (id, names, everyday words, words of the category) of each service."""
        self._as_written: dict[str, dict[str, set[str]]] = {}
        self._as_heard: dict[str, dict[str, set[str]]] = {}
        for service_id, *texts in services:
            for what, text in zip(("name", "alias", "category"), texts, strict=True):
                for word in search_key(text).split():
                    _add(self._as_written, word, service_id, what)
                for word in name_keys.words(text):
                    _add(self._as_heard, name_keys.fine(word), service_id, what)

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


def _add(index: dict[str, dict[str, set[str]]], word: str, service_id: str, what: str) -> None:
    index.setdefault(word, {}).setdefault(service_id, set()).add(what)


def _without_small(words: list[str]) -> list[str]:
    return [word for word in words if word not in SMALL_WORDS] or words


def _score(places: set[str], is_whole: bool) -> int:
    own = min(
        (_NAME if is_whole else _NAME_BEGINS) if "name" in places else _CATEGORY,
        (_ALIAS if is_whole else _ALIAS_BEGINS) if "alias" in places else _CATEGORY,
    )
    return own + (_OF_ITS_CATEGORY if "category" in places and is_whole else 0)


def _matches(index: dict[str, dict[str, set[str]]], want: str) -> dict[str, int]:
    """Score the services that have a word beginning like this one."""
    found: dict[str, int] = {}
    for word, services in index.items():
        if word.startswith(want):
            _take(found, services, want == word, 0)
    return found


def _alike(index: dict[str, dict[str, set[str]]], want: str) -> dict[str, int]:
    """Score the services that have a word which sounds like this one."""
    found: dict[str, int] = {}
    slips = (len(want) >= _ONE_SLIP) + (len(want) >= _TWO_SLIPS)
    for word, services in index.items():
        if word == want or (len(want) >= _SHORTEST_BEGINNING and word.startswith(want)):
            _take(found, services, word == want, 0)
            continue
        far = OSA.distance(want, word, score_cutoff=slips)
        if far <= slips:
            _take(found, services, is_whole=False, more=2 * far)
    return found


def _take(found: dict[str, int], services: dict[str, set[str]], is_whole: bool, more: int) -> None:
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
