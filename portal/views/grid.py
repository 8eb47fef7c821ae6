"""The sheet: twenty slips of paper typed one after the other, read back and saved together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request

from portal.actions import paper_slips
from portal.domain import heads
from portal.domain.dates import ist_on, ist_time, parse_on
from portal.domain.paper_slips import (
    COLUMNS,
    LINES,
    Fault,
    Sheet,
    SheetHasFaults,
    SheetHasTwins,
    SheetIsEmpty,
    SlipLine,
    fits_a_line,
    read_sheet,
)
from portal.domain.refusals import Refusal
from portal.domain.tasks import Task
from portal.domain.text import without_aadhaar
from portal.storage import daybook
from portal.storage import paper_slips as reading
from portal.storage.days import Day
from portal.views.entry import OWN_PAGES, content_of, open_day
from portal.web.access import acting_role, allow, doer, here
from portal.web.errors import spoken
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, running_day, see

bp = Blueprint("grid", __name__)
COMMON = 12  # codes that stand below the sheet; the others are in the list of tasks
LARGEST_KEY = 2**31 - 1


def _fits(task: Task) -> bool:
    return fits_a_line(task) and task.code not in OWN_PAGES


def _task_of(code: str) -> Task | None:
    return house().task_book.by_short_code(code, acting_role())


def _until(day: Day) -> str:
    """Return the time now where the day is today; '' where it is past."""
    now = house().clock.now_ms()
    return ist_time(now) if ist_on(now) == day.day_on else ""


def _typed() -> dict[int, dict[str, str]]:
    """Return what was typed by line; what looks like an Aadhaar number is read, never kept."""
    return {
        line: {
            name: request.form.get(f"{letter}{line}", "")[:200] for name, letter in COLUMNS.items()
        }
        for line in range(1, LINES + 1)
    }


@bp.get("/day/grid")
@allow("enter_voucher")
def sheet_form() -> Response:
    """Show an empty sheet for the open day, and what the one before it brought about."""
    return _form_page({}, [])


def _form_page(
    typed: Mapping[int, Mapping[str, str]], faults: Sequence[Fault], status: int = 200,
    refusal: Refusal | None = None,
) -> Response:  # fmt: skip
    day = open_day()
    cells = {
        letter + str(line): without_aadhaar(cell[name])
        for line, cell in typed.items()
        for name, letter in COLUMNS.items()
    }
    said: dict[int, list[tuple[str, str, Task | None]]] = {}
    for one in faults:
        at = said.setdefault(one.line, [])
        at.append((COLUMNS[one.column], spoken(one.refusal), getattr(one.refusal, "task", None)))
    used = daybook.tasks_by_use(here().id)
    fitting = [one for one in house().task_book.ordered(acting_role(), used) if _fits(one)]
    return page(
        "grid/sheet.html", status, day=day, cells=cells, faults=said, lines=LINES,
        letters=list(COLUMNS.values()), tasks=fitting[:COMMON], saved=_saved(),
        refusal=refusal.name if refusal else None, message=spoken(refusal) if refusal else "",
    )  # fmt: skip


def _saved() -> list[reading.Saved]:
    """Return the vouchers of the sheet that was just saved, as its address names them."""
    keys = [request.args.get(name, "") for name in ("first", "last")]
    if not all(one.isascii() and one.isdigit() and int(one) < LARGEST_KEY for one in keys):
        return []
    return reading.saved_between(here().id, int(keys[0]), int(keys[1]))


@bp.post("/day/grid")
@allow("enter_voucher")
def send_sheet() -> Response:
    """Read a sheet back, or with ``confirm`` enter it; nothing is stored unless all of it holds."""
    society, typed = here(), _typed()
    if "change" in request.form:
        return _form_page(typed, [])
    sheet = Sheet()
    try:
        on = parse_on(request.form.get("on", ""))
        if "confirm" not in request.form:
            day = paper_slips.day_for_sheet(open_day(), on)
            sheet = _read(typed, day)
            return _read_back(typed, day, sheet.lines)
        now = running_day()  # none, or another, where a sheet that is saved comes once more
        sheet = _read(typed, now if now is not None and now.day_on == on else None)
        done = paper_slips.save_sheet(
            doer(), slip(_content(on, sheet.lines)), society.id, on, sheet.lines, _twins_seen(),
            house().sealer,
        )  # fmt: skip
        return see(done.location)
    except SheetHasFaults as refusal:
        return _form_page(typed, refusal.faults, 422, refusal)
    except SheetHasTwins as refusal:
        return _read_back(typed, open_day(), sheet.lines, 422, refusal)
    except SheetIsEmpty as refusal:
        return _form_page(typed, [], 422, refusal)


def _read(typed: Mapping[int, Mapping[str, str]], day: Day | None) -> Sheet:
    """Read the lines; raise SheetHasFaults where one of them doesn't hold."""
    sheet = read_sheet(typed, _task_of, _fits, _until(day) if day else "")
    if sheet.faults:
        raise SheetHasFaults(sheet.faults)
    return sheet


def _twins_seen() -> int:
    text = request.form.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def _content(on: str, lines: Sequence[SlipLine]) -> dict[str, Any]:
    """Return a sheet as the content that a repeat of it must equal (P1)."""
    return {"on": on, "lines": [[one.line, one.slip_time, content_of(one.draft)] for one in lines]}


def _read_back(
    typed: Mapping[int, Mapping[str, str]], day: Day, lines: Sequence[SlipLine],
    status: int = 200, refusal: Refusal | None = None,
) -> Response:  # fmt: skip
    """Show every line in figures and words, with the sums; nothing is stored yet."""
    twins = paper_slips.check_sheet(day, lines, house().sealer)
    kept = [
        (letter + str(line), cell[name])
        for line, cell in typed.items() for name, letter in COLUMNS.items() if cell[name].strip()
    ]  # fmt: skip
    token = request.form.get("form_token", "")
    moved = [
        sum(line.paise for line in one.draft.lines if line.head == heads.CASH_BOX) for one in lines
    ]
    return page(
        "grid/read_back.html", status, day=day, lines=lines, twins=twins,
        received_paise=sum(paise for paise in moved if paise > 0),
        paid_paise=-sum(paise for paise in moved if paise < 0),
        fields=[*kept, ("on", day.day_on), ("seen", len(twins)), ("form_token", token)],
        refusal=refusal.name if refusal else None, message=spoken(refusal) if refusal else "",
    )  # fmt: skip
