"""D5, D9: power goes between count and close, while a reopening is granted and while it ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from portal.actions.proof import prove_society
from portal.gateways.key_folder import KeyFolder
from portal.storage import engine
from tests.crash.campaign import SEED
from tests.crash.clients import Answer, NoAnswer, Person
from tests.crash.model import Model
from tests.crash.rig import Site

pytestmark = [pytest.mark.crash, pytest.mark.slow]
ROUNDS = 3
CODE = "KHR001"
OPENING = 26_386  # rupees in the box of a society whose books were just started
FEE = "csc_service_fee"


class Counter:
    """The people around one counter, and a power supply that can't be trusted."""

    def __init__(self, site: Site, rng: Random) -> None:
        """Seat them; nobody is signed in yet."""
        self.site, self.rng, self.model = site, rng, Model(True)
        self.people = {
            name: Person(site, self.model, name, CODE, Random(rng.random()))
            for name in ("operator", "manager", "officer")
        }

    def sends(self, who: str, path: str, fields: dict[str, str], page: str = "") -> Answer:
        """Fill in a form of a page and send it; it must be taken."""
        answer = self.people[who].sends(path, self.filled(who, path, fields, page))
        assert answer.status == 303 or answer.saved, (path, answer.status, answer.refusal)
        return answer

    def filled(self, who: str, path: str, fields: dict[str, str], page: str = "") -> dict[str, str]:
        """Open a form's page as a signed-in person and fill it in with its token."""
        person = self.people[who]
        if not person._cookie:
            person.signs_in()
        person.is_script = False
        token = person.token_at(page or path, path)
        assert token, self.model.faults
        return {"form_token": token, **fields}

    def loses_power(self) -> None:
        """End every process at once (kill -9) and start anew."""
        for one in self.people.values():
            one.hangs_up()
        self.site.kill()
        self.site.start()

    def sends_through_a_cut(self, who: str, path: str, fields: dict[str, str], page: str) -> Answer:
        """Send a form, lose power some milliseconds later, and send it again until it is answered.

        It is the same form with the same token, as the browser sends it again by itself.
        """
        form = self.filled(who, path, fields, page)
        first: list[Answer] = []

        def press() -> None:
            with suppress(NoAnswer):
                first.append(self.people[who].sends(path, form))

        pressing = Thread(target=press)
        pressing.start()
        time.sleep(self.rng.uniform(0, 0.03))
        self.site.kill()
        pressing.join()
        self.loses_power()
        again = self.people[who].sends(path, form)
        assert again.status == 303, (path, again.status, again.refusal)
        assert all(one.location == again.location for one in first if one.status == 303)
        return again

    def counts(self, rupees: int) -> None:
        """Count the box blind."""
        self.sends("operator", "/day/count", {"begin": "1"})
        pieces = {"d100": str(rupees // 100), "c1": str(rupees % 100)}
        assert self.sends("operator", "/day/count", pieces).location == "/day/close"


@pytest.fixture
def counter(tmp_path: Path, site_in: Callable[[Path], Site]) -> Iterator[Counter]:
    """A counter whose day is open, with one fee in the box."""
    site = site_in(tmp_path / "site")
    site.start()
    found = Counter(site, Random(SEED))
    path = f"/vouchers/new/{FEE}"
    found.sends("operator", path, {"amount": "50", "party": "कमला", "confirm": "1"})
    engine.connect(site.database_url, tmp_path)
    yield found
    engine.disconnect()


def whole(site: Site) -> None:
    """The proof of the books finds nothing."""
    found = prove_society(CODE, KeyFolder(site.keys))
    assert [str(one) for one in found.findings if one.is_bad] == []


def test_power_goes_between_count_and_close(counter: Counter) -> None:
    """What was counted stands; closing goes on with it, without a new count."""
    counter.counts(OPENING + 50)
    counter.loses_power()
    page = counter.people["operator"].asks("/day/close")
    assert page.status == 200
    assert "data-paise" in page.text
    form = counter.people["operator"].asks(f"/vouchers/new/{FEE}")
    assert form.refusal == "CountIsGoingOn", "no entry slips in between"
    done = counter.sends("operator", "/day/close", {"confirm": "1"})
    assert done.location.startswith("/day/sheet/")
    ((take, status, closing),) = engine.rows(
        "SELECT accepted_take, status, closing_paise FROM day WHERE closed_at IS NOT NULL "
        "AND kind = 'working' AND society_id = ?", _society_id(),
    )  # fmt: skip
    assert (take, status, closing) == (1, "closed", (OPENING + 50) * 100)
    whole(counter.site)


def test_a_count_that_comes_after_the_close_changes_nothing(counter: Counter) -> None:
    """Its form was opened before the close, on another screen; the power went meanwhile."""
    counter.sends("operator", "/day/count", {"begin": "1"})
    late = counter.filled("manager", "/day/count", {"d100": "1"})
    pieces = {"d100": str((OPENING + 50) // 100), "c1": str((OPENING + 50) % 100)}
    counter.sends("operator", "/day/count", pieces)
    counter.sends_through_a_cut("operator", "/day/close", {"confirm": "1"}, "/day/close")
    before = engine.rows("SELECT * FROM cash_count ORDER BY 1, 2, 3, 4, 5, 6, 7, 8")
    answer = counter.people["manager"].sends("/day/count", late)
    assert (answer.status, answer.refusal) == (409, "NoDayIsOpen")
    assert engine.rows("SELECT * FROM cash_count ORDER BY 1, 2, 3, 4, 5, 6, 7, 8") == before
    whole(counter.site)


def test_power_goes_while_a_reopening_is_granted_and_while_it_ends(counter: Counter) -> None:
    """Each is granted once and sealed anew once, whatever instant it was."""
    rupees = OPENING + 50
    counter.counts(rupees)
    counter.sends("operator", "/day/close", {"confirm": "1"})
    for turn in range(1, ROUNDS + 1):
        on = engine.value("SELECT MAX(day_on) FROM seal WHERE society_id = ?", _society_id())
        wish = {"on": on, f"t_{FEE}": "1", "hours": "2", "remark": "एक शुल्क छूट गया"}
        asked = counter.sends("manager", "/reopenings/new", wish)
        path, scope = asked.location.partition("?")[0], f"?society={CODE}"
        counter.sends_through_a_cut(
            "officer", path + scope, {"hours": "1", "remark": "", "outcome": "grant"}, path + scope
        )
        assert _states("granted") == 1
        counter.sends("operator", f"/vouchers/new/{FEE}", {"amount": "10", "confirm": "1"})
        rupees += 10
        counter.counts(rupees)
        counter.sends_through_a_cut("operator", "/day/close", {"confirm": "1"}, "/day/close")
        assert (_states("granted"), _states("ended")) == (0, turn)
        assert engine.value("SELECT COUNT(*) FROM act WHERE kind = 'reopened'") == turn
        whole(counter.site)
    sealed = "SELECT COUNT(*) FROM seal WHERE society_id = ? AND day_on = ?"
    assert engine.value(sealed, _society_id(), on) == ROUNDS + 1


def _society_id() -> int:
    return int(engine.value("SELECT id FROM society WHERE code = ?", CODE))


def _states(state: str) -> int:
    return int(engine.value("SELECT COUNT(*) FROM reopening_request WHERE state = ?", state))
