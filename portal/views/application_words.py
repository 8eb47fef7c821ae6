"""Applications in words: what each is for, where it stands, what is entered in it."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import applications as deeds
from portal.actions.application_chains import given_up_states
from portal.domain.application_answers import show_answer, write_answer
from portal.domain.application_forms import WHOM, Field, Form, Help, Shape, Step
from portal.domain.applications import Application, application_number
from portal.storage.application_forms import application_forms
from portal.web.access import here
from portal.web.filters import digits
from portal.web.locale import in_language, language

LARGEST_KEY = 2**31 - 1
ONE = f"/applications/<int(max={LARGEST_KEY}):application_id>"

#: Who has to do something, in the order in which the list shows it.
WHOM_WORDS = {
    "counter": _l("we have to do something"), "customer": _l("the customer has to bring something"),
    "bank": _l("the bank has to answer"), "office": _l("the office has to answer"),
    "insurer": _l("the insurer has to answer"), "carrier": _l("the journey is still to come"),
    "nobody": _l("nothing is to be done"),
}  # fmt: skip
#: What happened, in the history; a step is named by where it led.
WHAT_WORDS = {
    "begun": _l("begun"), "changed": _l("filled in further"), "noted": _l("note"),
    "handed_over": _l("handed over"), "paper_added": _l("picture kept"),
    "money_taken": _l("money received"), "money_sent": _l("money sent on"),
    "money_returned": _l("money goes back"),
    "paper_covered": _l("more of a picture covered"), "paper_removed": _l("picture taken out"),
}  # fmt: skip
#: Where a step is made that goes by money, by the state it leads to.
_MONEY_PAGES = {"taken": "/applications/{}/money", "sent": "/remittances"}
_OTHER_MONEY_PAGE = "/applications/{}/cancel"


assert set(WHOM_WORDS) == set(WHOM)


def service_name(one: Application) -> str:
    """Name what an application is for, in the page's language; its code where it left the list."""
    found = deeds.service_of(one)
    return in_language(found.short_hi, found.name_en) if found is not None else one.service_id


def number(one: Application) -> str:
    """Write an application's number as the reader's digits are."""
    return digits(application_number(here().code, one.id))


def state_name(one: Application, code: str = "") -> str:
    """Name the state of an application (or another of its chain), as the chain words it."""
    state = application_forms().state(code or one.state, one.chain)
    return in_language(state.name_hi, state.name_en)


def whom(one: Application) -> str:
    """Say who has to do something."""
    return str(WHOM_WORDS[application_forms().state(one.state, one.chain).at_whom])


def mark(one: Application) -> str:
    """Return how the state is marked: what ended well, and what came to nothing."""
    if one.is_open:
        return ""
    return " red" if (one.chain, one.state) in given_up_states() else " ok"


def number_name(form: Form | None, which: str) -> str:
    """Name an office's number or the result's, as the form calls it; '' where it has none."""
    if form is None:
        return ""
    name = in_language(getattr(form, f"{which}_hi"), getattr(form, f"{which}_en"))
    return name[:1].upper() + name[1:]


def step_path(one: Application, step: Step) -> str:
    """Return where a step is made: its own page, or where its money moves."""
    if step.is_by_money:
        return _MONEY_PAGES.get(step.to_state, _OTHER_MONEY_PAGE).format(one.id)
    return f"/applications/{one.id}/to/{step.to_state}"


def office_page(known: Help) -> str:
    """Return the address of the department's own page."""
    return f"https://{known.portal}"


def entered(one: Application, form: Form | None) -> list[tuple[str, str]]:
    """List what is entered, each with its label, as people read it."""
    rows = []
    for code, value in one.answers.items():
        field = form.field(code) if form is not None else None
        if field is None:
            rows.append((code, value))
            continue
        label = in_language(field.label_hi, field.label_en)
        rows.append((label, show_answer(field, value, language() == "hi")))
    return rows


def left_labels(one: Application, form: Form | None) -> list[str]:
    """List the labels of what must be filled in before a draft goes out."""
    if form is None or not one.is_draft:
        return []
    left = set(deeds.left_to_fill(form, one.answers))
    return [in_language(each.label_hi, each.label_en) for each in form.fields if each.code in left]


def to_copy(one: Application, form: Form | None) -> list[tuple[str, str]]:
    """List what is entered as other portals take it: Latin digits, amounts without signs."""
    rows = [
        (gettext("Name"), one.name), (gettext("Father's or husband's name"), one.guardian),
        (gettext("Village"), one.village), (gettext("Mobile"), one.mobile),
    ]  # fmt: skip
    for field in form.fields if form is not None else ():
        if value := one.answers.get(field.code, ""):
            label = in_language(field.label_hi, field.label_en)
            rows.append((label, _as_typed_there(field, value)))
    return [(label, value) for label, value in rows if value]


def _as_typed_there(field: Field, value: str) -> str:
    if field.shape is Shape.MONEY:
        return write_answer(field, value).replace(",", "")
    if field.shape in (Shape.CHOICE, Shape.YES_NO, Shape.ACCOUNT, Shape.LAST4):
        return show_answer(field, value, language() == "hi")
    return write_answer(field, value)
