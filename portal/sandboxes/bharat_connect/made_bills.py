"""Bills out of nothing but the seed: the same number has the same bill all through a month."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.billers import Biller, Exactness, FetchKind, Selection
from portal.domain.bills import (
    EARLY_AMOUNT,
    EARLY_DATE,
    LATE_AMOUNT,
    Bill,
    FetchedBills,
    PaymentOption,
)
from portal.sandboxes.bharat_connect.scenarios import scenario_of

_NAMES = (
    "RAM PRASAD SINGH", "SUNITA DEVI", "MOHAN LAL", "GEETA KUMARI", "SHYAM SUNDAR YADAV",
    "PHOOLMATI DEVI", "RAJENDRA PASWAN", "KAMLA BAI", "BHOLA MAHTO", "ANITA RAWAT",
)  # fmt: skip
_SELECTIONS = {
    "list_all": Selection.ALL,
    "list_some": Selection.SOME,
    "list_one": Selection.ONE,
}
_AMOUNTS = {"slab": 2_500_00, "large": 60_000_00, "range": 1_300_00}
_EXACTNESS = {"range": Exactness.RANGE, "below": Exactness.AND_BELOW, "paise": Exactness.EXACT}


@dataclass(frozen=True, slots=True)
class Dice:
    """Numbers that look thrown and are always the same for the same words."""

    words: str

    def below(self, end: int, name: str) -> int:
        """Throw a number from 0 to below ``end``; each name is another throw."""
        thrown = hashlib.sha256(f"{self.words}|{name}".encode()).digest()
        return int.from_bytes(thrown[:8], "big") % end


def made_bills(
    seed: int, ref_id: str, biller: Biller, params: Sequence[tuple[str, str]], today_on: str
) -> FetchedBills:
    """Make what a biller shows for a number on a day; a number only validated has no bills."""
    shape = scenario_of(params).shape
    selection = _SELECTIONS.get(shape)
    month = today_on[:7]
    words = "|".join([str(seed), biller.id, month, *(value for _name, value in params)])
    bills: tuple[Bill, ...] = ()
    if biller.fetch is FetchKind.BILL:
        count = 3 if selection else 1
        bills = tuple(_bill(Dice(f"{words}|{no}"), month, shape) for no in range(count))
    dice = Dice(words)
    return FetchedBills(
        ref_id=ref_id,
        bills=bills,
        exactness=_EXACTNESS.get(shape, biller.exactness),
        is_list=biller.is_list or selection is not None,
        selection=selection or biller.selection,
        biller_ref=f"{dice.below(10**12, 'ref'):012d}",
        additional=((EARLY_DATE, f"{month}-10"),) if shape == "options" else (),
    )


def _bill(dice: Dice, month: str, shape: str) -> Bill:
    amount = _AMOUNTS.get(shape) or (120 + dice.below(2_300, "amount")) * 100
    amount += 37 if shape == "paise" else 0
    options: tuple[PaymentOption, ...] = ()
    if shape == "options":
        early, late = amount - 20_00, amount + 30_00
        options = (PaymentOption(EARLY_AMOUNT, early), PaymentOption(LATE_AMOUNT, late))
    is_range = shape == "range"
    return Bill(
        amount_paise=amount,
        bill_no=f"{month[2:4]}{month[5:]}{dice.below(10**8, 'no'):08d}",
        bill_on=f"{month}-01",
        due_on=f"{month}-{18 + dice.below(10, 'due')}",
        period="MONTHLY",
        customer_name=_NAMES[dice.below(len(_NAMES), "name")],
        min_paise=500_00 if is_range else None,
        max_paise=2_000_00 if is_range else None,
        multiple_paise=100_00 if is_range else None,
        options=options,
        additional=((EARLY_DATE, f"{month}-10"),) if options else (),
    )
