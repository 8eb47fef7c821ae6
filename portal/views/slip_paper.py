"""The paper that slips are printed on: which roll or sheet was used last here, and its layout."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _

from portal.domain.roll_paper import Part, Row, broken, length_mm, packed
from portal.views.receipt_rows import KINDS
from portal.web.house import practising
from portal.web.locale import YEAR_S

WIDE = {"58": 181, "80": 272}  # pixels that can be printed on a roll: 48 and 72 mm
ENDS = 8  # pixels above and below all rows
SIZES = (*WIDE, "a5")
COOKIE = "paper"


def asked_size() -> str:
    """Return the paper that is asked for, or was last asked for here; else half a sheet."""
    asked, last = request.args.get("size", ""), request.cookies.get(COOKIE, "")
    return next((one for one in (asked, last) if one in SIZES), "a5")


def keep_size(answer: Response, size: str) -> Response:
    """Let this browser's next slip be for the same paper."""
    if size != request.cookies.get(COOKIE, ""):
        answer.set_cookie(
            COOKIE, size, max_age=YEAR_S, samesite="Lax", httponly=True, secure=request.is_secure
        )
    return answer


def _practice_row() -> Row:
    return Row("x", (Part(_("PRACTICE – NOT REAL")),))


def laid_out(rows: list[Row], size: str) -> tuple[list[Row], str]:
    """Break the rows into lines for a roll and reckon its length; a sheet breaks them itself.

    A slip of practice says so at its head and at its end.
    """
    if practising():
        rows = [_practice_row(), *rows, _practice_row()]
    if size not in WIDE:
        rows.sort(key=lambda row: row.kind != "q")  # its picture stands beside the head
        return rows, "@page{size:A5;margin:9mm}"
    wide = WIDE[size]
    lines = [broken(one, KINDS, wide) for one in packed(rows, KINDS, wide)]
    high = length_mm(lines, KINDS, ENDS)
    return [row for row, _lines in lines], f"@page{{size:{size}mm {high}mm;margin:0}}"
