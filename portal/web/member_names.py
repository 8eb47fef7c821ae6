"""What the register's choices are called on screen and paper."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.domain.register import show_birth, show_land
from portal.web.filters import digits, on

RELATIONS = {
    "father": _l("father"), "husband": _l("husband"), "mother": _l("mother"),
    "guardian": _l("guardian"),
}  # fmt: skip
STATUSES = {
    "applicant": _l("admission pending"), "active": _l("member"),
    "ceased": _l("membership has ended"), "deceased": _l("deceased"), "refused": _l("refused"),
}  # fmt: skip
CLASSES = {
    "regular": _l("regular member"), "nominal": _l("nominal member"),
    "associate": _l("associate member"),
}  # fmt: skip
SEXES = {"F": _l("woman"), "M": _l("man"), "O": _l("other sex")}
CATEGORIES = {
    "general": _l("general"), "obc": _l("backward class"), "sc": _l("scheduled caste"),
    "st": _l("scheduled tribe"), "minority": _l("minority"),
}  # fmt: skip
FARMERS = {
    "marginal": _l("marginal farmer (up to 1 hectare)"),
    "small": _l("small farmer (1 to 2 hectares)"), "large": _l("farmer above 2 hectares"),
    "tenant": _l("tenant or sharecropper"), "labourer": _l("farm labourer"),
    "artisan": _l("artisan"), "other": _l("other work"),
}  # fmt: skip
PAPERS = {
    "voter_id": _l("voter card"), "ration_card": _l("ration card"), "pan": _l("PAN card"),
    "land_record": _l("land record"), "bank_passbook": _l("bank passbook"),
    "job_card": _l("job card"), "aadhaar": _l("Aadhaar"),
}  # fmt: skip
PICTURES = {"photo": _l("Photo"), "signature": _l("Signature"), "thumb": _l("Thumb mark")}

#: The parts of a record, as lists, histories and read-backs name them.
PARTS = {
    "name_hi": _l("Name"), "name_en": _l("Name in Roman letters"), "known_as": _l("Called"),
    "relation": _l("Relation"), "guardian_hi": _l("Father or husband"), "village_hi": _l("Village"),
    "mobile": _l("Mobile"), "sex": _l("Sex"), "birth_on": _l("Born"), "member_class": _l("Class"),
    "category": _l("Category"), "land_are": _l("Land (hectares)"), "farmer_type": _l("Work"),
    "aadhaar_last4": _l("Aadhaar, last four"), "papers": _l("Papers seen"),
    "nominees": _l("Nominees"), "status": _l("Status"), "member_no": _l("Member no."),
    "joined_on": _l("Joined on"), "resolution_no": _l("Resolution no."), "left_on": _l("Left on"),
    "leaving_resolution_no": _l("Resolution of leaving"), "heirs": _l("Heirs"),
}  # fmt: skip
_CHOICES: dict[str, dict[str, Any]] = {
    "relation": RELATIONS, "status": STATUSES, "member_class": CLASSES, "sex": SEXES,
    "category": CATEGORIES, "farmer_type": FARMERS,
}  # fmt: skip


def said(part: str, value: Any) -> str:
    """Say one part of a record in words; what is empty is a dash."""
    if value in ("", None, (), []):
        return "–"
    if part in _CHOICES:
        return str(_CHOICES[part].get(value, value))
    if part in ("nominees", "heirs"):
        return "; ".join(_heir(*one) for one in value)
    if part == "papers":
        return "; ".join(f"{PAPERS.get(kind, kind)} …{digits(last4)}" for kind, last4 in value)
    if part == "land_are":
        return digits(show_land(value))
    if part == "birth_on":
        return digits(show_birth(value))
    if part in ("joined_on", "left_on"):
        return on(value)
    return digits(value) if part in ("mobile", "member_no", "aadhaar_last4") else str(value)


def _heir(name: str, relation: str, percent: int) -> str:
    relation = f" ({relation})" if relation else ""
    return gettext(
        "%(name)s%(relation)s: %(percent)s per cent",
        name=name, relation=relation, percent=digits(percent),
    )  # fmt: skip
