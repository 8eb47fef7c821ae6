"""Ways round a limit: in parts, by corrections, and under a name instead of a record."""

from __future__ import annotations

from typing import Any

import pytest

from portal.actions import corrections, customers
from portal.actions.daybook import enter_voucher
from portal.actions.exactly_once import Done
from portal.domain.corrections import Correction
from portal.storage.engine import rows
from portal.storage.served import CUSTOMERS, Whom
from tests.actions.test_proposals import agrees, sets
from tests.actions.test_waiting_deeds import waiting_key
from tests.world import World

SHOP = "मोहन स्टोर"


@pytest.fixture
def limited(open_world: World) -> World:
    """KHR001 asks for one second person above ₹ 5,000."""
    sets(open_world, above=5_000)
    return open_world


def corrects(world: World, voucher_id: int, reason: str = "wrong_amount", **wish: Any) -> Done:
    return corrections.correct_voucher(
        world.doer(), world.slip(), world.society_id, voucher_id,
        Correction(reason, "गलत लिखा", **wish),
    )  # fmt: skip


def pays(world: World, rupees: int, whom: Whom | None = None, party: str = SHOP) -> Done:
    draft = world.drafts("stationery_paid", rupees, party=party)
    return enter_voucher(world.doer(), world.slip(), world.society_id, draft, whom)


def a_customer(world: World, mobile: str = "9812345678") -> Whom:
    done = customers.add_customer(
        world.doer(), world.slip(), world.society_id, SHOP, "भीकनगाँव", mobile
    )
    return Whom(CUSTOMERS, int(done.location.rsplit("/", 1)[1].split("?")[0]))


def test_a_small_payment_corrected_up_counts_with_what_was_paid_before(limited: World) -> None:
    limited.enters("stationery_paid", 4_900, party=SHOP)
    small = limited.enters("stationery_paid", 100, party=SHOP)
    waiting_key(corrects(limited, small, right_amount_paise=4_900_00))


def test_a_payment_corrected_counts_once(limited: World) -> None:
    first = limited.enters("stationery_paid", 4_000, party=SHOP)
    assert corrects(limited, first, right_amount_paise=4_500_00).voucher_id
    limited.enters("stationery_paid", 400, party=SHOP)
    waiting_key(pays(limited, 200))


def test_a_correction_down_needs_nobody(limited: World) -> None:
    agreed = waiting_key(pays(limited, 8_000))
    agrees(limited, agreed)
    small = limited.enters("stationery_paid", 4_000, party=SHOP)
    assert corrects(limited, small, right_amount_paise=3_000_00).voucher_id


def test_another_head_is_measured_as_free_heads_are(limited: World) -> None:
    """Paid as work that is let go, and written to the work that is held: the strictest counts."""
    sets(limited, above=500, task="tea_expense")
    paid = limited.enters("stationery_paid", 900, party=SHOP)
    tea = limited.drafts("tea_expense", 100).lines
    head = next(one.head for one in tea if one.paise > 0)
    waiting_key(corrects(limited, paid, "wrong_head", right_head=head))


def test_what_was_paid_to_a_record_stays_its_own_when_corrected(limited: World) -> None:
    whom = a_customer(limited)
    first = pays(limited, 4_900, whom).voucher_id
    assert first is not None
    assert corrects(limited, first, right_amount_paise=4_899_00).voucher_id
    last = rows("SELECT MAX(id) FROM voucher")[0][0]
    assert rows("SELECT record_id FROM voucher_for WHERE voucher_id = ?", last) == [
        (whom.record_id,)
    ]
    waiting_key(pays(limited, 200, whom))


def test_a_name_first_and_its_record_then_add_up(limited: World) -> None:
    assert pays(limited, 4_900).voucher_id
    waiting_key(pays(limited, 200, a_customer(limited)))


def test_another_record_of_the_same_name_does_not_add_up(limited: World) -> None:
    assert pays(limited, 4_900, a_customer(limited)).voucher_id
    assert pays(limited, 4_900, a_customer(limited, "9812345679")).voucher_id


def test_payments_that_name_nobody_count_as_one_persons(limited: World) -> None:
    limited.enters("stationery_paid", 4_900, party="")
    pays_nobody = limited.drafts("stationery_paid", 200, party="")
    waiting_key(enter_voucher(limited.doer(), limited.slip(), limited.society_id, pays_nobody))
    assert pays(limited, 200).voucher_id  # a name of its own is another person
