"""The chart of accounts: which heads post (P2), which are cash, and how heads are found."""

import pytest

from portal.domain import heads
from portal.domain.heads import (
    Chart,
    Head,
    HeadHasARegister,
    HeadIsAGroup,
    HeadIsNotKept,
    HeadIsUnknown,
)
from portal.storage.reference import chart


def test_a_leaf_without_a_register_of_its_own_takes_entries() -> None:
    assert chart().postable(3307).code == 3307


def test_a_group_takes_no_entries() -> None:
    with pytest.raises(HeadIsAGroup) as refused:
        chart().postable(2100)
    assert refused.value.params == {"head": 2100}
    assert refused.value.status == 422


def test_a_head_whose_register_is_not_kept_takes_no_entries() -> None:
    for code in (1503, 2441):
        with pytest.raises(HeadIsNotKept):
            chart().postable(code)


def test_a_head_with_a_kept_register_takes_entries_but_none_freely() -> None:
    """P2: an entry on it says whose it is, which a free voucher can't."""
    for code in (1101, 1104, 1301, 2411, 2502, 2805):
        assert chart().postable(code).has_register
        assert not chart()[code].is_free
        with pytest.raises(HeadHasARegister):
            chart().free(code)
    assert chart().free(3307).is_free
    assert not chart()[heads.YEAR_RESULT].is_free
    assert not chart()[2100].is_free


def test_the_years_result_is_written_by_the_years_closing_alone() -> None:
    assert chart()[heads.YEAR_RESULT].is_kept
    with pytest.raises(HeadIsNotKept):
        chart().postable(heads.YEAR_RESULT)


def test_a_code_outside_the_chart_is_unknown() -> None:
    with pytest.raises(HeadIsUnknown):
        chart()[9999]
    with pytest.raises(HeadIsUnknown):
        chart().postable(9999)
    assert 9999 not in chart()
    assert heads.CASH_BOX in chart()


def test_cash_is_the_box_the_tills_and_cash_on_its_way() -> None:
    assert chart().cash == (heads.CASH_BOX, *heads.COUNTER_TILLS, heads.CASH_IN_TRANSIT)
    assert all(chart()[code].is_cash and not chart()[code].is_bank for code in chart().cash)


def test_bank_heads_are_accounts_wallet_and_collections() -> None:
    assert set(heads.BANK_ACCOUNTS) | {heads.UPI_COLLECTION} <= set(chart().bank)
    assert all(chart()[code].is_bank and not chart()[code].is_cash for code in chart().bank)


def test_every_head_of_the_chart_hangs_below_a_group() -> None:
    for head in chart():
        if head.parent is not None:
            assert chart()[head.parent].is_group, head
    assert all(not head.is_group for head in chart().leaves())
    assert len(chart().leaves()) + sum(head.is_group for head in chart()) == len(list(chart()))


def test_every_leaf_has_a_normal_side() -> None:
    assert {head.normal_side for head in chart().leaves()} == {"debit", "credit"}


def test_the_chart_goes_by_code_whatever_the_order_given() -> None:
    made = [_head(2102), _head(2101)]
    assert [head.code for head in Chart(made)] == [2101, 2102]


def _head(code: int, **other: object) -> Head:
    given = {
        "parent": None, "name_hi": "रोकड़", "name_en": "Cash", "kind": "asset", "is_group": False,
        "normal_side": "debit", "cash_or_bank": "cash", "sub_ledger": "",
    }  # fmt: skip
    return Head(code=code, **(given | other))  # type: ignore[arg-type]


def test_heads_are_found_by_code_and_by_the_beginnings_of_words_in_either_script() -> None:
    assert [head.code for head in chart().search("2101")] == [2101]
    assert [head.code for head in chart().search("२१०१")] == [2101]
    assert 4317 in [head.code for head in chart().search("चाय")]
    assert 4314 in [head.code for head in chart().search("bank charg")]


def test_a_search_of_nothing_finds_nothing_and_finds_no_more_than_asked() -> None:
    assert chart().search("  ") == []
    assert len(chart().search("2", most=3)) == 3


def test_a_search_never_offers_what_takes_no_entries() -> None:
    assert chart().search("1101") == []
    assert chart().search("1802") == []
    assert chart().search("2100") == []
