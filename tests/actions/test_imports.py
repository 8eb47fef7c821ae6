"""Files read into the register: checked whole, taken in by batches, each row exactly once."""

from __future__ import annotations

import pytest

from portal.actions import import_steps, imports, opening_balances, proof
from portal.actions.import_steps import Hands
from portal.domain.daybook import NoDayIsOpen
from portal.domain.imports import (
    FileIsMissing,
    JobHasFaults,
    JobIsNotReady,
    JobIsUnknown,
    NothingWaits,
)
from portal.domain.sheet import FileIsNotATable, FileIsTooLarge
from portal.gateways.spreadsheets import Spreadsheets
from portal.storage import accounts, daybook, engine, members
from portal.storage import imports as stored
from tests.world import OPENING, World

SHEETS = Spreadsheets()
HEAD = "member_no,name_hi,guardian_hi,village_hi,mobile,share_paise,savings_rupees\n"

ACCOUNTS = (
    "member_no,kind,account_no,head,opened_on,balance_rupees,rate\n"
    "1,बचत,SB-7,,01-04-2019,2500,3.5\n2,ऋण,L-9,2411,01-07-2025,30000,7\n"
).encode()
DAYS = (
    "day,slip_no,task,debit_head,credit_head,amount,party,narration\n"
    "20-11-2026,1,11,,,150,राम लाल,फोटोकॉपी\n20-11-2026,2,,4317,2101,40,होटल,चाय\n"
    "21-11-2026,3,81,,,5000,,बैंक में जमा\n"
).encode()


def register(number: int, *, first: int = 1, share_paise: int = 50_000, savings: str = "") -> bytes:
    """A register of so many members, each with the same share money."""
    lines = [
        f"{no},सुनीता देवी,रमेश यादव,गाँव {no},,{share_paise},{savings}"
        for no in range(first, first + number)
    ]
    return (HEAD + "\n".join(lines) + "\n").encode()


def hands(world: World) -> Hands:
    return Hands(world.clock.now_ms, world.keys)


def sends(world: World, content: bytes, kind: str = "members", name: str = "x.csv") -> int:
    done = imports.send_file(
        world.doer("manager"), world.slip("manager"), world.society_id, kind, name, content,
        SHEETS,
    )  # fmt: skip
    return int(done.location.rsplit("/", 1)[1])


def starts(world: World, job_id: int, *, only_good: bool = False, park: bool = True) -> None:
    imports.start_job(
        world.doer("manager"), world.slip("manager"), world.society_id, job_id,
        only_good=only_good, park=park,
    )  # fmt: skip


def takes_in(world: World, content: bytes, kind: str = "members", *, park: bool = True) -> int:
    job_id = sends(world, content, kind)
    starts(world, job_id, park=park)
    assert import_steps.run_waiting(hands(world)) == 1
    return job_id


def job(world: World, job_id: int) -> stored.Job:
    return imports.job_of(world.society_id, job_id)


def number_of_members(world: World) -> int:
    return sum(members.counts_by_status(world.society_id).values())


def findings(world: World) -> list[str]:
    return [str(one) for one in proof.prove_society("KHR001", world.keys).findings]


def is_kept_whole(world: World) -> None:
    """P2: every register adds up to its head."""
    for head in (1101, 1102, 1301, 2411):
        sub = sum(daybook.sub_balances(world.society_id, head).values())
        assert sub == daybook.balance(world.society_id, head), head


def test_a_sent_file_is_only_checked(world: World) -> None:
    job_id = sends(world, register(3))
    assert job(world, job_id).state == "checked"
    assert job(world, job_id).all_rows == 3
    assert number_of_members(world) == 0
    look = imports.look_at(world.society_id, job_id)
    assert look.report["faults"] == []
    assert [(one.head, one.number, one.file_paise) for one in look.gaps] == [(1101, 3, -1_500_00)]


def test_what_is_no_table_is_refused(world: World) -> None:
    for content, refusal in (
        (b"", FileIsMissing),
        (b"PK\x03\x04 no workbook", FileIsNotATable),
        (b"x" * 20_000_001, FileIsTooLarge),
    ):
        with pytest.raises(refusal):
            sends(world, content, name="x.xlsx")
    assert stored.latest_jobs(world.society_id, 5) == []


def test_the_same_file_is_the_same_job(world: World) -> None:
    """P1: also when two people send it, before it is taken in and after."""
    job_id = sends(world, register(2))
    done = imports.send_file(
        world.doer("accountant"), world.slip("accountant"), world.society_id, "members", "y.csv",
        register(2), SHEETS,
    )  # fmt: skip
    assert done.location.endswith(f"/{job_id}")
    starts(world, job_id)
    with pytest.raises(JobIsNotReady):
        starts(world, job_id)
    import_steps.run_waiting(hands(world))
    assert sends(world, register(2)) == job_id
    assert import_steps.run_waiting(hands(world)) == 0
    assert number_of_members(world) == 2
    assert job(world, job_id).state == "done"


def test_a_file_with_faults_waits_unless_its_good_rows_alone_are_wanted(world: World) -> None:
    content = register(3) + "4,,रमेश,रामपुर,123,abc,\n".encode()
    job_id = sends(world, content)
    found = job(world, job_id)
    assert (found.state, found.all_rows) == ("faulty", 3)
    report = imports.look_at(world.society_id, job_id).report
    columns = {(row, column) for row, column, level, *_ in report["faults"] if level == "fault"}
    assert columns == {(5, "name_hi"), (5, "mobile"), (5, "share_paise")}
    assert (report["rows"], report["faulty"]) == (4, 1)
    with pytest.raises(JobHasFaults):
        starts(world, job_id)
    starts(world, job_id, only_good=True)
    import_steps.run_waiting(hands(world))
    assert number_of_members(world) == 3


def test_a_mended_file_is_checked_against_what_is_in_already(world: World) -> None:
    takes_in(world, register(3))
    job_id = sends(world, register(4))
    found = imports.look_at(world.society_id, job_id)
    assert (found.job.state, found.job.all_rows) == ("faulty", 1)
    starts(world, job_id, only_good=True)
    import_steps.run_waiting(hands(world))
    assert number_of_members(world) == 4


def test_who_came_into_the_register_after_the_check_is_left_out(world: World) -> None:
    one, two = sends(world, register(3)), sends(world, register(3, share_paise=10_000))
    starts(world, one)
    starts(world, two)
    assert import_steps.run_waiting(hands(world)) == 2
    assert number_of_members(world) == 3
    look = imports.look_at(world.society_id, two)
    assert (look.job.state, look.report["left_out"]) == ("done", [2, 3, 4])
    assert look.waiting == {}


def test_opening_balances_wait_for_the_books_and_start_with_them(world: World) -> None:
    """P2: the opening balances take in what the register holds, member by member."""
    takes_in(world, register(5, share_paise=20_000_00, savings="100"))
    assert stored.waiting_sums(world.society_id) == {
        1101: (5, -1_00_000_00), 1301: (5, -500_00),
    }  # fmt: skip
    registers = opening_balances.from_registers(world.society_id)
    world.starts_books(balances=opening_balances.with_registers(OPENING, registers))
    assert stored.waiting_sums(world.society_id) == {}
    assert daybook.sub_balances(world.society_id, 1101) == dict.fromkeys(range(1, 6), -20_000_00)
    assert daybook.balance(world.society_id, 2804) == 500_00
    is_kept_whole(world)
    assert findings(world) == []


@pytest.mark.parametrize(("share", "parked"), [(50_001, -1), (49_999, 1)])
def test_a_difference_of_a_paisa_is_shown_and_parked(share: int, parked: int, world: World) -> None:
    """Money that the registers can't name goes to 1702, what nobody is named for to 2804."""
    world.starts_books(balances={2101: 500_00, 1101: -500_00})
    world.opens_day()
    job_id = sends(world, register(1, share_paise=share))
    (gap,) = imports.look_at(world.society_id, job_id).gaps
    assert gap.gap_paise == -parked
    assert gap.parked_on == (1702 if parked > 0 else 2804)
    starts(world, job_id)
    import_steps.run_waiting(hands(world))
    assert daybook.sub_balances(world.society_id, 1101) == {1: -share}
    head = 1702 if parked > 0 else 2804
    assert daybook.balance(world.society_id, head) == -parked
    is_kept_whole(world)
    assert findings(world) == []


def test_a_difference_may_stay_for_another_file(world: World) -> None:
    world.starts_books(balances={2101: 1_000_00, 1101: -1_000_00})
    world.opens_day()
    takes_in(world, register(1), park=False)
    assert daybook.sub_balances(world.society_id, 1101) == {0: -500_00, 1: -500_00}
    takes_in(world, register(1, first=2))
    assert daybook.sub_balances(world.society_id, 1101) == {1: -500_00, 2: -500_00}
    assert daybook.balance(world.society_id, 1702) == daybook.balance(world.society_id, 2804) == 0
    assert findings(world) == []


def test_without_an_open_day_opening_balances_wait(world: World) -> None:
    world.starts_books(balances={2101: 1_000_00, 1101: -1_000_00})
    job_id = takes_in(world, register(2))
    look = imports.look_at(world.society_id, job_id)
    assert (look.job.state, look.waiting_items, look.waiting_paise) == ("done", 2, 1_000_00)
    with pytest.raises(NoDayIsOpen):
        imports.post_openings(
            world.doer("manager"), world.slip("manager"), world.society_id, job_id
        )
    world.opens_day()
    imports.post_openings(world.doer("manager"), world.slip("manager"), world.society_id, job_id)
    import_steps.run_waiting(hands(world))
    assert imports.look_at(world.society_id, job_id).waiting == {}
    assert daybook.sub_balances(world.society_id, 1101) == {1: -500_00, 2: -500_00}
    with pytest.raises(NothingWaits):
        imports.post_openings(
            world.doer("manager"), world.slip("manager"), world.society_id, job_id
        )
    assert findings(world) == []


def test_accounts_come_with_their_balances(world: World) -> None:
    world.starts_books(balances={2411: 30_000_00, 1301: -2_500_00, 1101: -27_500_00})
    world.opens_day()
    takes_in(world, register(2, share_paise=0))
    takes_in(world, ACCOUNTS, "accounts")
    saving, loan = (accounts.account_by_no(world.society_id, no) for no in ("SB-7", "L-9"))
    assert saving is not None
    assert loan is not None
    assert (saving.member_id, saving.rate_bp, loan.head) == (1, 350, 2411)
    assert daybook.sub_balances(world.society_id, 1301) == {saving.id: -2_500_00}
    assert daybook.sub_balances(world.society_id, 2411) == {loan.id: 30_000_00}
    is_kept_whole(world)
    assert findings(world) == []


def test_past_days_are_taken_in_as_sealed_days(world: World) -> None:
    world.starts_books(as_on="2026-11-19")
    job_id = takes_in(world, DAYS, "days")
    assert (job(world, job_id).state, job(world, job_id).done_rows) == ("done", 2)
    assert engine.value("SELECT COUNT(*) FROM day WHERE is_legacy = 1") == 2
    assert daybook.balance(world.society_id, 2101) == OPENING[2101] + 110_00 - 5_000_00
    assert findings(world) == []
    assert import_steps.run_waiting(hands(world)) == 0


def test_past_days_with_a_fault_are_taken_in_wholly_or_not_at_all(world: World) -> None:
    world.starts_books(as_on="2026-11-20")
    content = DAYS + "22-11-2026,9,,4317,2101,90000,होटल,चाय\n".encode()
    job_id = sends(world, content, "days")
    found = imports.look_at(world.society_id, job_id)
    assert (found.job.state, found.job.all_rows) == ("faulty", 0)
    reasons = {(row, column) for row, column, *_ in found.report["faults"]}
    assert reasons == {(2, "day"), (5, "amount")}
    with pytest.raises(JobIsNotReady):
        starts(world, job_id, only_good=True)


def test_a_job_of_another_society_is_unknown(world: World) -> None:
    """P9."""
    job_id = sends(world, register(1))
    with pytest.raises(JobIsUnknown):
        imports.look_at(world.society("KHR002").id, job_id)


def test_what_can_not_be_posted_of_past_days_is_told(world: World) -> None:
    """Paise in cash, a task that asks for more, books that are not started; members by number."""
    takes_in(world, register(1, share_paise=0))
    content = (
        b"day,slip_no,task,debit_head,credit_head,amount,member_no\n"
        b"20-11-2026,1,11,,,150.50,\n20-11-2026,2,51,,,40,\n20-11-2026,3,,2101,1101,500,1\n"
        b"20-11-2026,4,79,,,10,\n20-11-2026,5,,2201,1301,60,\n"
    )
    job_id = sends(world, content, "days")
    report = imports.look_at(world.society_id, job_id).report
    assert [(row, name) for row, _column, _level, name, *_ in report["faults"]] == [
        (0, "BooksAreNotStarted"), (2, "CashHasPaise"), (3, "HeadIsNotAChoice"),
    ]  # fmt: skip
    world.starts_books(as_on="2026-11-19")
    mended = content.replace(b"150.50", b"150").replace(b"2,51,,", b"2,52,,")
    takes_in(world, mended, "days")
    assert daybook.sub_balances(world.society_id, 1101)[1] == -500_00
    assert daybook.sub_balances(world.society_id, 1301) == {0: -60_00}
    assert daybook.sub_balances(world.society_id, 2805) == {0: 10_00}
    is_kept_whole(world)
    assert findings(world) == []


def test_a_file_that_is_wrong_as_a_whole_is_faulty(world: World) -> None:
    """A needed column is missing, or there is nothing below the headings."""
    for content, rows, faulty in (
        ("member_no,mobile\n1,9876543210\n2,9876543211\n", 2, 2), (HEAD, 0, 0),
    ):  # fmt: skip
        look = imports.look_at(world.society_id, sends(world, content.encode()))
        assert (look.job.state, look.job.all_rows) == ("faulty", 0)
        assert (look.report["rows"], look.report["faulty"]) == (rows, faulty)
