"""Checking the code of a printed day sheet against the books as they are now (P7)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.actions.posting import COUNT_TASKS
from portal.actions.seals import skipped_before
from portal.domain import chain
from portal.domain import seals as sealing
from portal.domain.day_checks import VoucherRef
from portal.domain.refusals import N_, Refusal
from portal.gateways.ports import Sealer
from portal.storage import cash_count, days, places, seal_check, seals, year_edge
from portal.storage.engine import snapshot
from portal.storage.places import Society
from portal.storage.seals import Seal

_FIELDS = len(chain.VOUCHER_FIELDS)
_AT = {name: place for place, name in enumerate(chain.VOUCHER_FIELDS)}

#: The parts of a seal in the order in which a difference is told.
PARTS = {
    "day": N_("Date"),
    "society": N_("Society"),
    "opening": N_("Opening cash"),
    "receipts": N_("Receipts"),
    "payments": N_("Payments"),
    "closing": N_("Closing cash"),
    "count": N_("Number of vouchers"),
    "total": N_("Sum of the adjustments"),
    "vouchers": N_("The adjustments themselves"),
    "first": N_("First voucher"),
    "chain": N_("The entries themselves"),
    "cash_count": N_("Count of notes and coins"),
    "difference": N_("Difference of the count"),
    "skipped": N_("Holidays before the day"),
    "acts": N_("Record of opening and closing"),
}
MONEY_PARTS = ("opening", "receipts", "payments", "closing", "difference", "total")


class SealIsUnknown(Refusal):
    """No day within one's reach was sealed with this code (P9)."""

    message = N_("No day in your area has this code. Compare each character with the sheet.")
    status = 404
    field = "code"


@dataclass(frozen=True, slots=True)
class SealCheck:
    """How a seal compares with the rows now.

    ``witness`` is 'yes', 'waiting' (not written yet) or 'differs'; ``is_replaced`` where the day
    was reopened after this seal: then only its entries can be compared. ``bad_voucher`` is the
    first entry that is not what was sealed, if it is there.
    """

    society: Society
    seal: Seal
    sealed: Mapping[str, Any]
    found: Mapping[str, Any]
    is_whole: bool
    is_signed: bool
    witness: str
    is_replaced: bool
    bad_voucher: VoucherRef | None

    @property
    def bad_parts(self) -> list[str]:
        """The parts that differ, in the order of PARTS."""
        wrong = sealing.differences(self.found, self.sealed)
        return [part for part in PARTS if part in wrong]

    @property
    def matches(self) -> bool:
        """Sheet, seal and books say the same."""
        is_genuine = self.is_whole and self.is_signed and self.witness != "differs"
        return is_genuine and not self.bad_parts


def check_seal(code: str, reaches: Callable[[str], Society], sealer: Sealer) -> SealCheck:
    """Compare the seal of a printed code with the rows as of this instant.

    ``reaches`` returns a society by code or raises its Refusal where it is out of reach. Raises
    CodeIsMalformed, SealIsUnknown.
    """
    found = _within_reach(seals.seals_with_code(sealing.parse_code(code)), reaches)
    if found is None:
        raise SealIsUnknown
    society, seal = found
    witnessed = sealer.witnessed(society.code)
    body = seal.body.encode()
    digest = sealing.seal_hash(body)
    is_whole = digest == seal.hash and sealing.code_of(digest) == seal.code
    sealed: dict[str, Any] = json.loads(body) if is_whole else {}
    rows: dict[str, Any] = {}
    bad_voucher, is_replaced = None, False
    if is_whole:
        with snapshot():
            rows, bad_voucher = _entries(society.id, sealed)
            figures = _figures(society, seal, sealed)
            is_replaced = figures is None
            rows |= figures or {}
    return SealCheck(
        society=society, seal=seal, sealed=sealed, found=rows, is_whole=is_whole,
        is_signed=sealer.has_signed(body, seal.signature, seal.key_id),
        witness=_witness(seal, witnessed), is_replaced=is_replaced, bad_voucher=bad_voucher,
    )  # fmt: skip


def _within_reach(
    found: Sequence[Seal], reaches: Callable[[str], Society]
) -> tuple[Society, Seal] | None:
    for seal in found:
        society = places.society_by_id(seal.society_id)
        try:
            if society is not None:
                return reaches(society.code), seal
        except Refusal:
            continue
    return None


def _witness(seal: Seal, witnessed: Sequence[Any]) -> str:
    lines = [one for one in witnessed if one.seal_no == seal.seal_no]
    if not lines:
        is_passed_over = any(one.seal_no > seal.seal_no for one in witnessed)
        return "differs" if is_passed_over else "waiting"
    return "yes" if all(one.hash == seal.hash.hex() for one in lines) else "differs"


def _entries(
    society_id: int, sealed: Mapping[str, Any]
) -> tuple[dict[str, Any], VoucherRef | None]:
    """Hash the day's vouchers anew; return the chain they lead to and the first that differs."""
    last_id = sealed["last"]
    first_id = sealed["first"] or last_id + 1
    link = seal_check.chain_at(society_id, first_id - 1) if first_id > 1 else chain.START
    bad = None
    for record, lines in seal_check.vouchers_between(society_id, first_id, last_id):
        commitment, leaf, stored, *words = record[_FIELDS:]
        is_right = _leaf(record, lines) == leaf and _has_words(bytes(commitment), *words)
        link = chain.link(link or b"", bytes(leaf))
        if bad is None and (not is_right or link != bytes(stored)):
            bad = VoucherRef(record[1], record[_AT["kind"]], record[_AT["no"]])
    intact = link is not None and bad is None
    return {"chain": link.hex() if link and intact else ""}, bad


def _leaf(record: Sequence[Any], lines: Sequence[Sequence[Any]]) -> bytes:
    return chain.voucher_leaf(record[:_FIELDS], bytes(record[_FIELDS]), lines)


def _has_words(commitment: bytes, salt: Any, party: str | None, narration: str | None) -> bool:
    """Say whether a voucher's words are those it was entered with; erased words are no fault."""
    if salt is None or (party is None) != (narration is None):
        return False
    is_erased = party is None or narration is None
    return is_erased or chain.commitment(bytes(salt), party or "", narration or "") == commitment


def _edge_figures(society: Society, seal: Seal, sealed: Mapping[str, Any]) -> dict[str, Any]:
    """Add the adjustments of a year up anew."""
    edge = year_edge.edge(society.id, sealed["fy"])
    if edge is None or edge.seal_no != seal.seal_no:
        return {"day": ""}
    leaves = year_edge.leaves(society.id, edge.fy)
    number, paise = year_edge.sums(society.id, edge.fy)
    acts = sealed["acts"]
    is_there = seal_check.has_act(society.id, edge.day_on, bytes.fromhex(acts))
    return {
        "society": society.code, "day": edge.day_on, "count": number, "total": paise,
        "first": leaves[0][0] if leaves else None,
        "vouchers": sealing.digest_of(leaf for _, leaf in leaves), "acts": acts if is_there else "",
    }  # fmt: skip


def _figures(society: Society, seal: Seal, sealed: Mapping[str, Any]) -> dict[str, Any] | None:
    """Add the day up anew, or return None where it was reopened after this seal."""
    if sealed["kind"] == sealing.EDGE:
        return _edge_figures(society, seal, sealed)
    day_on, acts = seal.day_on, sealed["acts"]
    day = days.day(society.id, day_on)
    sums = seal_check.day_sums(society.id, day_on, COUNT_TASKS, bytes.fromhex(acts))
    if day is None:
        return {"day": ""}
    if sums.last_seal_no != seal.seal_no or (day.status != "closed" and sums.reopenings):
        return None
    if day.status != "closed":
        return {"acts": ""}
    take = day.accepted_take
    lines = cash_count.take_lines(society.id, day_on, take) if take else []
    difference = sums.difference_paise
    if sums.reopenings:  # what its first closing found stands apart
        difference = sealed["difference"]
    return {
        "society": society.code, "day": day_on, "opening": sums.opening_paise,
        "receipts": sums.receipts_paise, "payments": sums.payments_paise,
        "closing": sums.opening_paise + sums.receipts_paise - sums.payments_paise,
        "count": sums.vouchers, "first": sums.first_voucher_id,
        "cash_count": [list(line) for line in lines], "difference": difference,
        "skipped": [list(pair) for pair in skipped_before(society.id, day_on)],
        "acts": acts if sums.has_act else "",
    }  # fmt: skip
