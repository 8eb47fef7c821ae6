"""What the day's register of the counter gathers beside orders and Aadhaar records: named SQL."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from portal.domain.bill_order_vouchers import whole_rupees
from portal.domain.counter_register import AEPS, BILL, FEE, REFUND, TAKEN_BACK, Entry, HandEntry
from portal.domain.heads import CASH_BOX, COUNTER_TILLS, PASS_THROUGH, UPI_COLLECTION
from portal.storage.engine import row, rows

#: Tasks of the counter that may also be entered without a visit, and what they are here.
HAND_TASKS = {
    "csc_service_fee": FEE, "csc_bill_cash": BILL, "csc_refund": REFUND, "aeps_withdraw": AEPS,
    "aeps_deposit": AEPS,
}  # fmt: skip
_CASH = ", ".join(map(str, (CASH_BOX, *COUNTER_TILLS)))
_OF_ORDERS = ", ".join(map(str, PASS_THROUGH))
# The day stands in both so that both engines find a voucher's lines by head and day.
_SUM = (
    "(SELECT COALESCE(SUM(e.paise), 0) FROM entry e WHERE e.society_id = v.society_id "
    "AND e.head IN ({}) AND e.day_on = v.day_on AND e.voucher_id = v.id)"
)


class PaidFee(NamedTuple):
    """The line of a fee of a visit, and the voucher that it was entered with."""

    entry: Entry
    voucher_id: int | None


def fees_on(society_id: int, paid_on: str) -> list[PaidFee]:
    """List the fees of the visits that were paid on a business day; one taken back moves nothing.

    A fee whose voucher was replaced by a right one is that voucher's line (``by_hand_on``).
    """
    found = rows(
        "SELECT s.id, s.paid_at, s.name, s.mode, s.reference, f.what, "
        "f.own_paise + f.passed_paise, f.voucher_id, v.id "  # exactly, before cash is rounded
        "FROM visit s JOIN visit_fee f ON f.society_id = s.society_id AND f.visit_id = s.id "
        "LEFT JOIN voucher v ON v.society_id = f.society_id AND v.reverses_id = f.voucher_id "
        "WHERE s.society_id = ? AND s.paid_on = ? AND s.state = 'paid' "
        "ORDER BY s.id + 0, f.no",  # so that the index of the day is used
        society_id, paid_on,
    )  # fmt: skip
    fees = []
    for visit_id, at, name, mode, reference, what, exact, voucher_id, reversal_id in found:
        is_back = reversal_id is not None
        paise = whole_rupees(int(exact)) if mode == "cash" else int(exact)
        moved = 0 if is_back else paise
        entry = Entry(
            FEE, at, what, name, "", reference, paise, TAKEN_BACK if is_back else "paid",
            f"/visits/{visit_id}", cash_paise=moved if mode == "cash" else 0,
            upi_paise=moved if mode == "upi" else 0,
        )  # fmt: skip
        fees.append(PaidFee(entry, voucher_id))
    return fees


def by_hand_on(society_id: int, day_on: str, known: Container[int | None]) -> list[HandEntry]:
    """List the day's vouchers of HAND_TASKS that no visit, order or record made, none reversed.

    ``known`` are the vouchers of fees of visits.
    """
    marks = ", ".join("?" * len(HAND_TASKS))
    found = rows(
        "SELECT v.task, v.id, v.posted_at, t.narration, t.party, v.reference, "
        f"{_SUM.format(_CASH)}, {_SUM.format(UPI_COLLECTION)} FROM voucher v "
        "JOIN voucher_text t ON t.society_id = v.society_id AND t.voucher_id = v.id "
        f"WHERE v.society_id = ? AND v.day_on = ? AND v.task IN ({marks}) "
        "AND NOT EXISTS (SELECT 1 FROM voucher r WHERE r.society_id = v.society_id "
        "AND r.reverses_id = v.id) "
        "AND NOT EXISTS (SELECT 1 FROM entry o WHERE o.society_id = v.society_id "
        f"AND o.head IN ({_OF_ORDERS}) AND o.day_on = v.day_on AND o.voucher_id = v.id "
        "AND o.sub_id + 0 > 0) "
        "AND NOT EXISTS (SELECT 1 FROM aeps_record a WHERE a.society_id = v.society_id "
        "AND a.rrn = v.reference AND a.voucher_id = v.id) "
        "ORDER BY v.id + 0",
        society_id, day_on, *HAND_TASKS,
    )  # fmt: skip
    return [
        HandEntry(
            HAND_TASKS[task], voucher_id, at, what or "", name or "", reference, int(cash),
            int(upi),
        )
        for task, voucher_id, at, what, name, reference, cash, upi in found
        if voucher_id not in known
    ]  # fmt: skip


def wallet_on(society_id: int, begun_on: str) -> tuple[int, int]:
    """Count and sum up what was paid out of the CSC's wallet on a day."""
    found = row(
        "SELECT COUNT(*), SUM(amount_paise) FROM wallet_payment "
        "WHERE society_id = ? AND begun_on = ? AND state = 'paid'",
        society_id, begun_on,
    )  # fmt: skip
    return (int(found[0]), int(found[1] or 0)) if found else (0, 0)
