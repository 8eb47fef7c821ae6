"""A change of a pension rule: proposed by one person of the state, decided on by another."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portal.domain.chain import canonical
from portal.domain.dates import days_between
from portal.domain.pension_rows import read_ways, row_of
from portal.domain.pension_rules import EVERYWHERE, Rule, RuleBook, RuleFileIsWrong
from portal.domain.refusals import N_, Refusal

NATION = "nation"
FARTHEST_DAYS = 366
Row = Mapping[str, str]


class ChangeIsUnknown(Refusal):
    """There is no such change."""

    message = N_("There is no such change of a rule.")
    status = 404


class SchemeIsOfOthers(Refusal):
    """A scheme belongs to another state, or to all of India."""

    message = N_("Only the state that gives this pension changes its rule.")
    status = 403


class ChangeIsYourOwn(Refusal):
    """Who proposed a change decides on it too."""

    message = N_("You proposed this change yourself. Another person of your office decides on it.")
    status = 403


class ChangeIsOfAnother(Refusal):
    """Somebody withdraws what another person proposed."""

    message = N_("Only the person who proposed a change can withdraw it.")
    status = 403


class ChangeIsDecided(Refusal):
    """A change was decided on or withdrawn meanwhile."""

    message = N_("This change was already decided on. Open it again to see how.")


class ChangeIsWaiting(Refusal):
    """The same scheme and date have a change that nobody decided on yet."""

    message = N_("A change of this rule from the same day is already waiting for a decision.")


class RuleHasChanged(Refusal):
    """The rule that a change starts from is not the newest any more."""

    message = N_(
        "The rule was changed meanwhile, so this change doesn't fit it any more. "
        "Look at the rule again and propose the change anew."
    )


class NothingIsChanged(Refusal):
    """A change leaves the rule as it is."""

    message = N_("Nothing is different from the rule as it is.")
    status = 422


class RuleIsEmpty(Refusal):
    """A way into a scheme without any condition would let everybody in."""

    message = N_("A way without any condition would be for everybody. Set at least one condition.")
    status = 422


class RuleCanNotBeRead(Refusal):
    """What was filled in contradicts itself."""

    message = N_("These conditions contradict each other. Please look at the limits again.")
    status = 422


class RuleBeginsTooEarly(Refusal):
    """A change begins before the newest rule does, and would change earlier answers."""

    message = N_("A rule from %(on)s is there already. A change begins on a later day.")
    status = 422
    field = "valid_from"


class RuleBeginsTooLate(Refusal):
    """A rule begins more than a year from now."""

    message = N_("Choose a day within a year from today.")
    status = 422
    field = "valid_from"


class RuleBeginsInThePast(Refusal):
    """A rule begins in the past and nobody said why."""

    message = N_("This day is over. Write why the rule holds from a past day.")
    status = 422
    field = "past_why"


class WhyIsMissing(Refusal):
    """Nobody said why."""

    message = N_("Write why.")
    status = 422
    field = "reason"


class SourceIsMissing(Refusal):
    """A change names the order that it follows."""

    message = N_("Write by which order, and of which day.")
    status = 422
    field = "source"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed: the ways as rows of the file, and the digest of what they start from.

    ``past_why`` says why a rule holds from a day that is over.
    """

    scheme_id: str
    valid_from_on: str
    rows: tuple[Row, ...]
    base: str
    reason: str
    past_why: str = ""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A proposed change and what became of it; ``before`` are the rows that it starts from."""

    id: int
    scheme_id: str
    state: str
    valid_from_on: str
    rows: tuple[Row, ...]
    before: tuple[Row, ...]
    past_why: str
    reason: str
    status: str
    proposed_at: int
    proposed_by: int
    decided_at: int | None
    decided_by: int | None
    decided_why: str

    @property
    def is_open(self) -> bool:
        """Say whether nobody decided on it yet."""
        return self.status == "proposed"


def base_rows(book: RuleBook, scheme_id: str) -> list[dict[str, str]]:
    """Return the newest ways into a scheme as rows; raise SchemeIsUnknown."""
    return [row_of(one) for one in book.newest(book[scheme_id].id)]


def digest_of(rows: Sequence[Row]) -> str:
    """Tell one set of rows from another in a few characters."""
    return hashlib.sha256(canonical({"rows": [dict(one) for one in rows]})).hexdigest()[:16]


def require_reach(state: str, place_code: str, place_level: str) -> None:
    """Let a state change its own schemes, and the nation those of all India.

    Raises SchemeIsOfOthers.
    """
    is_own = place_level == NATION if state == EVERYWHERE else place_code == state
    if not is_own:
        raise SchemeIsOfOthers


def check_proposal(book: RuleBook, wish: Proposal, today_on: str) -> list[Rule]:
    """Check a change against the rule as it is now; return its ways.

    It begins after the newest rule (or corrects one that is still to come, from its own day),
    within a year, and in the past only with a reason. Raises what it is refused for.
    """
    newest = base_rows(book, wish.scheme_id)
    if wish.base != digest_of(newest):
        raise RuleHasChanged
    check_beginning(newest[0]["valid_from"], wish.valid_from_on, wish.past_why, today_on)
    if not wish.reason.strip():
        raise WhyIsMissing
    if not all(row.get("source", "").strip() for row in wish.rows):
        raise SourceIsMissing
    ways = read_change(book, wish.rows)
    if (ways[0].scheme_id, ways[0].valid_from_on) != (wish.scheme_id, wish.valid_from_on):
        raise RuleCanNotBeRead
    if any(_is_empty(one) for one in ways):
        raise RuleIsEmpty
    if _meaning(ways) == _meaning(book.newest(wish.scheme_id)):
        raise NothingIsChanged
    return ways


def check_beginning(
    newest_on: str, valid_from_on: str, past_why: str, today_on: str, field: str = "past_why"
) -> None:
    """Check from when a change holds; a missing reason is said at ``field``.

    Raises RuleBeginsTooEarly, RuleBeginsTooLate, RuleBeginsInThePast.
    """
    is_correction = valid_from_on == newest_on > today_on
    if valid_from_on <= newest_on and not is_correction:
        raise RuleBeginsTooEarly(on=newest_on)
    if days_between(today_on, valid_from_on) > FARTHEST_DAYS:
        raise RuleBeginsTooLate
    if valid_from_on < today_on and not past_why.strip():
        raise RuleBeginsInThePast(field=field)


def read_change(book: RuleBook, rows: Sequence[Row], change_no: int = 0) -> list[Rule]:
    """Read the rows of a change as strictly as the file; raise RuleCanNotBeRead."""
    try:
        return read_ways(rows, {one.id for one in book}, change_no)
    except RuleFileIsWrong as wrong:
        raise RuleCanNotBeRead from wrong


def _is_empty(rule: Rule) -> bool:
    """Say whether a way has no condition; from the age of 0 on is none."""
    return not any(
        text not in ("", "0") for column, text in row_of(rule).items() if column not in _OF_ROW
    )


#: The columns that are no condition.
_OF_ROW = ("scheme", "valid_from", "way", "amount_rs", "pays_rs", "confidence", "source")


def _meaning(ways: Sequence[Rule]) -> list[Rule]:
    """Return the ways without date and number, each list of words in one order."""
    return [
        replace(
            one, valid_from_on="", change_no=0, status=tuple(sorted(one.status)),
            poverty=tuple(sorted(one.poverty)), no_pension=tuple(sorted(one.no_pension)),
            must_be=tuple(sorted(one.must_be)), must_not_be=tuple(sorted(one.must_not_be)),
        )
        for one in ways
    ]  # fmt: skip
