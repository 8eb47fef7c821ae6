"""Money of applications said shortly; the books are proved after each deed that moved it (P8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.actions import application_money, fee_returns, remittances, visit_payment, visits
from portal.actions.application_money import Amounts
from portal.actions.fee_returns import CameBack, Cancelling
from portal.actions.proof import prove_society
from portal.actions.remittances import Sending
from portal.actions.visit_payment import Paying
from portal.domain.applications import Application
from portal.domain.fee_returns import FeeReturn
from portal.domain.people import Slip
from portal.domain.remittances import Item
from portal.storage import daybook
from portal.storage import fee_returns as stored_returns
from portal.storage import remittances as stored
from tests import services_world
from tests.world import OPENING, TODAY, World

CROP, BIKE, TRAIN, CERTIFICATE, SENDING = (
    "insurance-001", "insurance-008", "travel-001", "cert-019", "banking-008",
)  # fmt: skip
WALLET = 20_000_00
WITH_WALLET = OPENING | {2204: WALLET, 1201: OPENING[1201] - WALLET}


@dataclass
class Desk:
    """The counter of a society with an open day and money in wallet and bank."""

    world: World

    def __post_init__(self) -> None:
        self.world.starts_books(balances=WITH_WALLET)
        self.world.opens_day()

    def slip(self, username: str = "operator") -> Slip:
        return self.world.slip(username)

    def begins(self, service_id: str = CROP, **answers: Any) -> int:
        """Begin an application with all its form needs."""
        return services_world.begins(self.world, service_id, **answers)

    def application(self, application_id: int) -> Application:
        return services_world.found(self.world, application_id)

    def asks(
        self, application_id: int, own: int = 20, passed: int = 950, visit_id: int | None = None
    ) -> int:
        """Put an application's money into a visit; return the visit. Rupees."""
        done = application_money.add_item(
            self.world.doer(), self.slip(), 1, application_id,
            self.application(application_id).version, Amounts(own * 100, passed * 100), visit_id,
        )  # fmt: skip
        return int(done.location.rsplit("/", 1)[1])

    def pays(self, visit_id: int, **paying: Any) -> None:
        """Take the money of a visit."""
        version = visits.visit(1, visit_id).version
        visit_payment.pay(
            self.world.doer(), self.slip(), 1, visit_id,
            Paying(**{"version": version} | paying), lambda _biller: pytest_fails(),
        )  # fmt: skip
        self.is_right()

    def takes(
        self, service_id: str = CROP, own: int = 20, passed: int = 950, **answers: Any
    ) -> int:
        """Begin an application and take its money; return the application."""
        field = services_world.form_of(service_id).amount_field
        said = {field: str(passed)} if field else {}
        application_id = self.begins(service_id, **said | answers)
        self.pays(self.asks(application_id, own, passed))
        return application_id

    def item(self, application_id: int) -> Item:
        """Return the first item of an application's money."""
        return stored.items_of_application(1, application_id)[0]

    def sends(self, *applications: int, from_head: int = 2204, **other: Any) -> int:
        """Send on what is held for applications; return the remittance."""
        done = self.tries_sending(*applications, from_head=from_head, **other)
        self.is_right()
        return int(done.location.rsplit("/", 1)[1])

    def tries_sending(
        self, *applications: int, slip: Slip | None = None, from_head: int = 2204, **other: Any
    ) -> Any:
        """Send on without looking at the books afterwards."""
        said: dict[str, Any] = {
            "items": tuple(self.item(one).key for one in applications), "from_head": from_head,
            "party": "कृषि बीमा कंपनी", "reference": "PMF2611240001", "sent_on": TODAY,
        } | other  # fmt: skip
        return remittances.send_on(
            self.world.doer("manager"), slip or self.slip("manager"), 1, Sending(**said)
        )

    def cancels(self, application_id: int, **said: Any) -> FeeReturn:
        """Cancel what an application's money was taken for."""
        item = fee_returns.to_return(1, application_id)
        key = item.key if item else (0, 0)
        fee_returns.cancel(
            self.world.doer(), self.slip(), 1, application_id,
            self.application(application_id).version,
            Cancelling(**{"reason": "यात्रा नहीं करनी"} | said),
        )  # fmt: skip
        self.is_right()
        return self.returned(*key)

    def returned(self, *key: int) -> FeeReturn:
        found = stored_returns.fee_return(1, *key)
        assert found is not None
        return found

    def comes_back(self, one: FeeReturn, rupees: int, **said: Any) -> FeeReturn:
        """Enter what came back of what was sent on."""
        fee_returns.came_back(
            self.world.doer(), self.slip(), 1, (one.visit_id, one.fee_no), one.version,
            CameBack(**{"paise": rupees * 100, "back_to": 2204} | said),
        )  # fmt: skip
        self.is_right()
        return self.returned(one.visit_id, one.fee_no)

    def gives_back(self, one: FeeReturn) -> FeeReturn:
        """Hand over what is owed."""
        fee_returns.give_back(
            self.world.doer(), self.slip(), 1, (one.visit_id, one.fee_no), one.version
        )
        self.is_right()
        return self.returned(one.visit_id, one.fee_no)

    def balance(self, head: int) -> int:
        return daybook.balance(1, head)

    def is_right(self) -> None:
        """Prove the books."""
        found = prove_society("KHR001", self.world.keys)
        assert found.is_whole, [str(one) for one in found.findings]


def pytest_fails() -> Any:
    """No biller is asked for here."""
    raise AssertionError
