"""The files of pensions hold together: every scheme is named, sourced, dated and within reason."""

import re
import unicodedata
from datetime import date

from tests.house.test_reference_data import repeated, table

SCHEMES = 32


def test_every_scheme_has_both_names_papers_and_a_place_to_ask():
    rows = table("pension_schemes")
    assert len(rows) == SCHEMES
    assert not repeated(row["id"] for row in rows)
    for row in rows:
        assert len(row["short_hi"]) <= 45, row
        assert row["name_en"].isascii(), row
        assert row["apply_hi"], row
        for text in row.values():
            assert text == unicodedata.normalize("NFC", text), row


def test_every_rule_says_whose_word_it_is():
    rows = table("pension_rules")
    assert {row["scheme"] for row in rows} == {row["id"] for row in table("pension_schemes")}
    for row in rows:
        assert row["source"], row
        if row["valid_from"]:
            assert date.fromisoformat(row["valid_from"]) <= date(2026, 11, 22), row


def test_what_changed_on_a_day_stands_twice():
    dated = {
        row["scheme"]: row["valid_from"] for row in table("pension_rules") if row["valid_from"]
    }
    assert dated == {"BR_MVPY": "2025-07-01", "HR_OLD": "2025-11-01", "APY": "2022-10-01"}
    for scheme in dated:
        assert len([row for row in table("pension_rules") if row["scheme"] == scheme]) == 2


def test_what_has_no_amount_is_no_pension_of_a_month_or_says_so():
    benefit = {row["id"]: row["benefit"] for row in table("pension_schemes")}
    for row in table("pension_rules"):
        is_unknown = row["scheme"] == "HR_OLD" and not row["valid_from"]
        assert bool(row["amount_rs"]) == (benefit[row["scheme"]] != "none" and not is_unknown), row
        assert re.fullmatch(r"[\d:; -]*", row["amount_rs"]), row
