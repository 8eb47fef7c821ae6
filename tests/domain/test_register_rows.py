"""Rows of accounts and of older books: what they become, and what a row as a whole can lack."""

from __future__ import annotations

from portal.domain.register_findings import WARNING
from portal.domain.register_rows import AccountRow, DayRow
from tests.domain.test_register_file import DAYS, checked, found

ACCOUNTS = (
    "member_no,kind,account_no,opened_on,head,balance_rupees,rate,months,due_on,amount_rupees"
)


def test_accounts_become_rows() -> None:
    result = checked(
        "accounts", ACCOUNTS + ",season",
        "7,बचत,SB-1,01-04-2019,,2500,,,,,",
        "007,loan,L-1,2020-04-01,2411,1000,7.5%,12,31-03-2027,5000,खरीफ",
    )  # fmt: skip
    assert result.is_clean
    assert result.rows == (
        AccountRow(2, "007", "savings", 1301, "SB-1", "2019-04-01", 250000, None, None, None, "",
                   ""),
        AccountRow(3, "007", "loan", 2411, "L-1", "2020-04-01", 100000, 500000, 750, 12,
                   "2027-03-31", "खरीफ"),
    )  # fmt: skip


def test_accounts_need_a_member_a_free_number_and_the_right_head() -> None:
    result = checked(
        "accounts", ACCOUNTS,
        "8,बचत,SB-1,01-04-2019,,1", "7,बचत,SB-9,01-04-2019,,1", "7,ऋण,L-2,01-04-2019,,1",
        "7,ऋण,L-3,01-04-2019,1301,1", "7,बचत,SB-3,01-04-2019,2411,1",
        "7,बचत,SB-4,01-04-2019,9999,1",
        "7,चालू,SB-5,01-04-2019,abc,1", "7,बचत,SB-6,,,", "7,सावधि,SB-3,01-04-2019,,1",
    )  # fmt: skip
    assert found(result) == [
        (2, "member_no", "MemberIsNotThere"), (3, "account_no", "NumberIsTaken"),
        (4, "head", "HeadIsNotALoans"), (5, "head", "HeadIsNotALoans"),
        (6, "head", "HeadIsNotALoans"), (7, "head", "HeadIsNotThere"), (8, "kind", "WordIsUnknown"),
        (8, "head", "HeadIsNotThere"), (9, "opened_on", "CellIsEmpty"),
        (10, "account_no", "NumberStandsTwice"),
    ]  # fmt: skip
    assert result.rows == ()
    assert [one.suggestion for one in result.faults][4] == "1301"


def test_vouchers_of_older_books_become_rows() -> None:
    result = checked(
        "days", DAYS,
        "15-04-2019,1,51,,,250,दुकान,007,स्टेशनरी,नकद",
        "15-04-2019,2,,2101,1301,100,,,jes'k ;kno dks fn;k x;k,",
    )  # fmt: skip
    assert result.is_clean
    assert result.rows == (
        DayRow(2, "2019-04-15", "1", "office_expense", None, None, 25000, "cash", "दुकान", "007",
               "स्टेशनरी"),
        DayRow(3, "2019-04-15", "2", "", 2101, 1301, 10000, "cash", "", "", "रमेश यादव को दिया गया"),
    )  # fmt: skip


def test_vouchers_need_a_task_or_two_heads_and_money() -> None:
    result = checked(
        "days", DAYS,
        "15-04-2019,1,,,,250", "15-04-2019,1,51,2101,1301,250", "15-04-2019,1,,2101,2101,250",
        "15-04-2019,1,51,2101,,250", "15-04-2019,1,51,,,0", "15-04-2019,1,77,,,5",
        "15-04-2019,1,51,,,5,,99", "15-04-2019,1,,2101,1999,5", "15-04-2019,1,51,,,5,,,???,",
        "15-04-2019,1,51,,,5,,,=1+1,",
    )  # fmt: skip
    assert found(result) == [
        (2, "task", "SidesAreMissing"), (3, "task", "SidesAreMissing"),
        (4, "task", "SidesAreMissing"), (5, "task", "SidesAreMissing"),
        (6, "amount", "AmountIsZero"),
        (7, "task", "TaskIsNotThere"), (7, "task", "SidesAreMissing"),
        (8, "member_no", "MemberIsNotThere"), (9, "credit_head", "HeadIsNotThere"),
        (9, "task", "SidesAreMissing"), (10, "narration", "LettersAreLost"),
    ]  # fmt: skip
    assert found(result, WARNING) == [(11, "narration", "LooksLikeAFormula")]
