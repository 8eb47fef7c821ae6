"""The settings: read from the environment and config/, and nowhere else."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]


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
        parts = urlsplit(self.address)
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
    bharat_connect: BharatConnectSettings

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
    chosen["bharat_connect"] = default["bharat_connect"] | chosen["bharat_connect"]
    secret = environ.get("ROKAD_SECRET_KEY", chosen.pop("secret_key", ""))
    if len(secret) < 32:
        raise SettingsAreWrong("ROKAD_SECRET_KEY must have at least 32 characters")
    url = environ.get("ROKAD_DATABASE_URL", "")
    if url and not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise SettingsAreWrong("ROKAD_DATABASE_URL must begin with sqlite:/// or postgresql://")
    try:
        chosen["bharat_connect"] = _bharat_connect(chosen["bharat_connect"], config, environ)
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


def _bharat_connect(
    chosen: dict[str, Any], config: str, environ: Mapping[str, str]
) -> BharatConnectSettings:
    """Read what the environment says of the operating unit; raise SettingsAreWrong.

    Money goes over TLS, except to a sandbox on this machine, and never from real books to that.
    """
    chosen = {"secret": "", **chosen}
    for name, written in chosen.items():
        if isinstance(written, str):
            chosen[name] = environ.get(f"ROKAD_BHARAT_CONNECT_{name.upper()}") or written
    found = BharatConnectSettings(**chosen)
    if not found.is_on:
        return found
    parts = urlsplit(found.address)
    is_here = parts.scheme == "http" and parts.hostname == "127.0.0.1" and parts.port
    if config == "production":
        is_here = None
    if (parts.scheme != "https" or not parts.hostname) and not is_here:
        raise SettingsAreWrong(
            f"ROKAD_BHARAT_CONNECT_ADDRESS={found.address}: it must begin with https:// "
            "(the sandbox alone is http://127.0.0.1:PORT, and never with production settings)"
        )
    needed = ("partner_id", "client_id", "secret", "agent_id", "terminal_id", "mobile", "geocode",
              "postal_code")  # fmt: skip
    missing = [name for name in needed if not getattr(found, name)]
    if missing:
        raise SettingsAreWrong(f"bharat_connect has an address but no {', '.join(missing)}")
    return found
