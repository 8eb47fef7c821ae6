"""How an asking ends, by the last two digits of the number; any others match."""

from __future__ import annotations

from portal.domain.text import with_check_digit

MATCH = "match"

ENDS = {
    "01": ("no_match", "number and name don't belong together"),
    "02": ("late", "a match that comes late, but in time"),
    "03": ("silence", "no answer at all"),
    "04": ("garbage", "the answer is no JSON"),
    "05": ("busy", "429, too many at once"),
    "06": ("reset", "connection reset"),
    "07": ("refused", "the provider refuses: the number is locked by its holder"),
    "08": ("stranger", "a match under another reference"),
    "09": ("echo", "a refusal that repeats the number in its reason"),
    "10": ("broken", "500"),
    "11": ("strange", "a result that nobody knows"),
}

_MADE_UP = "9999"  # no number of a person begins so


def end_of(number: str) -> str:
    """How an asking about this number ends."""
    return ENDS.get(number[-2:], (MATCH, ""))[0]


def example(end: str, length: int = 12) -> str:
    """A made-up number with its check digit and these last two digits, to try an end with."""
    for one in range(1_000):
        found = with_check_digit(f"{_MADE_UP}{one:0{length - 6}d}{end[0]}")
        if found.endswith(end):
            return found
    raise LookupError(end)
