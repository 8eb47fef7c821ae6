"""Entries that wait for second persons, who agreed, and the rules that ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portal.domain.approval_rules import ApprovalRule
from portal.domain.people import Doer
from portal.domain.proposals import Proposal
from portal.storage.engine import row, rows, rows_among, run, value
from portal.storage.served import Whom

_COLUMNS = (
    "society_id, id, day_on, task, body, total_paise, proposed_at, proposed_by, on_behalf_of, "
    "persons, state, decided_at, decided_by, remark, voucher_id"
)


def rules(society_id: int) -> list[ApprovalRule]:
    """List every rule ever set in a society, in its order."""
    return [ApprovalRule(*found) for found in rows(
        "SELECT task, above_paise, persons, reason, set_at, set_by FROM approval_rule "
        "WHERE society_id = ? ORDER BY id",
        society_id,
    )]  # fmt: skip


def add_rule(society_id: int, rule: ApprovalRule) -> None:
    """Add a rule; the book is held."""
    run(
        "INSERT INTO approval_rule (society_id, id, task, above_paise, persons, reason, set_at, "
        "set_by) SELECT ?, COALESCE(MAX(id), 0) + 1, ?, ?, ?, ?, ?, ? FROM approval_rule "
        "WHERE society_id = ?",
        society_id, rule.task, rule.above_paise, rule.persons, rule.reason, rule.set_at,
        rule.set_by, society_id,
    )  # fmt: skip


def insert(
    doer: Doer, society_id: int, day_on: str, task: str, body: str, total_paise: int, persons: int
) -> int:
    """Add a waiting entry and return its key; the book is held."""
    key = int(value("SELECT COALESCE(MAX(id), 0) + 1 FROM proposal WHERE society_id = ?",
                    society_id))  # fmt: skip
    run(
        "INSERT INTO proposal (society_id, id, day_on, task, body, total_paise, proposed_at, "
        "proposed_by, on_behalf_of, persons, state) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')",
        society_id, key, day_on, task, body, total_paise, doer.at, doer.person_id,
        doer.on_behalf_of, persons,
    )  # fmt: skip
    return key


def proposal(society_id: int, proposal_id: int) -> Proposal | None:
    """Return an entry with who agreed, or None."""
    found = row(
        f"SELECT {_COLUMNS} FROM proposal WHERE society_id = ? AND id = ?", society_id, proposal_id
    )
    if found is None:
        return None
    agreed = rows(
        "SELECT approved_by, approved_at FROM proposal_approval "
        "WHERE society_id = ? AND proposal_id = ? ORDER BY no",
        society_id, proposal_id,
    )  # fmt: skip
    return replace(Proposal(*found), agreed=tuple((who, at) for who, at in agreed))


def agree(society_id: int, proposal_id: int, person_id: int, at: int) -> bool:
    """Write down that a person agrees; say whether it could be.

    The statement itself takes no maker, nobody twice, and nothing that is decided.
    """
    return run(
        "INSERT INTO proposal_approval (society_id, proposal_id, no, approved_at, approved_by, "
        "proposed_by, on_behalf_of) SELECT p.society_id, p.id, 1 + (SELECT COUNT(*) "
        "FROM proposal_approval a WHERE a.society_id = p.society_id AND a.proposal_id = p.id), "
        "?, ?, p.proposed_by, p.on_behalf_of FROM proposal p "
        "WHERE p.society_id = ? AND p.id = ? AND p.state = 'waiting' AND p.proposed_by <> ? "
        "AND (p.on_behalf_of IS NULL OR p.on_behalf_of <> ?) AND NOT EXISTS (SELECT 1 FROM "
        "proposal_approval b WHERE b.society_id = p.society_id AND b.proposal_id = p.id "
        "AND b.approved_by = ?)",
        at, person_id, society_id, proposal_id, person_id, person_id, person_id,
    ) == 1  # fmt: skip


def decide(
    society_id: int, proposal_id: int, state: str, doer: Doer, remark: str = "",
    voucher_id: int | None = None,
) -> bool:  # fmt: skip
    """Close an entry that still waits; say whether it did. A maker never approves (statement)."""
    return run(
        "UPDATE proposal SET state = ?, decided_at = ?, decided_by = ?, remark = ?, "
        "voucher_id = ? WHERE society_id = ? AND id = ? AND state = 'waiting' "
        "AND (? <> 'approved' OR (proposed_by <> ? AND COALESCE(on_behalf_of, 0) <> ?))",
        state, doer.at, doer.person_id, remark, voucher_id, society_id, proposal_id, state,
        doer.person_id, doer.person_id,
    ) == 1  # fmt: skip


def waiting(society_ids: Sequence[int]) -> list[Proposal]:
    """List the entries of these societies that wait, the oldest first, with who agreed."""
    if not society_ids:
        return []
    found = [Proposal(*one) for one in rows_among(
        f"SELECT {_COLUMNS} FROM proposal WHERE state = 'waiting' AND society_id IN",
        among=society_ids,
    )]  # fmt: skip
    is_of_several = any(one.persons > 1 for one in found)  # else nobody has agreed to any yet
    agreed = _agreed_to_waiting(society_ids) if is_of_several else {}
    listed = [replace(one, agreed=tuple(agreed.get((one.society_id, one.id), ()))) for one in found]
    return sorted(listed, key=lambda one: (one.proposed_at, one.society_id, one.id))


def _agreed_to_waiting(society_ids: Sequence[int]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    agreed: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for society_id, key, _no, who, at in sorted(rows_among(
        "SELECT a.society_id, a.proposal_id, a.no, a.approved_by, a.approved_at "
        "FROM proposal_approval a JOIN proposal p ON p.society_id = a.society_id "
        "AND p.id = a.proposal_id WHERE p.state = 'waiting' AND a.society_id IN",
        among=society_ids,
    )):  # fmt: skip
        agreed.setdefault((society_id, key), []).append((who, at))
    return agreed


def latest_decided(society_id: int, most: int) -> list[Proposal]:
    """List the entries decided on last, the newest first."""
    return [Proposal(*found) for found in rows(
        f"SELECT {_COLUMNS} FROM proposal WHERE society_id = ? AND state <> 'waiting' "
        "ORDER BY id DESC LIMIT ?",
        society_id, most,
    )]  # fmt: skip


def count_waiting(society_id: int) -> int:
    """Count the entries of a society that wait."""
    return int(value(
        "SELECT COUNT(*) FROM proposal WHERE society_id = ? AND state = 'waiting'", society_id
    ))  # fmt: skip


_UNSEEN = (
    "WHERE v.society_id = ? AND v.day_on = ? AND v.task = ? AND v.approved_by IS NULL "
    "AND v.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM voucher r "
    "WHERE r.society_id = v.society_id AND r.reverses_id = v.id)"
)
_FOR = "SELECT 1 FROM voucher_for f WHERE f.society_id = v.society_id AND f.voucher_id = v.id"


def paid_to(society_id: int, day_on: str, task: str, whom: Whom, party: str) -> int:
    """Sum up a day's vouchers of a task for somebody of a register that nobody agreed to.

    With them those to the same name as it was typed that are of no record.
    """
    return int(value(
        "SELECT COALESCE(SUM(v.total_paise), 0) FROM voucher v LEFT JOIN voucher_text t "
        f"ON t.society_id = v.society_id AND t.voucher_id = v.id {_UNSEEN} "
        f"AND (EXISTS ({_FOR} AND f.register = ? AND f.record_id = ?) "
        f"OR (t.party = ? AND t.party <> '' AND NOT EXISTS ({_FOR})))",
        society_id, day_on, task, *whom, party,
    ))  # fmt: skip


def paid_to_name(society_id: int, day_on: str, task: str, party: str) -> int:
    """Sum up a day's vouchers of a task to a name as it was typed that nobody agreed to.

    Without a name those of no name and no record: leaving it out parts no payment.
    """
    same = "t.party = ?" if party else f"COALESCE(t.party, '') = ? AND NOT EXISTS ({_FOR})"
    return int(value(
        "SELECT COALESCE(SUM(v.total_paise), 0) FROM voucher v LEFT JOIN voucher_text t "
        f"ON t.society_id = v.society_id AND t.voucher_id = v.id {_UNSEEN} AND {same}",
        society_id, day_on, task, party,
    ))  # fmt: skip
