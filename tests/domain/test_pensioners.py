"""Who a pensioner is, when a certificate is due, and who is found by what is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.domain.lookup import AadhaarIsNotSearched
from portal.domain.money import AmountIsZero, CashHasPaise
from portal.domain.pension_payments import months_to
from portal.domain.pensioner_search import find
from portal.domain.pensioners import (
    Particulars,
    Pensioner,
    checked,
    due_until,
    plus_days,
)
from portal.domain.refusals import Refusal
from portal.domain.register import ChoiceIsUnknown, MemberNameIsMissing, NameHasNoLetters
from portal.domain.text import AadhaarIsNotStored, TextIsTooLong

TODAY = "2026-11-24"
RECORD = Particulars(name_hi="सुशीला देवी", scheme_id="MP_OLD", benefit_no="PPO101")


def a_pensioner(**given: object) -> Pensioner:
    plain: dict[str, object] = {
        "name_hi": "सुशीला देवी", "scheme_id": "MP_OLD", "benefit_no": "PPO101", "society_id": 1,
        "id": 1, "version": 1, "status": "paying", "added_at": 0, "added_by": 1, "changed_at": 0,
    }  # fmt: skip
    return Pensioner(**{**plain, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due_on", "state"),
    [
        ("", ""), ("2026-11-23", "overdue"), (TODAY, "due"), (plus_days(TODAY, 30), "due"),
        (plus_days(TODAY, 31), ""),
    ],
)  # fmt: skip
def test_due_is_within_thirty_days_and_overdue_from_the_day_after(due_on: str, state: str) -> None:
    assert a_pensioner(certificate_due_on=due_on).due_state(TODAY) == state
    assert a_pensioner(certificate_due_on=due_on, status="ended").due_state(TODAY) == ""
    assert due_until(TODAY) == "2026-12-24"


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"name_hi": ""}, MemberNameIsMissing),
        ({"name_hi": "1234"}, NameHasNoLetters),
        ({"name_hi": "क" * 81}, TextIsTooLong),
        ({"sex": "X"}, ChoiceIsUnknown),
        ({"bank": "9999 4105 7058"}, AadhaarIsNotStored),
        ({"monthly_paise": 0}, AmountIsZero),
        ({"monthly_paise": 600_50}, CashHasPaise),
    ],
)
def test_what_cannot_be_written(given: dict[str, object], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        checked(replace(RECORD, **given), ["MP_OLD"], TODAY)  # type: ignore[arg-type]


def test_what_is_kept_is_clean() -> None:
    found = checked(
        replace(RECORD, name_hi="  सुशीला   देवी ", mobile="+91 98765-00001", account_last4="ab12"),
        ["MP_OLD"], TODAY,
    )  # fmt: skip
    assert (found.name_hi, found.mobile, found.account_last4) == (
        "सुशीला देवी", "9876500001", "AB12",
    )  # fmt: skip


PEOPLE = [
    a_pensioner(id=1, guardian_hi="रामलाल पटेल", village_hi="बमनाला", mobile="9876500001"),
    a_pensioner(id=2, name_hi="कमला बाई", guardian_hi="सुशील", benefit_no="BR/7/2233"),
    a_pensioner(id=3, name_hi="राम देवी", village_hi="खेड़ी", benefit_no="XX9"),
]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("", []), ("!!", []), ("सुशीला देवी", [1]), ("susheela", [1, 2]), ("devi", [1, 3]),
        ("ram", [3, 1]), ("राम देवी", [3, 1]), ("kamla bai", [2]), ("2233", [2]), ("br/7", [2]),
        ("22", []), ("00001", [1]), ("०१", []), ("सुशीला 101", [1]), ("सुशीला 999", []),
        ("कमला खेड़ी", []), ("khedi", [3]), ("ram khedi", [3]),
    ],
)  # fmt: skip
def test_somebody_is_found_by_all_that_is_said(typed: str, ids: list[int]) -> None:
    assert find(PEOPLE, typed, 9) == ids
    assert find(PEOPLE, typed, 1) == ids[:1]


def test_nobody_is_searched_by_aadhaar() -> None:
    with pytest.raises(AadhaarIsNotSearched):
        find(PEOPLE, "9999 4105 7058", 9)


def test_months_go_back_over_the_year() -> None:
    assert months_to("2026-02", 4) == ["2026-02", "2026-01", "2025-12", "2025-11"]
