"""Slips for an outage: drawn, printed, entered once, void, unused; what closing waits for."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from portal.actions import outage_slips as deeds
from portal.actions import paper_slips
from portal.actions.exactly_once import Done
from portal.domain.outage_slips import BatchIsUnknown, SlipsAreMissing, number_of
from portal.domain.paper_slips import SlipLine
from portal.storage import engine
from portal.storage import outage_slips as stored
from portal.storage.reference import task_book
from tests.browser_client import Browser, Page
from tests.crowd import at_once
from tests.world import TODAY, World, traces, voucher_count

Maker = Callable[..., Browser]
LINE = {"t1": "930", "k1": "11", "p1": "सुशीला देवी", "a1": "50"}


def draws(who: Browser, count: int = 6) -> Page:
    return who.follow(who.send(who.get("/slips").form("/slips"), count=str(count)))


def numbers(who: Browser, batch: int = 1) -> list[str]:
    form = who.get(f"/slips/{batch}").form(f"/slips/{batch}")
    page = who.follow(who.send(form))
    return [str(one.get("data-slip")) for one in page.all("p", data_slip=True)]


def sends(who: Browser, status: int = 200, **cells: str) -> Page:
    return who.send(who.get("/day/grid").form("/day/grid"), "", status, **cells)


def saves(who: Browser, no: str, **cells: str) -> Page:
    page = sends(who, **(LINE | cells | {"n1": no}))
    return who.send(page.form(button="confirm"), "confirm")


def settles(who: Browser, first: str, what: str, status: int = 303, **said: str) -> Page:
    form = who.get("/slips/settle").form("/slips/settle")
    return who.send(form, "", status, first=first, what=what, **said)


def states() -> str:
    return "".join(one[0][0] for one in engine.rows("SELECT state FROM outage_slip ORDER BY no"))


def test_slips_are_drawn_printed_entered_and_the_gap_is_named(
    operator: Browser, open_world: World
) -> None:
    """The numbers go on; a slip that was left out keeps the day from closing until it is said."""
    assert draws(operator).path == "/slips/1"
    made = numbers(operator)
    assert len(made) == 6
    assert [one.split("-")[0] for one in made] == [number_of(no) for no in range(1, 7)]
    saves(operator, made[0])
    saves(operator, made[2].replace("-", "/"), t1="940")
    assert states() == "efefff"
    assert operator.get("/day/count").one("div", data_missing=True).get("data-missing") == "1"
    operator.counts_rupees(26_386 + 100)
    page = operator.get("/day/close")
    assert number_of(2) in page.text
    assert operator.send(page.form("/day/close"), "confirm", 409).refusal == "SlipsAreMissing"
    assert settles(operator, number_of(2), "void", 422).refusal == "ReasonIsMissing"
    settles(operator, number_of(2), "void", remark="फट गई")
    assert operator.get("/day/close").all("div", data_missing=True) == []
    assert operator.closes().location == f"/day/sheet/{TODAY}"
    assert states() == "evefff"
    acts = engine.rows("SELECT kind FROM act ORDER BY id")
    assert [one for (one,) in acts if one.startswith("slips")] == [
        "slips_drawn",
        "slips_printed",
        "slips_void",
    ]


def test_a_second_printing_is_marked_and_has_only_free_slips(operator: Browser) -> None:
    draws(operator)
    assert operator.open("GET", "/slips/1/paper").location == "/slips/1"
    first = numbers(operator)
    assert "दोबारा छपी" not in operator.get("/slips/1/paper").text
    saves(operator, first[0])
    assert numbers(operator) == first[1:]
    assert "दोबारा छपी (2 बार)" in operator.get("/slips/1/paper").text


def refused(who: Browser, no: str) -> str:
    before = traces()
    page = sends(who, 422, **(LINE | {"n1": no}))
    assert [one.get("name") for one in page.all("input", aria_invalid="true")] == ["n1"]
    assert traces() == before
    return page.one("p", id="e1").text


def test_forged_foreign_used_void_and_unused_slips_are_refused_by_name(
    operator: Browser, browser: Maker, open_world: World
) -> None:
    open_world.starts_books("KHR002")
    other = browser("operator2")
    draws(other)
    foreign = numbers(other)[0]
    assert "पैक्स बमनाला" in refused(operator, foreign)  # also where no slip was ever drawn
    draws(operator)
    made = numbers(operator)
    number, code = made[0].split("-")
    wrong = f"{(int(code) + 1) % 100_000:05d}"
    assert "हमारी नहीं" in refused(operator, f"{number}-{wrong}")
    assert "गलत उतरा" in refused(operator, f"{(int(number) + 1) % 100_000:05d}-{code}")
    assert "पैक्स बमनाला" in refused(operator, foreign)
    society = open_world.society()
    beyond = deeds.printed_number(society.code, 7, open_world.keys)
    assert "कभी निकाली" in refused(operator, beyond)
    saves(operator, made[0])
    assert "दर्ज हो चुकी" in refused(operator, made[0])
    settles(operator, made[1], "void", remark="खोई")
    assert "रद्द" in refused(operator, made[1])
    settles(operator, made[2], "unused", last=made[3])
    assert "काम नहीं आई" in refused(operator, made[3])
    page = sends(operator, 422, **(LINE | {"n1": made[4], "t2": "10", "k2": "11", "a2": "9",
                                           "n2": made[4].replace("-", ".")}))  # fmt: skip
    assert [one.get("name") for one in page.all("input", aria_invalid="true")] == ["n2"]
    assert voucher_count() == 3


def test_a_sheet_sent_again_and_devanagari_digits(operator: Browser) -> None:
    """P1: the repeat gets the stored answer although the slip is used now."""
    draws(operator)
    made = numbers(operator)
    typed = made[0].translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    page = sends(operator, **(LINE | {"n1": typed}))
    form = page.form(button="confirm")
    first = operator.send(form, "confirm")
    assert operator.send(form, "confirm").location == first.location
    assert states() == "efffff"
    assert voucher_count() == 2


def test_a_task_with_its_own_page_takes_a_slip_too(operator: Browser) -> None:
    draws(operator)
    made = numbers(operator)
    path = "/vouchers/new/tea_expense"
    form = operator.get(path).form(path)
    number, code = made[1].split("-")
    page = operator.send(form, "", 422, amount="20", paper_no=f"{number}-{int(code) ^ 1:05d}")
    assert page.refusal == "SlipIsForged"
    read = operator.send(form, "", 200, amount="20", paper_no=made[1])
    confirm = read.form(button="confirm")
    done = operator.send(confirm, "confirm")
    assert operator.send(confirm, "confirm").location == done.location
    assert states() == "feffff"
    page = operator.send(operator.get(path).form(path), "", 422, amount="5", paper_no=made[1])
    assert page.refusal == "SlipIsEntered"


def test_plain_numbers_stay_plain(operator: Browser) -> None:
    """Where no slips are drawn a bill's number may have any shape."""
    saves(operator, "12345-67890")
    assert voucher_count() == 2


@pytest.mark.parametrize("count", ["0", "41", "-1", "x", ""])
def test_so_many_slips_are_not_drawn(operator: Browser, count: str) -> None:
    operator.send(operator.get("/slips").form("/slips"), "", 422, count=count)
    assert states() == ""


def test_only_so_many_are_free_at_once_and_the_form_counts_once(operator: Browser) -> None:
    form = operator.get("/slips").form("/slips")
    operator.send(form, count="40")
    operator.send(form, count="40")
    assert len(states()) == 40
    for _ in range(2):
        draws(operator, 40)
    assert len(numbers(operator, 2)) == 40
    page = operator.send(operator.get("/slips").form("/slips"), "", 422, count="1")
    assert page.refusal == "TooManySlips"
    page = settles(operator, number_of(1), "unused", last=number_of(120))
    assert draws(operator, 1).path == "/slips/4"


@pytest.mark.parametrize(
    ("first", "last", "what"),
    [("00013", "", "void"), (number_of(3), number_of(2), "unused"), ("x", "", "unused"),
     (number_of(1), number_of(9), "unused"), (number_of(1), "", "free"), ("", "", "unused")],
)  # fmt: skip
def test_bad_ranges_are_refused(operator: Browser, first: str, last: str, what: str) -> None:
    draws(operator)
    before = traces()
    settles(operator, first, what, 422, last=last, remark="कारण")
    assert states() == "ffffff"
    assert traces() == before


def test_others_see_no_slips(operator: Browser, browser: Maker) -> None:
    draws(operator)
    for name in ("chairman", "auditor", "district", "officer"):
        query = "" if name == "chairman" else "?society=KHR001"
        assert browser(name).open("GET", f"/slips{query}").status in (403, 404)
    assert browser("operator2").open("GET", "/slips/1").refusal == BatchIsUnknown.__name__
    assert browser("operator2").open("GET", "/slips?society=KHR001").status == 404


def lines(world: World, no: str) -> list[SlipLine]:
    draft = world.drafts("csc_service_fee", 50, paper_no=no)
    return [SlipLine(1, "09:00", task_book()["csc_service_fee"], draft)]


def test_one_slip_entered_by_several_at_once_gives_one_voucher(open_world: World) -> None:
    world = open_world
    deeds.draw(world.doer(), world.slip(), world.society_id, 3)
    no = deeds.printed_number("KHR001", 2, world.keys)
    slips = [world.slip() for _ in range(4)]
    found = at_once([
        lambda slip=slip: paper_slips.save_sheet(  # type: ignore[misc]
            world.doer(), slip, world.society_id, TODAY, lines(world, no), 1, world.keys
        )
        for slip in slips
    ])  # fmt: skip
    assert sum(isinstance(one, Done) for one in found) == 1
    assert {type(one).__name__ for one in found} == {"Done", "SheetHasFaults"}
    assert voucher_count() == 2
    assert stored.missing(world.society_id) == [1]
    with pytest.raises(SlipsAreMissing):
        deeds.require_accounted(world.society_id)


def test_several_who_draw_at_once_get_numbers_of_their_own(open_world: World) -> None:
    world = open_world
    slips = [world.slip() for _ in range(4)]
    at_once([
        lambda slip=slip: deeds.draw(world.doer(), slip, world.society_id, 5)  # type: ignore[misc]
        for slip in slips
    ])  # fmt: skip
    assert [(one.first_no, one.last_no) for one in stored.batches(world.society_id, 9)] == [
        (16, 20), (11, 15), (6, 10), (1, 5),
    ]  # fmt: skip


def test_the_key_of_the_slips_is_kept(open_world: World) -> None:
    before = deeds.printed_number("KHR001", 1, open_world.keys)
    again = type(open_world.keys)(open_world.key_dir)
    assert deeds.printed_number("KHR001", 1, again) == before
    assert os.stat(open_world.key_dir / "slips.key").st_mode & 0o077 == 0
