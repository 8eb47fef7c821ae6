"""The code on a receipt: twelve characters that anyone can look up and a slip of one is noticed."""

from __future__ import annotations

from enum import StrEnum

from portal.domain.bill_orders import Order, OrderState
from portal.domain.fee_returns import ReturnState
from portal.domain.refusals import N_, Refusal
from portal.domain.text import clean, latin_digits

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"  # 31, so that the check notices every slip
LENGTH = 12
RANDOM_BYTES = 11
_READ_AS = str.maketrans("OIL", "011")


class ReceiptCodeIsWrong(Refusal):
    """Not a code of ours: a character is missing or mistyped."""

    message = N_("This code is not complete or has a slip. Look at the receipt again.")
    status = 422
    field = "code"


class ReceiptIsUnknown(Refusal):
    """No receipt has this code: it is not ours, whatever the paper says."""

    message = N_("There is no receipt with this code. Do not trust the paper; ask at the society.")
    status = 404


def new_code(random: bytes) -> str:
    """Make a code of eleven random bytes and a check character."""
    assert len(random) == RANDOM_BYTES
    letters = "".join(ALPHABET[one % 31] for one in random)
    return letters + _check(letters)


def parse_code(text: str) -> str:
    """Read a code as typed; O, I and L are the digits they look like. Raises ReceiptCodeIsWrong."""
    typed = latin_digits(clean(text)).upper().replace(" ", "").replace("-", "")
    code = typed.translate(_READ_AS)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET) or _check(code[:-1]) != code[-1]:
        raise ReceiptCodeIsWrong
    return code


def _check(letters: str) -> str:
    """Weigh each character by its place; 31 is prime, so one slip or swap changes the sum."""
    total = sum(place * ALPHABET.index(one) for place, one in enumerate(letters, 1))
    return ALPHABET[total % 31]


class VisitIsNotPaid(Refusal):
    """A receipt says what was paid, so there is none before."""

    message = N_("There is a receipt only after the money is taken.")


class ReceiptWasSent(Refusal):
    """The portal sends one message a receipt; what it says anyone can look up at any time."""

    message = N_("A message with this receipt was sent already, to the number …%(last_four)s.")


PRINT_HOLDS_MS = 120_000
"""How long opening the print again, by the same person on the same paper, is the same print."""


class Standing(StrEnum):
    """How something that was paid for stands now."""

    DONE = "done"
    UNDER_WAY = "under_way"
    LOOKED_INTO = "looked_into"
    OWED = "owed"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    LOST = "lost"


_STANDINGS = {
    OrderState.SUCCESS: Standing.DONE,
    OrderState.CREDIT_ADJUSTMENT: Standing.LOOKED_INTO,
    OrderState.FAILED: Standing.OWED,
    OrderState.REFUND_DUE: Standing.OWED,
    OrderState.REFUNDED: Standing.RETURNED,
}
BILL_WORDS = {
    Standing.DONE: N_("The bill is paid"),
    Standing.UNDER_WAY: N_("Payment is under way"),
    Standing.LOOKED_INTO: N_("The payment is being looked into"),
    Standing.OWED: N_("The bill was not paid. The money is to be given back"),
    Standing.RETURNED: N_("The bill was not paid. The money was given back"),
}
FEE_WORDS = {
    Standing.DONE: N_("Money received"),
    Standing.LOOKED_INTO: N_("Cancelled. The money is asked back"),
    Standing.OWED: N_("Cancelled. The money is to be given back"),
    Standing.RETURNED: N_("Cancelled. The money was given back"),
    Standing.LOST: N_("Cancelled. Nothing came back"),
    Standing.TAKEN_BACK: N_("Corrected later: this entry was taken back"),
}


_OF_RETURNS = {
    ReturnState.ASKED: Standing.LOOKED_INTO, ReturnState.DUE: Standing.OWED,
    ReturnState.GIVEN: Standing.RETURNED, ReturnState.LOST: Standing.LOST,
}  # fmt: skip


def standing_of_return(state: ReturnState) -> Standing:
    """Say how a fee stands whose money goes back."""
    return _OF_RETURNS[state]


def standing_of(order: Order) -> Standing:
    """Say how a bill stands whose money was taken; what is not known is under way."""
    return _STANDINGS.get(order.state, Standing.UNDER_WAY)
