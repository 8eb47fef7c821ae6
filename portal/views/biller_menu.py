"""The menu of billers: whose bill is to be paid?"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, request

from portal.actions import billers as deeds
from portal.actions import catalogue
from portal.actions.connections import connections_of
from portal.domain.billers import BillerIsUnknown
from portal.domain.refusals import Refusal
from portal.domain.text import AadhaarIsNotStored, clean, has_aadhaar
from portal.storage import places
from portal.storage.places import Place
from portal.views.bill_forms import asker, names_of
from portal.views.services import NATION
from portal.web.access import allow, here
from portal.web.house import bill_unit
from portal.web.page import is_bare, page, piece

bp = Blueprint("biller_menu", __name__)

PAGE_ROWS = 20
MOST_FOUND = 15
EVERYWHERE = "all"
_KEPT = ("visit", "member_no", "member", "customer")  # for whom it is, handed on to the form
_LONGEST_KEPT = 40


def _states() -> list[Place]:
    nation = places.place(NATION)
    return places.places_under(nation.id) if nation else []


def _asked() -> dict[str, Any]:
    """Return whose state is shown ('' for all of India), and what every link hands on."""
    own, wish, states = str(here().state_code), request.args.get("state", ""), _states()
    is_known = wish == EVERYWHERE or wish in {one.code for one in states}
    shown = wish if is_known else own
    return {
        "states": states, "own": own, "where": "" if shown == EVERYWHERE else shown,
        "state": None if shown == own else shown,
        "kept": {name: one for name in _KEPT if (one := _kept(name))},
    }  # fmt: skip


def _kept(name: str) -> str:
    found = clean(request.args.get(name, ""))[:_LONGEST_KEPT]
    return found if name == "member_no" or found.isdecimal() else ""


@bp.get("/bills")
@allow("enter_voucher")
def menu() -> Response:
    """Show the categories, one of them, or what a search finds."""
    here()
    words = request.args.get("q", "")
    if has_aadhaar(words) or has_aadhaar(_kept("member_no")):
        raise AadhaarIsNotStored
    if bill_unit() is None:
        return page("biller_menu/none.html")
    context = _asked() | {
        "words": words, "found": None, "categories": (),
        "off": catalogue.billers_off(catalogue.of_society(here())),
    }  # fmt: skip
    if words.strip():
        context["found"] = deeds.search_billers(words, None, context["where"], MOST_FOUND)
    elif "category" in request.args:
        return _category(request.args["category"], context)
    else:
        context["categories"] = deeds.categories_in(context["where"])
    if is_bare() and request.headers.get("HX-Target") == "_found":
        return piece("biller_menu/_found.html", **context)
    return page("biller_menu/menu.html", **_last_time(context["kept"]), **context)


def _last_time(kept: dict[str, str]) -> dict[str, Any]:
    """Return for whom it is, where that is known, and the numbers paid for them last time."""
    who = None
    if kept:
        with suppress(Refusal):  # an odd address names nobody
            who = asker()
    known = connections_of(here().id, who.whom if who else None)
    return {"who": who, "known": known, "names": names_of(known)}


def _category(name: str, context: dict[str, Any]) -> Response:
    """List a category's billers, the state's own first, a page at a time."""
    number = request.args.get("page", 1, int)
    found = deeds.billers_in(name, context["where"])
    first = (number - 1) * PAGE_ROWS
    if number < 1 or (number > 1 and first >= len(found)):
        raise BillerIsUnknown
    return page(
        "biller_menu/category.html", category=deeds.category_of(name), number=number,
        shown=found[first : first + PAGE_ROWS], count=len(found),
        has_more=first + PAGE_ROWS < len(found), **context,
    )  # fmt: skip
