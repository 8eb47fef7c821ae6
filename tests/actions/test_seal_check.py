"""The code of a printed sheet against the books as they are now (P7)."""

from __future__ import annotations

import pytest

from portal.actions.seal_check import SealCheck, SealIsUnknown, check_seal
from portal.domain.day_checks import VoucherRef
from portal.domain.people import SocietyIsUnknown
from portal.domain.seals import CodeIsMalformed, grouped
from portal.gateways.key_folder import KeyFolder
from portal.storage import seals
from portal.storage.engine import run
from portal.storage.places import Society
from tests.actions.tampering import Tampered, edit_amount
from tests.world import TODAY, YESTERDAY, World


def code_of(world: World, on: str = TODAY) -> str:
    seal = seals.seal_of_day(world.society_id, on)
    assert seal is not None
    return seal.code


def check(world: World, code: str | None = None) -> SealCheck:
    return check_seal(code or code_of(world), world.society, world.keys)


@pytest.mark.parametrize("on", [YESTERDAY, TODAY])
def test_a_sheet_matches_its_books(tampered: Tampered, on: str) -> None:
    found = check(tampered.world, code_of(tampered.world, on))
    assert (found.matches, found.bad_parts, found.witness) == (True, [], "yes")
    assert (found.is_signed, found.is_whole, found.is_replaced) == (True, True, False)


def test_a_day_without_vouchers_matches_too(world: World) -> None:
    world.starts_books()
    world.opens_day()
    world.counts(26_386)
    world.closes_day()
    found = check(world)
    assert (found.matches, found.sealed["count"], found.sealed["closing"]) == (True, 0, 26_386_00)


def test_a_code_is_read_as_people_type_it(tampered: Tampered) -> None:
    code = grouped(code_of(tampered.world)).lower()
    assert check(tampered.world, f" {code} ").matches


def test_another_amount_is_named_with_its_voucher(tampered: Tampered) -> None:
    edit_amount(tampered)
    found = check(tampered.world)
    assert not found.matches
    assert found.bad_parts == ["receipts", "closing", "chain"]
    assert (found.sealed["receipts"], found.found["receipts"]) == (50_00, 40_00)


@pytest.mark.parametrize(
    ("table", "assignment", "condition"),
    [
        ("voucher", "reference = 'X'", "id = 2"),
        ("voucher_text", "party = 'कोई और'", "voucher_id = 2"),
        ("voucher_text", "party = NULL", "voucher_id = 2"),
        ("voucher", "leaf_hash = text_commitment", "id = 2"),
    ],
)
def test_a_changed_entry_is_named(
    tampered: Tampered, table: str, assignment: str, condition: str
) -> None:
    tampered.change(table, assignment, condition)
    found = check(tampered.world)
    assert (found.matches, found.bad_parts) == (False, ["chain"])
    assert found.bad_voucher == VoucherRef(2, "cash_receipt", 1)


def test_erased_words_are_no_fault(tampered: Tampered) -> None:
    tampered.change("voucher_text", "party = NULL, narration = NULL", "voucher_id = 2")
    assert check(tampered.world).matches


def test_a_missing_voucher_is_noticed(tampered: Tampered) -> None:
    run("DELETE FROM entry WHERE voucher_id = 4")
    run("DELETE FROM voucher_text WHERE voucher_id = 4")
    run("DELETE FROM voucher WHERE id = 4")
    assert {"count", "chain", "difference"} <= set(check(tampered.world).bad_parts)


@pytest.mark.parametrize(
    ("table", "assignment", "part"),
    [
        ("cash_count", "pieces = pieces + 1", "cash_count"),
        ("act", "chain_hash = leaf_hash", "acts"),
        ("day", "day_on = '2026-11-20', kind = 'idle'", "skipped"),
    ],
)
def test_a_changed_count_record_or_holiday_is_named(
    tampered: Tampered, table: str, assignment: str, part: str
) -> None:
    condition = f"day_on = '{YESTERDAY if part == 'skipped' else TODAY}'"
    tampered.change(table, assignment, condition)
    assert part in check(tampered.world).bad_parts


@pytest.mark.parametrize("assignment", ["body = '{}'", "body = 'x'", "body = '[]'"])
def test_a_changed_seal_is_told_and_nothing_is_compared(
    tampered: Tampered, assignment: str
) -> None:
    code = code_of(tampered.world)
    tampered.change("seal", assignment, f"day_on = '{TODAY}'")
    found = check(tampered.world, code)
    assert (found.matches, found.is_whole, found.is_signed) == (False, False, False)
    assert (found.bad_parts, found.sealed) == ([], {})


def test_books_and_seals_made_anew_no_longer_know_the_paper(tampered: Tampered) -> None:
    code = code_of(tampered.world)
    edit_amount(tampered)
    tampered.reseal(tampered.world.keys)
    with pytest.raises(SealIsUnknown):
        check(tampered.world, code)
    assert check(tampered.world).witness == "differs"
    assert not check(tampered.world).matches


def test_a_seal_of_a_foreign_key_does_not_match(tampered: Tampered) -> None:
    stranger = KeyFolder(tampered.world.key_dir.parent / "stranger")
    seal = seals.seal_of_day(tampered.society_id, TODAY)
    assert seal is not None
    run("UPDATE seal SET signature = ? WHERE day_on = ?", stranger.sign(b"x"), TODAY)
    found = check(tampered.world)
    assert (found.matches, found.is_signed, found.bad_parts) == (False, False, [])


def test_a_seal_that_waits_for_its_witness_matches(tampered: Tampered) -> None:
    log = tampered.world.key_dir / "witness" / "KHR001.log"
    first, _second = log.read_text(encoding="utf-8").splitlines()
    log.write_text(first + "\n", encoding="utf-8")
    found = check(tampered.world)
    assert (found.matches, found.witness) == (True, "waiting")
    log.write_text(_second + "\n", encoding="utf-8")
    assert check(tampered.world, code_of(tampered.world, YESTERDAY)).witness == "differs"


def test_a_missing_day_is_noticed(tampered: Tampered) -> None:
    code = code_of(tampered.world)
    tampered.change("day", "day_on = '2026-11-01'", f"day_on = '{TODAY}'")
    assert check(tampered.world, code).bad_parts == ["day"]


def test_the_sheet_of_a_reopened_day_is_compared_by_its_entries(world: World) -> None:
    world.starts_books()
    world.does_a_day()
    tampered = Tampered(world)
    tampered.change("day", "status = 'open'", f"day_on = '{TODAY}'")
    assert check(world).bad_parts == ["acts"]
    run(
        "INSERT INTO reopening (society_id, id, day_on, reopened_at, reopened_by, reason, seal_no) "
        "VALUES (?, 1, ?, 1, ?, 'छूटा वाउचर', 2)",
        world.society_id, TODAY, world.person("officer").id,
    )  # fmt: skip
    found = check(world)
    assert (found.is_replaced, found.matches, set(found.found)) == (True, True, {"chain"})
    tampered.change("voucher", "reference = 'X'", "id = 2")
    assert not check(world).matches


@pytest.mark.parametrize("code", ["", "abc", "U" * 16, "0" * 17])
def test_what_is_no_code_is_told_so(tampered: Tampered, code: str) -> None:
    with pytest.raises(CodeIsMalformed):
        check_seal(code, tampered.world.society, tampered.world.keys)


def test_a_code_out_of_reach_is_unknown(tampered: Tampered) -> None:
    """P9: nothing tells it from a code that was never printed."""

    def reaches_nothing(code: str) -> Society:
        raise SocietyIsUnknown

    for code, reaches in (
        ("0" * 16, tampered.world.society),
        (code_of(tampered.world), reaches_nothing),
    ):
        with pytest.raises(SealIsUnknown):
            check_seal(code, reaches, tampered.world.keys)
