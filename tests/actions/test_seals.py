"""Sealing and witnessing (P7): every closed day has a signed head, and its witness follows."""

from __future__ import annotations

import json
import shutil

import pytest

from portal.actions import seals as seal_actions
from portal.domain import chain
from portal.domain import seals as sealing
from portal.gateways.key_folder import KeyFolder, WitnessDisagrees
from portal.storage import daybook, engine, seals
from tests.world import TODAY, YESTERDAY, World

BOX = 26_386


def _close(world: World) -> None:
    world.enters(rupees=50)
    world.counts(daybook.balance(world.society_id, 2101) // 100)
    world.closes_day()


def _witness_path(world: World):  # type: ignore[no-untyped-def]
    return world.key_dir / "witness" / "KHR001.log"


def test_a_closed_day_is_sealed_with_its_figures(open_world: World) -> None:
    _close(open_world)
    seal = seals.seal_of_day(open_world.society_id, TODAY)
    assert seal is not None
    body = json.loads(seal.body)
    assert (body["society"], body["seal_no"], body["day"]) == ("KHR001", 2, TODAY)
    assert (body["first"], body["last"], body["count"]) == (2, 2, 1)
    figures = [body[part] for part in ("opening", "receipts", "payments", "closing", "difference")]
    assert figures == [BOX * 100, 50_00, 0, (BOX + 50) * 100, 0]
    assert sum(worth * pieces for _, _, worth, pieces in body["cash_count"]) == BOX + 50
    assert body["chain"] == daybook.book(open_world.society_id).chain_hash.hex()


def test_a_seal_is_hashed_signed_and_coded(open_world: World) -> None:
    _close(open_world)
    first, second = seals.seals_of(open_world.society_id)
    for seal in (first, second):
        assert sealing.seal_hash(seal.body.encode()) == seal.hash
        assert sealing.code_of(seal.hash) == seal.code
        assert open_world.keys.has_signed(seal.body.encode(), seal.signature, seal.key_id)
    assert first.previous_hash == chain.START
    assert second.previous_hash == first.hash == bytes.fromhex(json.loads(second.body)["previous"])
    assert daybook.book(open_world.society_id).seal_hash == second.hash


def test_seals_of_two_societies_are_two_chains(open_world: World) -> None:
    open_world.starts_books("KHR002")
    (there,) = seals.seals_of(open_world.society("KHR002").id)
    assert (there.seal_no, there.previous_hash) == (1, chain.START)
    assert [one.seal_no for one in open_world.keys.witnessed("KHR002")] == [1]


def test_a_seal_that_could_not_be_witnessed_waits_and_is_witnessed_later(
    open_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    log = _witness_path(open_world)
    kept = log.read_bytes()
    log.unlink()
    log.mkdir()
    _close(open_world)
    assert "KHR001" in caplog.text
    assert len(seals.seals_of(open_world.society_id)) == 2
    log.rmdir()
    log.write_bytes(kept)
    here = open_world.society_id
    assert seal_actions.witness_seals(here, "KHR001", open_world.keys) == 1
    assert seal_actions.witness_seals(here, "KHR001", open_world.keys) == 0
    assert [one.hash for one in open_world.keys.witnessed("KHR001")] == [
        seal.hash.hex() for seal in seals.seals_of(here)
    ]


def test_the_next_closing_witnesses_what_still_waits(open_world: World) -> None:
    _close(open_world)
    log = _witness_path(open_world)
    log.write_bytes(log.read_bytes()[:-30])  # the power went while the last line was written
    assert [one.seal_no for one in open_world.keys.witnessed("KHR001")] == [1]
    open_world.clock.move(days=1)
    open_world.opens_day()
    _close(open_world)
    assert [one.seal_no for one in open_world.keys.witnessed("KHR001")] == [1, 2, 3]


def test_a_repeated_closing_witnesses_too(open_world: World) -> None:
    from portal.actions import day as day_actions

    open_world.counts(BOX)
    slip, here = open_world.slip(), open_world.society_id
    day_actions.close_day(open_world.doer(), slip, here, open_world.keys)
    shutil.copy(_witness_path(open_world), open_world.key_dir / "kept")
    _witness_path(open_world).write_bytes(b"")
    assert day_actions.close_day(open_world.doer(), slip, here, open_world.keys).is_repeat
    assert _witness_path(open_world).read_bytes() == (open_world.key_dir / "kept").read_bytes()


def test_a_seal_other_than_the_witnessed_one_is_an_alarm(open_world: World) -> None:
    _close(open_world)
    seal = seals.seals_of(open_world.society_id)[-1]
    with pytest.raises(WitnessDisagrees):
        open_world.keys.witness("KHR001", seal.seal_no, TODAY, "00" * 32, 1)


def test_days_sealed_with_an_old_key_are_still_known_after_a_new_one(open_world: World) -> None:
    _close(open_world)
    (open_world.key_dir / "seal.key").unlink()
    open_world.keys = KeyFolder(open_world.key_dir)
    open_world.clock.move(days=1)
    open_world.opens_day()
    _close(open_world)
    found = seals.seals_of(open_world.society_id)
    assert len({seal.key_id for seal in found}) == 2
    for seal in found:
        assert open_world.keys.has_signed(seal.body.encode(), seal.signature, seal.key_id)


def test_the_days_passed_over_stand_before_the_day_that_follows(world: World) -> None:
    world.starts_books(as_on="2026-11-20")
    skipped = {"2026-11-21": "idle", "2026-11-22": "holiday", YESTERDAY: "idle"}
    world.opens_day(skipped=skipped)
    here = world.society_id
    assert seal_actions.skipped_before(here, TODAY) == list(skipped.items())
    assert seal_actions.skipped_before(here, "2026-11-20") == []


def test_the_chain_of_acts_is_unbroken(open_world: World) -> None:
    _close(open_world)
    last = chain.START
    for *fields, leaf, link in engine.rows(
        f"SELECT {', '.join(chain.ACT_FIELDS)}, leaf_hash, chain_hash FROM act "  # noqa: S608
        "WHERE society_id = ? ORDER BY id",
        open_world.society_id,
    ):
        assert chain.act_leaf(fields) == bytes(leaf)
        last = chain.link(last, bytes(leaf))
        assert last == bytes(link)
    assert daybook.book(open_world.society_id).act_hash == last
