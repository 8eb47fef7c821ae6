"""Who does a deed: the person at the keyboard, the roles, and how far each reaches."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.domain.dates import ist_on
from portal.domain.refusals import N_, Refusal


class SocietyIsUnknown(Refusal):
    """There is no such society within one's reach (P9)."""

    message = N_("There is no such society in your area.")
    status = 404


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who agreed last as second person, and the digest of the lines that they agreed to."""

    person_id: int
    digest: str


@dataclass(frozen=True, slots=True)
class Doer:
    """The person who does a deed and the instant they do it (``at`` in milliseconds UTC).

    ``agreed`` is set where a deed that waited for second persons is done at last.
    """

    person_id: int
    role: str
    at: int
    on_behalf_of: int | None = None
    agreed: Agreed | None = None

    @property
    def today_on(self) -> str:
        """Today's date in India."""
        return ist_on(self.at)

    @property
    def approved_by(self) -> int | None:
        """Who agreed to it as the last second person, where it needed one."""
        return self.agreed.person_id if self.agreed else None


@dataclass(frozen=True, slots=True)
class Slip:
    """A form's token and the digest of what it asks for (P1); ``society_id`` 0 is the office."""

    token: str
    digest: bytes
    person_id: int
    society_id: int


@dataclass(frozen=True, slots=True)
class Policy:
    """Which role may do which deed; whatever is not allowed is forbidden.

    ``on_behalf`` holds what a role does only while it works in a society on behalf of one of its
    people, ``own_name`` what of the allowed it doesn't do meanwhile (D10).
    """

    allowed: frozenset[tuple[str, str]] = field(default=frozenset())
    on_behalf: frozenset[tuple[str, str]] = field(default=frozenset())
    own_name: frozenset[tuple[str, str]] = field(default=frozenset())

    def may(self, role: str, deed: str) -> bool:
        """Say whether this role may do this deed in its own name."""
        return (role, deed) in self.allowed

    def works_on_behalf(self, role: str) -> bool:
        """Say whether this role does anything on others' behalf."""
        return any(one == role for one, _deed in self.on_behalf)

    def may_for(self, role: str, deed: str, for_role: str) -> bool:
        """Say whether this role may do this deed while it works on behalf of another.

        On somebody's behalf one does what they may do themselves, and checks nothing.
        """
        if (role, deed) in self.on_behalf:
            return self.may(for_role, deed)
        return self.may(role, deed) and (role, deed) not in self.own_name

    def can_work_for(self, role: str, for_role: str) -> bool:
        """Say whether there is anything to do for this role on behalf of that one."""
        return any(one == role and self.may(for_role, deed) for one, deed in self.on_behalf)
