"""The flask commands."""

from __future__ import annotations

import csv
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext

from portal.actions import people as signing
from portal.actions.lookup import bring_up_to_date
from portal.actions.seals import witness_or_wait
from portal.actions.societies import add_society
from portal.domain.dates import ist_moment
from portal.domain.pension_rows import COLUMNS
from portal.domain.refusals import Refusal
from portal.settings import Settings
from portal.storage import migrate as migrations
from portal.storage import places, sort_keys
from portal.storage.backup import copy_to
from portal.storage.bill_orders import of_money
from portal.storage.engine import write_transaction
from portal.storage.pension_rules import approved_rows
from portal.storage.reference import read_csv, upsert_all
from portal.web.house import House


def _house() -> House:
    found: House = current_app.extensions["rokad"]
    return found


def _say(text: str) -> None:
    click.echo(text)


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to this program's schema and reference data."""
    house = _house()
    copies = house.settings.data_dir / "copies"
    for name in migrations.migrate(copies, house.clock.now_ms()):
        _say(f"applied {name}")
    write_transaction(upsert_all)
    if changed := sort_keys.rebuild_if_changed():
        _say(f"put {changed} names in the order of this version of ICU")
    bring_up_to_date()


@click.command("demo")
@click.option("--societies", default=12, show_default=True, help="How many societies.")
@click.option("--days", default=24, show_default=True, help="How many working days back.")
@click.option("--members", default=0, help="Members per society; 0: 500 to 5,000, by society.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same demo.")
@click.option("--on", "on", default=None, help="Take this date (yyyy-mm-dd) for today.")
@click.option("--once", is_flag=True, help="Do nothing where a demo is already there.")
@click.option("--show-signins", is_flag=True, help="Only list who can sign in.")
@with_appcontext
def demo(
    societies: int, days: int, members: int, seed: int, on: str | None, once: bool,
    show_signins: bool,
) -> None:  # fmt: skip
    """Fill an empty database with a believable district (never with production settings)."""
    from portal.demo import DemoOptions, build_demo, has_demo, signins

    house = _house()
    if house.settings.is_production:
        raise click.ClickException("the demo is refused with production settings")
    if not show_signins:
        if has_demo():
            if once:
                return
            raise click.ClickException("a demo is already there; `make fresh` begins anew")
        migrations.require_current()
        options = DemoOptions(societies=societies, days=days, members=members, seed=seed, on=on)
        build_demo(options, house.sealer, house.guards, house.clock.now_ms(), _say)
        _tell_the_sandbox(house.settings)
    for username, role, where in signins():
        _say(f"  {username:<12} {role} – {where}")


def _tell_the_sandbox(settings: Settings) -> None:
    """Let the sandbox of bills know what the demo has paid, so that both go on from there."""
    from portal.sandboxes.bharat_connect.journal import JournalIsInUse
    from portal.sandboxes.bharat_connect.past import know_payments

    orders = (one for society in places.all_societies() for one in of_money(society.id))
    try:
        known = know_payments(read_csv("billers.csv"), _bills_state(settings), orders)
        _say(f"the sandbox of Bharat Connect knows {known} payments")
    except JournalIsInUse:
        _say("a sandbox of Bharat Connect is running: it does not know the demo's payments")


@click.command("verify")
@click.option("--society", "code", default=None, help="Only the society of this code.")
@with_appcontext
def verify(code: str | None) -> None:
    """Prove the books: rows against chain, seals, witness log and officers' records."""
    from portal.actions import proof

    sealer = _house().sealer
    if code is not None and places.society(code) is None:
        raise click.ClickException(f"there is no society {code}")
    is_whole = True
    for one in [proof.prove_society(code, sealer)] if code else proof.prove_all(sealer):
        is_whole = is_whole and one.is_whole
        mark = "ok  " if one.is_whole else "BAD "
        _say(
            f"{mark}{one.society_code}: {one.vouchers} vouchers, {one.seals} seals, "
            f"sealed to {one.sealed_to or '-'}, {one.unsealed_vouchers} not sealed yet"
        )
        for finding in one.findings:
            _say(f"    {finding}")
    if not is_whole:
        sys.exit(1)


@click.command("backup")
@click.option("--to", "folder", default=None, help="Folder of the copy; data folder/backups.")
@with_appcontext
def backup(folder: str | None) -> None:
    """Copy the database while the portal runs (SQLite); keys are backed up apart from it."""
    house = _house()
    moment = ist_moment(house.clock.now_ms()).replace(":", "").replace(" ", "-")
    where = Path(folder) if folder else house.settings.data_dir / "backups"
    target = where / f"rokad-{moment}.db"
    try:
        copy_to(target)
    except RuntimeError as fault:
        raise click.ClickException(str(fault)) from None
    _say(f"{target} is complete and checked")


@click.command("add-society")
@click.argument("code")
@click.argument("name_hi")
@click.argument("name_en")
@click.argument("block_code")
@click.option("--branch", default=None, help="Code of the bank branch.")
@with_appcontext
def new_society(code: str, name_hi: str, name_en: str, block_code: str, branch: str | None) -> None:
    """Bring a society onto the portal."""
    add_society(code, name_hi, name_en, block_code, branch_code=branch)
    _say(f"{code} is there")


@click.command("add-person")
@click.argument("username")
@click.argument("role")
@click.argument("name_hi")
@click.argument("name_en")
@click.option("--society", "society_code", default=None, help="Society the person works in.")
@click.option("--place", "place_code", default=None, help="Place the person is in charge of.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@with_appcontext
def new_person(
    username: str, role: str, name_hi: str, name_en: str, society_code: str | None,
    place_code: str | None, password: str,
) -> None:  # fmt: skip
    """Let someone sign in; the password is asked for."""
    house = _house()
    society = places.society(society_code) if society_code else None
    place = places.place(place_code) if place_code else None
    if society is None and place is None:
        raise click.ClickException("give an existing --society or --place")
    signing.add_person(
        house.guards, house.clock.now_ms(), username, password, role, name_hi, name_en,
        society_id=society.id if society else None, place_id=place.id if place else None,
    )  # fmt: skip
    _say(f"{username} can sign in")


@click.command("work")
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@with_appcontext
def work(once: bool) -> None:
    """Do what is due in the background: witness seals, read in files, drop stale sessions."""
    from portal.worker import run_duties

    migrations.require_current()
    run_duties(_house(), is_once=once)


@click.command("sandbox")
@click.argument("which", type=click.Choice(["all", "bills", "csc", "aadhaar"]), default="all")
@with_appcontext
def sandbox(which: str) -> None:
    """Stand in for bills, the CSC and Aadhaar checks, where their address is on this machine."""
    settings = _house().settings
    found = {
        "bills": _bills_sandbox(settings),
        "csc": _csc_sandbox(settings),
        "aadhaar": _aadhaar_sandbox(settings),
    }
    chosen = [serve for name, serve in found.items() if which in ("all", name) and serve]
    if not chosen:
        _say("no sandbox: no address of the settings is on this machine")
        signal.pause()
        return
    if settings.is_production:
        raise click.ClickException("the sandbox is refused with production settings")
    ends: SimpleQueue[BaseException | None] = SimpleQueue()
    for serve in chosen:
        Thread(target=_until_it_ends, args=(serve, ends), daemon=True).start()
    raise click.ClickException(f"a sandbox has ended: {ends.get()}")


def _until_it_ends(serve: Callable[[], None], ends: SimpleQueue[BaseException | None]) -> None:
    try:
        serve()
        ends.put(None)
    except (Exception, SystemExit) as fault:
        ends.put(fault)


def _bills_sandbox(settings: Settings) -> Callable[[], None] | None:
    from portal.sandboxes.bharat_connect.start import serve_for_ever

    chosen = settings.bharat_connect
    if chosen.sandbox_port is None:
        return None
    _say(f"the sandbox of Bharat Connect listens at {chosen.address}")
    return partial(
        serve_for_ever,
        read_csv("billers.csv"),
        _bills_state(settings),
        chosen.sandbox_port,
        (chosen.partner_id, chosen.client_id, chosen.secret),
    )


def _bills_state(settings: Settings) -> Path:
    return settings.data_dir / "sandbox" / "bharat_connect.jsonl"


def _csc_sandbox(settings: Settings) -> Callable[[], None] | None:
    from portal.sandboxes.csc.sign_in import Client
    from portal.sandboxes.csc.start import serve_for_ever

    chosen, port = settings.csc, settings.csc.sandbox_port or settings.sms.sandbox_port
    if port is None:
        return None
    _say(f"the sandbox of the CSC listens at http://127.0.0.1:{port}")
    back = f"{chosen.portal_address}/login/csc/back"
    client = Client(chosen.client_id, chosen.client_secret, chosen.client_token, back)
    return partial(
        serve_for_ever, settings.data_dir / "sandbox", settings.key_dir / "csc", chosen.key_bits,
        port, chosen.merchant_id, client, settings.sms.key,
    )  # fmt: skip


def _aadhaar_sandbox(settings: Settings) -> Callable[[], None] | None:
    from portal.sandboxes.aadhaar.start import serve_for_ever

    chosen = settings.aadhaar
    if chosen.sandbox_port is None:
        return None
    _say(f"the sandbox of Aadhaar checks listens at {chosen.address}")
    return partial(serve_for_ever, chosen.sandbox_port, chosen.key)


@click.command("read-billers")
@with_appcontext
def read_billers() -> None:
    """Read the whole master of billers from the operating unit now; ends with 1 if that fails."""
    from portal.actions import biller_reading

    migrations.require_current()
    house = _house()
    if house.bill_payments is None:
        raise click.ClickException("no operating unit is set: bills are not paid here")
    found = biller_reading.read_billers(house.bill_payments, house.clock)
    if not found.is_whole:
        raise click.ClickException(f"the reading broke off: {found.problem}")
    _say(
        f"{found.seen} billers: {found.added} new, {found.changed} changed, {found.gone} gone"
        + (f" ({found.problem})" if found.problem else "")
    )


@click.command("witness")
@with_appcontext
def witness() -> None:
    """Append seals to the witness log that it does not hold yet."""
    for society in places.books_of_all():
        witness_or_wait(society.id, _house().sealer)


@click.command("import-members")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--society", "code", required=True, help="Code of the society.")
@click.option("--dry-run", is_flag=True, help="Only check the file and say all that was found.")
@click.option("--only-good", is_flag=True, help="Leave out the rows with faults.")
@click.option("--by", "username", default=None, help="Who does it; the manager unless said.")
@with_appcontext
def import_members(
    file: Path, code: str, dry_run: bool, only_good: bool, username: str | None
) -> None:
    """Read a register of members in from a CSV or XLSX file, once only; ends with 1 on faults."""
    from portal import cli_registers

    migrations.require_current()
    with force_locale("hi"):
        try:
            desk = cli_registers.desk(_house(), code, username, gettext, _say)
            is_fine = (
                cli_registers.check(desk, file)
                if dry_run
                else cli_registers.take_in(desk, file, only_good=only_good)
            )
        except Refusal as refusal:
            raise click.ClickException(gettext(refusal.message) % refusal.params) from None
    if not is_fine:
        sys.exit(1)


@click.command("approved-rules")
@with_appcontext
def approved_rules() -> None:
    """Print approved changes of pension rules as lines for config/pension_rules.csv."""
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for _change_no, ways in approved_rows():
        writer.writerows(ways)


def commands() -> Sequence[click.Command]:
    """List the commands."""
    return (
        migrate, demo, verify, backup, new_society, new_person, work, witness, import_members,
        sandbox, read_billers, approved_rules,
    )  # fmt: skip
