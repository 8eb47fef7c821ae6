"""Who looked at whose balances, when and why: for the manager and the auditor (P9)."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, Response, request

from portal.actions.looks import REASONS
from portal.domain.text import clean, latin_digits
from portal.storage import looks, people
from portal.storage.looks import Look
from portal.web.access import allow, here
from portal.web.page import page

bp = Blueprint("looks", __name__)

ROWS = 100
NEWEST = 2**53
OF_MANY = ("register", "confirmation")  # reasons of pages with many members


class Glance(NamedTuple):
    """One page that somebody opened: at one member, or at all of a page of a register."""

    look: Look
    first: str
    last: str
    members: int


def glances(found: list[Look]) -> list[Glance]:
    """Put together the looks that one page made."""

    def page_of(one: Look) -> tuple[int, ...]:
        return (one.person_id, one.looked_at) if one.reason in OF_MANY else (one.id,)

    groups = [list(group) for _page, group in groupby(found, page_of)]
    return [Glance(one[0], one[-1].subject, one[0].subject, len(one)) for one in groups]


@bp.get("/looks")
@allow("read_looks")
def log() -> Response:
    """List the looks at members' balances, the newest first, of all or of one member."""
    society = here()
    subject = latin_digits(clean(request.args.get("member_no", "")))[:20]
    before = request.args.get("before", "")
    is_key = before.isascii() and before.isdigit() and len(before) < 16
    found = looks.of_society(society.id, subject, int(before) if is_key else NEWEST, ROWS + 1)
    shown = found[:ROWS]
    return page(
        "looks/log.html", looks=glances(shown), has_more=len(found) > ROWS, subject=subject,
        names=people.names({one.person_id for one in shown}), reasons=REASONS,
        before=shown[-1].id if shown else 0,
        whom=looks.names_of(society.id, {one.subject for one in shown}),
    )  # fmt: skip
