"""Short messages: what is sent, refused, or may have been sent."""

from __future__ import annotations

import pytest

from portal.domain.messages import SendingEnd
from portal.gateways.sms import Sms, SmsProvider
from tests.sandboxes.running_csc import MINE, RunningCsc, nobody_at


def test_a_message_arrives_with_its_template_and_our_reference(csc: RunningCsc) -> None:
    sent = csc.sms.send("9876543210", "₹ 500 मिले। रसीद K7AB", "receipt 5")
    assert sent.end is SendingEnd.SENT
    assert sent.their_ref.isdigit()
    (one,) = csc.messages()
    assert (one["to"], one["text"]) == ("919876543210", "₹ 500 मिले। रसीद K7AB")
    assert (one["template_id"], one["reference"]) == (MINE.sms.template_id, "receipt 5")


@pytest.mark.parametrize(
    ("end", "found", "arrived"),
    [
        ("901", SendingEnd.REFUSED, 0),
        ("902", SendingEnd.UNSURE, 1),
        ("903", SendingEnd.UNSURE, 1),
        ("904", SendingEnd.NO_LINE, 0),
        ("905", SendingEnd.UNSURE, 1),
        ("906", SendingEnd.UNSURE, 0),
    ],
)
def test_how_sending_may_end(csc: RunningCsc, end: str, found: SendingEnd, arrived: int) -> None:
    assert csc.sms.send(f"9876543{end}", "नमस्ते", "test").end is found
    assert len(csc.messages()) == arrived


def test_without_a_line_nothing_left_us(csc: RunningCsc) -> None:
    csc.stop()
    with nobody_at(csc.address):
        assert csc.sms.send("9876543210", "नमस्ते", "test").end is SendingEnd.NO_LINE
    csc.start()


def test_a_wrong_key_is_a_refusal(csc: RunningCsc) -> None:
    wrong = Sms(SmsProvider(f"{csc.address}/sms/send", "wrong", "ROKADX", "1", 1_000, 400))
    found = wrong.send("9876543210", "नमस्ते", "test")
    assert (found.end, found.said) == (SendingEnd.REFUSED, "key is not known")
