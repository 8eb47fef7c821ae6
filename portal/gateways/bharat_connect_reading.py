"""The operating unit's answers in our own words. Amounts are paise and never broken numbers."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from portal.domain.bill_complaints import Complaint, ComplaintState
from portal.domain.bill_payments import (
    FailureReason,
    FetchAnswer,
    PaymentAnswer,
    PaymentState,
    Transaction,
)
from portal.domain.billers import (
    Biller,
    BillerPage,
    BillerParam,
    Exactness,
    FeeSlab,
    FetchKind,
    Limit,
    Plan,
    Plans,
    Selection,
)
from portal.domain.bills import Bill, FetchedBills, PaymentOption
from portal.domain.dates import parse_on
from portal.domain.refusals import Refusal
from portal.domain.text import clean

log = logging.getLogger(__name__)

Json = Mapping[str, Any]
_Word = TypeVar("_Word", bound=StrEnum)

_PAYMENT_STATES = {
    "processing": PaymentState.WAITING,
    "pending": PaymentState.WAITING,
    "success": PaymentState.DONE,
    "failure": PaymentState.REFUSED,
    "error": PaymentState.REFUSED,
    "credit_adjustment": PaymentState.ADJUSTED,
}
_COMPLAINT_STATES = {
    "PROCESSING": ComplaintState.WAITING,
    "ASSIGNED": ComplaintState.ASSIGNED,
    "RESOLVED": ComplaintState.RESOLVED,
    "DEFAULT_RESOLVED": ComplaintState.RESOLVED,
    "REJECTED": ComplaintState.REJECTED,
    "PENDING_REFUND": ComplaintState.REFUND_DUE,
    "REFUNDED": ComplaintState.REFUNDED,
    "FAILED": ComplaintState.NOT_LODGED,
}


class Unreadable(Exception):
    """An answer has not the shape it must have."""


def read_fetch(data: Json) -> FetchAnswer:
    """Read a biller's answer to an asking; raise Unreadable."""
    status = text(data, "status").casefold()
    if status == "success":
        return FetchAnswer(fetched=_fetched(data))
    if status == "failure":
        return FetchAnswer(reason=read_reason(data))
    if status in ("processing", "pending"):
        return FetchAnswer()
    raise Unreadable(f"status {status}")


def _fetched(data: Json) -> FetchedBills:
    return FetchedBills(
        ref_id=needed(data, "refId"),
        bills=tuple(_bill(one) for one in rows(data, "bills")),
        exactness=_word(Exactness, data, "exactness", Exactness.ANY),
        is_list=text(data, "billerResponseType").upper() in ("LIST", "SELECTIVE"),
        selection=_word(Selection, data, "billerSelectionType", Selection.ONE),
        biller_ref=text(data, "billerRefId"),
        additional=_pairs(data, "additionalInfo"),
    )


def _bill(one: Json) -> Bill:
    return Bill(
        amount_paise=paise(one, "amount"),
        bill_no=text(one, "billNumber"),
        bill_on=_on(one, "billDate"),
        due_on=_on(one, "dueDate"),
        period=text(one, "billPeriod"),
        customer_name=text(one, "customerName"),
        label=text(one, "label"),
        min_paise=paise_or_none(one, "minAmount"),
        max_paise=paise_or_none(one, "maxAmount"),
        multiple_paise=paise_or_none(one, "amountMultiple"),
        options=tuple(
            PaymentOption(needed(option, "name"), paise(option, "amount"))
            for option in rows(one, "paymentOptions")
        ),
        additional=_pairs(one, "additionalInfo"),
    )


def read_payment(data: Json) -> PaymentAnswer:
    """Read where a payment stands; raise Unreadable."""
    state = _PAYMENT_STATES.get(text(data, "status").casefold())
    if state is None:
        raise Unreadable(f"status {text(data, 'status')}")
    details = data.get("paymentDetails")
    details = details if isinstance(details, dict) else {}
    return PaymentAnswer(
        state=state,
        ref_id=text(data, "refId"),
        transaction_id=text(data, "transactionId"),
        approval_no=text(data, "billerRefId"),
        payment_ref_id=text(details, "paymentRefId"),
        biller_id=text(data, "billerId"),
        amount_paise=paise_or_none(details, "amount"),
        fee_paise=paise_or_none(details, "custConvFee") or 0,
        reason=read_reason(data) if state is PaymentState.REFUSED else None,
        additional=_pairs(data, "additionalInfo"),
    )


def read_reason(data: Json) -> FailureReason:
    """Read why something failed; a reason without code is kept as such."""
    found = data.get("failureReason")
    found = found if isinstance(found, dict) else {}
    return FailureReason(text(found, "code"), text(found, "message"))


def read_transaction(one: Json) -> Transaction:
    """Read a line of the day's list; raise Unreadable."""
    state = _PAYMENT_STATES.get(text(one, "status").casefold())
    if state is None:
        raise Unreadable(f"status {text(one, 'status')}")
    return Transaction(
        ref_id=text(one, "refId"),
        payment_ref_id=text(one, "paymentRefId"),
        transaction_id=text(one, "transactionId"),
        biller_id=text(one, "billerId"),
        amount_paise=paise(one, "amount"),
        fee_paise=paise_or_none(one, "custConvFee") or 0,
        state=state,
        mobile=text(one, "mobile"),
        at=text(one, "timestamp"),
        refund=text(one, "refundStatus"),
    )


def read_complaint(data: Json) -> Complaint:
    """Read where a complaint stands; raise Unreadable."""
    state = _COMPLAINT_STATES.get(text(data, "status").upper())
    if state is None:
        raise Unreadable(f"status {text(data, 'status')}")
    return Complaint(
        state=state,
        dispute_id=text(data, "disputeId"),
        transaction_id=text(data, "transactionId"),
        kind=text(data, "disputeType"),
        assigned_to=text(data, "assignedTo"),
        remarks=text(data, "remarks"),
        answer_by_on=_on(data, "ticketTAT"),
        reason=text(data, "responseReason"),
        ref_id=text(data, "refId"),
    )


def read_categories(data: Json) -> list[tuple[str, int]]:
    """Read the categories with the number of their billers; raise Unreadable."""
    return [
        (needed(one, "name"), _count(one, "billerCount") or 0) for one in rows(data, "categories")
    ]


def read_billers(data: Json) -> BillerPage:
    """Read a page of the master; a biller that can't be read is only named, and noted."""
    found: list[Biller] = []
    unread: list[str] = []
    for one in rows(data, "billers"):
        try:
            found.append(_biller(one))
        except Unreadable as fault:
            log.warning("biller %s of the master is left out: %s", one.get("id"), fault)
            unread.append(str(one.get("id")))
    total = _count(data, "total") or len(found) + len(unread)
    return BillerPage(tuple(found), total, next_after(data), tuple(unread))


def _biller(one: Json) -> Biller:
    return Biller(
        id=needed(one, "id"),
        name=needed(one, "name"),
        category=needed(one, "categoryName"),
        fetch=_word(FetchKind, one, "fetchApiType"),
        exactness=_word(Exactness, one, "exactness", Exactness.ANY),
        params=tuple(_param(param) for param in rows(one, "customerParams")),
        groups=_groups(one),
        modes=tuple(_limit(mode, "paymentMode") for mode in rows(one, "paymentModes")),
        channels=tuple(_limit(way, "paymentChannel") for way in rows(one, "paymentChannels")),
        fee_slabs=tuple(_fee_slabs(one)),
        is_active=text(one, "status").upper() in ("ACTIVE", "PENDING_DEACTIVATION"),
        may_pay_unfetched=one.get("payWithoutFetchAllowed") is True,
        may_stay_open=one.get("supportsPendingStatus") is True,
        is_same_day_only=one.get("enforcesSameDayFetchPay") is True,
        is_list=text(one, "responseType").upper() in ("LIST", "SELECTIVE"),
        selection=_word(Selection, one, "selectionType", Selection.ONE),
        plans=_word(Plans, one, "planRequirement", Plans.NONE),
        states=tuple(part for part in re.split("[, ]+", text(one, "state")) if part),
        changed_at=text(one, "modifiedAt") or text(one, "bbpsUpdateTimestamp"),
        is_confirmed=True,
    )


def _param(one: Json) -> BillerParam:
    name = needed(one, "paramName")
    choices = text(one, "values")
    return BillerParam(
        name=name,
        is_numeric=text(one, "dataType").upper() == "NUMERIC",
        min_length=_count(one, "minLength"),
        max_length=_count(one, "maxLength"),
        regex=text(one, "regex"),
        choices=tuple(part.strip() for part in choices.split(",") if part.strip()),
        is_optional=one.get("optional") is True,
    )


def _groups(one: Json) -> tuple[tuple[str, ...], ...]:
    """Read sets of parameters of which one is needed: lists of names, or of objects with names."""
    found = one.get("customerParamsGroups") or []
    if not isinstance(found, list):
        raise Unreadable("customerParamsGroups")
    return tuple(
        tuple(str(name.get("paramName") if isinstance(name, dict) else name) for name in group)
        for group in found
        if isinstance(group, list) and group
    )


def _limit(one: Json, key: str) -> Limit:
    name = text(one, key) or needed(one, "name")
    return Limit(name, paise_or_none(one, "minLimit"), paise_or_none(one, "maxLimit"))


def _fee_slabs(one: Json) -> Iterator[FeeSlab]:
    """Read the customer's fee (CCF1, from customer to biller); all others are not the customer's.

    A percentage is kept to a ten-thousandth of one per cent.
    """
    for fee in rows(one, "interchangeFee"):
        if text(fee, "feeCode") != "CCF1" or text(fee, "feeDirection") != "C2B":
            continue
        for slab in rows(fee, "interchangeFeeDetailsV2") or rows(fee, "interchangeFeeDetails"):
            percent = _number(slab.get("percentFee") or 0) * 10_000
            if percent != int(percent):
                raise Unreadable("percentFee")
            yield FeeSlab(
                min_paise=paise_or_none(slab, "tranAmtRangeMin") or 0,
                max_paise=paise_or_none(slab, "tranAmtRangeMax"),
                flat_paise=paise_or_none(slab, "flatFee") or 0,
                percent_e4=int(percent),
            )


def read_plan(one: Json) -> Plan:
    """Read a plan of a recharge; raise Unreadable."""
    return Plan(
        id=text(one, "Id") or needed(one, "id"),
        biller_id=text(one, "billerId"),
        amount_paise=paise(one, "amount"),
        text=text(one, "description"),
        category=text(one, "categoryType"),
    )


def next_after(data: Json) -> str:
    """Read where the next page begins: named alone, or within the address of the page."""
    found = text(data, "nextPage")
    named = parse_qs(urlsplit(found).query).get("after")
    return named[0] if named else found


def rows(data: Json, key: str) -> Sequence[Json]:
    """Return a list of objects, empty where there is none; raise Unreadable."""
    found = data.get(key) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unreadable(key)
    return found


def text(data: Json, key: str) -> str:
    """Return a text, cleaned; empty where there is none; raise Unreadable."""
    found = data.get(key)
    if isinstance(found, (dict, list)):
        raise Unreadable(key)
    return "" if found is None else clean(str(found))


def needed(data: Json, key: str) -> str:
    """Return a text that must be there; raise Unreadable."""
    found = text(data, key)
    if not found:
        raise Unreadable(key)
    return found


def paise(data: Json, key: str) -> int:
    """Return an amount that must be there, in whole paise; raise Unreadable."""
    found = paise_or_none(data, key)
    if found is None:
        raise Unreadable(key)
    return found


def paise_or_none(data: Json, key: str) -> int | None:
    """Return an amount in whole paise, None where there is none; raise Unreadable."""
    if data.get(key) in (None, ""):
        return None
    found = _number(data[key])
    if found != int(found) or found < 0:
        raise Unreadable(key)
    return int(found)


def _number(found: object) -> Decimal:
    """Read a number that JSON gives as number or as text; at most fifteen digits."""
    is_number = isinstance(found, (int, Decimal, str)) and not isinstance(found, bool)
    if not is_number or not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,9})?", str(found).strip()):
        raise Unreadable(f"number {str(found)[:20]}")
    return Decimal(str(found).strip())


def _count(data: Json, key: str) -> int | None:
    found = data.get(key)
    return None if found in (None, "", 0) else int(_number(found))


def _word(words: type[_Word], data: Json, key: str, default: _Word | None = None) -> _Word:
    """Find one of our words, however it is written; the default only where there is none."""
    said = text(data, key)
    for one in words:
        if one.value.casefold() == said.casefold():
            return one
    if said or default is None:
        raise Unreadable(f"{key} {said}")
    return default


def _pairs(data: Json, key: str) -> tuple[tuple[str, str], ...]:
    return tuple((text(one, "name"), text(one, "value")) for one in rows(data, key))


def _on(data: Json, key: str) -> str:
    """Read a date, with or without a time after it; empty where it is none."""
    with suppress(Refusal):
        return parse_on(text(data, key)[:10])
    return ""
