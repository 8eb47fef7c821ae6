"""The sandbox of Bharat Connect, running on a free port here, with a clock that is set."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import urllib3

from portal.clock import SetClock
from portal.domain.bill_fees import convenience_fee
from portal.domain.bill_payments import (
    Agent,
    BillAsking,
    FetchAnswer,
    PaymentAnswer,
    PaymentRequest,
    Sending,
    payment_ref_id,
)
from portal.domain.billers import Biller, read_biller
from portal.domain.bills import FetchedBills
from portal.gateways.bharat_connect import BharatConnect, Unit
from portal.sandboxes.bharat_connect.access import Partner
from portal.sandboxes.bharat_connect.server import sandbox_app
from portal.sandboxes.bharat_connect.serving import SandboxServer
from portal.sandboxes.bharat_connect.unit import SandboxUnit
from portal.storage.reference import read_csv

START = 1_795_333_500_000  # 22-11-2026 13:15 in India
POWER, LOAN, TAG, DISH = "UTTA00000UTT7M", "MAHI00000NATKR", "INDI00000NATTR", "TATASKY00NAT01"
MOBILE = "9876543210"
AGENT = Agent("SB01SB01AGT000000001", "KHR00101", "9000000001", "29.2183,79.5130", "263139")
PARTNER = Partner("1001", "sandbox", "only-for-the-tests")  # as config/test.toml has it


def unit_at(address: str, **other: Any) -> Unit:
    known = {
        "address": address,
        "partner_id": PARTNER.partner_id,
        "client_id": PARTNER.client_id,
        "secret": PARTNER.secret,
        "agent": AGENT,
        "connect_ms": 1_000,
        "read_ms": 400,
    }
    return Unit(**known | other)


def number(digits: str) -> tuple[tuple[str, str], ...]:
    """A service connection number that ends in a scenario's digits."""
    return (("Service Connection Number", f"ABCDEFGHIJ{digits}"),)


class RunningSandbox:
    """A sandbox that can be asked, paid, moved in time, and killed."""

    def __init__(self, folder: Path, *, fetch_ms: int = 0, pay_ms: int = 0, seed: int = 1) -> None:
        self.folder = folder
        self.clock = SetClock(START)
        self._times = {"fetch_ms": fetch_ms, "pay_ms": pay_ms, "seed": seed}
        self._count = 0
        self.start()

    def start(self) -> None:
        billers = [read_biller(row) for row in read_csv("billers.csv")]
        self.unit = SandboxUnit(billers, self.folder / "state.jsonl", self.clock, **self._times)
        self.app = sandbox_app(self.unit, PARTNER, silence_s=0.8, late_s=0.1)
        self.server = SandboxServer(self.app)
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        self.client = BharatConnect(unit_at(self.server.address))

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.unit.close()

    def restart(self) -> None:
        """Kill and start anew on the same state file."""
        self.stop()
        self.start()

    def move(self, **by: int) -> None:
        """Move the sandbox's clock as a tester does."""
        answer = urllib3.request("POST", f"{self.server.address}/sandbox/clock", json=by)
        assert answer.status == 200, answer.data

    def biller(self, biller_id: str) -> Biller:
        return self.unit.billers[biller_id]

    def asks(
        self, params: Sequence[tuple[str, str]], biller_id: str = POWER, move_s: int = 0
    ) -> FetchAnswer:
        ref_id = self.client.ask_bills(BillAsking(biller_id, MOBILE, tuple(params)))
        if move_s:
            self.move(seconds=move_s)
        return self.client.bills(ref_id)

    def fetches(self, digits: str, biller_id: str = POWER) -> FetchedBills:
        params = number(digits) if biller_id == POWER else named(self.biller(biller_id), digits)
        found = self.asks(params, biller_id).fetched
        assert found is not None
        return found

    def request(
        self, fetched: FetchedBills, digits: str, biller_id: str = POWER, **other: Any
    ) -> PaymentRequest:
        """A payment of all that was fetched, under a new reference."""
        amount = sum(one.amount_paise for one in fetched.bills)
        bills = tuple((one.bill_no, one.amount_paise) for one in fetched.bills)
        params = number(digits) if biller_id == POWER else named(self.biller(biller_id), digits)
        known: Mapping[str, Any] = {
            "payment_ref_id": self.next_ref(),
            "biller_id": biller_id,
            "mobile": MOBILE,
            "params": params,
            "amount_paise": amount,
            "at_ms": self.clock.now_ms(),
            "payer_name": "RAM PRASAD",
            "ref_id": fetched.ref_id,
            "bills": bills if fetched.is_list else (),
            "fee_paise": convenience_fee(self.biller(biller_id), other.get("amount_paise", amount)),
        }
        return PaymentRequest(**{**known, **other})

    def recharge(self, digits: str, amount_paise: int = 200_00, **other: Any) -> PaymentRequest:
        """A payment without a fetch."""
        known: Mapping[str, Any] = {
            "payment_ref_id": self.next_ref(),
            "biller_id": DISH,
            "mobile": MOBILE,
            "params": (("Subscriber Number", f"1234567{digits}"),),
            "amount_paise": amount_paise,
            "at_ms": self.clock.now_ms(),
            "payer_name": "RAM PRASAD",
        }
        return PaymentRequest(**{**known, **other})

    def next_ref(self) -> str:
        self._count += 1
        return payment_ref_id("KHR001", "2026-11-22", self._count)

    def pays(self, digits: str) -> tuple[PaymentRequest, Sending, PaymentAnswer]:
        """Fetch, pay and ask once."""
        fetched = self.fetches(digits)
        request = self.request(fetched, digits)
        return request, self.client.pay(request), self.client.payment(fetched.ref_id)

    def truth(self) -> list[dict[str, Any]]:
        """All payments as the sandbox itself knows them."""
        answer = urllib3.request("GET", f"{self.server.address}/sandbox/payments")
        found: list[dict[str, Any]] = answer.json()["payments"]
        return found


def named(biller: Biller, digits: str) -> tuple[tuple[str, str], ...]:
    """Values for all a biller asks; the first ends in the digits."""
    first, *others = biller.params
    return (
        (first.name, f"1234567{digits}"),
        *((one.name, "1234567") for one in others if not one.is_optional),
    )
