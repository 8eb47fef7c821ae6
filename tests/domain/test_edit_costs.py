"""What it costs to read a typed word as a stored one."""

from __future__ import annotations

import numpy as np
import pytest

from portal.domain.edit_costs import Channel, Slips, are_neighbours
from portal.domain.name_keys import sounds
from portal.storage.reference import edit_channels


def cost(channel: str, stored: str, typed: str) -> float:
    made = edit_channels()[channel]
    ends, _ = made.costs(sounds(typed), made.encode([sounds(stored)]))
    return float(ends[0, -1])


def begun(stored: str, typed: str) -> float:
    made = edit_channels()["dr"]
    return float(made.costs(typed, made.encode([sounds(stored)]))[1][0])


@pytest.mark.parametrize(
    ("stored", "nearer", "farther"),
    [
        ("रमेश", "ramesh", "rameesh"),
        ("रमेश", "rameesh", "rakesh"),
        ("यादव", "yadav", "yadab"),
        ("सुनीता", "suneeta", "sunanda"),
        ("चौधरी", "choudhary", "chandra"),
        ("रमेश", "rmesh", "rsh"),
        ("रमेश", "ranesh", "rapesh"),
    ],
)
def test_habits_of_spelling_cost_less_than_slips(stored: str, nearer: str, farther: str) -> None:
    assert cost("dr", stored, nearer) < cost("dr", stored, farther)


def test_two_letters_swapped_are_one_slip() -> None:
    swapped = cost("dr", "रमेश", "rmaesh") - cost("dr", "रमेश", "ramesh")
    assert 0 < swapped <= Slips().swapped + 1e-3


def test_a_doubled_letter_costs_less_than_another() -> None:
    assert cost("dr", "मनोज", "manojj") < cost("dr", "मनोज", "manojp")


def test_a_beginning_is_read_as_more() -> None:
    assert begun("रामेश्वर", "rames") < cost("dr", "रामेश्वर", "rames")
    assert begun("रामेश्वर", "rames") < begun("कामेश्वर", "rames")


@pytest.mark.parametrize(
    ("channel", "stored", "typed"),
    [
        ("dd", "विष्णु", "बिष्नु"), ("dd", "सुनीता", "सुनिता"), ("rr", "choudhary", "chaudhary"),
        ("rd", "ramesh", "रमेश"),
    ],
)  # fmt: skip
def test_each_pair_of_scripts_has_its_own_costs(channel: str, stored: str, typed: str) -> None:
    assert cost(channel, stored, typed) < 6.0


def test_a_word_costs_the_same_alone_and_among_others() -> None:
    made = edit_channels()["dr"]
    stored = ["राम", "जगदीशनारायण", "म", "रमेश"]
    ends, first = made.costs("ramesh", made.encode([sounds(one) for one in stored]))
    for at, one in enumerate(stored):
        alone, first_alone = made.costs("ramesh", made.encode([sounds(one)]))
        assert np.allclose(ends[at], alone[0], atol=1e-4)
        assert np.allclose(first[at], first_alone[0], atol=1e-4)


def test_signs_and_letters_never_learned_are_costly_but_no_fault() -> None:
    made = Channel({"k<": {"k": 0.1}, "k.": {"k": 0.1}, "k>": {"k": 0.1}}, Slips())
    ends, _ = made.costs("kq7", made.encode(["k?k", ""]))
    assert ends.shape == (2, 4)
    assert ends[0, -1] > 5.0


def test_keys_that_touch() -> None:
    assert are_neighbours("a", "s")
    assert are_neighbours("g", "t")
    assert not are_neighbours("a", "l")
    assert not are_neighbours("a", "अ")
