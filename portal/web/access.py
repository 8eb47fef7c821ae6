"""Who may do what, and where. Closed by default: a view that names no deed serves nobody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, abort, g, redirect, request
from flask.typing import ResponseReturnValue

from portal.actions.people import whose_session
from portal.domain.delegations import BehalfIsNeeded, NotTheirWork, Running, WorksOnBehalf
from portal.domain.people import Doer, SocietyIsUnknown
from portal.domain.practice import (
    PREFIX,
    NotPartOfPractice,
    PracticeCallsNobody,
    PracticeIsOver,
)
from portal.domain.refusals import N_, Refusal
from portal.storage import delegations, places
from portal.storage.people import Person
from portal.storage.places import Place, Society
from portal.web.house import house, practising

V = TypeVar("V", bound=Callable[..., Any])
SESSION_COOKIE = "s"
PUBLIC = "public"
PRACTISING = "use_practice"
#: What is about more than one society, or about real people: no practice society has it.
REAL_ONLY = frozenset((
    "manage_colleagues", "propose_rule", "decide_rule", "manage_catalogue", "declare_closure",
    "read_round", "read_places", "work_on_behalf",
))  # fmt: skip


class DeedIsNotAllowed(Refusal):
    """The person's role doesn't do this."""

    message = N_("This work is not part of your role.")
    status = 403


class RequestIsForeign(Refusal):
    """A form was sent from another site."""

    message = N_("This was sent from another site, so nothing was done. Open the page here again.")
    status = 403


class SignInIsNeeded(Exception):
    """A form came without a session; it is kept while its person signs in."""


def allow(deed: str) -> Callable[[V], V]:
    """Name the deed (config/access.csv) that a view is for."""

    def mark(view: V) -> V:
        view.deed = deed  # type: ignore[attr-defined]
        return view

    return mark


def public(view: V) -> V:
    """Open a view to everyone, signed in or not."""
    view.deed = PUBLIC  # type: ignore[attr-defined]
    return view


def from_outside(view: V) -> V:
    """Let other sites send forms to a view, which trusts nothing of them but a signature."""
    view.is_from_outside = True  # type: ignore[attr-defined]
    return view


def kept_nowhere(view: V) -> V:
    """Keep what a view's form brings out of every answer: of no form and no refusal (P12)."""
    view.is_kept_nowhere = True  # type: ignore[attr-defined]
    return view


def deed_of(view: Callable[..., Any]) -> str | None:
    """Return the deed a view names, or None."""
    return getattr(view, "deed", None)


def signed_in() -> Person | None:
    """Return who is signed in, or None; looked up once a request."""
    if "person" not in g:
        secret = request.cookies.get(SESSION_COOKIE, "")
        at = house().clock.now_ms()
        g.person = whose_session(house().guards, at, secret) if secret else None
    return g.person


def person() -> Person:
    """Return who is signed in; only for views that name a deed."""
    found = signed_in()
    assert found is not None
    return found


def on_behalf() -> Running | None:
    """Return on whose behalf the signed-in person works now, and where, or None (D10).

    Looked up once a request, for the roles alone that do so.
    """
    if "on_behalf" not in g:
        who = signed_in()
        is_one = who is not None and house().policy.works_on_behalf(who.role)
        at = house().clock.now_ms()
        g.on_behalf = delegations.running_of(who.id, at) if who is not None and is_one else None
    return g.on_behalf


def on_behalf_here() -> Running | None:
    """Return on whose behalf the signed-in person works in the society of this request."""
    society = g.get("society")
    running = on_behalf() if society is not None else None
    return running if running is not None and running.society_id == society.id else None


def acting_role() -> str:
    """Return the role whose work is done here: one's own, or that of whom one stands in for."""
    running = on_behalf_here()
    return running.role if running is not None else person().role


def may(deed: str) -> bool:
    """Say whether the signed-in person does this deed: by their role, or on behalf of another."""
    found = signed_in()
    if found is None:
        return False
    running = on_behalf_here()
    if running is None:
        return house().policy.may(found.role, deed)
    return house().policy.may_for(found.role, deed, running.role)


def here() -> Society:
    """Return the society this request is about: one's own, or ``?society=`` within one's reach.

    Raises SocietyIsUnknown, a 404, for anything outside (P9).
    """
    if "society" not in g:
        g.society = society_for(person(), request.args.get("society", ""))
    return g.society


def society_for(who: Person, code: str) -> Society:
    """Return a person's own society, or the one of a code within their reach."""
    entered: Society | None = g.get("practice")
    if entered is not None and entered.code == code:
        return entered
    found = places.society(code) if code else who.society
    if found is None or not _reaches(who, found):
        raise SocietyIsUnknown
    if found.retired_at is not None:
        raise PracticeIsOver
    return found


def _reaches(who: Person, society: Society) -> bool:
    if society.is_practice and not house().policy.may(who.role, PRACTISING):
        return False
    if who.society_id is not None:
        return bool(who.society_id == society.real_id)
    place: Place | None = who.place
    return place is not None and places.is_within(society, place.level, place.id)


def require_real(society: Society) -> Society:
    """Return a society that people outside may hear of; raise PracticeCallsNobody."""
    if society.is_practice:
        raise PracticeCallsNobody
    return society


def reach() -> list[Society]:
    """List the societies within the signed-in person's reach."""
    who = person()
    if who.society is not None:
        return [here()]
    assert who.place is not None
    return places.societies_in(who.place.level, who.place.id)


def doer() -> Doer:
    """Return the signed-in person acting now, with on whose behalf they do in this society.

    Raises WorksOnBehalf for what is done in one's own name only.
    """
    who, running = person(), on_behalf_here()
    now = house().clock.now_ms()
    if running is None:
        return Doer(who.id, who.role, now)
    if (who.role, deed_of(house_view() or doer)) in house().policy.own_name:
        raise WorksOnBehalf
    return Doer(who.id, who.role, now, running.on_behalf_of)


def enter_practice() -> None:
    """Let every page of an address that names a practice society be one of practice.

    Raises PracticeIsOver for one that was put away; one's own sign-in is never practice.
    """
    code = request.args.get("society", "")
    if not code.startswith(PREFIX) or (request.endpoint or "").startswith("session."):
        return
    who = signed_in()
    if who is not None:
        with suppress(SocietyIsUnknown):
            g.practice = society_for(who, code)


def refuse_cross_site() -> None:
    """Refuse a form that another site sends."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if getattr(house_view(), "is_from_outside", False):
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    is_foreign = site not in (None, "same-origin", "none")
    if site is None and origin not in (None, "null"):
        is_foreign = origin.split("://", 1)[-1] != request.host
    if is_foreign:
        raise RequestIsForeign


def refuse_unwritable() -> None:
    """Refuse the one character that no text field sends and that a store can't keep."""
    texts = [request.path, *request.args.values()]
    if request.method == "POST":
        texts += request.form.values()
    if any("\x00" in text for text in texts):
        abort(400)


def guard() -> ResponseReturnValue | None:
    """Let a request through only to a view whose deed its person may do."""
    view = house_view()
    if view is None:
        return None
    deed = deed_of(view)
    if deed == PUBLIC:
        return None
    if deed is None:
        raise DeedIsNotAllowed
    if signed_in() is None:
        if request.method == "GET":
            return redirect("/login?next=" + quote(request.full_path.rstrip("?")), 303)
        raise SignInIsNeeded
    _require(deed)
    if deed in REAL_ONLY and practising():
        raise NotPartOfPractice
    return None


def _require(deed: str) -> None:
    """Let only those on who do a deed by their role, or now on behalf of somebody here.

    Raises DeedIsNotAllowed, BehalfIsNeeded, NotTheirWork, WorksOnBehalf.
    """
    policy, role = house().policy, person().role
    if policy.may(role, deed):
        is_sent = request.method == "POST" and "society" in request.args
        if is_sent and (role, deed) in policy.own_name and here() and on_behalf_here():
            raise WorksOnBehalf
        return
    if (role, deed) not in policy.on_behalf:
        raise DeedIsNotAllowed
    running = on_behalf_here() if "society" in request.args and here() else None
    if running is None:
        raise BehalfIsNeeded
    if not policy.may(running.role, deed):
        raise NotTheirWork


def house_view() -> Callable[..., Any] | None:
    """Return the view this request goes to, or None where there is none (404)."""
    from flask import current_app

    return current_app.view_functions.get(request.endpoint or "")


def init_app(app: Flask) -> None:
    """Guard every request."""
    app.before_request(refuse_cross_site)
    app.before_request(refuse_unwritable)
    app.before_request(enter_practice)
    app.before_request(guard)
    app.add_template_global(may)
    app.add_template_global(on_behalf)
    app.add_template_global(acting_role)
