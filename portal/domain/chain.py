"""The chain (P7): canonical form, leaf and link of each voucher and act of a society.

leaf = SHA-256(0x00 ‖ canonical bytes); link = SHA-256(previous link ‖ leaf). The canonical form is
sorted compact JSON in UTF-8 (NFC) with whole numbers only. Words about people are not in it: the
leaf holds SHA-256(salt ‖ words) instead, so that they can be erased later without breaking the
chain.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

HASH_VERSION = 1
START = bytes(32)


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the one byte form of ``content`` (text, whole numbers, None, lists, mappings)."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def leaf(content: Mapping[str, Any]) -> bytes:
    """Hash one record's canonical form."""
    return hashlib.sha256(b"\x00" + canonical(content)).digest()


def link(previous: bytes, leaf_hash: bytes) -> bytes:
    """Chain one leaf to all before it."""
    return hashlib.sha256(previous + leaf_hash).digest()


def commitment(salt: bytes, party: str, narration: str) -> bytes:
    """Commit to a voucher's words without showing them."""
    return hashlib.sha256(salt + canonical({"narration": narration, "party": party})).digest()


VOUCHER_FIELDS = (
    "society_id", "id", "fy", "kind", "no", "day_on", "posted_at", "entered_by", "on_behalf_of",
    "approved_by", "task", "mode", "reference", "reference_on", "paper_no", "till", "total_paise",
    "given_paise", "reverses_id", "form_token",
)  # fmt: skip


def voucher_leaf(
    fields: Sequence[Any], text_commitment: bytes, lines: Sequence[Sequence[Any]]
) -> bytes:
    """Hash a voucher: its VOUCHER_FIELDS, the commitment to its words, (head, paise, sub) lines."""
    content = dict(zip(VOUCHER_FIELDS, fields, strict=True))
    content["hash_version"] = HASH_VERSION
    content["text_commitment"] = text_commitment.hex()
    content["lines"] = [list(line) for line in lines]
    return leaf(content)


ACT_FIELDS = (
    "society_id", "id", "kind", "day_on", "done_at", "done_by", "on_behalf_of", "detail",
)  # fmt: skip


def act_leaf(fields: Sequence[Any]) -> bytes:
    """Hash an act (a deed that isn't a voucher): its ACT_FIELDS."""
    content = dict(zip(ACT_FIELDS, fields, strict=True))
    content["hash_version"] = HASH_VERSION
    return leaf(content)
