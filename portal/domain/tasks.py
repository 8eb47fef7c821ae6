"""Voucher tasks: what an operator picks instead of heads, and the voucher each one makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain import heads
from portal.domain.daybook import (
    AccountIsMissing,
    Draft,
    Line,
    MemberIsMissing,
    ReferenceIsMissing,
)
from portal.domain.heads import Chart
from portal.domain.money import AmountIsZero
from portal.domain.refusals import N_, Refusal
from portal.domain.text import search_key

SHARE_HEADS = (1101, 1102)  # by the class of the member
LOAN_INTEREST = frozenset({3101, 3102, 3103})  # by the term of the loan
DAILY_ROLES = ("operator", "manager", "accountant", "executive_assistant")


class TaskIsUnknown(Refusal):
    """There is no such task, or it is not open to this person."""

    message = N_("There is no such task.")
    status = 404


class HeadIsNotAChoice(Refusal):
    """The task takes only heads of its own list."""

    message = N_("Choose what it was spent on.")
    status = 422
    field = "head"


class ModeIsNotAChoice(Refusal):
    """The task is not done in this mode."""

    message = N_("Choose how the money moved.")
    status = 422
    field = "mode"


class GivenIsTooLittle(Refusal):
    """The customer gave less than the amount."""

    message = N_("The customer gave less than the amount.")
    status = 422
    field = "given"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One line of a task: its side and the heads it may go to (one, or a choice).

    ``follows`` says that the head follows from the member and the account instead of being chosen.
    """

    side: str
    heads: tuple[int, ...]
    label_hi: str
    label_en: str
    is_optional: bool
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A thing done at the counter. ``direction`` is in, out, move or adjust."""

    code: str
    short_code: str
    direction: str
    name_hi: str
    name_en: str
    voucher_type: str
    modes: tuple[str, ...]
    asks: frozenset[str]
    hint_hi: str
    hint_en: str
    rank: int
    roles: tuple[str, ...]
    is_offered: bool
    lines: tuple[TaskLine, ...]
    key: str
    registers: frozenset[str] = frozenset()

    @property
    def has_money_side(self) -> bool:
        """Tasks whose other side is cash or bank, chosen by mode."""
        return self.direction in ("in", "out")

    @property
    def amount_lines(self) -> tuple[TaskLine, ...]:
        """The lines that are asked for an amount; both sides of a transfer share one."""
        return self.lines if self.has_money_side else self.lines[:1]

    @property
    def head_choice(self) -> tuple[int, ...]:
        """The heads to choose among, or nothing."""
        choices = (line.heads for line in self.lines if not line.follows)
        return next((heads for heads in choices if len(heads) > 1), ())

    @property
    def needs_member(self) -> bool:
        """The task moves a member's shares, deposits or loans."""
        return bool(self.registers - heads.OF_OTHERS - {"shortage"})

    @property
    def needs_person(self) -> bool:
        """The task is about a colleague's cash shortage."""
        return "person" in self.asks


@dataclass(frozen=True, slots=True)
class Filled:
    """A task's form as filled in: amounts in paise per amount line (0 = not this time).

    ``subs`` says by head whose the line is: a member's or an account's key; ``follow`` are the
    heads that follow from them. ``sub_id`` is the person of a cash shortage.
    """

    amounts: tuple[int, ...]
    mode: str = "cash"
    bank: int = heads.BANK_CURRENT
    head: int | None = None
    sub_id: int | None = None
    subs: Mapping[int, int] = field(default_factory=dict)
    follow: tuple[int, ...] = ()
    reference: str = ""
    reference_on: str = ""
    paper_no: str = ""
    party: str = ""
    narration: str = ""
    given_paise: int | None = None


def draft_of(task: Task, filled: Filled) -> Draft:
    """Make the voucher of a task.

    Raises AmountIsZero, HeadIsNotAChoice, ModeIsNotAChoice, ReferenceIsMissing, GivenIsTooLittle,
    MemberIsMissing, AccountIsMissing.
    """
    total = sum(filled.amounts)
    if total <= 0:
        raise AmountIsZero(field="amount")
    mode = _mode(task, filled)
    if filled.given_paise is not None and filled.given_paise < total:
        raise GivenIsTooLittle
    lines = [
        Line(_head(line, filled), amount if line.side == "debit" else -amount, _sub(line, filled))
        for line, amount in zip(task.lines, _spread(task, filled.amounts), strict=True)
        if amount
    ]
    till = None
    if task.has_money_side:
        money = _money_head(task, mode, filled.bank)
        lines.insert(0, Line(money, total if task.direction == "in" else -total))
        till = money if mode == "cash" else None
    return Draft(
        kind=_kind(task, mode), task=task.code, lines=tuple(lines), mode=mode,
        reference=filled.reference, reference_on=filled.reference_on, paper_no=filled.paper_no,
        party=filled.party, narration=filled.narration, till=till,
        given_paise=filled.given_paise if mode == "cash" else None,
    )  # fmt: skip


def _spread(task: Task, amounts: Sequence[int]) -> list[int]:
    return list(amounts) if task.has_money_side else [amounts[0]] * len(task.lines)


def _mode(task: Task, filled: Filled) -> str:
    if not task.has_money_side:
        return "none"
    if filled.mode not in task.modes:
        raise ModeIsNotAChoice
    if filled.mode != "cash" and not filled.reference:
        raise ReferenceIsMissing
    return filled.mode


def _head(line: TaskLine, filled: Filled) -> int:
    if len(line.heads) == 1:
        return line.heads[0]
    if line.follows:
        found = next((head for head in line.heads if head in filled.follow), None)
        if found is None:
            raise MemberIsMissing if line.heads[0] in SHARE_HEADS else AccountIsMissing
        return found
    if filled.head is None and line.heads[0] in heads.BANK_ACCOUNTS:
        return line.heads[0]
    if filled.head not in line.heads:
        raise HeadIsNotAChoice
    return filled.head


def _sub(line: TaskLine, filled: Filled) -> int | None:
    if heads.CASH_SHORTAGE in line.heads:
        return filled.sub_id
    if line.heads[0] in (*heads.PASS_THROUGH, *heads.HELD_FOR_OTHERS):
        return heads.BY_HAND
    return filled.subs.get(_head(line, filled))


def _money_head(task: Task, mode: str, bank: int) -> int:
    if mode == "cash":
        return heads.CASH_BOX
    if mode == "upi" and task.direction == "in":
        return heads.UPI_COLLECTION
    if bank not in heads.BANK_ACCOUNTS:
        raise ModeIsNotAChoice(field="bank")
    return bank


def _kind(task: Task, mode: str) -> str:
    if not task.has_money_side or task.voucher_type in ("sales", "purchase"):
        return task.voucher_type
    way = "receipt" if task.direction == "in" else "payment"
    return f"cash_{way}" if mode == "cash" else f"bank_{way}"


class TaskBook:
    """All tasks that are kept here, by code."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        """Keep the tasks in the order of their rank."""
        self._by_code = {task.code: task for task in sorted(tasks, key=lambda one: one.rank)}
        self._by_short = {task.short_code: task for task in self._by_code.values()}

    def __iter__(self) -> Iterator[Task]:
        """Go through all tasks, whether offered or not, by rank."""
        return iter(self._by_code.values())

    def __getitem__(self, code: str) -> Task:
        """Return a task by code, whether offered or not; raise TaskIsUnknown."""
        try:
            return self._by_code[code]
        except KeyError:
            raise TaskIsUnknown from None

    def named(self, code: str) -> Task | None:
        """Return a task by code, or None (free vouchers and corrections have none)."""
        return self._by_code.get(code)

    def offered(self, role: str) -> list[Task]:
        """List the tasks open to a role, by rank."""
        return [one for one in self._by_code.values() if one.is_offered and role in one.roles]

    def for_role(self, code: str, role: str) -> Task:
        """Return a task open to a role; raise TaskIsUnknown."""
        task = self[code]
        if not task.is_offered or role not in task.roles:
            raise TaskIsUnknown
        return task

    def by_short_code(self, code: str, role: str) -> Task | None:
        """Return the task that a role knows by a short code, or None."""
        task = self._by_short.get(code)
        return task if task and task.is_offered and role in task.roles else None

    def ordered(self, role: str, used: Sequence[str]) -> list[Task]:
        """List a role's tasks, the society's most used first, then by rank."""
        place = {code: at for at, code in enumerate(used)}
        return sorted(self.offered(role), key=lambda one: (place.get(one.code, 999), one.rank))

    def search(self, words: str, role: str, used: Sequence[str] = ()) -> list[Task]:
        """Find tasks by short code or by the beginnings of words, in either script."""
        wanted = search_key(words).split()
        if not wanted:
            return self.ordered(role, used)
        exact = self._by_short.get(wanted[0]) if len(wanted) == 1 else None
        found = [
            task
            for task in self.ordered(role, used)
            if all(f" {want}" in f" {task.key}" for want in wanted)
        ]
        if exact is not None and exact in found:
            return [exact, *(task for task in found if task is not exact)]
        return found


def read_tasks(
    rows: Sequence[Mapping[str, str]], line_rows: Sequence[Mapping[str, str]], chart: Chart
) -> TaskBook:
    """Read the tasks of config/; a task with a head whose register isn't kept is left out (P2)."""
    lines: dict[str, list[TaskLine]] = {}
    for one in line_rows:
        choices = _choices(one["head"], chart)
        line = TaskLine(
            side=one["side"],
            heads=choices,
            follows=len(choices) > 1 and _follows(choices, chart),
            label_hi=one["label_hi"],
            label_en=one["label_en"],
            is_optional=one["is_optional"] == "1",
        )
        lines.setdefault(one["task"], []).append(line)
    tasks = (_task(one, tuple(lines[one["code"]]), chart) for one in rows)
    return TaskBook(
        task for task in tasks
        if all(chart[code].is_kept for line in task.lines for code in line.heads)
    )  # fmt: skip


def _choices(text: str, chart: Chart) -> tuple[int, ...]:
    found: list[int] = []
    for part in text.split("|"):
        first, _, last = part.partition("-")
        span = range(int(first), int(last or first) + 1)
        found += [code for code in span if code in chart]
    return tuple(found)


def _follows(choices: Sequence[int], chart: Chart) -> bool:
    """Say whether member and account decide: heads of registers, and interest on loans."""
    return set(choices) <= LOAN_INTEREST or all(chart[head].has_register for head in choices)


def _task(one: Mapping[str, str], lines: tuple[TaskLine, ...], chart: Chart) -> Task:
    touched = [chart[code] for line in lines for code in line.heads]
    words = (one["short_code"], one["name_hi"], one["name_en"], one["aliases"])
    return Task(
        code=one["code"], short_code=one["short_code"], direction=one["direction"],
        name_hi=one["name_hi"], name_en=one["name_en"], voucher_type=one["voucher_type"],
        modes=tuple(one["modes"].split("|")) if one["modes"] else (),
        asks=frozenset(filter(None, one["asks"].split("|"))),
        hint_hi=one["hint_hi"], hint_en=one["hint_en"], rank=int(one["rank"]),
        roles=tuple(one["roles"].split("|")) if one["roles"] else DAILY_ROLES,
        is_offered=one["is_offered"] == "1", lines=lines, key=search_key(" ".join(words)),
        registers=frozenset(head.sub_ledger for head in touched if head.has_register),
    )  # fmt: skip
