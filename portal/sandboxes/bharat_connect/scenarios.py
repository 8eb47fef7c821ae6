"""What goes wrong, by the last three digits of the first parameter.

The transport faults of a payment (``pay_fault``) strike the first sending of a payment reference
only; the same reference sent again gets its answer. Those of a complaint strike the first lodging
about a payment. Those of an asking strike every time. A biller
that is paid directly has no asking: there 020 to 022 strike the payment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Fault:
    """How an answer is lost: silence, garbage, busy (429), reset, broken (500) or late.

    ``is_recorded`` says whether the payment was taken down before that.
    """

    kind: str
    is_recorded: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way for things to go; ``what`` says it in words. Times in milliseconds.

    ``listed_as`` is what the list of payments says instead of the truth.
    """

    what: str
    fetch_refusal: str = ""
    fetch_ms: int = 0
    fetch_fault: Fault | None = None
    pay_fault: Fault | None = None
    pay_refusal: str = ""
    polls_open: int = 0
    open_ms: int = 0
    poll_faults: tuple[str, ...] = ()
    is_adjusted: bool = False
    complaint_fault: Fault | None = None
    is_listed_twice: bool = False
    listed_as: str = ""
    shape: str = ""
    shows_paid: bool = False


ORDINARY = Scenario("everything goes well")

SCENARIOS = {
    "000": Scenario("wrong number (BFR001)", fetch_refusal="BFR001"),
    "001": Scenario("wrong number (BFR001)", fetch_refusal="BFR001"),
    "002": Scenario("details don't belong together (BFR002)", fetch_refusal="BFR002"),
    "003": Scenario("no bill yet (BFR003)", fetch_refusal="BFR003"),
    "004": Scenario("paid already, nothing due (BFR004)", fetch_refusal="BFR004"),
    "005": Scenario("connection closed (BFR005)", fetch_refusal="BFR005"),
    "006": Scenario("connection not active (BFR006)", fetch_refusal="BFR006"),
    "007": Scenario("last date passed (BFR007)", fetch_refusal="BFR007"),
    "008": Scenario("biller down (BFR008)", fetch_refusal="BFR008"),
    "009": Scenario("biller's record incomplete (BFR009)", fetch_refusal="BFR009"),
    "010": Scenario("the bill comes only after 70 s", fetch_ms=70_000),
    "020": Scenario(
        "the answer is no JSON", fetch_fault=Fault("garbage"), pay_fault=Fault("garbage", True)
    ),
    "021": Scenario("HTTP 429", fetch_fault=Fault("busy"), pay_fault=Fault("busy")),
    "022": Scenario(
        "connection reset after accept", fetch_fault=Fault("reset"), pay_fault=Fault("reset")
    ),
    "023": Scenario("payment recorded, answer is no JSON", pay_fault=Fault("garbage", True)),
    "024": Scenario("payment met by 429, not recorded", pay_fault=Fault("busy")),
    "025": Scenario("payment recorded, connection reset", pay_fault=Fault("reset", True)),
    "026": Scenario("payment met by a reset, not recorded", pay_fault=Fault("reset")),
    "027": Scenario(
        "asking where it stands meets 500, 429, no JSON and a reset, then Success",
        poll_faults=("broken", "busy", "garbage", "reset"),
    ),
    "028": Scenario("payment recorded, answered late", pay_fault=Fault("late", True)),
    "029": Scenario("payment recorded, answered by 500", pay_fault=Fault("broken", True)),
    "030": Scenario("Processing for 3 askings, then Success", polls_open=3),
    "031": Scenario("Processing for 2 days, then Failure", open_ms=2 * _DAY_MS),
    "032": Scenario("no answer to the payment, but recorded", pay_fault=Fault("silence", True)),
    "033": Scenario("no answer to the payment, not recorded", pay_fault=Fault("silence")),
    "034": Scenario("payment fails (BRR005)", pay_refusal="BRR005"),
    "035": Scenario("Success, then Credit_Adjustment the next day", is_adjusted=True),
    "036": Scenario("payment fails, wallet empty (ERR001)", pay_refusal="ERR001"),
    "037": Scenario(
        "complaint lodged, but its answer is lost", complaint_fault=Fault("reset", True)
    ),
    "038": Scenario("complaint met by a reset, not lodged", complaint_fault=Fault("reset")),
    "039": Scenario(
        "the list of payments has one more, under a reference nobody sent", is_listed_twice=True
    ),
    "040": Scenario("list of 3 bills, all are paid together", shape="list_all"),
    "041": Scenario("amounts for early and late payment", shape="options"),
    "042": Scenario("₹ 2,500.00, the second slab of billers with a fee", shape="slab"),
    "043": Scenario("list of 3 bills, any of them", shape="list_some"),
    "044": Scenario("list of 3 bills, one at a time", shape="list_one"),
    "045": Scenario("from least to most, in hundreds of rupees", shape="range"),
    "046": Scenario("the bill's amount or less", shape="below"),
    "047": Scenario("an amount with paise", shape="paise"),
    "048": Scenario("₹ 60,000, too much for cash", shape="large"),
    "049": Scenario("Success, but the list of payments says Error", listed_as="Failure"),
    "050": Scenario("a second payment of the same bill fails (BFR004)", shows_paid=True),
    "051": Scenario(
        "payment fails (BRR005), but the list of payments says Success",
        pay_refusal="BRR005",
        listed_as="Success",
    ),
}

REASONS = {
    "BFR001": "Incorrect / invalid customer account",
    "BFR002": "Invalid combination of customer parameters",
    "BFR003": "No bill data available",
    "BFR004": "Payment received for the billing period - no bill due",
    "BFR005": "Customer account is blocked / closed",
    "BFR006": "Customer account not activated",
    "BFR007": "Bill due date expired - Please contact Biller",
    "BFR008": "Unable to get bill details from biller",
    "BFR009": "Incomplete details at biller",
    "BRR005": "Biller is not accepting payments at this time",
    "ERR001": "Insufficient funds",
    "ERR003": "Biller did not confirm the payment in time",
}


def digits_of(params: Sequence[tuple[str, str]]) -> str:
    """The last three digits of the first parameter, or fewer where it has fewer."""
    return re.sub("[^0-9]", "", params[0][1])[-3:] if params else ""


def scenario_of(params: Sequence[tuple[str, str]]) -> Scenario:
    """How things go for a number."""
    return SCENARIOS.get(digits_of(params), ORDINARY)
