"""Writing the register: new records and changed ones, each version chained and searchable."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from portal.actions.posting import note_act
from portal.domain import chain
from portal.domain.lookup import IndexedNames
from portal.domain.members import (
    PARTICULARS,
    Member,
    MemberIsUnknown,
    MemberNumberIsTaken,
    MemberWasChanged,
    Particulars,
    body_of,
)
from portal.domain.people import Doer
from portal.storage import lookup, members
from portal.storage.daybook import lock_book
from portal.storage.engine import in_transaction
from portal.storage.members import VersionRow

REGISTER = 0  # of members, beside 1, the walk-in customers


def record_members(
    doer: Doer, society_id: int, day_on: str, what: str, records: Sequence[Particulars]
) -> list[int]:
    """Write new members into the register, inside a transaction, and return their keys.

    One chained act holds the commitment to all of them. Raises MemberNumberIsTaken.
    """
    assert in_transaction()
    lock_book(society_id)
    _require_free(society_id, [one.member_no for one in records if one.member_no])
    first = members.next_id(society_id)
    new = [
        Member(
            **{name: getattr(one, name) for name in PARTICULARS},
            society_id=society_id, id=member_id, version=1, added_at=doer.at, changed_at=doer.at,
        )
        for member_id, one in enumerate(records, start=first)
    ]  # fmt: skip
    members.insert(new)
    _keep_versions(doer, society_id, day_on, what, new)
    lookup.index_records(society_id, REGISTER, [(one.id, None, _names(one)) for one in new])
    return [one.id for one in new]


def change_member(doer: Doer, day_on: str, what: str, seen: Member, record: Particulars) -> Member:
    """Write a changed record of a member as it was seen, inside a transaction.

    Raises MemberWasChanged when somebody else changed it meanwhile, MemberNumberIsTaken,
    MemberIsUnknown.
    """
    assert in_transaction()
    lock_book(seen.society_id)
    now = members.member(seen.society_id, seen.id)
    if now is None:
        raise MemberIsUnknown
    if now.version != seen.version:
        raise MemberWasChanged
    if record.member_no and record.member_no != now.member_no:
        _require_free(seen.society_id, [record.member_no])
    fields = {name: getattr(record, name) for name in PARTICULARS}
    changed = replace(now, **fields, version=now.version + 1, changed_at=doer.at)
    members.update(changed)
    _keep_versions(doer, seen.society_id, day_on, what, [changed])
    lookup.index_records(seen.society_id, REGISTER, [(now.id, _names(now), _names(changed))])
    return changed


def _require_free(society_id: int, numbers: Sequence[str]) -> None:
    taken = members.taken_numbers(society_id, numbers)
    taken |= {no for no, times in Counter(numbers).items() if times > 1}
    if taken:
        raise MemberNumberIsTaken(no=min(taken))


def _names(record: Particulars) -> IndexedNames:
    return IndexedNames(
        record.name_hi, record.name_en, record.known_as, record.guardian_hi, record.village_hi
    )


def _keep_versions(
    doer: Doer, society_id: int, day_on: str, what: str, changed: Sequence[Member]
) -> None:
    """Keep each new version, and in one chained act the hash of all their commitments."""
    kept = []
    for one in changed:
        salt, body = os.urandom(16), chain.canonical(body_of(one))
        commitment = hashlib.sha256(salt + body).digest()
        kept.append(VersionRow(one.id, one.version, 0, what, commitment, salt, body.decode()))
    together = hashlib.sha256(b"".join(one.commitment for one in kept)).hexdigest()
    act_id = note_act(
        doer, society_id, "members_recorded", day_on, what=what, count=len(kept),
        versions=together,
    )  # fmt: skip
    members.insert_versions(society_id, [one._replace(act_id=act_id) for one in kept])
