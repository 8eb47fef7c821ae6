"""The head of a closed day: what is sealed, and the sixteen characters printed on its sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal.domain.chain import START, canonical, link
from portal.domain.refusals import N_, Refusal
from portal.domain.text import latin_digits

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CODE_LENGTH = 16
SEAL_VERSION = 1
EDGE = "edge"  # the kind of the seal over a year's adjustments
_LOOK_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})


class CodeIsMalformed(Refusal):
    """A seal code has sixteen letters and digits."""

    message = N_("The code has 16 letters and digits, as printed on the day sheet.")
    status = 422
    field = "code"


def body(
    *, society_code: str, seal_no: int, day_on: str, kind: str, first_voucher_id: int | None,
    last_voucher_id: int, count: int, chain_hash: bytes, act_hash: bytes, previous_hash: bytes,
    opening_paise: int, receipts_paise: int, payments_paise: int, closing_paise: int,
    difference_paise: int, cash_count: Sequence[Sequence[Any]], skipped: Sequence[Sequence[str]],
    closed_at: int, key_id: str,
) -> bytes:  # fmt: skip
    """Return the canonical bytes of a day's head (P7).

    ``cash_count`` holds (till, kind, denomination, pieces) of the accepted take; ``skipped`` the
    (date, holiday|idle) days passed over before this one.
    """
    return canonical({
        "v": SEAL_VERSION, "society": society_code, "seal_no": seal_no, "day": day_on,
        "kind": kind, "first": first_voucher_id, "last": last_voucher_id, "count": count,
        "chain": chain_hash.hex(), "acts": act_hash.hex(), "previous": previous_hash.hex(),
        "opening": opening_paise, "receipts": receipts_paise, "payments": payments_paise,
        "closing": closing_paise, "difference": difference_paise,
        "cash_count": [list(line) for line in cash_count],
        "skipped": [list(pair) for pair in skipped], "closed_at": closed_at, "key": key_id,
    })  # fmt: skip


def edge_body(
    *, society_code: str, seal_no: int, day_on: str, fy: int, vouchers: Sequence[tuple[int, bytes]],
    total_paise: int, last_voucher_id: int, chain_hash: bytes, act_hash: bytes,
    previous_hash: bytes, cash_paise: int, closed_at: int, key_id: str,
) -> bytes:  # fmt: skip
    """Return the canonical bytes of the head of a year's adjustments (P7).

    ``vouchers`` are (id, leaf hash) of exactly the adjustments, in order; between them in the chain
    lie vouchers of April's days. No cash moves: it opens and closes with the cash of 31 March.
    """
    return canonical({
        "v": SEAL_VERSION, "society": society_code, "seal_no": seal_no, "day": day_on,
        "kind": EDGE, "fy": fy, "first": vouchers[0][0] if vouchers else None,
        "last": last_voucher_id, "count": len(vouchers), "total": total_paise,
        "vouchers": digest_of(leaf for _, leaf in vouchers), "chain": chain_hash.hex(),
        "acts": act_hash.hex(), "previous": previous_hash.hex(), "opening": cash_paise,
        "receipts": 0, "payments": 0, "closing": cash_paise, "difference": 0, "cash_count": [],
        "skipped": [], "closed_at": closed_at, "key": key_id,
    })  # fmt: skip


def digest_of(leaves: Iterable[bytes]) -> str:
    """Chain the leaves of some vouchers alone, whatever lies between them."""
    found = START
    for leaf in leaves:
        found = link(found, leaf)
    return found.hex()


def seal_hash(body_bytes: bytes) -> bytes:
    """Hash a day's head."""
    return hashlib.sha256(body_bytes).digest()


def code_of(hash_bytes: bytes) -> str:
    """Return the first 80 bits of a seal's hash as 16 characters of Crockford's base 32."""
    number = int.from_bytes(hash_bytes[:10], "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))


def grouped(code: str) -> str:
    """Write a code in groups of four, as printed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def parse_code(text: str) -> str:
    """Read a typed code: either digit script, small letters, spaces and dashes are forgiven."""
    code = latin_digits(text).upper().translate(_LOOK_ALIKE)
    code = "".join(letter for letter in code if letter not in " -–—.")
    if len(code) != CODE_LENGTH or any(letter not in ALPHABET for letter in code):
        raise CodeIsMalformed
    return code


def differences(stored: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Name the parts of a head that no longer agree with the rows."""
    return [part for part in stored if stored[part] != found.get(part)]
