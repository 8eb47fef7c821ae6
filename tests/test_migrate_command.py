"""The command that brings a database to this program."""

from __future__ import annotations

from flask import Flask

from portal.actions.lookup import RULES
from portal.storage import engine, facts, sort_keys
from portal.storage.lookup import rules
from tests.members_world import a_member
from tests.world import World


def test_names_are_put_in_order_and_heard_by_this_programs_rules(app: Flask, world: World) -> None:
    a_member(world, name_hi="क़मर अली", member_no="1")
    engine.run("UPDATE member SET sort_key = ?", b"\x01")
    for name in (sort_keys.FACT, RULES):
        facts.set_fact(name, "another version")
    said = app.test_cli_runner().invoke(args=["migrate"])
    assert said.exit_code == 0, said.output
    assert "put 1 names in the order" in said.output
    assert sort_keys.is_current()
    assert facts.fact(RULES) == rules()
    assert bytes(engine.value("SELECT sort_key FROM member")) == sort_keys.sort_key("क़मर अली")
    assert "put" not in app.test_cli_runner().invoke(args=["migrate"]).output
