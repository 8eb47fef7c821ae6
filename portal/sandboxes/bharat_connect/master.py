"""The sandbox's billers as the interface lists them, from the same file as the portal's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from portal.domain.billers import (
    MANUAL_MODES,
    Biller,
    BillerParam,
    FeeSlab,
    FetchKind,
    Limit,
    Plans,
)

CHANGED_AT = "2026-11-01T02:00:00+05:30"
_SLABS = (FeeSlab(1, 1_999_99, 500), FeeSlab(2_000_00, None, 1_000, 2_500))
_FLAT = (FeeSlab(1, None, 200),)
#: A few of the billers have what the others lack, so that everything can be tried.
_SPECIAL: dict[str, dict[str, Any]] = {
    "MAHI00000NATKR": {"fee_slabs": _SLABS},
    "BFL000000NAT01": {"fee_slabs": _SLABS},
    "BANK00000NATKB": {"fee_slabs": _FLAT, "may_stay_open": True},
    "SBIL00000NATT0": {"is_same_day_only": True},
    "UTTA00000UTT7M": {"may_stay_open": True},
    "PURV00000NAT3O": {"may_pay_unfetched": True},
    "VIDEOCON0NAT01": {"plans": Plans.NEEDED},
    "DISH00000NAT01": {"plans": Plans.OFFERED},
    "UJJI00000NATAW": {"is_active": False},
}
_PLANS = ((19_900, "30 days, basic"), (34_900, "30 days, family"), (99_900, "90 days, family"))


def dress(billers: Iterable[Biller]) -> list[Biller]:
    """Give billers the modes, limits and particulars that the operating unit knows, by id."""
    modes = tuple(Limit(name, 100, 49_999_99 if name == "Cash" else None) for name in MANUAL_MODES)
    return sorted(
        (
            replace(
                one,
                modes=modes,
                channels=(Limit("AGT", 100, None), Limit("INT", 100, None)),
                changed_at=CHANGED_AT,
                **_SPECIAL.get(one.id, {}),
            )
            for one in billers
        ),
        key=lambda one: one.id,
    )


def listed(one: Biller) -> dict[str, Any]:
    """Write a biller as the interface lists it; Hindi is not a part of it."""
    return {
        "id": one.id,
        "name": one.name,
        "categoryName": one.category,
        "subCategoryName": "",
        "status": "ACTIVE" if one.is_active else "DEACTIVATED",
        "coverage": "IND" if not one.states else one.states[0],
        "state": ",".join(one.states),
        "fetchApiType": one.fetch.value,
        "payWithoutFetchAllowed": one.may_pay_unfetched or one.fetch is FetchKind.NOTHING,
        "exactness": one.exactness.value,
        "supportsPendingStatus": one.may_stay_open,
        "enforcesSameDayFetchPay": one.is_same_day_only,
        "responseType": "LIST" if one.is_list else "SINGLE",
        "selectionType": one.selection.value,
        "planRequirement": one.plans.value or None,
        "customerParams": [_param(param) for param in one.params],
        "customerParamsGroups": [list(group) for group in one.groups],
        "paymentModes": [_limit("paymentMode", limit) for limit in one.modes],
        "paymentChannels": [_limit("paymentChannel", limit) for limit in one.channels],
        "interchangeFee": _fees(one),
        "billerAdditionalInfo": [],
        "modifiedAt": one.changed_at,
        "bbpsUpdateTimestamp": one.changed_at,
    }


def _param(one: BillerParam) -> dict[str, Any]:
    return {
        "paramName": one.name,
        "dataType": "NUMERIC" if one.is_numeric else "ALPHANUMERIC",
        "minLength": one.min_length,
        "maxLength": one.max_length,
        "optional": one.is_optional,
        "regex": one.regex,
        "values": ",".join(one.choices),
        "visibility": True,
    }


def _limit(key: str, one: Limit) -> dict[str, Any]:
    return {
        key: one.name,
        "minLimit": one.min_paise,
        "maxLimit": one.max_paise,
        "supportsPendingStatus": False,
    }


def _fees(biller: Biller) -> list[dict[str, Any]]:
    paid_by_biller = {
        "feeCode": "EBF",
        "feeDirection": "B2C",
        "interchangeFeeDetailsV2": [
            {"tranAmtRangeMin": 1, "tranAmtRangeMax": None, "flatFee": 300, "percentFee": 0}
        ],
    }
    slabs = [
        {
            "tranAmtRangeMin": one.min_paise,
            "tranAmtRangeMax": one.max_paise,
            "flatFee": one.flat_paise,
            "percentFee": _percent(one.percent_e4),
        }
        for one in biller.fee_slabs
    ]
    fee = {"feeCode": "CCF1", "feeDirection": "C2B", "interchangeFeeDetailsV2": slabs}
    return [paid_by_biller, *([fee] if slabs else [])]


def _percent(percent_e4: int) -> str:
    whole, rest = divmod(percent_e4, 10_000)
    return f"{whole}.{rest:04d}"


def plans_of(biller: Biller) -> list[dict[str, Any]]:
    """List the plans of a biller that has any."""
    if biller.plans is Plans.NONE:
        return []
    return [
        {
            "Id": f"{biller.id}P{place}",
            "billerId": biller.id,
            "amount": amount_paise,
            "description": text,
            "categoryType": "Monthly",
            "status": "ACTIVE",
        }
        for place, (amount_paise, text) in enumerate(_PLANS, 1)
    ]
