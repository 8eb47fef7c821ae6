"""Help, and the health of the portal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from portal.storage import engine
from tests.browser_client import Browser
from tests.world import World


def test_help_is_open_to_everyone(world: World, browser: Callable[..., Browser]) -> None:
    for who in (browser(), browser("operator"), browser("state")):
        assert who.get("/help").all("ol")


def test_health_names_engine_schema_and_clock(
    world: World, browser: Callable[..., Browser]
) -> None:
    health = browser().get("/health").json
    assert health["ok"] is True
    assert health["engine"].startswith(("SQLite 3.", "PostgreSQL "))
    assert health["schema"] >= 2
    assert health["clock"] == world.clock.now_ms()


def test_health_says_when_the_records_are_away(
    world: World, browser: Callable[..., Browser], tmp_path: Path
) -> None:
    stranger = browser()
    url = "postgresql://nobody@127.0.0.1:9/none" if engine.is_postgres() else ""
    engine.disconnect()
    engine.connect(url, tmp_path / "nowhere")
    health = stranger.get("/health", 503).json
    assert health["ok"] is False
