"""The opening trial balance with which a society's books start."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l

from portal.actions import opening_balances as deeds
from portal.domain import heads
from portal.domain.dates import financial_year, fy_range, ist_on, previous_on
from portal.domain.day import BooksAreStarted
from portal.domain.refusals import Refusal
from portal.storage import days
from portal.storage.reference import chart
from portal.web.access import allow, doer, here
from portal.web.fields import AmountField, DateField, PageForm
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("opening_balances", __name__)

#: Heads that may stand on either side get a second field.
EITHER_SIDE = (1801,)


class OpeningForm(PageForm):
    """The date of the balances, and an amount for each head on its normal side."""

    as_on = DateField(_l("Balances at the end of"))


for _head in chart().leaves():
    if _head.code != heads.YEAR_RESULT:
        setattr(OpeningForm, f"h{_head.code}", AmountField(str(_head.code), blank_ok=True))
for _code in EITHER_SIDE:
    setattr(OpeningForm, f"o{_code}", AmountField(str(_code), blank_ok=True))


def balances_of(form: OpeningForm) -> dict[int, int]:
    """Read the balances, debit > 0, in paise."""
    found: dict[int, int] = {}
    for head in chart().leaves():
        name = f"h{head.code}"
        if name in form and form[name].data:
            sign = 1 if head.normal_side == "debit" else -1
            found[head.code] = sign * form[name].data
    for code in EITHER_SIDE:
        sign = -1 if chart()[code].normal_side == "debit" else 1
        found[code] = found.get(code, 0) + sign * (form[f"o{code}"].data or 0)
    return {code: paise for code, paise in found.items() if paise}


def _page(form: OpeningForm, status: int = 200, refusal: str | None = None) -> Response:
    return page(
        "opening_balances/form.html", status, form=form, chart=chart(), refusal=refusal,
        either=EITHER_SIDE,
    )  # fmt: skip


@bp.get("/opening-balances")
@allow("enter_opening_balances")
def form_page() -> Response:
    """Show the form; by default for the end of the last financial year."""
    if days.latest_days(here().id, 1):
        raise BooksAreStarted
    today = ist_on(house().clock.now_ms())
    first_on, _last_on = fy_range(financial_year(today))
    known = {f"h{head}": abs(paise) for head, paise in deeds.from_registers(here().id).items()}
    return _page(OpeningForm(formdata=None, data={"as_on": previous_on(first_on), **known}))


@bp.post("/opening-balances")
@allow("enter_opening_balances")
def enter() -> Response:
    """Read back the trial balance, or with ``confirm`` start the books with it."""
    society = here()
    form = OpeningForm()
    if not form.validate():
        return _page(form, 422)
    balances, as_on = balances_of(form), str(form.as_on.data)
    if "change" in request.form:
        return _page(form)
    try:
        if "confirm" not in request.form:
            return _read_back(form, balances)
        content = {"as_on": as_on, "balances": sorted(balances.items())}
        balances = deeds.with_registers(balances, deeds.from_registers(society.id))
        done = deeds.enter_opening_balances(
            doer(), slip(content), society.id, as_on, balances, house().sealer
        )
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _page(form, 422, refusal.name)
    return see(done.location)


def _read_back(form: OpeningForm, balances: dict[int, int]) -> Response:
    registers = deeds.from_registers(here().id)
    settled = deeds.with_registers(balances, registers)
    balanced = deeds.with_difference(settled)
    gap = sum(settled.values())
    differing = [
        (head, abs(balances.get(head, 0)), abs(paise))
        for head, paise in registers.items() if balances.get(head, 0) != paise
    ]  # fmt: skip
    return page(
        "opening_balances/read_back.html", form=form, balances=sorted(balanced.items()),
        total=sum(paise for paise in balanced.values() if paise > 0), gap=gap, chart=chart(),
        differing=differing,
        fields=[*form.kept(), ("form_token", request.form.get("form_token", ""))],
    )  # fmt: skip
