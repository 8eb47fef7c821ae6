"""What a day closes with (D12): payments out of the CSC's wallet that may still be taken."""

from __future__ import annotations

import pytest

from portal.actions.closing import require_seen, stays_open
from portal.domain.visit_items import OpenMoneyIsUnseen
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
