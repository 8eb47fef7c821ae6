"""Who may do what, as golden files and in earnest: each address with each role."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.actions.people import add_person
from portal.domain.people import Policy
from portal.settings import ROOT
from portal.storage import places
from portal.web.access import PUBLIC, deed_of
from tests import world as worlds
from tests.browser_client import Browser

HERE = Path(__file__).parent
PLACES = {
    "nation": "IN", "division": "MP-IND", "district": "KHR", "bank": "DCCB-KHR",
    "branch": "DCCB-KHR-02",
}  # fmt: skip
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# A value for each part of an address; a new kind of part needs one here.
SAMPLES = {
    "request_id": "1",
    "batch_id": "1",
    "voucher_id": "2",
    "service_id": "cert-019",
    "scheme_id": "UP_WIDOW",
    "change_id": "1",
    "proposal_id": "1",
    "person_id": "1",
    "code": "csc_service_fee",
    "token": "x" * 28,
    "on": worlds.YESTERDAY,
    "day_on": worlds.YESTERDAY,
    "head": "2101",
    "name": "none.js",
    "book": "cashbook",
    "member_no": "101",
    "applicant_id": "1",
    "customer_id": "1",
    "kind": "photo",
    "account_no": "S1",
    "account_id": "1",
    "job_id": "1",
    "payment_id": "1",
    "ending": "csv",
    "complaint_id": "1",
    "paid_on": worlds.YESTERDAY,
    "order_id": "1",
    "biller_id": "UTTA00000UTT7M",
    "visit_id": "1",
    "record_id": "1",
    "statement_id": "1",
    "line_id": "1",
    "application_id": "1",
    "to_state": "submitted",
    "pensioner_id": "1",
    "certificate_id": "1",
    "month": worlds.YESTERDAY[:7],
    "consent_id": "1",
    "no": "1",
    "come_back_id": "1",
    "paper_id": "1",
    "remittance_id": "1",
    "fee_no": "1",
    "closure_id": "1",
    "charge_id": "1",
    "count_id": "1",
}
SAMPLES_AT = {"officer.day": {"code": "KHR001"}, "officer.decide": {"code": "KHR001"}}
SAMPLES_AT["imports.template"] = {"kind": "members"}
SAMPLES_AT["services.category"] = {"code": "bill"}


def endpoints(app: Flask) -> Iterator[tuple[str, str, str, str]]:
    """Yield (method, rule, endpoint, deed) of every address, sorted."""
    found = [
        (rule.rule, method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in METHODS
        if method in (rule.methods or ())
    ]
    for rule, method, endpoint in sorted(found):
        yield method, rule, endpoint, deed_of(app.view_functions[endpoint]) or "NOBODY"


def roles() -> dict[str, str]:
    """Return each role and its level of place."""
    with (ROOT / "config" / "roles.csv").open(encoding="utf-8") as file:
        return {row["role"]: row["level"] for row in csv.DictReader(file)}


def golden(name: str, lines: list[str]) -> None:
    """Compare lines with a golden file; ROKAD_WRITE_GOLDEN=1 writes it anew."""
    path = HERE / name
    text = "\n".join(lines) + "\n"
    if os.environ.get("ROKAD_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, (
        f"{name} differs: look at the change, then ROKAD_WRITE_GOLDEN=1"
    )


def test_every_address_names_a_deed_or_is_public(app: Flask) -> None:
    """P9: closed by default."""
    policy = app.extensions["rokad"].policy
    known = {deed for _role, deed in policy.allowed} | {PUBLIC}
    nameless = [row for row in endpoints(app) if row[3] not in known]
    assert nameless == []


def test_the_addresses_are_the_golden_ones(app: Flask) -> None:
    golden("routes.txt", [f"{method:5} {rule}  {endpoint}" for method, rule, endpoint, _
                          in endpoints(app)])  # fmt: skip


def delegated(policy: Policy, deed: str) -> str:
    """Say which roles do a deed only on another's behalf, and which never do it meanwhile (D10)."""
    behalf = [role for role in roles() if (role, deed) in policy.on_behalf]
    own = [role for role in roles() if (role, deed) in policy.own_name]
    found = [("only on behalf of them", behalf), ("never while on behalf", own)]
    return "".join(f" | {word}: {' '.join(names)}" for word, names in found if names)


def test_access_is_the_golden_one(app: Flask) -> None:
    policy = app.extensions["rokad"].policy
    lines = []
    for method, _rule, endpoint, deed in sorted(endpoints(app), key=lambda row: (row[2], row[0])):
        may = [role for role in roles() if deed == PUBLIC or policy.may(role, deed)]
        who = "everyone" if len(may) == len(roles()) else " ".join(may)
        who = "the world" if deed == PUBLIC else who
        lines.append(f"{method:5} {endpoint}: {deed}: {who}{delegated(policy, deed)}")
    golden("access.txt", lines)


def test_what_the_outside_relies_on_is_there(app: Flask) -> None:
    """The addresses that DESIGN calls stable, as far as their features are built."""
    rules = {(method, rule) for method, rule, _endpoint, _deed in endpoints(app)}
    named = {
        ("GET", "/login"), ("POST", "/login"), ("GET", "/"), ("GET", "/day"), ("GET", "/day/open"),
        ("POST", "/day/open"), ("GET", "/day/count"), ("POST", "/day/count"), ("GET", "/day/close"),
        ("POST", "/day/close"), ("GET", "/vouchers/new"), ("GET", "/vouchers/new/<code>"),
        ("POST", "/vouchers/new/<code>"), ("GET", "/entries/<token>"), ("GET", "/seals"),
        ("GET", "/officer"), ("GET", "/health"),
    }  # fmt: skip
    assert named <= rules


def someone_of(role: str) -> str:
    """Return the user name of a person of this role, made where the world has none."""
    for username, known, *_ in worlds.PEOPLE:
        if known == role and username not in ("operator2", "operator9"):
            return username
    level = roles()[role]
    society = places.society("KHR001")
    place = places.place(PLACES[level]) if level != "society" else None
    assert society is not None
    username = role.replace("_", "-")
    add_person(
        worlds.guards(), worlds.MORNING, username, worlds.PASSWORD, role, "नमूना व्यक्ति",
        "Sample Person", society_id=society.id if level == "society" else None,
        place_id=place.id if place else None,
    )  # fmt: skip
    return username


def sample(rule: str, endpoint: str) -> str:
    """Fill in an address with values that exist."""
    chosen = SAMPLES | SAMPLES_AT.get(endpoint, {})

    def value(found: re.Match[str]) -> str:
        assert found[1] in chosen, f"give {found[1]} of {rule} a sample value"
        return chosen[found[1]]

    return re.sub(r"<(?:[^:>]+:)?(\w+)>", value, rule)


@pytest.mark.parametrize("role", list(roles()))
def test_each_role_reaches_what_it_may_and_nothing_else(
    role: str, app: Flask, lived_in: worlds.World, browser: Callable[..., Browser]
) -> None:
    """P9: every GET address; a POST without token never gets past its role either."""
    policy = app.extensions["rokad"].policy
    who = browser(someone_of(role))
    query = "" if roles()[role] == "society" else "?society=KHR001"
    answers = {}
    for method, rule, endpoint, deed in endpoints(app):
        if method not in ("GET", "POST") or endpoint in ("asset", "session.sign_out"):
            continue
        page = who.open(method, sample(rule, endpoint) + query, {} if method == "POST" else None)
        is_allowed = deed == PUBLIC or policy.may(role, deed)
        if page.refusal == "DeedIsNotAllowed" if is_allowed else page.status != 403:
            answers[f"{method} {rule}"] = page
        assert page.status < 500, page
    assert answers == {}


def test_a_person_who_is_not_signed_in_reaches_only_public_pages(
    app: Flask, lived_in: worlds.World, browser: Callable[..., Browser]
) -> None:
    who = browser()
    for method, rule, endpoint, deed in endpoints(app):
        if deed == PUBLIC:
            continue
        path = sample(rule, endpoint)
        page = who.open(method, path, {"amount": "5"} if method == "POST" else None)
        is_let_go = getattr(app.view_functions[endpoint], "is_kept_nowhere", False)  # P12
        if method == "GET" or is_let_go:
            assert page.status == 303, page
            assert page.location.startswith("/login?next=/"), page
        else:
            assert page.status == 401, page
