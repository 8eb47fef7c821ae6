"""Parts of the demo by themselves: the cash box, the people, the trial balance, the calendar."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.demo.cash_box import pieces_of
from portal.demo.cast import REGIONS, Cast
from portal.demo.dice import dice
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


def test_every_second_person_is_a_woman_and_nobody_is_there_twice():
    for region in REGIONS:
        villagers = Cast(dice(region), region).villagers
        assert sum(one.is_woman for one in villagers) * 2 == len(villagers)
        assert len({one.name.hi for one in villagers}) == len(villagers)
        assert len({one.member_no for one in villagers}) == len(villagers)


@given(st.dates(date(2001, 1, 1), date(2089, 1, 1)), st.integers(500, 1400), st.integers(0, 9))
def test_opening_balances_balance_but_for_the_gap(on: date, size: int, gap: int):
    found = opening_balances(dice(on), previous_on(on.isoformat()), size, gap * 100_00)
    assert sum(found.values()) == gap * 100_00
    assert is_whole(found[2101])
    for head in found:
        assert not chart()[head].is_group
    assert found[2502] == -found[1513]


def test_names_of_societies_differ_even_in_a_large_demo():
    wanted = plans(400)
    assert len({one.code for one in wanted}) == 400
    names = [(one.name.hi, one.district_code) for one in wanted]
    assert len(set(names)) == 400
    assert wanted[-1].is_home
