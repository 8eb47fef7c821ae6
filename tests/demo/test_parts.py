"""Parts of the demo by themselves: the cash box, the people, the trial balance, the calendar."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.demo.cash_box import pieces_of
from portal.demo.cast import Cast, villages_near
from portal.demo.dice import dice
from portal.demo.folk import make_register
from portal.demo.holdings import Holder, split
from portal.demo.names import REGIONS
from portal.demo.opening import opening_balances
from portal.demo.stories import plans
from portal.domain.dates import previous_on
from portal.domain.denominations import count_paise
from portal.domain.money import is_whole
from portal.storage.reference import chart


@given(st.integers(0, 300_000), st.integers())
def test_a_box_adds_up_to_the_rupee(rupees: int, seed: int):
    pieces = {field: number or 0 for field, number in pieces_of(dice(seed), rupees).items()}
    assert count_paise(pieces) == rupees * 100
    assert all(number >= 0 for number in pieces.values())


def test_every_second_comer_is_a_woman_and_nobody_is_there_twice():
    for region in REGIONS:
        near = villages_near(dice(region), region, 300)
        records = make_register(dice(region), region, near, 300, "2026-11-16")
        cast = Cast(dice(region), region, list(map(Holder, range(1, 301), records)))
        assert (len(cast.members), len(cast.others)) == (48, 16)
        assert sum(one.is_woman for one in cast.villagers) * 2 == len(cast.villagers)
        assert len({one.member_no for one in cast.members}) == len(cast.members)
        assert not {one.name_hi for one in cast.others} & {one.name_hi for one in cast.members}
        assert {one.village_hi for one in cast.others} <= set(near)


@given(st.integers(1, 10**10), st.integers(1, 400), st.sampled_from((100, 1000, 120_000)))
def test_an_amount_is_split_to_the_paisa(paise: int, number: int, step: int):
    found = split(dice(paise, number), paise, number, step)
    assert sum(found) == paise
    assert min(found) > 0
    assert len(found) <= number
    assert all(part % step == 0 for part in found[:-1])


def test_nothing_is_split_among_nobody():
    assert split(dice(1), 0, 7, 100) == []


@given(st.dates(date(2001, 1, 1), date(2089, 1, 1)), st.integers(500, 1400), st.integers(0, 9))
def test_opening_balances_balance_but_for_the_gap(on: date, size: int, gap: int):
    found = opening_balances(dice(on), previous_on(on.isoformat()), size, gap * 100_00)
    assert sum(found.values()) == gap * 100_00
    assert is_whole(found[2101])
    for head in found:
        assert not chart()[head].is_group
    assert found[2502] == -found[1513]
    assert found[2204] >= 25_000_00


def test_names_of_societies_differ_even_in_a_large_demo():
    wanted = plans(400)
    assert len({one.code for one in wanted}) == 400
    names = [(one.name.hi, one.district_code) for one in wanted]
    assert len(set(names)) == 400
    assert wanted[-1].is_home
