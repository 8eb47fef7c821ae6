"""People at their counters: seeded senders who fill in the portal's real forms over HTTP.

A form that got no answer, or that the store could not take, is sent again with its own token until
an answer comes, across restarts. Some taps are doubled, some forms are sent again on purpose.
"""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass
from random import Random
from threading import Event
from urllib.parse import urlencode

from portal.domain.dates import next_on, show_on
from tests.crash.model import Model, Posting, Turn
from tests.crash.rig import Site
from tests.world import PASSWORD

PATIENCE_S = 30
_SAVED = re.compile(r'data-voucher-id="(\d+)" data-voucher-no="([\w-]+)"')
_REFUSAL = re.compile(r'data-refusal="(\w+)"')
_PERSON = re.compile(r'<option value="([1-9]\d*)"')
LATER = {"NoDayIsOpen", "CountIsGoingOn"}
NEXT_PHASE = {"open": "begin", "begin": "count", "count": "close", "close": "open"}


class NoAnswer(Exception):
    """The connection ended without an answer: nobody knows what became of the form."""


@dataclass
class Answer:
    """What came back."""

    status: int
    location: str
    text: str

    @property
    def refusal(self) -> str:
        """Name the refusal, or ''."""
        found = _REFUSAL.search(self.text)
        return found[1] if found else ""

    @property
    def saved(self) -> tuple[int, str | None] | None:
        """Give (voucher id, printed number if it was told) of a saved entry, or None."""
        told = _SAVED.search(self.text)
        if self.status == 200 and told:
            return int(told[1]), told[2]
        if self.status == 303 and self.location.startswith("/vouchers/"):
            return int(re.findall(r"\d+", self.location)[0]), None
        return None


class Person:
    """Someone signed in, with a seeded will; ``step`` does the next thing."""

    def __init__(self, site: Site, model: Model, username: str, society: str, rng: Random) -> None:
        self.site = site
        self.model = model
        self.username = username
        self.society = society
        self.rng = rng
        self.is_script = rng.random() < 0.5
        self._cookie = ""
        self._lines: list[http.client.HTTPConnection] = []

    def run(self, stop: Event) -> None:
        """Work until told to stop; where the portal is away, try again soon."""
        while not stop.is_set():
            try:
                if not self._cookie:
                    self.signs_in()
                self.step()
            except NoAnswer:
                stop.wait(0.03)
        self.hangs_up()

    def settle(self) -> None:
        """Find out what became of the form at hand."""
        for _ in range(200):
            try:
                if self.is_settled():
                    break
                self.step()
            except NoAnswer:
                time.sleep(0.03)
        self.hangs_up()

    def step(self) -> None:
        """Do the next thing; raise NoAnswer where none came."""
        raise NotImplementedError

    def is_settled(self) -> bool:
        """Say whether no form is at hand whose fate is unknown."""
        raise NotImplementedError

    def signs_in(self) -> None:
        """Sign in by the page's own form."""
        answer = self.sends("/login", {"username": self.username, "password": PASSWORD})
        if not self._cookie:
            self.fault("did not sign in", answer)

    def asks(self, path: str) -> Answer:
        """GET a page."""
        return self._answer(self._send("GET", path, None, 0))

    def sends(self, path: str, fields: dict[str, str], times: int = 1) -> Answer:
        """POST a form, several times at the same moment if asked; any answer will do."""
        lines = []
        found: list[Answer] = []
        for at in range(times):
            lines.append(self._send("POST", path, fields, at))
        for line in lines:
            try:
                found.append(self._answer(line))
            except NoAnswer:
                if line is lines[-1] and not found:
                    raise
        told = {one.saved[0] for one in found if one.saved}
        if len(told) > 1:
            self.model.faults.append(f"{self.username}: one form became vouchers {told}")
        return next((one for one in found if one.saved), found[0])

    def token_at(self, path: str, form: str | None = None) -> str | None:
        """GET the page of a form and return the form's token."""
        answer = self.asks(path)
        if answer.status in (409, 503):
            return None
        found = re.search(
            rf'action="{re.escape(form or path)}".*?name="form_token" value="([^"]+)"',
            answer.text, re.DOTALL,
        )  # fmt: skip
        if found is None:
            self.fault(f"no form {form or path} on {path}", answer)
            return None
        return found[1]

    def fault(self, what: str, answer: Answer) -> None:
        """Note an answer that no rule allows."""
        self.model.faults.append(
            f"{self.username}: {what}: {answer.status} {answer.refusal or answer.location}"
        )

    def after_refusal(self, answer: Answer) -> str:
        """Say what a refusal tells of a form's fate."""
        is_believed = answer.status != 503 or self.model.is_store_sound
        return "refused" if is_believed else "unknown"

    def hangs_up(self) -> None:
        """Close all connections."""
        for line in self._lines:
            line.close()
        self._lines = []

    def _send(
        self, method: str, path: str, fields: dict[str, str] | None, at: int
    ) -> http.client.HTTPConnection:
        while len(self._lines) <= at:
            self._lines.append(
                http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE_S)
            )
        headers = {"Cookie": self._cookie}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            if self.is_script:
                headers["HX-Request"] = "true"
        try:
            self._lines[at].request(method, path, urlencode(fields or {}), headers)
        except (OSError, http.client.HTTPException) as fault:
            self.hangs_up()
            raise NoAnswer from fault
        return self._lines[at]

    def _answer(self, line: http.client.HTTPConnection) -> Answer:
        try:
            found = line.getresponse()
            text = found.read().decode()
        except (OSError, http.client.HTTPException) as fault:
            line.close()
            raise NoAnswer from fault
        if self.model.is_power_off:
            raise NoAnswer
        cookie = found.headers.get("Set-Cookie", "")
        if cookie.startswith("s="):
            self._cookie = cookie.partition(";")[0]
        return Answer(found.status, found.headers.get("Location", ""), text)


class Teller(Person):
    """Someone who enters vouchers, one after the other."""

    at_hand: Posting | None = None
    entered = 0

    def is_settled(self) -> bool:
        """Say whether the form at hand has an answer."""
        return self.at_hand is None or self.at_hand.fate == "refused"

    def step(self) -> None:
        """Send the form at hand, or fetch a new one first."""
        if self.at_hand is None:
            self.at_hand = self._fetch()
        if self.at_hand is None:
            time.sleep(0.01)
            return
        posting = self.at_hand
        posting.fate = "unknown"
        answer = self._post(posting, times=2 if self.rng.random() < 0.06 else 1)
        saved = answer.saved
        if saved:
            posting.voucher_id, number = saved
            posting.number = number or posting.number
            posting.fate = "saved"
            self.at_hand = None
            self._look_back(posting)
        elif answer.status == 503 or answer.refusal in LATER:
            posting.fate = self.after_refusal(answer)
            time.sleep(0.01)
        else:
            self.fault(f"entry of {posting.rupees}", answer)
            self.at_hand = None

    def _fetch(self) -> Posting | None:
        task = self.rng.choice(["csc_service_fee"] * 4 + ["tea_expense"])
        token = self.token_at(f"/vouchers/new/{task}")
        if token is None:
            return None
        if self.rng.random() < 0.1:
            time.sleep(self.rng.uniform(0, 0.3))  # typing; the day may be over before it is sent
        self.entered += 1
        posting = Posting(
            self.society, token, task, self.rng.randint(1, 60),
            f"{self.username} {id(self) % 997} {self.entered}",
        )  # fmt: skip
        self.model.postings.append(posting)
        return posting

    def _post(self, posting: Posting, times: int = 1, more: int = 0) -> Answer:
        fields = {
            "form_token": posting.token, "amount": str(posting.rupees + more),
            "party": posting.party, "confirm": "1",
        }  # fmt: skip
        return self.sends(f"/vouchers/new/{posting.task}", fields, times)

    def _look_back(self, posting: Posting) -> None:
        """Now and then send a saved form again, as it was or changed, or look at its voucher."""
        chance = self.rng.random()
        if chance < 0.06:
            again = self._post(posting)
            if again.status != 503 and (again.saved or (0,))[0] != posting.voucher_id:
                self.fault(f"repeat of voucher {posting.voucher_id}", again)
        elif chance < 0.1:
            changed = self._post(posting, more=1)
            if changed.status != 503 and changed.refusal != "FormWasUsedForOther":
                self.fault(f"voucher {posting.voucher_id} sent with other content", changed)
        elif chance < 0.2:
            page = self.asks(f"/vouchers/{posting.voucher_id}")
            told = _SAVED.search(page.text)
            if told and f'data-paise="{posting.rupees * 100}"' in page.text:
                posting.number = told[2]
            elif page.status != 503:
                self.fault(f"page of voucher {posting.voucher_id}", page)


class Keeper(Person):
    """Someone who opens, counts and closes one day after the other."""

    def __init__(
        self, site: Site, model: Model, username: str, society: str, rng: Random, last_on: str
    ) -> None:
        super().__init__(site, model, username, society, rng)
        self.day_on = last_on
        self._phase = "open"
        self._form: tuple[str, dict[str, str], Turn | None] | None = None

    def is_settled(self) -> bool:
        """Say whether the form at hand has an answer."""
        return self._form is None

    def step(self) -> None:
        """Send the form at hand, or fetch that of the next deed first."""
        if self._form is None:
            self._form = getattr(self, f"_{self._phase}")()
        if self._form is None:
            time.sleep(0.01)
            return
        path, fields, turn = self._form
        if turn is not None:
            turn.fate = "unknown"
        answer = self.sends(path, fields, times=2 if self.rng.random() < 0.1 else 1)
        if turn is not None and answer.status in (303, 503):
            turn.fate = "saved" if answer.status == 303 else self.after_refusal(answer)
        if answer.status != 503:
            self._form = None
            self._goes_on(answer)

    def _goes_on(self, answer: Answer) -> None:
        if answer.status != 303:
            self.fault(f"day {self.day_on} {self._phase}", answer)
            return
        if self._phase in ("open", "close"):
            time.sleep(self.rng.uniform(0, 0.12))  # the counter is busy, or it is night
        self._phase = NEXT_PHASE[self._phase]

    def _open(self) -> tuple[str, dict[str, str], Turn | None] | None:
        token = self.token_at("/day/open")
        if token is None:
            return None
        self.day_on = next_on(self.day_on)
        turn = Turn(self.society, "opened", self.day_on)
        self.model.turns.append(turn)
        return "/day/open", {"form_token": token, "on": show_on(self.day_on)}, turn

    def _begin(self) -> tuple[str, dict[str, str], Turn | None] | None:
        token = self.token_at("/day/count")
        return ("/day/count", {"form_token": token, "begin": "1"}, None) if token else None

    def _count(self) -> tuple[str, dict[str, str], Turn | None] | None:
        token = self.token_at("/day/count")
        if token is None:
            return None
        self._counted = self.rng.randint(20_000, 40_000)
        pieces = {"d100": str(self._counted // 100), "c1": str(self._counted % 100)}
        return "/day/count", {"form_token": token, **pieces}, None

    def _close(self) -> tuple[str, dict[str, str], Turn | None] | None:
        page = self.asks("/day/close")
        token = re.findall(
            r'action="/day/close".*?name="form_token" value="([^"]+)"', page.text, re.DOTALL
        )
        if not token:
            if page.status != 503:
                self.fault(f"day {self.day_on} can't be closed", page)
            return None
        fields = {"form_token": token[-1], "confirm": "1"}
        person = _PERSON.search(page.text)
        if 'name="accept"' in page.text and person:
            fields |= {"accept": "1", "person": person[1], "remark": "गिनती में अंतर"}
        turn = Turn(self.society, "closed", self.day_on, self._counted)
        self.model.turns.append(turn)
        return "/day/close", fields, turn
