"""A page, whole or bare: the same templates serve both."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, g, make_response, redirect, render_template, request

from portal.storage import days
from portal.storage.days import Day
from portal.web.access import on_behalf_here, signed_in


def is_bare() -> bool:
    """Say whether only the main part of the page is wanted."""
    return request.headers.get("HX-Request") == "true"


def page(template: str, status: int = 200, **context: Any) -> Response:
    """Answer with a page; bare (its main part only) where a script asks for that."""
    layout = "layouts/bare.html" if is_bare() else "layouts/full.html"
    answer = make_response(render_template(template, layout=layout, **context), status)
    answer.vary.add("HX-Request")
    if is_bare():
        answer.headers["X-At"] = request.full_path.rstrip("?")
    return answer


def piece(template: str, **context: Any) -> Response:
    """Answer with one piece of a page, rendered alone."""
    answer = make_response(render_template(template, **context))
    answer.vary.add("HX-Request")
    return answer


def see(location: str) -> Response:
    """Send the browser to look at what was done (303)."""
    return redirect(link(location), 303)  # type: ignore[return-value]


def running_day() -> Day | None:
    """Return the running day of the society this page is about, looked up once a request."""
    society = g.get("society")
    if society is None:
        return None
    if "running_day" not in g:
        g.running_day = days.running_day(society.id)
    return g.running_day


def is_blind() -> bool:
    """Say whether cash totals of the open day are hidden: counting goes on, no take is saved.

    They are from the society's people and from whoever works on behalf of one of them.
    """
    from portal.actions.day import is_blind_count

    day = running_day()
    who = signed_in()
    if day is None or who is None or not is_blind_count(day):
        return False
    return who.society_id is not None or on_behalf_here() is not None


def link(path: str, **query: object) -> str:
    """Return an address within the portal, for the society this page is about."""
    society = g.get("society")
    who = signed_in()
    if society is not None and who is not None and who.society_id != society.id:
        query["society"] = society.code
    pairs = urlencode({key: value for key, value in query.items() if value is not None})
    return f"{path}{'&' if '?' in path else '?'}{pairs}" if pairs else path


def common() -> dict[str, Any]:
    """Give every template who is signed in, which society and which day it is about."""
    return {"person": g.get("person"), "society": g.get("society"), "running_day": running_day}


def init_app(app: Flask) -> None:
    """Give the templates what every page shows."""
    app.context_processor(common)
    app.add_template_global(link)
    app.add_template_global(is_blind)
