"""The counter with somebody who may check Aadhaar numbers, and a villager who agreed to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask

from portal.storage import aadhaar_consents
from portal.web.house import House
from tests.browser_client import Browser, Page
from tests.sandboxes.running_aadhaar import MATCHING
from tests.world import World

PATH = "/aadhaar/check"
CHECK = f"{PATH}?consent=1"


def switch_on(app: Flask, line: Any) -> None:
    house: House = app.extensions["rokad"]
    app.extensions["rokad"] = replace(house, aadhaar_verification=line)


def asks(browser: Browser, number: str = MATCHING, **fields: object) -> Page:
    form = browser.get(CHECK).form(PATH)
    return browser.follow(browser.send(form, id_no=number, **fields))


def kept(world: World) -> list[tuple[int, str, str, str]]:
    found = aadhaar_consents.checks_of(world.society_id, [1]).get(1, [])
    return [(one.no, one.id_kind, one.last4, one.result.value) for one in found]
