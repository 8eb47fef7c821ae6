"""What the deeds need of the outside world, in our own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from portal.domain.aadhaar_checks import CheckAnswer, CheckRequest
from portal.domain.bill_complaints import Complaint
from portal.domain.bill_payments import (
    BillAsking,
    FetchAnswer,
    PaymentAnswer,
    PaymentRequest,
    Sending,
    Transaction,
)
from portal.domain.billers import BillerPage, Plan
from portal.domain.csc import PayingForm, WalletReport, WalletRequest
from portal.domain.messages import MessageSending
from portal.domain.papers import Area
from portal.domain.register_file import Checked
from portal.domain.sheet import Sheet


class WitnessLine(Protocol):
    """One line of the witness log."""

    @property
    def seal_no(self) -> int:
        """Number of the seal within its society."""

    @property
    def day_on(self) -> str:
        """The day it sealed."""

    @property
    def hash(self) -> str:
        """Hash of the seal in hexadecimal."""


class Sealer(Protocol):
    """Signs day heads and remembers them apart from the data (P7)."""

    key_id: str

    def sign(self, body: bytes) -> bytes:
        """Sign a day's head."""

    def has_signed(self, body: bytes, signature: bytes, key_id: str) -> bool:
        """Say whether a known key signed these bytes."""

    def mark(self, body: bytes) -> bytes:
        """Return the keyed digest of a body, that of the same body always the same."""

    def witnessed(self, society_code: str) -> Sequence[WitnessLine]:
        """List what was witnessed of a society, in order."""

    def witness(
        self, society_code: str, seal_no: int, day_on: str, seal_hash: str, at: int
    ) -> None:
        """Remember a seal for ever, once."""


class PictureMaker(Protocol):
    """Makes a small, plain picture out of whatever a camera or scanner gives."""

    def small(self, content: bytes, kind: str, cover: Iterable[Area] = ()) -> bytes:
        """Return a JPEG: of a person 30 kB at most, of a paper 200 kB.

        The areas of ``cover`` (thousandths of the picture) are black. Raises PictureIsNotOne,
        PictureIsTooLarge.
        """


class SheetBook(Protocol):
    """Reads the tables people keep in spreadsheets, and writes them back with what was found."""

    def read(self, content: bytes, kind: str) -> Sheet:
        """Read a file of a kind of register; raise a FileIsRefused where it is no such table."""

    def report(
        self, sheet: Sheet, checked: Checked, translate: Callable[[str], str], in_hindi: bool
    ) -> bytes:
        """Write what a check found as XLSX, each finding marked at its cell."""

    def template(
        self, kind: str, ending: str, translate: Callable[[str], str], in_hindi: bool
    ) -> bytes:
        """Write an empty file with the headings of a kind, as ``csv`` or ``xlsx``."""


class BillPayments(Protocol):
    """Bills of Bharat Connect, shown and paid through an operating unit (P13).

    ``pay`` and ``payment`` never raise: a line that breaks is an UNKNOWN, never a refusal. All
    other calls move no money; they raise UnitIsSilent where there was no readable answer (ask
    again) and UnitDeclines where the unit understood and declines.
    """

    def is_up(self) -> bool:
        """Say whether the unit answers at all."""

    def categories(self) -> Sequence[tuple[str, int]]:
        """List the categories with the number of their billers."""

    def billers(self, since_at: int | None = None, after: str = "") -> BillerPage:
        """Read a page of the master, changed since an instant, after the last biller's id.

        Only billers of our channel are listed: one that a whole reading (without an instant)
        lacks is no longer paid at a counter.
        """

    def plans(self, biller_id: str) -> Sequence[Plan]:
        """List the plans of a biller."""

    def ask_bills(self, asking: BillAsking) -> str:
        """Ask a biller for the bills of a number; return the reference to ask for them with."""

    def bills(self, ref_id: str) -> FetchAnswer:
        """Look whether the biller has answered an asking."""

    def pay(self, request: PaymentRequest) -> Sending:
        """Send a payment once. The same request may be sent again; it is never paid twice."""

    def payment(self, ref_id: str) -> PaymentAnswer:
        """Ask where a payment stands."""

    def transactions(self, day_on: str) -> Sequence[Transaction]:
        """List all payments of a day as the unit has them, whole or not at all."""

    def complain(self, transaction_id: str, kind: str, text: str) -> str:
        """Lodge a complaint of a kind (bill_complaints.KINDS); return its reference."""

    def complaint(self, ref_id: str) -> Complaint:
        """Ask where a complaint stands."""

    def disputes(self, first_on: str, last_on: str) -> Sequence[Complaint]:
        """List the complaints lodged in a range of days."""


class CscSignIn(Protocol):
    """The CSC's own sign-in (Connect): the browser goes there and comes back with a code."""

    def page_address(self, state: str) -> str:
        """Return where the browser goes; ``state`` comes back with it."""

    def csc_id(self, code: str) -> str:
        """Ask whose code this is; raise CscIsSilent, CscDeclines. A code is good once."""


class WalletGateway(Protocol):
    """Payments from the CSC's wallet (Bridge). The PIN is typed on the CSC's page, never here.

    What the CSC says counts only in a message that it signed. ``enquire`` and ``reverse`` never
    raise: where there is no such message the report is UNKNOWN, and the same payment is asked
    about again.
    """

    @property
    def page_origin(self) -> str:
        """The origin of the CSC's page, for the one form of ours that leads there."""

    @property
    def merchant_id(self) -> str:
        """Who we are to the CSC."""

    @property
    def product_id(self) -> str:
        """What payments from the wallet are made for, as registered with the CSC."""

    @property
    def return_url(self) -> str:
        """Where the CSC sends the browser back to."""

    def paying_form(self, request: WalletRequest) -> PayingForm:
        """Make the form that leads to the CSC's page; raise KeyIsMissing."""

    def read_return(self, message: str) -> WalletReport:
        """Read what the browser brought back; raise MessageIsForged."""

    def enquire(self, merchant_txn: str) -> WalletReport:
        """Ask where a payment stands."""

    def reverse(self, merchant_txn: str, at_ms: int) -> WalletReport:
        """Ask for the money of a payment back; asking again asks for no more."""


class Messages(Protocol):
    """Short messages to mobile numbers. ``send`` never raises."""

    def send(self, mobile: str, text: str, about: str) -> MessageSending:
        """Send a message once; ``about`` is our reference of it."""


class AadhaarVerification(Protocol):
    """Whether an Aadhaar number or VID and a name belong together, as a licensed provider says.

    ``verify`` never raises and asks once: silence and whatever can't be read is NO_ANSWER. Nothing
    of the number stands in a log or in the text of a fault (P12).
    """

    def verify(self, request: CheckRequest) -> CheckAnswer:
        """Ask once, under our reference; the answer must name it."""
