"""What a day closes with (D12): payments that may still be taken, other people's money."""

from __future__ import annotations

import pytest

from portal.actions.closing import require_seen, stays_open
from portal.domain.visit_items import OpenMoneyIsUnseen
from portal.storage import engine
from tests.money_desk import CROP, TRAIN, Desk
from tests.sandboxes.running_csc import RunningCsc
from tests.wallet_world import Payer
from tests.world import World


def test_a_payment_on_the_csc_page_is_seen_before_the_day_is_closed(
    world: World, csc: RunningCsc
) -> None:
    payer = Payer(world, csc)
    require_seen(world.society_id, is_seen=False)
    payment_id = payer.begins()
    (one,) = stays_open(world.society_id).from_wallet
    assert one.id == payment_id
    with pytest.raises(OpenMoneyIsUnseen):
        require_seen(world.society_id, is_seen=False)
    require_seen(world.society_id, is_seen=True)


def test_other_peoples_money_is_named_when_there_is_any(open_world: World) -> None:
    assert stays_open(open_world.society_id).pass_through == {}
    engine.run("INSERT INTO head_balance (society_id, head, paise) VALUES (?, 1601, -50000)",
               open_world.society_id)  # fmt: skip
    found = stays_open(open_world.society_id)
    assert found.pass_through == found.by_hand_paise == {1601: 500_00}


def test_what_goes_back_is_seen_and_what_is_held_is_named(world: World) -> None:
    desk = Desk(world)
    desk.takes(CROP)
    assert (stays_open(1).pass_through, stays_open(1).by_hand_paise) == ({1603: 950_00}, {})
    assert stays_open(1).held_since == "2026-11-24"
    require_seen(1, is_seen=False)
    owed = desk.cancels(desk.takes(TRAIN, passed=785))
    found = stays_open(1)
    assert found.pass_through == {1602: 785_00, 1603: 950_00}
    assert (found.by_hand_paise, found.is_any) == ({}, True)
    with pytest.raises(OpenMoneyIsUnseen):
        require_seen(1, is_seen=False)
    desk.gives_back(owed)
    require_seen(1, is_seen=False)
