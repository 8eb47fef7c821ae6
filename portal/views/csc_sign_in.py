"""Signing in at the CSC: the way there, and back with a state that is bound to this browser."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import Blueprint, Response, current_app, g, redirect, request

from portal.actions import people as signing
from portal.domain.csc import CscDeclines
from portal.domain.refusals import N_, Refusal
from portal.views.session import begin, local
from portal.web.access import SESSION_COOKIE, public
from portal.web.house import csc_sign_in, house
from portal.web.page import see

bp = Blueprint("csc_sign_in", __name__)

COOKIE, PATH = "c", "/login/csc"
HOLDS_MS = 10 * 60_000


class SignInIsStale(Refusal):
    """A sign-in came back that this browser did not begin, or began too long ago."""

    message = N_("This sign-in was not begun in this browser, or too long ago. Begin again.")
    status = 403


@bp.app_template_global()
def has_csc_sign_in() -> bool:
    """Say whether people may sign in at the CSC."""
    return house().csc_sign_in is not None


@bp.get(PATH)
@public
def go() -> Response:
    """Send the browser to the CSC, with a state that only this browser can bring back."""
    state = secrets.token_urlsafe(12)
    answer: Response = redirect(csc_sign_in().page_address(state), 303)  # type: ignore[assignment]
    goal = urlsafe_b64encode(local(request.args.get("next", "/"))[:200].encode()).decode()
    body = f"{state}.{house().clock.now_ms()}.{goal.rstrip('=')}"
    answer.set_cookie(
        COOKIE, f"{body}.{_mac(body)}", max_age=HOLDS_MS // 1000, path=PATH, httponly=True,
        samesite="Lax", secure=request.is_secure,
    )  # fmt: skip
    return answer


@bp.get(f"{PATH}/back")
@public
def back() -> Response:
    """Take the browser back from the CSC: whose code it is, the CSC's server says."""
    sign_in = csc_sign_in()
    goal = _began_here(request.cookies.get(COOKIE, ""), request.args.get("state", ""))
    code = request.args.get("code", "")
    if not code:
        raise CscDeclines
    who, secret = signing.sign_in_by_csc(
        house().guards, house().clock.now_ms(), sign_in.csc_id(code), request.remote_addr or "",
        request.cookies.get(SESSION_COOKIE),
    )  # fmt: skip
    g.person = who
    answer = begin(see(goal), secret)
    answer.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="Lax")
    return answer


def _began_here(kept: str, state: str) -> str:
    """Return where the person was going; raise SignInIsStale."""
    body, _, mac = kept.rpartition(".")
    if not hmac.compare_digest(mac.encode(), _mac(body).encode()):
        raise SignInIsStale
    known, at, goal = body.split(".")
    is_late = house().clock.now_ms() - int(at) > HOLDS_MS
    if is_late or not hmac.compare_digest(known.encode(), state.encode()):
        raise SignInIsStale
    return local(urlsafe_b64decode(goal + "=" * (-len(goal) % 4)).decode(errors="replace"))


def _mac(body: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    found = hmac.digest(key, f"csc sign-in|{body}".encode(), "sha256")
    return urlsafe_b64encode(found[:15]).decode()
