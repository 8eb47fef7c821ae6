"""The member a page is about."""

from __future__ import annotations

from flask import g

from portal.domain.members import Member, MemberIsUnknown
from portal.domain.text import latin_digits
from portal.storage import members
from portal.web.access import here


def member_of(member_no: str) -> Member:
    """Return the member of a printed number in this request's society; raise MemberIsUnknown."""
    if "member" not in g:
        found = members.member_by_no(here().id, latin_digits(member_no))
        if found is None:
            raise MemberIsUnknown
        g.member = found
    found_member: Member = g.member
    return found_member
