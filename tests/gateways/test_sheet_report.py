"""The workbook that comes back from a check, and the templates."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from portal.domain.register_columns import KINDS, offered
from portal.domain.register_file import check_rows
from portal.domain.register_rows import Known
from portal.domain.sheet import Sheet, SheetRow
from portal.gateways import sheet_report
from portal.gateways.sheet_report import report_of, template_csv, template_xlsx
from portal.gateways.sheets import read_sheet
from tests.journeys import register_faults

KNOWN = Known("2026-11-22")
RED, YELLOW, GREEN = "00FFB3B3", "00FFE699", "00C6E8C6"


def hindi(text: str) -> str:
    """Stand in for the catalogue."""
    return f"«{text}»"


def reported(*rows: tuple[str, ...]) -> openpyxl.Workbook:
    """Check a table of members and open its report."""
    header, *rest = rows
    sheet = Sheet(header, 1, [SheetRow(no, row) for no, row in enumerate(rest, 2)])
    content = report_of(sheet, check_rows("members", sheet, KNOWN), hindi)
    return openpyxl.load_workbook(io.BytesIO(content))


HEADER = ("member_no", "name_hi", "aadhaar_last4", "mobile", "रंग")


def test_cells_are_marked_and_rows_say_what_is_wrong() -> None:
    page = reported(
        HEADER, ("12/3", "शमार्", "", "+91 9876543210"), ("13", "राम", "4321", "9876543210", "लाल")
    )["«Rows»"]
    fills = [cell.fill.fgColor.rgb if cell.fill.fill_type else "" for cell in page[2]]
    assert fills == [RED, YELLOW, "", GREEN, "", "", ""]
    assert page["A2"].comment.text.startswith("«Write only digits, letters and dashes")
    assert [cell.value for cell in page[1]] == [*HEADER, "जाँच में मिला", "सुझाव"]
    reasons, hints = page["F2"].value, page["G2"].value
    assert reasons.startswith("सदस्य संख्या: «Write only digits")
    assert reasons.count(" | ") == 2
    assert hints == "सदस्य संख्या: 12-3 | नाम (हिन्दी): शर्मा | मोबाइल: 9876543210"
    assert [cell.value for cell in page[3]] == [
        "13",
        "राम",
        "4321",
        "9876543210",
        "लाल",
        None,
        None,
    ]


def test_a_cell_keeps_the_gravest_colour_and_its_first_note() -> None:
    page = reported(HEADER, ("1", "अाम <b>"), ("1", "अाम"), ("2", "अा????"))["«Rows»"]
    colours = [page[f"B{row}"].fill.fgColor.rgb for row in (2, 3, 4)]
    assert colours == [YELLOW, GREEN, RED]
    assert page["A3"].fill.fgColor.rgb == RED
    assert "two parts" in page["B2"].comment.text


def test_notes_are_hung_only_on_the_first_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_report, "_MOST_NOTES", 1)
    page = reported(HEADER, ("1/1", "राम"), ("1/2", "राम"))["«Rows»"]
    assert (page["A2"].comment is None, page["A3"].comment is None) == (False, True)


def test_rows_beyond_what_anybody_looks_at_say_their_faults_without_colour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheet_report, "_MOST_COLOURED_ROWS", 1)
    page = reported(HEADER, ("1/1", "राम"), ("1/2", "राम"))["«Rows»"]
    assert [page[f"A{row}"].fill.fill_type for row in (2, 3)] == ["solid", None]
    assert page["F3"].value == page["F2"].value


def test_nothing_in_a_report_runs() -> None:
    dangers = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")')
    rows = [("1/1", "राम", "", "", danger) for danger in dangers]
    rows += [(str(no), "राम", "", "", danger) for no, danger in enumerate(dangers, 10)]
    book = reported(HEADER, *rows, ("=2+2", "=3+3", "=4+4", "=5+5"))
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell
                if str(cell.value or "").lstrip()[:1] in ("=", "+", "@"):
                    assert cell.quotePrefix, cell


def test_aadhaar_numbers_are_not_in_the_report() -> None:
    """P12: neither in the sender's rows nor among the findings."""
    book = reported(
        HEADER, ("1", "राम 234123412346", "2341 2341 2346", ""), ("2", "क", "999988887777")
    )
    said = " ".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)
    assert "23412341" not in said.replace(" ", "")
    assert "99998888" not in said
    assert "••••" in said


def test_signs_that_xlsx_can_not_hold_are_left_out() -> None:
    rows = [(no, "राम\ud800", "", "", "x" * 40_000) for no in ("1\x00/\x0b", "12\x07")]
    page = reported(HEADER, *rows)["«Rows»"]
    assert [page["A2"].value, page["A3"].value] == ["1/", "12"]
    assert [len(page["E2"].value), len(page["E3"].value)] == [32_000, 32_000]


def test_the_summary_counts_and_the_list_holds_every_finding() -> None:
    book = reported(HEADER, ("1", "Ram"), ("1", "राम"), ("2", "Sita"), ("3", "गीता"))
    summary = [[cell.value for cell in row] for row in book["«Summary»"].iter_rows()]
    assert [row[:2] for row in summary[:3]] == [
        ["«Rows in the file»", 4], ["«Rows that can be taken»", 1], ["«Rows with faults»", 3],
    ]  # fmt: skip
    assert summary[5] == ["«Fault»", "नाम (हिन्दी)", "«Write this in Hindi letters.»", 2]
    assert summary[6][2:] == ["«This number stands in row … already.»", 1]
    listed = [[cell.value for cell in row] for row in book["«All findings»"].iter_rows()]
    assert len(listed) == 1 + 4
    assert listed[2] == [2, "नाम (हिन्दी)", "«Fault»", "«Write this in Hindi letters.»", "Ram", None]


def test_a_report_in_english_has_english_titles() -> None:
    sheet = Sheet(("member_no", "name_hi"), 1, [SheetRow(2, ("1", "Ram"))])
    content = report_of(sheet, check_rows("members", sheet, KNOWN), str, in_hindi=False)
    page = openpyxl.load_workbook(io.BytesIO(content))["Rows"]
    assert [cell.value for cell in page[1]][2:] == ["Found in the check", "Suggestion"]
    assert page["C2"].value == "Name in Hindi: Write this in Hindi letters."


def test_a_report_can_be_mended_and_sent_again(tmp_path: Path) -> None:
    sheet = read_sheet(register_faults.FILE.read_bytes(), "members")
    path = tmp_path / "report.xlsx"
    path.write_bytes(report_of(sheet, check_rows("members", sheet, KNOWN), hindi))
    book = openpyxl.load_workbook(path)
    page = book["«Rows»"]
    places = {cell.value: cell.column for cell in page[1]}
    for fault in register_faults.FAULTS:
        page.cell(fault.row, places[fault.column], fault.meant)
    book.save(path)
    again = check_rows("members", read_sheet(path.read_bytes(), "members"), KNOWN)
    assert again.is_clean
    assert [one.severity for one in again.faults if one.row == 1] == []
    assert len(again.rows) == 44


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("in_hindi", [True, False])
def test_templates_name_every_column_that_is_offered(kind: str, in_hindi: bool) -> None:
    titles = tuple(column.title_hi if in_hindi else column.title_en for column in offered(kind))
    for content in (template_xlsx(kind, hindi, in_hindi), template_csv(kind, in_hindi)):
        sheet = read_sheet(content, kind)
        assert sheet.header == titles
        assert len(sheet.rows) == 1
        checked = check_rows(kind, sheet, KNOWN)
        assert [one.name for one in checked.faults] == ["FileHasNoRows"]


def test_a_template_explains_each_column() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx("members", hindi)))
    told = [[cell.value for cell in row] for row in book["«What belongs where»"].iter_rows()]
    assert told[1] == [
        "सदस्य संख्या", "member_no", "«yes»",
        "«Digits, letters and dashes, at most 12; each number once.»", "101",
    ]  # fmt: skip
    assert len(told) == 1 + len(offered("members"))
    assert book["«Rows»"].column_dimensions["A"].number_format == "@"
