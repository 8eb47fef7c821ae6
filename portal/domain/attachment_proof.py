"""Holds each picture at a voucher to the act that attached it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from portal.domain.proof import Notes


class AttachmentRow(NamedTuple):
    """One picture as stored."""

    id: int
    voucher_id: int
    kind: str
    content: bytes
    sha256: bytes


def check_attachments(
    notes: Notes, acts: Iterable[tuple[int, dict[str, Any]]], stored: Iterable[AttachmentRow]
) -> None:
    """Hold each picture to its act, and each such act, as (id, detail), to its picture."""
    said = {detail.get("paper"): (act_id, detail) for act_id, detail in acts}
    for one in stored:
        _act_id, detail = said.pop(one.id, (0, {}))
        told = (detail.get("voucher"), detail.get("what"), detail.get("sha256"))
        is_same = hashlib.sha256(one.content).digest() == one.sha256
        if not is_same or told != (one.voucher_id, one.kind, one.sha256.hex()):
            notes.on_voucher("AttachmentDisagrees", one.voucher_id)
    for act_id, _detail in said.values():
        notes.on_act("AttachmentIsMissing", act_id)
