"""Correcting a voucher: what went wrong, and the vouchers that put it right on the open day (P3).

"Cash" is counted cash: the box and the tills. c is what the voucher did to cash (in > 0), r what
it should have done (0 where it is reversed); the book's cash must change by r - c. "Difference" is
what the count of the voucher's own day found and nobody has cleared yet: a shortage stands on 2805
with its person, an excess on 1703.

| went wrong      | voucher of   | cash moves | reversal             | replacement         |
|-----------------|--------------|------------|----------------------|---------------------|
| twice, not_ours | the open day | not asked  | mirror               | -                   |
| twice, not_ours | a closed day | no         | c on the difference  | -                   |
| twice, not_ours | a closed day | yes        | mirror               | -                   |
| wrong_amount    | the open day | not asked  | mirror               | right amount        |
| wrong_amount    | a closed day | no         | c on the difference  | r on the difference |
| wrong_amount    | a closed day | yes        | mirror               | right amount        |
| all three       | a closed day | a part     | the part in cash,    | r on the difference |
|                 |              |            | rest on the diff.    |                     |
| all three       | no cash in it| not asked  | mirror               | right amount        |
| wrong_head      | any day      | never      | none; a clearing journal from wrong to right |

- On the open day nothing was counted yet: the box holds what really moved, so writing it right
  needs no question. (Reopened: a difference already posted that day is cleared first.)
- On a closed day with a difference the count has put the book right: moving cash again would make
  a second shortage. So r - c clears the difference and the box stays as it is.
- On a closed day without one, counted cash agreed with the voucher, so the money moved as written.
  Then it must move back today, or the correction is refused (CashIsUnexplained).
- Cash in transit and bank heads are not counted: they are always mirrored.
- Where cash comes in and goes out in one correction, it first comes in (P5).
- A voucher of a closed financial year: its income heads become 3408, its expense heads 4405.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from portal.domain import heads
from portal.domain.dates import show_on
from portal.domain.daybook import Draft, Line, Voucher, kind_of, mirrored
from portal.domain.heads import Chart
from portal.domain.money import AmountIsZero, rupees
from portal.domain.refusals import N_, Refusal

REASONS = ("wrong_head", "wrong_amount", "twice", "not_ours")
REVERSAL, REPLACEMENT, CLEARING = "reversal", "replacement", "clearing"
COUNTED = (heads.CASH_BOX, *heads.COUNTER_TILLS)


class VoucherIsReversed(Refusal):
    """A voucher is reversed once; its replacement may be corrected again."""

    message = N_("This voucher is already reversed by voucher %(id)s.")


class PartOfACorrection(Refusal):
    """Reversals and clearings stay; only a replacement may be corrected again."""

    message = N_("This voucher corrects voucher %(id)s and stays as it is. Correct that one.")


class CountDifferenceStays(Refusal):
    """A difference found at counting is cleared by correcting the entry that caused it."""

    message = N_(
        "This is a difference found at counting. Correct the entry that caused it, "
        "or enter its recovery."
    )


class OpeningBalancesStay(Refusal):
    """Opening balances are not reversed."""

    message = N_("Opening balances are not reversed. Enter a journal for what was wrong in them.")


class ReasonIsUnknown(Refusal):
    """One says what went wrong."""

    message = N_("Choose what went wrong.")
    status = 422
    field = "reason"


class RightHeadIsMissing(Refusal):
    """The right head is another head that is not cash."""

    message = N_("Choose the right head: another one, and not cash.")
    status = 422
    field = "right_head"


class WrongHeadIsMissing(Refusal):
    """Where a voucher has several heads, one says which of them is wrong."""

    message = N_("Choose which head is wrong.")
    status = 422
    field = "wrong_head"


class AmountIsTheSame(Refusal):
    """The right amount is another one."""

    message = N_("The right amount is the same as the one entered.")
    status = 422
    field = "amount"


class AmountsAreSeveral(Refusal):
    """A voucher with several amounts needs the right one of each line."""

    message = N_("This voucher has several amounts. Write the right amount of each line.")
    status = 422
    field = "amount"


class CashIsUnexplained(Refusal):
    """Counted cash agreed with the entry, so a correction moves cash today."""

    message = N_(
        "The mistake is ₹ %(mistake)s, but the count of %(on)s explains only ₹ %(explained)s of "
        "it: the rest moved as written. It can be corrected only if that money moves back today."
    )
    status = 422
    field = "cash_moves_now"


class MoreMovesThanIsWrong(Refusal):
    """No more money moves because of a mistake than the mistake itself."""

    message = N_("Because of this mistake ₹ %(most)s can change hands at most.")
    status = 422
    field = "cash_now"


class NothingToCorrect(Refusal):
    """The correction would change nothing."""

    message = N_("This correction would change nothing in the books.")
    status = 422


@dataclass(frozen=True, slots=True)
class Correction:
    """What went wrong with a voucher, and what is right. Money in paise.

    ``reason`` is one of REASONS. ``right_head`` (and ``wrong_head``, where there are several)
    belong to wrong_head; ``right_amount_paise`` (or ``right_amounts_paise``, one for each line
    that isn't cash or bank, 0 = not at all) to wrong_amount. ``cash_moves_now`` says that money
    changes hands today because of it; ``cash_now_paise`` how much, where that is only a part.
    """

    reason: str
    remark: str
    right_head: int | None = None
    wrong_head: int | None = None
    right_amount_paise: int | None = None
    right_amounts_paise: tuple[int, ...] = ()
    cash_moves_now: bool = False
    cash_now_paise: int | None = None


class Difference(NamedTuple):
    """What a count found and nobody cleared: a shortage (2805) is > 0, an excess (1703) < 0."""

    head: int
    sub_id: int | None
    paise: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a correction: the voucher, what stands of it, and its day.

    ``lines`` are the voucher's own lines with head corrections made since; ``differences`` those of
    its day; ``is_open_day`` says that its day is the open one, ``is_locked_year`` that its
    financial year has ended.
    """

    original: Voucher
    lines: tuple[Line, ...]
    differences: tuple[Difference, ...]
    is_open_day: bool
    is_locked_year: bool


def merged(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Add up lines of the same head and sub-ledger and leave out what comes to nothing."""
    found: dict[tuple[int, int | None], int] = {}
    for line in lines:
        key = (line.head, line.sub_id)
        found[key] = found.get(key, 0) + line.paise
    return tuple(Line(head, paise, sub) for (head, sub), paise in found.items() if paise)


def plan_correction(
    setting: Setting, correction: Correction, chart: Chart
) -> list[tuple[str, Draft]]:
    """Make the vouchers of a correction as (part, draft), in the order they are posted.

    Raises ReasonIsUnknown, RightHeadIsMissing, WrongHeadIsMissing, AmountIsTheSame,
    AmountsAreSeveral, AmountIsZero, CashIsUnexplained, MoreMovesThanIsWrong, NothingToCorrect.
    """
    lines = merged(_today(line, setting, chart) for line in setting.lines)
    if correction.reason == "wrong_head":
        return [(CLEARING, _head_journal(setting, lines, correction, chart))]
    if correction.reason == "wrong_amount":
        right = merged(_right_lines(lines, correction, chart))
    elif correction.reason in REASONS:
        right = ()
    else:
        raise ReasonIsUnknown
    back, again = _settled(setting, lines, right, correction)
    if len(back) < 2:
        raise NothingToCorrect
    parts = [(REVERSAL, _reversal(setting.original, back, correction, chart))]
    if again:
        parts.append((REPLACEMENT, _replacement(setting.original, again, chart)))
    return sorted(parts, key=lambda part: _cash(part[1].lines) <= 0)  # stable: cash in comes first


def _today(line: Line, setting: Setting, chart: Chart) -> Line:
    """Say a line as of today: tills of a closed day are empty, heads of a closed year are shut."""
    if line.head in COUNTED and not setting.is_open_day:
        return replace(line, head=heads.CASH_BOX)
    return replace(line, head=_locked(line.head, chart)) if setting.is_locked_year else line


def _locked(head: int, chart: Chart) -> int:
    kind = chart[head].kind
    if kind == "income":
        return heads.PRIOR_YEAR_INCOME
    return heads.PRIOR_YEAR_EXPENSE if kind == "expense" else head


def _cash(lines: Iterable[Line]) -> int:
    return sum(line.paise for line in lines if line.head in COUNTED)


def _is_money(line: Line, chart: Chart) -> bool:
    head = chart[line.head]
    return head.is_cash or head.is_bank


def _head_journal(
    setting: Setting, lines: Sequence[Line], correction: Correction, chart: Chart
) -> Draft:
    right = correction.right_head
    if right is None or right in (heads.CASH_SHORTAGE, heads.CASH_EXCESS):
        raise RightHeadIsMissing
    wrong = _wrong_head(lines, correction.wrong_head, setting.is_locked_year, chart)
    if chart.postable(right).is_cash or right in (wrong, correction.wrong_head):
        raise RightHeadIsMissing
    if chart[right].has_register:
        raise heads.HeadHasARegister(field="right_head", head=right)
    target = _locked(right, chart) if setting.is_locked_year else right
    moved = [line for line in lines if line.head == wrong]
    net = sum(line.paise for line in moved)
    if target == wrong or not net:
        raise NothingToCorrect
    journal = (*mirrored(moved), Line(target, net))
    return Draft(
        kind=kind_of(journal, chart), task="", lines=journal,
        party=setting.original.party or "", narration=correction.remark,
        paper_no=setting.original.paper_no,
    )  # fmt: skip


def _wrong_head(lines: Sequence[Line], said: int | None, is_locked_year: bool, chart: Chart) -> int:
    """Find the wrong head: the one that was named, or the only one that it can be."""
    if said is not None and is_locked_year:
        said = _locked(said, chart)
    not_cash = dict.fromkeys(line.head for line in lines if not chart[line.head].is_cash)
    others = [head for head in not_cash if not chart[head].is_bank]
    choice = others or list(not_cash)
    if said is not None:
        choice = [head for head in not_cash if head == said]
    if len(choice) != 1:
        raise WrongHeadIsMissing
    return choice[0]


def _right_lines(lines: Sequence[Line], correction: Correction, chart: Chart) -> list[Line]:
    """Write the same lines with the right amounts; the one money line takes their sum."""
    amounts = correction.right_amounts_paise
    if not amounts and correction.right_amount_paise is not None:
        amounts = (correction.right_amount_paise,)
    if not amounts or sum(amounts) <= 0 or min(amounts) < 0:
        raise AmountIsZero(field="amount")
    others = [line for line in lines if not _is_money(line, chart)]
    money = [line for line in lines if _is_money(line, chart)]
    if len(lines) == 2 and len(amounts) == 1:
        right = [_with_amount(line, amounts[0]) for line in lines]
    elif len(money) == 1 and len(amounts) == len(others):
        sides = [_with_amount(line, paise) for line, paise in zip(others, amounts, strict=True)]
        right = [replace(money[0], paise=-sum(line.paise for line in sides)), *sides]
    else:
        raise AmountsAreSeveral
    if sorted(map(repr, right)) == sorted(map(repr, lines)):
        raise AmountIsTheSame
    return right


def _with_amount(line: Line, paise: int) -> Line:
    return replace(line, paise=paise if line.paise > 0 else -paise)


def _settled(
    setting: Setting, lines: Sequence[Line], right: Sequence[Line], correction: Correction
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of reversal and replacement, with their cash where it belongs."""
    back = mirrored(lines)
    adjust = _cash(right) + _cash(back)
    sign = 1 if adjust > 0 else -1
    found = [one for one in setting.differences if one.paise * sign < 0]
    reach = sum(abs(one.paise) for one in found)
    moves_now = _moving_now(setting, correction, abs(adjust), reach)
    rest = abs(adjust) - moves_now
    if not rest:
        return back, tuple(right)
    if rest > reach:
        raise CashIsUnexplained(
            on=show_on(setting.original.day_on), explained=rupees(reach), mistake=rupees(rest)
        )
    cleared = _spread(found, rest, sign)
    again = _cash(right)
    first = cleared[0]
    back_cash = [Line(heads.CASH_BOX, sign * moves_now), *cleared, replace(first, paise=-again)]
    again_cash = [replace(first, paise=again)]
    return merged([*_uncounted(back), *back_cash]), merged([*_uncounted(right), *again_cash])


def _uncounted(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.head not in COUNTED]


def _moving_now(setting: Setting, correction: Correction, mistake: int, reach: int) -> int:
    """Return how much of the mistake moves in cash today, in paise."""
    if setting.is_open_day and not correction.cash_moves_now:
        return max(0, mistake - reach)
    if not correction.cash_moves_now:
        return 0
    moves = correction.cash_now_paise
    if moves is None:
        return mistake
    if not 0 < moves <= mistake:
        raise MoreMovesThanIsWrong(most=rupees(mistake))
    return moves


def _spread(found: Sequence[Difference], rest: int, sign: int) -> list[Line]:
    """Clear ``rest`` on the differences, one after the other."""
    lines = []
    for one in found:
        part = min(rest, abs(one.paise))
        if part:
            lines.append(Line(one.head, sign * part, one.sub_id))
        rest -= part
    return lines


def _mode(original: Voucher, lines: Iterable[Line], chart: Chart) -> str:
    touched = [chart[line.head] for line in lines]
    if original.mode == "cash":
        return "cash" if any(head.is_cash for head in touched) else "none"
    return original.mode if any(head.is_bank for head in touched) else "none"


def _till(mode: str, lines: Iterable[Line]) -> int | None:
    return next((line.head for line in lines if mode == "cash" and line.head in COUNTED), None)


def _reversal(
    original: Voucher, lines: tuple[Line, ...], correction: Correction, chart: Chart
) -> Draft:
    mode = _mode(original, lines, chart)
    return Draft(
        kind=kind_of(lines, chart), task="", lines=lines, mode=mode, reference=original.reference,
        reference_on=original.reference_on, paper_no=original.paper_no,
        party=original.party or "", narration=correction.remark, till=_till(mode, lines),
        reverses_id=original.id,
    )  # fmt: skip


def _replacement(original: Voucher, lines: tuple[Line, ...], chart: Chart) -> Draft:
    mode = _mode(original, lines, chart)
    had_cash = any(chart[line.head].is_cash for line in original.lines)
    has_cash = any(chart[line.head].is_cash for line in lines)
    keeps_kind = had_cash == has_cash and original.kind != "adjustment"
    return Draft(
        kind=original.kind if keeps_kind else kind_of(lines, chart),
        task=original.task, lines=lines, mode=mode, reference=original.reference,
        reference_on=original.reference_on, paper_no=original.paper_no,
        party=original.party or "", narration=original.narration or "", till=_till(mode, lines),
    )  # fmt: skip
