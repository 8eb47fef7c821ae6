"""A spreadsheet shows our Hindi and calculates nothing of what people typed."""

from __future__ import annotations

import csv
import io

import pytest

from portal.web.csv_answer import amount, csv_answer, safe


@pytest.mark.parametrize("words", ["=1+1", "+91", "-5", "@SUM(A1)", "\tx", "\r=1", "＝1"])
def test_words_that_begin_like_a_formula_get_an_apostrophe(words: str) -> None:
    assert safe(words) == "'" + words


def test_plain_words_and_our_own_amounts_stay_as_they_are() -> None:
    assert safe("सुशीला देवी - माता") == "सुशीला देवी - माता"
    assert safe(None) == ""
    assert safe(amount(-1_250_05)) == "-1250.05"
    assert amount(7) == "0.07"


def test_the_file_is_utf_8_with_its_mark_and_quotes_what_needs_it() -> None:
    answer = csv_answer("x", ["क"], [['a,"b"', amount(100)]])
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x.csv"'
    assert answer.mimetype == "text/csv"
    text = answer.data.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["क"], ['a,"b"', "1.00"]]
