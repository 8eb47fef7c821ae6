"""Three days without power, caught up from paper: no day jumped over, no note invented."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions.proof import prove_society
from portal.storage import days, engine
from tests.browser_client import Browser
from tests.world import World


def sheet(who: Browser, *lines: tuple[str, str, str, str, str]) -> None:
    """Type slips (time, code, name, rupees, number), read them back and save them."""
    cells = {
        f"{letter}{at}": text
        for at, line in enumerate(lines, start=1)
        for letter, text in zip("tkpan", line, strict=True)
    }
    page = who.send(who.get("/day/grid").form("/day/grid"), "", 200, **cells)
    page = who.follow(who.send(page.form(button="confirm"), "confirm"))
    assert page.one("p", data_saved=True).get("data-saved") == str(len(lines))


def test_three_days_without_power_are_caught_up(
    world: World, browser: Callable[..., Browser]
) -> None:
    """P1, P2, P5, P6, P7: Friday to Sunday on paper, typed and closed on Tuesday."""
    world.starts_books(as_on="2026-11-19")
    operator, manager = browser("operator"), browser("manager")

    # Friday and Saturday have paper, Sunday was off, on Monday nobody came.
    assert "/day/backlog" in operator.get("/").links
    form = operator.get("/day/backlog").form("/day/backlog")
    assert form.fields["d2026-11-22"] == "holiday"
    operator.send(form, **{"d2026-11-20": "work"})
    sheet(
        operator,
        ("1030", "12", "राम लाल", "1350", "1"), ("1015", "11", "सुशीला देवी", "50", "2"),
        ("4", "52", "होटल", "120", "3"),
    )  # fmt: skip
    operator.send(operator.get("/day/uncounted").form("/day/uncounted"), "confirm")

    operator.send(operator.get("/day/backlog").form("/day/backlog"), **{"d2026-11-21": "work"})
    before = days.running_day(world.society_id)
    late = manager.get("/day/backlog")
    assert late.all("select") == []
    sheet(manager, ("11", "13", "मोहन", "900", "4"), ("", "53", "हम्माल", "27000", "5"))
    manager.send(manager.get("/day/uncounted").form("/day/uncounted"), "confirm")
    assert before is not None
    assert before.opening_paise == 27_666_00

    form = operator.get("/day/backlog").form("/day/backlog")
    operator.send(form, **{"d2026-11-23": "idle"})
    operator.opens_day()
    operator.enters("csc_service_fee", 34)
    operator.counts_rupees(26_386 + 50 + 1_350 - 120 + 900 - 27_000 + 34)
    today = operator.follow(operator.closes())
    assert "20-11-2026, 21-11-2026" in today.text

    the_officer_reads(browser("officer"))
    assert prove_society("KHR001", world.keys).findings == ()
    assert engine.value("SELECT COUNT(*) FROM paper_slip") == 5


def the_officer_reads(officer: Browser) -> None:
    """The officer is told of both days, sees what covers them, and verifies them."""
    text = officer.get("/officer").text
    assert "बिना गिनती के दिन: 2" in text
    assert "विलंब 4 दिन" in text
    for on, delay in (("2026-11-20", "4"), ("2026-11-21", "3")):
        page = officer.get(f"/officer/KHR001/{on}")
        assert page.all("span", data_delay=delay)
        assert "24-11-2026" in page.text
        officer.send(page.form(button="outcome=verified"), "outcome=verified")
