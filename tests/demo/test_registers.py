"""The demo's registers: as many as asked for, plausible, and adding up to their heads."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from portal import demo
from portal.demo.hours import instant
from portal.domain.heads import BY_ACCOUNT, BY_MEMBER, NOT_ALLOTTED
from portal.domain.members import CATEGORIES, FARMER_TYPES, RELATIONS
from portal.domain.text import has_aadhaar
from portal.gateways.key_folder import KeyFolder
from portal.storage import accounts, daybook, engine, members, places
from portal.storage.engine import rows, value
from portal.storage.reference import chart
from portal.storage.served import CUSTOMERS, MEMBERS
from tests.demo.conftest import Empty
from tests.world import guards

NOW = instant("2026-11-17", 14, 10)
NUMBER = 150
OPTIONS = demo.DemoOptions(societies=3, days=6, members=NUMBER)


@pytest.fixture(scope="module")
def registers(empty_database: Empty, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("registers")
    url = empty_database(folder)
    demo.build_demo(OPTIONS, KeyFolder(folder / "keys"), guards(), NOW, lambda line: None)
    return url, folder


@pytest.fixture
def home(registers: tuple[str, Path]) -> int:
    """Give the operator's society, connected."""
    engine.disconnect()
    engine.connect(*registers)
    society = places.society("KHR001")
    assert society is not None
    return society.id


def everybody(society_id: int) -> list[members.Member]:
    ids = [one for (one,) in rows("SELECT id FROM member WHERE society_id = ?", society_id)]
    found = members.members_by_ids(society_id, ids)
    return [found[one] for one in sorted(ids)]


def test_each_register_has_as_many_as_were_asked_for(home: int):
    found = rows("SELECT society_id, COUNT(*) FROM member GROUP BY society_id")
    assert [number for _, number in found] == [NUMBER] * 3


def test_every_register_adds_up_to_its_head_and_nothing_is_left_to_allot(home: int):
    kept = [head.code for head in chart().leaves() if head.sub_ledger in BY_MEMBER | BY_ACCOUNT]
    for society in places.all_societies():
        held = daybook.balances(society.id)
        assert {1101, 1102, 1104, 1301, 1303, 1304, 1306, 1307, 2411, 2412, 2421, 2501, 2502} <= (
            held.keys()
        )
        for head in kept:
            of_each = daybook.sub_balances(society.id, head)
            assert sum(of_each.values()) == held.get(head, 0), (society.code, head)
            assert NOT_ALLOTTED not in of_each


def test_no_account_is_overdrawn_and_no_loan_is_overpaid(home: int):
    for head, paise in rows("SELECT head, paise FROM sub_balance WHERE sub_id > 0"):
        if chart()[head].sub_ledger in BY_MEMBER | BY_ACCOUNT:
            assert paise >= 0 if chart()[head].normal_side == "debit" else paise <= 0


def test_whose_money_it_is_fits_the_register(home: int):
    known = {one.id: one for one in everybody(home)}
    for head, wanted in ((1101, {"regular"}), (1102, {"nominal", "associate"})):
        for member_id in daybook.sub_balances(home, head):
            assert known[member_id].member_class in wanted
            assert known[member_id].status in ("active", "deceased")
    assert {known[one].status for one in daybook.sub_balances(home, 1104)} == {"applicant"}
    for account_id, member_id, kind, opened_on in rows(
        "SELECT id, member_id, kind, opened_on FROM account WHERE society_id = ?", home
    ):
        owner = known[member_id]
        assert owner.is_active
        assert opened_on >= owner.joined_on
        assert (kind == "group") == (owner.sex == ""), account_id


def test_loans_are_within_what_was_sanctioned(home: int):
    for account_id, sanctioned, due_on, season in rows(
        "SELECT id, amount_paise, due_on, season FROM account WHERE society_id = ? AND head = 2411",
        home,
    ):
        owed = accounts.sub_balances(home, [(2411, account_id), (2412, account_id)])
        assert 0 <= sum(owed.values()) <= sanctioned
        assert due_on in ("2027-03-31", "2026-03-31")
        assert season in ("खरीफ 2026", "खरीफ 2025")


def test_people_are_such_as_a_village_has(home: int):
    found = everybody(home)
    assert Counter(one.status for one in found).keys() >= {"active", "applicant", "deceased"}
    assert 0.3 < sum(one.sex == "F" for one in found) / NUMBER < 0.6
    for one in found:
        assert (one.member_no is None) == (one.status == "applicant")
        assert one.guardian_hi
        assert one.village_hi
        assert one.relation in RELATIONS
        assert one.category in ("", *CATEGORIES)
        assert one.farmer_type in FARMER_TYPES
        assert re.fullmatch(r"(?:6[0-9]{9})?", one.mobile)
        assert re.fullmatch(r"(?:[0-9]{4})?", one.aadhaar_last4)
        assert sum(heir.share_percent for heir in one.heirs) in (0, 100)
    numbers = [int(one.member_no) for one in found if one.member_no]
    assert numbers == sorted(numbers)
    assert not has_aadhaar(json.dumps([str(one) for one in found], ensure_ascii=False))


def test_larger_registers_have_namesakes(home: int):
    from portal.demo.cast import villages_near
    from portal.demo.dice import dice
    from portal.demo.folk import make_register

    for region in ("MP", "BR", "UK"):
        near = villages_near(dice(region), region, 900)
        found = make_register(dice(region), region, near, 900, "2026-10-31")
        names = Counter(one.name_hi for one in found)
        assert len(found) == 900
        assert len(names) > 600
        assert sum(number > 1 for number in names.values()) > 20
        assert {one.village_hi for one in found} == set(near)


def test_a_handful_of_members_is_enough(empty_database: Empty, tmp_path: Path):
    empty_database(tmp_path)
    options = demo.DemoOptions(societies=1, days=3, members=1)
    keys = KeyFolder(tmp_path / "keys")
    built = demo.build_demo(options, keys, guards(), NOW, lambda line: None)
    assert (built.members, value("SELECT COUNT(*) FROM member")) == (1, 1)


def test_members_come_to_the_counter_and_it_is_known_who_came(home: int):
    tasks = {task for (task,) in rows("SELECT DISTINCT task FROM voucher")}
    assert {"cash_deposit_savings", "cash_withdraw_savings", "kcc_repay"} <= tasks
    served = rows(
        "SELECT register, COUNT(*), SUM(times) FROM served WHERE society_id = ? "
        "GROUP BY register ORDER BY register", home,
    )  # fmt: skip
    assert [register for register, _, _ in served] == [MEMBERS, CUSTOMERS]
    assert sum(times for _, _, times in served) > 20
    without = value(
        "SELECT COUNT(*) FROM voucher v WHERE v.task IN ('cash_deposit_savings', 'kcc_repay') "
        "AND NOT EXISTS (SELECT 1 FROM voucher_for f WHERE f.society_id = v.society_id "
        "AND f.voucher_id = v.id)"
    )
    assert without == 0


def test_by_default_registers_are_of_different_sizes():
    from portal.demo.stories import plans

    sizes = [one.members for one in plans(12)]
    assert sizes[-1] == 1200
    assert (min(sizes), max(sizes)) == (500, 5000)
    assert len(set(sizes)) == 12
