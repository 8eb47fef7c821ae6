"""Commission with its TDS."""

from __future__ import annotations

import pytest

from portal.actions import commission as deeds
from portal.actions.commission import Commission, TdsIsTooLarge, WorkIsUnknown
from portal.domain.daybook import Line, NoDayIsOpen
from portal.domain.money import AmountIsZero
from portal.storage import daybook
from tests.statements_world import found_as, lines_of, reads
from tests.world import TODAY, World, traces

COMMISSION = (
    "23-11-2026,Commission BBPS,C1,,60,", "23-11-2026,Commission BBPS,C2,,40,",
    "24-11-2026,TDS on commission,T1,5,,", "24-11-2026,Charge,X1,9,,",
)  # fmt: skip


def enters(world: World, *said: object) -> int:
    done = deeds.enter_commission(
        world.doer(),
        world.slip(),
        world.society_id,
        Commission(*said),  # type: ignore[arg-type]
    )
    assert done.voucher_id is not None
    assert done.location == f"/vouchers/{done.voucher_id}?new=1"
    return done.voucher_id


def test_tax_and_wallet_make_up_the_income(open_world: World) -> None:
    found = daybook.voucher(open_world.society_id, enters(open_world, 95_00, 5_00, "bill", "नवंबर"))
    assert found is not None
    assert found.lines == (Line(2204, 95_00), Line(2510, 5_00), Line(3304, -100_00))
    assert (found.kind, found.task, found.narration) == ("bank_receipt", "csc_commission", "नवंबर")
    assert daybook.tasks_by_use(open_world.society_id) == ["csc_commission"]


def test_without_tax_and_of_other_work(open_world: World) -> None:
    found = daybook.voucher(open_world.society_id, enters(open_world, 95_00, 0, "other", ""))
    assert found is not None
    assert found.lines == (Line(2204, 95_00), Line(3303, -95_00))


def test_what_can_not_be_is_refused(world: World) -> None:
    for said, refusal in (
        ((0, 5, "bill", ""), AmountIsZero), ((5, 6, "bill", ""), TdsIsTooLarge),
        ((5, 0, "tea", ""), WorkIsUnknown), ((5, 0, "bill", ""), NoDayIsOpen),
    ):  # fmt: skip
        before = traces()
        with pytest.raises(refusal):
            enters(world, *said)
        assert traces() == before


def test_it_is_summed_up_from_the_statement_and_ties_its_lines(open_world: World) -> None:
    reads(open_world, *COMMISSION)
    assert found_as() == [""] * 4
    found = deeds.waiting(open_world.society_id, TODAY[:7])
    assert found == Commission(95_00, 5_00, "bill", "", month=TODAY[:7])
    voucher_id = enters(open_world, 95_00, 5_00, "bill", "नवंबर", "", TODAY[:7])
    assert lines_of() == [
        *((no, "commission", voucher_id, None) for no in (1, 2, 3)), (4, "", None, None),
    ]  # fmt: skip
    assert deeds.waiting(open_world.society_id, TODAY[:7]) is None


def test_another_sum_than_the_statements_ties_nothing_by_itself(open_world: World) -> None:
    reads(open_world, *COMMISSION)
    enters(open_world, 90_00, 5_00, "bill", "", "", TODAY[:7])
    assert found_as() == [""] * 4
    enters(open_world, 100_00, 0, "bill", "")
    assert found_as() == ["commission", "commission", "", ""]


def test_nothing_waits_where_nothing_was_read(open_world: World) -> None:
    assert deeds.waiting(open_world.society_id, TODAY[:7]) is None
    reads(open_world, "24-11-2026,TDS refund of commission,T1,5,,")
    assert deeds.waiting(open_world.society_id, TODAY[:7]) is None
