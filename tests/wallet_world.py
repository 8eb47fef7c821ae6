"""Whoever pays from the CSC's wallet: the world and the sandbox of the CSC, on one clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from portal.actions import bill_books, proof, wallet_payments, wallet_settling
from portal.actions.wallet_payments import NewWalletPayment
from portal.actions.wallet_settling import WalletLine
from portal.domain.wallet_payments import WalletPayment
from portal.storage import csc_people, daybook, engine
from portal.storage import wallet_payments as stored
from portal.storage.engine import write_transaction
from tests.sandboxes.running_csc import CSC_ID, RunningCsc
from tests.world import OPENING, World

WALLET = 50_000_00
OPENED = OPENING | {2204: WALLET, 1201: OPENING[1201] - WALLET}
PRINTING = 4309  # an expense without a register


@dataclass
class Payer:
    """Deeds of the wallet said shortly; after each the books are held to the payments."""

    world: World
    csc: RunningCsc

    def __post_init__(self) -> None:
        self.csc.clock = self.world.clock
        self.csc.restart()
        self.world.starts_books(balances=OPENED)
        self.world.opens_day()
        manager = self.world.person("accountant")
        write_transaction(lambda: csc_people.link(CSC_ID, manager.id, 1, manager.id))

    @property
    def society_id(self) -> int:
        return self.world.society_id

    @property
    def line(self) -> WalletLine:
        return WalletLine(self.csc.gateway, self.world.clock.now_ms)

    def begins(
        self, rupees: int = 500, head: int = PRINTING, what: str = "टोनर", **other: Any
    ) -> int:
        new = NewWalletPayment(head, rupees * 100, what, self.csc.gateway.product_id)
        done = wallet_payments.begin_payment(
            self.world.doer("accountant"), self.world.slip("accountant"), self.society_id,
            replace(new, **other),
        )  # fmt: skip
        return int(done.location.rsplit("/", 1)[1])

    def payment(self, payment_id: int) -> WalletPayment:
        return wallet_payments.payment(self.society_id, payment_id)

    def state(self, payment_id: int) -> str:
        return self.payment(payment_id).state.value

    def types(self, payment_id: int, pin: str = "1234") -> str:
        """Pay on the CSC's page; return what the browser takes back."""
        back = self.csc.gateway.return_url
        return self.csc.pays(self.payment(payment_id).request(back, back), pin)

    def returns(self, message: str) -> WalletPayment | None:
        return wallet_settling.take_return(self.csc.gateway, message, self.world.clock.now_ms())

    def follows(self) -> int:
        moved = wallet_settling.follow_payments(self.line)
        self.must_agree()
        return moved

    def passes(self, minutes: int) -> None:
        self.world.clock.move(minutes=minutes)

    def settles(self, most: int = 60) -> None:
        """Let the worker pass whenever something is due, until nothing is."""
        for _ in range(most):
            due_at = engine.value("SELECT MIN(next_at) FROM wallet_payment")
            if due_at is None:
                return
            self.world.clock.at_ms = max(self.world.clock.at_ms, due_at)
            self.follows()

    def pays(self, rupees: int = 500, pin: str = "1234", **other: Any) -> int:
        """Begin, pay, come back, and let the worker ask."""
        payment_id = self.begins(rupees, **other)
        self.returns(self.types(payment_id, pin))
        self.follows()
        return payment_id

    def asks_back(self, payment_id: int, reason: str = "दो बार चुकाया") -> None:
        wallet_payments.ask_back(
            self.world.doer("manager"), self.world.slip("manager"), self.society_id, payment_id,
            reason,
        )  # fmt: skip

    def decides(self, payment_id: int, *, is_paid: bool, reason: str = "विवरण देखा") -> None:
        wallet_payments.decide(
            self.world.doer("manager"), self.world.slip("manager"), self.society_id, payment_id,
            is_paid=is_paid, reason=reason,
        )  # fmt: skip

    def balance(self, head: int) -> int:
        return daybook.balance(self.society_id, head)

    def said(self, payment_id: int) -> list[str]:
        return [one.said for one in stored.events(self.society_id, payment_id)]

    @property
    def free(self) -> int:
        return bill_books.wallet(self.society_id).available_paise

    def must_agree(self) -> None:
        found = [
            one for one in proof.prove_society("KHR001", self.world.keys).findings if one.is_bad
        ]
        assert found == []
        paid = sum(one.amount_paise for one in stored.all_payments(self.society_id)
                   if one.voucher_id and not one.return_voucher_id)  # fmt: skip
        assert self.balance(2204) == WALLET - paid
