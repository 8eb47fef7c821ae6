"""Looking an application up without sign-in: guessing ends soon, also when done all at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from portal.actions.public_looks import Asker
from portal.actions.public_status import look_up
from portal.domain.applications import ApplicationNumberIsWrong, application_number
from portal.domain.public_looks import OF_A_NUMBER, TooManyMisses
from portal.domain.public_status import LastFourIsNeeded, Seen, StatusIsUnknown
from portal.domain.refusals import Refusal
from portal.storage import engine
from tests.services_world import begins, moves
from tests.world import World

SECRET = "s" * 32


@pytest.fixture
def number(open_world: World) -> str:
    """The number of an application whose mobile ends with 1234."""
    return application_number("KHR001", begins(open_world))


def asks(world: World, number: str, four: str, address: str = "203.0.113.7") -> Seen:
    return look_up(Asker(address, SECRET, world.clock.now_ms()), number, four)


def missed(world: World, *args: Any) -> str:
    try:
        asks(world, *args)
    except Refusal as refusal:
        return refusal.name
    return "found"


def test_the_villager_reads_where_it_stands(open_world: World, number: str) -> None:
    found = asks(open_world, number, "1234")
    assert (found.state, found.name, found.is_open) == ("draft", "क… बा…", True)
    assert asks(open_world, f" {number[:6]} {number[6:].lower()}", "१२३४") == found
    assert engine.value("SELECT COUNT(*) FROM public_look") == 0


def test_what_was_asked_for_is_said_to_whom_it_concerns(open_world: World, number: str) -> None:
    moves(open_world, 1, "submitted", department_no="RS/1")
    assert asks(open_world, number, "1234").said == ""
    moves(open_world, 1, "wanted", reason="कमला बाई का राशन कार्ड लाएँ")
    found = asks(open_world, number, "1234")
    assert (found.state, found.said) == ("wanted", "क… बा… का राशन कार्ड लाएँ")


def test_a_wrong_pair_says_no_more_than_a_number_that_never_was(
    open_world: World, number: str
) -> None:
    faults = []
    for asked, four in ((number, "9999"), (application_number("KHR001", 77), "1234"),
                        (application_number("XYZ", 1), "1234")):  # fmt: skip
        with pytest.raises(StatusIsUnknown) as raised:
            asks(open_world, asked, four)
        faults.append((raised.value.name, raised.value.params, raised.value.status))
    assert faults == [faults[0]] * 3
    begins(open_world, mobile="")
    with pytest.raises(StatusIsUnknown):
        asks(open_world, application_number("KHR001", 2), "0000")


def test_what_is_no_question_is_not_counted(open_world: World, number: str) -> None:
    with pytest.raises(LastFourIsNeeded):
        asks(open_world, number, "12")
    for wrong in (number[:-1], number[:-1] + str((int(number[-1]) + 1) % 10), "", "x" * 5_000):
        with pytest.raises(ApplicationNumberIsWrong):
            asks(open_world, wrong, "1234")
    assert engine.value("SELECT COUNT(*) FROM public_look") == 0


def test_a_number_bears_few_misses_whoever_makes_them(open_world: World, number: str) -> None:
    for at in range(OF_A_NUMBER.a_minute):
        assert missed(open_world, number, f"{at:04d}", f"203.0.113.{at}") == "StatusIsUnknown"
    assert missed(open_world, number, "1234", "203.0.113.99") == "TooManyMisses"
    other = application_number("KHR001", begins(open_world))
    assert missed(open_world, other, "1234", "203.0.113.99") == "found"
    open_world.clock.move(minutes=1)
    assert missed(open_world, number, "1234") == "found"
    for at in range(OF_A_NUMBER.a_minute):
        missed(open_world, number, f"{at:04d}", f"203.0.113.{at}")
    open_world.clock.move(minutes=5)
    assert missed(open_world, number, "1234") == "TooManyMisses"
    open_world.clock.move(minutes=60)
    assert missed(open_world, number, "1234") == "found"


def test_an_address_bears_no_more_for_many_numbers(open_world: World, number: str) -> None:
    for at in range(10):
        asked = application_number("KHR001", 100 + at)
        assert missed(open_world, asked, "0000") == "StatusIsUnknown"
    assert missed(open_world, number, "1234") == "TooManyMisses"
    assert missed(open_world, number, "1234", "203.0.113.8") == "found"
    assert "113" not in str(engine.rows("SELECT who FROM public_look"))


def test_tries_made_at_once_are_as_many_as_tries_in_a_row(open_world: World, number: str) -> None:
    """However many knock at the same moment, no more than the limit is looked at."""
    answers: list[str] = []
    together = threading.Barrier(16)

    def guess(at: int) -> None:
        together.wait()
        answers.append(missed(open_world, number, f"{at:04d}", f"203.0.113.{at}"))
        engine.disconnect()

    threads = [threading.Thread(target=guess, args=(at,)) for at in range(16)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers.count("StatusIsUnknown") == OF_A_NUMBER.a_minute
    assert answers.count("TooManyMisses") == 16 - OF_A_NUMBER.a_minute
    with pytest.raises(TooManyMisses):
        asks(open_world, number, "1234")
