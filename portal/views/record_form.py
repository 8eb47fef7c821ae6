"""The form of a person's record in the register, and how its fields become a record."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.domain.members import Heir, Member, Nominee, Paper
from portal.domain.text import clean
from portal.web.fields import ChoiceField, PageForm, WordsField
from portal.web.member_fields import (
    AadhaarLastFourField,
    BirthField,
    LandField,
    LastFourField,
    MaybeChoiceField,
    MobileField,
    PercentField,
)
from portal.web.member_names import CATEGORIES, CLASSES, FARMERS, PAPERS, RELATIONS, SEXES

NOMINEES, HEIRS, KINDS_OF_PAPER = 3, 4, 2
#: Who somebody is, asked first; and what may be added later, on a page of its own.
WHO = (
    "name_hi", "name_en", "known_as", "guardian_hi", "relation", "village_hi", "mobile", "sex",
    "birth_on", "member_class",
)  # fmt: skip
MORE = ("category", "farmer_type", "land_are", "aadhaar_last4")
#: Aadhaar is asked for apart, with consent (P12).
_PAPERS_SEEN = {kind: name for kind, name in PAPERS.items() if kind != "aadhaar"}
_PRESET = {"relation": "father", "member_class": "regular", "land_are": None}


def part_fields(kind: str, most: int) -> dict[str, Any]:
    """Make the fields of who receives which part: nominees, heirs."""
    found: dict[str, Any] = {}
    for at in range(1, most + 1):
        found[f"{kind}{at}_name"] = WordsField(_l("Name"), most=80)
        found[f"{kind}{at}_relation"] = WordsField(_l("Relation"), most=40)
        found[f"{kind}{at}_percent"] = PercentField(_l("Per cent"), blank_ok=True)
    return found


class RecordForm(PageForm):
    """All that is written of a person at the counter; only name, guardian and village must be."""

    name_hi = WordsField(_l("Name"), most=80)
    name_en = WordsField(_l("Name in Roman letters"), most=80)
    known_as = WordsField(_l("Called in the village"), most=60)
    relation = ChoiceField(_l("Relation"), choices=list(RELATIONS.items()))
    guardian_hi = WordsField(_l("Father or husband"), most=80)
    village_hi = WordsField(_l("Village"), most=60)
    mobile = MobileField(_l("Mobile"), blank_ok=True)
    sex = MaybeChoiceField(_l("Sex"), choices=list(SEXES.items()))
    birth_on = BirthField(_l("Born"), blank_ok=True)
    member_class = ChoiceField(_l("Class"), choices=list(CLASSES.items()))
    category = MaybeChoiceField(_l("Category"), choices=list(CATEGORIES.items()))
    land_are = LandField(_l("Land (hectares)"), blank_ok=True)
    farmer_type = MaybeChoiceField(_l("Work"), choices=list(FARMERS.items()))
    aadhaar_last4 = AadhaarLastFourField(_l("Aadhaar, last four"), blank_ok=True)
    consent = BooleanField(_l("The person agrees"))


for _name, _field in part_fields("nominee", NOMINEES).items():
    setattr(RecordForm, _name, _field)
for _at in range(1, KINDS_OF_PAPER + 1):
    _papers = MaybeChoiceField(_l("Paper seen"), choices=list(_PAPERS_SEEN.items()))
    setattr(RecordForm, f"paper{_at}_kind", _papers)
    setattr(RecordForm, f"paper{_at}_last4", LastFourField(_l("Last four"), blank_ok=True))


def form_of(part: str, **kwargs: Any) -> RecordForm:
    """Make the form of a part of a record: 'who' or 'more'."""
    form = RecordForm(**kwargs)
    for name in [one.name for one in form]:
        if (name in WHO) is not (part == "who"):
            del form[name]
    return form


def given_by(form: PageForm) -> dict[str, Any]:
    """Read a part's form into the fields of a record."""
    given: dict[str, Any] = {
        name: _PRESET.get(name, "") if form[name].data in (None, "") else form[name].data
        for name in (*WHO, *MORE)
        if name in form
    }
    if "nominee1_name" in form:
        given["nominees"] = tuple(Nominee(*one) for one in parts_of(form, "nominee", NOMINEES))
        given["papers"] = tuple(
            Paper(form[f"paper{at}_kind"].data, form[f"paper{at}_last4"].data or "")
            for at in range(1, KINDS_OF_PAPER + 1)
            if form[f"paper{at}_kind"].data in _PAPERS_SEEN
        )
    return given


def rows_of(form: PageForm, name: str, least: int, most: int) -> range:
    """Number the rows to show: those that are filled and one more."""
    filled = [at for at in range(1, most + 1) if name % at in form and form[name % at].data]
    return range(1, min(most, max(least, max(filled, default=0) + 1)) + 1)


def has_consent(form: PageForm) -> bool:
    """Say whether the person's consent was marked."""
    return "consent" in form and bool(form["consent"].data)


def parts_of(form: PageForm, kind: str, most: int) -> list[tuple[str, str, int]]:
    """Read who receives which part; one alone receives all where no part is written."""
    found = []
    for at in range(1, most + 1):
        name, relation = clean(form[f"{kind}{at}_name"].data), form[f"{kind}{at}_relation"].data
        percent = form[f"{kind}{at}_percent"].data
        if name or relation or percent is not None:
            found.append((name, relation, percent))
    if len(found) == 1 and found[0][2] is None:
        found = [(found[0][0], found[0][1], 100)]
    return [(name, relation, percent or 0) for name, relation, percent in found]


def data_of(member: Member) -> dict[str, Any]:
    """Return a record as the form shows it."""
    data: dict[str, Any] = {name: getattr(member, name) or None for name in (*WHO, *MORE)}
    data |= {"land_are": member.land_are, "consent": member.aadhaar_consent_at is not None}
    data |= parts_data("nominee", member.nominees)
    for at, paper in enumerate(member.papers[:KINDS_OF_PAPER], start=1):
        data |= {f"paper{at}_kind": paper.kind, f"paper{at}_last4": paper.last4 or None}
    return data


def parts_data(kind: str, parts: tuple[Nominee, ...] | tuple[Heir, ...]) -> dict[str, Any]:
    """Return nominees or heirs as a form shows them."""
    data: dict[str, Any] = {}
    for at, (name, relation, percent) in enumerate(parts, start=1):
        data |= {
            f"{kind}{at}_name": name, f"{kind}{at}_relation": relation,
            f"{kind}{at}_percent": percent,
        }  # fmt: skip
    return data
