"""Sealing closed days and witnessing the seals (P7)."""

from __future__ import annotations

import logging

from portal.domain import seals as sealing
from portal.domain.day import Figures
from portal.domain.people import Doer
from portal.gateways.ports import Sealer
from portal.storage import cash_count, daybook, days, places, seals
from portal.storage.days import Day
from portal.storage.engine import in_transaction
from portal.storage.seals import Seal

log = logging.getLogger(__name__)


def seal_day(
    doer: Doer, day: Day, figures: Figures, take: int | None, difference_paise: int, sealer: Sealer
) -> Seal:
    """Seal a day that is being closed, inside that deed's transaction, and return the seal."""
    assert in_transaction()
    society_id = day.society_id
    society = places.society_by_id(society_id)
    assert society is not None
    book = daybook.lock_book(society_id)
    first, _last, count = days.voucher_span(society_id, day.day_on)
    lines = cash_count.take_lines(society_id, day.day_on, take) if take else []
    body = sealing.body(
        society_code=society.code, seal_no=book.last_seal_no + 1, day_on=day.day_on,
        kind=day.sealed_kind, first_voucher_id=first, last_voucher_id=book.last_voucher_id,
        count=count, chain_hash=book.chain_hash, act_hash=book.act_hash,
        previous_hash=book.seal_hash,
        opening_paise=figures.opening_paise, receipts_paise=figures.receipts_paise,
        payments_paise=figures.payments_paise, closing_paise=figures.closing_paise,
        difference_paise=difference_paise, cash_count=lines,
        skipped=skipped_before(society_id, day.day_on), closed_at=doer.at, key_id=sealer.key_id,
    )  # fmt: skip
    digest = sealing.seal_hash(body)
    seal = Seal(
        society_id=society_id, seal_no=book.last_seal_no + 1, day_on=day.day_on,
        body=body.decode(), hash=digest, previous_hash=book.seal_hash,
        signature=sealer.sign(body), key_id=sealer.key_id, code=sealing.code_of(digest),
        made_at=doer.at,
    )  # fmt: skip
    seals.insert_seal(seal)
    return seal


def skipped_before(society_id: int, day_on: str) -> list[tuple[str, str]]:
    """List the holidays and idle days right before a day, the oldest first."""
    found = []
    for day in days.days_between(society_id, "0000-00-00", day_on):
        if day.day_on == day_on:
            continue
        if day.kind not in ("holiday", "idle"):
            break
        found.append((day.day_on, day.kind))
    return found[::-1]


def witness_seals(society_id: int, society_code: str, sealer: Sealer) -> int:
    """Append the seals that the witness log does not hold yet; return how many.

    Runs after the day is closed and again from the worker: a full disk or a power cut between
    the two loses nothing.
    """
    known = max((line.seal_no for line in sealer.witnessed(society_code)), default=0)
    missing = seals.seals_of(society_id, after_no=known)
    for seal in missing:
        sealer.witness(society_code, seal.seal_no, seal.day_on, seal.hash.hex(), seal.made_at)
    return len(missing)


def witness_or_wait(society_id: int, sealer: Sealer) -> None:
    """Witness a society's new seals; where the key folder can't be written, the worker will."""
    society = places.society_by_id(society_id)
    assert society is not None
    try:
        witness_seals(society_id, society.code, sealer)
    except OSError as fault:
        log.warning("seals of %s wait for their witness: %s", society.code, fault)
