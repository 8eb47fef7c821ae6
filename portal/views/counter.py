"""The settings of a society's counter: CSC, phone, UPI, and its agent as the network knows it."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import counter as deeds
from portal.domain.counter import AGENT_FIELDS, read_counter
from portal.storage import counter as stored
from portal.storage import people
from portal.web.access import allow, doer, here
from portal.web.fields import PageForm, WordsField
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("counter", __name__)


class CounterForm(PageForm):
    """What others know of the counter; all may be left empty."""

    csc_id = WordsField(_l("CSC ID"), is_number=True)
    phone = WordsField(_l("Phone of the society"), is_number=True)
    upi_address = WordsField(_l("UPI address"))
    upi_name = WordsField(_l("Name shown to payers"))
    agent_id = WordsField(_l("Agent ID"))
    terminal_id = WordsField(_l("Terminal ID"))
    agent_mobile = WordsField(_l("Mobile of the agent"), is_number=True)
    geocode = WordsField(_l("Place (geocode)"), is_number=True)
    postal_code = WordsField(_l("PIN code"), is_number=True)


def _page(form: CounterForm, status: int = 200, refusal: str | None = None) -> Response:
    set_last = stored.counter(here().id)
    return page(
        "counter/counter.html", status, form=form, refusal=refusal, set_last=set_last,
        agent=[form[name] for name in AGENT_FIELDS], is_done=bool(request.args.get("done")),
        names=people.names({set_last.set_by}) if set_last else {},
    )  # fmt: skip


@bp.get("/counter")
@allow("set_counter")
def settings() -> Response:
    """Show what others know of the counter, to be changed."""
    return _page(CounterForm(formdata=None, data=asdict(deeds.counter_of(here().id))))


@bp.post("/counter")
@allow("set_counter")
def change() -> Response:
    """Set it; what is wrong is said at its field, and all that was typed stays."""
    society = here()
    form = CounterForm()
    if not form.validate():
        return _page(form, 422)
    counter, faults = read_counter({name: form[name].data or "" for name in form.data})
    for fault in faults:
        form.refuse(fault)
    if faults:
        return _page(form, 422, faults[0].name)
    paper = slip(asdict(counter))
    return see(deeds.set_counter(doer(), paper, society.id, counter).location)
