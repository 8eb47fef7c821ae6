"""Hindi names stand in the order of ICU, and stand in it again when ICU changes."""

from __future__ import annotations

import pytest

from portal.storage import facts, sort_keys
from portal.storage.engine import rows, run, value, write_transaction
from tests.members_world import a_member
from tests.world import World


@pytest.mark.parametrize(
    "ordered",
    [
        ["आशा", "ईश्वर", "उमेश", "कमल", "खान", "गीता", "रमेश", "सीता", "हरि"],
        ["क़मर", "कमल"],
        ["संजय", "संपत"],
        ["कमल", "कमला"],
    ],
)
def test_names_stand_as_in_a_dictionary(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=sort_keys.sort_key) == ordered


def test_joiners_do_not_part_names() -> None:
    assert sort_keys.sort_key("राजा\u200d") == sort_keys.sort_key("राजा")


def test_keys_are_made_anew_when_icu_changes(open_world: World) -> None:
    members = [a_member(open_world, name_hi=name) for name in ("सीता", "गीता", "रमेश")]
    write_transaction(lambda: run("UPDATE member SET sort_key = ?", b"old"))
    write_transaction(lambda: facts.set_fact(sort_keys.FACT, "ICU of long ago"))
    assert not sort_keys.is_current()
    assert sort_keys.rebuild_if_changed() == len(members)
    assert [name for (name,) in rows("SELECT name_hi FROM member ORDER BY sort_key")] == [
        "गीता", "रमेश", "सीता",
    ]  # fmt: skip
    assert sort_keys.is_current()
    assert sort_keys.rebuild_if_changed() == 0


def test_many_keys_are_made_anew_in_batches(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sort_keys, "_AT_ONCE", 2)
    for name in ("सीता", "गीता", "रमेश", "उमेश"):
        a_member(open_world, name_hi=name)
    write_transaction(lambda: run("UPDATE member SET sort_key = ? WHERE id > 1", b"old"))
    assert sort_keys.rebuild_if_changed() == 3
    assert value("SELECT COUNT(*) FROM member WHERE sort_key = ?", b"old") == 0


def test_a_fact_is_kept_in_place_of_the_one_before(world: World) -> None:
    assert facts.fact("nothing") is None
    for said in ("one", "two"):
        write_transaction(lambda said=said: facts.set_fact("a", said))
    assert facts.fact("a") == "two"
