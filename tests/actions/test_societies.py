"""Bringing a society onto the portal."""

import pytest

from portal.actions.societies import PlaceIsUnknown, add_society
from portal.domain.chain import START
from portal.storage import daybook, places
from tests.world import World


def test_a_society_knows_the_places_above_it_and_has_an_empty_book(world: World) -> None:
    made = add_society("KHR009", "पैक्स नया", "PACS New", "KHR-BKG", weekly_off=None)
    found = places.society("KHR009")
    assert found is not None
    assert found.id == made.id
    assert (found.block.code, found.district.code, found.state.code) == ("KHR-BKG", "KHR", "MP")
    assert (found.state_code, found.weekly_off, found.is_sample) == ("MP", None, 0)
    assert (found.branch, found.bank) == (None, None)
    book = daybook.book(made.id)
    assert (book.last_voucher_id, book.chain_hash, book.seal_hash) == (0, START, START)


def test_a_branch_brings_its_bank(world: World) -> None:
    bank = places.Place.create(code="B1", level="bank", name_hi="बैंक", name_en="Bank")
    places.Place.create(code="B1-1", level="branch", parent=bank, name_hi="शाखा", name_en="Branch")
    made = add_society("KHR009", "पैक्स", "PACS", "KHR-BKG", branch_code="B1-1")
    assert (made.branch.code, made.bank.code) == ("B1-1", "B1")
    assert places.is_within(made, "bank", bank.id)


@pytest.mark.parametrize(("block", "branch"), [("NONE", None), ("KHR-BKG", "NONE")])
def test_an_unknown_place_is_refused(world: World, block: str, branch: str | None) -> None:
    with pytest.raises(PlaceIsUnknown) as refused:
        add_society("KHR009", "पैक्स", "PACS", block, branch_code=branch)
    assert refused.value.params == {"code": "NONE"}
    assert places.society("KHR009") is None
