"""An entry that waits for second persons: no number, no cash moved, until the last one agrees."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from typing import Any

from portal.domain.corrections import Correction
from portal.domain.daybook import Draft, Line
from portal.domain.refusals import N_, Refusal

APPROVERS = ("manager", "chairman")
"""Roles of a society that agree as second persons; the block officer where they are too few."""
OFFICER = "block_officer"


class ProposalIsUnknown(Refusal):
    """There is no such entry in one's scope."""

    message = N_("There is no such entry.")
    status = 404


class ProposalIsDecided(Refusal):
    """An entry was posted, refused, withdrawn or has lapsed meanwhile."""

    message = N_("This was already decided on. Open it again to see how.")


class ProposalIsYourOwn(Refusal):
    """Who made an entry, or on whose behalf it was made, never agrees to it as second person."""

    message = N_("This entry is your own. Another person must agree to it.")
    status = 403


class ProposalIsOfAnother(Refusal):
    """Somebody withdraws what another person made."""

    message = N_("Only the person who made the entry can withdraw it.")
    status = 403


class PersonHasAgreed(Refusal):
    """One person counts once."""

    message = N_("You have already agreed. Another person is needed too.")


class PersonCanNotApprove(Refusal):
    """Second persons are manager and chairman of the society, or its block's officer."""

    message = N_("Manager or chairman of the society agree to this, or the officer of its block.")
    status = 403


class SomeoneIsThere(Refusal):
    """The block officer agrees only where the society has too few persons of its own."""

    message = N_("The society has its own second person for this: %(names)s.")
    status = 403


class RemarkIsMissing(Refusal):
    """Who refuses says why."""

    message = N_("Write why it is refused.")
    status = 422
    field = "remark"


class SecondPersonIsNeeded(Refusal):
    """An entry above its limit was asked for in a way that can't wait."""

    message = N_(
        "This sum needs a second person. Enter it alone through its task, so that it can wait."
    )
    status = 422
    field = "amount"


class RecordIsWaiting(Refusal):
    """Something of this record waits for a second person already."""

    message = N_("Something of this waits for a second person already. Let that be decided first.")


class SumHasChanged(Refusal):
    """What a deed would post now is not what was agreed to."""

    message = N_(
        "Something has changed since: now it would be ₹ %(amount)s. Refuse it with a word, so that "
        "it is entered anew."
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A deed of a register that may have to wait: its name, and its arguments as they were cleaned.

    ``about`` names the records it is of ('account:12'): nothing else of these begins meanwhile.
    """

    deed: str
    given: Mapping[str, Any]
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What would be posted: a voucher, or the correction of one (``corrects`` is its key).

    ``whom`` is who was served where that is known; ``members`` are those whose page it stands on.
    With ``deed`` it is what that deed would post: the deed itself is done, with what was ``given``,
    when all agree; ``lines`` is the digest of what it may move.
    """

    draft: Draft
    whom: tuple[int, int] | None = None
    members: tuple[int, ...] = ()
    corrects: int | None = None
    correction: Correction | None = None
    deed: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    lines: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry that waits or waited; ``agreed`` are the persons and instants, in their order."""

    society_id: int
    id: int
    day_on: str
    task: str
    body: str
    total_paise: int
    proposed_at: int
    proposed_by: int
    on_behalf_of: int | None
    persons: int
    state: str
    decided_at: int | None
    decided_by: int | None
    remark: str
    voucher_id: int | None
    agreed: tuple[tuple[int, int], ...] = ()

    @property
    def makers(self) -> frozenset[int]:
        """Who made it, and on whose behalf."""
        return frozenset({self.proposed_by, self.on_behalf_of or self.proposed_by})

    @property
    def is_waiting(self) -> bool:
        """Say whether nobody decided on it yet."""
        return self.state == "waiting"

    @property
    def is_withdrawn(self) -> bool:
        """Say whether its own maker took it back; nobody refuses what is their own."""
        return self.state == "refused" and self.decided_by in self.makers

    @property
    def missing(self) -> int:
        """How many persons have still to agree."""
        return max(self.persons - len(self.agreed), 0)

    @property
    def wish(self) -> Wish:
        """What would be posted."""
        return read_wish(self.body)


def write_wish(wish: Wish) -> str:
    """Write what would be posted as the one text that is kept."""
    content: dict[str, Any] = {
        "draft": _plain(wish.draft), "whom": wish.whom, "members": wish.members,
        "corrects": wish.corrects,
        "correction": _plain(wish.correction) if wish.correction else None,
    }  # fmt: skip
    if wish.deed:
        given = {
            key: asdict(found) if is_dataclass(found) and not isinstance(found, type) else found
            for key, found in wish.given.items()
        }
        content |= {"deed": wish.deed, "given": given, "about": wish.about, "lines": wish.lines}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(one: Draft | Correction) -> dict[str, Any]:
    found = {each.name: getattr(one, each.name) for each in fields(one)}
    if isinstance(one, Draft):
        found["lines"] = [[line.head, line.paise, line.sub_id] for line in one.lines]
    return found


def read_wish(body: str) -> Wish:
    """Read back what ``write_wish`` wrote."""
    content: Mapping[str, Any] = json.loads(body)
    draft, correction = dict(content["draft"]), content["correction"]
    draft["lines"] = tuple(Line(*line) for line in draft["lines"])
    if correction is not None:
        correction = {
            key: tuple(found) if isinstance(found, list) else found
            for key, found in correction.items()
        }
    whom = content["whom"]
    return Wish(
        Draft(**draft), tuple(whom) if whom else None, tuple(content["members"]),
        content["corrects"], Correction(**correction) if correction is not None else None,
        content.get("deed", ""), content.get("given", {}), tuple(content.get("about", ())),
        content.get("lines", ""),
    )  # fmt: skip


def require_officer_needed(proposal: Proposal, own: Mapping[int, str]) -> None:
    """Let the officer agree only where the society's own second persons don't suffice.

    ``own`` names the society's approvers. Raises SomeoneIsThere.
    """
    if not is_officer_needed(proposal, own):
        still = [name for key, name in own.items() if key not in used_up(proposal)]
        raise SomeoneIsThere(names=", ".join(still))


def is_officer_needed(proposal: Proposal, own: Mapping[int, str]) -> bool:
    """Say whether the society's own second persons, less who is used up, are too few."""
    return len(own.keys() - used_up(proposal)) < proposal.missing


def used_up(proposal: Proposal) -> frozenset[int]:
    """List who can't agree to this (any more): its makers, and who has agreed."""
    return proposal.makers | {who for who, _at in proposal.agreed}
