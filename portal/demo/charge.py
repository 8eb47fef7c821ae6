"""The charge list of the demo: before leave the operator hands over to the manager."""

from __future__ import annotations

from portal.actions import charge as deeds
from portal.actions.surprise_counts import tills_of
from portal.demo.desk import Desk
from portal.domain.charge import BOOK, DEVICE, PAPER, STAMP, Thing, Typed
from portal.domain.denominations import DENOMINATIONS
from portal.storage import charge as stored
from portal.storage import daybook

_THINGS = (
    Thing(STAMP, "समिति की गोल मुहर", "1"), Thing(STAMP, "प्रबंधक की मुहर", "1"),
    Thing(BOOK, "रसीद बुक", "401", "500"), Thing(BOOK, "सदस्य पंजी (पुरानी)", "1", "3"),
    Thing(DEVICE, "कंप्यूटर", "DL-5521"), Thing(DEVICE, "अंगूठा मशीन", "MFS-20871"),
    Thing(PAPER, "गोदाम का किराया अनुबंध", "1"),
)  # fmt: skip
_REMARKS = "ऑपरेटर 10 दिन की छुट्टी पर; गोदाम का ताला बदला गया"


def _pieces(paise: int) -> dict[str, int | None]:
    """Lay an amount out in the largest notes and coins."""
    left = paise // 100
    found: dict[str, int | None] = {}
    for one in sorted(DENOMINATIONS, key=lambda each: -each.rupees):
        found[one.field], left = divmod(left, one.rupees)
    return found


def hand_over_once(desk: Desk, at: int) -> None:
    """Let the operator hand over to the manager: counted, signed, and taken with one remark."""
    giver, taker = desk.people["operator"], desk.people["manager"]
    here = desk.society.id
    doer, next_one = desk.doer(giver, at), desk.doer(taker, at)
    deeds.begin(doer, desk.slip(giver), here, taker.id)
    found = stored.latest(here, 1)[0]
    tills = tills_of(here)
    shown = dict(deeds.banks_of(here, tills))
    typed = Typed(shown, (2, 1, 2), _THINGS, "7A21", "", _REMARKS)
    deeds.write(doer, desk.slip(giver), here, found.id, found.version, typed)
    for head in tills:
        pieces = _pieces(daybook.balance(here, head))
        deeds.count(doer, desk.slip(giver), here, found.id, head, pieces)
    written = deeds.charge_of(here, found.id)
    deeds.give(doer, desk.slip(giver), here, found.id, written.version)
    given = deeds.charge_of(here, found.id)
    answers: dict[str, str | None] = dict.fromkeys((one.code for one in given.body.items()), "")
    answers["thing_3"] = "पन्ना 433 फटा है"
    deeds.take(next_one, desk.slip(taker), here, found.id, given.version, answers)
