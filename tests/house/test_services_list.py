"""The list of services holds together: categories, states, billers, everyday words, fees."""

import re
import unicodedata
from datetime import date

from tests.house.test_reference_data import repeated, table


def test_services_are_of_known_categories_states_and_billers():
    services, categories = table("services"), table("service_categories")
    assert len(services) == 420
    assert not repeated(row["id"] for row in services)
    assert {row["category"] for row in services} == {row["code"] for row in categories}
    assert [int(row["rank"]) for row in categories] == list(range(1, 23))
    billers = {row["biller_id"]: row for row in table("billers")}
    linked = 0
    for row in services:
        assert re.fullmatch(r"[a-z]+-\d{3}[a-z]?", row["id"]), row
        assert set(row["state_scope"].split(",")) <= {
            "ALL", "BR", "MP", "UP", "HR", "UK", "JH", "CG", "RJ", "DL",
        }, row  # fmt: skip
        for biller in filter(None, row["biller_id"].split(";")):
            assert row["kind"] == "bill_payment", row
            assert biller in billers, row
            linked += 1
    assert linked >= 80


def test_every_service_has_everyday_words_in_both_scripts_and_a_name_that_fits_a_line():
    for row in table("services"):
        words = row["aliases"].split()
        assert len(words) == len(set(words)) >= 4, row
        assert any(word.isascii() for word in words), row
        assert any(not word.isascii() for word in words), row
        assert len(row["short_hi"] or row["name_hi"]) <= 45, row
        assert row["documents_hi"], row
        assert row["name_hi"] == unicodedata.normalize("NFC", row["name_hi"])


def test_fees_of_the_list_say_from_when_and_services_who_says_so():
    for row in table("services"):
        assert bool(row["fee_rs"]) == bool(row["fee_from"]), row
        if row["fee_rs"]:
            assert int(row["fee_rs"]) >= 0, row
            assert date.fromisoformat(row["fee_from"]) >= date(2026, 11, 22), row
        assert row["confidence"] in {"high", "medium", "low"}, row
        assert row["source"], row
