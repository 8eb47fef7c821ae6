"""From which sum on how many second persons must agree to an entry, by task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.domain.refusals import N_, Refusal

EVERY_TASK = ""
MOST_PERSONS = 3
LOOSENERS = ("chairman", "block_officer")
"""Roles that enter nothing themselves: only they may loosen a rule."""


class RuleIsLoosened(Refusal):
    """A rule is loosened by chairman or block officer, never by who enters money."""

    message = N_("Only the chairman or the block officer can loosen this rule.")
    status = 403


class RuleIsYourOwn(Refusal):
    """Nobody loosens a rule of their own making alone."""

    message = N_("You set the rule that this would loosen. Another person must do it.")
    status = 403


class RuleIsTheSame(Refusal):
    """A rule that changes nothing is not written down again."""

    message = N_("This rule holds already.")
    status = 422
    field = "above"


class PersonsAreTooMany(Refusal):
    """At most three second persons."""

    message = N_("Choose how many persons must agree.")
    status = 422
    field = "persons"


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """Above ``above_paise`` this many ``persons`` must agree to a task ('' is every task)."""

    task: str
    above_paise: int
    persons: int
    reason: str = ""
    set_at: int = 0
    set_by: int = 0


def standing(rules: Iterable[ApprovalRule]) -> list[ApprovalRule]:
    """Return the rules that hold, of all ever set in their order: the newest of each sum and task.

    They come by task and sum; one with 0 persons stays, as it takes a task out of the general rule.
    """
    newest = {(one.task, one.above_paise): one for one in rules}
    return [newest[key] for key in sorted(newest)]


def _for_task(rules: Sequence[ApprovalRule], task: str) -> list[ApprovalRule]:
    own = [one for one in rules if one.task == task]
    if task == EVERY_TASK:
        return list(rules)
    return own or [one for one in rules if one.task == EVERY_TASK]


def persons_needed(rules: Sequence[ApprovalRule], task: str, paise: int) -> int:
    """Say how many second persons must agree to an entry of a sum.

    A task with rules of its own follows these alone. An entry without a task (free heads) follows
    the strictest of all, so that nothing gets round a task's rule by naming its heads instead.
    """
    return max(
        (one.persons for one in _for_task(rules, task) if paise > one.above_paise), default=0
    )


def loosened(rules: Sequence[ApprovalRule], wish: ApprovalRule) -> list[ApprovalRule]:
    """List the standing rules that ``wish`` would loosen: some sum would need fewer persons."""
    after = standing([*rules, wish])
    found = []
    for one in _for_task(rules, wish.task):
        least = one.above_paise + 1
        sums = [least, *(each.above_paise + 1 for each in after if each.above_paise >= least)]
        if any(persons_needed(after, wish.task, paise) < one.persons for paise in sums):
            found.append(one)
    return found


def check_change(
    rules: Sequence[ApprovalRule], wish: ApprovalRule, person_id: int, role: str
) -> None:
    """Refuse a change that is none, or that loosens without a second person.

    Tightening needs nobody else. Loosening is for chairman and block officer, and never for whoever
    set a rule that it loosens. Raises PersonsAreTooMany, RuleIsTheSame, RuleIsLoosened,
    RuleIsYourOwn.
    """
    if not 0 <= wish.persons <= MOST_PERSONS:
        raise PersonsAreTooMany
    same = [one for one in rules if (one.task, one.above_paise) == (wish.task, wish.above_paise)]
    if same and same[0].persons == wish.persons:
        raise RuleIsTheSame
    looser = loosened(rules, wish)
    looser += [one for one in same if wish.persons < one.persons]
    if looser and role not in LOOSENERS:
        raise RuleIsLoosened
    if any(one.set_by == person_id for one in looser):
        raise RuleIsYourOwn
