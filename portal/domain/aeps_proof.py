"""The proof of Aadhaar transactions: what their acts say is what the records say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.domain.act_proof import detail_of
from portal.domain.aeps import VOID, Record
from portal.domain.proof import ActRow, Notes

RECORDED, SETTLED, PUT_RIGHT, TAKEN_BACK = ACTS = (
    "aeps_recorded", "aeps_settled", "aeps_put_right", "aeps_taken_back",
)  # fmt: skip


def check_records(notes: Notes, acts: Iterable[ActRow], records: Iterable[Record]) -> None:
    """Compare each record with what its acts come to; ``acts`` are those of ACTS in order.

    Names and banks are words of the slip; where cash moved, the voucher holds them.
    """
    said = _said(acts)
    stored = {
        one.id: {
            "rrn": one.printed_rrn, "what": one.kind, "outcome": one.outcome,
            "paise": one.amount_paise, "last_four": one.last_four, "voucher": one.voucher_id,
            "settled": one.settled_as,
        }
        for one in records
    }  # fmt: skip
    for key in sorted(said.keys() | stored.keys()):
        if said.get(key) != stored.get(key):
            notes.add("AadhaarRecordDisagrees", f"aadhaar transaction {key}", id=key)


def _said(acts: Iterable[ActRow]) -> dict[int, dict[str, Any]]:
    said: dict[int, dict[str, Any]] = {}
    for act in acts:
        detail = detail_of(act)
        key = detail.pop("record", 0)
        if act.kind == RECORDED:
            said[key] = {**detail, "settled": ""}
        elif act.kind == TAKEN_BACK:
            said.setdefault(key, {})["settled"] = VOID
        else:
            said.setdefault(key, {}).update(detail)
    return said
