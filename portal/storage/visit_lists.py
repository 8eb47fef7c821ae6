"""Lists of visits and of what is still open at the counter, by named SQL."""

from __future__ import annotations

from typing import NamedTuple

from portal.storage.engine import row, rows

# These are the words of the index, so that both engines use it.
_HOLDING = (
    "state IN ('cash_taken', 'submitting', 'processing', 'unknown', 'failed', 'refund_due', "
    "'credit_adjustment')"
)
_IS_RUNNING = "'cash_taken', 'submitting', 'processing', 'unknown', 'credit_adjustment'"
_HAS_ORDER = (
    "EXISTS (SELECT 1 FROM bill_order o WHERE o.society_id = v.society_id AND o.visit_id = v.id{})"
)
_HAS_FEE = (
    "EXISTS (SELECT 1 FROM visit_fee f WHERE f.society_id = v.society_id AND f.visit_id = v.id)"
)
_HOLDS_ANYTHING = f"({_HAS_ORDER.format('')} OR {_HAS_FEE})"
# A bill that was only looked at is no work that waits.
_WAITS = f"(v.state = 'open' AND ({_HAS_ORDER.format(' AND o.amount_paise > 0')} OR {_HAS_FEE}))"


class Listed(NamedTuple):
    """A visit in a list: ``running`` and ``to_refund`` count its bills."""

    id: int
    state: str
    name: str
    mobile: str
    total_paise: int
    running: int
    to_refund: int


def listed(society_id: int, on: str, wish: str = "", most: int = 50, skip: int = 0) -> list[Listed]:
    """List the visits of a day, those that wait for their money first, then the newest.

    ``wish`` is a visit's number, of whichever day, or the last four digits of a mobile number.
    """
    day = "(v.began_on = ? OR (v.state = 'paid' AND v.paid_on = ?))"
    which, params = day, [on, on]
    if wish:
        which = f"(v.id = ? OR ({day} AND v.mobile LIKE ?))"
        params = [int(wish) if wish.isdigit() and len(wish) < 10 else 0, on, on, f"%{wish[-4:]}"]  # type: ignore[list-item]
    counts = ", ".join(
        "(SELECT COUNT(*) FROM bill_order o WHERE o.society_id = v.society_id "
        f"AND o.visit_id = v.id AND o.state IN ({states}))"
        for states in (_IS_RUNNING, "'failed', 'refund_due'")
    )
    return [Listed(*found) for found in rows(
        f"SELECT v.id, v.state, v.name, v.mobile, v.total_paise, {counts} FROM visit v "
        f"WHERE v.society_id = ? AND {which} AND (v.state = 'paid' OR {_HOLDS_ANYTHING}) "
        f"ORDER BY CASE WHEN {_WAITS} THEN 0 ELSE 1 END, v.id DESC LIMIT ? OFFSET ?",
        society_id, *params, most, skip,
    )]  # fmt: skip


class Waiting(NamedTuple):
    """How many visits of a day wait for their money, and how many people for their turn."""

    unpaid: int
    people: int


def waiting(society_id: int, on: str) -> Waiting:
    """Count who and what waits: visits with something chosen or a fee, numbers of the queue."""
    found = row(
        "SELECT (SELECT COUNT(*) FROM visit v WHERE v.society_id = ? AND v.began_on = ? "
        f"AND {_WAITS}), (SELECT COUNT(*) FROM queue_token WHERE society_id = ? AND day_on = ? "
        "AND state = 'waiting')",
        society_id, on, society_id, on,
    )  # fmt: skip
    assert found is not None
    return Waiting(int(found[0]), int(found[1]))


class Holding(NamedTuple):
    """An order that holds other people's money, shortly; ``name`` is whose, or of which biller."""

    id: int
    visit_id: int | None
    state: str
    name: str
    cash_paise: int


def holding(society_id: int) -> list[Holding]:
    """List the orders that hold other people's money, the oldest first."""
    return [Holding(*found) for found in rows(
        "SELECT id, visit_id, state, COALESCE(NULLIF(payer_name, ''), biller_name), cash_paise "
        "FROM bill_order "
        f"WHERE society_id = ? AND {_HOLDING} ORDER BY id",
        society_id,
    )]  # fmt: skip
