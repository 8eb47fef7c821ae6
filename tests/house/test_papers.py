"""What the papers say and what the program does: settings, commands, decisions, changes."""

from __future__ import annotations

import dataclasses
import re

import pytest

from portal.cli import commands
from portal.settings import ROOT, Settings, SettingsAreWrong, read_settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
DEPLOY = (ROOT / "deploy/README.md").read_text(encoding="utf-8")
IN_FILES = [
    one.name
    for one in dataclasses.fields(Settings)
    if one.name not in ("config", "database_url", "data_dir", "key_dir", "secret_key")
]


@pytest.mark.parametrize("command", [one.name for one in commands()])
def test_every_command_is_written_down(command: str) -> None:
    assert f"`{command}`" in README + DEPLOY or f"app {command}" in README + DEPLOY


def environment() -> list[str]:
    text = (ROOT / "portal/settings.py").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"ROKAD_[A-Z_]+", text)))


@pytest.mark.parametrize("name", environment())
def test_every_setting_of_the_environment_is_written_down(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("name", IN_FILES)
def test_every_setting_of_the_files_is_written_down(name: str) -> None:
    known = (ROOT / "config/default.toml").read_text(encoding="utf-8")
    assert re.search(rf"^({name} = |\[{name}\])", known, re.M)
    assert f"`{name}`" in README + DEPLOY


def test_production_asks_for_its_secret() -> None:
    with pytest.raises(SettingsAreWrong):
        read_settings({"ROKAD_CONFIG": "production"})
    assert read_settings({"ROKAD_CONFIG": "production", "ROKAD_SECRET_KEY": "x" * 32}).is_https


def test_links_of_the_papers_lead_somewhere() -> None:
    wrong = []
    for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            if "://" not in target and not (path.parent / target).exists():
                wrong.append(f"{path.name}: {target}")
    assert wrong == []


def test_decisions_are_numbered_without_gaps_in_their_names() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs/decisions").glob("*.md"))]
    assert len(set(numbers)) == len(numbers)
    for path in (ROOT / "docs/decisions").glob("*.md"):
        assert path.read_text(encoding="utf-8").startswith(f"# {int(path.name[:4])}. "), path.name
