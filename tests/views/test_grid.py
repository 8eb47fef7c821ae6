"""The sheet of twenty paper slips: typed at one go, read back, saved whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import brotli
import pytest

from portal.actions.approval_rules import set_rule
from portal.storage import engine
from portal.storage.daybook import balance, last_vouchers
from tests.browser_client import Browser, Page
from tests.world import TODAY, World, traces, voucher_count

SHEET = {
    "t1": "930", "k1": "11", "p1": "सुशीला देवी", "a1": "50", "n1": "101",
    "k2": "12", "p2": "राम लाल", "a2": "1,350", "n2": "102",
    "t3": "215", "k3": "52", "p3": "होटल", "a3": "१२०",
}  # fmt: skip


@pytest.fixture
def typist(world: World, browser: Callable[..., Browser]) -> Browser:
    """Someone who types the paper of two days ago, which is open."""
    world.clock.move(days=-3)
    world.starts_books(as_on="2026-11-20")
    world.clock.move(days=3)
    world.opens_day("2026-11-21")
    return browser("operator")


def sends(who: Browser, status: int = 200, **cells: str) -> Page:
    """Type a sheet and press Enter."""
    return who.send(who.get("/day/grid").form("/day/grid"), "", status, **cells)


def test_a_sheet_is_read_back_and_saved_in_the_order_of_its_slips(typist: Browser) -> None:
    """P1, P2: each line its own voucher; the times are those of the paper."""
    read = sends(typist, **(SHEET | {"t4": "9", "k4": "11", "a4": "20"}))
    assert [one.get("data-line") for one in read.all("tr", data_line=True)] == ["4", "1", "2", "3"]
    assert read.one("b", data_received=True).get("data-received") == "142000"
    assert read.one("b", data_paid=True).get("data-paid") == "12000"
    assert "एक हज़ार तीन सौ पचास" in read.text
    assert voucher_count() == 1
    page = typist.follow(typist.send(read.form(button="confirm"), "confirm"))
    assert page.one("p", data_saved=True).get("data-saved") == "4"
    assert voucher_count() == 5
    rows = engine.rows(
        "SELECT p.slip_time, p.line, v.total_paise, v.paper_no FROM paper_slip p JOIN voucher v "
        "ON v.society_id = p.society_id AND v.id = p.voucher_id ORDER BY v.id"
    )
    assert [tuple(one) for one in rows] == [
        ("09:00", 4, 20_00, ""), ("09:30", 1, 50_00, "101"), ("09:30", 2, 1350_00, "102"),
        ("14:15", 3, 120_00, ""),
    ]  # fmt: skip
    assert "09:00" in typist.get("/vouchers/2").text


def test_nothing_is_stored_unless_every_line_holds_and_all_typed_is_kept(typist: Browser) -> None:
    before = traces()
    cells = SHEET | {"t4": "99", "k4": "11", "a4": "5", "k5": "999", "a5": "7", "k6": "11",
                     "a6": "x", "k7": "15", "a7": "9", "k8": "30", "a8": "10"}  # fmt: skip
    page = sends(typist, 422, **cells)
    assert page.refusal == "SheetHasFaults"
    wrong = {one.get("name") for one in page.all("input", aria_invalid="true")}
    assert wrong == {"t4", "k5", "a6", "k7", "k8"}
    assert {"/vouchers/new/agri_sale_cash", "/vouchers/new/cash_deposit_savings"} <= set(page.links)
    assert {name: page.form("/day/grid").fields[name] for name in cells} == cells
    assert traces() == before


def test_the_sheet_goes_back_to_be_changed_with_everything_typed(typist: Browser) -> None:
    page = sends(typist, **SHEET)
    page = typist.send(page.form(button="change"), "change", 200)
    fields = page.form("/day/grid").fields
    assert {name: fields[name] for name in SHEET} == SHEET


def test_slip_times_decide_whether_cash_was_there(typist: Browser, world: World) -> None:
    """P5: in the order of the slips, not of typing."""
    page = sends(typist, 422, t1="1500", k1="12", a1="9000", t2="1000", k2="52", a2="30000")
    assert [one.get("name") for one in page.all("input", aria_invalid="true")] == ["a2"]
    assert "10:00" in page.text
    assert voucher_count() == 1
    page = sends(typist, t1="1500", k1="52", a1="30000", t2="1000", k2="12", a2="9000")
    typist.send(page.form(button="confirm"), "confirm")
    assert balance(world.society_id, 2101) == (26_386 + 9_000 - 30_000) * 100
    page = sends(typist, 422, t1="1600", k1="12", a1="9000", t2="1559", k2="52", a2="6000")
    assert page.errors is not None
    assert voucher_count() == 3


def test_a_sheet_sent_twice_is_saved_once(typist: Browser) -> None:
    """P1."""
    form = sends(typist, **SHEET).form(button="confirm")
    first = typist.send(form, "confirm")
    again = typist.send(form, "confirm")
    assert first.location == again.location
    assert voucher_count() == 4
    data = {**form.fields, "a1": "51", "confirm": "1"}
    assert typist.post("/day/grid", data, 409).refusal == "FormWasUsedForOther"
    assert voucher_count() == 4


def test_the_same_paper_number_gives_one_voucher(typist: Browser) -> None:
    form = sends(typist, **SHEET).form(button="confirm")
    typist.send(form, "confirm")
    page = sends(typist, 422, **SHEET)
    assert {one.get("name") for one in page.all("input", aria_invalid="true")} == {"n1", "n2"}
    page = sends(typist, 422, t1="9", k1="11", a1="5", n1="7", k2="11", a2="5", n2="7")
    assert [one.get("name") for one in page.all("input", aria_invalid="true")] == ["n2"]


def test_two_people_typing_one_sheet_are_told(
    typist: Browser, browser: Callable[..., Browser]
) -> None:
    """The second sees that the lines have come meanwhile; only by saying so twice they are more."""
    cells = {"t1": "9", "k1": "11", "p1": "राम", "a1": "50"}
    other = browser("manager")
    mine, theirs = sends(typist, **cells), sends(other, **cells)
    typist.send(mine.form(button="confirm"), "confirm")
    page = other.send(theirs.form(button="confirm"), "confirm", 422)
    assert page.refusal == "SheetHasTwins"
    assert voucher_count() == 2
    other.send(page.form(button="confirm"), "confirm")
    assert voucher_count() == 3


def test_a_sheet_goes_into_no_other_day(typist: Browser, world: World) -> None:
    form = sends(typist, **SHEET).form(button="confirm")
    before = traces()
    data = {**form.fields, "on": TODAY, "confirm": "1"}
    assert typist.post("/day/grid", data, 409).refusal == "DayIsAnother"
    assert typist.post("/day/grid", {**data, "on": "x"}, 422).status == 422
    assert traces() == before
    world.counts(26_386)
    assert typist.post("/day/grid", {**form.fields, "confirm": "1"}, 409).refusal == (
        "CountIsGoingOn"
    )


def test_today_takes_no_slip_of_a_time_to_come(open_world: World, browser: Callable[..., Browser]):
    """The clock stands at ten."""
    operator = browser("operator")
    page = sends(operator, 422, t1="1001", k1="11", a1="5")
    assert [one.get("name") for one in page.all("input", aria_invalid="true")] == ["t1"]
    page = sends(operator, t1="0959", k1="11", a1="5")
    form, before = page.form(button="confirm"), traces()
    made = {**form.fields, "t1": "1001", "confirm": "1"}  # a form that was never read back
    assert operator.post("/day/grid", made, 422).refusal == "SheetHasFaults"
    assert traces() == before
    operator.send(form, "confirm")


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"p1": "2341 2341 2346"}, "p1"), ({"n1": "234123412346"}, "n1"), ({"a1": "0"}, "a1"),
        ({"a1": "10.50"}, "a1"), ({"a1": "-5"}, "a1"), ({"a1": "1e400"}, "a1"),
        ({"p1": "क" * 81}, "p1"), ({"n1": "9" * 31}, "n1"), ({"t1": ""}, "t1"),
        ({"t1": "2500"}, "t1"), ({"t1": "०९६१"}, "t1"), ({"k1": "76"}, "k1"),
        ({"k1": "65"}, "k1"), ({"k1": "<b>"}, "k1"), ({"a1": "99999999999"}, "a1"),
    ],
)  # fmt: skip
def test_bad_cells_are_said_at_their_line(
    typist: Browser, cells: dict[str, str], wrong: str
) -> None:
    """P12 among them: an Aadhaar number is neither kept nor shown again."""
    before = traces()
    line = {"t1": "9", "k1": "11", "a1": "50"} | cells
    page = sends(typist, 422, **line)
    assert wrong in {one.get("name") for one in page.all("input", aria_invalid="true")}
    assert "2341 2341 2346" not in page.html
    assert "234123412346" not in page.html
    assert traces() == before


def test_an_empty_sheet_says_so(typist: Browser) -> None:
    assert sends(typist, 422).refusal == "SheetIsEmpty"


def test_a_sum_for_a_second_person_is_told_before_anything_is_saved(
    typist: Browser, world: World
) -> None:
    """It waits by itself, through its task; a sheet can't wait."""
    officer, slip = world.doer("officer"), world.slip("officer")
    set_rule(officer, slip, world.society_id, "", 1_000_00, 1, "सीमा")
    page = sends(typist, 422, t1="9", k1="12", a1="1,350", t2="10", k2="11", a2="50")
    assert [one.get("name") for one in page.all("input", aria_invalid="true")] == ["a1"]
    assert voucher_count() == 1


def test_a_clerk_has_not_the_codes_of_the_manager(
    typist: Browser, browser: Callable[..., Browser]
) -> None:
    line = {"t1": "9", "k1": "99", "a1": "50"}
    assert sends(typist, 422, **line).refusal == "SheetHasFaults"
    assert sends(browser("manager"), **line).status == 200


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_full_sheet_is_light(
    language: str, typist: Browser, browser: Callable[..., Browser]
) -> None:
    """Twenty lines, both pages within their budgets; with scripts both together are 200 a line."""
    who = browser("operator", language=language)
    cells = {}
    for line in range(1, 21):
        cells |= {f"t{line}": f"{9 + line // 6}{line % 6}5", f"k{line}": "11",
                  f"p{line}": f"कमला बाई {line}", f"a{line}": str(40 + line),
                  f"n{line}": str(700 + line)}  # fmt: skip
    form = who.get("/day/grid").form("/day/grid")
    bare = {"Accept-Encoding": "br", "HX-Request": "true"}
    read = who.send(form, "", 200, **cells)
    small = who.site.post("/day/grid", data=form.fields | cells, headers=bare).data
    back = read.form(button="confirm")
    saved = who.send(back, "confirm")
    page = who.follow(saved)
    small += who.site.get(saved.location, headers=bare).data
    assert len(small) / 20 <= 200
    assert page.one("p", data_saved=True).get("data-saved") == "20"
    up = [len(urlencode(one)) for one in (form.fields | cells, back.fields | {"confirm": "1"})]
    down = [len(brotli.compress(one.body, quality=5)) for one in (read, page)]
    assert sum(up) / 20 <= 300, up
    assert max(down) / 20 <= 200, down
    assert last_vouchers(1, "2026-11-21", 1)[0].total_paise == 60_00
