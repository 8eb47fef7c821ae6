"""The tables of the counter's reports, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.actions.service_reports import PendingReport, ServicesReport
from portal.domain.applications import application_number
from portal.domain.catalogue import Kind, ServiceIsUnknown
from portal.domain.service_reports import (
    BILLS,
    BY_HAND,
    FEES,
    OTHER_AGE,
    PENSIONS_PAID,
    YOUNG,
    Done,
    Pair,
    People,
    add,
)
from portal.storage.application_forms import application_forms
from portal.storage.catalogue import catalogue
from portal.storage.people_reached import Pending
from portal.storage.reference import chart
from portal.views.counter_register import MODES
from portal.views.report_tables import DATE, MANY, MONEY, NAME, PERCENT, WORDS, Row, Table
from portal.web.filters import digits
from portal.web.locale import in_language, named
from portal.web.member_names import CATEGORIES, FARMERS, SEXES
from portal.web.page import link

KINDS = {
    Kind.BILL: _l("Bills and recharges"), Kind.APPLICATION: _l("Applications"),
    Kind.INFORMATION: _l("Information"), Kind.PENSION: _l("Pensions"),
    Kind.BOOKING: _l("Bookings"), Kind.BANKING: _l("Banking"), Kind.SALE: _l("Sale of goods"),
    Kind.MEMBER_TASK: _l("Members' accounts"), "": _l("Other work, by hand"),
}  # fmt: skip
_LINES = {
    BILLS: (_l("Bills, service not said"), Kind.BILL),
    BY_HAND: (_l("Fees entered without a visit"), ""),
    FEES: (_l("Fees, service not said"), ""),
    PENSIONS_PAID: (_l("Pensions handed out"), Kind.PENSION),
}  # fmt: skip
AT_WHOM = {
    "counter": _l("the counter"), "customer": _l("the applicant"), "office": _l("the office"),
    "insurer": _l("the insurance company"), "carrier": _l("the carrier"), "bank": _l("the bank"),
    "nobody": _l("nobody"),
}  # fmt: skip
AGES = {YOUNG: _l("young people, 18 to 35"), OTHER_AGE: _l("other ages")}


def name_and_kind(what: str) -> tuple[str, str]:
    """Name a line of the report, and say of which kind it is; a service that left keeps its id."""
    if what in _LINES:
        words, kind = _LINES[what]
        return str(words), kind
    try:
        one = catalogue()[what]
    except ServiceIsUnknown:
        return what, ""
    return in_language(one.short_hi, one.name_en), one.kind


def _sums(one: Done) -> tuple[int, int, int]:
    return one.count, one.own_paise, one.passed_paise


def services_tables(report: ServicesReport, month: str) -> list[Table]:
    """The services of a period: by kind, by service, how money moved, commission, below."""
    figures = ((_("Count"), MANY), (_("Our fee"), MONEY), (_("Passed on"), MONEY))
    kinds: dict[str, Done] = {}
    for one in report.lines:
        kind = name_and_kind(one.what)[1]
        kinds[kind] = add(kinds.get(kind, Done(kind, 0)), one)
    ordered = sorted(kinds.values(), key=lambda one: -one.count)
    foot = (_("Together"), *_sums(report.total))
    found = [
        Table(_("By kind"), ((_("Kind"), WORDS), *figures),
              [Row((str(KINDS[one.what]), *_sums(one))) for one in ordered], foot),
        Table(_("How the money moved"),
              ((_("How?"), WORDS), (_("Amount"), MONEY), (_("of 100 rupees"), PERCENT)),
              [Row((str(MODES[one.mode]), one.paise, one.percent))
               for one in report.shares if report.digital_percent is not None]),
        Table(_("Commission, as booked"), ((_("Account"), WORDS), (_("Amount"), MONEY)),
              [Row((named(chart()[head]), paise)) for head, paise in report.commission.items()]),
        _paid_below(report, month),
        Table(_("By service"), ((_("Service"), NAME), *figures),
              [Row((name_and_kind(one.what)[0], *_sums(one))) for one in report.lines], foot),
    ]  # fmt: skip
    return [one for one in found if one.rows] if report.lines or report.below else []


def _paid_below(report: ServicesReport, month: str) -> Table:
    columns = (
        (_("Place"), NAME), (_("Payments"), MANY), (_("Amount"), MONEY),
        (_("without cash, of 100"), PERCENT),
    )  # fmt: skip
    return Table(_("By place"), columns, [
        Row((named(one.place), one.count, one.paise, one.digital_percent),
            _down("services", one.place.code, one.is_society) + f"&month={month}")
        for one in report.below
    ])  # fmt: skip


def _down(report: str, code: str, is_society: bool) -> str:
    return f"/reports/{report}?{'society' if is_society else 'place'}={code}"


def people_tables(found: People) -> list[Table]:
    """Whom the counter reached: by sex, age, work and category, each person counted once."""
    columns = (
        (_("Members"), MANY), (_("Other villagers"), MANY), (_("Together"), MANY)
    )  # fmt: skip

    def table(caption: str, names: Mapping[str, Any], pairs: Mapping[str, Pair]) -> Table:
        every = {**names, "": _("not asked")}
        lines = [Row((str(every[key]), *pair, sum(pair))) for key, pair in pairs.items()]
        return Table(caption, (("", WORDS), *columns), lines)

    return [
        Table(_("All people"), (("", WORDS), *columns),
              [Row((_("Each counted once"), *found.total, sum(found.total)))]),
        table(_("Sex"), SEXES, found.sex), table(_("Age"), AGES, found.age),
        table(_("Work"), FARMERS, found.work), table(_("Category"), CATEGORIES, found.category),
    ]  # fmt: skip


def pending_tables(
    report: PendingReport, has_names: bool, *, is_short: bool = False
) -> list[Table]:  # fmt: skip
    """What waits at whom and since when; names only for those who may read applications.

    ``is_short`` leaves of the numbers what a society's own people call them by.
    """
    whom = ((_("At whom"), WORDS), (_("Count"), MANY), (_("oldest since"), DATE),
            (_("over 30 days"), MANY))  # fmt: skip
    found = [
        Table(_("Pending at whom"), whom, [
            Row((str(AT_WHOM[one.whom]), one.count, one.oldest_on, one.old),
                link("/reports/pending", at=one.whom))
            for one in report.at_whom
        ]),
        Table(_("By place"), ((_("Place"), NAME), *whom[1:]), [
            Row((named(one.place), one.count, one.oldest_on, one.old),
                _down("pending", one.place.code, one.is_society))
            for one in report.below
        ]),
        Table(_("The longest waiting first"), (
            (_("What for"), NAME), (_("Number"), NAME), (_("State"), WORDS), (_("since"), DATE),
        ), [_pending(one, has_names, is_short) for one in report.listed]),
    ]  # fmt: skip
    return [one for one in found if one.rows]


def _pending(one: Pending, has_names: bool, is_short: bool) -> Row:
    state = application_forms().state(one.state, one.chain)
    what = name_and_kind(one.service_id)[0]
    if has_names:
        what = f"{what} – {one.name}" + (f", {one.village}" if one.village else "")
    href = f"/applications/{one.id}?society={one.code}" if has_names else ""
    number = digits(one.id) if is_short else application_number(one.code, one.id)
    cells = (what, number, in_language(state.name_hi, state.name_en), one.state_on)
    return Row(cells, href)
