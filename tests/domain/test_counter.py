"""What is typed for a society's counter: read, or refused at its field."""

from __future__ import annotations

import pytest

from portal.domain.bill_payments import Agent
from portal.domain.counter import AGENT_FIELDS, FIELDS, Counter, check_counter, read_counter

AGENT = {
    "agent_id": "SB01SB01AGT000000001", "terminal_id": "KHR00101", "agent_mobile": "9000000001",
    "geocode": "29.2183,79.5130", "postal_code": "263139",
}  # fmt: skip


def faults(**typed: str) -> dict[str | None, str]:
    return {one.field: one.name for one in read_counter(typed)[1]}


def read(**typed: str) -> Counter:
    found, wrong = read_counter(typed)
    assert wrong == []
    return found


def test_nothing_at_all_is_fine() -> None:
    assert read() == Counter()
    assert Counter().agent is None


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("csc_id", "५००१ ०००० ००१३", "500100000013"),
        ("csc_id", "5001000000131234", "5001000000131234"),
        ("phone", "+91 90000 00001", "9000000001"),
        ("phone", "07282-244123", "07282244123"),
        ("phone", "91 98765 43210", "9876543210"),
        ("upi_address", " KHR001@ExampleBank ", "khr001@examplebank"),
        ("upi_address", "pacs.bhikangaon-1@sbi", "pacs.bhikangaon-1@sbi"),
    ],
)
def test_what_people_write_is_taken(field: str, typed: str, kept: str) -> None:
    assert getattr(read(**{field: typed}), field) == kept


def test_an_agent_is_read_whole() -> None:
    typed = AGENT | {
        "agent_id": "sb01sb01agt000000001", "geocode": "29.2183, 79.5130",
        "postal_code": "263 139", "agent_mobile": "+91 90000-00001",
    }  # fmt: skip
    assert read(**typed).agent == Agent(*AGENT.values())


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("csc_id", "500", "CscIdIsWrong"),
        ("csc_id", "5001-0000-0013", "CscIdIsWrong"),
        ("csc_id", "सीएससी", "CscIdIsWrong"),
        ("phone", "12345", "PhoneIsWrong"),
        ("phone", "फोन", "PhoneIsWrong"),
        ("upi_address", "khr001", "UpiAddressIsWrong"),
        ("upi_address", "khr001@", "UpiAddressIsWrong"),
        ("upi_address", "khr 001@bank", "UpiAddressIsWrong"),
        ("upi_address", "a@b@c", "UpiAddressIsWrong"),
        ("upi_address", "khr001@bank?am=1", "UpiAddressIsWrong"),
        ("upi_address", "k" * 120 + "@bank", "UpiAddressIsWrong"),
        ("upi_address", "234567890124@bank", "AadhaarIsNotStored"),
        ("upi_name", "2345 6789 0124", "AadhaarIsNotStored"),
        ("upi_name", "प" * 51, "TextIsTooLong"),
        ("agent_id", "SB01", "AgentIdIsWrong"),
        ("agent_id", "SB01SB01AGT00000000-", "AgentIdIsWrong"),
        ("terminal_id", "K1", "TerminalIdIsWrong"),
        ("agent_mobile", "1234567890", "MobileIsWrong"),
        ("agent_mobile", "9000000001 राम", "MobileIsWrong"),
        ("geocode", "29.2183", "GeocodeIsWrong"),
        ("geocode", "29.21,79.51", "GeocodeIsWrong"),
        ("geocode", "79.5130,29.2183", "GeocodeIsWrong"),
        ("geocode", "29.2183,179.5130", "GeocodeIsWrong"),
        ("postal_code", "063139", "PostalCodeIsWrong"),
        ("postal_code", "26313", "PostalCodeIsWrong"),
    ],
)
def test_what_can_not_be_is_said_at_its_field(field: str, typed: str, fault: str) -> None:
    assert faults(**{field: typed}) == {field: fault}


def test_every_wrong_field_is_said_at_once() -> None:
    typed = dict.fromkeys(FIELDS, "?")
    assert set(faults(**typed)) == set(FIELDS) - {"upi_name"}


def test_half_an_agent_is_none() -> None:
    for missing in AGENT_FIELDS:
        assert faults(**AGENT | {missing: ""}) == {missing: "AgentIsIncomplete"}
    assert faults(terminal_id="KHR00101") == {"agent_id": "AgentIsIncomplete"}


def test_a_name_belongs_to_an_address() -> None:
    assert faults(upi_name="पैक्स") == {"upi_address": "UpiAddressIsMissing"}


def test_checking_again_changes_nothing() -> None:
    found = read(**AGENT, csc_id="5001 0000 0013", upi_address="a1@b2")
    assert check_counter(found) == found
    with pytest.raises(Exception, match="CSC ID"):
        check_counter(Counter(csc_id="1"))
