"""Short messages: offered with a deed, sent once by the worker, never doubled by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

import pytest

from portal.actions import messages
from portal.actions.messages import MessageLine
from portal.domain.messages import (
    MessageIsEmpty,
    MessageSending,
    MobileIsWrong,
    SendingEnd,
    TooManyMessages,
    checked_mobile,
)
from portal.domain.refusals import Refusal
from portal.domain.text import AadhaarIsNotStored
from portal.gateways.ports import Messages
from portal.storage import engine
from portal.storage import messages as stored
from portal.storage.engine import write_transaction
from portal.storage.messages import StoredMessage
from tests.sandboxes.running_csc import RunningCsc
from tests.world import World

MOBILE = "9876543210"


@dataclass
class Box:
    """The box of messages and whoever empties it."""

    world: World
    sender: Messages

    def offers(
        self, mobile: str = MOBILE, body: str = "₹ 500 मिले", about: str = "receipt A"
    ) -> bool:
        return write_transaction(lambda: messages.offer(
            self.world.doer(), self.world.society_id, "receipt", about, mobile, body
        ))  # fmt: skip

    def sends(self) -> int:
        return messages.send_waiting(MessageLine(self.sender, self.world.clock.now_ms))

    def last(self) -> StoredMessage:
        return stored.about(self.world.society_id, "receipt A")[0]


class Ends:
    """Ends as told, one after the other; the last for ever."""

    def __init__(self, *ends: MessageSending) -> None:
        self.ends = [*ends]
        self.asked: list[tuple[str, str, str]] = []

    def send(self, mobile: str, text: str, about: str) -> MessageSending:
        self.asked.append((mobile, text, about))
        return self.ends.pop(0) if len(self.ends) > 1 else self.ends[0]


NO_LINE = MessageSending(SendingEnd.NO_LINE)


def box(world: World, *ends: MessageSending) -> Box:
    return Box(world, Ends(*ends or (MessageSending(SendingEnd.SENT, "77"),)))


def test_a_message_is_sent_once(world: World, csc: RunningCsc) -> None:
    found = Box(world, csc.sms)
    assert found.offers("+91 98765 43210")
    assert (found.sends(), found.sends()) == (1, 0)
    (one,) = csc.messages()
    assert (one["to"], one["text"]) == ("919876543210", "₹ 500 मिले")
    last = found.last()
    assert (last.state, last.next_at, last.tries) == ("sent", None, 1)
    assert one["reference"] == f"receipt {last.id}"
    assert stored.message(last.id) == last


def test_a_message_of_a_deed_that_failed_is_never_sent(world: World) -> None:
    found = box(world)

    def deed() -> None:
        found.offers()
        raise MobileIsWrong

    with pytest.raises(MobileIsWrong):
        write_transaction(deed)
    assert found.sends() == 0


def test_a_message_needs_a_transaction(world: World) -> None:
    with pytest.raises(AssertionError):
        messages.offer(world.doer(), world.society_id, "receipt", "a", MOBILE, "नमस्ते")


def test_the_same_message_does_not_wait_twice(world: World) -> None:
    found = box(world)
    assert [found.offers(), found.offers(), found.offers(body="दूसरा")] == [True, False, True]
    assert found.sends() == 2
    assert found.offers()  # once sent, somebody may want it again


def test_what_may_have_been_sent_is_not_sent_again(world: World) -> None:
    found = box(world, MessageSending(SendingEnd.UNSURE))
    found.offers()
    found.sends()
    world.clock.move(days=1)
    assert found.sends() == 0
    assert found.last().state == "unsure"
    assert len(found.sender.asked) == 1  # type: ignore[attr-defined]


def test_a_refusal_keeps_its_words(world: World) -> None:
    found = box(world, MessageSending(SendingEnd.REFUSED, said="number is not reachable"))
    found.offers()
    found.sends()
    assert (found.last().state, found.last().said) == ("refused", "number is not reachable")


def test_without_a_line_it_is_tried_five_times(world: World) -> None:
    found = box(world, NO_LINE)
    found.offers()
    tried = []
    for _minute in range(60):
        found.sends()
        tried.append(found.last().tries)
        world.clock.move(minutes=1)
    last = found.last()
    assert (last.state, last.said, last.tries) == ("refused", "no line", 5)
    assert sorted(set(tried)) == [1, 2, 3, 4, 5]


def test_a_line_that_comes_back_sends(world: World) -> None:
    found = box(world, NO_LINE, NO_LINE, MessageSending(SendingEnd.SENT))
    found.offers()
    for _minute in range(5):
        found.sends()
        world.clock.move(minutes=1)
    assert found.last().state == "sent"


def test_whoever_died_while_sending_leaves_it_unsure(world: World) -> None:
    found = box(world)
    found.offers()

    class Killed:
        """Dies while sending."""

        def send(self, *_what: str) -> MessageSending:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Box(world, Killed()).sends()
    assert (found.sends(), found.last().state) == (0, "sending")
    world.clock.move(minutes=3)
    assert (found.sends(), found.last().state) == (0, "unsure")


def test_one_fault_keeps_no_other_message_up(world: World) -> None:
    found = box(world)
    found.offers()
    found.offers("9123456780")

    class Faulty:
        """Fails for one number."""

        def send(self, mobile: str, *_what: str) -> MessageSending:
            if mobile == MOBILE:
                raise RuntimeError("a fault of ours")
            return MessageSending(SendingEnd.SENT)

    assert Box(world, Faulty()).sends() == 1


def test_at_most_twenty_a_day_go_to_one_number(world: World) -> None:
    found = box(world)
    for number in range(20):
        found.offers(body=f"संदेश {number}")
    with pytest.raises(TooManyMessages):
        found.offers(body="एक और")
    assert found.offers("9123456780")
    world.clock.move(days=1, minutes=1)
    assert found.offers(body="कल का")


@pytest.mark.parametrize("text", ["", "12345", "1234567890", "98765432101", "मोबाइल"])
def test_what_is_no_mobile_number_is_refused(world: World, text: str) -> None:
    with pytest.raises(MobileIsWrong):
        box(world).offers(text)


@pytest.mark.parametrize("text", ["9876543210", "+91-98765-43210", "09876543210", "९८७६५४३२१०"])
def test_a_mobile_number_is_read_as_people_write_it(text: str) -> None:
    assert checked_mobile(text) == "9876543210"


@pytest.mark.parametrize(
    ("body", "fault"),
    [("  ", MessageIsEmpty), ("अ" * 601, MessageIsEmpty), ("9999 4105 7058", AadhaarIsNotStored)],
)
def test_what_can_not_be_said_is_refused(world: World, body: str, fault: type[Refusal]) -> None:
    with pytest.raises(fault):
        box(world).offers(body=body)
    assert engine.value("SELECT COUNT(*) FROM message") == 0


def test_of_two_workers_one_sends(world: World) -> None:
    found = box(world)
    found.offers()
    seen = found.last()
    line = MessageLine(found.sender, world.clock.now_ms)
    assert (messages._send(seen, line), messages._send(seen, line)) == (True, False)


def test_a_slow_line_leaves_the_rest_for_the_next_pass(world: World) -> None:
    found = box(world)
    found.offers()
    found.offers("9123456780")
    ticks = count(world.clock.now_ms(), 3_000)
    assert messages.send_waiting(MessageLine(found.sender, lambda: next(ticks))) == 1
    assert found.sends() == 1
