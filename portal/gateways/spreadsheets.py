"""Spreadsheets as the deeds want them: tables read, reports and templates made."""

from __future__ import annotations

from collections.abc import Callable

from portal.domain.register_file import Checked
from portal.domain.sheet import Sheet
from portal.gateways import sheet_report
from portal.gateways.sheets import read_sheet


class Spreadsheets:
    """Files of CSV and XLSX."""

    def read(self, content: bytes, kind: str) -> Sheet:
        """Read a file of a kind of register; raise a FileIsRefused where it is no such table."""
        return read_sheet(content, kind)

    def report(
        self, sheet: Sheet, checked: Checked, translate: Callable[[str], str], in_hindi: bool
    ) -> bytes:
        """Write what a check found as XLSX, each finding marked at its cell."""
        return sheet_report.report_of(sheet, checked, translate, in_hindi)

    def template(
        self, kind: str, ending: str, translate: Callable[[str], str], in_hindi: bool
    ) -> bytes:
        """Write an empty file with the headings of a kind, as ``csv`` or ``xlsx``."""
        if ending == "csv":
            return sheet_report.template_csv(kind, in_hindi)
        return sheet_report.template_xlsx(kind, translate, in_hindi)
