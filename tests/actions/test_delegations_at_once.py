"""Work on somebody's behalf (D10), begun and ended by several at the same moment."""

from __future__ import annotations

from threading import Event
from time import sleep

from portal.actions import delegations
from portal.actions.exactly_once import Done, exactly_once
from portal.domain.delegations import AlreadyOnBehalf
from portal.domain.people import Doer
from tests.crowd import at_once
from tests.world import World


def test_of_many_beginnings_at_once_one_holds(open_world: World) -> None:
    open_world.starts_books(code="KHR002")
    wishes = [("KHR001", "operator"), ("KHR002", "operator2")] * 2
    found = at_once([
        lambda code=code, of=of: open_world.works_on_behalf("assistant", of, code)
        for code, of in wishes
    ])  # fmt: skip
    assert [type(one) for one in found].count(Doer) == 1
    assert {type(one) for one in found} == {Doer, AlreadyOnBehalf}


def test_it_isn_t_ended_in_the_middle_of_a_deed(open_world: World) -> None:
    delegate = open_world.works_on_behalf("assistant", "operator")
    said: list[str] = []
    began = Event()

    def deed() -> Done:
        began.set()
        sleep(0.3)
        said.append("done")
        return Done("/")

    def works() -> Done:
        return exactly_once(delegate, open_world.slip("assistant"), deed)

    def ends() -> None:
        assert began.wait(20)
        chairman, slip = open_world.doer("chairman"), open_world.slip("chairman")
        delegations.end(chairman, slip, open_world.society_id, 1, "/")
        said.append("ended")

    assert not any(isinstance(one, Exception) for one in at_once([works, ends]))
    assert said == ["done", "ended"]
