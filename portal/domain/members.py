"""Members of a society: what the register holds of each, and what it refuses."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from portal.domain.refusals import N_, Refusal

STATUSES = ("applicant", "active", "ceased", "deceased", "refused")
CLASSES = ("regular", "nominal", "associate")
RELATIONS = ("father", "husband", "mother", "guardian")
SEXES = ("F", "M", "O")
CATEGORIES = ("general", "obc", "sc", "st", "minority")
FARMER_TYPES = ("marginal", "small", "large", "tenant", "labourer", "artisan", "other")
PAPERS = ("aadhaar", "voter_id", "ration_card", "pan", "land_record", "bank_passbook", "job_card")
REGULAR_SHARES, OTHER_SHARES, PENDING_SHARES = 1101, 1102, 1104


class MemberIsUnknown(Refusal):
    """There is no member of this number in one's scope (P9)."""

    message = N_("There is no member of this number here.")
    status = 404
    field = "member_no"


class MemberNumberIsTaken(Refusal):
    """A number is used once and never given again."""

    message = N_("Number %(no)s already belongs to a member; a number is never used twice.")
    status = 422
    field = "member_no"


class MemberWasChanged(Refusal):
    """Somebody else changed the record since it was shown."""

    message = N_("Somebody changed this member meanwhile. Look at the change, then save again.")
    status = 409


class MemberIsNotActive(Refusal):
    """The deed is for members, and this person is none now."""

    message = N_("This person is not a member now.")
    status = 422
    field = "member_no"


class Nominee(NamedTuple):
    """Who receives a member's money, and which part of it (per cent)."""

    name: str
    relation: str
    share_percent: int


class Heir(NamedTuple):
    """Someone who claims what a deceased member left."""

    name: str
    relation: str
    share_percent: int


class Paper(NamedTuple):
    """A document seen at admission: its kind and no more than its last four signs (P12)."""

    kind: str
    last4: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a version of a member's record holds. Dates are ISO texts, land is in ares (100 m²).

    ``birth_on`` may be a year alone. ``member_no`` is None until admission.
    """

    name_hi: str
    member_no: str | None = None
    status: str = "active"
    member_class: str = "regular"
    name_en: str = ""
    known_as: str = ""
    guardian_hi: str = ""
    relation: str = ""
    village_hi: str = ""
    mobile: str = ""
    aadhaar_last4: str = ""
    aadhaar_consent_at: int | None = None
    sex: str = ""
    birth_on: str = ""
    category: str = ""
    land_are: int | None = None
    farmer_type: str = ""
    joined_on: str = ""
    resolution_no: str = ""
    left_on: str = ""
    leaving_resolution_no: str = ""
    nominees: tuple[Nominee, ...] = ()
    heirs: tuple[Heir, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def share_head(self) -> int:
        """The head this member's paid-up shares stand on."""
        return REGULAR_SHARES if self.member_class == "regular" else OTHER_SHARES


PARTICULARS = tuple(field.name for field in fields(Particulars))


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Particulars):
    """A member's record as it stands. ``version`` counts its changes."""

    society_id: int
    id: int
    version: int
    added_at: int
    changed_at: int

    @property
    def is_active(self) -> bool:
        """Say whether this person is a member now."""
        return self.status == "active"

    @property
    def particulars(self) -> Particulars:
        """Return what a version holds, without the keys."""
        return Particulars(**{name: getattr(self, name) for name in PARTICULARS})


def body_of(record: Particulars) -> dict[str, Any]:
    """Return a version's content in the plain form that is stored and hashed."""
    return {
        name: [list(one) for one in value] if isinstance(value, tuple) else value
        for name in PARTICULARS
        if (value := getattr(record, name)) is not None
    }


def changes_between(old: Particulars, new: Particulars) -> dict[str, tuple[Any, Any]]:
    """Return what differs between two versions: field, before, after."""
    return {
        name: (getattr(old, name), getattr(new, name))
        for name in PARTICULARS
        if getattr(old, name) != getattr(new, name)
    }
