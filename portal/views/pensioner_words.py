"""What pensioners' pages call things: statuses, reasons, outcomes, months and schemes."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions.pensioners import scheme_name_hi
from portal.domain.dates import MONTHS_EN, MONTHS_HI
from portal.domain.pensioners import OTHER, Pensioner
from portal.domain.register import show_birth
from portal.storage.pension_rules import rule_book
from portal.storage.pensioners import Event
from portal.web.filters import digits, on, rs
from portal.web.locale import language
from portal.web.member_names import PARTS

STATUSES = {
    "sanctioned": _l("sanctioned, not paid yet"), "paying": _l("is being paid"),
    "stopped": _l("stopped"), "ended": _l("ended"),
}  # fmt: skip
REASONS = {
    "certificate_due": _l("life certificate not given"),
    "aadhaar_not_seeded": _l("Aadhaar not linked to the account"),
    "bank": _l("account or bank"), "moved": _l("moved away"), "office": _l("stopped by the office"),
    "other": _l("another reason"), "death": _l("death"),
}  # fmt: skip
RESULTS = {
    "accepted": _l("accepted"), "waiting": _l("waits for an answer"), "rejected": _l("rejected"),
}  # fmt: skip
LISTS = {
    "all": _l("all"), "due": _l("due in 30 days"), "overdue": _l("past the date"),
    "stopped": _l("stopped"), "no_money": _l("money not come"),
}  # fmt: skip
WHOM = {
    "bank": _l("the bank"), "pfms": _l("PFMS (where the money is)"), "office": _l("the office"),
    "helpline": _l("the helpline"),
}  # fmt: skip
STATES = {
    "open": _l("not asked yet"), "sent": _l("asked, waits for an answer"), "solved": _l("solved"),
    "refused": _l("turned down"),
}  # fmt: skip
#: What the history says was done; a stop or an end is said by its reason.
DONE = {
    "added": _l("written into the register"), "edited": _l("changed"),
    "paying": _l("is being paid"),
    "certificate_accepted": _l("life certificate accepted"),
    "certificate_waiting": _l("life certificate given, answer awaited"),
    "certificate_rejected": _l("life certificate rejected"),
    **REASONS,
}  # fmt: skip
#: The parts of a pensioner's record, as the history names them.
PARTS_OF = {
    **{name: PARTS[name] for name in (
        "name_hi", "guardian_hi", "village_hi", "mobile", "sex", "birth_on",
    )},
    "scheme_id": _l("Which pension?"), "authority": _l("Who pays it?"),
    "benefit_no": _l("PPO or beneficiary number"), "bank": _l("Bank"),
    "account_last4": _l("Account, last four"), "monthly_paise": _l("Pension a month"),
    "certificate_due_on": _l("Life certificate due on"),
}  # fmt: skip


def month_name(month: str) -> str:
    """Write a month as people say it: November 2026."""
    names = MONTHS_EN if language() == "en" else MONTHS_HI
    return f"{names[int(month[5:]) - 1]} {digits(month[:4])}"


def scheme_name(one: Pensioner) -> str:
    """Name a pension in the reader's language."""
    if one.scheme_id == OTHER or language() != "en":
        return scheme_name_hi(one)
    return rule_book()[one.scheme_id].name_en


def masked_no(number: str) -> str:
    """Write the last four signs of a number, as lists and papers show it."""
    return f"…{digits(number[-4:])}"


def told(step: Event) -> str:
    """Say what stands beside a line of the history."""
    if step.what != "edited":
        return step.said
    return "; ".join(_part(part) for part in step.said.split(";") if part)


def _part(part: str) -> str:
    name, _, was = part.partition(":")
    label = str(PARTS_OF.get(name, name))
    if not was:
        return label
    before = on(was) if name == "certificate_due_on" else rs(int(was))
    return gettext("%(part)s (was %(before)s)", part=label, before=before)


def born(one: Pensioner) -> str:
    """Write a birth, or its year."""
    return digits(show_birth(one.birth_on))
