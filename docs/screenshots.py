"""Walk a day in a real browser on the demo of seed 1 and take the pictures of docs/.

Run by `make screenshots`. The clock stands at a fixed instant, so that the pictures stay the same
until a page changes. Nothing outside this machine is asked.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from counter_walk import serves_the_counter, start_sandbox, worker_of
from day_walk import agrees_and_reads, catches_up
from playwright.sync_api import Browser, Page, sync_playwright
from service_walk import looks_alone, serves_who_asks
from werkzeug.serving import WSGIRequestHandler, make_server

from portal import create_app
from portal.clock import SetClock
from portal.demo import PASSWORD, DemoOptions, build_demo
from portal.settings import read_settings
from portal.storage import migrate
from portal.storage.engine import write_transaction
from portal.storage.reference import upsert_all
from portal.web.house import House

PICTURES = Path(__file__).with_name("pictures")
NOW = 1794904200000  # Tuesday 17-11-2026, 14:00 in India
PHONE = {"width": 360, "height": 640}
DESK = {"width": 1100, "height": 800}
LEAF = {"width": 640, "height": 360}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log(self, *_args: object) -> None:
        """Say nothing."""


def serve(folder: Path) -> tuple[str, object, House]:
    """Build the demo in a folder and serve it; return its address, the server and its parts."""
    clock = SetClock(NOW)
    settings = read_settings({
        "ROKAD_CONFIG": "demo", "ROKAD_DATA_DIR": str(folder), "ROKAD_KEY_DIR": f"{folder}/keys",
        "ROKAD_BHARAT_CONNECT_ADDRESS": start_sandbox(folder, clock),
    })  # fmt: skip
    app = create_app(settings, clock)
    house: House = app.extensions["rokad"]
    migrate.migrate(folder / "copies", NOW)
    write_transaction(upsert_all)
    build_demo(DemoOptions(), house.sealer, house.guards, NOW, lambda _text: None)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}", server, house


class Walk:
    """One person at one screen."""

    def __init__(self, browser: Browser, base: str, size: dict[str, int], username: str) -> None:
        """Sign in."""
        self.base, self.pictures = base, PICTURES
        self.page: Page = browser.new_context(viewport=size, locale="hi-IN").new_page()  # type: ignore[arg-type]
        self.go("/login")
        if username == "operator":
            self.snap("sign-in")
        self.page.fill("#username", username)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button")

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(self.base + path)

    def press(self, text: str) -> None:
        """Press a button or link by its words and wait until the page has settled."""
        self.page.click(f'main button:has-text("{text}"), main a:has-text("{text}")')
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(150)

    def snap(self, name: str, *, whole: bool = False) -> None:
        """Take a picture."""
        self.page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=whole)

    def enters(self, task: str, amount: str, party: str, picture: str = "") -> None:
        """Enter one voucher by its task."""
        self.go(f"/vouchers/new/{task}")
        self.page.fill("#amount", amount)
        if party:
            self.page.fill("#party", party)
        if picture:
            self.snap(f"{picture}-form")
        self.press("आगे")
        if picture:
            self.snap("read-back")
        self.press("ठीक है")
        if picture:
            self.page.wait_for_timeout(1800)
            self.snap(f"{picture}-saved")


def serves_a_member(walk: Walk) -> None:
    """Somebody asks "मेरा कितना?", pays into their savings, and gets the passbook printed."""
    page = walk.page
    walk.go("/members")
    page.wait_for_selector('script[src*="htmx"]', state="attached")
    page.wait_for_load_state("networkidle")
    page.type("#q", "sunita chauhan", delay=20)
    page.wait_for_timeout(1500)
    walk.snap("member-found")
    found = page.eval_on_selector_all("#_hits a", "all => all.map(one => one.href)")
    for address in found:
        page.goto(address)
        pays_in = page.query_selector('main a[href*="cash_deposit_savings"]')
        if pays_in is not None and page.query_selector('a[href*="/accounts/S-"]') is not None:
            break
    walk.snap("member-page")
    account = page.get_attribute('a[href*="/accounts/S-"]', "href")
    page.click('main a[href*="cash_deposit_savings"]')
    page.fill("#amount", "500")
    walk.snap("member-deposit")
    walk.press("आगे")
    walk.press("ठीक है")
    page.set_viewport_size(LEAF)
    walk.go(f"{account}/passbook")
    page.locator("section[data-page]").evaluate("leaf => leaf.scrollIntoView()")
    walk.snap("passbook")
    page.set_viewport_size(PHONE)


def operators_day(walk: Walk, house: House) -> str:
    """Vouchers, a member, a bill, the count, the closing; return the address of the day sheet."""
    walk.snap("home")
    walk.go("/vouchers/new")
    walk.snap("tasks")
    walk.enters("csc_service_fee", "५०", "सुशीला देवी", "entry")
    walk.enters("fert_sale_cash", "1,350", "गणेश पाटीदार")
    walk.enters("tea_expense", "120", "महाकाल चाय नाश्ता")
    serves_a_member(walk)
    serves_the_counter(walk, worker_of(house))
    serves_who_asks(walk)
    looks_alone(walk)
    walk.go("/day/count")
    walk.snap("begin-count")
    walk.press("गिनती शुरू करें")
    walk.page.fill("#d500", "3")
    walk.snap("count")
    walk.press("गिनती सहेजें")
    walk.snap("difference", whole=True)
    book = int(walk.page.get_attribute("main td[data-paise]", "data-paise") or 0) // 100
    walk.press("फिर से गिनें")
    for field, worth in (("d500", 500), ("d100", 100), ("d10", 10), ("c1", 1)):
        walk.page.fill(f"#{field}", str(book // worth))
        book %= worth
    walk.press("गिनती सहेजें")
    walk.snap("close")
    if walk.page.query_selector("[name=seen]"):
        walk.page.check("[name=seen]")
    walk.press("दिन बंद करें")
    walk.snap("day-sheet", whole=True)
    return walk.page.url


def main() -> None:
    """Take all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
        base, server, house = serve(Path(folder))
        browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        early = Walk(browser, base, PHONE, "operator-khr007")
        early.go("/day/open")
        early.snap("open-day")
        catches_up(
            Walk(browser, base, PHONE, "operator-khr002"),
            Walk(browser, base, PHONE, "operator-khr003"),
        )
        agrees_and_reads(
            Walk(browser, base, PHONE, "officer"), Walk(browser, base, PHONE, "manager")
        )
        operator = Walk(browser, base, PHONE, "operator")
        sheet = operators_day(operator, house)
        code = operator.page.inner_text(".seal.big")
        officer = Walk(browser, base, PHONE, "officer")
        officer.snap("officer")
        officer.go("/officer/KHR001/2026-11-17")
        officer.snap("officer-day", whole=True)
        officer.press("दिन सत्यापित करें")
        officer.go("/officer/KHR001/2026-11-17")
        officer.snap("officer-verified")
        officer.go(f"/seals?code={code}")
        officer.snap("seal-checked", whole=True)
        desk = Walk(browser, base, DESK, "manager")
        desk.go("/cashbook/2026-11-17")
        desk.snap("cash-book", whole=True)
        desk.go(sheet.removeprefix(base))
        desk.snap("day-sheet-desk", whole=True)
        browser.close()
        server.shutdown()  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
