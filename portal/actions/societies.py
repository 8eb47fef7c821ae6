"""Bringing a society onto the portal."""

from __future__ import annotations

from portal.domain.chain import START
from portal.domain.practice import PREFIX, CodeIsForPractice
from portal.domain.refusals import N_, Refusal
from portal.storage import daybook, places
from portal.storage.engine import write_transaction
from portal.storage.places import Place, Society


class PlaceIsUnknown(Refusal):
    """There is no such place."""

    message = N_("There is no place %(code)s.")
    status = 422


def add_society(
    code: str, name_hi: str, name_en: str, block_code: str, *, branch_code: str | None = None,
    weekly_off: int | None = 6, cash_limit_paise: int | None = None, is_sample: bool = False,
) -> Society:  # fmt: skip
    """Store a society of a block (and a bank branch) with an empty book; raise PlaceIsUnknown.

    Its district, division and state follow from the block, its bank from the branch.
    ``weekly_off`` counts Monday as 0. Raises CodeIsForPractice for a code that practice has.
    """
    if code.startswith(PREFIX):
        raise CodeIsForPractice

    def work() -> Society:
        above = _above(_place(block_code))
        branch = _place(branch_code) if branch_code else None
        society = Society.create(
            code=code, name_hi=name_hi, name_en=name_en, block=above["block"],
            district=above["district"], division=above.get("division"), state=above["state"],
            branch=branch, bank=branch.parent if branch else None,
            state_code=above["state"].code, weekly_off=weekly_off,
            cash_limit_paise=cash_limit_paise, is_sample=int(is_sample),
        )  # fmt: skip
        daybook.start_book(society.id, START)
        return society

    return write_transaction(work)


def _place(code: str) -> Place:
    found = places.place(code)
    if found is None:
        raise PlaceIsUnknown(code=code)
    return found


def _above(place: Place | None) -> dict[str, Place]:
    found: dict[str, Place] = {}
    while place is not None:
        found[place.level] = place
        place = place.parent
    return found
