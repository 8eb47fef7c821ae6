"""How many services of the menu lead somewhere that works, tried through the actions."""

from __future__ import annotations

import shutil
import time
from collections import Counter

from bench.table import Table
from portal.domain import aeps
from portal.domain.catalogue import Kind, Service
from portal.settings import ROOT
from portal.storage import engine
from portal.storage.application_forms import application_forms
from portal.storage.catalogue import catalogue
from portal.storage.reference import task_book
from tests import world as worlds
from tests.services_walk import furnish, has_arrived, services, walked

COMMAND = "python -m bench services"
COLUMNS = ("kind of service", "in the menu", "lead somewhere", "by a form", "tried to the end")
HOME = ROOT / "var" / "bench" / "services"


def tables() -> list[Table]:
    """Begin each service that is done by a form and move it on to its end; count the others."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    engine.disconnect()
    engine.connect(f"sqlite:///{HOME / 'rokad.db'}", HOME)
    worlds.build()
    world = worlds.World(HOME / "keys")
    world.starts_books()
    world.opens_day()
    furnish()
    began = time.perf_counter()
    arrived = {one for one in services() if has_arrived(walked(world, one))}
    spent_ms = (time.perf_counter() - began) * 1000
    engine.disconnect()
    return [_table(arrived, spent_ms)]


def leads_somewhere(one: Service) -> bool:
    """Say whether a service has a form, a device's page, a biller, a task or a member's page."""
    if one.id in aeps.SERVICES or application_forms().form_of(one.id) is not None:
        return True
    known = {task.code for task in task_book()}
    return one.kind == Kind.MEMBER_TASK or bool(one.billers) or one.task in known


def _table(arrived: set[str], spent_ms: float) -> Table:
    book, found = application_forms(), Table("Services of the menu", COMMAND, COLUMNS)
    rows: dict[str, Counter[str]] = {}
    for one in catalogue():
        row = rows.setdefault(str(one.kind), Counter())
        row["all"] += 1
        row["leads"] += leads_somewhere(one)
        row["form"] += book.form_of(one.id) is not None
        row["tried"] += one.id in arrived
    for kind, row in rows.items():
        found.rows.append((kind, row["all"], row["leads"], row["form"], row["tried"]))
    total = sum(rows.values(), Counter())
    found.rows.append(("all", total["all"], total["leads"], total["form"], total["tried"]))
    helps = [book.help_of(one) for one in book.services]
    confirmed = sum(one is not None and one.is_confirmed for one in helps)
    found.notes = [
        f"{len(book.forms)} forms in {len(book.chains)} chains; {confirmed} of {len(helps)} say "
        "where to ask from a public source that was read, the others say that nobody confirmed it.",
        f"{spent_ms / max(len(arrived), 1):.0f} ms for one application from begin to end, "
        "three or four acts each.",
        "A money transfer is tried until it waits for its money; the money is tried elsewhere.",
    ]
    return found
