"""The made-up wallet: who paid what, what the browser takes back, and what the server answers.

Every change is in the journal before it is answered. A reference of the merchant's is paid once.
"""

from __future__ import annotations

import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from portal.clock import Clock
from portal.domain.csc import amount_text, moment_text, pipe, read_amount, read_pipe
from portal.domain.refusals import Refusal
from portal.sandboxes.bharat_connect.journal import Journal
from portal.sandboxes.csc.records import Paid, Records, Sent, number
from portal.sandboxes.csc.scenarios import PINS
from portal.sandboxes.csc.seals import NotTheirs, SandboxKeys

FIRST_BALANCE_PAISE = 1_00_000_00
_TEXTS = {
    "100": "Transaction successful", "200": "Transaction in process", "300": "Transaction failed",
    "400": "Transaction reversed", "404": "No such transaction", "777": "Under review",
}  # fmt: skip


class Declined(Exception):
    """The sandbox does not take what came; the text says why."""


class SandboxWallet:
    """The wallets of all who have a CSC ID, for one merchant."""

    def __init__(
        self, state_file: Path, keys: SandboxKeys, merchant_id: str, clock: Clock | None = None,
        *, seed: int = 1,
    ) -> None:  # fmt: skip
        """Remember what the state file holds; raise JournalIsInUse."""
        self.lock = threading.RLock()
        self.records = Records()
        self.keys = keys
        self.merchant_id = merchant_id
        self._clock = clock or Clock()
        self._seed = seed
        self._journal = Journal(state_file)
        for event in self._journal.events():
            self.records.apply(event)

    def close(self) -> None:
        """Let go of the state file."""
        self._journal.close()

    def now_ms(self) -> int:
        """The sandbox's instant: this machine's, and what it was moved by."""
        return self._clock.now_ms() + self.records.offset_ms

    def move_clock(self, by_ms: int) -> None:
        """Move the sandbox's clock forward; it never goes back."""
        with self.lock:
            self.note("clock", offset_ms=self.records.offset_ms + max(0, by_ms))

    def note(self, kind: str, /, **content: Any) -> None:
        """Write an event down, then let it count."""
        event = {"is": kind, **content}
        self._journal.append(event)
        self.records.apply(event)

    def read_request(self, message: str) -> dict[str, str]:
        """Open a payment's message; raise Declined."""
        merchant_id, _, envelope = message.partition("|")
        if merchant_id != self.merchant_id:
            raise Declined("merchant_id is not known")
        found = self._opened(envelope)
        amount = read_amount(found.get("txn_amount", ""))
        if not amount or found.get("merchant_id") != self.merchant_id:
            raise Declined("txn_amount or merchant_id is wrong")
        missing = [name for name in ("merchant_txn", "product_id", "csc_id", "return_url")
                   if not found.get(name)]  # fmt: skip
        if missing:
            raise Declined(f"missing: {', '.join(missing)}")
        return found

    def _opened(self, envelope: str) -> dict[str, str]:
        try:
            return read_pipe(self.keys.open(envelope))
        except (NotTheirs, Refusal):
            raise Declined("the message is not signed by the merchant") from None

    def pay(self, request: dict[str, str], pin: str) -> Paid:
        """Take a PIN for a payment; one that is there already stays as it was. Raise Declined."""
        if pin not in PINS:
            raise Declined("wrong PIN")
        with self.lock:
            txn = request["merchant_txn"]
            if txn in self.records.paid:
                return self.records.paid[txn]
            one = Paid(
                merchant_txn=txn, csc_txn=number([self._seed, txn], 24), csc_id=request["csc_id"],
                product_id=request["product_id"],
                amount_paise=read_amount(request["txn_amount"]) or 0,
                return_url=request["return_url"], pin=pin, at=self.now_ms(),
            )  # fmt: skip
            if self.balance(one.csc_id) < one.amount_paise and PINS[pin].is_paid:
                one = Paid(**asdict(one) | {"pin": "0012"})
            self.note("paid", **asdict(one))
            return one

    def balance(self, csc_id: str) -> int:
        """What a wallet holds: what everybody begins with, less what was paid and not reversed."""
        gone = sum(
            one.amount_paise for one in self.records.paid.values()
            if one.csc_id == csc_id and self.status(one) == "100"
        )  # fmt: skip
        return FIRST_BALANCE_PAISE - gone

    def status(self, one: Paid) -> str:
        """Where a payment truly stands."""
        if one.merchant_txn in self.records.reversed:
            return "400"
        return "100" if PINS[one.pin].is_paid else "300"

    def brought_back(self, one: Paid) -> list[str]:
        """What the browser takes to the portal, one message after the other."""
        kind = PINS[one.pin].brings_back
        if kind == "none":
            return []
        told = self._told(one, self.status(one))
        if kind == "forged":
            told["txn_status"] = "100"
        if kind == "amount":
            told["txn_amount"] = amount_text(one.amount_paise + 100)
        if kind == "csc_id":
            told["csc_id"] = "999999999999"
        sealed = self.keys.seal(pipe(told.items()), is_forged=kind == "forged")
        return [sealed, sealed] if kind == "twice" else [sealed]

    def _told(self, one: Paid, status: str) -> dict[str, str]:
        return {
            "csc_txn": one.csc_txn, "merchant_id": self.merchant_id, "csc_id": one.csc_id,
            "merchant_txn": one.merchant_txn, "product_id": one.product_id,
            "txn_amount": amount_text(one.amount_paise), "txn_status": status,
            "txn_status_message": PINS[one.pin].refusal or _TEXTS[status],
            "txn_time": moment_text(one.at),
        }  # fmt: skip

    def answer(self, method: str, envelope: str) -> tuple[str, str]:
        """Answer a call of the merchant's server: (what to seal, how this answer is lost).

        Raises Declined for what is not the merchant's.
        """
        asked = self._opened(envelope)
        if asked.get("merchant_id") != self.merchant_id:
            raise Declined("merchant_id is wrong")
        with self.lock:
            one = self.records.paid.get(asked.get("merchant_txn", ""))
            if one is None or self.now_ms() < one.at + PINS[one.pin].late_ms:
                absent = {"merchant_id": self.merchant_id, "txn_status": "404",
                          "merchant_txn": asked.get("merchant_txn", ""),
                          "txn_status_message": _TEXTS["404"]}  # fmt: skip
                return pipe(absent.items()), ""
            if method in ("transaction/enquiry", "transaction/status"):
                return self._enquired(one)
            return pipe(self._done(method, one, asked).items()), ""

    def _enquired(self, one: Paid) -> tuple[str, str]:
        scenario = PINS[one.pin]
        polls = self.records.polls[one.merchant_txn]
        faults = len(scenario.poll_faults)
        lost = scenario.poll_faults[polls] if polls < faults else ""
        status = "200" if faults <= polls < faults + scenario.polls_open else self.status(one)
        if polls < faults + scenario.polls_open:
            self.note("poll", merchant_txn=one.merchant_txn)
        if lost == "strange":
            lost, status = "", "777"
        told = self._told(one, status)
        lies = {"txn_amount": amount_text(one.amount_paise + 100), "csc_id": "999999999999",
                "merchant_txn": one.merchant_txn[:-1] + "0"}  # fmt: skip
        if scenario.enquiry_lies:
            told[scenario.enquiry_lies] = lies[scenario.enquiry_lies]
        return pipe(told.items()), lost

    def _done(self, method: str, one: Paid, asked: dict[str, str]) -> dict[str, str]:
        """Reverse a payment, log a refund or a reconciliation; doing it again changes nothing."""
        txn = one.merchant_txn
        if method == "transaction/reverse":
            if self.status(one) == "100":
                self.note("reversed", merchant_txn=txn, at=self.now_ms())
            return self._told(one, self.status(one))
        if method == "refund/log":
            reference = number([self._seed, "refund", txn], 24)
            if reference not in self.records.refunds:
                reason = asked.get("refund_reason", "")
                self.note("refund", reference=reference, merchant_txn=txn, reason=reason)
            return self._told(one, self.status(one)) | {"refund_reference": reference}
        if method == "refund/status":
            is_known = asked.get("refund_reference", "") in self.records.refunds
            said = {"refund_status": "Logged" if is_known else "Unknown"}
            return self._told(one, self.status(one)) | said
        if method == "recon/log":
            self.note("logged", merchant_txn=txn, said=asked.get("merchant_txn_status", ""))
            return self._told(one, self.status(one)) | {"recon_status": "Logged"}
        raise Declined("no such method")

    def take_message(self, body: dict[str, Any]) -> str:
        """Take a short message down and return its number."""
        with self.lock:
            count = len(self.records.sent)
            one = Sent(str(body["reference"]), str(body["to"]), str(body["text"]),
                       str(body["template_id"]), self.now_ms())  # fmt: skip
            self.note("sent", **asdict(one))
            return number([self._seed, "sms", count], 12)
