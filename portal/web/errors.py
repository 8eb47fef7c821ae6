"""Refusals and faults as pages: what happened, what is safe to do now, and a way on."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, g, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from portal.actions.exactly_once import FormWasUsedForOther
from portal.domain.delegations import BehalfIsNeeded, BehalfIsOver
from portal.domain.refusals import N_, Refusal
from portal.domain.text import without_aadhaar
from portal.storage import delegations, engine
from portal.web.access import SignInIsNeeded, house_view, signed_in
from portal.web.once import is_token_of
from portal.web.page import page

log = logging.getLogger(__name__)

HTTP_MESSAGES = {
    400: ("RequestIsWrong", N_("The page could not be understood. Nothing was changed.")),
    404: ("PageIsUnknown", N_("There is no such page.")),
    405: ("PageIsUnknown", N_("There is no such page.")),
    413: ("FormIsTooLarge", N_("What was sent is too large. Nothing was saved.")),
}
FILE_IS_TOO_LARGE = N_(
    "The file is larger than %(mb)s MB, so nothing was kept. Go back and choose a smaller one."
)
FAULT = (
    "FaultOnOurSide",
    N_(
        "Something went wrong on our side. If you were entering something, check on the "
        "home page whether it is there before entering it again."
    ),
)


def spoken(refusal: Refusal) -> str:
    """Say a refusal in the page's language."""
    return gettext(refusal.message) % refusal.params if refusal.params else gettext(refusal.message)


def refused(refusal: Refusal) -> Response:
    """Answer with the page of a refusal; without the store, if it goes away meanwhile."""
    try:
        return _refused(refusal)
    except Refusal as fault:
        if refusal.status >= 500:
            raise
        return _refused(fault)


def _refused(refusal: Refusal) -> Response:
    if refusal.status >= 500:  # the store may be away: this page must come without it
        g.person = g.get("person") if g.get("society") else None
        g.running_day = None
        g.on_behalf = None
    if isinstance(refusal, FormWasUsedForOther):
        return _used_for_other(refusal)
    if isinstance(refusal, BehalfIsNeeded):
        return _behalf_needed(refusal)
    return page(
        "errors/refusal.html", refusal.status, name=refusal.name, message=spoken(refusal),
        is_ours=refusal.status >= 500,
    )  # fmt: skip


def _used_for_other(refusal: FormWasUsedForOther) -> Response:
    """Show what the token's first sending saved beside what came now (P1)."""
    from portal.storage import daybook

    society = g.get("society")
    saved = None
    if refusal.voucher_id is not None and society is not None:
        saved = daybook.voucher(society.id, refusal.voucher_id)
    is_kept = not getattr(house_view(), "is_kept_nowhere", False)
    typed = [
        (key, without_aadhaar(value)) for key, value in request.form.items()
        if key not in ("form_token", "confirm") and value and is_kept
    ]  # fmt: skip
    return page(
        "errors/used_for_other.html", 409, name=refusal.name, message=spoken(refusal),
        saved=saved, typed=typed, location=refusal.location,
    )  # fmt: skip


def _behalf_needed(refusal: BehalfIsNeeded) -> Response:
    """Lead to where work on somebody's behalf is begun; a form of this page is kept meanwhile."""
    token, society, who = request.form.get("form_token", ""), g.get("society"), signed_in()
    last, kept = None, ""
    if society is not None and who is not None and request.method == "POST":
        is_ours = is_token_of(token, who.id, society.id, request.path)
        if is_ours and not getattr(house_view(), "is_kept_nowhere", False) and not request.files:
            last = delegations.last_of(society.id, who.id)
    if last is not None:
        refusal, kept = BehalfIsOver(), kept_fields()
    return page(
        "behalf/needed.html", refusal.status, name=refusal.name, message=spoken(refusal),
        last=last, kept=kept,
    )  # fmt: skip


def kept_fields() -> str:
    """Keep a form's fields as text while its person signs in; no password is kept.

    A form of a view that is ``kept_nowhere`` doesn't come here.
    """
    fields = {key: value for key, value in request.form.items() if "password" not in key}
    return json.dumps({"to": request.full_path.rstrip("?"), "fields": fields}, ensure_ascii=False)


def sign_in_first(_needed: SignInIsNeeded) -> Response:
    """Answer a form that came without a session: sign in, the form is kept.

    One that may be kept nowhere is let go: after signing in its page is there, empty.
    """
    if getattr(house_view(), "is_kept_nowhere", False):
        return redirect("/login?next=" + quote(request.full_path.rstrip("?")), 303)  # type: ignore[return-value]
    return page("session/login.html", 401, next="/", kept=kept_fields(), form=None, username="")


def http_fault(fault: HTTPException) -> Response:
    """Answer what the web framework itself refuses."""
    code = fault.code or 500
    if code in (301, 302, 303, 307, 308) and fault.response is not None:
        return fault.response  # type: ignore[return-value]
    name, message = HTTP_MESSAGES.get(code, FAULT)
    if code < 500:
        signed_in()
    message = gettext(message)
    most = getattr(house_view(), "most_file_bytes", 0)
    if code == 413 and most:
        message = gettext(FILE_IS_TOO_LARGE) % {"mb": most // 2**20}
    return page("errors/refusal.html", code, name=name, message=message, is_ours=code >= 500)


def our_fault(fault: Exception) -> Response:
    """Answer a fault of our own: it is logged, nothing half-done stays."""
    if current_app.config.get("PROPAGATE_FAULTS"):
        raise fault
    log.exception("fault at %s", request.path)
    g.person = None
    g.society = None
    g.running_day = None
    g.on_behalf = None
    return page("errors/refusal.html", 500, name=FAULT[0], message=gettext(FAULT[1]), is_ours=True)


def end_request(_fault: BaseException | None) -> None:
    """Leave no transaction open behind a request."""
    if engine.database.obj is not None and engine.in_transaction():
        engine.disconnect()


def init_app(app: Flask) -> None:
    """Turn refusals and faults into pages."""
    handlers: list[tuple[type[Exception], Any]] = [
        (Refusal, refused),
        (SignInIsNeeded, sign_in_first),
        (HTTPException, http_fault),
        (Exception, our_fault),
    ]
    for kind, handler in handlers:
        app.register_error_handler(kind, handler)
    app.teardown_request(end_request)
    app.add_template_global(spoken)
