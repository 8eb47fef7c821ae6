"""A posting without the portal: the same rows by bare SQL, one durable transaction each."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import apsw
import psycopg

from portal.storage.dialect import statement
from portal.storage.engine import _PRAGMAS
from portal.storage.places import Society

Run = Callable[[str, Sequence[Any]], Any]


def raw_posting(database_url: str, society: Society, day_on: str) -> Callable[[], None]:
    """Give a function that writes one two-line voucher, on a connection of its own."""
    if database_url.startswith("sqlite"):
        connection = apsw.Connection(database_url.removeprefix("sqlite:///"))
        for name, value in _PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")
        execute: Run = connection.execute

        def post() -> None:
            execute("BEGIN IMMEDIATE", ())
            _write(execute, "?", society.id, day_on)
            execute("COMMIT", ())

        return post
    held = psycopg.connect(database_url)

    def post_on_postgres() -> None:
        _write(held.execute, "%s", society.id, day_on)
        held.commit()

    return post_on_postgres


_numbers = count(1)


def _write(execute: Run, mark: str, society_id: int, day_on: str) -> None:
    def do(sql: str, *params: Any) -> Any:
        return execute(statement(sql, mark != "?"), params)

    token, paise, digest = secrets.token_urlsafe(21), 10_00 + next(_numbers) % 90, os.urandom(32)
    do("SELECT digest FROM form_token WHERE society_id=? AND token=?", society_id, token).fetchone()
    last, chain = do(
        "SELECT last_voucher_id, chain_hash FROM book WHERE society_id=? FOR UPDATE", society_id
    ).fetchone()
    do("SELECT status FROM day WHERE society_id=? AND day_on=?", society_id, day_on).fetchone()
    _move_balances(do, society_id, day_on, paise)
    (no,) = do(
        "INSERT INTO voucher_number (society_id, fy, kind, last_no) VALUES (?,?,?,1) ON CONFLICT "
        "(society_id, fy, kind) DO UPDATE SET last_no=voucher_number.last_no+1 RETURNING last_no",
        society_id, 2026, "cash_receipt",
    ).fetchone()  # fmt: skip
    voucher_id = last + 1
    _write_voucher(do, society_id, voucher_id, no, day_on, paise, token, digest)
    do(
        "UPDATE book SET last_voucher_id=?, chain_hash=? WHERE society_id=?",
        voucher_id, digest, society_id,
    )  # fmt: skip
    do(
        "INSERT INTO task_use (society_id, task, times, last_voucher_id) VALUES (?,?,1,?) "
        "ON CONFLICT (society_id, task) DO UPDATE SET times=task_use.times+1, "
        "last_voucher_id=excluded.last_voucher_id",
        society_id, "csc_service_fee", voucher_id,
    )  # fmt: skip
    do(
        "INSERT INTO form_token (society_id, token, person_id, digest, location, voucher_id, "
        "used_at) VALUES (?,?,?,?,?,?,?)",
        society_id, token, 1, digest, f"/vouchers/{voucher_id}?new=1", voucher_id, 1,
    )  # fmt: skip
    assert len(chain) == 32


def _move_balances(do: Callable[..., Any], society_id: int, day_on: str, paise: int) -> None:
    do(
        "INSERT INTO head_balance (society_id, head, paise) VALUES (?,?,?),(?,?,?) "
        "ON CONFLICT (society_id, head) DO UPDATE SET paise=head_balance.paise+excluded.paise "
        "RETURNING head, paise",
        society_id, 2101, paise, society_id, 3307, -paise,
    ).fetchall()  # fmt: skip
    do(
        "INSERT INTO head_total (society_id, day_on, head, debit_paise, credit_paise) "
        "VALUES (?,?,?,?,?),(?,?,?,?,?) ON CONFLICT (society_id, day_on, head) DO UPDATE SET "
        "debit_paise=head_total.debit_paise+excluded.debit_paise, "
        "credit_paise=head_total.credit_paise+excluded.credit_paise",
        society_id, day_on, 2101, paise, 0, society_id, day_on, 3307, 0, paise,
    )  # fmt: skip


def _write_voucher(
    do: Callable[..., Any], society_id: int, voucher_id: int, no: int, day_on: str, paise: int,
    token: str, digest: bytes,
) -> None:  # fmt: skip
    do(
        "INSERT INTO voucher (society_id, id, fy, kind, no, day_on, posted_at, entered_by, task, "
        "mode, till, total_paise, form_token, text_commitment, leaf_hash, chain_hash, "
        "hash_version) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        society_id, voucher_id, 2026, "cash_receipt", no, day_on, 1, 1, "csc_service_fee", "cash",
        2101, paise, token, digest, digest, digest, 1,
    )  # fmt: skip
    do(
        "INSERT INTO voucher_text (society_id, voucher_id, salt, party, narration) "
        "VALUES (?,?,?,?,?)",
        society_id, voucher_id, digest[:16], "रामलाल पटेल", "फोटोकॉपी और फार्म",
    )  # fmt: skip
    do(
        "INSERT INTO entry (society_id, voucher_id, line, head, paise, day_on) "
        "VALUES (?,?,?,?,?,?),(?,?,?,?,?,?)",
        society_id, voucher_id, 1, 2101, paise, day_on,
        society_id, voucher_id, 2, 3307, -paise, day_on,
    )  # fmt: skip
