"""Pensioners for the tests, put into the world of tests/world.py."""

from __future__ import annotations

from typing import Any

from portal.actions import life_certificates, pension_payments, pensioners
from portal.actions.exactly_once import Done
from portal.actions.life_certificates import Recorded
from portal.domain.life_certificates import Certificate, Outcome
from portal.domain.pensioners import PAYING, Particulars, Pensioner, Step
from portal.domain.people import Slip
from portal.domain.visits import Fee
from portal.storage import life_certificates as stored_certificates
from tests.world import TODAY, World

DUE = "2026-12-10"  # within thirty days of TODAY
OVERDUE = "2026-11-10"
LATER = "2027-05-01"
SCHEME = "MP_OLD"


def an_aadhaar() -> str:
    """Return twelve digits that are by their check digit an Aadhaar number."""
    return "999941057058"


def a_record(number: str = "PPO101", **given: Any) -> Particulars:
    """Make what is written of a pensioner."""
    plain: dict[str, Any] = {
        "name_hi": "सुशीला देवी", "guardian_hi": "रामलाल पटेल", "village_hi": "बमनाला",
        "mobile": "9876500001", "birth_on": "1955", "scheme_id": SCHEME, "benefit_no": number,
        "bank": "ग्रामीण बैंक", "account_last4": "4321", "monthly_paise": 600_00,
        "certificate_due_on": DUE,
    }  # fmt: skip
    return Particulars(**{**plain, **given})


def a_pensioner(world: World, number: str = "PPO101", **given: Any) -> Pensioner:
    """Put a pensioner into the register of KHR001 (or of ``code``)."""
    society = world.society(given.pop("code", "KHR001"))
    status = given.pop("status", PAYING)
    done = pensioners.add(
        world.doer(), world.slip(society_id=society.id), society.id, a_record(number, **given),
        society.state_code, status,
    )  # fmt: skip
    return pensioner(world, int(done.location.split("/")[2].split("?")[0]), society.id)


def pensioner(world: World, pensioner_id: int, society_id: int | None = None) -> Pensioner:
    """Return a pensioner as it stands."""
    return pensioners.pensioner(society_id or world.society_id, pensioner_id)


def certifies(
    world: World, one: Pensioner, result: str = "accepted", slip: Slip | None = None,
    fee: Fee | None = None, **outcome: str,
) -> Done:  # fmt: skip
    """Record a life certificate, made today unless said."""
    found = Outcome(**{"result": result, "made_on": TODAY, **outcome})
    return life_certificates.record(
        world.doer(), slip or world.slip(), one.society_id, one.id, Recorded(found, fee)
    )


def last_certificate(one: Pensioner) -> Certificate:
    """Return a pensioner's newest certificate."""
    return stored_certificates.of_pensioner(one.society_id, one.id)[0]


def pays(
    world: World, one: Pensioner, month: str = "2026-11", rupees: int = 600,
    slip: Slip | None = None,
) -> Done:  # fmt: skip
    """Hand out a month's pension."""
    return pension_payments.pay(
        world.doer(), slip or world.slip(), one.society_id, one.id, month, rupees * 100
    )


def money_arrives(world: World, rupees: int = 5_000) -> int:
    """Let money for pensions arrive in the bank."""
    return world.enters(
        "pension_fund_in", rupees, "manager", mode="transfer", reference="PFMS1",
        reference_on=TODAY,
    )  # fmt: skip


def steps(world: World, one: Pensioner, to_status: str, reason: str = "", **said: str) -> Done:
    """Move a pension along its chain."""
    now = pensioner(world, one.id)
    return pensioners.take_step(
        world.doer(), world.slip(), now.society_id, now.id, now.version,
        Step(to_status, reason, **said),
    )  # fmt: skip
