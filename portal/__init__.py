"""Rokad: the day, the books and the counter of a village credit society."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from portal import views, web
from portal.actions.people import safeguards
from portal.cli import commands
from portal.clock import Clock
from portal.domain.bill_payments import Agent
from portal.gateways.aadhaar_check import AadhaarCheck, Provider
from portal.gateways.bharat_connect import BharatConnect, Unit
from portal.gateways.csc_bridge import Bridge, CscBridge
from portal.gateways.csc_connect import Connect, CscConnect
from portal.gateways.csc_keys import CscKeys
from portal.gateways.key_folder import KeyFolder
from portal.gateways.pictures import Pictures
from portal.gateways.sms import Sms, SmsProvider
from portal.gateways.spreadsheets import Spreadsheets
from portal.settings import (
    AadhaarSettings,
    BharatConnectSettings,
    CscSettings,
    Settings,
    SmsSettings,
    read_settings,
)
from portal.storage import engine
from portal.storage.reference import policy, task_book
from portal.web.house import House


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Build the application: settings, storage, gateways, web, views."""
    app = Flask(__name__, static_folder=None)
    app.extensions["rokad"] = house_of(settings or read_settings(), clock or Clock())
    web.init_app(app)
    views.init_app(app)
    for command in commands():
        app.cli.add_command(command)
    return app


def house_of(settings: Settings, clock: Clock) -> House:
    """Connect the store and put together what every request has at hand."""
    engine.connect(settings.database_url, settings.data_dir)
    return House(
        settings=settings,
        clock=clock,
        sealer=KeyFolder(settings.key_dir),
        guards=safeguards(
            argon2_memory_kib=settings.argon2_memory_kib,
            argon2_rounds=settings.argon2_rounds,
            most_failures=settings.most_failures,
            lockout_minutes=settings.lockout_minutes,
            session_idle_minutes=settings.session_idle_minutes,
            session_hours=settings.session_hours,
        ),
        policy=policy(),
        task_book=task_book(),
        pictures=Pictures(),
        sheets=Spreadsheets(),
        bill_payments=_bill_payments(settings.bharat_connect),
        csc_sign_in=_csc_sign_in(settings.csc),
        wallet_gateway=_wallet_gateway(settings.csc, settings.key_dir),
        messages=_messages(settings.sms),
        aadhaar_verification=_aadhaar_verification(settings.aadhaar),
    )


def _bill_payments(chosen: BharatConnectSettings) -> BharatConnect | None:
    """Make the line to the operating unit of the settings; nothing is sent yet."""
    if not chosen.is_on:
        return None
    return BharatConnect(
        Unit(
            address=chosen.address.rstrip("/"),
            partner_id=chosen.partner_id,
            client_id=chosen.client_id,
            secret=chosen.secret,
            agent=Agent(
                id=chosen.agent_id,
                terminal_id=chosen.terminal_id,
                mobile=chosen.mobile,
                geocode=chosen.geocode,
                postal_code=chosen.postal_code,
            ),
            connect_ms=chosen.connect_ms,
            read_ms=chosen.read_ms,
        )
    )


def _csc_sign_in(chosen: CscSettings) -> CscConnect | None:
    """Make the line to the CSC's sign-in; nothing is sent yet."""
    if not chosen.has_sign_in:
        return None
    return CscConnect(
        Connect(
            address=chosen.address,
            client_id=chosen.client_id,
            secret=chosen.client_secret,
            token=chosen.client_token,
            return_url=f"{chosen.portal_address}/login/csc/back",
            connect_ms=chosen.connect_ms,
            read_ms=chosen.read_ms,
        )
    )


def _wallet_gateway(chosen: CscSettings, key_dir: Path) -> CscBridge | None:
    """Make the line to the CSC's wallet; no key is opened yet."""
    if not chosen.has_wallet:
        return None
    return CscBridge(
        Bridge(
            page_address=chosen.page_address,
            server_address=chosen.server_address,
            merchant_id=chosen.merchant_id,
            product_id=chosen.product_id,
            return_url=f"{chosen.portal_address}/wallet/payments/back",
            connect_ms=chosen.connect_ms,
            read_ms=chosen.read_ms,
        ),
        CscKeys(key_dir / "csc", chosen.key_bits),
    )


def _messages(chosen: SmsSettings) -> Sms | None:
    """Make the line to whoever sends short messages."""
    if not chosen.is_on:
        return None
    return Sms(
        SmsProvider(
            address=chosen.address,
            key=chosen.key,
            sender=chosen.sender,
            template_id=chosen.template_id,
            connect_ms=chosen.connect_ms,
            read_ms=chosen.read_ms,
        )
    )


def _aadhaar_verification(chosen: AadhaarSettings) -> AadhaarCheck | None:
    """Make the line to whoever checks Aadhaar numbers; nothing is sent yet."""
    if not chosen.is_on:
        return None
    return AadhaarCheck(
        Provider(
            address=chosen.address,
            key=chosen.key,
            connect_ms=chosen.connect_ms,
            read_ms=chosen.read_ms,
        )
    )
