"""Sealing closed days and witnessing the seals (P7)."""

from __future__ import annotations

import logging

from portal.domain import seals as sealing
from portal.domain.day import Figures
from portal.domain.people import Doer
from portal.domain.year_edge import YearEdge
from portal.gateways.ports import Sealer
from portal.storage import cash_count, daybook, days, places, seals, year_edge
from portal.storage.daybook import Book
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
    return _stored(doer, day.society_id, day.day_on, body, book, sealer)


def seal_edge(doer: Doer, edge: YearEdge, sealer: Sealer) -> Seal:
    """Seal the adjustments of a year, inside the deed that closes them, and return the seal."""
    assert in_transaction()
    society_id = edge.society_id
    society, day = places.society_by_id(society_id), days.day(society_id, edge.day_on)
    assert society is not None
    assert day is not None
    book = daybook.lock_book(society_id)
    body = sealing.edge_body(
        society_code=society.code, seal_no=book.last_seal_no + 1, day_on=edge.day_on, fy=edge.fy,
        vouchers=year_edge.leaves(society_id, edge.fy),
        total_paise=year_edge.sums(society_id, edge.fy).paise,
        last_voucher_id=book.last_voucher_id, chain_hash=book.chain_hash, act_hash=book.act_hash,
        previous_hash=book.seal_hash, cash_paise=day.closing_paise or 0, closed_at=doer.at,
        key_id=sealer.key_id,
    )  # fmt: skip
    return _stored(doer, society_id, edge.day_on, body, book, sealer)


def _stored(
    doer: Doer, society_id: int, day_on: str, body: bytes, book: Book, sealer: Sealer
) -> Seal:
    digest = sealing.seal_hash(body)
    seal = Seal(
        society_id=society_id, seal_no=book.last_seal_no + 1, day_on=day_on,
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
