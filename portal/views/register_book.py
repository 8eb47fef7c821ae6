"""The register of members as a book: by name or by number, on screen, paper and as CSV; counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from portal.domain.dates import show_on
from portal.domain.members import STATUSES as ALL_STATUSES
from portal.domain.members import Member
from portal.domain.register import show_birth, show_land
from portal.storage import members, register
from portal.storage.engine import portions
from portal.storage.register import Place
from portal.views.members import place_in
from portal.web.access import allow, here
from portal.web.csv_answer import csv_answer
from portal.web.house import house
from portal.web.member_names import CATEGORIES, CLASSES, FARMERS, RELATIONS, SEXES, STATUSES, said
from portal.web.page import page

bp = Blueprint("register_book", __name__)

ON_SCREEN, ON_PAPER, A_SHEET = 20, 200, 20
GROUPS = {"all": ALL_STATUSES[1:4], "applicants": ("applicant", "refused"), "left": ("ceased",
          "deceased"), "active": ("active",)}  # fmt: skip
ORDERS = {"name": register.by_name, "number": register.by_number}
NAMES = {
    "member_class": CLASSES, "category": CATEGORIES, "sex": SEXES, "farmer_type": FARMERS,
}  # fmt: skip


def _wish(name: str, known: Any, plain: str) -> str:
    found = request.args.get(name, plain)
    return found if found in known else plain


def _after(order: str) -> Place | None:
    text = request.args.get("after", "")
    if order == "name":
        return place_in(text)
    number, _dash, own = text.rpartition("~")
    return (
        Place(number[:40], int(own)) if own.isascii() and own.isdigit() and len(own) < 10 else None
    )


def _place(order: str, one: Member) -> str:
    if order == "name":
        return register.place_of(one.society_id, one.id)
    return f"{one.member_no or ''}~{one.id}"


@bp.get("/members/list")
@allow("find_member")
def book() -> Response:
    """Show the register, a page at a time; ``print=1`` is paper, ``format=csv`` all of it."""
    society = here()
    order, group = _wish("by", ORDERS, "name"), _wish("of", GROUPS, "active")
    if request.args.get("format") == "csv":
        return _as_csv(society.code, _whole(society.id, order, group))
    is_paper = request.args.get("print") == "1"
    most = ON_PAPER if is_paper else ON_SCREEN
    keys = ORDERS[order](society.id, GROUPS[group], _after(order), most + 1)
    found = members.members_by_ids(society.id, keys[:most])
    listed = [found[one] for one in keys[:most]]
    context: dict[str, Any] = {
        "listed": listed, "order": order, "group": group, "said": said, "relations": RELATIONS,
        "after": _place(order, listed[-1]) if len(keys) > most else None, "statuses": STATUSES,
    }  # fmt: skip
    if not is_paper:
        return page("members/book.html", **context)
    sheets = [listed[at : at + A_SHEET] for at in range(0, len(listed), A_SHEET)]
    return page("members/book_print.html", sheets=sheets, at=house().clock.now_ms(), **context)


def _whole(society_id: int, order: str, group: str) -> Iterator[Member]:
    """Read the whole register, a portion at a time."""
    keys = ORDERS[order](society_id, GROUPS[group], None, 10_000_000)
    for part in portions(keys):
        found = members.members_by_ids(society_id, part)
        yield from (found[one] for one in part)


def _as_csv(code: str, listed: Iterator[Member]) -> Response:
    header = (
        _("Member no."), _("Name"), _("Name in Roman letters"), _("Relation"),
        _("Father or husband"), _("Village"), _("Mobile"), _("Sex"), _("Born"), _("Class"),
        _("Category"), _("Work"), _("Land (hectares)"), _("Joined on"), _("Resolution no."),
        _("Nominees"), _("Status"), _("Left on"), _("Resolution of leaving"),
    )  # fmt: skip
    return csv_answer(f"members-{code}", header, (_cells(one) for one in listed))


def _cells(one: Member) -> list[object]:
    def word(part: str) -> str:
        value = getattr(one, part)
        return said(part, value) if value else ""

    return [
        one.member_no or "", one.name_hi, one.name_en, word("relation"), one.guardian_hi,
        one.village_hi, one.mobile, word("sex"), show_birth(one.birth_on), word("member_class"),
        word("category"), word("farmer_type"),
        "" if one.land_are is None else show_land(one.land_are),
        show_on(one.joined_on) if one.joined_on else "", one.resolution_no, word("nominees"),
        word("status"), show_on(one.left_on) if one.left_on else "", one.leaving_resolution_no,
    ]  # fmt: skip


@bp.get("/members/counts")
@allow("find_member")
def counts() -> Response:
    """Count the members by class, category, sex and kind of farmer (F49)."""
    society = here()
    found = register.counts(society.id, ("active",))
    tables = []
    for at, part in enumerate(register.COUNTED):
        sums: Counter[str] = Counter()
        for one in found:
            sums[str(one[at])] += one[4]
        rows = [(name, sums.pop(code, 0)) for code, name in NAMES[part].items()]
        tables.append((part, [*rows, (_("not written"), sum(sums.values()))]))
    return page(
        "members/counts.html", tables=tables, all=sum(one[4] for one in found),
        statuses=STATUSES, by_status=members.counts_by_status(society.id),
    )  # fmt: skip
