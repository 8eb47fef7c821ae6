"""The settings: read from the environment and config/, and nowhere else."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class SettingsAreWrong(RuntimeError):
    """A setting is missing or can't be used; the program refuses to start."""


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
    secret = environ.get("ROKAD_SECRET_KEY", chosen.pop("secret_key", ""))
    if len(secret) < 32:
        raise SettingsAreWrong("ROKAD_SECRET_KEY must have at least 32 characters")
    url = environ.get("ROKAD_DATABASE_URL", "")
    if url and not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise SettingsAreWrong("ROKAD_DATABASE_URL must begin with sqlite:/// or postgresql://")
    try:
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
