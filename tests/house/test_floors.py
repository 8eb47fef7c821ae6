"""Who may know whom: each floor of the house imports only what stands below it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from portal.settings import ROOT
from tests.house.source import PORTAL, called, dotted, files, functions, imports, module_of, name_of

CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "fromtimestamp"}

# What each floor may import of ours. `portal.settings` holds ROOT, the place of the files.
FLOORS = {
    "domain": ("portal.domain",),
    "storage": ("portal.domain", "portal.storage", "portal.settings.ROOT"),
    "gateways": ("portal.domain", "portal.gateways"),
    "actions": ("portal.domain", "portal.storage", "portal.gateways.ports", "portal.actions"),
    "web": (
        "portal.domain", "portal.storage", "portal.actions", "portal.web", "portal.gateways.ports",
        "portal.settings", "portal.clock",
    ),
    "views": ("portal.domain", "portal.storage", "portal.actions", "portal.web", "portal.views"),
    "demo": (
        "portal.domain", "portal.storage", "portal.actions", "portal.demo", "portal.clock",
        "portal.settings", "portal.gateways",
    ),
    "sandboxes": ("portal.domain", "portal.sandboxes", "portal.clock"),
}  # fmt: skip


def _is_of(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == one or name.startswith(one + ".") for one in allowed)


@pytest.mark.parametrize("floor", sorted(FLOORS))
def test_a_floor_imports_only_what_stands_below_it(floor: str) -> None:
    wrong = [
        f"{name_of(path)}:{line} imports {name}"
        for path in files(f"portal/{floor}")
        for line, name in imports(path)
        if name.startswith("portal") and not _is_of(name, FLOORS[floor])
    ]
    assert wrong == []


def test_commands_and_worker_know_no_page() -> None:
    wrong = [
        f"{name}:{line} imports {found}"
        for name in ("portal/cli.py", "portal/worker.py")
        for line, found in imports(ROOT / name)
        if _is_of(found, ("portal.views", "portal.web")) and found != "portal.web.house.House"
    ]
    assert wrong == []


def test_the_domain_knows_no_outside_thing() -> None:
    """Pure Python: no Flask, no database, no environment, no clock, no files."""
    outside = ("flask", "jinja2", "werkzeug", "peewee", "playhouse", "apsw", "psycopg", "os",
               "time", "pathlib", "random", "secrets", "flask_babel", "wtforms")  # fmt: skip
    wrong = [
        f"{name_of(path)}:{line} imports {name}"
        for path in files("portal/domain")
        for line, name in imports(path)
        if _is_of(name, outside)
    ]
    assert wrong == []


def test_only_web_views_and_sandboxes_know_flask() -> None:
    """A sandbox is a server of its own, with no page of the portal."""
    web = ("flask", "jinja2", "werkzeug", "flask_babel", "flask_wtf", "wtforms", "markupsafe")
    allowed = {"portal/__init__.py", "portal/cli.py", "portal/worker.py"}
    wrong = [
        f"{name_of(path)}:{line} imports {name}"
        for path in files("portal")
        if path.relative_to(PORTAL).parts[0] not in ("web", "views", "sandboxes")
        for line, name in imports(path)
        if _is_of(name, web) and name_of(path) not in allowed
    ]
    assert wrong == []


def test_only_commands_know_the_sandboxes() -> None:
    """The portal must not tell a sandbox from the outside world it stands in for."""
    wrong = [
        f"{name_of(path)}:{line} imports {name}"
        for path in files("portal")
        if path.relative_to(PORTAL).parts[0] != "sandboxes" and name_of(path) != "portal/cli.py"
        for line, name in imports(path)
        if _is_of(name, ("portal.sandboxes",))
    ]
    assert wrong == []


def test_only_storage_knows_the_database() -> None:
    stores = ("peewee", "playhouse", "apsw", "psycopg", "sqlite3")
    wrong = [
        f"{name_of(path)}:{line} imports {name}"
        for path in files("portal")
        if path.relative_to(PORTAL).parts[0] != "storage"
        for line, name in imports(path)
        if _is_of(name, stores)
    ]
    assert wrong == []


def test_keys_are_opened_in_one_place() -> None:
    opened = {
        name_of(path)
        for path in files("portal")
        for _line, name in imports(path)
        if _is_of(name, ("portal.gateways.key_folder",))
    }
    assert {one for one in opened if not one.startswith("portal/demo/")} == {"portal/__init__.py"}


def _writers() -> set[tuple[str, str]]:
    """Find the functions of storage that change rows, by what they call: (module, name)."""
    names = {"run", "insert_rows", "write_transaction"}
    found = {("portal.storage.engine", name) for name in names}
    while True:
        before = len(found)
        plain = {name for _module, name in found} | names
        for path in files("portal/storage"):
            for one in functions(path):
                calls = {called(node).split(".")[-1] for node in ast.walk(one)}
                if calls & plain and path.name != "engine.py":
                    found.add((module_of(path), one.name))
        if len(found) == before:
            return found


def test_pages_never_write_past_the_actions() -> None:
    """Docs: decisions/0006. Pages read through storage's queries; whatever writes is an action."""
    writers = _writers()
    assert ("portal.storage.form_tokens", "keep") in writers
    names = {name for _module, name in writers}
    wrong = []
    for path in files("portal/web", "portal/views"):
        bound = {name.split(".")[-1]: name for _line, name in imports(path)}
        for module, name in writers:
            if f"{module}.{name}" in bound.values():
                wrong.append(f"{name_of(path)} imports {module}.{name}")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in names:
                module = _module_meant(node.value, bound)
                if (module, node.attr) in writers:
                    wrong.append(f"{name_of(path)}:{node.lineno} calls {module}.{node.attr}")
    assert wrong == []


def _module_meant(node: ast.AST, bound: dict[str, str]) -> str:
    return bound.get(dotted(node), "")


#: The search by name and the noticing of old fonts weigh likeness in fractions; no money is there.
WEIGHS_LIKENESS = {
    "portal/domain/vocabulary.py", "portal/domain/ranking.py", "portal/domain/edit_costs.py",
    "portal/domain/old_font.py", "portal/actions/lookup.py",
}  # fmt: skip


def test_money_is_never_divided_into_fractions() -> None:
    """P2: money is integer paise; a float or a true division would lose some."""
    wrong = []
    for path in files("portal/domain", "portal/actions"):
        if name_of(path) in WEIGHS_LIKENESS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_division = isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(
                node.op, ast.Div
            )
            if is_division or called(node) in ("float", "round", "Decimal"):
                wrong.append(f"{name_of(path)}:{node.lineno}")  # type: ignore[attr-defined]
    assert wrong == []


def _tells_the_time(node: ast.AST) -> bool:
    name = called(node)
    first, _, last = name.rpartition(".")
    return last in CLOCKS and first.split(".")[-1] in ("datetime", "date", "time")


def test_only_the_clock_tells_the_time() -> None:
    """The business date comes from the open day and instants from the one clock (tests set it)."""
    wrong = [
        f"{name_of(path)}:{node.lineno} {called(node)}"  # type: ignore[attr-defined]
        for path in files("portal")
        if name_of(path) != "portal/clock.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _tells_the_time(node)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text", ["datetime.now()", "date.today()", "time.time()", "time.time_ns()"]
)
def test_the_search_for_clocks_finds_them(text: str) -> None:
    assert _tells_the_time(ast.parse(text, mode="eval").body)
    assert not _tells_the_time(ast.parse("time.monotonic()", mode="eval").body)


def test_no_floor_reads_the_environment_but_the_settings() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in files("portal")
        if name_of(path) != "portal/settings.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and dotted(node) in ("os.environ", "os.getenv")
    ]
    assert wrong == []


def test_relative_places_of_the_house_are_real() -> None:
    for floor in FLOORS:
        assert (PORTAL / floor).is_dir(), Path(floor)
