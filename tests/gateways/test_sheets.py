"""CSV and XLSX as people send them: read as tables of cells, or refused with a true word."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.refusals import Refusal
from portal.domain.register_file import check_rows
from portal.domain.register_rows import Known
from portal.domain.sheet import DateCell, ErrorCell, FormulaCell, NumberCell, SheetRow
from portal.gateways import sheets, workbooks
from portal.gateways.sheets import read_sheet
from tests.journeys import register_faults

HEAD = "member_no,name_hi\n"


def read(content: bytes | str) -> list[SheetRow]:
    """Read a file of members and return its rows."""
    return read_sheet(content.encode() if isinstance(content, str) else content, "members").rows


def cells(content: bytes | str) -> list[tuple[str, ...]]:
    """Read a file of members and return its cells."""
    return [row.cells for row in read(content)]


def workbook(*rows: tuple[object, ...], before: tuple[str, ...] = ()) -> bytes:
    """Make an XLSX with these rows on its last sheet."""
    book = openpyxl.Workbook()
    for title in before:
        book.create_sheet(title).append(["nothing", "here"])
    page = book.create_sheet("सूची")
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, changes: dict[str, bytes | None]) -> bytes:
    """Return an XLSX with parts of it changed, added or left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        parts = {name: old.read(name) for name in old.namelist()} | changes
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16"),
     ("utf-16-be", "utf-16")],
)  # fmt: skip
def test_a_csv_is_read_in_the_unicode_it_was_written_in(encoding: str, named: str) -> None:
    found = read_sheet(f"{HEAD}1,राम".encode(encoding), "members")
    assert found.encoding == named
    assert (found.header, found.header_no) == (("member_no", "name_hi"), 1)
    assert found.rows == [SheetRow(2, ("1", "राम"))]


def test_a_csv_of_the_western_code_page_is_noticed() -> None:
    found = read_sheet(HEAD.encode() + b"1,y[ku\xc5\n2,\x81\xe5\n", "members")
    assert found.encoding == "cp1252"
    assert [row.cells[1] for row in found.rows] == ["y[kuÅ", "\x81å"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found(delimiter: str) -> None:
    text = f'member_no,name_hi,village_hi\n1,"राम{delimiter} लाल",क\n'.replace(",", delimiter)
    assert cells(text) == [("1", f"राम{delimiter} लाल", "क")]


def test_a_named_delimiter_is_taken() -> None:
    found = read_sheet("sep=;\r\nmember_no;name_hi\r\n1;राम,लाल\r\n".encode(), "members")
    assert (found.header_no, found.rows) == (2, [SheetRow(3, ("1", "राम,लाल"))])


def test_rows_keep_their_numbers_though_empty_ones_are_skipped() -> None:
    text = 'सूची\n\nमेंबर,,\nmember_no,name_hi,\n\n1,"राम\nलाल"\n , \n2,सीता,कुछ और\n'
    found = read_sheet(text.encode(), "members")
    assert (found.header, found.header_no) == (("member_no", "name_hi"), 4)
    assert found.rows == [SheetRow(6, ("1", "राम\nलाल")), SheetRow(8, ("2", "सीता"))]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "FileIsEmpty"),
        (b"  \n ", "FileIsEmpty"),
        (b"x" * 20_000_001, "FileIsTooLarge"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old .xls", "FileIsAnOldWorkbook"),
        (b"PK\x03\x04 no workbook at all", "FileIsNotATable"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, "FileIsNotATable"),
        (b"%PDF-1.4 \xe2\xe3\xcf\xd3 \x01\x02", "FileIsNotATable"),
        (b"\xff\xfea\x00\x00\xd8", "FileIsNotATable"),
        (b"\xef\xbb\xbf\xff\xff", "FileIsNotATable"),
        (b"<html><body>Error</body></html>", "FileHasNoHeader"),
        (b"member_no\n1\n", "FileHasNoHeader"),
        ((HEAD + '1,"राम\n' + "2,क\n" * 20).encode(), "QuoteIsNotClosed"),
        ((HEAD + '1,"' + "र" * 6000 + '"\n').encode(), "QuoteIsNotClosed"),
        ((HEAD + '1,"' + "र" * 200_000).encode(), "QuoteIsNotClosed"),
        (("member_no,name_hi," + "x," * 60 + "x\n").encode(), "FileHasTooManyColumns"),
    ],
)
def test_what_is_no_table_is_refused_with_a_true_word(content: bytes, name: str) -> None:
    with pytest.raises(Refusal) as raised:
        read(content)
    assert raised.value.name == name
    assert raised.value.field == "file"


def test_the_row_of_an_open_quotation_mark_is_named() -> None:
    with pytest.raises(Refusal) as raised:
        read(HEAD + "1,क\n" + '2,"ख\n' + "3,ग\n" * 20)
    assert raised.value.params == {"row": 3}


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    assert len(read(HEAD + "1,क\n" * 3)) == 3
    with pytest.raises(Refusal) as raised:
        read(HEAD + "1,क\n" * 4)
    assert raised.value.name == "FileHasTooManyRows"


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: (HEAD + text).encode()))
def test_any_file_is_read_or_refused(content: bytes) -> None:
    names = {"FileIsRefused"}
    try:
        read(content)
    except Refusal as refusal:
        names = {base.__name__ for base in type(refusal).__mro__}
    assert "FileIsRefused" in names


def test_an_xlsx_gives_texts_and_says_what_was_none() -> None:
    content = workbook(
        ("सदस्य संख्या", "नाम", "मोबाइल", "अंश", "joined_on", "village"),
        (12, "राम", 9876543210.0, 0.1 + 0.2, date(2019, 4, 1), "=A1&B1"),
        (None, True, 1e20, 500.5, datetime(2019, 4, 1, 9, 30), "#N/A"),  # noqa: DTZ001
        (time(9, 30), "=cmd|' /C calc'!A0", 1.5e-9, timedelta(hours=2), "०1", None),
        ("", "  "),
        before=("info",),
    )
    found = read_sheet(content, "members")
    assert (found.name, found.header_no, found.encoding) == ("सूची", 1, "")
    assert [row.cells for row in found.rows] == [
        ("12", "राम", "9876543210", "0.3", "2019-04-01", "=A1&B1"),
        ("", "TRUE", "100000000000000000000", "500.5", "2019-04-01", "#N/A"),
        ("09:30:00", "=cmd|' /C calc'!A0", "0.0000000015", "2:00:00", "०1", ""),
    ]
    kinds = [[type(cell) for cell in row.cells] for row in found.rows]
    assert kinds[0] == [NumberCell, str, NumberCell, NumberCell, DateCell, FormulaCell]
    assert kinds[1][5] is ErrorCell
    assert kinds[2][:2] == [str, FormulaCell]


def test_an_array_formula_is_a_formula() -> None:
    book = openpyxl.Workbook()
    book.active.append(["member_no", "name_hi"])
    book.active["A2"] = openpyxl.worksheet.formula.ArrayFormula("A2", "=SUM(B1:B2)")
    file = io.BytesIO()
    book.save(file)
    assert [type(cell) for cell in read(file.getvalue())[0].cells[:1]] == [FormulaCell]


def test_hidden_sheets_come_last() -> None:
    book = openpyxl.Workbook()
    book.active.append(["member_no", "name_hi"])
    book.active.append(["1", "पुराना"])
    book.active.sheet_state = "hidden"
    book.create_sheet("नया").append(["member_no", "name_hi"])
    file = io.BytesIO()
    book.save(file)
    assert read_sheet(file.getvalue(), "members").name == "नया"


def _patched(content: bytes, old: bytes, new: bytes) -> bytes:
    name = "xl/worksheets/sheet2.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return repacked(content, {name: archive.read(name).replace(old, new)})


PLAIN = workbook(("member_no", "name_hi"), (1, "राम"))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (workbook(("रंग", "लाल")), "FileHasNoHeader"),
        (repacked(PLAIN, {"xl/workbook.xml": None}), "FileIsNotATable"),
        (repacked(PLAIN, {"xl/workbook.xml": b"<broken"}), "FileIsNotATable"),
        (repacked(PLAIN, {"xl/worksheets/sheet2.xml": b"<broken"}), "FileIsNotATable"),
        (repacked(PLAIN, {"EncryptedPackage": b""}), "FileIsAnOldWorkbook"),
        (repacked(PLAIN, {"x.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>'}), "FileIsNotATable"),
        (repacked(PLAIN, {f"x{no}.txt": b"" for no in range(2001)}), "FileIsTooLarge"),
        (PLAIN[:-40], "FileIsNotATable"),
        (_patched(PLAIN, b'r="2"', b'r="x"'), "FileIsNotATable"),
    ],
)
def test_a_workbook_that_is_none_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(Refusal) as raised:
        read(content)
    assert raised.value.name == name


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(PLAIN)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/media/zeros", bytes(1_000_000))
    assert len(file.getvalue()) < 20_000
    monkeypatch.setattr(workbooks, "_MOST_UNPACKED", 500_000)
    with pytest.raises(Refusal) as raised:
        read(file.getvalue())
    assert raised.value.name == "FileIsTooLarge"


def test_a_row_that_claims_to_stand_far_below_is_not_waited_for() -> None:
    far = _patched(PLAIN, b'<row r="2"', b'<row r="999999999999"')
    assert read(far) == []


def test_a_wide_row_is_cut_and_a_wide_header_refused() -> None:
    wide = workbook(("member_no", "name_hi"), ("1", "राम", *["x"] * 200))
    assert cells(wide) == [("1", "राम")]
    with pytest.raises(Refusal) as raised:
        read(workbook(("member_no", "name_hi", *["x"] * 200)))
    assert raised.value.name == "FileHasTooManyColumns"


def test_forty_faults_are_found_and_once_mended_none() -> None:
    known = Known("2026-11-22")
    sent = check_rows("members", read_sheet(register_faults.FILE.read_bytes(), "members"), known)
    found = [(one.row, one.column, one.name) for one in sent.faults if one.severity == "fault"]
    assert sorted(found) == sorted(fault[:3] for fault in register_faults.FAULTS)
    assert len(found) == 40
    assert "2341" not in repr(sent)
    again = check_rows("members", read_sheet(register_faults.mended(), "members"), known)
    assert again.is_clean
    assert len(again.rows) == again.all_rows == 44
