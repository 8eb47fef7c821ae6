"""A count nobody expected (औचक गिनती): who may stand by, and what it found."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.refusals import N_, Refusal

CASHIERS = ("operator", "manager", "accountant")  # one of them stands by and sees the count
REMARK = "surprise_remark"


class SurpriseCountIsUnknown(Refusal):
    """There is no such surprise count in this society."""

    message = N_("There is no such count.")
    status = 404


class NobodyStoodBy(Refusal):
    """Somebody of the society who works with the cash sees the count; never the counter alone."""

    message = N_("Choose who of the society stands beside you; it can't be yourself.")
    status = 422
    field = "stood_by"


class TillIsNotHere(Refusal):
    """Only a box of the society is counted."""

    message = N_("Choose which cash you counted.")
    status = 422
    field = "till"


class RemarkIsOfTheCounter(Refusal):
    """Who counted writes the remark, once."""

    message = N_("Only the person who counted writes the remark.")
    status = 403


class RemarkIsThere(Refusal):
    """A remark stays as it was written."""

    message = N_("The remark on this count is already written.")


@dataclass(frozen=True, slots=True)
class SurpriseCount:
    """A surprise count as it was saved; money in paise, the book as of ``counted_at``."""

    society_id: int
    id: int
    day_on: str
    till: int
    take: int
    book_paise: int
    counted_paise: int
    said: str
    counted_at: int
    counted_by: int
    stood_by: int
    act_id: int

    @property
    def difference_paise(self) -> int:
        """Counted − book: > 0 is too much, < 0 is short."""
        return self.counted_paise - self.book_paise
