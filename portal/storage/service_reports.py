"""What the reports of the counter add up, for a society or for all of a place: named SQL.

Each is one statement for any number of societies; the days are the first and the last.
"""

from __future__ import annotations

from typing import NamedTuple

from portal.domain.aeps import BALANCE, DEPOSIT, SERVICES, WITHDRAWAL
from portal.domain.heads import CASH_BOX, COUNTER_FEE, COUNTER_TILLS, UPI_COLLECTION
from portal.domain.service_reports import (
    BILLS,
    BY_HAND,
    CERTIFICATE,
    FEES,
    PENSIONS_PAID,
    Done,
    Period,
)
from portal.storage.engine import row, rows, value
from portal.storage.places import REACH, REAL_SOCIETIES

SOCIETY = "society"
COMMISSION_HEADS = (3303, 3304, 3305)
_CASH = ", ".join(map(str, (CASH_BOX, *COUNTER_TILLS)))
_AEPS_SERVICE = {WITHDRAWAL: "banking-001", DEPOSIT: "banking-002", BALANCE: "banking-003"}
assert set(_AEPS_SERVICE.values()) <= set(SERVICES)


class Scope(NamedTuple):
    """What a report is about: a society, or a place of any level."""

    level: str
    id: int

    def of(self, alias: str) -> str:
        """The condition on a table's society; its one value is ``id``."""
        if self.level == SOCIETY:
            return f"{alias}.society_id = ?"
        held = "id > ?" if self.level == "nation" else f"{REACH[self.level]} = ?"
        return f"{alias}.society_id IN (SELECT id FROM {REAL_SOCIETIES} r WHERE {held})"

    @property
    def key(self) -> int:
        """The value of that condition."""
        return 0 if self.level == "nation" else self.id


def _between(scope: Scope, alias: str, column: str) -> str:
    return f"{scope.of(alias)} AND {alias}.{column} BETWEEN ? AND ?"


def _at(scope: Scope, period: Period) -> tuple[int, str, str]:
    return scope.key, period.first_on, period.last_on


def _reversed(scope: Scope) -> str:
    """All vouchers that were taken back: few, so that they are gathered once; one value."""
    return (
        "SELECT b.society_id, b.reverses_id AS voucher_id FROM voucher b "
        f"WHERE {scope.of('b')} AND b.reverses_id > 0"
    )


def fees(scope: Scope, period: Period) -> list[Done]:
    """Add up the fees of paid visits by service, those taken back left out.

    What belongs to an application is no work of its own: the application is counted.
    """
    found = rows(
        f"WITH r AS MATERIALIZED ({_reversed(scope)}) "
        "SELECT f.service_id, v.mode, SUM(CASE WHEN f.application_id IS NULL THEN 1 ELSE 0 END), "
        "SUM(f.own_paise), SUM(f.passed_paise) FROM visit v "
        "JOIN visit_fee f ON f.society_id = v.society_id AND f.visit_id = v.id "
        "LEFT JOIN r ON r.society_id = f.society_id AND r.voucher_id = f.voucher_id "
        f"WHERE {_between(scope, 'v', 'paid_on')} AND v.state = 'paid' AND r.voucher_id IS NULL "
        "GROUP BY f.service_id, v.mode",
        scope.key, *_at(scope, period),
    )  # fmt: skip
    return [
        Done(
            service_id or FEES, int(count), int(own), int(passed),
            **{f"{mode}_paise": int(own) + int(passed)},
        )
        for service_id, mode, count, own, passed in found
    ]  # fmt: skip


def bills(scope: Scope, period: Period) -> list[Done]:
    """Add up the bills whose money was taken, by service; what is given back is left out."""
    found = rows(
        "SELECT o.service_id, o.pay_mode, COUNT(*), SUM(o.own_fee_paise), SUM(o.cash_paise) "
        "FROM visit v "
        "JOIN bill_order o ON o.society_id = v.society_id AND o.visit_id = v.id "
        f"WHERE {_between(scope, 'v', 'paid_on')} AND v.state = 'paid' "
        "AND o.cash_voucher_id IS NOT NULL "
        "AND o.state NOT IN ('failed', 'refund_due', 'refunded') "
        "GROUP BY o.service_id, o.pay_mode",
        *_at(scope, period),
    )  # fmt: skip
    return [
        Done(
            service_id or BILLS, int(count), int(own), int(taken) - int(own),
            **{f"{mode}_paise": int(taken)},
        )
        for service_id, mode, count, own, taken in found
    ]  # fmt: skip


def aeps(scope: Scope, period: Period) -> list[Done]:
    """Add up what the bank's device did for sure, by kind."""
    found = rows(
        "SELECT a.kind, COUNT(*), SUM(a.amount_paise) FROM aeps_record a "
        f"WHERE {_between(scope, 'a', 'day_on')} AND ((a.outcome = 'done' AND a.settled_as = '') "
        "OR a.settled_as IN ('given', 'taken')) GROUP BY a.kind",
        *_at(scope, period),
    )  # fmt: skip
    return [
        Done(_AEPS_SERVICE[kind], int(count), aeps_paise=int(paise)) for kind, count, paise in found
    ]


def applications(scope: Scope, period: Period) -> list[Done]:
    """Count the applications that were begun and not withdrawn, by service."""
    return [Done(service_id, int(count)) for service_id, count in rows(
        "SELECT a.service_id, COUNT(*) FROM application a "
        f"WHERE {_between(scope, 'a', 'began_on')} AND a.state <> 'withdrawn' "
        "GROUP BY a.service_id",
        *_at(scope, period),
    )]  # fmt: skip


def pensions(scope: Scope, period: Period) -> list[Done]:
    """Count life certificates without a visit of their own, and add up pensions handed out.

    That is no customer's payment, so it counts for no way of paying.
    """
    found = row(
        "SELECT (SELECT COUNT(*) FROM life_certificate c "
        f"WHERE {_between(scope, 'c', 'made_on')} AND c.result <> 'rejected' "
        "AND c.visit_id IS NULL), COUNT(*), COALESCE(SUM(p.paise), 0) FROM pension_payment p "
        f"WHERE {_between(scope, 'p', 'paid_on')}",
        *_at(scope, period), *_at(scope, period),
    ) or (0, 0, 0)  # fmt: skip
    certificates, payments, paise = map(int, found)
    return [Done(CERTIFICATE, certificates), Done(PENSIONS_PAID, payments, 0, paise)]


def by_hand(scope: Scope, period: Period) -> Done:
    """Add up the fees that were entered by their task, without a visit, none reversed."""
    legs = (
        "(SELECT COALESCE(SUM(x.paise), 0) FROM entry x WHERE x.society_id = v.society_id "
        "AND x.voucher_id = v.id AND x.head IN ({}))"
    )
    found = row(
        "SELECT COUNT(*), COALESCE(SUM(h.own), 0), COALESCE(SUM(h.cash), 0), "
        "COALESCE(SUM(h.upi), 0) FROM ("
        f"SELECT -{legs.format(COUNTER_FEE)} AS own, {legs.format(_CASH)} AS cash, "
        f"{legs.format(UPI_COLLECTION)} AS upi FROM ("
        "SELECT e.society_id, e.voucher_id FROM entry e "
        f"WHERE {_between(scope, 'e', 'day_on')} AND e.head = {COUNTER_FEE} AND e.paise < 0 "
        "EXCEPT SELECT f.society_id, f.voucher_id FROM visit s JOIN visit_fee f "
        "ON f.society_id = s.society_id AND f.visit_id = s.id "
        f"WHERE {_between(scope, 's', 'paid_on')} AND s.state = 'paid' "
        f"EXCEPT {_reversed(scope)}) k "
        "JOIN voucher v ON v.society_id = k.society_id AND v.id = k.voucher_id "
        "WHERE v.task = 'csc_service_fee') h",
        *_at(scope, period), *_at(scope, period), scope.key,
    ) or (0, 0, 0, 0)  # fmt: skip
    count, own, cash, upi = map(int, found)
    return Done(BY_HAND, count, own, cash + upi - own, cash, upi)


def commission(scope: Scope, period: Period) -> dict[int, int]:
    """Return what the books say of commission, by head, in paise."""
    heads = ", ".join(map(str, COMMISSION_HEADS))
    return {head: int(paise) for head, paise in rows(
        "SELECT t.head, SUM(t.credit_paise - t.debit_paise) FROM head_total t "
        f"WHERE {_between(scope, 't', 'day_on')} AND t.head IN ({heads}) GROUP BY t.head "
        "ORDER BY t.head",
        *_at(scope, period),
    )}  # fmt: skip


def wallet(scope: Scope, period: Period) -> int:
    """Return what was paid out of the CSC's wallet, in paise."""
    return int(value(
        "SELECT SUM(w.amount_paise) FROM wallet_payment w "
        f"WHERE {_between(scope, 'w', 'begun_on')} AND w.state = 'paid'",
        *_at(scope, period),
    ) or 0)  # fmt: skip


def handed_back(scope: Scope, period: Period) -> tuple[int, int]:
    """Return how often and how much went back, or is owed, to customers of what was cancelled."""
    found = row(
        "SELECT COUNT(*), COALESCE(SUM(b.due_paise), 0) FROM fee_return b "
        f"WHERE {_between(scope, 'b', 'asked_on')} AND b.state IN ('due', 'given')",
        *_at(scope, period),
    ) or (0, 0)  # fmt: skip
    return int(found[0]), int(found[1])


class Moved(NamedTuple):
    """How often and how much was paid at the counters of a place right below another."""

    place_id: int
    mode: str
    many: int
    paise: int


def moved_below(column: str, scope: Scope, period: Period) -> list[Moved]:
    """Add up what was paid, by the column of society that a lower level of places reaches by."""
    part = (
        f"SELECT c.{column}, {{}}, COUNT(*), SUM({{}}) FROM {{}} m "
        f"JOIN {REAL_SOCIETIES} c ON c.id = m.society_id "
        f"WHERE {scope.of('m')} AND m.{{}} BETWEEN ? AND ? AND {{}} GROUP BY c.{column}, {{}}"
    )
    return [Moved(place_id, mode, int(count), int(paise)) for place_id, mode, count, paise in rows(
        part.format("m.mode", "m.total_paise", "visit", "paid_on", "m.state = 'paid'", "m.mode")
        + " UNION ALL "
        + part.format(
            "'aeps'", "m.amount_paise", "aeps_record", "day_on",
            "((m.outcome = 'done' AND m.settled_as = '') OR m.settled_as IN ('given', 'taken'))",
            "m.outcome = ''",
        ),
        *_at(scope, period), *_at(scope, period),
    )]  # fmt: skip
