"""A society's counter as others know it: the CSC, customers who pay by UPI, and the network.

What the network knows of its registered agent is named with each bill; where a society has no
agent of its own, the portal's is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from portal.domain.bill_payments import Agent
from portal.domain.biller_params import MobileIsWrong, read_mobile
from portal.domain.csc import csc_id_of
from portal.domain.refusals import N_, Refusal
from portal.domain.text import AadhaarIsNotStored, TextIsTooLong, clean, has_aadhaar, latin_digits

AGENT_FIELDS = ("agent_id", "terminal_id", "agent_mobile", "geocode", "postal_code")
LONGEST_NAME = 50
_LONGEST_ADDRESS = 100
_INDIA = ((6, 38), (68, 98))  # degrees north and east, so that the two are not changed over


class PhoneIsWrong(Refusal):
    """A mobile number, or one of a line with its code, has ten or eleven digits."""

    message = N_("Write ten digits, or the number of the line with its area code.")
    status = 422
    field = "phone"


class UpiAddressIsWrong(Refusal):
    """A UPI address is a name, @ and the bank's sign."""

    message = N_("A UPI address looks like name@bank, without spaces.")
    status = 422
    field = "upi_address"


class UpiAddressIsMissing(Refusal):
    """A name that is shown to payers belongs to an address."""

    message = N_("Write the UPI address that this name belongs to.")
    status = 422
    field = "upi_address"


class AgentIdIsWrong(Refusal):
    """An agent's id has twenty letters and digits."""

    message = N_("An agent ID has 20 letters and digits.")
    status = 422
    field = "agent_id"


class TerminalIdIsWrong(Refusal):
    """A terminal's id is a short word of letters and digits."""

    message = N_("A terminal ID has 4 to 20 letters and digits.")
    status = 422
    field = "terminal_id"


class GeocodeIsWrong(Refusal):
    """A place is north and east with four decimals each."""

    message = N_("Write it like 29.2183,79.5130: north, comma, east, four decimals each.")
    status = 422
    field = "geocode"


class PostalCodeIsWrong(Refusal):
    """A PIN code has six digits and does not begin with 0."""

    message = N_("A PIN code has 6 digits.")
    status = 422
    field = "postal_code"


class AgentIsIncomplete(Refusal):
    """The five particulars of an agent go together; the network knows no half agent."""

    message = N_("Write all five as they are registered, or leave all five empty.")
    status = 422


@dataclass(frozen=True, slots=True)
class Counter:
    """What others know of a society's counter; empty where nothing is known."""

    csc_id: str = ""
    phone: str = ""
    upi_address: str = ""
    upi_name: str = ""
    agent_id: str = ""
    terminal_id: str = ""
    agent_mobile: str = ""
    geocode: str = ""
    postal_code: str = ""

    @property
    def agent(self) -> Agent | None:
        """The society's own registered agent, or None."""
        if not self.agent_id:
            return None
        return Agent(
            self.agent_id, self.terminal_id, self.agent_mobile, self.geocode, self.postal_code
        )


FIELDS = tuple(one.name for one in fields(Counter))


def read_counter(typed: Mapping[str, str]) -> tuple[Counter, list[Refusal]]:
    """Read what was typed, and say at each field what is wrong with it; digits of both scripts."""
    read: dict[str, str] = {}
    faults: list[Refusal] = []
    for name in FIELDS:
        text = clean(latin_digits(typed.get(name, "")))
        try:
            read[name] = _READ[name](text) if text else ""
        except Refusal as fault:
            fault.field = name
            faults.append(fault)
    if not faults:
        faults = _together(read)
    return Counter(**read), faults


def check_counter(counter: Counter) -> Counter:
    """Return a counter as it will be kept; raise the first thing that is wrong with it."""
    found, faults = read_counter({name: getattr(counter, name) for name in FIELDS})
    if faults:
        raise faults[0]
    return found


def _together(read: Mapping[str, str]) -> list[Refusal]:
    faults: list[Refusal] = []
    if read["upi_name"] and not read["upi_address"]:
        faults.append(UpiAddressIsMissing())
    empty = [name for name in AGENT_FIELDS if not read[name]]
    if 0 < len(empty) < len(AGENT_FIELDS):
        faults.append(AgentIsIncomplete(field=empty[0]))
    return faults


def _pattern(pattern: str, fault: type[Refusal], fold: Callable[[str], str] = str) -> Callable[
    [str], str
]:  # fmt: skip
    fits = re.compile(pattern)

    def read(text: str) -> str:
        found = fold(text)
        if not fits.fullmatch(found):
            raise fault
        return found

    return read


def _without_gaps(text: str) -> str:
    return re.sub("[ -]", "", text)


def _read_phone(text: str) -> str:
    digits = re.sub("[ ()+-]", "", text)
    if len(digits) == 12:
        digits = digits.removeprefix("91")
    if not re.fullmatch("[0-9]{10,11}", digits):
        raise PhoneIsWrong
    return digits


def _read_mobile(text: str) -> str:
    if re.search("[^0-9 +-]", text):
        raise MobileIsWrong
    return read_mobile(text)


_is_address = _pattern("[a-z0-9][a-z0-9._-]+@[a-z][a-z0-9.-]+", UpiAddressIsWrong, str.lower)


def _read_address(text: str) -> str:
    if has_aadhaar(text):
        raise AadhaarIsNotStored
    if len(text) > _LONGEST_ADDRESS:
        raise UpiAddressIsWrong
    return _is_address(text)


def _read_name(text: str) -> str:
    if has_aadhaar(text):
        raise AadhaarIsNotStored
    if len(text) > LONGEST_NAME:
        raise TextIsTooLong(most=LONGEST_NAME)
    return text


def _read_geocode(text: str) -> str:
    found = text.replace(" ", "")
    if not re.fullmatch(r"[0-9]{1,2}\.[0-9]{4},[0-9]{2,3}\.[0-9]{4}", found):
        raise GeocodeIsWrong
    degrees = [int(one.split(".")[0]) for one in found.split(",")]
    for degree, (least, most) in zip(degrees, _INDIA, strict=True):
        if not least <= degree < most:
            raise GeocodeIsWrong
    return found


_READ: dict[str, Callable[[str], str]] = {
    "csc_id": csc_id_of,
    "phone": _read_phone,
    "upi_address": _read_address,
    "upi_name": _read_name,
    "agent_id": _pattern("[A-Z0-9]{20}", AgentIdIsWrong, str.upper),
    "terminal_id": _pattern("[A-Za-z0-9]{4,20}", TerminalIdIsWrong),
    "agent_mobile": _read_mobile,
    "geocode": _read_geocode,
    "postal_code": _pattern("[1-9][0-9]{5}", PostalCodeIsWrong, _without_gaps),
}
