"""Who looked at whose balances, when and why: for the manager and the auditor (P9)."""

from __future__ import annotations

from flask import Blueprint, Response, request

from portal.actions.looks import REASONS
from portal.domain.text import clean
from portal.storage import looks, people
from portal.web.access import allow, here
from portal.web.page import page

bp = Blueprint("looks", __name__)

ROWS = 50
NEWEST = 2**53


@bp.get("/looks")
@allow("read_looks")
def log() -> Response:
    """List the looks at members' balances, the newest first, of all or of one member."""
    society = here()
    subject = clean(request.args.get("member_no", ""))[:20]
    before = request.args.get("before", "")
    is_key = before.isascii() and before.isdigit() and len(before) < 16
    found = looks.of_society(society.id, subject, int(before) if is_key else NEWEST, ROWS + 1)
    shown = found[:ROWS]
    return page(
        "looks/log.html", looks=shown, has_more=len(found) > ROWS, subject=subject,
        names=people.names({one.person_id for one in shown}), reasons=REASONS,
        whom=looks.names_of(society.id, {one.subject for one in shown}),
    )  # fmt: skip
