"""The command that prints approved changes of pension rules as lines of the file."""

from __future__ import annotations

import csv
import io

from flask import Flask

from portal.domain.pension_rows import COLUMNS, read_rule_book, row_of
from portal.storage.pension_rules import rule_book
from portal.storage.reference import read_csv
from tests.rules_world import add_officers, approves, proposes, wish
from tests.world import World


def test_what_was_approved_can_go_into_the_file(world: World, app: Flask) -> None:
    add_officers(world)
    approves(world, proposes(world))
    proposes(world, asked=wish(on="2027-01-01", amount_rs="800"))
    printed = app.test_cli_runner().invoke(args=["approved-rules"])
    assert printed.exit_code == 0, printed.output
    rows = list(csv.DictReader(io.StringIO(printed.output)))
    assert [(row["scheme"], row["valid_from"], row["amount_rs"]) for row in rows] == [
        ("MP_OLD", "2026-12-01", "700")
    ]
    assert tuple(rows[0]) == COLUMNS
    schemes, rules = read_csv("pension_schemes.csv"), read_csv("pension_rules.csv")
    of_file = read_rule_book(schemes, [*rules, *rows])
    assert [row_of(one) for one in of_file.history("MP_OLD")] == [
        row_of(one) for one in rule_book().history("MP_OLD")
    ]
