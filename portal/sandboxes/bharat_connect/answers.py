"""What the sandbox answers, in the shapes of the interface."""

from __future__ import annotations

from typing import Any

from portal.domain.bill_complaints import KINDS
from portal.domain.bill_payments import is_payment_ref, payment_ref_id
from portal.domain.bills import Bill, FetchedBills
from portal.domain.dates import ist_on, ist_time
from portal.sandboxes.bharat_connect.records import Asked, Complained, Paid
from portal.sandboxes.bharat_connect.scenarios import REASONS

_DAY_MS = 86_400_000


def instant(at: int) -> str:
    """An instant as the interface writes it."""
    return f"{ist_on(at)}T{ist_time(at)}:{at // 1000 % 60:02d}+05:30"


def fetch_answer(one: Asked, fetched: FetchedBills | None, refusal: str) -> dict[str, Any]:
    """Where an asking stands."""
    if refusal:
        return {"refId": one.ref_id, "status": "Failure", "failureReason": reason(refusal)}
    if fetched is None:
        return {"refId": one.ref_id, "status": "Processing"}
    return {
        "refId": one.ref_id,
        "status": "Success",
        "bills": [_bill(bill) for bill in fetched.bills],
        "exactness": fetched.exactness.value,
        "billerResponseType": "LIST" if fetched.is_list else "SINGLE",
        "billerSelectionType": fetched.selection.value,
        "billerRefId": fetched.biller_ref,
        "additionalInfo": _pairs(fetched.additional),
    }


def _bill(bill: Bill) -> dict[str, Any]:
    found: dict[str, Any] = {
        "amount": bill.amount_paise,
        "billDate": bill.bill_on,
        "billNumber": bill.bill_no,
        "billPeriod": bill.period,
        "customerName": bill.customer_name,
        "dueDate": bill.due_on,
    }
    if bill.min_paise is not None:
        found |= {"minAmount": bill.min_paise, "maxAmount": bill.max_paise}
        found["amountMultiple"] = bill.multiple_paise
    if bill.options:
        found["paymentOptions"] = [
            {"name": one.name, "amount": one.amount_paise} for one in bill.options
        ]
        found["additionalInfo"] = _pairs(bill.additional)
    return found


def _pairs(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def reason(code: str) -> dict[str, str]:
    """Why something failed, in the biller's words."""
    return {"code": code, "message": REASONS[code], "type": "BBPS"}


def payment_answer(one: Paid, status: str, code: str) -> dict[str, Any]:
    """Where a payment stands."""
    found: dict[str, Any] = {
        "refId": one.ref_id,
        "status": status,
        "transactionId": one.transaction_id,
        "billerId": one.biller_id,
        "paymentDetails": {
            "mode": one.mode,
            "amount": one.amount_paise,
            "paymentRefId": one.payment_ref_id,
            "custConvFee": one.fee_paise,
        },
        "additionalInfo": [],
    }
    if status == "Success":
        found["billerRefId"] = f"AP{one.transaction_id[-12:]}"
    if code:
        found["failureReason"] = reason(code)
    return found


def transaction(one: Paid, status: str, *, is_adjusted: bool) -> dict[str, Any]:
    """A line of the list of payments."""
    said = "Error" if status == "Failure" else status
    refund = {"Error": "Processed"}.get(said, "")
    if is_adjusted:
        said, refund = "Credit_Adjustment", "Required"
    return {
        "refId": one.ref_id,
        "transactionId": one.transaction_id,
        "paymentRefId": one.payment_ref_id,
        "amount": one.amount_paise,
        "custConvFee": one.fee_paise,
        "billerId": one.biller_id,
        "mobile": one.mobile,
        "timestamp": instant(one.at),
        "status": said,
        "refundStatus": refund,
    }


def stray(line: dict[str, Any]) -> dict[str, Any]:
    """A line like another, under a reference that nobody sent."""
    ref = line["paymentRefId"]
    if is_payment_ref(ref):
        day_on = f"20{ref[7:9]}-{ref[9:11]}-{ref[11:13]}"
        ref = payment_ref_id(ref[1:7], day_on, 900_000 + int(ref[13:19]) % 99_999)
    return line | {
        "refId": f"X{line['refId'][1:]}",
        "transactionId": f"{line['transactionId'][:-4]}XXXX",
        "paymentRefId": ref if ref != line["paymentRefId"] else f"X{ref[1:]}",
    }


def complaint(one: Complained, status: str) -> dict[str, Any]:
    """Where a complaint stands."""
    kind = KINDS[one.kind]
    found = {
        "refId": one.ref_id,
        "disputeId": "" if one.declined else one.dispute_id,
        "transactionId": one.transaction_id,
        "disputeType": one.kind,
        "status": status,
        "assignedTo": "" if one.declined else "Biller OU",
        "remarks": one.text,
        "ticketType": "DISPUTE" if kind.is_dispute else "COMPLAINT",
        "disposition": kind.disposition,
        "responseReason": one.declined,
    }
    if kind.is_dispute and not one.declined:
        found["ticketTAT"] = ist_on(one.at + 7 * _DAY_MS)
    return found
