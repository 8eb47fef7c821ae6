"""The schemes and their dated rules, as config/ has them."""

from __future__ import annotations

from functools import lru_cache

from portal.domain.pension_rules import RuleBook, read_rule_book
from portal.storage.reference import read_csv


@lru_cache(maxsize=1)
def rule_book() -> RuleBook:
    """Return all schemes; raise RuleFileIsWrong with the line where a file is wrong."""
    return read_rule_book(read_csv("pension_schemes.csv"), read_csv("pension_rules.csv"))
