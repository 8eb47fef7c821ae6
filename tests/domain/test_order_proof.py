"""The proof that the books hold what the orders hold."""

from __future__ import annotations

from dataclasses import replace

from portal.domain.bill_orders import Order, held
from portal.domain.bill_orders import OrderState as S
from portal.domain.order_proof import check_orders
from portal.domain.proof import Notes
from tests.domain.test_bill_orders import order


def found(orders: list[Order], subs: dict[tuple[int, int], int]) -> list[str]:
    notes = Notes()
    check_orders(notes, orders, subs)
    return [one.kind for one in notes.findings]


def whole(state: S) -> Order:
    one = order(state)
    return replace(one, reserved_paise=held(one).received_paise if state is not S.FAILED else 0)


def test_orders_and_books_that_agree_are_no_finding() -> None:
    assert found([whole(S.PROCESSING)], {(1601, 7): -505_90, (1601, 0): -9}) == []
    assert found([whole(S.REFUND_DUE)], {(1602, 7): -505_90}) == []
    assert found([whole(S.REFUNDED)], {(1602, 7): 0}) == []


def test_money_that_differs_is_found() -> None:
    assert found([whole(S.PROCESSING)], {(1601, 7): -505_80}) == ["OrderMoneyDisagrees"]
    assert found([whole(S.REFUND_DUE)], {(1601, 7): -505_90}) == ["OrderMoneyDisagrees"]


def test_a_reserve_that_differs_is_found() -> None:
    one = replace(whole(S.PROCESSING), reserved_paise=0)
    assert found([one], {(1601, 7): -505_90}) == ["OrderReserveDisagrees"]


def test_money_of_an_order_that_is_not_there_is_found() -> None:
    assert found([], {(1602, 9): -1, (1301, 4): -5, (1601, 3): 0}) == ["OrderIsMissing"]
