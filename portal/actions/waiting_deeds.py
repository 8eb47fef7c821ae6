"""The deeds of registers that may wait for second persons, by name, and doing one at last.

Each is the very action: it checks everything anew, as its maker, and posts only what was agreed to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.actions import (
    accounts,
    aeps,
    bill_orders,
    fee_returns,
    leaving,
    pension_payments,
    register,
    remittances,
    wallet_payments,
)
from portal.actions.exactly_once import Done
from portal.domain.accounts import Payout
from portal.domain.corrections import Correction
from portal.domain.people import Doer, Slip
from portal.domain.proposals import Wish


@dataclass(frozen=True, slots=True)
class Deed:
    """An action inside a transaction, and which of its arguments are written as parts."""

    run: Callable[..., Done]
    parts: Mapping[str, type] = field(default_factory=dict)


DEEDS: Mapping[str, Deed] = {
    "close_account": Deed(accounts.close_account_now, {"how": Payout}),
    "pay_pension": Deed(pension_payments.pay_now),
    "send_on": Deed(remittances.send_on_now, {"sending": remittances.Sending}),
    "give_back_fee": Deed(fee_returns.give_back_now),
    "give_back_bill": Deed(bill_orders.give_back_now),
    "take_back_aeps": Deed(aeps.take_back_now, {"correction": Correction}),
    "pay_from_wallet": Deed(
        wallet_payments.begin_payment_now, {"new": wallet_payments.NewWalletPayment}
    ),
    "transfer_shares": Deed(leaving.transfer_shares_now),
    "admit": Deed(register.admit_now),
}


def do_at_last(maker: Doer, slip: Slip, society_id: int, wish: Wish) -> Done:
    """Do a deed to which the last person has just agreed, inside that transaction.

    ``maker`` is who asked for it, with who agreed. Raises SumHasChanged where it would now move
    other money than was agreed to, and what the deed itself raises.
    """
    deed = DEEDS[wish.deed]
    given = {name: _read(found, deed.parts.get(name)) for name, found in wish.given.items()}
    return deed.run(maker, slip, society_id, **given)


def _read(found: Any, part: type | None) -> Any:
    if part is not None and isinstance(found, Mapping):
        return part(**{name: _read(one, None) for name, one in found.items()})
    return tuple(_read(one, None) for one in found) if isinstance(found, list) else found
