"""Life certificates: once for each date, never for the dead, never with what was measured."""

from __future__ import annotations

import pytest

from portal.actions import life_certificates, pensioners
from portal.actions.life_certificates import Recorded
from portal.domain.life_certificates import (
    CertificateIsEarly,
    CertificateIsSettled,
    CertificateIsThere,
    CertificateIsUnknown,
    CertificateWaits,
    MadeTooLongAgo,
    NextDueIsWrong,
    Outcome,
    PensionerIsDead,
    PramaanIdIsTaken,
    PramaanIdIsWrong,
    RejectionHasNoReason,
    ResultIsMissing,
    a_year_after,
    read_pramaan_id,
)
from portal.domain.money import CashHasPaise
from portal.domain.pensioners import PensionerIsUnknown, PensionHasEnded
from portal.domain.refusals import Refusal
from portal.domain.register import DateIsLater
from portal.domain.text import AadhaarIsNotStored
from portal.domain.visits import Fee
from portal.storage import engine, visits
from tests.pensioners_world import (
    DUE,
    a_pensioner,
    an_aadhaar,
    certifies,
    last_certificate,
    pensioner,
    steps,
)
from tests.world import TODAY, World


def count() -> int:
    return int(engine.value("SELECT count(*) FROM life_certificate"))


def settles(world: World, result: str, certificate_id: int = 1, **said: str) -> None:
    life_certificates.settle(
        world.doer(), world.slip(), world.society_id, certificate_id, Outcome(result, "", **said)
    )


def test_an_accepted_certificate_moves_the_due_date_a_year_on(world: World) -> None:
    one = a_pensioner(world)
    certifies(world, one, pramaan_id="pr-1234567")
    now, made = pensioner(world, one.id), last_certificate(one)
    assert now.certificate_due_on == "2027-11-24"
    assert (made.due_on, made.pramaan_id, made.next_due_on) == (DUE, "PR1234567", "2027-11-24")
    assert a_year_after("2024-02-29") == "2025-02-28"


def test_the_date_that_the_authority_says_is_taken(world: World) -> None:
    one = a_pensioner(world)
    certifies(world, one, next_due_on="2027-11-30")
    assert pensioner(world, one.id).certificate_due_on == "2027-11-30"


def test_a_form_sent_twice_makes_one_certificate_and_one_fee(world: World) -> None:
    """P1."""
    one, slip = a_pensioner(world), world.slip()
    fee = Fee("जीवन प्रमाण पत्र", 10_00, service_id="pension-039")
    first = certifies(world, one, slip=slip, fee=fee)
    again = certifies(world, one, slip=slip, fee=fee)
    assert again.is_repeat
    assert again.location == first.location
    assert count() == 1
    made = last_certificate(one)
    assert made.visit_id is not None
    assert [one.total_paise for one in visits.fees(world.society_id, made.visit_id)] == [10_00]


def test_a_fee_of_no_service_is_taken_too(world: World) -> None:
    one = a_pensioner(world)
    certifies(world, one, fee=Fee("जीवन प्रमाण पत्र", 5_00))
    assert last_certificate(one).visit_id == 1


def test_a_wrong_fee_leaves_no_certificate(world: World) -> None:
    one = a_pensioner(world)
    with pytest.raises(CashHasPaise):
        certifies(world, one, fee=Fee("जीवन प्रमाण", 10_50))
    assert count() == 0


def test_there_is_no_second_certificate_in_a_period(world: World) -> None:
    one = a_pensioner(world)
    certifies(world, one)
    with pytest.raises(CertificateIsEarly):
        certifies(world, one)
    world.clock.move(days=274)  # 25-08-2027: a day too early
    with pytest.raises(CertificateIsEarly):
        certifies(world, one, made_on="2027-08-25")
    world.clock.move(days=1)
    certifies(world, one, made_on="2027-08-26")
    assert count() == 2


def test_a_waiting_certificate_stands_in_the_way_and_a_rejected_one_does_not(
    world: World,
) -> None:
    one = a_pensioner(world)
    certifies(world, one, "rejected", reason="उँगली का निशान नहीं मिला")
    assert pensioner(world, one.id).certificate_due_on == DUE
    certifies(world, one, "waiting")
    with pytest.raises(CertificateWaits):
        certifies(world, one)
    settles(world, "rejected", 2, reason="आधार नहीं मिला")
    certifies(world, one)
    assert pensioner(world, one.id).certificate_due_on == "2027-11-24"


def test_a_due_date_set_back_opens_no_second_one_for_the_same_date(world: World) -> None:
    one = a_pensioner(world)
    certifies(world, one)
    now = pensioner(world, one.id)
    record = {name: getattr(one, name) for name in pensioners.PARTICULARS}
    pensioners.edit(
        world.doer(), world.slip(), one.society_id, one.id, now.version,
        pensioners.Particulars(**record), "MP",
    )  # fmt: skip
    with pytest.raises(CertificateIsThere):
        certifies(world, one)


def test_what_waited_is_settled_once(world: World) -> None:
    one = a_pensioner(world)
    certifies(world, one, "waiting", pramaan_id="PR1234567")
    assert pensioner(world, one.id).certificate_due_on == DUE
    with pytest.raises(ResultIsMissing):
        settles(world, "waiting")
    with pytest.raises(RejectionHasNoReason):
        settles(world, "rejected")
    world.clock.move(days=3)
    settles(world, "accepted")
    made = last_certificate(one)
    assert (made.result, made.made_on, made.pramaan_id) == ("accepted", TODAY, "PR1234567")
    assert pensioner(world, one.id).certificate_due_on == "2027-11-24"
    with pytest.raises(CertificateIsSettled):
        settles(world, "rejected", reason="फिर")
    with pytest.raises(CertificateIsUnknown):
        settles(world, "accepted", 9)


def test_the_dead_prove_nothing(world: World) -> None:
    one = a_pensioner(world)
    certifies(world, one, "waiting", made_on="2026-11-21")
    steps(world, one, "ended", "death", died_on="2026-11-20")
    with pytest.raises(PensionerIsDead):
        certifies(world, one, made_on="2026-11-20")
    with pytest.raises(PensionerIsDead):
        certifies(world, one)
    with pytest.raises(PensionHasEnded):
        certifies(world, one, made_on="2026-11-19")
    with pytest.raises(PensionerIsDead):
        settles(world, "accepted")
    assert pensioners.file_of(world.society_id, one.id).after_death
    settles(world, "rejected", reason="मृत्यु")
    assert not pensioners.file_of(world.society_id, one.id).after_death


def test_a_pramaan_id_belongs_to_one_certificate(world: World) -> None:
    one, other = a_pensioner(world), a_pensioner(world, "PPO102", name_hi="कमला बाई")
    certifies(world, one, pramaan_id="PR1234567")
    with pytest.raises(PramaanIdIsTaken):
        certifies(world, other, pramaan_id="pr 123 4567")
    certifies(world, other, "waiting")
    with pytest.raises(PramaanIdIsTaken):
        settles(world, "accepted", 2, pramaan_id="PR1234567")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"result": "maybe"}, ResultIsMissing),
        ({"made_on": "2026-11-25"}, DateIsLater),
        ({"made_on": "2025-11-01"}, MadeTooLongAgo),
        ({"next_due_on": TODAY}, NextDueIsWrong),
        ({"next_due_on": "2036-01-01"}, NextDueIsWrong),
        ({"result": "rejected"}, RejectionHasNoReason),
        ({"reason": an_aadhaar()}, AadhaarIsNotStored),
        ({"pramaan_id": an_aadhaar()}, AadhaarIsNotStored),
        ({"pramaan_id": "<b>"}, PramaanIdIsWrong),
    ],
)
def test_what_cannot_be_is_refused(
    world: World, given: dict[str, str], refusal: type[Refusal]
) -> None:
    one = a_pensioner(world)
    with pytest.raises(refusal):
        certifies(world, one, **given)
    assert count() == 0
    assert pensioner(world, one.id) == one


def test_the_shape_of_a_pramaan_id() -> None:
    assert read_pramaan_id(" ") == ""
    assert read_pramaan_id("ab १२३४५६") == "AB123456"
    for wrong in ("ABCDEF", "12345", "1234567890123456", "प्रमाण12"):
        with pytest.raises(PramaanIdIsWrong):
            read_pramaan_id(wrong)


def test_another_society_records_nothing_here(world: World) -> None:
    """P9."""
    one = a_pensioner(world)
    with pytest.raises(PensionerIsUnknown):
        life_certificates.record(
            world.doer("operator2"), world.slip("operator2"), world.society("KHR002").id, one.id,
            Recorded(Outcome("accepted", TODAY)),
        )  # fmt: skip
    certifies(world, one)
    with pytest.raises(CertificateIsUnknown):
        life_certificates.certificate(world.society("KHR002").id, 1)
