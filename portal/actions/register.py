"""The register of members: applications, admission, refusal, changes, and pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.members import change_member, record_members
from portal.actions.posting import note_act, open_day_of, post
from portal.actions.second_persons import require_none_waits, waits
from portal.domain.daybook import Draft, Line
from portal.domain.member_account import Standing
from portal.domain.member_account import standing as standing_of
from portal.domain.members import (
    PENDING_SHARES,
    Member,
    MemberIsUnknown,
    MemberNumberIsTaken,
    MemberWasChanged,
    Particulars,
)
from portal.domain.money import rupees
from portal.domain.people import Doer, Slip
from portal.domain.pictures import KINDS, MEDIA_TYPE, PictureIsNotOne
from portal.domain.proposals import Asked
from portal.domain.register import (
    CONSENT_VERSION,
    EDITABLE,
    ClassHasShares,
    ConsentIsMissing,
    IsNoApplicant,
    ResolutionIsMissing,
    ShareMoneyIsPending,
    require_past,
    require_whole,
)
from portal.gateways.ports import PictureMaker
from portal.storage import accounts, days, member_images, members
from portal.storage.daybook import lock_book
from portal.storage.member_images import Picture
from portal.storage.reference import chart


def business_date(doer: Doer, society_id: int) -> str:
    """Return the date of what is written into the register: the running day's, else today's."""
    day = days.running_day(society_id)
    return day.day_on if day else doer.today_on


def page_of(member: Member) -> str:
    """Return the address of a record's own page: an applicant has no number yet."""
    return f"/members/{quote(member.member_no)}" if member.member_no else f"/applicants/{member.id}"


def standing(society_id: int, member_id: int) -> Standing:
    """Return what somebody has and owes, for the deeds that depend on it."""
    return standing_of(accounts.balances_of(society_id, member_id), chart())


def held(society_id: int, member_id: int) -> Member:
    """Hold the book and return a record as it stands; raise MemberIsUnknown."""
    lock_book(society_id)
    found = members.member(society_id, member_id)
    if found is None:
        raise MemberIsUnknown
    return found


def check_applicant(doer: Doer, given: Mapping[str, Any]) -> Particulars:
    """Make an applicant's record without storing it; raise what ``require_whole`` raises.

    Aadhaar is asked for later, with consent.
    """
    asked = {name: value for name, value in _editable(given).items() if name != "aadhaar_last4"}
    record = Particulars(**{"name_hi": "", **asked}, status="applicant")
    require_whole(record, doer.today_on)
    return record


def apply(doer: Doer, slip: Slip, society_id: int, given: Mapping[str, Any]) -> Done:
    """Write an applicant into the register; a number comes with admission.

    ``given`` holds fields of register.EDITABLE. Raises what ``require_whole`` raises.
    """

    def deed() -> Done:
        record = check_applicant(doer, given)
        on = business_date(doer, society_id)
        (member_id,) = record_members(doer, society_id, on, "applied", [record])
        return Done(f"/applicants/{member_id}?new=1")

    return exactly_once(doer, slip, deed)


def edit(
    doer: Doer, slip: Slip, society_id: int, member_id: int, version: int,
    given: Mapping[str, Any], *, has_consent: bool,
) -> Done:  # fmt: skip
    """Change what is written of somebody, as it was seen at ``version``.

    Raises MemberWasChanged when somebody else changed it meanwhile, ClassHasShares,
    ConsentIsMissing, and what ``require_whole`` raises.
    """

    def deed() -> Done:
        before = held(society_id, member_id)
        if before.version != version:
            raise MemberWasChanged
        record = _with_consent(
            replace(before.particulars, **_editable(given)),
            before.aadhaar_last4, before.aadhaar_consent_at, doer.at if has_consent else None,
        )  # fmt: skip
        require_whole(record, doer.today_on)
        _require_class(before, record)
        if record == before.particulars:
            return Done(page_of(before))
        on = business_date(doer, society_id)
        change_member(doer, on, "edited", before, record)
        _note_consent(doer, society_id, on, member_id, record)
        return Done(page_of(before))

    return exactly_once(doer, slip, deed)


def _editable(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name in EDITABLE}


def _with_consent(
    record: Particulars, last4: str, agreed_at: int | None, agrees_at: int | None
) -> Particulars:
    """Take new digits only with consent; what a file brought stays as long as it is the same."""
    if not record.aadhaar_last4:
        return replace(record, aadhaar_consent_at=None)
    if record.aadhaar_last4 == last4:
        return replace(record, aadhaar_consent_at=agreed_at or agrees_at)
    if agrees_at is None:
        raise ConsentIsMissing
    return replace(record, aadhaar_consent_at=agrees_at)


def _note_consent(
    doer: Doer, society_id: int, on: str, member_id: int, record: Particulars
) -> None:
    if record.aadhaar_consent_at == doer.at:
        note_act(doer, society_id, "aadhaar_consent", on, member=member_id, text=CONSENT_VERSION)


def _require_class(before: Member, record: Particulars) -> None:
    is_other = replace(before.particulars, member_class=record.member_class).share_head
    if is_other != before.share_head and standing(before.society_id, before.id).shares_paise:
        raise ClassHasShares


def admit(
    doer: Doer, slip: Slip, society_id: int, applicant_id: int, member_no: str,
    resolution_no: str, resolution_on: str,
) -> Done:  # fmt: skip
    """Make an applicant a member by the committee's resolution, and the waiting money shares.

    The journal from 1104 to the shares is posted in the same deed, on the open day; above its limit
    the admission waits. Raises IsNoApplicant, ResolutionIsMissing, DateIsLater,
    MemberNumberIsTaken, RecordIsWaiting, and with money waiting NoDayIsOpen and CountIsGoingOn.
    """
    return exactly_once(doer, slip, lambda: admit_now(
        doer, slip, society_id, applicant_id, member_no, resolution_no, resolution_on
    ))  # fmt: skip


def admit_now(
    doer: Doer, slip: Slip, society_id: int, applicant_id: int, member_no: str,
    resolution_no: str, resolution_on: str,
) -> Done:  # fmt: skip
    """Admit an applicant inside a deed's transaction; raises as ``admit``."""
    applicant = _applicant(society_id, applicant_id)
    _require_resolution(doer, resolution_no, resolution_on)
    if members.member_by_no(society_id, member_no) is not None:
        raise MemberNumberIsTaken(no=member_no)
    record = replace(
        applicant.particulars, status="active", member_no=member_no, joined_on=resolution_on,
        resolution_no=resolution_no,
    )  # fmt: skip
    pending = standing(society_id, applicant_id).pending_paise
    draft = _admission_draft(applicant, record, pending) if pending > 0 else None
    if draft is not None:
        given = {
            "applicant_id": applicant_id, "member_no": member_no, "resolution_no": resolution_no,
            "resolution_on": resolution_on,
        }  # fmt: skip
        asked = Asked("admit", given, (about_member(applicant_id),))
        waiting = waits(doer, open_day_of(society_id), [draft], asked)
        if waiting is not None:
            return waiting
    change_member(doer, business_date(doer, society_id), "admitted", applicant, record)
    voucher_id = post(doer, open_day_of(society_id), draft, slip.token)[0] if draft else None
    return Done(f"/members/{member_no}?new=1", voucher_id)


def about_member(member_id: int) -> str:
    """Name a member or applicant among what waits for second persons."""
    return f"member:{member_id}"


def _applicant(society_id: int, applicant_id: int) -> Member:
    found = held(society_id, applicant_id)
    if found.status != "applicant":
        raise IsNoApplicant
    return found


def _require_resolution(doer: Doer, resolution_no: str, resolution_on: str) -> None:
    if not resolution_no:
        raise ResolutionIsMissing
    require_past(resolution_on, doer.today_on, "resolution_on")


def _admission_draft(applicant: Member, record: Particulars, paise: int) -> Draft:
    key = applicant.id
    return Draft(
        kind="journal", task="share_admit", party=record.name_hi, paper_no=record.resolution_no,
        lines=(Line(PENDING_SHARES, paise, key), Line(applicant.share_head, -paise, key)),
    )  # fmt: skip


def refuse_applicant(
    doer: Doer, slip: Slip, society_id: int, applicant_id: int, resolution_no: str,
    resolution_on: str,
) -> Done:  # fmt: skip
    """Refuse an applicant by the committee's resolution; the record stays.

    Share money that waits is given back before. Raises IsNoApplicant, ResolutionIsMissing,
    DateIsLater, ShareMoneyIsPending.
    """

    def deed() -> Done:
        applicant = _applicant(society_id, applicant_id)
        _require_resolution(doer, resolution_no, resolution_on)
        require_none_waits(society_id, [about_member(applicant_id)])
        pending = standing(society_id, applicant_id).pending_paise
        if pending > 0:
            raise ShareMoneyIsPending(amount=rupees(pending))
        change_member(doer, business_date(doer, society_id), "refused", applicant, replace(
            applicant.particulars, status="refused", left_on=resolution_on,
            leaving_resolution_no=resolution_no,
        ))  # fmt: skip
        return Done(f"/applicants/{applicant_id}")

    return exactly_once(doer, slip, deed)


def add_picture(
    doer: Doer, slip: Slip, society_id: int, member_id: int, kind: str, content: bytes,
    maker: PictureMaker,
) -> Done:  # fmt: skip
    """Keep a photo, signature or thumb of somebody, made small; the one before it stays.

    Raises PictureIsNotOne, PictureIsTooLarge, MemberIsUnknown.
    """
    if kind not in KINDS:
        raise PictureIsNotOne
    small = maker.small(content, kind)

    def deed() -> Done:
        member = held(society_id, member_id)
        sha256 = hashlib.sha256(small).digest()
        act_id = note_act(
            doer, society_id, "picture_added", business_date(doer, society_id),
            member=member_id, picture=kind, sha256=sha256.hex(),
        )  # fmt: skip
        picture = Picture(member_images.next_id(society_id), kind, MEDIA_TYPE, small, sha256)
        member_images.insert(society_id, member_id, picture, act_id)
        return Done(f"{page_of(member)}/pictures")

    return exactly_once(doer, slip, deed)
