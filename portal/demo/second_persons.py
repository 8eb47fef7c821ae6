"""The second persons of the demo: limits in two societies, and an entry that its officer decides.

In the society whose cash stood above its limit the manager entered a repair above the limit today;
nobody else there can agree, so the officer of the block does. KHR001 has a limit for such work too:
of two repairs paid through the bank its chairman agreed to one and refused the other.
"""

from __future__ import annotations

from portal.actions import proposals as deeds
from portal.actions.approval_rules import set_rule
from portal.demo.counter import Asked, transfer_reference
from portal.demo.desk import Desk
from portal.demo.dice import dice
from portal.demo.stories import HOME_BLOCK, Plan
from portal.domain.people import Doer
from portal.domain.tasks import Filled
from portal.storage import proposals
from portal.storage.people import Person

_TASK = "repairs_paid"
_ABOVE_PAISE = 25_000_00
_REPAIR_PAISE = 28_500_00
#: Paise, whom, what for, and why the chairman refused it.
_REPAIRS = (
    (26_500_00, "विश्वकर्मा बिल्डर्स", "कार्यालय की छत की मरम्मत", ""),
    (41_000_00, "नर्मदा ट्रेडर्स", "गोदाम का नया शटर", "दो दुकानों से भाव लेकर बैठक में रखें"),
)
_REASON = "संचालक मंडल की बैठक का निर्णय: बड़ी मरम्मत दूसरे व्यक्ति की मंज़ूरी से"


def ask_second_persons(plan: Plan, desk: Desk, officer: Person, now: int) -> None:
    """Set the limit, and in the other society enter what waits; nothing elsewhere."""
    if not plan.is_home and not (plan.block_code == HOME_BLOCK and plan.story.above):
        return
    setter = Doer(officer.id, officer.role, now)
    set_rule(setter, desk.slip(officer), desk.society.id, _TASK, _ABOVE_PAISE, 1, _REASON)
    if plan.is_home:
        _decide_two(desk, now)
        return
    filled = Filled((_REPAIR_PAISE,), party="विश्वकर्मा बिल्डर्स", narration="गोदाम की छत की मरम्मत")
    desk.enter(desk.people["manager"], now, desk.draft(Asked(_TASK, filled)))


def _decide_two(desk: Desk, now: int) -> None:
    """Let the manager enter two repairs and the chairman decide; nothing waits afterwards."""
    manager, chairman = desk.people["manager"], desk.people["chairman"]
    society_id, on = desk.society.id, desk.counter.on
    chance = dice(0, desk.society.code, "repairs")
    for paise, party, what, refused in _REPAIRS:
        filled = Filled(
            (paise,), mode="transfer", reference=transfer_reference(chance, on), reference_on=on,
            party=party, narration=what,
        )  # fmt: skip
        desk.enter(manager, now, desk.draft(Asked(_TASK, filled)))
        (waits,) = proposals.waiting([society_id])
        doer, slip = desk.doer(chairman, now), desk.slip(chairman)
        if refused:
            deeds.refuse(doer, slip, society_id, waits.id, refused)
        else:
            deeds.approve(doer, slip, society_id, waits.id)
