"""A file to be read in is held against itself and the books; all faults are told at once."""

from __future__ import annotations

import pytest

from portal.domain.members import Nominee, Particulars
from portal.domain.register_columns import (
    COLUMNS,
    KINDS,
    key_of,
    known_titles,
    matched,
    offered,
    titles_of,
)
from portal.domain.register_file import Checked, check_rows
from portal.domain.register_findings import FAULT, MENDED, WARNING, said, said_of_all, shown
from portal.domain.register_rows import Known, person_keys
from portal.domain.sheet import (
    DateCell,
    ErrorCell,
    FileHasTooManyColumns,
    FileHasTooManyRows,
    FileIsTooLarge,
    FormulaCell,
    NumberCell,
    Sheet,
    SheetRow,
)
from tests.domain.kruti_writer import in_kruti_dev

TODAY = "2026-11-22"
MEMBERS = Known(TODAY, numbers={"7": "007"}, people={"सीता देवी|राम लाल|रामपुर": "007"})
BOOKS = Known(
    TODAY,
    numbers={"7": "007", "A-1": "A-1"},
    accounts=frozenset({"SB-9"}),
    tasks={"51": "office_expense", "office expense": "office_expense"},
    heads={2411: "loan", 1301: "deposit", 2101: "", 4101: ""},
)
DAYS = "day,slip_no,task,debit_head,credit_head,amount,party,member_no,narration,mode"
WHOLE_AADHAAR = "2341 2341 2346"


def sheet_of(header: str, *rows: str | tuple[str, ...]) -> Sheet:
    """Make a table of a header and rows, cells parted by commas."""
    cells = (row if isinstance(row, tuple) else tuple(row.split(",")) for row in rows)
    return Sheet(
        tuple(header.split(",")), 1, [SheetRow(no, found) for no, found in enumerate(cells, 2)]
    )


def checked(kind: str, header: str, *rows: str | tuple[str, ...]) -> Checked:
    """Check a table made of a header and rows."""
    return check_rows(kind, sheet_of(header, *rows), MEMBERS if kind == "members" else BOOKS)


def found(result: Checked, severity: str = FAULT) -> list[tuple[int, str, str]]:
    """List what was found: row, column and name (or message, where something was mended)."""
    return [
        (one.row, one.column, one.name or one.message)
        for one in result.faults
        if one.severity == severity
    ]


def test_a_sound_row_becomes_a_member() -> None:
    header = (
        "member_no,name_hi,name_en,guardian_hi,relation,village_hi,mobile,aadhaar_last4,"
        "share_paise,sex,birth_on,category,member_class,joined_on,resolution_no,land_ha,"
        "farmer_type,nominee,nominee_relation,savings_rupees,status,known_as"
    )
    result = checked(
        "members", header,
        "0012-A,रमेश यादव,Ramesh Yadav,सुरेश,पिता,रामपुर,9876543210,0432,"
        "50000,पुरुष,1980,ओबीसी,नाममात्र,01-04-2019,12/19,1.255,लघु,सीता,पत्नी,250.50,मृत,रमुआ",
    )  # fmt: skip
    (row,) = result.rows
    assert result.is_clean
    assert row.row == 2
    assert (row.share_paise, row.savings_paise) == (50000, 25050)
    assert row.particulars == Particulars(
        name_hi="रमेश यादव", member_no="0012-A", status="deceased", member_class="nominal",
        name_en="Ramesh Yadav", known_as="रमुआ", guardian_hi="सुरेश", relation="father",
        village_hi="रामपुर", mobile="9876543210", aadhaar_last4="0432", sex="M", birth_on="1980",
        category="obc", land_are=126, farmer_type="small", joined_on="2019-04-01",
        resolution_no="12/19", nominees=(Nominee("सीता", "पत्नी", 100),),
    )  # fmt: skip


def test_little_is_enough() -> None:
    result = checked("members", "member_no,name_hi", "1,राम")
    assert result.rows[0].particulars == Particulars(name_hi="राम", member_no="1")
    assert (result.all_rows, result.faulty_rows, result.faults) == (1, 0, ())


def test_columns_are_known_by_many_names_in_any_order() -> None:
    result = checked("members", " ग्राम ,MEMBER NO.,नाम,अंश राशि,क्र.सं.", "रामपुर,5,राम,500,1")
    assert result.is_clean
    assert result.rows[0].particulars.village_hi == "रामपुर"
    assert result.rows[0].share_paise == 50000


def test_missing_unknown_and_repeated_columns_are_told_once() -> None:
    result = checked("members", "नाम,रंग,name", "राम,लाल,श्याम", "गीता,हरा,सीता")
    assert found(result) == [(1, "", "ColumnIsMissing")]
    assert found(result, WARNING) == [(1, "", "ColumnIsUnknown"), (1, "", "ColumnStandsTwice")]
    assert (result.rows, result.all_rows, result.faulty_rows) == ((), 2, 2)


def test_a_file_without_rows_is_told() -> None:
    assert found(checked("members", "member_no,name_hi")) == [(1, "", "FileHasNoRows")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_template_is_passed_over(kind: str) -> None:
    columns = offered(kind)
    header = ",".join(column.title_hi for column in columns)
    row = tuple(column.example for column in columns)
    assert found(checked(kind, header, row)) == [(1, "", "FileHasNoRows")]
    changed = (*row[:-1], "और")
    assert found(checked(kind, header, changed)) != [(1, "", "FileHasNoRows")]


def test_numbers_are_unique_without_their_leading_zeros() -> None:
    result = checked(
        "members", "member_no,name_hi", "12,राम", "0012,श्याम", "7,गीता", "a-1,क", "A-1,ख"
    )
    assert found(result) == [
        (3, "member_no", "NumberStandsTwice"),
        (4, "member_no", "NumberIsTaken"),
        (6, "member_no", "NumberStandsTwice"),
    ]
    assert result.faults[0].params == {"row": 2}
    assert [row.row for row in result.rows] == [2, 5]


def test_a_number_is_looked_at_even_where_the_name_is_wrong() -> None:
    result = checked("members", "member_no,name_hi", "12,", "12,Ram")
    assert ("member_no", "NumberStandsTwice") in [one[1:] for one in found(result)]


def test_likely_twins_are_told_but_taken() -> None:
    header = "member_no,name_hi,guardian_hi,village_hi,mobile"
    result = checked(
        "members", header,
        "1,पाँचू राम,सुखी,रामपुर,9876543210", "2,पांचू राम,सुखी,रामपुर,", "3,पांचू राम,,,9876543210",
        "4,सीता देवी,राम लाल,रामपुर,", "5,सीता देवी,,,",
    )  # fmt: skip
    assert found(result, WARNING) == [
        (3, "name_hi", "SameInFile"),
        (4, "name_hi", "SameInFile"),
        (5, "name_hi", "SameInRegister"),
    ]
    assert result.faults[-1].params == {"no": "007"}
    assert len(result.rows) == 5


def test_people_are_alike_by_guardian_or_mobile_only() -> None:
    assert person_keys("राम", "", "रामपुर", "") == []
    assert len(person_keys("राम", "लाल", "", "9876543210")) == 2


def test_names_may_come_in_the_old_font() -> None:
    names = ("सुनीता देवी", "रमेश यादव", "किशोर", "मोहन", "शिव कुमार", "संजीव", "रंजीत", "चंदा", "नंद")
    rows = [(str(no), in_kruti_dev(name)) for no, name in enumerate(names, 11)]
    result = checked("members", "member_no,name_hi", *rows)
    assert [row.particulars.name_hi for row in result.rows] == list(names)
    assert all(one.severity == MENDED and one.suggestion in names for one in result.faults)


def test_hindi_that_was_typed_wrongly_is_mended() -> None:
    result = checked("members", "member_no,name_hi", "1,अादित्य  कुुमार")
    assert result.rows[0].particulars.name_hi == "आदित्य कुमार"
    assert [one.suggestion for one in result.faults] == ["आदित्य कुमार"] * 2


def test_a_single_doubtful_cell_is_taken_for_roman() -> None:
    result = checked("members", "member_no,name_hi,village_hi", "1,laxmi,jke ajke")
    assert [one[2] for one in found(result)] == ["NameIsNotHindi"] * 2


def test_roman_names_are_refused_where_hindi_ones_belong() -> None:
    rows = ["1,Ramesh", "2,Vivek", "3,Sita Devi", "4,Firoz"]
    result = checked("members", "member_no,name_hi", *rows)
    assert [one[2] for one in found(result)] == ["NameIsNotHindi"] * 4


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Ramesh Yadav", "NameIsNotHindi"),
        ("রমেশ", "NameIsNotHindi"),
        ("राम রমেশ", "NameIsNotHindi"),
        ("12345", "NameIsNotHindi"),
        ("=cmd|' /C calc'!A0", "NameIsNotHindi"),
        ("😀", "NameIsNotHindi"),
        ("???? ??", "LettersAreLost"),
        ("रा\ufffd", "LettersAreLost"),
        ("क्ी राम", "SignIsMisplaced"),
        ("राम " * 40, "TextIsTooLong"),
        ("fnus'k ;knoZf", "KrutiDevIsNotReadable"),
        (f"राम {WHOLE_AADHAAR}", "AadhaarIsNotTaken"),
        (FormulaCell("=A1&B1"), "CellIsAFormula"),
        (ErrorCell("#REF!"), "CellIsAnError"),
        ("#N/A", "CellIsAnError"),
    ],
)
def test_a_hindi_name_that_is_none_is_refused(cell: str, name: str) -> None:
    assert found(checked("members", "member_no,name_hi", ("1", cell))) == [(2, "name_hi", name)]


def test_a_name_of_another_script_is_suggested_in_hindi() -> None:
    result = checked("members", "member_no,name_hi", "1,রমেশ", "2,રમેશ", "3,Ramesh", "4,राम রাম")
    assert [one.suggestion for one in result.faults] == ["रमेश", "रमेश", None, "राम राम"]


def test_a_name_only_in_roman_letters_is_not_enough() -> None:
    result = checked("members", "member_no,name_hi,name_en", "1,,Ram", "2,,", ",,Ram", "3,राम,राम")
    assert found(result) == [
        (2, "name_hi", "NameIsOnlyRoman"),
        (3, "name_hi", "CellIsEmpty"),
        (4, "member_no", "CellIsEmpty"),
        (4, "name_hi", "NameIsOnlyRoman"),
        (5, "name_en", "NameIsNotRoman"),
    ]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("राम Lal", "ScriptsAreMixed"),
        ("<b>राम</b>", "LooksLikeAFormula"),
        ("=राम", "LooksLikeAFormula"),
        ("राम 98765", "NameHoldsANumber"),
        ("राम 😀", "SignsAreUnusual"),
        ("शमार्", "WordEndsInHalfR"),
    ],
)
def test_a_doubtful_name_is_taken_with_a_warning(cell: str, name: str) -> None:
    result = checked("members", "member_no,name_hi", ("1", cell))
    assert (2, "name_hi", name) in found(result, WARNING)
    assert result.rows[0].particulars.name_hi == cell


def test_a_relation_before_the_guardian_finds_its_place() -> None:
    header = "member_no,name_hi,guardian_hi,relation"
    result = checked(
        "members", header,
        "1,क,S/O राम लाल,", "2,ख,पत्नी: श्री राम,", "3,ग,पुत्र श्री मोहन,पति", "4,घ,पितांबर,", "5,ङ,S/O,",
        "6,च,w/o राम,",
    )  # fmt: skip
    assert [(row.particulars.relation, row.particulars.guardian_hi) for row in result.rows] == [
        ("father", "राम लाल"), ("husband", "राम"), ("husband", "मोहन"), ("", "पितांबर"),
        ("husband", "राम"),
    ]  # fmt: skip
    assert found(result) == [(6, "guardian_hi", "NameIsNotHindi")]


@pytest.mark.parametrize("column", ["name_hi", "village_hi", "mobile", "name_en", "resolution_no"])
def test_an_aadhaar_number_is_never_repeated(column: str) -> None:
    """P12: not in the finding, not as a suggestion."""
    result = checked(
        "members", "member_no,name_hi,village_hi,mobile,name_en,resolution_no,aadhaar_last4",
        tuple({"member_no": "1", "name_hi": "राम", column: WHOLE_AADHAAR}.get(key, "") for key in
              ("member_no", "name_hi", "village_hi", "mobile", "name_en", "resolution_no", "")),
    )  # fmt: skip
    assert found(result) == [(2, column, "AadhaarIsNotTaken")]
    assert "2341" not in repr(result)


def test_of_a_whole_aadhaar_number_the_last_four_are_suggested() -> None:
    result = checked(
        "members", "member_no,name_hi,आधार", f"1,राम,{WHOLE_AADHAAR}", "2,क,234123412347"
    )
    assert found(result) == [(row, "aadhaar_last4", "AadhaarIsNotTaken") for row in (2, 3)]
    assert [one.suggestion for one in result.faults] == ["2346", "2347"]
    assert "2341" not in repr(result)
    assert shown(WHOLE_AADHAAR, "name_hi") == "••••"
    assert shown("919876543210", "mobile") == "919876543210"
    assert len(shown("क" * 100, "name_hi")) == 60


def test_share_money_in_rupees_and_paise_must_agree() -> None:
    header = "member_no,name_hi,share_paise,share_rupees"
    result = checked("members", header, "1,क,50000,500", "2,ख,50000,501", "3,ग,,5", "4,घ,7,")
    assert found(result) == [(3, "share_paise", "AmountsDiffer")]
    assert [row.share_paise for row in result.rows] == [50000, 500, 7]


def test_land_may_be_in_acres() -> None:
    result = checked("members", "member_no,name_hi,land_acre", "1,क,2.5")
    assert result.rows[0].particulars.land_are == 101


def test_dates_to_come_are_refused_save_for_those_that_are_due() -> None:
    result = checked("members", "member_no,name_hi,joined_on,birth_on", "1,क,23-11-2026,2027")
    assert found(result) == [(2, "joined_on", "DateIsInFuture"), (2, "birth_on", "DateIsInFuture")]


def test_words_of_an_old_font_that_can_not_be_read_stay_as_they_are() -> None:
    result = checked("days", DAYS, "15-04-2019,1,51,,,5,,,;kno ;kno ;kno Zf,")
    assert result.rows[0].narration == ";kno ;kno ;kno Zf"


def test_findings_are_said_and_counted() -> None:
    result = checked("members", "member_no,name_hi,x", "1,क", "1,Ram", "1,ख")
    assert (
        said(result.faults[-1], lambda text: f"»{text}«")
        == "»This number stands in row 2 already.«"
    )
    assert result.counts()[0] == (
        "fault",
        "member_no",
        "This number stands in row %(row)s already.",
        2,
    )
    assert said_of_all(result.counts()[0][2], str) == "This number stands in row … already."
    assert [one[0] for one in result.counts()] == ["fault", "fault", "warning"]


def test_cells_keep_their_kind_only_where_it_matters() -> None:
    header = "member_no,name_hi,joined_on,mobile"
    row = (NumberCell("12"), "राम", DateCell("2019-04-01"), NumberCell("9876543210"))
    result = checked("members", header, row)
    assert result.faults == ()
    assert result.rows[0].particulars.joined_on == "2019-04-01"


def test_titles_name_their_own_columns() -> None:
    for kind in KINDS:
        for is_hindi in (True, False):
            for key, title in titles_of(kind, is_hindi).items():
                assert key_of(kind, title) == key
        header = [column.title_hi for column in COLUMNS[kind]]
        assert matched(kind, header).missing == matched(kind, header).unknown == ()


def test_a_header_is_known_by_how_many_columns_it_names() -> None:
    assert known_titles("members", ("नाम", "name", "", "रंग", "member_no")) == 2


def test_refusals_of_files_name_their_limits() -> None:
    assert FileIsTooLarge().params == {"most": 20}
    assert FileHasTooManyColumns().params["most"] == 60
    assert FileHasTooManyRows().params["most"] == 200_000
