"""A small believable world for the tests: one block, two societies, their people."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from portal.actions import day as day_actions
from portal.actions import daybook, delegations, opening_balances, verification
from portal.actions.exactly_once import Done
from portal.actions.people import Safeguards, add_person, safeguards
from portal.actions.societies import add_society
from portal.clock import SetClock
from portal.domain.dates import ist_on, previous_on
from portal.domain.daybook import Draft
from portal.domain.people import Doer, Slip
from portal.domain.tasks import Filled
from portal.gateways.key_folder import KeyFolder
from portal.storage import engine, migrate, places, reference
from portal.storage.engine import write_transaction
from portal.storage.people import Person
from portal.storage.places import Society

MORNING = 1_795_494_600_000  # Tuesday, 24-11-2026, 10:00 in India
TODAY = "2026-11-24"
YESTERDAY = "2026-11-23"
PASSWORD = "rokad-demo"
OPENING = {2101: 26_386_00, 2201: 1_50_000_00, 1101: -1_00_000_00, 1201: -76_386_00}


def guards() -> Safeguards:
    """Give quick password hashes and the usual limits."""
    return safeguards(
        argon2_memory_kib=64, argon2_rounds=1, most_failures=5, lockout_minutes=15,
        session_idle_minutes=240, session_hours=14,
    )  # fmt: skip


PEOPLE = (
    ("operator", "operator", "रेखा मंडलोई", "Rekha Mandloi", "KHR001", None),
    ("manager", "manager", "गणेश पाटीदार", "Ganesh Patidar", "KHR001", None),
    ("accountant", "accountant", "नीता सोलंकी", "Nita Solanki", "KHR001", None),
    ("chairman", "chairman", "भगवान सिंह", "Bhagwan Singh", "KHR001", None),
    ("operator2", "operator", "सीमा यादव", "Seema Yadav", "KHR002", None),
    ("operator9", "operator", "दीपा जोशी", "Deepa Joshi", "ALM001", None),
    ("officer", "block_officer", "उमेश चौहान", "Umesh Chauhan", None, "KHR-BKG"),
    ("assistant", "executive_assistant", "मीना राठौर", "Meena Rathore", None, "KHR-BKG"),
    ("district", "district_officer", "सुनीता वर्मा", "Sunita Verma", None, "KHR"),
    ("state", "state_officer", "अनिल दुबे", "Anil Dubey", None, "MP"),
    ("auditor", "auditor", "कविता शर्मा", "Kavita Sharma", None, "KHR"),
    ("admin", "administrator", "रवि कुमार", "Ravi Kumar", None, "IN"),
)


def build(at: int = MORNING) -> None:
    """Make an empty database into the world: places, societies, people, no books yet."""
    migrate.migrate(Path("unused"), at)
    write_transaction(reference.upsert_all)
    block = places.place("KHR-BKG")
    assert block is not None, "places.csv has no KHR-BKG"
    for code, name_hi, name_en, block_code in (
        ("KHR001", "पैक्स भीकनगाँव", "PACS Bhikangaon", "KHR-BKG"),
        ("KHR002", "पैक्स बमनाला", "PACS Bamnala", "KHR-BKG"),
        ("ALM001", "पैक्स हवालबाग", "PACS Hawalbagh", _other_block()),
    ):
        add_society(code, name_hi, name_en, block_code, is_sample=True)
    for username, role, name_hi, name_en, society_code, place_code in PEOPLE:
        society = places.society(society_code) if society_code else None
        place = places.place(place_code) if place_code else None
        add_person(
            guards(), at, username, PASSWORD, role, name_hi, name_en,
            society_id=society.id if society else None, place_id=place.id if place else None,
        )  # fmt: skip


def _other_block() -> str:
    almora = places.place("ALM")
    assert almora is not None
    return places.places_under(almora.id)[0].code


@dataclass
class World:
    """Deeds said shortly, for tests below the web."""

    key_dir: Path
    clock: SetClock = field(default_factory=lambda: SetClock(MORNING))
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        """Open the key folder."""
        self.keys = KeyFolder(self.key_dir)

    def person(self, username: str) -> Person:
        """Return someone by user name."""
        return Person.get(Person.username == username)

    def society(self, code: str = "KHR001") -> Society:
        """Return a society by code."""
        found = places.society(code)
        assert found is not None
        return found

    @property
    def society_id(self) -> int:
        """The key of KHR001."""
        return self.society().id

    def doer(self, username: str = "operator") -> Doer:
        """Return someone acting now."""
        person = self.person(username)
        return Doer(person.id, person.role, self.clock.now_ms())

    def slip(self, username: str = "operator", society_id: int | None = None) -> Slip:
        """Return a fresh slip."""
        here = self.society_id if society_id is None else society_id
        return Slip(f"test-{next(self._numbers)}", b"digest", self.person(username).id, here)

    def starts_books(
        self, code: str = "KHR001", as_on: str | None = None, balances: dict[int, int] | None = None
    ) -> Done:
        """Enter opening balances as of yesterday."""
        society = self.society(code)
        as_on = as_on or previous_on(ist_on(self.clock.now_ms()))
        return opening_balances.enter_opening_balances(
            self.doer("manager"), self.slip("manager", society.id), society.id, as_on,
            OPENING if balances is None else balances, self.keys,
        )  # fmt: skip

    def opens_day(
        self, on: str | None = None, skipped: dict[str, str] | None = None, code: str = "KHR001"
    ) -> Done:
        """Open a day, today's unless said."""
        society = self.society(code)
        on = on or ist_on(self.clock.now_ms())
        return day_actions.open_day(
            self.doer(), self.slip("operator", society.id), society.id, on, skipped or {}
        )

    def works_on_behalf(
        self, username: str = "assistant", of: str = "manager", code: str = "KHR001", hours: int = 0
    ) -> Doer:
        """Let someone of the block begin to work on behalf of a society's person; return them."""
        society = self.society(code)
        wish = delegations.Wish(self.person(of).id, "ill", "", hours)
        delegations.begin(
            self.doer(username), self.slip(username, society.id), reference.policy(), society,
            wish, 24,
        )  # fmt: skip
        return replace(self.doer(username), on_behalf_of=self.person(of).id)

    def drafts(self, task: str = "csc_service_fee", rupees: int = 50, **filled: object) -> Draft:
        """Draft a voucher of a task."""
        found = reference.task_book()[task]
        return daybook.draft_task(found, Filled((rupees * 100,), **filled))  # type: ignore[arg-type]

    def enters(
        self, task: str = "csc_service_fee", rupees: int = 50, username: str = "operator",
        **filled: object,
    ) -> int:  # fmt: skip
        """Enter a voucher of a task and return its id."""
        done = daybook.enter_voucher(
            self.doer(username), self.slip(username), self.society_id,
            self.drafts(task, rupees, **filled),
        )  # fmt: skip
        assert done.voucher_id is not None
        return done.voucher_id

    def counts(self, rupees: int) -> Done:
        """Count this much in the box, all in small coins and large notes."""
        pieces = {"d500": rupees // 500, "c1": rupees % 500}
        return day_actions.save_take(self.doer(), self.slip(), self.society_id, pieces)

    def closes_day(self, acceptance: day_actions.Acceptance | None = None) -> Done:
        """Close the running day."""
        return day_actions.close_day(
            self.doer(), self.slip(), self.society_id, self.keys, acceptance
        )

    def does_a_day(self, *rupees: int) -> None:
        """Open today, enter fees of these amounts, count right and close."""
        from portal.storage.daybook import balance

        self.opens_day()
        for amount in rupees or (50,):
            self.enters(rupees=amount)
        self.counts(balance(self.society_id, 2101) // 100)
        self.closes_day()

    def lives_for_a_while(self) -> None:
        """Do three days (verified, sent back, waiting) and enter something today."""
        self.clock.move(days=-3)
        self.starts_books()
        for remark in (None, "पर्ची संख्या 4 का कागज नहीं मिला", ""):
            self.does_a_day(50, 120)
            on = ist_on(self.clock.now_ms())
            self.clock.move(minutes=30)
            officer, slip = self.doer("officer"), self.slip("officer")
            if remark:
                verification.remark_on_day(
                    officer, slip, self.society_id, on, "sent_back", remark, "/officer"
                )
            elif remark is None:
                verification.verify_day(officer, slip, self.society_id, on, "/officer")
            self.clock.move(days=1, minutes=-30)
        self.opens_day()
        for rupees in (50, 75, 200):
            self.enters(rupees=rupees, party="सुशीला देवी")


LEDGER = (
    "voucher", "entry", "voucher_text", "form_token", "act", "day", "cash_count", "seal",
    "voucher_number", "correction", "proposal",
)  # fmt: skip


def traces() -> tuple[object, ...]:
    """Sum up everything that a deed could have changed, to show that nothing did."""
    counts = [engine.value(f"SELECT count(*) FROM {table}") for table in LEDGER]  # noqa: S608
    chains = engine.rows("SELECT * FROM book ORDER BY society_id")
    balances = engine.rows("SELECT * FROM head_balance ORDER BY society_id, head")
    days = engine.rows("SELECT society_id, day_on, status, review FROM day ORDER BY 1, 2")
    return tuple(counts), str(chains), str(balances), str(days)


def voucher_count() -> int:
    """Count all vouchers of all societies."""
    return int(engine.value("SELECT count(*) FROM voucher"))
