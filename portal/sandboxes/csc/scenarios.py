"""What goes wrong: payments by PIN, sign-ins by the CSC ID's end, messages by the number's end."""

from __future__ import annotations

from dataclasses import dataclass

_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class PayScenario:
    """One way for a payment to go; ``what`` says it in words.

    ``brings_back`` is what the browser takes to the portal: good, none, forged, twice, amount or
    csc_id (another one). ``poll_faults`` strike the first enquiries, one each; for ``polls_open``
    enquiries after them the payment is still under way. ``enquiry_lies`` names a field that every
    enquiry has wrong. Before ``late_ms`` the server knows nothing of the payment.
    """

    what: str
    is_paid: bool = True
    refusal: str = ""
    brings_back: str = "good"
    poll_faults: tuple[str, ...] = ()
    polls_open: int = 0
    enquiry_lies: str = ""
    late_ms: int = 0


PINS = {
    "1234": PayScenario("everything goes well"),
    "0001": PayScenario("paid, but the browser never goes back", brings_back="none"),
    "0002": PayScenario("not paid, and what comes back is forged", is_paid=False,
                        refusal="PIN blocked", brings_back="forged"),
    "0003": PayScenario("paid; what comes back comes twice", brings_back="twice"),
    "0004": PayScenario("paid; what comes back names another amount", brings_back="amount"),
    "0005": PayScenario("paid; what comes back names another CSC ID", brings_back="csc_id"),
    "0006": PayScenario("under way for three enquiries, then paid", polls_open=3),
    "0007": PayScenario("two enquiries are met by silence, then paid",
                        poll_faults=("silence", "silence")),
    "0008": PayScenario("enquiries meet no JSON, 500, 429 and a reset, then paid",
                        poll_faults=("garbage", "broken", "busy", "reset")),
    "0009": PayScenario("enquiries name another amount for ever", enquiry_lies="txn_amount"),
    "0010": PayScenario("enquiries name another CSC ID for ever", enquiry_lies="csc_id"),
    "0011": PayScenario("two enquiries are signed by a stranger, then paid",
                        poll_faults=("forged", "forged")),
    "0012": PayScenario("the wallet has not that much", is_paid=False,
                        refusal="Insufficient wallet balance"),
    "0013": PayScenario("paid, but the server knows it only after forty minutes",
                        brings_back="none", late_ms=40 * _MINUTE_MS),
    "0014": PayScenario("enquiries name another payment for ever", enquiry_lies="merchant_txn"),
    "0015": PayScenario("an enquiry says a status that nobody knows, then paid",
                        poll_faults=("strange",)),
}  # fmt: skip

#: Ends of CSC IDs.
SIGN_INS = {
    "901": "the person declines on the CSC's page",
    "902": "no answer when the code is exchanged",
    "903": "the answer is no JSON",
    "904": "the browser comes back with another state",
    "905": "the CSC knows no name to the code",
    "906": "the code is not taken",
}

#: Ends of mobile numbers.
MOBILES = {
    "901": "the provider refuses the number",
    "902": "no answer, but sent",
    "903": "the answer is no JSON, but sent",
    "904": "429, not sent",
    "905": "500, but sent",
    "906": "connection reset, not sent",
}
