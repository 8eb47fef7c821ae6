"""Slips of paper that are typed later: a sheet of lines, each with the time on its slip."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.daybook import Draft
from portal.domain.money import AmountIsZero, CashHasPaise, is_whole, parse_paise
from portal.domain.refusals import N_, Refusal
from portal.domain.tasks import Filled, Task, draft_of
from portal.domain.text import AadhaarIsNotStored, TextIsTooLong, clean, has_aadhaar, latin_digits

LINES = 20
COLUMNS = {"time": "t", "code": "k", "party": "p", "amount": "a", "paper_no": "n"}
"""What is asked of a line, in its order, and the letter its field begins with."""
_MOST = {"party": 80, "paper_no": 30}
_TIME = re.compile(r"([0-9]{1,2})(?:[:. -]?([0-9]{2}))?")
_FIRST_HOUR = 7  # a counter isn't open at night: 2:15 on a slip is a quarter past two in daylight


class SlipTimeIsMissing(Refusal):
    """The first line says its time; the others may leave it to the line above."""

    message = N_("Write the time that stands on the slip.")
    status = 422
    field = "time"


class SlipTimeIsWrong(Refusal):
    """What was written is no time of day."""

    message = N_("This is not a time. Write it like 930 or 14:05.")
    status = 422
    field = "time"


class SlipTimeIsAhead(Refusal):
    """No slip was written at a time that has not come."""

    message = N_("This time has not come yet today.")
    status = 422
    field = "time"


class CodeIsUnknown(Refusal):
    """There is no task of this short code for this person."""

    message = N_("There is no such task code. The codes stand below the sheet.")
    status = 422
    field = "code"


class TaskNeedsMore(Refusal):
    """A line of the sheet has no place for what this task asks for."""

    message = N_("This task asks for more than a line holds.")
    status = 422
    field = "code"

    def __init__(self, task: Task) -> None:
        """Keep the task, so that the page can say where it is entered."""
        super().__init__()
        self.task = task


class CashWasNotThere(Refusal):
    """In the order of the slips, cash would have been below zero (P5)."""

    message = N_("At %(time)s there was not that much cash in the box.")
    status = 422
    field = "amount"


class SlipIsTwice(Refusal):
    """The same slip gives one voucher: its number, task and amount are there already."""

    message = N_("Slip %(no)s is entered already.")
    status = 422
    field = "paper_no"


class SheetIsEmpty(Refusal):
    """A sheet without a single line says nothing."""

    message = N_("Nothing is written on the sheet yet.")
    status = 422


class SheetHasFaults(Refusal):
    """Nothing of a sheet is stored unless every line of it holds."""

    message = N_("Nothing was saved yet. Please look at the marked lines.")
    status = 422

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep what is wrong with which line."""
        super().__init__()
        self.faults = faults


class SheetHasTwins(Refusal):
    """Meanwhile someone has entered lines just like these."""

    message = N_("Lines like these are in the day already. Look at them before you save.")
    status = 422


class DayIsAnother(Refusal):
    """A sheet is typed for one day and goes into no other."""

    message = N_("This sheet was typed for %(on)s, which is not the open day now.")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line of the sheet, and at which of its fields."""

    line: int
    refusal: Refusal

    @property
    def column(self) -> str:
        """The field of the line that it belongs to."""
        found = self.refusal.field or "amount"
        return found if found in COLUMNS else "code"


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line that holds: its number on the sheet, the time on its slip (14:05), its voucher."""

    line: int
    slip_time: str
    task: Task
    draft: Draft


@dataclass(slots=True)
class Sheet:
    """The lines of a sheet in the order of their slips, and what is wrong with the others."""

    lines: list[SlipLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def fits_a_line(task: Task) -> bool:
    """Say whether a task needs no more than a line holds: one amount, cash or none, a name."""
    is_cash = "cash" in task.modes if task.has_money_side else True
    needs_more = task.needs_member or task.needs_person or "reference" in task.asks
    return is_cash and not needs_more and len(task.amount_lines) == 1 and not task.head_choice


def read_slip_time(text: str) -> str:
    """Read the time on a slip as 14:05: 930, 9:30, 9.30, 14 05 or 9, in either digit script.

    Hours before seven are those of the afternoon, unless a 0 is written before them. Raises
    SlipTimeIsWrong.
    """
    typed = latin_digits(clean(text))
    read = _TIME.fullmatch(typed)
    if read is None:
        raise SlipTimeIsWrong
    hour, minute = int(read[1]), int(read[2] or 0)
    if not typed.startswith("0") and 0 < hour < _FIRST_HOUR:
        hour += 12
    if hour > 23 or minute > 59:
        raise SlipTimeIsWrong
    return f"{hour:02d}:{minute:02d}"


def read_sheet(
    typed: Mapping[int, Mapping[str, str]], task_of: Callable[[str], Task | None],
    fits: Callable[[Task], bool], until: str,
) -> Sheet:  # fmt: skip
    """Read the lines of a sheet, each by itself; empty ones are left out.

    ``task_of`` finds a task by its short code, ``fits`` says whether a line is enough for it
    (``fits_a_line``, and no page of its own), ``until`` is the time now where the day is today
    and '' otherwise. A time left out is that of the line above. Raises SheetIsEmpty.
    """
    sheet, before = Sheet(), ""
    for line, cells in sorted(typed.items()):
        words = {name: clean(cells.get(name, "")) for name in COLUMNS}
        if not any(words.values()):
            continue
        found: dict[str, str] = {}
        for refusal in _faults_of(words, before, until, found):
            sheet.faults.append(Fault(line, refusal))
        before = found.get("time", before)
        try:
            task = _task(words["code"], task_of, fits)
            draft = _draft(task, words)
        except Refusal as refusal:
            sheet.faults.append(Fault(line, refusal))
            continue
        if "time" in found:
            sheet.lines.append(SlipLine(line, found["time"], task, draft))
    if not sheet.lines and not sheet.faults:
        raise SheetIsEmpty
    sheet.lines.sort(key=lambda one: (one.slip_time, one.line))
    sheet.faults.sort(key=lambda one: one.line)
    return sheet


def _faults_of(
    words: Mapping[str, str], before: str, until: str, found: dict[str, str]
) -> Iterable[Refusal]:
    """Yield what is wrong with a line's words and time; note the time in ``found``."""
    for name, most in _MOST.items():
        if len(words[name]) > most:
            yield TextIsTooLong(most=most, field=name)
    for name, text in words.items():
        if has_aadhaar(text):
            yield AadhaarIsNotStored(field=name)
    try:
        time = read_slip_time(words["time"]) if words["time"] else before
        if not time:
            raise SlipTimeIsMissing
        if until and time > until:
            raise SlipTimeIsAhead
        found["time"] = time
    except Refusal as refusal:
        yield refusal


def _task(code: str, task_of: Callable[[str], Task | None], fits: Callable[[Task], bool]) -> Task:
    task = task_of(latin_digits(code))
    if task is None:
        raise CodeIsUnknown
    if not fits(task):
        raise TaskNeedsMore(task)
    return task


def _draft(task: Task, words: Mapping[str, str]) -> Draft:
    try:
        paise = parse_paise(words["amount"])
    except Refusal as refusal:
        refusal.field = "amount"
        raise
    if not paise:
        raise AmountIsZero(field="amount")
    if not is_whole(paise):
        raise CashHasPaise(field="amount")
    mode = "cash" if task.has_money_side else "none"
    return draft_of(
        task,
        Filled((paise,), mode=mode, party=words["party"], paper_no=words["paper_no"]),
    )


def short_of_cash(
    opening_paise: int, before: Sequence[tuple[str, int]], new: Sequence[tuple[str, int, int]]
) -> int | None:
    """Return the line through which the box would fall below zero in the order of the slips.

    ``before`` are (time, paise) of what the day has, ``new`` are (time, paise, line) of the sheet;
    at the same time what is there comes first. What fell below zero without these lines is not
    their fault. None where there was always enough.
    """
    moves = [(time, 0, paise, 0) for time, paise in before]
    moves += [(time, 1, paise, line) for time, paise, line in new]
    cash, blamed = opening_paise, None
    for _time, is_new, paise, line in sorted(moves, key=lambda one: one[:2]):
        cash += paise
        if is_new and paise < 0:
            blamed = line
        if cash < 0 and blamed is not None:
            return blamed
    return None


def times_in_order(moves: Sequence[tuple[str | None, int]]) -> list[tuple[str, int]]:
    """Give each voucher of a day a time: its slip's, or that of the one entered before it."""
    found, last = [], "00:00"
    for time, paise in moves:
        last = time or last
        found.append((last, paise))
    return found


def twice_on_sheet(lines: Sequence[SlipLine], known: Iterable[tuple[str, str, int]]) -> list[Fault]:
    """List the lines whose paper number, task and amount are in the day or above on the sheet."""
    seen, faults = set(known), []
    for one in sorted(lines, key=lambda found: found.line):
        key = (one.draft.paper_no, one.task.code, one.draft.total_paise)
        if key[0] and key in seen:
            faults.append(Fault(one.line, SlipIsTwice(no=key[0])))
        seen.add(key)
    return faults
