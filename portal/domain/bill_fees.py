"""What a bill payment costs the customer beside the bill, and how it may be paid.

The convenience fee (CCF1) is the biller's: flat fee and percentage by slab of the amount, with
18 per cent GST on both, rounded half up to the paisa. It is never a part of the bill's amount.
"""

from __future__ import annotations

from portal.domain.billers import CASH, CHANNEL, Biller, FeeSlab, Limit
from portal.domain.money import rupees
from portal.domain.refusals import N_, Refusal

CASH_BELOW_PAISE = 50_000_00
"""Cash bills stay below this; at and above it the network refuses them."""
LARGEST_OWN_FEE_PAISE = 10_000_00
_GST_E2 = 118
_E4 = 10_000


class CashIsOverTheLimit(Refusal):
    """A bill of ₹ 50,000 or more can't be paid in cash."""

    message = N_("A bill is taken in cash only below ₹ %(limit)s.")
    status = 422
    field = "amount"

    def __init__(self) -> None:
        super().__init__(limit=rupees(CASH_BELOW_PAISE))


class ModeIsNotTaken(Refusal):
    """The biller takes no payment in this mode at a counter."""

    message = N_("This biller doesn't take this way of paying at a counter.")
    status = 422


class AmountIsOutsideTheMode(Refusal):
    """The amount is outside what the biller takes in this mode."""

    message = N_("This biller takes ₹ %(least)s to ₹ %(most)s this way.")
    status = 422
    field = "amount"


class OwnFeeIsTooLarge(Refusal):
    """No society takes that much for paying a bill: an amount or a number was typed there."""

    message = N_("Our own fee is ₹ %(most)s at most.")
    status = 422
    field = "own_fee"

    def __init__(self) -> None:
        super().__init__(most=rupees(LARGEST_OWN_FEE_PAISE))


def check_own_fee(paise: int) -> int:
    """Return our own fee for a bill; raise OwnFeeIsTooLarge."""
    if paise > LARGEST_OWN_FEE_PAISE:
        raise OwnFeeIsTooLarge
    return paise


def slab_fee(slab: FeeSlab, amount_paise: int) -> int:
    """The fee of a slab with its GST, in paise, rounded half up."""
    parts = slab.flat_paise * 100 * _E4 + amount_paise * slab.percent_e4
    whole = 100 * _E4 * 100
    return (2 * parts * _GST_E2 + whole) // (2 * whole)


def convenience_fee(biller: Biller, amount_paise: int) -> int:
    """The customer's convenience fee (CCF1) in paise for an amount; 0 where no slab holds it.

    With a payment option the amount is the option's.
    """
    for slab in biller.fee_slabs:
        is_below_end = slab.max_paise is None or amount_paise <= slab.max_paise
        if slab.min_paise <= amount_paise and is_below_end:
            return slab_fee(slab, amount_paise)
    return 0


def check_mode(biller: Biller, mode: str, amount_paise: int) -> None:
    """Hold an amount against the biller's limits of mode and channel, and cash against the law.

    A master without modes or channels allows all. Raises CashIsOverTheLimit, ModeIsNotTaken or
    AmountIsOutsideTheMode.
    """
    if mode == CASH and amount_paise >= CASH_BELOW_PAISE:
        raise CashIsOverTheLimit
    for limits, name in ((biller.modes, mode), (biller.channels, CHANNEL)):
        if limits:
            _check_limit(limits, name, amount_paise)


def _check_limit(limits: tuple[Limit, ...], name: str, amount_paise: int) -> None:
    found = next((one for one in limits if one.name.casefold() == name.casefold()), None)
    if found is None:
        raise ModeIsNotTaken
    least = found.min_paise or 0
    if amount_paise < least or (found.max_paise is not None and amount_paise > found.max_paise):
        most = "…" if found.max_paise is None else rupees(found.max_paise)
        raise AmountIsOutsideTheMode(least=rupees(least), most=most)
