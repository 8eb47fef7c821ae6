"""A check below the web: one row, one asking, one end, also when two ask in the same moment."""

from __future__ import annotations

import threading

import pytest

from portal.actions.aadhaar_checks import Asked, check, check_of, usable
from portal.actions.aadhaar_consents import NewConsent, record_consent
from portal.domain.aadhaar_checks import (
    CheckAnswer,
    CheckIsGoingOn,
    CheckIsUnknown,
    CheckRequest,
    CheckResult,
    read_id_number,
)
from portal.domain.aadhaar_consents import ConsentIsUnknown
from portal.domain.people import SocietyIsUnknown
from portal.domain.refusals import Refusal
from portal.storage import aadhaar_consents as stored
from portal.storage import engine
from tests.sandboxes.running_aadhaar import MATCHING
from tests.world import World

WORDS_FROM = "2026-11-01"


class Slow:
    """Answers when it is let."""

    def __init__(self) -> None:
        self.asked: list[CheckRequest] = []
        self.is_let = threading.Event()

    def verify(self, request: CheckRequest) -> CheckAnswer:
        self.asked.append(request)
        assert self.is_let.wait(20)
        return CheckAnswer(CheckResult.MATCH)


@pytest.fixture
def agreed(open_world: World) -> World:
    new = NewConsent("aadhaar-003", "कमला बाई", True, True, "hi", WORDS_FROM)
    done = record_consent(open_world.doer(), open_world.slip(), open_world.society_id, new)
    assert done.location == "/consents/1"
    return open_world


def asked() -> Asked:
    return Asked(read_id_number(MATCHING), 1958)


def test_two_who_ask_in_the_same_moment_ask_once(agreed: World) -> None:
    line, refused = Slow(), []
    society_id = agreed.society_id
    begun = [(agreed.doer(), agreed.slip()) for _ in range(4)]

    def ask(place: int) -> None:
        doer, slip = begun[place]
        try:
            check(doer, slip, society_id, 1, asked(), line, agreed.clock.now_ms)
        except Refusal as refusal:
            refused.append(type(refusal))
            if len(refused) == 3:
                line.is_let.set()
        finally:
            engine.disconnect()

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert refused == [CheckIsGoingOn] * 3
    (request,) = line.asked
    (row,) = stored.checks_of(society_id, [1])[1]
    assert (row.reference, row.result) == (request.reference, CheckResult.MATCH)
    assert row.ended_at == agreed.clock.now_ms()


def test_what_is_not_there_is_said(agreed: World) -> None:
    doer, line = agreed.doer(), Slow()
    with pytest.raises(SocietyIsUnknown):
        check(doer, agreed.slip(), 999, 1, asked(), line, agreed.clock.now_ms)
    with pytest.raises(ConsentIsUnknown):
        check(doer, agreed.slip(), agreed.society_id, 2, asked(), line, agreed.clock.now_ms)
    with pytest.raises(ConsentIsUnknown):
        usable(agreed.society("KHR002").id, 1, doer)
    with pytest.raises(ConsentIsUnknown):
        check_of(agreed.society_id, 2, 1, doer)
    with pytest.raises(CheckIsUnknown):
        check_of(agreed.society_id, 1, 1, doer)
    assert line.asked == []


def test_consents_are_never_changed(agreed: World) -> None:
    for sql in ("UPDATE aadhaar_consent SET is_given = 0", "DELETE FROM aadhaar_consent"):
        with pytest.raises(Exception, match=r"append|aadhaar_consent"):
            engine.write_transaction(lambda sql=sql: engine.run(sql))
    kept = stored.consent(agreed.society_id, 1)
    assert kept is not None
    assert kept.is_given
