"""Breaking into the books, for the tests of the proof: every lock of the database is open."""

# ruff: noqa: S608 - the statements are made of these tests' own words

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from portal.actions.proof import prove_society
from portal.domain import chain, seals
from portal.domain.proof import Proof
from portal.gateways.key_folder import KeyFolder
from portal.storage import engine
from portal.storage.engine import row, rows, run, value
from tests.world import World

TOMORROW = "2026-11-25"
APPEND_ONLY = (
    "voucher", "voucher_text", "entry", "correction", "cash_count", "act", "seal", "reopening",
    "form_token",
)  # fmt: skip


@dataclass
class Tampered:
    """The world, with every lock of the database broken open.

    KHR001 (society_id 1): voucher 1 opens the books; 2, 3 and 4 (the accepted shortage) are sealed
    and verified on TODAY; 5 and 6 stand unsealed on TOMORROW.
    """

    world: World

    def __post_init__(self) -> None:
        self.society_id = self.world.society_id
        if engine.is_postgres():
            run("SET session_replication_role = replica")
        else:
            run("PRAGMA foreign_keys = OFF")
            for table in APPEND_ONLY:
                run(f"DROP TRIGGER {table}_no_update")
                run(f"DROP TRIGGER {table}_no_delete")

    def prove(self) -> Proof:
        return prove_society("KHR001", self.world.keys)

    def finds(self, kind: str, where: str) -> bool:
        """The proof fails and names this."""
        found = self.prove()
        assert not found.is_whole
        return any((one.kind, one.where) == (kind, where) for one in found.findings)

    def first(self) -> tuple[str, str]:
        found = self.prove().first_bad
        assert found is not None
        return found.kind, found.where

    def change(self, table: str, assignment: str, condition: str) -> None:
        assert run(f"UPDATE {table} SET {assignment} WHERE {condition}") >= 1

    def rehash(self) -> None:
        """Recompute every leaf, link, number, balance and the book, as a careful thief would."""
        link, last = chain.START, 0
        columns = ", ".join(chain.VOUCHER_FIELDS)
        for *fields, commitment in rows(
            f"SELECT {columns}, text_commitment FROM voucher WHERE society_id = 1 ORDER BY id"
        ):
            last = fields[1]
            lines = rows(
                "SELECT head, paise, sub_id FROM entry WHERE society_id = 1 AND voucher_id = ? "
                "ORDER BY line",
                last,
            )
            leaf = chain.voucher_leaf(fields, commitment, lines)
            link = chain.link(link, leaf)
            run("UPDATE voucher SET leaf_hash = ?, chain_hash = ? WHERE society_id = 1 AND id = ?",
                leaf, link, last)  # fmt: skip
        run("UPDATE book SET last_voucher_id = ?, chain_hash = ? WHERE society_id = 1", last, link)
        self.rebalance()

    def rebalance(self) -> None:
        for table in ("head_balance", "sub_balance", "head_total", "voucher_number"):
            run(f"DELETE FROM {table} WHERE society_id = 1")
        run("INSERT INTO head_balance SELECT society_id, head, SUM(paise) FROM entry "
            "WHERE society_id = 1 GROUP BY society_id, head")  # fmt: skip
        run("INSERT INTO sub_balance SELECT society_id, head, sub_id, SUM(paise) FROM entry "
            "WHERE society_id = 1 AND sub_id IS NOT NULL GROUP BY society_id, head, sub_id"
        )  # fmt: skip
        run("INSERT INTO head_total SELECT society_id, day_on, head, "
            "SUM(CASE WHEN paise > 0 THEN paise ELSE 0 END), "
            "SUM(CASE WHEN paise < 0 THEN -paise ELSE 0 END) FROM entry "
            "WHERE society_id = 1 GROUP BY society_id, day_on, head")  # fmt: skip
        run("INSERT INTO voucher_number SELECT society_id, fy, kind, MAX(no) FROM voucher "
            "WHERE society_id = 1 GROUP BY society_id, fy, kind")  # fmt: skip

    def reseal(self, keys: KeyFolder) -> None:
        """Make every seal anew over the rows as they are now."""
        previous = bytes(32)
        for seal_no, text in rows(
            "SELECT seal_no, body FROM seal WHERE society_id = 1 ORDER BY seal_no"
        ):
            body = json.loads(text)
            came, went = row(
                "SELECT COALESCE(SUM(debit_paise), 0), COALESCE(SUM(credit_paise), 0) "
                "FROM head_total WHERE society_id = 1 AND head = 2101 AND day_on = ?",
                body["day"],
            ) or (0, 0)
            last = value("SELECT MAX(id) FROM voucher WHERE day_on <= ?", body["day"])
            body |= {
                "chain": bytes(value("SELECT chain_hash FROM voucher WHERE id = ?", last)).hex(),
                "last": last, "previous": previous.hex(), "key": keys.key_id,
                "count": value("SELECT COUNT(*) FROM voucher WHERE day_on = ?", body["day"]),
                "receipts": int(came), "payments": int(went),
                "closing": body["opening"] + int(came) - int(went),
            }  # fmt: skip
            raw = chain.canonical(body)
            digest = seals.seal_hash(raw)
            run("UPDATE seal SET body = ?, hash = ?, previous_hash = ?, signature = ?, key_id = ?, "
                "code = ? WHERE society_id = 1 AND seal_no = ?",
                raw.decode(), digest, previous, keys.sign(raw), keys.key_id,
                seals.code_of(digest), seal_no)  # fmt: skip
            run("UPDATE day SET receipts_paise = ?, payments_paise = ?, closing_paise = ? "
                "WHERE day_on = ?", body["receipts"], body["payments"], body["closing"],
                body["day"])  # fmt: skip
            previous = digest
        run("UPDATE book SET seal_hash = ? WHERE society_id = 1", previous)

    def drop_vouchers(self, after_id: int) -> None:
        """Remove the last vouchers and everything that tells of them but the forms."""
        for table in ("entry", "voucher_text"):
            run(f"DELETE FROM {table} WHERE society_id = 1 AND voucher_id > ?", after_id)
        run("DELETE FROM voucher WHERE society_id = 1 AND id > ?", after_id)
        self.rehash()


def copy_voucher(voucher_id: int, new_id: int) -> None:
    for table, key in (("voucher", "id"), ("voucher_text", "voucher_id"), ("entry", "voucher_id")):
        for found in rows(f"SELECT * FROM {table} WHERE society_id = 1 AND {key} = ?", voucher_id):
            copied: list[Any] = list(found)
            copied[1] = new_id
            if table == "voucher":
                copied[4] += 1
                copied[chain.VOUCHER_FIELDS.index("form_token")] = "mine"
            engine.insert_rows(f"INSERT INTO {table} VALUES", [copied])


def edit_amount(tampered: Tampered) -> None:
    tampered.change("entry", "paise = 4000", "voucher_id = 2 AND line = 1")
    tampered.change("entry", "paise = -4000", "voucher_id = 2 AND line = 2")
    tampered.change("voucher", "total_paise = 4000", "id = 2")
    tampered.rehash()
