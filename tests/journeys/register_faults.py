"""A register with forty faults, as a society sent it: where they are, and what was meant.

The file lies beside this one. Row numbers count from 1, as a spreadsheet shows them.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("register_40_faults.csv")


class Expected(NamedTuple):
    """One fault of the file: where, of what name, and the cell as it was meant."""

    row: int
    column: str
    name: str
    meant: str


FAULTS = (
    Expected(3, "member_no", "CellIsEmpty", "2"),
    Expected(4, "member_no", "NumberIsWrong", "12-3"),
    Expected(5, "member_no", "NumberStandsTwice", "4"),
    Expected(6, "member_no", "NumberLostDigits", "120000"),
    Expected(7, "member_no", "NumberIsWrong", "KHR2019000006"[:12]),
    Expected(8, "name_hi", "CellIsEmpty", "गीता देवी"),
    Expected(9, "name_hi", "NameIsOnlyRoman", "मोहन लाल"),
    Expected(10, "name_hi", "NameIsNotHindi", "रमेश यादव"),
    Expected(11, "name_hi", "LettersAreLost", "सीता देवी"),
    Expected(12, "name_hi", "NameIsNotHindi", "रमेश मंडल"),
    Expected(13, "name_hi", "SignIsMisplaced", "ईश्वर दास"),
    Expected(14, "name_hi", "TextIsTooLong", "राम स्वरूप"),
    Expected(15, "name_hi", "NameIsNotHindi", "हरि सिंह"),
    Expected(16, "name_hi", "KrutiDevIsNotReadable", "दिनेश यादव"),
    Expected(17, "name_hi", "AadhaarIsNotTaken", "लक्ष्मी देवी"),
    Expected(18, "name_hi", "CellIsAnError", "कमला बाई"),
    Expected(19, "guardian_hi", "NameIsNotHindi", "सुरेश"),
    Expected(20, "guardian_hi", "LettersAreLost", "रामू"),
    Expected(21, "relation", "WordIsUnknown", "पिता"),
    Expected(22, "village_hi", "NameIsNotHindi", "रामपुर"),
    Expected(23, "mobile", "MobileIsWrong", "9876500023"),
    Expected(24, "mobile", "MobileIsWrong", "9876500024"),
    Expected(25, "mobile", "NumberLostDigits", "9876500025"),
    Expected(26, "mobile", "MobileIsWrong", "9876500026"),
    Expected(27, "aadhaar_last4", "AadhaarIsNotTaken", "2346"),
    Expected(28, "aadhaar_last4", "LastFourAreWrong", "0432"),
    Expected(29, "aadhaar_last4", "LastFourAreWrong", "4321"),
    Expected(30, "share_rupees", "AmountIsNegative", "500"),
    Expected(31, "share_rupees", "CommasAreWrong", "1000"),
    Expected(32, "share_rupees", "AmountHasTooManyDecimals", "100.50"),
    Expected(33, "share_rupees", "AmountIsNotANumber", "500"),
    Expected(34, "share_rupees", "AmountIsTooLarge", "500"),
    Expected(35, "joined_on", "DateIsNotADate", "28-02-2019"),
    Expected(36, "joined_on", "YearIsShort", "05-04-2019"),
    Expected(37, "joined_on", "DateIsInFuture", "05-04-2019"),
    Expected(38, "birth_on", "DateIsNotADate", "1980"),
    Expected(39, "sex", "WordIsUnknown", "महिला"),
    Expected(40, "category", "WordIsUnknown", "सामान्य"),
    Expected(41, "member_class", "WordIsUnknown", "साधारण"),
    Expected(42, "land_ha", "MeasureIsWrong", "0.5"),
)


def mended() -> bytes:
    """Return the file as it is sent again, each fault put right."""
    rows = list(csv.reader(io.StringIO(FILE.read_text(encoding="utf-8-sig"), newline="")))
    for fault in FAULTS:
        rows[fault.row - 1][rows[0].index(fault.column)] = fault.meant
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode("utf-8-sig")
