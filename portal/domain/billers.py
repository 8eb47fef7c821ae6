"""Billers of Bharat Connect as the counter knows them: what they ask, allow and charge.

A biller's form is data. It comes from the operating unit's master; config/billers.csv gives the
Hindi words and what the sandbox begins with. Amounts are paise.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.domain.refusals import N_, Refusal

CHANNEL = "AGT"
"""A counter of ours pays through the channel of registered agents."""
_ID_LENGTH = 14
_LONGEST_CODE = 3
CASH = "Cash"
UPI = "UPI"
MANUAL_MODES = (
    CASH, "Credit Card", "Debit Card", "Prepaid Card", UPI, "Wallet", "AEPS", "Bharat QR",
)  # fmt: skip
"""The modes that the agent's channel allows."""


class BillerIsUnknown(Refusal):
    """There is no such biller, neither in the operating unit's master nor in the list."""

    message = N_("There is no such biller.")
    status = 404


class FetchKind(StrEnum):
    """What is asked of the biller before paying: its bill, whether the number exists, nothing."""

    BILL = "BILL_FETCH"
    VALIDATE = "BILL_VALIDATE"
    NOTHING = "BILL_DIRECT"


class Exactness(StrEnum):
    """Which amounts a bill takes, measured by its own amount."""

    EXACT = "Exact"
    AND_ABOVE = "Exact and above"
    AND_BELOW = "Exact and below"
    RANGE = "Range"
    ANY = "Any"


class Selection(StrEnum):
    """How many of several bills are paid together."""

    ONE = "SINGLE"
    SOME = "MULTIPLE"
    ALL = "ALL"


class Plans(StrEnum):
    """Whether a plan must be chosen, as for recharges."""

    NONE = ""
    NEEDED = "MANDATORY"
    OFFERED = "OPTIONAL"
    SOMETIMES = "CONDITIONAL"


@dataclass(frozen=True, slots=True)
class BillerParam:
    """One thing a biller asks, such as a consumer number; lengths of None are open."""

    name: str
    label_hi: str = ""
    is_numeric: bool = False
    min_length: int | None = None
    max_length: int | None = None
    regex: str = ""
    choices: tuple[str, ...] = ()
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A mode or channel of payment that is taken; bounds in paise, None where open."""

    name: str
    min_paise: int | None = None
    max_paise: int | None = None


@dataclass(frozen=True, slots=True)
class FeeSlab:
    """The customer's convenience fee (CCF1) for amounts from ``min_paise`` to ``max_paise``.

    ``flat_paise`` and ``percent_e4`` (ten-thousandths of one per cent) add up; GST comes on top.
    """

    min_paise: int
    max_paise: int | None
    flat_paise: int
    percent_e4: int = 0


@dataclass(frozen=True, slots=True)
class Biller:
    """A biller. ``groups`` are sets of parameter names of which one set is enough.

    ``is_confirmed`` says that its parameters came from the operating unit; until then they are
    only believed, and what doesn't fit them is doubted, not refused.
    """

    id: str
    name: str
    category: str
    fetch: FetchKind = FetchKind.BILL
    exactness: Exactness = Exactness.ANY
    params: tuple[BillerParam, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    modes: tuple[Limit, ...] = ()
    channels: tuple[Limit, ...] = ()
    fee_slabs: tuple[FeeSlab, ...] = ()
    is_active: bool = True
    may_pay_unfetched: bool = False
    may_stay_open: bool = False
    is_same_day_only: bool = False
    is_list: bool = False
    selection: Selection = Selection.ONE
    plans: Plans = Plans.NONE
    states: tuple[str, ...] = ()
    changed_at: str = ""
    name_hi: str = ""
    category_hi: str = ""
    alias: str = ""
    is_confirmed: bool = False

    @property
    def is_fetched(self) -> bool:
        """Whether a bill must be there before it can be paid."""
        return self.fetch is not FetchKind.NOTHING and not self.may_pay_unfetched


@dataclass(frozen=True, slots=True)
class BillerPage:
    """A part of the master; ``after`` asks for the next one and is empty at the end.

    ``unread`` are the ids of billers that are listed, but in no way that can be understood.
    """

    billers: tuple[Biller, ...]
    total: int
    after: str
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of a recharge; ``amount_paise`` is paid exactly."""

    id: str
    biller_id: str
    amount_paise: int
    text: str
    category: str = ""


def read_biller(row: Mapping[str, str]) -> Biller:
    """Read a row of config/billers.csv: believed, not confirmed. Raises ValueError, KeyError."""
    params = tuple(_read_param(row, place) for place in (1, 2) if row[f"p{place}_name"])
    is_any_enough = row["needs"] == "one"
    return Biller(
        id=row["biller_id"],
        name=row["name_en"],
        category=row["category_bbps"],
        fetch=FetchKind(row["fetch_api_type"]),
        exactness=Exactness(row["exactness"]),
        params=tuple(replace(one, is_optional=is_any_enough) for one in params),
        groups=tuple((one.name,) for one in params) if is_any_enough else (),
        may_pay_unfetched=row["fetch_requirement"] == "OPTIONAL",
        states=tuple(one for one in row["state_scope"].split(",") if one != "ALL"),
        name_hi=row["name_hi"],
        category_hi=row["category_hi"],
        alias=row["alias"],
    )


def _read_param(row: Mapping[str, str], place: int) -> BillerParam:
    def length(name: str) -> int | None:
        written = row[f"p{place}_{name}"]
        return int(written) if written else None

    return BillerParam(
        name=row[f"p{place}_name"],
        label_hi=row[f"p{place}_label_hi"],
        is_numeric=row[f"p{place}_type"] == "NUMERIC",
        min_length=length("min"),
        max_length=length("max"),
        regex=row[f"p{place}_regex"],
    )


_ALL_INDIA = ("NAT", "IND", "IN", "ALL")
#: The regions in a biller's id that are states of ours.
_REGIONS = {
    "BHI": "BR", "MAP": "MP", "HAR": "HR", "UTT": "UK", "UTP": "UP", "RAJ": "RJ", "CHH": "CG",
    "JHA": "JH", "DEL": "DL",
}  # fmt: skip


def states_of(biller: Biller, codes: Container[str]) -> tuple[str, ...]:
    """Say of which states a biller is, as far as the unit says so in words that are known.

    ``codes`` are those of our states. Where nothing is understood, the region in the biller's id
    counts; a region that is none of ours stays, so that other states' billers are not everybody's.
    """
    said = [_REGIONS.get(one.upper(), one.upper()) for one in biller.states]
    known = [one for one in said if one in codes]
    foreign = [one for one in said if one not in codes and len(one) <= _LONGEST_CODE]
    if known or foreign:
        return tuple(known or (one for one in foreign if one not in _ALL_INDIA))
    region = biller.id[9:12] if len(biller.id) == _ID_LENGTH else ""
    is_region = region.isalpha() and region.isupper() and region not in _ALL_INDIA
    return (_REGIONS.get(region, region),) if is_region else ()


@dataclass(frozen=True, slots=True)
class HindiWords:
    """The Hindi that the operating unit's master lacks: of billers, categories and labels."""

    billers: Mapping[str, Biller]
    categories: Mapping[str, str]
    labels: Mapping[str, str]

    @classmethod
    def of(cls, known: Iterable[Biller]) -> HindiWords:
        """Collect the words of billers that have them."""
        billers = {one.id: one for one in known}
        params = [param for one in billers.values() for param in one.params]
        return cls(
            billers,
            {one.category: one.category_hi for one in billers.values()},
            {one.name.casefold(): one.label_hi for one in reversed(params)},
        )

    def added_to(self, biller: Biller) -> Biller:
        """Give a biller its Hindi where it is known; a label comes from its own or a like one."""
        own = self.billers.get(biller.id)
        labels = {one.name.casefold(): one.label_hi for one in own.params} if own else {}
        return replace(
            biller,
            name_hi=own.name_hi if own else biller.name_hi,
            alias=own.alias if own else biller.alias,
            states=biller.states or (own.states if own else ()),
            category_hi=self.categories.get(biller.category, biller.category_hi),
            params=tuple(
                replace(one, label_hi=labels.get(key) or self.labels.get(key, one.label_hi))
                for one in biller.params
                for key in [one.name.casefold()]
            ),
        )
