"""Who was asked for their Aadhaar today at a demo society, and what they and a check said."""

from __future__ import annotations

from random import Random

from portal.actions.aadhaar_checks import Asked, check
from portal.actions.aadhaar_consents import NewConsent, record_consent
from portal.demo.desk import Desk
from portal.demo.hours import MINUTE, instant
from portal.domain.aadhaar_checks import CheckAnswer, CheckRequest, CheckResult, read_id_number
from portal.domain.text import with_check_digit
from portal.storage.aadhaar_consents import consent_book

#: Service, answer, whether it was read aloud, and how the checks under it ended.
_ASKED: tuple[tuple[str, bool, bool, tuple[CheckResult, ...]], ...] = (
    ("aadhaar-003", True, True, (CheckResult.NO_ANSWER, CheckResult.MATCH)),
    ("ration-003", True, True, (CheckResult.NO_MATCH,)),
    ("aadhaar-008", False, True, ()),
    ("aadhaar-001", True, False, ()),
)
_EVERY = 9 * MINUTE
_MADE_UP = "9999"  # no number of a person begins so


class _MadeUpProvider:
    """Says what the story wants."""

    def __init__(self, result: CheckResult) -> None:
        self._answer = CheckAnswer(result)

    def verify(self, request: CheckRequest) -> CheckAnswer:
        """Answer without asking anybody."""
        return self._answer


def ask_consents(desk: Desk, source: Random, today_on: str, now: int) -> None:
    """Ask a few villagers up to now; two of them have number and name checked."""
    operator, society_id = desk.people["operator"], desk.society.id
    words = consent_book().words_on(today_on, "hi")
    first_at = max(now - len(_ASKED) * _EVERY, instant(today_on, 0))
    for place, (service_id, is_given, was_spoken, ends) in enumerate(_ASKED):
        who = desk.counter.cast.villager(source)
        at = min(first_at + place * _EVERY, now)
        new = NewConsent(service_id, who.name_hi, is_given, was_spoken, "hi", words.from_on)
        done = record_consent(desk.doer(operator, at), desk.slip(operator), society_id, new)
        number = with_check_digit(f"{_MADE_UP}{source.randrange(10**7):07d}")
        for end in ends:
            consent_id = int(done.location.rsplit("/", 1)[1])
            _check(desk, consent_id, Asked(read_id_number(number)), end, at)


def _check(desk: Desk, consent_id: int, asked: Asked, end: CheckResult, at: int) -> None:
    operator = desk.people["operator"]
    check(
        desk.doer(operator, at), desk.slip(operator), desk.society.id, consent_id, asked,
        _MadeUpProvider(end), lambda: at,
    )  # fmt: skip
