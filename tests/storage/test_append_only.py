"""P3: the database itself refuses to change or delete what is written, on both engines."""

# ruff: noqa: S608 - the names of tables are the schema's own
from __future__ import annotations

import re

import peewee
import pytest

from portal.storage import daybook, engine, migrate
from tests.conftest import IS_POSTGRES
from tests.members_world import a_member, an_account
from tests.world import TODAY, World

TABLES = tuple(
    found
    for path in migrate.files()
    for found in re.findall(r"^-- append-only: (\w+)", path.read_text(), re.MULTILINE)
)
LEDGER = {"voucher", "voucher_text", "entry", "cash_count", "act", "seal", "correction"}
#: A column of the tables that have no society_id.
COLUMNS = {
    "look_log": "id", "service_fee": "id", "service_switch": "id", "receipt_print": "no",
    "comparison": "id",
}  # fmt: skip
ROWS = {
    "look_log": "INSERT INTO look_log (person_id, society_id, subject, reason, looked_at) "
    "VALUES (1, 1, 'account 5', 'asked at the counter', 1)",
    "correction": "INSERT INTO correction (society_id, voucher_id, original_id, part, reason, "
    "remark) VALUES (?, 3, 2, 'reversal', 'twice', 'दो बार')",
    "member_version": "INSERT INTO member_version (society_id, member_id, version, act_id, what, "
    "commitment, salt, body) VALUES (?, 1, 2, 1, 'changed', '', '', '{}')",
    "member_image": "INSERT INTO member_image (society_id, id, member_id, kind, media_type, "
    "content, sha256, act_id) VALUES (?, 1, 1, 'photo', 'image/jpeg', '', '', 1)",
    "voucher_for": "INSERT INTO voucher_for (society_id, register, record_id, voucher_id) "
    "VALUES (?, 0, 1, 2)",
    "passbook_print": "INSERT INTO passbook_print (society_id, account_id, id, last_voucher_id, "
    "page, line, printed_at, printed_by) VALUES (?, 1, 1, 2, 1, 1, 1, 1)",
    "order_event": "INSERT INTO order_event (society_id, order_id, version, kind, state, done_at) "
    "VALUES (?, 1, 1, 'begun', 'draft', 1)",
    "bill_override": "INSERT INTO bill_override (society_id, order_id, other_society_id, other_id, "
    "reason, done_at, done_by) VALUES (?, 1, ?, 1, 'अलग महीने का बिल', 1, 1)",
    "receipt": "INSERT INTO receipt (code, society_id, kind, record_id, made_at) "
    "VALUES ('0123456789AB', ?, 'visit', 1, 1)",
    "receipt_print": "INSERT INTO receipt_print (code, no, size, printed_at, printed_by) "
    "VALUES ('0123456789AB', 1, '58', 1, 1)",
    "complaint_event": "INSERT INTO complaint_event (society_id, complaint_id, version, state, "
    "done_at) VALUES (?, 1, 1, 'to_lodge', 1)",
    "comparison": "INSERT INTO comparison (paid_on, compared_at) VALUES ('2026-11-24', 1)",
    "comparison_count": "INSERT INTO comparison_count (comparison_id, society_id, matched, "
    "ours_only, theirs_only, amount_differs, state_differs, adjusted) "
    "VALUES (1, ?, 1, 0, 0, 0, 0, 0)",
    "comparison_item": "INSERT INTO comparison_item (comparison_id, no, society_id, class, "
    "payment_ref_id) VALUES (1, 1, ?, 'theirs_only', 'P')",
    "wallet_payment_event": "INSERT INTO wallet_payment_event (society_id, payment_id, version, "
    "state, done_at) VALUES (?, 1, 1, 'begun', 1)",
    "reopening": "INSERT INTO reopening (society_id, id, day_on, reopened_at, reopened_by, reason, "
    "seal_no) VALUES (?, 1, '2026-11-24', 1, 1, 'छूटा वाउचर', 1)",
    "service_fee": "INSERT INTO service_fee (service_id, fee_paise, valid_from_on, source) "
    "VALUES ('aadhaar-003', 7500, '2026-11-24', 'list')",
    "service_switch": "INSERT INTO service_switch (service_id, place_id, is_offered, reason, "
    "set_by, set_at) VALUES ('aadhaar-003', 1, 0, 'closed', 1, 1)",
    "pensioner_event": "INSERT INTO pensioner_event (society_id, pensioner_id, version, what, "
    "status, done_on, done_at, done_by) VALUES (?, 1, 1, 'added', 'paying', '2026-11-24', 1, 1)",
    "pension_payment": "INSERT INTO pension_payment (society_id, pensioner_id, month, no, paise, "
    "voucher_id, paid_on, paid_at, paid_by) "
    "VALUES (?, 1, '2026-11', 1, 100, 1, '2026-11-24', 1, 1)",
    "pension_complaint_event": "INSERT INTO pension_complaint_event (society_id, complaint_id, "
    "version, state, done_at, done_by) VALUES (?, 1, 1, 'open', 1, 1)",
    "application_event": "INSERT INTO application_event (society_id, application_id, version, "
    "what, state, done_on, done_at, done_by) "
    "VALUES (?, 1, 1, 'begun', 'draft', '2026-11-24', 1, 1)",
    "application_paper": "INSERT INTO application_paper (society_id, id, application_id, paper, "
    "media_type, is_masked, added_at, added_by, content, sha256) "
    "VALUES (?, 1, 1, 'फोटो', 'image/jpeg', 0, 1, 1, '', '')",
    "remittance": "INSERT INTO remittance (society_id, id, head, from_head, paise, party, "
    "reference, sent_on, sent_at, sent_by, voucher_id) "
    "VALUES (?, 1, 1603, 2204, 100, 'बीमा', '1', '2026-11-24', 1, 1, 1)",
    "remittance_item": "INSERT INTO remittance_item (society_id, visit_id, fee_no, remittance_id, "
    "paise) VALUES (?, 1, 1, 1, 100)",
    "queue_event": "INSERT INTO queue_event (society_id, day_on, no, version, what, done_at, "
    "done_by) VALUES (?, '2026-11-24', 1, 1, 'made', 1, 1)",
    "come_back": "INSERT INTO come_back (society_id, id, service_id, papers, made_on, made_at, "
    "made_by) VALUES (?, 1, 'cert-001', '[]', '2026-11-24', 1, 1)",
    "aadhaar_consent": "INSERT INTO aadhaar_consent (society_id, id, purpose, service_id, name, "
    "is_given, was_spoken, language, words, words_from_on, asked_on, asked_at, asked_by) "
    "VALUES (?, 1, 'जांच', 'aadhaar-013', 'सीता', 1, 0, 'hi', 'सहमति', '2026-11-01', "
    "'2026-11-24', 1, 1)",
    "paper_slip": "INSERT INTO paper_slip (society_id, voucher_id, slip_time, grid_token, line) "
    "VALUES (?, 2, '10:30', 'g', 1)",
    "approval_rule": "INSERT INTO approval_rule (society_id, id, task, above_paise, persons, "
    "reason, set_at, set_by) VALUES (?, 1, '', 100, 1, 'उपविधि', 1, 1)",
    "proposal_approval": "INSERT INTO proposal_approval (society_id, proposal_id, no, "
    "approved_at, approved_by, proposed_by) VALUES (?, 1, 1, 1, 2, 1)",
    "surprise_count": "INSERT INTO surprise_count (society_id, id, day_on, till, take, "
    "book_paise, counted_paise, counted_at, counted_by, stood_by, act_id) "
    "VALUES (?, 1, '2026-11-24', 2101, 1, 100, 100, 1, 1, 1, 1)",
    "slip_batch": "INSERT INTO slip_batch (society_id, id, first_no, last_no, drawn_on, drawn_at, "
    "drawn_by) VALUES (?, 1, 1, 50, '2026-11-24', 1, 1)",
    "delegation": "INSERT INTO delegation (society_id, id, person_id, on_behalf_of, reason, "
    "began_at, until_at, act_id) VALUES (?, 1, 2, 1, 'ill', 1, 2, 1)",
    "delegation_end": "INSERT INTO delegation_end (society_id, delegation_id, ended_at, ended_by, "
    "act_id) VALUES (?, 1, 2, 1, 1)",
    "year_edge": "INSERT INTO year_edge (society_id, fy, day_on, until_on, state, opened_at, "
    "opened_by, closed_at, closed_by, seal_no) "
    "VALUES (?, 2024, '2026-11-23', '2026-11-23', 'closed', 1, 1, 1, 1, 1)",
    "attachment": "INSERT INTO attachment (society_id, id, voucher_id, kind, media_type, content, "
    "sha256, attached_at, attached_by) VALUES (?, 1, 2, 'slip', 'image/png', '', '', 1, 1)",
}


AN_ORDER = (
    "INSERT INTO bill_order (society_id, id, version, payment_ref_id, biller_id, biller_name, "
    "params, connection_key, mobile, payer_name, asked_on, created_at, created_by, state_at, state)"
    " VALUES (?, 1, 1, 'P1', 'B1', 'बिजली', '{}', 'k', '', '', '2026-11-24', 1, 1, 1, 'draft')"
)
A_COMPLAINT = (
    "INSERT INTO bill_complaint (society_id, id, version, order_id, kind, said, state, raised_on, "
    "raised_at, raised_by, state_at) VALUES (?, 1, 1, 1, 'double-payment', 'दो बार', 'to_lodge', "
    "'2026-11-24', 1, 1, 1)"
)
A_WALLET_PAYMENT = (
    "INSERT INTO wallet_payment (society_id, id, version, merchant_txn, csc_id, product_id, head, "
    "what, amount_paise, state, begun_on, begun_at, begun_by, state_at) "
    "VALUES (?, 1, 1, 'T1', '1', 'P', 1601, 'बीमा', 100, 'begun', '2026-11-24', 1, 1, 1)"
)
A_PENSIONER = (
    "INSERT INTO pensioner (society_id, id, version, name_hi, scheme_id, benefit_no, status, "
    "sort_key, added_at, added_by, changed_at) "
    "VALUES (?, 1, 1, 'सीता', 'BR_MVPY', 'P1', 'paying', CAST('' AS BLOB), 1, 1, 1)"
)
A_PENSION_COMPLAINT = (
    "INSERT INTO pension_complaint (society_id, id, version, pensioner_id, first_month, said, "
    "state, raised_on, raised_at, raised_by, state_at) "
    "VALUES (?, 1, 1, 1, '2026-10', 'नहीं आई', 'open', '2026-11-24', 1, 1, 1)"
)
AN_APPLICATION = (
    "INSERT INTO application (society_id, id, version, service_id, chain, state, name, keeper, "
    "began_on, began_at, began_by, state_on, state_at) "
    "VALUES (?, 1, 1, 'cert-001', 'office', 'draft', 'सीता', 1, '2026-11-24', 1, 1, "
    "'2026-11-24', 1)"
)
A_VISIT = (
    "INSERT INTO visit (society_id, id, version, state, began_on, began_at, began_by) "
    "VALUES (?, 1, 1, 'open', '2026-11-24', 1, 1)"
)
A_FEE = (
    "INSERT INTO visit_fee (society_id, visit_id, no, what, own_paise, passed_paise) "
    "VALUES (?, 1, 1, 'प्रीमियम', 0, 100)"
)
A_TOKEN = (
    "INSERT INTO queue_token (society_id, day_on, no, version, state, made_at, made_by) "
    "VALUES (?, '2026-11-24', 1, 1, 'waiting', 1, 1)"
)
A_PROPOSAL = (
    "INSERT INTO proposal (society_id, id, day_on, task, body, total_paise, proposed_at, "
    "proposed_by, state) VALUES (?, 1, '2026-11-24', 'expense', '{}', 100, 1, 1, 'waiting')"
)
BEFORE_THEM = (
    A_PROPOSAL,
    AN_ORDER, A_COMPLAINT, A_WALLET_PAYMENT, A_PENSIONER, A_PENSION_COMPLAINT, AN_APPLICATION,
    A_VISIT, A_FEE, A_TOKEN,
)  # fmt: skip


@pytest.fixture
def closed_world(open_world: World) -> World:
    """Give the world after one closed day, with a row in every append-only table."""
    open_world.enters(rupees=50)
    open_world.enters(rupees=60)
    open_world.counts(26_386 + 110)
    open_world.closes_day()
    an_account(a_member(open_world))
    for sql in BEFORE_THEM:
        engine.run(sql.replace("BLOB", "BYTEA") if IS_POSTGRES else sql, open_world.society_id)
    for table in ROWS:
        sql = ROWS[table].replace("'', ''", "X'', X''" if not IS_POSTGRES else "'', ''")
        engine.run(sql, *([open_world.society_id] * sql.count("?")))
    return open_world


def test_the_whole_ledger_is_append_only() -> None:
    assert set(TABLES) >= LEDGER


@pytest.mark.parametrize("table", TABLES)
def test_what_is_written_is_neither_changed_nor_deleted(closed_world: World, table: str) -> None:
    count = engine.value(f"SELECT COUNT(*) FROM {table}")
    assert count, f"put a row of {table} into ROWS"
    column = COLUMNS.get(table, "society_id")
    deeds = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]
    deeds.append(
        f"TRUNCATE {table} CASCADE" if IS_POSTGRES
        else f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    )  # fmt: skip
    for deed in deeds:
        with pytest.raises(peewee.DatabaseError, match="is append-only"):
            engine.write_transaction(lambda deed=deed: engine.run(deed))
    assert engine.value(f"SELECT COUNT(*) FROM {table}") == count


def test_the_words_of_a_voucher_can_be_erased_and_nothing_else(open_world: World) -> None:
    society_id = open_world.society_id
    voucher_id = open_world.enters(party="रमेश पटेल", narration="फोटोकॉपी")
    before = daybook.voucher(society_id, voucher_id)
    assert before is not None
    where = "WHERE society_id = ? AND voucher_id = ?"
    for change in ("party = 'सुरेश', narration = 'और'", "party = NULL", "narration = NULL"):
        with pytest.raises(peewee.DatabaseError, match="is append-only"):
            engine.run(f"UPDATE voucher_text SET {change} {where}", society_id, voucher_id)
    assert engine.run(
        f"UPDATE voucher_text SET party = NULL, narration = NULL {where}", society_id, voucher_id
    ) == 1  # fmt: skip
    after = daybook.voucher(society_id, voucher_id)
    assert after is not None
    assert (after.party, after.narration) == (None, None)
    assert (after.leaf_hash, after.chain_hash) == (before.leaf_hash, before.chain_hash)


def test_a_voucher_needs_a_day_a_book_and_a_known_head(open_world: World) -> None:
    for sql in (
        "INSERT INTO entry (society_id, voucher_id, line, head, paise, day_on) "
        f"VALUES (?, 99, 1, 2101, 100, '{TODAY}')",
        "INSERT INTO cash_count (society_id, day_on, occasion, take, till, kind, denomination, "
        f"pieces, counted_at, counted_by) VALUES (?, '{TODAY}', 'closing', 1, 2101, 'note', 500, "
        "-1, 1, 1)",
    ):
        with pytest.raises(peewee.IntegrityError):
            engine.run(sql, open_world.society_id)
