"""The CSC till of the demo's home society: kept with its float, ready to be opened."""

from __future__ import annotations

from portal.actions.tills import set_till
from portal.demo.desk import Desk
from portal.domain.tills import CSC_TILL, Till

_FLOAT_PAISE = 500_00


def keep_a_till(desk: Desk, at: int) -> None:
    """Keep a CSC till that may run on until eight in the evening."""
    manager = desk.people["manager"]
    wish = Till(CSC_TILL, 1, _FLOAT_PAISE, "20:00")
    set_till(desk.doer(manager, at), desk.slip(manager), desk.society.id, wish)
