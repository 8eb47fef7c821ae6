"""Statements read in, whole and once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.actions import statements as deeds
from portal.actions import wallet_matching
from portal.domain import statements as domain
from portal.domain.imports import FileIsMissing
from portal.domain.people import Doer, Slip
from portal.domain.sheet import FileHasNoHeader
from portal.domain.statements import StatementHasFaults, StatementIsTooLarge
from portal.gateways.spreadsheets import Spreadsheets
from portal.storage import engine, statements
from tests.statements_world import UPI, csv, found_as, reads
from tests.world import TODAY, World, traces

ONE = "23-11-2026 10:05,Wallet Topup,N1,,5000,805000"
TWO = "24-11-2026 10:05,BBPS,X1,250,,804750"
THREE = "24-11-2026 10:06,Charge,X2,20,,804730"


def count() -> tuple[int, int]:
    """How many statements and lines there are."""
    return (
        int(engine.value("SELECT COUNT(*) FROM statement")),
        int(engine.value("SELECT COUNT(*) FROM statement_line")),
    )


def test_a_statement_is_kept_with_its_span_and_balances(open_world: World) -> None:
    done = reads(open_world, ONE, TWO)
    assert done.location == "/wallet/statements/1?new=1"
    found = deeds.statement_of(open_world.society_id, 1)
    assert (found.head, found.first_on, found.last_on) == (2204, "2026-11-23", TODAY)
    assert (found.opening_paise, found.closing_paise) == (800000_00, 804750_00)
    assert (found.file_name, found.taken_by) == ("सूची.csv", open_world.person("manager").id)
    assert statements.count_of(open_world.society_id, found) == (2, 2)
    assert found_as() == ["", ""]
    assert engine.value("SELECT COUNT(*) FROM act WHERE kind = 'statement_read'") == 1


def test_the_same_file_and_the_same_lines_change_nothing(open_world: World) -> None:
    reads(open_world, ONE, TWO)
    before = traces()
    assert reads(open_world, ONE, TWO).location == "/wallet/statements/1?known=1"
    assert reads(open_world, TWO).location == "/wallet/statements?known=1"
    assert count() == (1, 2)
    assert traces()[1:] == before[1:]


def test_overlapping_statements_bring_only_what_is_new(open_world: World) -> None:
    reads(open_world, ONE, TWO)
    assert reads(open_world, TWO, THREE).location == "/wallet/statements/2?new=1"
    assert count() == (2, 3)
    found = deeds.statement_of(open_world.society_id, 2)
    assert statements.count_of(open_world.society_id, found) == (1, 1)
    assert [one.reference for one in statements.lines_of(open_world.society_id, found, 9)] == ["X2"]


def test_the_accounts_stand_apart(open_world: World) -> None:
    reads(open_world, ONE)
    assert reads(open_world, ONE, head=UPI).location == "/wallet/statements/2?new=1"
    assert len(found_as(UPI)) == 1


def test_a_faulty_file_leaves_nothing_behind(open_world: World) -> None:
    before = traces()
    with pytest.raises(StatementHasFaults) as refused:
        reads(open_world, ONE, TWO.replace("250", "25o"))
    assert [one.line_no for one in refused.value.faults] == [3]
    with pytest.raises(StatementHasFaults):
        reads(open_world, ONE, TWO.replace("804750", "804751"))
    assert (count(), traces()) == ((0, 0), before)


def test_files_that_are_none_are_refused(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sends(content: bytes, head: int = 2204) -> None:
        deeds.send_statement(
            open_world.doer(), open_world.slip(), open_world.society_id, head, "x", content,
            Spreadsheets(),
        )  # fmt: skip

    with pytest.raises(FileIsMissing):
        sends(b"")
    with pytest.raises(deeds.StatementHeadIsWrong):
        sends(csv(ONE), 2201)
    with pytest.raises(FileHasNoHeader):
        sends(b"hello,world\n1,2\n")
    monkeypatch.setattr(domain, "MOST_BYTES", 10)
    monkeypatch.setattr(deeds, "MOST_BYTES", 10)
    with pytest.raises(StatementIsTooLarge):
        sends(csv(ONE))


def test_a_workbook_is_read_too(open_world: World) -> None:
    from io import BytesIO

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["CSC wallet statement"])
    sheet.append(["Date", "Particulars", "UTR", "Debit", "Credit", "Balance"])
    sheet.append(["24-11-2026 10:05", "BBPS", 432112345678, 12.5, None, 87.5])
    file = BytesIO()
    book.save(file)
    deeds.send_statement(
        open_world.doer(), open_world.slip(), open_world.society_id, 2204, "9999 4105 7058.xlsx",
        file.getvalue(), Spreadsheets(),
    )  # fmt: skip
    (line,) = statements.lines_between(open_world.society_id, 2204, TODAY, TODAY)
    assert (line.paise, line.reference, line.moved_time) == (-1250, "432112345678", "10:05")
    assert deeds.statement_of(open_world.society_id, 1).file_name == ""


def test_nobody_sees_the_statement_of_another_society(open_world: World) -> None:
    reads(open_world, ONE)
    for society_id, statement_id in ((open_world.society("KHR002").id, 1), (1, 99)):
        with pytest.raises(deeds.StatementIsUnknown):
            deeds.statement_of(society_id, statement_id)


def test_two_hands_with_overlapping_files(open_world: World) -> None:
    """Both are read in, and each movement stands once."""
    doers = [(ONE, TWO), (TWO, THREE), (ONE, TWO, THREE), (TWO,)]
    ready = [(open_world.doer("manager"), open_world.slip("manager"), lines) for lines in doers]
    society_id = open_world.society_id

    def send(one: tuple[Doer, Slip, tuple[str, ...]]) -> str:
        doer, slip, lines = one
        try:
            return deeds.send_statement(
                doer, slip, society_id, 2204, "", csv(*lines), Spreadsheets()
            ).location
        finally:
            engine.disconnect()

    with ThreadPoolExecutor(4) as pool:
        assert len(list(pool.map(send, ready))) == 4
    assert count()[1] == 3


def removes(world: World, statement_id: int) -> str:
    return deeds.remove_statement(
        world.doer("manager"), world.slip("manager"), world.society_id, statement_id
    ).location


def test_a_statement_of_another_account_is_removed_and_may_come_again(open_world: World) -> None:
    reads(open_world, ONE, TWO)
    reads(open_world, TWO, THREE)
    reads(open_world, ONE, head=UPI)
    with pytest.raises(deeds.StatementIsNotLast):
        removes(open_world, 1)
    assert removes(open_world, 2) == "/wallet/statements?removed=1"
    assert removes(open_world, 3) == "/wallet/statements?removed=1"
    assert count() == (1, 2)
    assert engine.value("SELECT COUNT(*) FROM act WHERE kind = 'statement_removed'") == 2
    assert reads(open_world, TWO, THREE).location.endswith("?new=1")
    assert count() == (2, 3)
    with pytest.raises(deeds.StatementIsUnknown):
        removes(open_world, 9)


def test_what_was_settled_by_hand_is_taken_back_first(open_world: World) -> None:
    reads(open_world, ONE)
    manager = open_world.doer("manager"), open_world.slip("manager")
    wallet_matching.explain(*manager, open_world.society_id, 2204, 1, 1, note="वॉलेट का शुल्क")
    with pytest.raises(deeds.StatementHasWork):
        removes(open_world, 1)
