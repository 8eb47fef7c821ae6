"""From a pension that was granted into the register: what the application already says."""

from __future__ import annotations

from portal.actions.applications import application
from portal.domain.applications import Application
from portal.domain.members import SEXES
from portal.domain.pensioners import (
    ApplicationIsInRegister,
    ApplicationIsNotSanctioned,
    Particulars,
)
from portal.domain.refusals import Refusal
from portal.domain.register import parse_birth
from portal.storage import pensioners
from portal.storage.pension_rules import rule_book

CHAIN = "pension"
GRANTED = ("sanctioned", "paying")


def add_from_application(society_id: int, application_id: int, state: str) -> Particulars:
    """Return what a granted application says of its pensioner, to be completed and added.

    Raises ApplicationIsUnknown, ApplicationIsNotSanctioned, ApplicationIsInRegister.
    """
    one = application(society_id, application_id)
    if one.chain != CHAIN or one.state not in GRANTED:
        raise ApplicationIsNotSanctioned
    if pensioners.of_application(society_id, application_id) is not None:
        raise ApplicationIsInRegister
    answers = one.answers
    return Particulars(
        name_hi=one.name, guardian_hi=one.guardian, village_hi=one.village, mobile=one.mobile,
        register=one.register, record_id=one.record_id, scheme_id=_scheme_of(one, state),
        benefit_no=one.result_no, application_id=one.id, birth_on=_birth(answers.get("birth", "")),
        sex=answers["sex"] if answers.get("sex") in SEXES else "", bank=answers.get("bank", ""),
        account_last4=answers.get("account", "")[-4:],
    )  # fmt: skip


def _scheme_of(one: Application, state: str) -> str:
    """The scheme of the rule that it was made under, else the only one of its service."""
    if one.rule_scheme:
        return one.rule_scheme
    found = rule_book().of_service(one.service_id, state)
    return found[0].id if len(found) == 1 else ""


def _birth(answer: str) -> str:
    try:
        return parse_birth(answer)
    except Refusal:
        return ""
