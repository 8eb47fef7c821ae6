"""The code on a receipt: twelve characters that anyone can look up and a slip of one is noticed."""

from __future__ import annotations

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
