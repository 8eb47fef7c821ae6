"""The pages of files read into a register."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from flask import Flask
from openpyxl import Workbook, load_workbook

from portal.worker import run_due
from tests.actions.test_imports import HEAD, register
from tests.browser_client import Browser, Page
from tests.world import World


def sends(who: Browser, content: bytes, kind: str = "members", name: str = "सदस्य.csv") -> Page:
    """Choose a file and send it."""
    form = who.get("/registers/import").form("/registers/import")
    data = {**form.fields, "kind": kind, "file": (BytesIO(content), name)}
    return who.open("POST", form.action, data)  # type: ignore[arg-type]


def works(app: Flask, world: World) -> None:
    """Let the background do what is due."""
    world.clock.move(minutes=1)
    with app.app_context():
        run_due(app.extensions["rokad"])


def test_a_file_is_sent_looked_at_and_taken_in(
    app: Flask, open_world: World, browser: Callable[..., Browser]
) -> None:
    manager = browser("manager")
    page = manager.follow(sends(manager, register(3)))
    box = page.one("div", data_rows=True)
    assert (box.get("data-rows"), box.get("data-good"), box.get("data-faulty")) == ("3", "3", "0")
    assert "1101" in page.text
    page = manager.follow(manager.send(page.form(button="take"), "take"))
    assert page.one("a", id="_progress").get("data-hx-get")
    piece = manager.piece(f"{page.path}/progress")
    assert len(piece.body) < 500
    works(app, open_world)
    page = manager.get(page.path)
    assert "3 दर्ज हो गए" in page.text
    assert not manager.piece(f"{page.path}/progress").one("a", id="_progress").get("data-hx-get")
    assert page.path in manager.get("/registers/import").links


def test_every_fault_is_told_page_by_page_and_in_a_marked_file(
    world: World, browser: Callable[..., Browser]
) -> None:
    manager = browser("manager")
    rows = "".join(f"{no},सुनीता देवी,रमेश,रामपुर,12{no},500,\n" for no in range(100, 130))
    page = manager.follow(sends(manager, HEAD.encode() + rows.encode()))
    found = page.all("li", data_row=True)
    second = manager.get(page.path + "?page=2").all("li", data_row=True)
    told = [(one.get("data-row"), one.get("data-column")) for one in found + second]
    assert [one for one in told if one[1] == "mobile"] == [
        (str(no), "mobile") for no in range(2, 32)
    ]
    assert manager.get(page.path + "?page=99").status == 200
    assert not any(form.button("take") for form in page.forms if form.method == "post")
    report = manager.get(f"{page.path}/report")
    book = load_workbook(BytesIO(report.body))
    assert book.worksheets[0].max_row == 31
    assert "रामपुर" in [cell.value for cell in book.worksheets[0][2]]


def test_only_the_rows_that_are_right_may_be_taken_in(
    app: Flask, world: World, browser: Callable[..., Browser]
) -> None:
    manager = browser("manager")
    content = register(3) + "4,,रमेश,रामपुर,123,abc,\n".encode()
    page = manager.follow(sends(manager, content))
    form = page.form(button="take=good")
    assert manager.post(form.action, {**form.fields, "take": "all"}, 409).refusal == "JobHasFaults"
    manager.send(page.form(button="take=good"), "take=good")
    works(app, world)
    page = manager.get(page.path)
    assert "3 दर्ज हो गए" in page.text
    assert "प्रारंभिक शेष के साथ" in page.text


def test_what_can_not_be_read_is_refused_at_the_field(
    world: World, browser: Callable[..., Browser]
) -> None:
    """An XLSX that is no XLSX, nothing at all, more than 20 MB."""
    manager = browser("manager")
    for content, refusal in (
        (b"", "FileIsMissing"), (b"PK\x03\x04 kein", "FileIsNotATable"),
        (b"\xd0\xcf\x11\xe0 old", "FileIsAnOldWorkbook"), (b"a" * 20_000_001, "FileIsTooLarge"),
    ):  # fmt: skip
        page = sends(manager, content, name="x.xlsx")
        assert (page.status, page.refusal) == (422, refusal)
    page = sends(manager, b"a" * 22_000_000)
    assert (page.status, page.refusal) == (413, "FormIsTooLarge")


def test_other_forms_stay_small(open_world: World, browser: Callable[..., Browser]) -> None:
    """Only the page for files takes large bodies."""
    manager = browser("manager")
    form = manager.get("/vouchers/new/csc_service_fee").form()
    page = manager.open("POST", form.action, {**form.fields, "narration": "x" * 70_000})
    assert page.status == 413


def test_formulas_and_dates_as_numbers_in_a_workbook(
    world: World, browser: Callable[..., Browser]
) -> None:
    book = Workbook()
    book.active.append(["member_no", "name_hi", "joined_on", "share_rupees"])  # type: ignore[union-attr]
    book.active.append([1, "सुनीता देवी", 43556, "=500+1"])  # type: ignore[union-attr]
    book.active.append([2, "गीता बाई", 43557, 500])  # type: ignore[union-attr]
    file = BytesIO()
    book.save(file)
    manager = browser("manager")
    page = manager.follow(sends(manager, file.getvalue(), name="सदस्य.xlsx"))
    (fault,) = page.all("li", data_level="fault")
    assert (fault.get("data-row"), fault.get("data-column")) == ("2", "share_rupees")
    mended = {one.get("data-row") for one in page.all("li", data_level="mended")}
    assert mended == {"2", "3"}


def test_no_aadhaar_number_is_kept_of_a_file(world: World, browser: Callable[..., Browser]) -> None:
    """P12: neither in the report, nor in what is kept of the file itself."""
    from portal.storage import engine, imports

    manager = browser("manager")
    number = "234123412346"
    content = (
        f"member_no,name_hi,aadhaar_last4,टिप्पणी\n1,सुनीता देवी,{number},आधार {number}\n"
    ).encode()
    page = manager.follow(sends(manager, content, name=f"{number}.csv"))
    job_id = int(page.path.rsplit("/", 1)[1])
    kept = imports.content(world.society_id, job_id).decode()
    report = engine.value("SELECT report FROM import_job")
    assert number not in kept + report + page.html
    assert "2346" in page.text, "its last four digits are suggested"
    assert number not in str(manager.get(f"{page.path}/report").body)


def test_templates_hold_the_headings(world: World, browser: Callable[..., Browser]) -> None:
    manager = browser("manager")
    for kind in ("members", "accounts", "days"):
        text = manager.get(f"/registers/import/template/{kind}.csv").html
        assert text.splitlines()[0].count(",") > 5
        book = load_workbook(BytesIO(manager.get(f"/registers/import/template/{kind}.xlsx").body))
        assert book.worksheets[0].max_column > 5
    assert manager.get("/registers/import/template/none.csv", 404).refusal == "JobIsUnknown"


def test_opening_balances_that_wait_are_entered_on_an_open_day(
    app: Flask, world: World, browser: Callable[..., Browser]
) -> None:
    world.starts_books()
    manager = browser("manager")
    page = manager.follow(sends(manager, register(2, share_paise=50_000_00)))
    manager.send(page.form(button="take"), "take")
    works(app, world)
    page = manager.get(page.path)
    assert "दिन खुलने पर दर्ज होंगी" in page.text
    manager.opens_day()
    page = manager.get(page.path)
    manager.send(page.form(button="openings"), "openings")
    works(app, world)
    page = manager.get(page.path)
    assert "शुरुआती राशियाँ" not in page.text
    assert manager.get("/ledger/1101").status == 200
