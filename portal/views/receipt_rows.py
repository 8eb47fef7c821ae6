"""What stands on a receipt, row by row: the same rows on a roll of 58 or 80 mm and on A5."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.actions.aeps import SlipFacts
from portal.actions.receipts import Paid
from portal.domain.applications import Application
from portal.domain.bill_order_vouchers import masked, refund_paise
from portal.domain.bill_orders import Order
from portal.domain.billers import CHANNEL, Biller
from portal.domain.bills import Bill
from portal.domain.counter import Counter
from portal.domain.receipts import BILL_WORDS, FEE_WORDS, Standing, standing_of
from portal.domain.roll_paper import Kind, Part, Row
from portal.domain.seals import grouped
from portal.domain.visits import Fee, Visit
from portal.storage.application_forms import application_forms
from portal.storage.places import Society
from portal.storage.receipts import Print
from portal.views import application_words as words
from portal.views.money_words import GOES_ON, ON_RECEIPT
from portal.views.order_words import PERIODS
from portal.web.filters import digits, in_words, moment, on, rs
from portal.web.locale import in_language, named

#: How high the rows are, as static/receipt.css has it: s society, h heading, c centred, b bold,
#: g large amount, x box, t title of an item, m amount, M sum, f fact, e end, n other words,
#: q picture, k code, G a number to be seen from afar.
KINDS = {
    "s": Kind(15, 22), "h": Kind(13, 18), "c": Kind(12, 16), "b": Kind(14, 20), "g": Kind(24, 32),
    "x": Kind(13, 18, 8, 5), "t": Kind(13, 18, 7), "m": Kind(12, 16), "M": Kind(13, 18),
    "f": Kind(12, 16), "e": Kind(12, 16, 7), "n": Kind(12, 16),
    "q": Kind(0, 120), "k": Kind(15, 20), "G": Kind(72, 84),
}  # fmt: skip
TIE = "\N{NO-BREAK SPACE}"
RECEIVED = {"cash": _l("Received in cash"), "upi": _l("Received by UPI")}


def fact(label: str, value: str) -> Row:
    """Say one thing about this case."""
    return Row("f", (Part(f"{label}: ", value),))


def said(kind: str, text: str = "", value: str = "", amount: int | None = None) -> Row:
    """Say something in a row of its own, with an amount at its right."""
    return Row(kind, (Part(text, value),), "" if amount is None else _rupees(amount))


def head(society: Society, counter: Counter) -> Iterable[Row]:
    """Say whose receipt it is."""
    yield said("s", value=named(society))
    if counter.csc_id or counter.phone:
        parts = [Part("CSC ID ", digits(counter.csc_id))] if counter.csc_id else []
        if counter.phone:
            phone = _("Phone") + TIE + digits(counter.phone)
            parts.append(Part(" · " if parts else "", phone))
        yield Row("c", tuple(parts))
    if society.is_sample:
        yield said("c", _("Sample data"))


def copy_mark(now: Print, first: Print) -> Iterable[Row]:
    """Mark every print but the first."""
    if now.no > 1:
        text = _("copy %(no)s. The first was printed on %(moment)s",
                 no=digits(now.no), moment=_moment(first.printed_at))  # fmt: skip
        yield Row("x", (Part(value="DUPLICATE"), Part(f" – {text}")))


def visit_rows(paid: Paid) -> Iterable[Row]:
    """Say what was received in a visit, and for each item how it stands."""
    visit = paid.visit
    assert visit.paid_at is not None
    title = _("Receipt – token %(no)s", no=digits(visit.id))
    yield said("h", title, f" · {_moment(visit.paid_at)}")
    if visit.name:
        yield said("b", value=visit.name)
    yield from _money(visit)
    mobiles = {one.mobile for one in paid.orders}
    for mobile in mobiles if len(mobiles) == 1 else ():
        yield _mobile(mobile)
    number = 0
    for order in paid.orders:
        number += 1
        yield from _bill(number, order, paid)
        if len(mobiles) > 1:
            yield _mobile(order.mobile)
    for fee in paid.fees:
        number += 1
        yield from _fee(number, fee, paid)


def _money(visit: Visit) -> Iterable[Row]:
    yield said("g", value=_rupees(visit.total_paise))
    yield said("c", in_words(visit.total_paise))
    yield said("f", str(RECEIVED[visit.mode]))
    if visit.mode == "upi":
        yield fact("UTR", digits(visit.reference))
    if visit.given_paise is not None and visit.given_paise != visit.total_paise:
        yield said("f", _("Given") + " ", _rupees(visit.given_paise))
        yield said("f", _("Returned") + " ", _rupees(visit.change_paise))


def _rupees(paise: int) -> str:
    """Write an amount that no line break parts."""
    return f"₹{TIE}{rs(paise)}"


def _moment(at: int) -> str:
    return moment(at).replace(" ", TIE)


def _mobile(mobile: str) -> Row:
    return fact(_("Mobile"), digits(f"…{mobile[-4:]}"))


def _bill(number: int, order: Order, paid: Paid) -> Iterable[Row]:
    biller, visit = paid.billers.get(order.biller_id), paid.visit
    category = in_language(biller.category_hi, biller.category) if biller else ""
    name = in_language(paid.biller_name_hi(order), biller.name if biller else order.biller_name)
    title = f"{digits(number)}. {category or name}"
    yield said("t", value=title, amount=order.cash_paise)
    yield from _standing(order, visit)
    if category:
        yield said("f", value=name)
    yield from _who(order, biller, visit)
    for bill in _chosen(order):
        yield from _bill_facts(bill)
    yield from _charges(order)
    yield from _references(order)


def _standing(order: Order, visit: Visit) -> Iterable[Row]:
    standing = standing_of(order)
    if standing is Standing.DONE:
        yield said("x", _(BILL_WORDS[standing]))
    elif standing in (Standing.OWED, Standing.RETURNED):
        yield said("x", _(BILL_WORDS[standing]), f" {_rupees(refund_paise(order))}")
    else:
        text = _("Payment is under way – this receipt is no proof of payment")
        yield said("x", text + " – " + _("token %(no)s", no=digits(visit.id)))


def _who(order: Order, biller: Biller | None, visit: Visit) -> Iterable[Row]:
    bills = order.fetched.bills if order.fetched else ()
    holder = next((one.customer_name for one in bills if one.customer_name), order.payer_name)
    if holder and holder != visit.name:
        yield fact(_("Customer"), holder)
    if order.params:
        asked = order.params[0][0]
        known = {one.name: one.label_hi for one in biller.params} if biller else {}
        label = in_language(known.get(asked) or _("Consumer number"), asked)
        yield Row("f", (Part("", f"{label}: {digits(masked(order))}"),))


def _chosen(order: Order) -> list[Bill]:
    bills = order.fetched.bills if order.fetched else ()
    numbers = {number for number, _paise in order.bills}
    return [one for one in bills if not numbers or one.bill_no in numbers]


def _bill_facts(bill: Bill) -> Iterable[Row]:
    if bill.bill_no:
        yield fact(_("Bill no."), digits(bill.bill_no))
    if bill.bill_on:
        yield fact(_("Bill of"), on(bill.bill_on))
    if bill.period:
        yield fact(_("Period"), str(PERIODS.get(bill.period, bill.period)))
    if bill.due_on:
        yield fact(_("Last date"), on(bill.due_on))


def _charges(order: Order) -> Iterable[Row]:
    rest = order.cash_paise - order.through_paise - order.own_fee_paise
    if order.cash_paise == order.amount_paise:
        yield fact(_("Amount of the bill"), _rupees(order.amount_paise))
        return
    yield said("m", _("Amount of the bill"), amount=order.amount_paise)
    if order.fee_paise:
        yield said("m", _("Convenience fee (CCF)"), amount=order.fee_paise)
    if order.own_fee_paise:
        yield said("m", _("Charge of the society"), amount=order.own_fee_paise)
    yield from _rest(rest)
    yield said("M", _("Together"), amount=order.cash_paise)


def _rest(paise: int) -> Iterable[Row]:
    if paise:
        sign = "−" if paise < 0 else "+"
        yield Row("m", (Part(_("To whole rupees")),), f"{sign} {rs(abs(paise))}")


def _references(order: Order) -> Iterable[Row]:
    if order.transaction_id:
        yield said("f", value=f"B-Connect Txn ID: {order.transaction_id}")
    if order.approval_no:
        yield said("f", value=f"Approval Ref No: {order.approval_no}")
    yield said("f", value=f"Biller ID: {order.biller_id}")
    is_done = standing_of(order) is Standing.DONE
    network = _("Bharat Connect – assured payment") if is_done else _("Bharat Connect")
    yield said("f", network, f" · {CHANNEL}")


def _fee(number: int, fee: Fee, paid: Paid) -> Iterable[Row]:
    taken, standing = fee.taken_paise(paid.visit.mode), paid.fee_standing(fee)
    yield said("t", value=f"{digits(number)}. {fee.what}", amount=taken)
    if standing is not Standing.DONE:
        back = paid.returns.get(fee.no)
        owed = f" {_rupees(back.cash_paise)}" if back is not None and back.due_paise else ""
        yield said("x", _(FEE_WORDS[standing]), owed)
    one = paid.applications.get(fee.application_id or 0)
    if one is not None:
        yield from _application(one, paid.visit)
    if fee.passed_paise:
        yield said("m", _passed(one), amount=fee.passed_paise)
        if fee.own_paise:
            yield said("m", _("Charge of the society"), amount=fee.own_paise)
        yield from _rest(taken - fee.total_paise)


def _passed(one: Application | None) -> str:
    form = application_forms().form_of(one.service_id) if one is not None else None
    return str(ON_RECEIPT.get(form.money, GOES_ON) if form is not None else GOES_ON)


def _application(one: Application, visit: Visit) -> Iterable[Row]:
    """Say for whom it is, our number, and the numbers of the department and of what came of it."""
    if one.name != visit.name:
        yield fact(_("For"), one.name)
    yield fact(_("Application number"), words.number(one))
    form = application_forms().form_of(one.service_id)
    for which, value in (("number", one.department_no), ("result", one.result_no)):
        if value:
            yield fact(_capital(words.number_name(form, which) or _("Number")), value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def aeps_rows(facts: SlipFacts) -> Iterable[Row]:
    """Say what the bank's device did and what is known of it now."""
    title = _("Receipt – record %(no)s", no=digits(facts.no))
    yield said("h", title, f" · {_moment(facts.recorded_at)}")
    yield said("b", value=facts.name)
    yield said("c", _(facts.what))
    if facts.amount_paise:
        yield said("g", value=_rupees(facts.amount_paise))
        yield said("c", in_words(facts.amount_paise))
    if facts.asks_on:
        yield said("x", _("Uncertain – this receipt is no proof that money moved"))
    params = {key: digits(value) for key, value in facts.params.items()}
    yield said("n" if facts.asks_on else "x", _(facts.said, **params))
    yield fact(_("Bank"), facts.bank)
    yield fact(_("Aadhaar"), digits(f"…{facts.last_four}"))
    if facts.mobile_last_four:
        yield fact(_("Mobile"), digits(f"…{facts.mobile_last_four}"))
    yield said("f", value=f"RRN: {digits(facts.rrn)}")
    for one in facts.advice:
        yield said("n", _(one, **params))


def foot(counter: Counter, at: int, has_bills: bool) -> Iterable[Row]:
    """Say of when this is, and what can be done if something is wrong."""
    yield said("e", _("As of %(moment)s", moment=_moment(at)))
    if counter.phone:
        yield said("n", _("Complaint? Come with this receipt, or call") + " ",
                   digits(counter.phone))  # fmt: skip
    else:
        yield said("n", _("Complaint? Come to the society with this receipt."))
    if has_bills:
        yield said("n", _("For a bill, name its transaction ID and ask for a complaint number."))


def check(code: str, host: str) -> Iterable[Row]:
    """Say how anyone can look it up: by the picture, or the code and where to write it."""
    yield Row("q")
    yield said("k", value=grouped(code))
    yield said("c", value=f"{host}/r")
