"""The part of the proof that holds rows beside the ledger to their acts in the chain (P7)."""

from __future__ import annotations

from portal.domain.deed_proof import check_deeds
from portal.domain.proof import Notes
from portal.storage import deed_proof


def check_rows_of_acts(notes: Notes, society_id: int) -> None:
    """Compare surprise counts, reopenings, rules, charge lists, work on behalf, free days."""
    check_deeds(notes, deed_proof.acts(society_id), deed_proof.stored(society_id))
