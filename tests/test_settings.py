"""The settings refuse at the start what would fail, or cost money, later."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from portal import create_app
from portal.gateways.bharat_connect import BharatConnect
from portal.sandboxes.bharat_connect.access import Partner
from portal.settings import (
    ROOT,
    AadhaarSettings,
    BharatConnectSettings,
    CscSettings,
    SettingsAreWrong,
    SmsSettings,
    read_settings,
)
from tests.sandboxes.running import PARTNER

LIVE = {
    "ROKAD_CONFIG": "production",
    "ROKAD_SECRET_KEY": "x" * 40,
    "ROKAD_BHARAT_CONNECT_ADDRESS": "https://unit.example",
    "ROKAD_BHARAT_CONNECT_SECRET": "s",
    "ROKAD_BHARAT_CONNECT_PARTNER_ID": "1",
    "ROKAD_BHARAT_CONNECT_CLIENT_ID": "c",
    "ROKAD_BHARAT_CONNECT_AGENT_ID": "AX01AX26AGT000000001",
    "ROKAD_BHARAT_CONNECT_TERMINAL_ID": "T1",
    "ROKAD_BHARAT_CONNECT_MOBILE": "9000000001",
    "ROKAD_BHARAT_CONNECT_GEOCODE": "29.2,79.5",
    "ROKAD_BHARAT_CONNECT_POSTAL_CODE": "263139",
}


def unit(environ: dict[str, str]) -> BharatConnectSettings:
    return read_settings(environ).bharat_connect


def test_a_live_unit_is_a_matter_of_the_environment_alone() -> None:
    found = unit(LIVE)
    assert (found.address, found.secret, found.agent_id) == (
        "https://unit.example", "s", "AX01AX26AGT000000001",
    )  # fmt: skip
    assert (found.connect_ms, found.read_ms) == (5_000, 20_000)
    assert found.sandbox_port is None


def test_without_an_address_no_bills_are_paid() -> None:
    found = unit({"ROKAD_CONFIG": "test"})
    assert not found.is_on
    assert found.sandbox_port is None
    assert unit({"ROKAD_CONFIG": "production", "ROKAD_SECRET_KEY": "x" * 40}).address == ""


def test_the_demo_pays_through_the_sandbox_beside_it() -> None:
    found = unit({"ROKAD_CONFIG": "demo"})
    assert found.sandbox_port == 8010
    moved = {"ROKAD_CONFIG": "demo", "ROKAD_BHARAT_CONNECT_ADDRESS": "http://127.0.0.1:8011"}
    assert unit(moved).sandbox_port == 8011


@pytest.mark.parametrize(
    "address",
    ["http://unit.example", "ftp://unit.example", "unit.example", "https://", "http://127.0.0.1",
     "http://localhost:8010"],
)  # fmt: skip
def test_money_goes_over_tls_only(address: str) -> None:
    for config in ("demo", "production"):
        with pytest.raises(SettingsAreWrong, match="https://"):
            unit(LIVE | {"ROKAD_CONFIG": config, "ROKAD_BHARAT_CONNECT_ADDRESS": address})


def test_real_books_are_never_paid_through_the_sandbox() -> None:
    with pytest.raises(SettingsAreWrong, match="never with production"):
        unit(LIVE | {"ROKAD_BHARAT_CONNECT_ADDRESS": "http://127.0.0.1:8010"})


@pytest.mark.parametrize("name", sorted(set(LIVE) - {"ROKAD_CONFIG", "ROKAD_SECRET_KEY"}))
def test_a_unit_is_known_wholly_or_not_at_all(name: str) -> None:
    if name.endswith("_ADDRESS"):
        assert not unit({key: value for key, value in LIVE.items() if key != name}).is_on
        return
    with pytest.raises(SettingsAreWrong, match=name.removeprefix("ROKAD_BHARAT_CONNECT_").lower()):
        unit({key: value for key, value in LIVE.items() if key != name})


def test_the_portal_has_a_line_to_the_unit_of_its_settings(
    database_url: str, tmp_path: object
) -> None:
    for config, has_line in (("demo", True), ("test", False)):
        settings = read_settings(
            {
                "ROKAD_CONFIG": config,
                "ROKAD_DATABASE_URL": database_url,
                "ROKAD_DATA_DIR": f"{tmp_path}/data",
                "ROKAD_KEY_DIR": f"{tmp_path}/keys",
            }
        )
        house = create_app(settings).extensions["rokad"]
        assert isinstance(house.bill_payments, BharatConnect) == has_line


def test_a_test_needs_only_the_address_of_its_sandbox() -> None:
    address = "http://127.0.0.1:8399"
    found = unit({"ROKAD_CONFIG": "test", "ROKAD_BHARAT_CONNECT_ADDRESS": address})
    partner = Partner(found.partner_id, found.client_id, found.secret)
    assert (found.sandbox_port, partner) == (8399, PARTNER)


CSC = {
    "ROKAD_CONFIG": "production",
    "ROKAD_SECRET_KEY": "x" * 40,
    "ROKAD_CSC_ADDRESS": "https://connect.example/",
    "ROKAD_CSC_PAGE_ADDRESS": "https://pay.example",
    "ROKAD_CSC_SERVER_ADDRESS": "https://bridge.example",
    "ROKAD_CSC_PORTAL_ADDRESS": "https://rokad.example",
    "ROKAD_CSC_CLIENT_ID": "c",
    "ROKAD_CSC_CLIENT_SECRET": "s",
    "ROKAD_CSC_CLIENT_TOKEN": "t" * 32,
    "ROKAD_CSC_MERCHANT_ID": "11121",
    "ROKAD_CSC_PRODUCT_ID": "1112101",
}


def without(*names: str) -> dict[str, str]:
    return {key: value for key, value in CSC.items() if key not in names}


def test_the_csc_is_off_unless_settings_name_it() -> None:
    for config in ("demo", "test"):
        found = read_settings({"ROKAD_CONFIG": config})
        assert not found.csc.is_on
        assert not found.csc.has_sign_in
        assert not found.csc.has_wallet
        assert not found.sms.is_on
        assert (found.csc.sandbox_port, found.sms.sandbox_port) == (None, None)


def test_the_live_csc_is_a_matter_of_the_environment_alone() -> None:
    found = read_settings(CSC).csc
    assert (found.address, found.page_address) == ("https://connect.example", "https://pay.example")
    assert found.has_sign_in
    assert found.has_wallet
    alone = read_settings(without("ROKAD_CSC_MERCHANT_ID", "ROKAD_CSC_PRODUCT_ID")).csc
    assert (alone.has_sign_in, alone.has_wallet) == (True, False)
    wallet = read_settings(without("ROKAD_CSC_CLIENT_ID", "ROKAD_CSC_CLIENT_SECRET")).csc
    assert (wallet.has_sign_in, wallet.has_wallet) == (False, True)


def test_the_wallet_is_at_the_sign_ins_address_unless_said() -> None:
    found = read_settings(without("ROKAD_CSC_PAGE_ADDRESS", "ROKAD_CSC_SERVER_ADDRESS")).csc
    assert found.page_address == found.server_address == "https://connect.example"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (without("ROKAD_CSC_PORTAL_ADDRESS"), "PORTAL_ADDRESS"),
        (without("ROKAD_CSC_CLIENT_SECRET"), "client_secret"),
        (without("ROKAD_CSC_CLIENT_TOKEN"), "client_token"),
        (without("ROKAD_CSC_PRODUCT_ID"), "product_id"),
        (without("ROKAD_CSC_CLIENT_ID", "ROKAD_CSC_MERCHANT_ID"), "client_id"),
        (CSC | {"ROKAD_CSC_CLIENT_TOKEN": "short"}, "16, 24 or 32"),
        (CSC | {"ROKAD_CSC_ADDRESS": "http://connect.example"}, "https://"),
        (CSC | {"ROKAD_CSC_SERVER_ADDRESS": "http://127.0.0.1:8011"}, "never with production"),
    ],
)
def test_the_csc_is_known_wholly_and_over_tls(given: dict[str, str], fault: str) -> None:
    with pytest.raises(SettingsAreWrong, match=fault):
        read_settings(given)


def test_the_demo_may_switch_the_sandbox_of_the_csc_on() -> None:
    here = "http://127.0.0.1:8011"
    environ = {"ROKAD_CONFIG": "demo", "ROKAD_CSC_ADDRESS": here}
    found = read_settings(environ | {"ROKAD_SMS_ADDRESS": f"{here}/sms/send"})
    assert (found.csc.sandbox_port, found.sms.sandbox_port) == (8011, 8011)
    assert found.csc.has_sign_in
    assert found.csc.has_wallet


def test_short_messages_need_a_key_a_sender_and_a_template() -> None:
    whole = {
        "ROKAD_CONFIG": "production",
        "ROKAD_SECRET_KEY": "x" * 40,
        "ROKAD_SMS_ADDRESS": "https://sms.example/send",
        "ROKAD_SMS_KEY": "k",
        "ROKAD_SMS_SENDER": "PACSMP",
        "ROKAD_SMS_TEMPLATE_ID": "1007",
    }
    assert read_settings(whole).sms.is_on
    for name in ("KEY", "SENDER", "TEMPLATE_ID"):
        less = {key: value for key, value in whole.items() if key != f"ROKAD_SMS_{name}"}
        with pytest.raises(SettingsAreWrong, match=name.lower()):
            read_settings(less)


def test_the_readme_names_every_part_of_the_settings() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for part in ("BHARAT_CONNECT", "CSC", "SMS", "AADHAAR"):
        assert f"`ROKAD_{part}_ADDRESS`" in text
    told = (ROOT / "docs" / "csc.md").read_text(encoding="utf-8")
    for one in (*fields(CscSettings), *fields(SmsSettings)):
        assert f"`{one.name}`" in told, one.name


def test_aadhaar_is_checked_by_nobody_unless_settings_name_them() -> None:
    for config in ("demo", "test"):
        found = read_settings({"ROKAD_CONFIG": config}).aadhaar
        assert (found.is_on, found.sandbox_port) == (False, None)
    here = {"ROKAD_AADHAAR_ADDRESS": "http://127.0.0.1:8012/check"}
    assert read_settings({"ROKAD_CONFIG": "demo"} | here).aadhaar.sandbox_port == 8012


def test_a_provider_of_aadhaar_checks_is_known_wholly_and_over_tls() -> None:
    live = {
        "ROKAD_CONFIG": "production", "ROKAD_SECRET_KEY": "x" * 32,
        "ROKAD_AADHAAR_ADDRESS": "https://aua.example/check", "ROKAD_AADHAAR_KEY": "k",
    }  # fmt: skip
    assert read_settings(live).aadhaar.is_on
    with pytest.raises(SettingsAreWrong, match="key"):
        read_settings({key: value for key, value in live.items() if not key.endswith("R_KEY")})
    for address in ("http://aua.example/check", "http://127.0.0.1:8012/check", "ftp://x"):
        with pytest.raises(SettingsAreWrong, match="https://"):
            read_settings(live | {"ROKAD_AADHAAR_ADDRESS": address})
    told = (ROOT / "docs" / "aadhaar.md").read_text(encoding="utf-8")
    for one in fields(AadhaarSettings):
        assert f"`{one.name}`" in told, one.name


def test_work_on_anothers_behalf_lasts_the_rest_of_the_day_unless_said() -> None:
    assert read_settings({"ROKAD_CONFIG": "test"}).behalf_hours == 24
    assert read_settings({"ROKAD_CONFIG": "test", "ROKAD_BEHALF_HOURS": "4"}).behalf_hours == 4
    for wrong in ("0", "25", "x", "-1", "४"):
        with pytest.raises(SettingsAreWrong, match="BEHALF"):
            read_settings({"ROKAD_CONFIG": "test", "ROKAD_BEHALF_HOURS": wrong})


def test_until_when_a_year_is_adjusted_may_differ_by_state() -> None:
    found = read_settings({"ROKAD_CONFIG": "test"}).year_edge
    assert found.of_state("MP") == "06-30"
    told = read_settings({"ROKAD_CONFIG": "test", "ROKAD_YEAR_EDGE_UNTIL": "09-30"}).year_edge
    assert replace(told, states={"UP": "07-31"}).of_state("UP") == "07-31"
    assert told.of_state("UP") == "09-30"


@pytest.mark.parametrize("said", ["06-31", "03-31", "june", "6-30", "13-01", "2027-06-30"])
def test_the_last_date_of_adjustments_is_month_and_day_after_march(said: str) -> None:
    with pytest.raises(SettingsAreWrong, match="year_edge"):
        read_settings({"ROKAD_CONFIG": "test", "ROKAD_YEAR_EDGE_UNTIL": said})
