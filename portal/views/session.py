"""Signing in and out, one's own page, password, digits, quick change of user."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, request
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField

from portal.actions import people as signing
from portal.domain.refusals import Refusal
from portal.domain.text import without_aadhaar
from portal.storage import people
from portal.storage.people import Person
from portal.web.access import (
    SESSION_COOKIE,
    allow,
    doer,
    here,
    person,
    public,
    signed_in,
    society_for,
)
from portal.web.fields import PageForm
from portal.web.house import house
from portal.web.once import is_token_of, require_token
from portal.web.page import page, see

bp = Blueprint("session", __name__)


class LoginForm(PageForm):
    """User name and password."""

    username = StringField(_l("User name"))
    password = PasswordField(_l("Password"))


class PasswordForm(PageForm):
    """The present password and the new one."""

    password = PasswordField(_l("Present password"))
    new_password = PasswordField(_l("New password"))


def local(target: str) -> str:
    """Return an address of this portal, or the home page."""
    parts = urlsplit(target)
    is_here = not parts.scheme and not parts.netloc and target.startswith("/")
    return target if is_here and "\\" not in target and not target.startswith("//") else "/"


@bp.get("/login")
@public
def login() -> Response:
    """Show the sign-in page."""
    goal = local(request.args.get("next", "/"))
    username = request.args.get("as", "")
    return page("session/login.html", form=None, next=goal, kept="", username=username)


@bp.post("/login")
@public
def sign_in() -> Response:
    """Sign in, then go on to where one was going, or to the form that was kept."""
    form = LoginForm()
    old = request.cookies.get(SESSION_COOKIE)
    try:
        who, secret = signing.sign_in(
            house().guards, house().clock.now_ms(), form.username.data or "",
            form.password.data or "", request.remote_addr or "", old,
        )  # fmt: skip
    except Refusal as refusal:
        form.refuse(refusal)
        return page(
            "session/login.html", refusal.status, form=form, refusal=refusal.name,
            next=local(request.form.get("next", "/")), kept=request.form.get("kept", ""),
            username=form.username.data or "",
        )  # fmt: skip
    g.person = who
    kept = request.form.get("kept", "")
    return begin(resume(who, kept) or see(local(request.form.get("next", "/"))), secret)


def begin(answer: Response, secret: str) -> Response:
    """Let an answer carry the new session."""
    answer.set_cookie(
        SESSION_COOKIE, secret, httponly=True, samesite="Lax", secure=request.is_secure
    )
    return answer


def resume(who: Person, text: str) -> Response | None:
    """Show a form that was kept while its person signed in; another person's is dropped."""
    try:
        kept = json.loads(text or "null")
        to, fields = str(kept["to"]), {str(k): str(v) for k, v in kept["fields"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    parts = urlsplit(local(to))
    code = dict(one.partition("=")[::2] for one in parts.query.split("&")).get("society", "")
    try:
        society = society_for(who, code) if code else who.society
    except Refusal:
        return None
    g.practice = society if society and society.is_practice else None
    token = fields.get("form_token", "")
    if not is_token_of(token, who.id, society.id if society else 0, parts.path):
        return None
    fields.pop("confirm", None)
    typed = [value for name, value in fields.items() if name != "form_token" and value]
    shown = [without_aadhaar(one) for one in typed]
    return page("session/resume.html", to=local(to), fields=list(fields.items()), shown=shown)


@bp.get("/logout")
@public
def logout() -> Response:
    """Ask whether to sign out here or everywhere."""
    return page("session/logout.html") if signed_in() else see("/login")


@bp.post("/logout")
@public
def sign_out() -> Response:
    """End this session, or all sessions of this person."""
    who = signed_in()
    if who is not None:
        require_token()
        if request.form.get("everywhere"):
            signing.sign_out_everywhere(who.id)
        else:
            signing.sign_out(request.cookies[SESSION_COOKIE])
    g.person = None
    answer = page("session/signed_out.html", signed_out=True)
    answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite="Lax")
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@bp.get("/me")
@allow("change_own_password")
def me() -> Response:
    """Show one's own page: name, role, digits, password."""
    role = places_of(person())
    return page("session/me.html", form=PasswordForm(), role=role, is_done=request.args.get("done"))


def places_of(who: Person) -> dict[str, str]:
    """Return the role of a person in both languages."""
    from portal.storage.reference import roles

    return roles()[who.role]


@bp.post("/me")
@allow("change_own_password")
def change_me() -> Response:
    """Change one's password, or the digits one reads."""
    require_token()
    if "digits" in request.form:
        signing.choose_digits(person().id, request.form["digits"] == "deva")
        return see("/me?done=1")
    form = PasswordForm()
    try:
        signing.change_password(
            house().guards, doer(), form.password.data or "", form.new_password.data or "",
            request.cookies[SESSION_COOKIE],
        )  # fmt: skip
    except Refusal as refusal:
        form.refuse(refusal)
        return page(
            "session/me.html", refusal.status, form=form, role=places_of(person()), is_done=None,
            refusal=refusal.name,
        )  # fmt: skip
    return see("/me?done=1")


@bp.get("/switch")
@allow("switch_user")
def switch() -> Response:
    """Offer the colleagues of this society, for a quick change at a shared computer."""
    return page("session/switch.html", colleagues=people.colleagues(here().id))
