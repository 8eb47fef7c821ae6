"""The proof (P7): each way of tampering is noticed and named with the first row it touched."""

# ruff: noqa: S608 - the statements are made of these tests' own words

from __future__ import annotations

from typing import Any

import pytest

from portal.actions.proof import prove_all, prove_society
from portal.domain.people import SocietyIsUnknown
from portal.domain.proof import MOST_OF_A_KIND, TEXTS
from portal.gateways.key_folder import KeyFolder
from portal.storage.engine import run, value
from tests.actions.tampering import Tampered, copy_voucher, edit_amount
from tests.world import TODAY, World


def test_books_as_entered_are_whole(tampered: Tampered) -> None:
    found = tampered.prove()
    assert found.findings == ()
    assert found.is_whole
    assert (found.vouchers, found.seals, found.sealed_to, found.unsealed_vouchers) == (
        6, 2, TODAY, 2,
    )  # fmt: skip
    assert found.acts == value("SELECT COUNT(*) FROM act")


def test_every_society_is_proved(tampered: Tampered) -> None:
    found = list(prove_all(tampered.world.keys))
    assert [one.society_code for one in found] == ["ALM001", "KHR001", "KHR002"]
    assert all(one.is_whole for one in found)
    assert (found[0].vouchers, found[0].sealed_to) == (0, None)


def test_an_unknown_society_is_refused(world: World) -> None:
    with pytest.raises(SocietyIsUnknown):
        prove_society("XYZ999", world.keys)


def test_a_society_without_a_book_is_named(world: World) -> None:
    run("DELETE FROM book WHERE society_id = 1")
    assert [one.kind for one in prove_society("KHR001", world.keys).findings] == ["BookIsMissing"]


@pytest.mark.parametrize(
    ("assignment", "table", "condition", "kind", "where"),
    [
        ("paise = paise + 1", "entry", "voucher_id = 2 AND line = 1", "VoucherWasEdited", 2),
        ("paise = paise + 1", "entry", "voucher_id = 2 AND line = 1", "VoucherIsUnbalanced", 2),
        ("head = 3401", "entry", "voucher_id = 5 AND line = 2", "VoucherWasEdited", 5),
        ("day_on = '2026-11-24'", "entry", "voucher_id = 5", "EntriesWereMoved", 5),
        ("sub_id = 2", "entry", "voucher_id = 4 AND sub_id = 1", "VoucherWasEdited", 4),
        ("total_paise = 5100", "voucher", "id = 2", "VoucherWasEdited", 2),
        ("total_paise = 5100", "voucher", "id = 2", "TotalDisagrees", 2),
        ("day_on = '2026-11-23'", "voucher", "id = 3", "VoucherWasEdited", 3),
        ("day_on = '2026-11-23'", "voucher", "id = 3", "VoucherIsOnAnotherDay", 3),
        ("day_on = '2026-11-24'", "voucher", "id = 5", "VoucherIsOnAnotherDay", 5),
        ("day_on = 'never'", "voucher", "id = 5", "FinancialYearDisagrees", 5),
        ("task = 'misc_income'", "voucher", "id = 2", "VoucherWasEdited", 2),
        ("entered_by = 3", "voucher", "id = 6", "VoucherWasEdited", 6),
        ("hash_version = 9", "voucher", "id = 6", "VoucherWasEdited", 6),
        ("no = 7", "voucher", "id = 5", "NumbersHaveAGap", 5),
        ("fy = 2025, no = 1", "voucher", "id = 5", "FinancialYearDisagrees", 5),
        ("chain_hash = leaf_hash", "voucher", "id = 4", "ChainIsBroken", 4),
        ("form_token = 'other'", "voucher", "id = 6", "VoucherHasNoForm", 6),
        ("party = 'राम'", "voucher_text", "voucher_id = 2", "WordsWereChanged", 2),
        ("narration = 'चाय'", "voucher_text", "voucher_id = 6", "WordsWereChanged", 6),
        ("party = NULL", "voucher_text", "voucher_id = 2", "WordsWereChanged", 2),
    ],
)  # fmt: skip
def test_a_changed_voucher_is_named(
    tampered: Tampered, assignment: str, table: str, condition: str, kind: str, where: int
) -> None:
    tampered.change(table, assignment, condition)
    assert tampered.finds(kind, f"voucher {where}")
    first = tampered.first()
    assert first[1] == f"voucher {where}"


def test_erased_words_are_fine(tampered: Tampered) -> None:
    tampered.change("voucher_text", "party = NULL, narration = NULL", "voucher_id = 2")
    assert tampered.prove().findings == ()


def test_missing_words_are_named(tampered: Tampered) -> None:
    run("DELETE FROM voucher_text WHERE voucher_id = 3")
    assert tampered.first() == ("WordsAreMissing", "voucher 3")


def test_only_the_first_rows_of_a_kind_are_listed(tampered: Tampered) -> None:
    for _ in range(MOST_OF_A_KIND):
        tampered.world.enters()
    tampered.change("voucher", "task = 'x'", "id > 1")
    found = [one.where for one in tampered.prove().findings if one.kind == "VoucherWasEdited"]
    assert len(found) == MOST_OF_A_KIND
    assert found[0] == "voucher 2"


def test_a_voucher_taken_from_the_middle_is_missing(tampered: Tampered) -> None:
    for table, key in (("entry", "voucher_id"), ("voucher_text", "voucher_id"), ("voucher", "id")):
        run(f"DELETE FROM {table} WHERE society_id = 1 AND {key} = 3")
    assert tampered.first() == ("VoucherIsMissing", "voucher 3")
    assert tampered.finds("NumbersHaveAGap", "voucher 4")


def test_a_voucher_without_its_row_leaves_its_lines(tampered: Tampered) -> None:
    run("DELETE FROM voucher WHERE id = 6")
    assert tampered.finds("EntriesHaveNoVoucher", "voucher 6")
    assert tampered.first() == ("LastVouchersAreMissing", "voucher 6")


def test_deleted_unsealed_vouchers_are_told_by_the_book(tampered: Tampered) -> None:
    for table, key in (("entry", "voucher_id"), ("voucher_text", "voucher_id"), ("voucher", "id")):
        run(f"DELETE FROM {table} WHERE society_id = 1 AND {key} > 4")
    assert tampered.first() == ("LastVouchersAreMissing", "voucher 5")


def test_deleted_unsealed_vouchers_are_told_by_their_forms(tampered: Tampered) -> None:
    tampered.drop_vouchers(after_id=5)
    assert tampered.first() == ("LastVouchersAreMissing", "voucher 6")
    tampered.world.enters(rupees=10)  # takes the number that became free
    assert tampered.first() == ("VoucherHasNoForm", "voucher 6")


def test_deleted_sealed_vouchers_are_told_by_the_seal(tampered: Tampered) -> None:
    tampered.drop_vouchers(after_id=3)
    run("DELETE FROM form_token WHERE voucher_id > 3")
    assert tampered.first() == ("LastVouchersAreMissing", "voucher 4")


def test_deleted_sealed_vouchers_under_a_new_seal_are_told_by_the_witness(
    tampered: Tampered,
) -> None:
    run("DELETE FROM form_token WHERE voucher_id > 3")
    tampered.drop_vouchers(after_id=3)
    tampered.reseal(tampered.world.keys)
    assert tampered.finds("WitnessDisagrees", "seal 2")
    assert tampered.finds("OfficerRecordDisagrees", f"day {TODAY}")


def test_an_inserted_voucher_is_beyond_the_book(tampered: Tampered) -> None:
    copy_voucher(6, 7)
    assert tampered.first() == ("VoucherWasInserted", "voucher 7")


def test_a_voucher_before_the_first_is_named(tampered: Tampered) -> None:
    copy_voucher(6, 0)
    assert tampered.first() == ("VoucherWasInserted", "voucher 0")


def test_an_inserted_voucher_with_a_whole_chain_has_no_form(tampered: Tampered) -> None:
    copy_voucher(6, 7)
    tampered.rehash()
    assert tampered.first() == ("VoucherHasNoForm", "voucher 7")


def test_a_rehashed_chain_is_told_by_the_seal(tampered: Tampered) -> None:
    edit_amount(tampered)
    assert tampered.first() == ("ChainWasRehashed", f"day {TODAY}")
    assert tampered.finds("DayFiguresDisagree", f"day {TODAY}")


def test_a_rehashed_chain_under_a_forged_seal_is_told_by_the_key(
    tampered: Tampered, tmp_path: Any
) -> None:
    edit_amount(tampered)
    tampered.reseal(KeyFolder(tmp_path / "other"))
    assert tampered.first() == ("SealIsForeign", "seal 1")
    assert tampered.finds("SealIsForeign", "seal 2")


def test_a_rehashed_chain_under_a_true_seal_is_told_by_the_witness(tampered: Tampered) -> None:
    edit_amount(tampered)
    tampered.reseal(tampered.world.keys)
    assert tampered.first() == ("WitnessDisagrees", "seal 2")
    (tampered.world.key_dir / "witness" / "KHR001.log").unlink()
    assert tampered.first() == ("OfficerRecordDisagrees", f"day {TODAY}")


def test_a_removed_seal_is_missing(tampered: Tampered) -> None:
    run("DELETE FROM seal WHERE seal_no = 1")
    assert tampered.first() == ("SealIsMissing", "seal 1")


def test_a_removed_last_seal_is_missing(tampered: Tampered) -> None:
    run("DELETE FROM seal WHERE seal_no = 2")
    assert tampered.finds("SealIsMissing", "seal 2")
    run("UPDATE book SET last_seal_no = 1, seal_hash = ? WHERE society_id = 1",
        value("SELECT hash FROM seal WHERE seal_no = 1"))  # fmt: skip
    assert tampered.finds("SealIsMissing", "seal 2")
    assert tampered.finds("DayHasNoSeal", f"day {TODAY}")
    assert tampered.finds("OfficerRecordDisagrees", f"day {TODAY}")


@pytest.mark.parametrize(
    ("assignment", "kind"),
    [
        ("body = 'nothing'", "SealWasEdited"),
        ("body = '[]'", "SealWasEdited"),
        ("code = '0000000000000000'", "SealWasEdited"),
        ("made_at = made_at + 1", "SealWasEdited"),
        ("body = replace(body, '\"closing\":', '\"closing\": ')", "SealWasEdited"),
        ("previous_hash = hash", "SealsAreBroken"),
        ("signature = previous_hash", "SealIsForeign"),
        ("key_id = 'none'", "SealWasEdited"),
    ],
)  # fmt: skip
def test_a_changed_seal_is_named(tampered: Tampered, assignment: str, kind: str) -> None:
    tampered.change("seal", assignment, "seal_no = 2")
    assert tampered.finds(kind, "seal 2")


def test_a_seal_waits_for_its_witness(tampered: Tampered) -> None:
    log = tampered.world.key_dir / "witness" / "KHR001.log"
    lines = log.read_text().splitlines(keepends=True)
    log.write_text(lines[0])
    found = tampered.prove()
    assert found.is_whole
    assert [(one.kind, one.where, one.is_bad) for one in found.findings] == [
        ("SealAwaitsWitness", "seal 2", False)
    ]
    log.write_text(lines[1])
    assert tampered.first() == ("WitnessIsMissing", "seal 1")


def test_a_book_that_disagrees_is_named(tampered: Tampered) -> None:
    tampered.change("book", "chain_hash = act_hash", "society_id = 1")
    assert tampered.first() == ("BookDisagrees", "voucher 6")
    tampered.change("book", "act_hash = seal_hash, last_seal_no = 1", "society_id = 1")
    assert tampered.finds("BookDisagrees", "act 8")
    assert tampered.finds("BookDisagrees", "seal 2")


def test_each_finding_speaks(tampered: Tampered) -> None:
    edit_amount(tampered)
    tampered.change("head_balance", "paise = 1", "head = 2101")
    run("DELETE FROM act WHERE id = 8")
    for one in tampered.prove().findings:
        assert one.text == TEXTS[one.kind]
        assert "%(" not in str(one)
        assert one.where in str(one)
