"""Pensioners' pages under attack: other societies, other forms, Aadhaar in every field."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import engine
from tests.browser_client import Browser
from tests.pensioners_world import a_pensioner, an_aadhaar, certifies, money_arrives, pays
from tests.views.test_pensioners import adds
from tests.world import World

#: Each field of the form that takes words, with what an Aadhaar number is refused at.
WORDS = (
    "name_hi", "guardian_hi", "village_hi", "mobile", "birth_on", "authority", "benefit_no",
    "bank", "account_last4", "monthly", "certificate_due_on",
)  # fmt: skip


@pytest.mark.parametrize("field", WORDS)
def test_an_aadhaar_number_is_refused_at_every_field(
    operator: Browser, world: World, field: str
) -> None:
    """P12."""
    for typed in (an_aadhaar(), "9999 4105 7058", "९९९९४१०५७०५८"):
        page = adds(operator, status=422, **{field: typed})
        assert field in page.errors, (field, page.text)
        assert "99994105" not in page.html
        assert "९९९९४१०५" not in page.html
    assert engine.value("SELECT count(*) FROM pensioner") == 0


PAGES = (
    "/pensioners/1", "/pensioners/1/edit", "/pensioners/1/status", "/pensioners/1/certificate",
    "/pensioners/1/certificates/1/print", "/pensioners/1/certificates/1/settle",
    "/pensioners/1/pay", "/pensioners/1/payments/2026-11", "/pensioners/1/complain",
    "/pensioners/complaints/1",
)  # fmt: skip


def test_another_societys_pages_are_unknown(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    """P9."""
    one = a_pensioner(open_world)
    certifies(open_world, one, "waiting")
    money_arrives(open_world)
    pays(open_world, one)
    stranger = browser("operator2")
    for path in PAGES:
        page = stranger.get(path, status=404)
        assert "सुशीला" not in page.html
    for path in ("/pensioners", "/pensioners/calls/print", "/pensioners/payments"):
        assert "सुशीला" not in stranger.get(path).html
        assert stranger.get(f"{path}?society=KHR001", status=404).refusal == "SocietyIsUnknown"


def test_an_officer_reads_and_changes_nothing(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    one = a_pensioner(open_world)
    officer = browser("officer")
    assert "सुशीला" in officer.get("/pensioners?society=KHR001").text
    page = officer.get(f"/pensioners/{one.id}?society=KHR001")
    assert not [link for link in page.links if "/edit" in link or "/pay" in link]
    for path in ("edit", "status", "certificate", "pay", "complain"):
        officer.get(f"/pensioners/{one.id}/{path}?society=KHR001", status=403)
        officer.post(f"/pensioners/{one.id}/{path}?society=KHR001", {}, status=403)


def test_a_form_of_another_page_is_refused(operator: Browser, world: World) -> None:
    one, other = a_pensioner(world), a_pensioner(world, "PPO102")
    form = operator.get(f"/pensioners/{one.id}/certificate").form()
    path = f"/pensioners/{other.id}/certificate"
    assert operator.post(path, form.fields, status=400).refusal == "FormIsForeign"
    assert engine.value("SELECT count(*) FROM life_certificate") == 0


@pytest.mark.parametrize("field", ["pramaan_id", "made_on", "next_due_on", "reason", "own"])
def test_a_certificate_takes_no_aadhaar_number(operator: Browser, world: World, field: str) -> None:
    """P12."""
    one = a_pensioner(world)
    form = operator.get(f"/pensioners/{one.id}/certificate").form()
    page = operator.send(form, "", 422, **{"result": "accepted", field: an_aadhaar()})
    assert field in page.errors
    assert an_aadhaar() not in page.html


@pytest.mark.parametrize("field", ["said", "department_no", "remind_on"])
def test_a_complaint_takes_no_aadhaar_number(operator: Browser, world: World, field: str) -> None:
    """P12."""
    one = a_pensioner(world)
    path = f"/pensioners/{one.id}/complain"
    given = {"said": "पैसा नहीं आया", "asked_whom": "bank", field: an_aadhaar()}
    page = operator.send(operator.get(path).form(path), "", 422, **given)
    assert field in page.errors
    assert an_aadhaar() not in page.html


@pytest.mark.parametrize("field", ["died_on", "since_on", "note"])
def test_a_step_takes_no_aadhaar_number(operator: Browser, world: World, field: str) -> None:
    """P12."""
    one = a_pensioner(world)
    path = f"/pensioners/{one.id}/status"
    form = operator.get(f"{path}?to=ended").form(path)
    page = operator.send(form, "", 422, **{"reason": "moved", field: an_aadhaar()})
    assert field in page.errors
    assert an_aadhaar() not in page.html


@pytest.mark.parametrize("field", ["amount", "month"])
def test_a_payment_takes_no_aadhaar_number(operator: Browser, world: World, field: str) -> None:
    """P12."""
    one = a_pensioner(world)
    money_arrives(world)
    form = operator.get(f"/pensioners/{one.id}/pay").form()
    page = operator.send(form, "", 422, **{field: an_aadhaar()})
    assert field in page.errors
    assert an_aadhaar() not in page.html
