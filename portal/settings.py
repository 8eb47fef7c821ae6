"""The settings: read from the environment and config/, and nowhere else."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
MOST_BEHALF_HOURS = 24


class SettingsAreWrong(RuntimeError):
    """A setting is missing or can't be used; the program refuses to start."""


@dataclass(frozen=True, slots=True)
class BharatConnectSettings:
    """The operating unit that bills are paid through, and the agent registered with it.

    Without an address the counter pays no bills. Times in milliseconds.
    """

    address: str
    partner_id: str
    client_id: str
    secret: str
    agent_id: str
    terminal_id: str
    mobile: str
    geocode: str
    postal_code: str
    connect_ms: int
    read_ms: int

    @property
    def is_on(self) -> bool:
        """Whether there is a unit to pay through."""
        return bool(self.address)

    @property
    def sandbox_port(self) -> int | None:
        """The port on this machine that the address names: there the sandbox stands in."""
        return _local_port(self.address)


@dataclass(frozen=True, slots=True)
class CscSettings:
    """The CSC's sign-in (Connect) and wallet (Bridge). Without an address there is neither.

    ``address`` is the sign-in's; the wallet's page and server are elsewhere unless they are empty.
    ``portal_address`` is where browsers reach this portal. Times in milliseconds.
    """

    address: str
    page_address: str
    server_address: str
    portal_address: str
    client_id: str
    client_secret: str
    client_token: str
    merchant_id: str
    product_id: str
    key_bits: int
    connect_ms: int
    read_ms: int

    @property
    def is_on(self) -> bool:
        """Whether anything is done with the CSC."""
        return bool(self.address)

    @property
    def has_sign_in(self) -> bool:
        """Whether people may sign in with their CSC ID."""
        return self.is_on and bool(self.client_id)

    @property
    def has_wallet(self) -> bool:
        """Whether payments are made from the CSC's wallet."""
        return self.is_on and bool(self.merchant_id)

    @property
    def sandbox_port(self) -> int | None:
        """The port on this machine that the address names: there the sandbox stands in."""
        return _local_port(self.address)


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """Whoever sends short messages for us; without an address none are sent.

    ``sender`` and ``template_id`` are as registered (DLT). Times in milliseconds.
    """

    address: str
    key: str
    sender: str
    template_id: str
    connect_ms: int
    read_ms: int

    @property
    def is_on(self) -> bool:
        """Whether short messages are sent."""
        return bool(self.address)

    @property
    def sandbox_port(self) -> int | None:
        """The port on this machine that the address names: there the sandbox stands in."""
        return _local_port(self.address)


@dataclass(frozen=True, slots=True)
class AadhaarSettings:
    """Whoever checks Aadhaar numbers for us, with UIDAI's licence; without an address nobody does.

    Times in milliseconds.
    """

    address: str
    key: str
    connect_ms: int
    read_ms: int

    @property
    def is_on(self) -> bool:
        """Whether Aadhaar numbers are checked."""
        return bool(self.address)

    @property
    def sandbox_port(self) -> int | None:
        """The port on this machine that the address names: there the sandbox stands in."""
        return _local_port(self.address)


@dataclass(frozen=True, slots=True)
class YearEdgeSettings:
    """Until when the year that has ended takes adjustments: month and day, such as 06-30.

    ``states`` holds other dates by the code of the state.
    """

    until: str
    states: Mapping[str, str]

    def of_state(self, state_code: str) -> str:
        """Return the last month and day for societies of a state."""
        return self.states.get(state_code, self.until)


def _local_port(address: str) -> int | None:
    parts = urlsplit(address)
    return parts.port if parts.scheme == "http" else None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program needs to know of where it runs."""

    config: str
    database_url: str
    data_dir: Path
    key_dir: Path
    secret_key: str
    is_https: bool
    argon2_memory_kib: int
    argon2_rounds: int
    session_idle_minutes: int
    session_hours: int
    most_failures: int
    lockout_minutes: int
    trusted_proxies: int
    behalf_hours: int
    bharat_connect: BharatConnectSettings
    csc: CscSettings
    sms: SmsSettings
    aadhaar: AadhaarSettings
    year_edge: YearEdgeSettings

    @property
    def is_production(self) -> bool:
        """Real books: no demo sign-ins, secrets required."""
        return self.config == "production"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read config/default.toml, the file of ROKAD_CONFIG, then the environment.

    Raises SettingsAreWrong.
    """
    environ = os.environ if environ is None else environ
    config = environ.get("ROKAD_CONFIG", "demo")
    path = ROOT / "config" / f"{config}.toml"
    if not path.exists():
        raise SettingsAreWrong(f"ROKAD_CONFIG={config}: there is no config/{config}.toml")
    default = tomllib.loads((ROOT / "config" / "default.toml").read_text(encoding="utf-8"))
    chosen = default | tomllib.loads(path.read_text(encoding="utf-8"))
    for part in ("bharat_connect", "csc", "sms", "aadhaar", "year_edge"):
        chosen[part] = default[part] | chosen[part]
    secret = environ.get("ROKAD_SECRET_KEY", chosen.pop("secret_key", ""))
    if len(secret) < 32:
        raise SettingsAreWrong("ROKAD_SECRET_KEY must have at least 32 characters")
    url = environ.get("ROKAD_DATABASE_URL", "")
    chosen["behalf_hours"] = _behalf_hours(environ.get("ROKAD_BEHALF_HOURS"), chosen)
    if url and not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise SettingsAreWrong("ROKAD_DATABASE_URL must begin with sqlite:/// or postgresql://")
    try:
        chosen["bharat_connect"] = _bharat_connect(chosen["bharat_connect"], config, environ)
        chosen["csc"] = _csc(chosen["csc"], config, environ)
        chosen["sms"] = _sms(chosen["sms"], config, environ)
        chosen["aadhaar"] = _aadhaar(chosen["aadhaar"], config, environ)
        chosen["year_edge"] = _year_edge(chosen["year_edge"], environ)
        return Settings(
            config=config,
            database_url=url,
            data_dir=Path(environ.get("ROKAD_DATA_DIR", ROOT / "var" / "data")),
            key_dir=Path(environ.get("ROKAD_KEY_DIR", ROOT / "var" / "keys")),
            secret_key=secret,
            **chosen,
        )
    except TypeError as fault:
        raise SettingsAreWrong(f"config/{config}.toml: {fault}") from None


def _behalf_hours(wish: str | None, chosen: Mapping[str, Any]) -> int:
    """Read for how long somebody works on another's behalf; raise SettingsAreWrong."""
    typed = str(wish or chosen.get("behalf_hours", ""))
    hours = int(typed) if typed.isascii() and typed.isdigit() else 0
    if not 1 <= hours <= MOST_BEHALF_HOURS:
        raise SettingsAreWrong(f"ROKAD_BEHALF_HOURS={typed}: it must be 1 to {MOST_BEHALF_HOURS}")
    return hours


def _bharat_connect(
    chosen: dict[str, Any], config: str, environ: Mapping[str, str]
) -> BharatConnectSettings:
    """Read what the environment says of the operating unit; raise SettingsAreWrong."""
    found = BharatConnectSettings(**_with_environ("bharat_connect", chosen, environ, "secret"))
    if found.is_on:
        _check_address("bharat_connect", "address", found.address, config)
        _check_whole("bharat_connect", found, (
            "partner_id", "client_id", "secret", "agent_id", "terminal_id", "mobile", "geocode",
            "postal_code",
        ))  # fmt: skip
    return found


def _csc(chosen: dict[str, Any], config: str, environ: Mapping[str, str]) -> CscSettings:
    """Read what the environment says of the CSC; raise SettingsAreWrong."""
    whole = _with_environ("csc", chosen, environ, "client_secret", "client_token")
    for name in ("page_address", "server_address"):
        whole[name] = whole[name] or whole["address"]
    for name in ("address", "page_address", "server_address", "portal_address"):
        whole[name] = whole[name].rstrip("/")
    found = CscSettings(**whole)
    if not found.is_on:
        return found
    for name in ("address", "page_address", "server_address", "portal_address"):
        _check_address("csc", name, getattr(found, name), config)
    _check_whole("csc", found, ("client_id",) if not found.has_wallet else ())
    if found.has_sign_in:
        _check_whole("csc", found, ("client_secret", "client_token"))
        if len(found.client_token.encode()) not in (16, 24, 32):
            raise SettingsAreWrong("ROKAD_CSC_CLIENT_TOKEN must have 16, 24 or 32 characters")
    if found.has_wallet:
        _check_whole("csc", found, ("product_id",))
    return found


def _sms(chosen: dict[str, Any], config: str, environ: Mapping[str, str]) -> SmsSettings:
    """Read what the environment says of short messages; raise SettingsAreWrong."""
    found = SmsSettings(**_with_environ("sms", chosen, environ, "key"))
    if found.is_on:
        _check_address("sms", "address", found.address, config)
        _check_whole("sms", found, ("key", "sender", "template_id"))
    return found


def _aadhaar(chosen: dict[str, Any], config: str, environ: Mapping[str, str]) -> AadhaarSettings:
    """Read what the environment says of Aadhaar checks; raise SettingsAreWrong."""
    found = AadhaarSettings(**_with_environ("aadhaar", chosen, environ, "key"))
    if found.is_on:
        _check_address("aadhaar", "address", found.address, config)
        _check_whole("aadhaar", found, ("key",))
    return found


def _year_edge(chosen: dict[str, Any], environ: Mapping[str, str]) -> YearEdgeSettings:
    """Read until when a year takes adjustments, April to December; raise SettingsAreWrong."""
    found = YearEdgeSettings(**_with_environ("year_edge", chosen, environ))
    for said in (found.until, *found.states.values()):
        try:
            is_right = len(said) == 5 and date.fromisoformat(f"2027-{said}") >= date(2027, 4, 1)
        except ValueError:
            is_right = False
        if not is_right:
            raise SettingsAreWrong(f"year_edge={said}: it must be month and day, 04-01 to 12-31")
    return found


def _with_environ(
    part: str, chosen: dict[str, Any], environ: Mapping[str, str], *secrets: str
) -> dict[str, Any]:
    """Put what the environment says in place of what is written; secrets need not be written."""
    whole = {**dict.fromkeys(secrets, ""), **chosen}
    for name, written in whole.items():
        if isinstance(written, str):
            whole[name] = environ.get(f"ROKAD_{part.upper()}_{name.upper()}") or written
    return whole


def _check_address(part: str, name: str, address: str, config: str) -> None:
    """Money and secrets go over TLS, except to a sandbox on this machine, and never from real
    books to that. Raises SettingsAreWrong."""
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname == "127.0.0.1" and parts.port
    if config == "production":
        is_here = None
    if (parts.scheme != "https" or not parts.hostname) and not is_here:
        raise SettingsAreWrong(
            f"ROKAD_{part.upper()}_{name.upper()}={address}: it must begin with https:// "
            "(the sandbox alone is http://127.0.0.1:PORT, and never with production settings)"
        )


def _check_whole(part: str, found: object, needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if not getattr(found, name)]
    if missing:
        raise SettingsAreWrong(f"{part} has an address but no {', '.join(missing)}")
