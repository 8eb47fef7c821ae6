"""What the check of one printed seal reads of its day."""

from __future__ import annotations

from typing import Any, NamedTuple

from portal.domain.chain import VOUCHER_FIELDS
from portal.domain.heads import CASH_BOX
from portal.domain.year_edge import ADJUSTMENT
from portal.storage.engine import row, rows, value

_VOUCHERS = (
    "SELECT v." + ", v.".join(VOUCHER_FIELDS) + ", v.text_commitment, v.leaf_hash, v.chain_hash, "
    "t.salt, t.party, t.narration FROM voucher v LEFT JOIN voucher_text t "
    "ON t.society_id = v.society_id AND t.voucher_id = v.id "
    "WHERE v.society_id = ? AND v.id BETWEEN ? AND ? ORDER BY v.id"
)


def vouchers_between(
    society_id: int, first_id: int, last_id: int
) -> list[tuple[tuple[Any, ...], list[tuple[int, int, int | None]]]]:
    """List vouchers with their lines (head, paise, sub).

    A voucher is VOUCHER_FIELDS, commitment, leaf, chain, salt, party, narration.
    """
    lines: dict[int, list[tuple[int, int, int | None]]] = {}
    for voucher_id, *line in rows(
        "SELECT voucher_id, head, paise, sub_id FROM entry WHERE society_id = ? "
        "AND voucher_id BETWEEN ? AND ? ORDER BY voucher_id, line",
        society_id, first_id, last_id,
    ):  # fmt: skip
        lines.setdefault(voucher_id, []).append((line[0], line[1], line[2]))
    found = rows(_VOUCHERS, society_id, first_id, last_id)
    return [(record, lines.get(record[1], [])) for record in found]


def has_act(society_id: int, day_on: str, act_hash: bytes) -> bool:
    """Say whether the chain of acts had this hash on a day."""
    return value(
        "SELECT 1 FROM act WHERE society_id = ? AND day_on = ? AND chain_hash = ? LIMIT 1",
        society_id, day_on, act_hash,
    ) is not None  # fmt: skip


def chain_at(society_id: int, voucher_id: int) -> bytes | None:
    """Return the chain's hash at a voucher, or None where there is no such voucher."""
    found = value(
        "SELECT chain_hash FROM voucher WHERE society_id = ? AND id = ?", society_id, voucher_id
    )
    return None if found is None else bytes(found)


class DaySums(NamedTuple):
    """A day as its rows add up to; money in paise.

    ``difference_paise`` is what accepted differences of the count moved, ``has_act`` says whether
    the chain of acts had the given hash on that day.
    """

    opening_paise: int
    receipts_paise: int
    payments_paise: int
    difference_paise: int
    vouchers: int
    first_voucher_id: int | None
    has_act: int
    reopenings: int
    last_seal_no: int


def day_sums(
    society_id: int, day_on: str, count_tasks: tuple[str, ...], act_hash: bytes
) -> DaySums:
    """Add up a day's rows, without the adjustments of its year."""
    marks = ",".join("?" * len(count_tasks))
    found = row(
        "SELECT (SELECT SUM(paise) FROM entry WHERE society_id = b.society_id AND head = ? "
        "AND day_on < ?), (SELECT SUM(paise) FROM entry WHERE society_id = b.society_id "
        "AND head = ? AND day_on = ? AND paise > 0), (SELECT -SUM(paise) FROM entry "
        "WHERE society_id = b.society_id AND head = ? AND day_on = ? AND paise < 0), "
        "(SELECT SUM(e.paise) FROM voucher v JOIN entry e ON e.society_id = v.society_id "
        "AND e.voucher_id = v.id AND e.head = ? WHERE v.society_id = b.society_id "
        f"AND v.day_on = ? AND v.task IN ({marks})), (SELECT COUNT(*) FROM voucher "
        f"WHERE society_id = b.society_id AND day_on = ? AND kind <> '{ADJUSTMENT}'), "
        "(SELECT MIN(id) FROM voucher WHERE society_id = b.society_id AND day_on = ? "
        f"AND kind <> '{ADJUSTMENT}'), (SELECT COUNT(*) FROM act "
        "WHERE society_id = b.society_id AND day_on = ? AND chain_hash = ?), (SELECT COUNT(*) "
        "FROM reopening WHERE society_id = b.society_id AND day_on = ?), (SELECT MAX(seal_no) "
        "FROM seal WHERE society_id = b.society_id AND day_on = ? AND NOT EXISTS (SELECT 1 "
        "FROM year_edge y WHERE y.society_id = seal.society_id AND y.seal_no = seal.seal_no)) "
        "FROM book b WHERE b.society_id = ?",
        CASH_BOX, day_on, CASH_BOX, day_on, CASH_BOX, day_on, CASH_BOX, day_on, *count_tasks,
        day_on, day_on, day_on, act_hash, day_on, day_on, society_id,
    )  # fmt: skip
    assert found is not None
    opening, came, went, difference, vouchers, first, *others = found
    sums = [int(one or 0) for one in (opening, came, went, difference, vouchers)]
    return DaySums._make((*sums, first, *map(int, others)))
