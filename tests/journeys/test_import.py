"""A register comes from a spreadsheet: forty faults are told, mended, and it is taken in."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from flask import Flask
from openpyxl import load_workbook

from portal.actions import proof
from portal.storage import daybook, imports, members
from tests.actions.test_imports import DAYS
from tests.browser_client import Browser, Page
from tests.journeys.register_faults import FAULTS, FILE, mended
from tests.views.test_imports import sends, works
from tests.world import World


def told_faults(who: Browser, page: Page) -> set[tuple[int, str]]:
    """Go through all pages of a report and gather row and column of each fault."""
    found: set[tuple[int, str]] = set()
    number = 1
    while True:
        shown = who.get(f"{page.path}?page={number}")
        for one in shown.all("li", data_level="fault"):
            found.add((int(one.get("data-row", "0")), one.get("data-column", "")))
        number += 1
        if not any(f"page={number}" in href for href in shown.links):
            return found


def test_a_register_with_forty_faults_is_mended_and_imported(
    app: Flask, world: World, browser: Callable[..., Browser]
) -> None:
    """P1, P2, P12: all faults at once; mended and sent again; sent a third time nothing doubles."""
    manager = browser("manager")
    page = manager.follow(sends(manager, FILE.read_bytes(), name="सदस्य सूची.csv"))
    assert page.one("div", data_rows=True).get("data-faulty") == str(len(FAULTS)) == "40"
    assert told_faults(manager, page) == {(one.row, one.column) for one in FAULTS}
    assert not any(form.button("take=all") for form in page.forms)
    book = load_workbook(BytesIO(manager.get(f"{page.path}/report").body))
    red = {
        (cell.row, cell.column) for row in book.worksheets[0].iter_rows() for cell in row
        if cell.fill.fgColor.rgb == "00FFB3B3"
    }  # fmt: skip
    assert len(red) == 40

    page = manager.follow(sends(manager, mended(), name="सदस्य सूची ठीक.csv"))
    assert page.one("div", data_rows=True).get("data-faulty") == "0"
    rows = int(page.one("div", data_rows=True).get("data-good", ""))
    page = manager.follow(manager.send(page.form(button="take=all"), "take=all"))
    works(app, world)
    assert "दर्ज हो गए" in manager.get(page.path).text
    assert members.counts_by_status(world.society_id)["active"] == rows

    again = manager.follow(sends(manager, mended(), name="फिर वही.csv"))
    assert again.path == page.path
    works(app, world)
    assert sum(members.counts_by_status(world.society_id).values()) == rows

    share = -imports.waiting_sums(world.society_id)[1101][1]
    form = manager.get("/opening-balances").form("/opening-balances")
    assert share == 100 * sum(map(int, form.fields["h1101"].replace(",", "").split(".")[:1])) + 50
    read = manager.send(form, "", 200, h2201=form.fields["h1101"])
    manager.send(read.form(button="confirm"), "confirm")
    held = daybook.sub_balances(world.society_id, 1101)
    assert 0 not in held
    assert sum(held.values()) == daybook.balance(world.society_id, 1101) == -share
    assert proof.prove_society("KHR001", world.keys).is_whole


def test_days_of_older_books_are_read_by_an_auditor(
    app: Flask, world: World, browser: Callable[..., Browser]
) -> None:
    """P6, P7: marked as old in the list of days, in both books, on the sheet and at its seal."""
    world.starts_books(as_on="2026-11-19")
    manager = browser("manager")
    page = manager.follow(sends(manager, DAYS, kind="days", name="पुराने दिन.csv"))
    page = manager.follow(manager.send(page.form(button="take=all"), "take=all"))
    works(app, world)
    assert "2 दर्ज हो गए" in manager.get(page.path).text
    auditor = browser("auditor")
    on = "2026-11-20"
    assert "पुराना" in auditor.get("/day?society=KHR001").text
    for path in (f"/cashbook/{on}", f"/daybook/{on}", f"/day/sheet/{on}"):
        assert "पुरानी बही से लिया गया" in auditor.get(f"{path}?society=KHR001").all_text
    assert "विलंब" not in auditor.get(f"/daybook/{on}?society=KHR001").text
    assert "पुरानी बही से" in browser("officer").get(f"/officer/KHR001/{on}").text
    browser("operator").opens_day(**{f"gap_2026-11-{day}": "idle" for day in (22, 23)})
    assert proof.prove_society("KHR001", world.keys).is_whole
