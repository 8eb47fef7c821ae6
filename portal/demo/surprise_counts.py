"""The surprise count of the demo: the home block's officer found twenty rupees too little."""

from __future__ import annotations

from random import Random

from portal.actions.surprise_counts import Counted, count_by_surprise, remark
from portal.demo.cash_box import pieces_of
from portal.domain import heads
from portal.domain.people import Doer, Slip
from portal.storage import daybook
from portal.storage.people import Person

_MISSING_RUPEES = 20


def count_one_morning(
    source: Random, officer: Person, beside: Person, society_id: int, at: int
) -> None:
    """Count the box against the book of the moment, and say why it differs."""
    rupees = daybook.balance(society_id, heads.CASH_BOX) // 100 - _MISSING_RUPEES
    if rupees < 0:
        return
    doer = Doer(officer.id, officer.role, at)
    wish = Counted(heads.CASH_BOX, beside.id, pieces_of(source, rupees))
    done = count_by_surprise(doer, _slip(officer, society_id, "count"), society_id, wish)
    remark(
        doer, _slip(officer, society_id, "remark"), society_id, int(done.location.split("/")[-1]),
        "बीस रुपये छुट्टे के लिए दिए थे, पर्ची बाद में बनी",
    )  # fmt: skip


def _slip(officer: Person, society_id: int, what: str) -> Slip:
    return Slip(f"demo-surprise-{what}-{society_id}", b"demo", officer.id, society_id)
