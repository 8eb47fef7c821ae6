"""Help, and the health of the portal."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from portal.domain.refusals import Refusal
from portal.storage import engine, migrate
from portal.web.access import public, signed_in
from portal.web.house import house
from portal.web.page import page

bp = Blueprint("help_pages", __name__)


@bp.get("/help")
@public
def help_page() -> Response:
    """Show how a day goes, in a few steps."""
    signed_in()
    return page("help_pages/help.html")


@bp.get("/health")
@public
def health() -> tuple[Response, int]:
    """Say whether the portal works: engine and version, schema, clock."""
    try:
        engine_name, schema = engine.engine_name(), migrate.version()
    except (Refusal, OSError) as fault:
        return jsonify(ok=False, fault=type(fault).__name__, clock=house().clock.now_ms()), 503
    is_ok = schema == migrate.latest()
    answer = jsonify(ok=is_ok, engine=engine_name, schema=schema, clock=house().clock.now_ms())
    return answer, 200 if is_ok else 503
