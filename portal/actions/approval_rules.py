"""Setting from which sum on how many second persons must agree in a society."""

from __future__ import annotations

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.domain.approval_rules import EVERY_TASK, ApprovalRule, check_change, standing
from portal.domain.day import ReasonIsMissing
from portal.domain.people import Doer, Slip
from portal.storage import daybook, proposals
from portal.storage.reference import task_book


def rules_of(society_id: int) -> list[ApprovalRule]:
    """List the rules that hold in a society."""
    return standing(proposals.rules(society_id))


def set_rule(
    doer: Doer, slip: Slip, society_id: int, task: str, above_paise: int, persons: int, reason: str
) -> Done:
    """Set how many persons must agree above a sum; what waits already stays as it was asked for.

    Every change is kept with its reason. Raises TaskIsUnknown, ReasonIsMissing and what
    ``check_change`` raises.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        if task != EVERY_TASK:
            task_book()[task]
        if not reason.strip():
            raise ReasonIsMissing
        wish = ApprovalRule(task, above_paise, persons, reason.strip(), doer.at, doer.person_id)
        check_change(rules_of(society_id), wish, doer.person_id, doer.role)
        proposals.add_rule(society_id, wish)
        note_act(
            doer, society_id, "approval_rule", doer.today_on, task=task, above=above_paise,
            persons=persons, reason=wish.reason,
        )  # fmt: skip
        return Done("/approvals/rules")

    return exactly_once(doer, slip, deed)
