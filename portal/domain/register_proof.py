"""The proof of the registers: members' versions, accounts, and the sums of each control head."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from portal.domain import chain
from portal.domain.accounts import digest_of, heads_of
from portal.domain.heads import BY_ACCOUNT, BY_MEMBER, NOT_ALLOTTED, Chart
from portal.domain.members import Member, body_of
from portal.domain.proof import Notes

MEMBERS_ACT, ACCOUNTS_ACT = "members_recorded", "accounts_recorded"
CLOSED_ACT, REOPENED_ACT = "account_closed", "account_reopened"
PICTURE_ACT = "picture_added"
ACTS = (MEMBERS_ACT, ACCOUNTS_ACT, CLOSED_ACT, REOPENED_ACT, PICTURE_ACT)


class RegisterAct(NamedTuple):
    """One act about the registers: its id, kind, date and detail."""

    id: int
    kind: str
    day_on: str
    detail: Mapping[str, Any]


class Version(NamedTuple):
    """One stored version of a member's record."""

    member_id: int
    version: int
    act_id: int
    commitment: bytes
    salt: bytes
    body: str | None


class PictureRow(NamedTuple):
    """A stored picture of a member; ``content`` is None once it is erased."""

    id: int
    member_id: int
    kind: str
    content: bytes | None
    sha256: bytes
    act_id: int


class Owned(NamedTuple):
    """What sub-ledgers may be of: the members there are, and the main head of each account."""

    members: frozenset[int]
    accounts: Mapping[int, int]


def check_sums(
    notes: Notes, chart: Chart, heads: Mapping[int, int], subs: Mapping[tuple[int, int], int]
) -> None:
    """Compare the sum of each register with its control head (P2)."""
    sums: dict[int, int] = {}
    for (head, _), paise in subs.items():
        sums[head] = sums.get(head, 0) + paise
    for head in sorted(one.code for one in chart if one.has_register):
        if sums.get(head, 0) != heads.get(head, 0):
            notes.add("RegisterDisagrees", f"register of head {head}", head=head)


def check_owners(
    notes: Notes, chart: Chart, subs: Iterable[tuple[int, int]], owned: Owned
) -> None:  # fmt: skip
    """Hold each sub-ledger to a member or an account of the society that stands on its head."""
    for head, sub_id in sorted(subs):
        register = chart[head].sub_ledger if head in chart else ""
        if sub_id == NOT_ALLOTTED or register not in BY_MEMBER | BY_ACCOUNT:
            continue
        if register in BY_MEMBER:
            is_known = sub_id in owned.members
        else:
            main = owned.accounts.get(sub_id)
            is_known = main is not None and head in heads_of(main)
        if not is_known:
            notes.add("RegisterHasAStranger", f"head {head} of {sub_id}", head=head, id=sub_id)


def check_pictures(
    notes: Notes, acts: Iterable[RegisterAct], pictures: Iterable[PictureRow]
) -> None:
    """Hold each picture to the act that added it, and each such act to its picture."""
    added = {one.id: one.detail for one in acts if one.kind == PICTURE_ACT}
    for one in pictures:
        said = added.pop(one.act_id, {})
        is_same = one.content is None or hashlib.sha256(one.content).digest() == one.sha256
        told = (said.get("member"), said.get("picture"), said.get("sha256"))
        if not is_same or told != (one.member_id, one.kind, one.sha256.hex()):
            notes.add("PictureDisagrees", f"picture {one.id}", id=one.id)
    for act_id in sorted(added):
        notes.on_act("PictureIsMissing", act_id)


class MemberWalk:
    """Goes through the members by id with their versions, and holds both to the acts."""

    def __init__(self, notes: Notes, acts: Iterable[RegisterAct]) -> None:
        """Stand before the first member."""
        self.ids: list[int] = []
        self._notes = notes
        self._acts = {one.id: one.detail for one in acts if one.kind == MEMBERS_ACT}
        self._digests: dict[int, Any] = {}
        self._counts: dict[int, int] = {}

    def step(self, member: Member, versions: Iterable[Version]) -> None:
        """Take the next member with its versions, the oldest first."""
        self.ids.append(member.id)
        last = None
        for number, one in enumerate(versions, start=1):
            if one.version != number:
                self._note("MemberVersionIsMissing", member.id)
            self.count_version(one)
            last = one
        if last is None or last.version != member.version:
            self._note("MemberVersionIsMissing", member.id)
        elif last.body is not None and chain.canonical(body_of(member)) != last.body.encode():
            self._note("MemberDisagrees", member.id)

    def count_version(self, one: Version) -> None:
        """Take one version: its words are what was committed to, and its act counted it."""
        if one.body is not None:
            found = hashlib.sha256(one.salt + one.body.encode()).digest()
            if found != one.commitment:
                self._note("MemberVersionWasChanged", one.member_id)
        digest = self._digests.setdefault(one.act_id, hashlib.sha256())
        digest.update(one.commitment)
        self._counts[one.act_id] = self._counts.get(one.act_id, 0) + 1

    def check_end(self) -> None:
        """Compare the versions of each act with what it says."""
        for act_id in sorted(self._acts.keys() | self._digests.keys()):
            detail = self._acts.get(act_id, {})
            digest = self._digests.get(act_id, hashlib.sha256()).hexdigest()
            if (detail.get("count"), detail.get("versions")) != (
                self._counts.get(act_id, 0), digest,
            ):  # fmt: skip
                self._notes.on_act("MemberVersionsDisagree", act_id)

    def _note(self, kind: str, member_id: int) -> None:
        self._notes.add(kind, f"member {member_id}", id=member_id)


class AccountWalk:
    """Goes through the accounts by id and holds them to the acts that opened and closed them."""

    def __init__(self, notes: Notes, acts: Iterable[RegisterAct]) -> None:
        """Stand before the first account."""
        self.heads: dict[int, int] = {}
        self._notes = notes
        opened: list[tuple[int, int, RegisterAct]] = []
        self._closed_on: dict[int, str] = {}
        for one in acts:
            if one.kind == ACCOUNTS_ACT:
                first, count = one.detail.get("first"), one.detail.get("count")
                if isinstance(first, int) and isinstance(count, int):
                    opened.append((first, first + count - 1, one))
            elif one.kind in (CLOSED_ACT, REOPENED_ACT):
                is_closed = one.kind == CLOSED_ACT
                self._closed_on[one.detail.get("account", 0)] = one.day_on if is_closed else ""
        self._opened = deque(sorted(opened, key=lambda one: one[:2]))
        self._batch: list[Any] = []

    def step(self, account: Any) -> None:
        """Take the next account."""
        self.heads[account.id] = account.head
        closed_on = self._closed_on.get(account.id, "")
        status = "closed" if closed_on else "open"
        if (account.status, account.closed_on) != (status, closed_on):
            self._note("AccountStandingDisagrees", account.id)
        while self._opened and account.id > self._opened[0][1]:
            self._check_batch()
        if not self._opened or account.id < self._opened[0][0]:
            self._note("AccountWasInserted", account.id)
        else:
            self._batch.append(account)

    def _check_batch(self) -> None:
        _, _, act = self._opened.popleft()
        batch, self._batch = self._batch, []
        if digest_of(batch) != act.detail.get("accounts"):
            self._notes.on_act("AccountsDisagree", act.id)

    def check_end(self) -> None:
        """Compare the last accounts with their acts, and find acts whose accounts are gone."""
        while self._opened:
            self._check_batch()

    def _note(self, kind: str, account_id: int) -> None:
        self._notes.add(kind, f"account {account_id}", id=account_id)
