"""The words of the page that asks everything on pensions at once."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.views.scheme_words import CHOICE_WORDS, QUESTION_WORDS, Asked, choices

FORM_WORDS = {
    "state": Asked(_l("State you live in")),
    "dob": Asked(
        _l("Day of birth"),
        _l("As on the Aadhaar card: 05-03-1964. If only the year is known: 1964."),
    ),
    "sex": Asked(_l("Woman or man?")),
    "marital": Asked(_l("Married, widowed or alone?")),
    "disability": Asked(_l("Disability in percent"), _l("As on the certificate; 0 for none")),
    "bpl": Asked(_l("Is the family on the BPL list?")),
    "other_pension": Asked(_l("Does a pension come already?")),
    "income": Asked(
        _l("Income in a year"), _l("Husband and wife together. Words will do: 48000, डेढ़ लाख")
    ),
    "area": Asked(_l("Village or town?")),
    "taxpayer": Asked(_l("Does the person pay income tax?")),
    "govt_job": Asked(_l("Is the person in government service?")),
    "epfo": Asked(_l("Is the person a member of EPFO, ESIC or NPS?")),
    "land_ha": Asked(_l("Land of their own, in hectares")),
    "deceased_age": Asked(
        _l("If the one who earned for the household has died: at which age?"),
        _l("In full years, on the day of death."),
    ),
}  # fmt: skip
_MARITAL = {
    "married": CHOICE_WORDS["marital"]["married"], "widow": CHOICE_WORDS["marital"]["widowed"],
    "unmarried": CHOICE_WORDS["marital"]["unmarried"],
    "divorced": _l("Divorced, or left by the husband"),
}  # fmt: skip


def form_choices(name: str, values: tuple[str, ...]) -> list[tuple[str, object]]:
    """Return what may be chosen at a field, each with its words."""
    if name == "marital":
        return [(one, _MARITAL[one]) for one in values]
    if name == "sex":
        return [(one, CHOICE_WORDS["sex"]["T" if one == "O" else one]) for one in values]
    return choices(name, values)


def given_words(fact: str) -> object:
    """Say what the page did not ask and an operator still has to."""
    return QUESTION_WORDS[fact].words
