"""Finding a member: one box, ten answers, and the register by name below an empty box."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext

from portal.actions.lookup import SHORTEST_MOBILE_END, Hit, find
from portal.domain.lookup import CUSTOMERS, MEMBERS, AadhaarIsNotSearched
from portal.domain.refusals import Refusal
from portal.domain.tasks import Task
from portal.storage import customers, member_images, register
from portal.storage.customers import Customer
from portal.storage.places import Society
from portal.storage.register import Listed, Place
from portal.web.access import acting_role, allow, here, may, person, reach
from portal.web.filters import digits
from portal.web.house import house
from portal.web.locale import named
from portal.web.member_names import RELATIONS, STATUSES, said
from portal.web.page import is_bare, link, page, piece

bp = Blueprint("members", __name__)

MOST_HITS, MOST_RECENT, MOST_LISTED = 10, 4, 8
LISTED = ("active", "applicant")
#: What somebody may be looked for beside a task: the form of a biller's bill, or of a service.
FORMS = {
    "bill:": ("enter_voucher", "/bills/"),
    "apply:": ("keep_applications", "/applications/new?service="),
}
_LATIN = re.compile("[A-Za-z]")


class Row(NamedTuple):
    """One answer as the page shows it; ``more`` tells namesakes apart."""

    href: str
    name: str
    roman: str
    who: str
    member_no: str | None
    mark: str
    photo: str
    society: str
    more: str = ""


class Asked(NamedTuple):
    """What is searched for: the words, what it is for, and where: one society or a reach.

    That is a task, another form (``path``), or nothing.
    """

    words: str
    task: Task | None
    path: str
    societies: dict[int, Society]
    is_one: bool

    @property
    def registers(self) -> tuple[int, ...]:
        """Members alone where the task is about a member's money."""
        return (MEMBERS,) if self.task and self.task.needs_member else (MEMBERS, CUSTOMERS)

    @property
    def form(self) -> str:
        """The address of the form that the person found is handed to, if there is one."""
        return self.path or (f"/vouchers/new/{self.task.code}" if self.task else "")


def _asked() -> Asked:
    """Read the address: one's own society, the one that is named, or all within reach."""
    code = request.args.get("for", "")
    path = _form_path(code)
    task = house().task_book.for_role(code, acting_role()) if code and not path else None
    is_one = person().society_id is not None or "society" in request.args
    societies = [here()] if is_one else reach()
    words = request.args.get("q", "")
    return Asked(words, task, path, {one.id: one for one in societies}, is_one)


def _form_path(code: str) -> str:
    prefix, colon, key = code.partition(":")
    deed, path = FORMS.get(prefix + colon, ("", ""))
    return path + quote(key, safe="") if path and key and may(deed) else ""


@bp.get("/members")
@allow("find_member")
def search() -> Response:
    """Show who is meant, or below an empty box who came lately and the register by name."""
    asked = _asked()
    try:
        found = find(list(asked.societies), asked.words, house().clock.now_ms(), MOST_HITS,
                     asked.registers)  # fmt: skip
    except AadhaarIsNotSearched as refusal:
        return _answer(asked._replace(words=""), (), error=refusal)
    if request.args.get("go") and _opens(asked, found.hits):
        return redirect(_rows(asked, found.hits[:1])[0].href, 303)  # type: ignore[return-value]
    return _answer(asked, _rows(asked, found.hits), has_more=found.has_more)


def _opens(asked: Asked, hits: Sequence[Hit]) -> bool:
    """Only a whole number that is one person's opens a record by itself.

    Four digits and more may also be the end of a mobile: then nobody else may answer to them.
    """
    is_one = sum(hit.is_exact_number for hit in hits) == 1 and hits[0].is_exact_number
    return is_one and (len(hits) == 1 or len(asked.words.strip()) < SHORTEST_MOBILE_END)


def _context(asked: Asked, rows: Sequence[Row], has_more: bool) -> dict[str, object]:
    is_said = bool(asked.words.strip())
    return {
        "rows": rows, "has_more": has_more, "words": asked.words, "is_said": is_said,
        "task": asked.task, "is_one": asked.is_one, "has_form": bool(asked.path),
        "wish": {"for": request.args["for"]} if asked.form else {},
    }  # fmt: skip


def _answer(
    asked: Asked, rows: Sequence[Row], *, has_more: bool = False, error: Refusal | None = None
) -> Response:
    """Answer with the page, or where a script asks while somebody types, with the rows alone."""
    context = _context(asked, rows, has_more) | {"error": error}
    context |= {"recent": (), "listed": (), "after": None}
    if not context["is_said"] and context["is_one"] and error is None:
        context |= _below_an_empty_box(asked)
    if is_bare() and request.headers.get("HX-Target") == "_hits":
        answer = piece("members/_hits.html", **context)
        answer.headers["X-At"] = "/members"  # what was typed is said back nowhere
        return answer
    answer = page(
        "members/search.html", 422 if error else 200, **context,
        refusal=error.name if error else None,
    )  # fmt: skip
    if error and is_bare():
        answer.headers["X-At"] = "/members"
    return answer


def _below_an_empty_box(asked: Asked) -> dict[str, object]:
    society_id = here().id
    after = place_in(request.args.get("after", ""))
    keys = register.by_name(society_id, LISTED, after, MOST_LISTED + 1)
    listed = [Hit(society_id, MEMBERS, one, 0, False) for one in keys[:MOST_LISTED]]
    recent: list[Hit] = []
    if after is None:
        recent = [
            Hit(society_id, which, one, 0, False)
            for which, one in register.recently_served(society_id, MOST_RECENT)
            if which in asked.registers
        ]
    rows = _rows(asked, [*recent, *listed])
    is_more = len(keys) > MOST_LISTED
    return {
        "recent": rows[: len(recent)], "listed": rows[len(recent) :],
        "after": register.place_of(society_id, keys[MOST_LISTED - 1]) if is_more else None,
    }  # fmt: skip


def place_in(text: str) -> Place | None:
    """Read where a page of a list begins: a key in hexadecimal, a dash, the record's own."""
    found = re.fullmatch(r"((?:[0-9a-f]{2}){1,200})-([0-9]{1,9})", text)
    return Place(bytes.fromhex(found[1]), int(found[2])) if found else None


def _rows(asked: Asked, hits: Sequence[Hit]) -> list[Row]:
    keys = {which: [(one.society_id, one.record_id) for one in hits if one.register == which]
            for which in (MEMBERS, CUSTOMERS)}  # fmt: skip
    records = register.listed_at(keys[MEMBERS])
    walk_ins = customers.customers_at(keys[CUSTOMERS])
    photos = member_images.photos_of(keys[MEMBERS])
    is_roman = bool(_LATIN.search(asked.words))
    rows = []
    for hit in hits:
        key = (hit.society_id, hit.record_id)
        if hit.register == MEMBERS and key in records:
            rows.append(_member_row(asked, records[key], is_roman, photos.get(key)))
        elif hit.register == CUSTOMERS and key in walk_ins:
            rows.append(_customer_row(asked, walk_ins[key]))
    return _told_apart(rows)


def _link(asked: Asked, society_id: int, path: str, **query: object) -> str:
    if not asked.is_one:
        query["society"] = asked.societies[society_id].code
    return link(path, **query)


def _society(asked: Asked, society_id: int) -> str:
    return "" if asked.is_one else named(asked.societies[society_id])


def _member_row(asked: Asked, one: Listed, is_roman: bool, photo: int | None) -> Row:
    own = f"/members/{quote(one.member_no)}" if one.member_no else f"/applicants/{one.id}"
    path: str = own
    query: dict[str, object] = {}
    if asked.form:
        path, unnumbered = asked.form, "member" if asked.path else "applicant"
        query = {"member_no": one.member_no} if one.member_no else {unnumbered: one.id}
    relation = f"{RELATIONS[one.relation]} " if one.relation in RELATIONS else ""
    places = [relation + one.guardian_hi if one.guardian_hi else "", one.village_hi]
    return Row(
        href=_link(asked, one.society_id, path, **query), name=one.name_hi,
        roman=one.name_en if is_roman else "", who=" · ".join(filter(None, places)),
        member_no=one.member_no, mark="" if one.status == "active" else str(STATUSES[one.status]),
        photo=_link(asked, one.society_id, f"{own}/photo", v=photo) if photo else "",
        society=_society(asked, one.society_id), more=_apart(one),
    )  # fmt: skip


def _apart(one: Listed) -> str:
    """Say what tells somebody from a namesake of the same house."""
    if one.known_as:
        return one.known_as
    if one.birth_on:
        return gettext("born %(birth)s", birth=said("birth_on", one.birth_on))
    return gettext("mobile …%(end)s", end=digits(one.mobile[-4:])) if one.mobile else ""


def _customer_row(asked: Asked, one: Customer) -> Row:
    path = f"/customers/{one.id}"
    query: dict[str, object] = {}
    if asked.form:
        path, query = asked.form, {"customer": one.id}
    end = gettext("mobile …%(end)s", end=digits(one.mobile[-4:])) if one.mobile else ""
    return Row(
        href=_link(asked, one.society_id, path, **query), name=one.name_hi, roman="",
        who=one.village_hi, member_no=None, mark=gettext("customer"), photo="",
        society=_society(asked, one.society_id), more=end,
    )  # fmt: skip


def _told_apart(rows: Iterable[Row]) -> list[Row]:
    """Say more of those who have name, guardian and village in common, and of nobody else."""
    rows = list(rows)
    alike = Counter((one.name, one.who) for one in rows)
    return [
        one if alike[one.name, one.who] > 1 or not one.who else one._replace(more="")
        for one in rows
    ]  # fmt: skip
