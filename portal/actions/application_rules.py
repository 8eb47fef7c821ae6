"""Which rule of a pension an application is made under, and whether it is still the rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.domain.applications import Application, RuleIsUnknown
from portal.domain.catalogue import Service
from portal.domain.pension_rules import Rule, Scheme, SchemeIsUnknown
from portal.storage.pension_rules import rule_book


def papers_for(service: Service, scheme: Scheme | None) -> tuple[str, ...]:
    """List what is to be brought: as the pension scheme says, where it is for one."""
    return scheme.papers if scheme is not None and scheme.papers else service.papers


class RuleTaken(NamedTuple):
    """The scheme and the dated rule that an application is made under; all '' is none."""

    scheme_id: str = ""
    from_on: str = ""
    note: str = ""


def rule_for(
    service: Service, state: str, scheme_id: str, from_on: str | None, on: str
) -> RuleTaken:  # fmt: skip
    """Return the rule that an application is made under, where it is for a pension.

    Without a scheme the only one that the service leads to in this state is taken. ``from_on`` None
    takes the rule of the day ``on``. Raises RuleIsUnknown.
    """
    book = rule_book()
    if not scheme_id:
        of_service = book.of_service(service.id, state)
        if len(of_service) != 1:
            return RuleTaken()
        scheme_id, from_on = of_service[0].id, None
    scheme = scheme_of(scheme_id)
    if scheme is None or service.id not in scheme.services or not scheme.is_in(state):
        raise RuleIsUnknown
    rules = book.rules_on(scheme_id, on)
    if from_on is not None:
        rules = [one for one in book.history(scheme_id) if one.valid_from_on == from_on]
    if not rules:
        raise RuleIsUnknown
    return RuleTaken(scheme_id, rules[0].valid_from_on, rule_note(rules))


def scheme_of(scheme_id: str) -> Scheme | None:
    """Return a scheme, or None where it left the list or none is meant."""
    try:
        return rule_book()[scheme_id]
    except SchemeIsUnknown:
        return None


def rule_note(rules: Sequence[Rule]) -> str:
    """Say what a rule said, in one line: rupees, by age from; by whose word."""
    amounts = dict.fromkeys(
        f"{age}: ₹{paise // 100}" if age else f"₹{paise // 100}"
        for rule in rules for age, paise in rule.amounts
    )  # fmt: skip
    change_no = getattr(rules[0], "change_no", 0)
    parts = ["; ".join(amounts), f"#{change_no}" if change_no else "", rules[0].source]
    return " · ".join(filter(None, parts))


def rule_of(one: Application) -> RuleTaken:
    """Return the rule that an application was made under, as it was written down then."""
    return RuleTaken(one.rule_scheme, one.rule_from_on, one.rule_note)


def has_rule_changed(rule: RuleTaken, on: str) -> bool:
    """Say whether the scheme's rule of a day is another than the one that was taken."""
    if not rule.scheme_id:
        return False
    if scheme_of(rule.scheme_id) is None:
        return True
    rules = rule_book().rules_on(rule.scheme_id, on)
    return (rules[0].valid_from_on, rule_note(rules)) != (rule.from_on, rule.note)
