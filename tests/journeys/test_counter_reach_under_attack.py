"""What the curious, the careless and the malicious try with the counter's pages and forms."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator

import pytest

from portal.actions.people import add_person
from portal.actions.proof import prove_society
from portal.domain.text import with_check_digit
from portal.storage import engine, places, receipts
from tests.browser_client import Browser, Form, Page
from tests.crowd import at_once
from tests.statements_world import HEAD
from tests.views.bills_counter import Clerk, clerk, counter, line
from tests.views.visits_counter import pay_form
from tests.world import PASSWORD, TODAY, guards, traces

__all__ = ["clerk", "counter", "line"]

Browsers = Callable[..., Browser]
AADHAAR = with_check_digit("23456789012")
NAME, MOBILE, NUMBER = "परदेसी लाल", "9812345678", "1234567890034"
SLIP = {
    "outcome": "uncertain", "amount": "500", "rrn": "632812345678", "last_four": "4321",
    "bank": "SBI", "name": NAME, "mobile": MOBILE,
}  # fmt: skip


def form_at(person: Browser, path: str) -> Form:
    """The form of a page that is sent to its own address."""
    action = path.split("?")[0]
    found = person.get(path).forms
    return next(one for one in found if one.method == "post" and one.action == action)


def presses(person: Browser, path: str, **fields: str) -> Page:
    """Send a page's own form with some fields filled in as the attacker likes."""
    form = form_at(person, path)
    return person.open("POST", form.action, {**form.fields, **fields})


def sends(person: Browser, content: bytes, name: str = "a.csv") -> Page:
    """Send a statement of the wallet."""
    form = form_at(person, "/wallet/statements")
    fields = {**form.fields, "head": "2204", "file": (io.BytesIO(content), name)}
    return person.open("POST", form.action, fields, content_type="multipart/form-data")


@pytest.fixture
def busy(clerk: Clerk, browser: Browsers) -> Iterator[Clerk]:
    """A failed bill of a paid visit (1), a chosen one (2), an uncertain slip, a statement."""
    for number, pays in ((NUMBER, True), ("1234567890102", False)):
        order_id, _page = clerk.sees(number, name=NAME, mobile=MOBILE)
        visit_id = clerk.chooses(order_id)
        if pays:
            clerk.browser.send(pay_form(clerk.get(f"/visits/{visit_id}")))
    clerk.counter.settles()
    path = "/aeps/new?kind=withdrawal"
    page = clerk.browser.open("POST", "/aeps/new", {**form_at(clerk.browser, path).fields, **SLIP})
    clerk.browser.send(page.form("/aeps/new", "confirm"), "confirm")
    sends(browser("manager"), f"{HEAD}\n24-11-2026,{NAME},R1,671,,79329\n".encode())
    yield clerk
    clerk.counter.must_agree()
    assert prove_society("KHR001", clerk.counter.world.keys).findings == ()


# P9: who sees what.

OF_ONE = [
    "/orders/1", "/orders/1/history", "/orders/1/state", "/orders/1/plans", "/orders/1/decide",
    "/orders/1/complain", "/visits/1", "/visits/1/state", "/visits/2/upi", "/visits/1/receipt",
    "/visits/1/share", "/visits/1/fee", "/aeps/1", "/aeps/1/receipt", "/aeps/1/settle",
    "/aeps/1/wrong", "/complaints/1", "/complaints/1/print", "/wallet/statements/1",
    "/wallet/lines/2204/1", "/bills/UTTA00000UTT7M?visit=2", "/bills/UTTA00000UTT7M?order=1",
]  # fmt: skip
LISTS = [
    "/", "/orders", "/orders?q=5678", "/orders?q=0034", "/visits", "/visits?q=5678", "/visits?q=1",
    "/aeps", "/complaints", "/wallet", "/wallet/statements", "/wallet/compare", "/counter/register",
    f"/counter/register/{TODAY}?format=csv", f"/counter/register/{TODAY}?print=1", "/comparison",
    f"/comparison/{TODAY}", "/orders/watch", "/counter",
]  # fmt: skip
STRANGERS = [
    ("operator2", ""), ("operator2", "society=KHR001"), ("operator9", "society=KHR001"),
    ("officer9", "society=KHR001"), ("officer9", ""),
]  # fmt: skip


def an_officer_of_another_block(clerk: Clerk) -> None:
    almora = places.place("ALM")
    assert almora is not None
    block = places.places_under(almora.id)[0]
    add_person(
        guards(), clerk.counter.world.clock.now_ms(), "officer9", PASSWORD, "block_officer",
        "दूर का", "Far", place_id=block.id,
    )  # fmt: skip


@pytest.mark.parametrize(("username", "query"), STRANGERS)
def test_another_society_is_not_there(
    busy: Clerk, browser: Browsers, username: str, query: str
) -> None:
    an_officer_of_another_block(busy)
    person = browser(username)
    for path in OF_ONE + LISTS:
        page = person.open("GET", path + ("&" if "?" in path else "?") * bool(query) + query)
        page = person.follow(page)
        if path in OF_ONE:
            assert page.status in (403, 404), page
        told = [one for one in (NAME, MOBILE, "5678", "भीकनगाँव", "PKHR001") if one in page.html]
        assert [one for one in told if one not in path] == [], page
        assert page.status < 500


def test_what_is_another_societys_and_what_is_nobodys_look_alike(
    busy: Clerk, browser: Browsers
) -> None:
    person = browser("operator2")
    for path in ("/orders/1", "/visits/1", "/aeps/1", "/complaints/1"):
        theirs, nobodys = (person.get(path[:-1] + one, 404) for one in ("1", "999"))
        assert theirs.html == nobodys.html


def test_a_strangers_form_moves_nothing_here(busy: Clerk, browser: Browsers) -> None:
    """A token of one's own society opens nothing in another."""
    person = browser("operator2")
    token = form_at(person, "/visits/fee").token
    before = traces()
    for path in ("/visits/1", "/orders/1/back", "/orders/1/stop", "/aeps/1/settle", "/visits/2"):
        for query in ("", "?society=KHR001"):
            page = person.open("POST", path + query, {"form_token": token, "version": "2"})
            assert page.status in (400, 403, 404), page
    assert traces() == before


def test_the_public_page_names_nobody(busy: Clerk, browser: Browsers) -> None:
    here = busy.counter.society_id
    for kind, end in (("visit", "0034"), ("aeps", "4321")):
        code = receipts.code_of(here, kind, 1)
        page = browser().get(f"/r/{code}")
        assert end in page.text
        for secret in (NAME, MOBILE, "5678", NUMBER, "632812345678", "PKHR001", "/visits/"):
            assert secret not in page.html
        assert str(here) not in code or len(code) == 12


def test_codes_are_not_found_by_trying(busy: Clerk, browser: Browsers) -> None:
    """Neither a made-up address nor a crowd gets round the count of misses."""
    answers = []
    for at in range(12):
        forged = {"X-Forwarded-For": f"198.51.100.{at}", "Forwarded": f"for=198.51.100.{at}"}
        person = browser(address="203.0.113.5")
        answers.append(person.open("GET", f"/r/{at:012d}", headers=forged).status)
    assert answers[-1] == 429
    crowd = [browser(address="203.0.113.6") for _ in range(12)]
    at_once([lambda one=one: one.open("GET", "/r/ABCDEFGHJKMN") for one in crowd])
    assert browser(address="203.0.113.6").open("GET", "/r/ABCDEFGHJKMN").status == 429


def test_logs_hold_nobodys_numbers(
    busy: Clerk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    with pytest.raises(Exception, match=r"(?i)null"):
        engine.run(
            "INSERT INTO visit (society_id, id, version, began_on, began_at, began_by, mobile) "
            "VALUES (1, 77, 1, ?, 0, NULL, ?)", TODAY, MOBILE,
        )  # fmt: skip
    try:
        engine.run("UPDATE bill_order SET mobile = NULL, created_by = NULL WHERE id = 1")
    except Exception:
        logging.getLogger("portal").exception("a fault")
    busy.counter.sandbox.unit.close()
    busy.asks("1234567890021", name=NAME, mobile=MOBILE)
    busy.counter.follows()
    for secret in (MOBILE, NUMBER, "1234567890021", NAME):
        assert secret not in caplog.text


# P12: a whole Aadhaar number is named as one and goes nowhere.

NEW_SLIP = {**SLIP, "rrn": "632812345679", "outcome": "done"}
TEXTS = [
    *(("operator", "/bills/UTTA00000UTT7M", {"p1": "1234567890109", "mobile": MOBILE}, name)
      for name in ("p1", "mobile", "name")),
    *(("operator", "/orders/2", {}, name) for name in ("amount", "own_fee", "reason")),
    ("operator", "/visits/2", {}, "given"),
    ("operator", "/visits/2", {"mode": "upi", "reference": "632812345678"}, "payer_address"),
    *(("operator", "/visits/fee", {"own": "5", "usual": "प्रिंट"}, name)
      for name in ("what", "own", "passed", "name", "mobile")),
    *(("operator", "/aeps/new?kind=withdrawal", NEW_SLIP, name)
      for name in ("rrn", "last_four", "amount", "bank", "name", "mobile")),
    ("operator", "/aeps/1/settle", {"settled_as": "returned"}, "note"),
    ("operator", "/aeps/1/wrong", {"reason": "not_ours"}, "remark"),
    *(("manager", "/counter", {}, name) for name in (
        "phone", "upi_address", "upi_name", "agent_id", "terminal_id", "agent_mobile", "geocode",
        "postal_code")),
    *(("manager", "/wallet/commission", {"net": "95", "work": "bill", "period": "नवंबर"}, name)
      for name in ("net", "tds", "period")),
]  # fmt: skip


@pytest.mark.parametrize("shape", ["{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}"])
def test_an_aadhaar_number_is_refused_in_every_field_and_not_shown_again(
    busy: Clerk, browser: Browsers, shape: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    typed = shape.format(AADHAAR[:4], AADHAAR[4:8], AADHAAR[8:])
    people = {one: browser(one) for one in ("operator", "manager")}
    for username, path, others, name in TEXTS:
        page = presses(people[username], path, **{**others, name: typed})
        assert page.status == 422, (path, name, page)
        assert page.errors.get(name), (path, name, page)
        assert typed not in page.html, (path, name)
        assert AADHAAR not in page.html, (path, name)
    assert AADHAAR not in caplog.text


def test_an_aadhaar_number_is_no_fee_though_the_list_is_edited(busy: Clerk) -> None:
    page = presses(busy.browser, "/visits/fee", usual=AADHAAR, own="5")
    assert page.status == 422
    assert AADHAAR not in page.html
    assert engine.value("SELECT count(*) FROM visit_fee") == 0


def test_a_complaint_holds_no_aadhaar_number(busy: Clerk) -> None:
    order_id, _page = busy.sees("1234567890104")
    busy.counter.pays(busy.chooses(order_id))
    busy.counter.settles()
    busy.counter.passes(25 * 3_600)
    busy.browser.signs_in("operator")
    path = f"/orders/{order_id}/complain"
    page = presses(busy.browser, path, kind="wrong-amount", said=f"आधार {AADHAAR}")
    assert page.status == 422
    assert page.errors["said"]
    assert AADHAAR not in page.html


# Odd words, odd addresses, odd files.

ODD = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'; DROP TABLE visit;--",
    "%s%n%(x)s{0}{x}", "{{1234*1234}}", "\u202eabc\u202c", "😀" * 30, "क" * 3_400,
    "a\r\nSet-Cookie: x=1",
    "=cmd|'/c calc'!A0", "+1+1", "@SUM(A1)", "a\0b", "१²", "NaN",
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_words_stay_words(busy: Clerk, browser: Browsers, odd: str) -> None:
    people = {one: browser(one) for one in ("operator", "manager")}
    for username, path, others, name in TEXTS:
        if path.startswith(("/aeps/1", "/visits/2")):
            continue
        page = presses(people[username], path, **{**others, name: odd})
        assert page.status in (200, 303, 400, 422), (path, name, page)
        page = people[username].follow(page)
        assert page.status < 500
        assert not re.search("<script>alert|<img src=x|1522756", page.html), (path, name)
        assert "\u202e" not in page.text
        assert "x=1" not in str(page.headers)
    busy.chooses(2)
    adds = presses(busy.browser, "/visits/2/fee", usual="प्रिंट", what=odd[:60], own="5")
    if adds.status == 303:
        busy.browser.send(pay_form(busy.get("/visits/2")))
    table = busy.get(f"/counter/register/{TODAY}?format=csv").html
    cells = [one for row in table.splitlines() for one in re.split(',"?', row)]
    assert not [one for one in cells if one[:1] in "=@" and one], table
    assert "+1+1" not in cells
    for path in ("/visits", "/orders", "/aeps", f"/counter/register/{TODAY}?print=1"):
        busy.get(path)


@pytest.mark.parametrize("odd", [
    "..", "a/b", "%2F", "%E0%A4%95", "%3Cb%3E", "x" * 300, "%FF", "'", "1e9", "-1", "9" * 20,
    "%E0%A5%A8", "%C2%B2", "%0A", "%00", "0001-01-01", "9999-12-31", "2026-13", "2026-1%C2%B2",
])  # fmt: skip
def test_odd_addresses_are_answered(busy: Clerk, browser: Browsers, odd: str) -> None:
    manager = browser("manager")
    for path in (
        "/bills/", "/orders/", "/visits/", "/aeps/", "/complaints/", "/wallet/lines/2204/",
        "/wallet/statements/", "/comparison/", "/counter/register/", "/r/", "/orders?q=",
        "/orders?on=", "/orders?page=", "/visits?q=", "/visits?on=", "/visits?skip=", "/aeps?on=",
        "/aeps/new?kind=", "/complaints?before=", "/wallet/compare?month=", "/wallet/compare?head=",
        "/wallet/commission?month=", "/wallet/statements?head=", "/visits/1/receipt?size=",
        "/visits/1/share?mobile=", "/orders/2/plans?amount=", "/orders/2?plan=", "/visits/2?how=",
        "/bills/UTTA00000UTT7M?connection=", "/bills/UTTA00000UTT7M?order=", "/bills?q=",
        "/visits/fee?service=", f"/counter/register/{TODAY}?page=", "/comparison?society=",
    ):  # fmt: skip
        assert manager.open("GET", path + odd).status < 500, path + odd


def zipped(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, content)
    return out.getvalue()


FILES = [
    "".join([HEAD, *(f"\n24-11-2026,x,R{at},1,,{at}" for at in range(20_001))]).encode(),
    b"", b"\xef\xbb\xbf", b"\n" * 100_000, b"," * 1_000_000, b"%PDF-1.4\n", bytes(range(256)) * 40,
    zipped("a.txt", "x" * 100), zipped("xl/workbook.xml", "A" * 30_000_000),
    f"{HEAD}\n24-11-2026,a\0b,R,1,,1".encode(), f"{HEAD}\n24-11-2026,x,R,1e400,,NaN".encode(),
    (HEAD + '\n24-11-2026,"open,R,1,,1' * 200).encode(), f"{HEAD}\n24-11-2999,x,R,1,,1".encode(),
    f"{HEAD}\n24-11-2026,{'x' * 200_000},R,1,,1".encode(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99,
    (HEAD + "\n24-11-2026" + ",x" * 5_000).encode(),
]  # fmt: skip


@pytest.mark.parametrize("content", FILES, ids=range(len(FILES)))
def test_odd_statements_are_refused_by_name(busy: Clerk, browser: Browsers, content: bytes) -> None:
    page = sends(browser("manager"), content)
    assert page.status == 422
    assert page.refusal
    assert engine.value("SELECT count(*) FROM statement") == 1


@pytest.mark.parametrize("words", [*ODD[:3], "=cmd|'/c calc'!A0", AADHAAR])
@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_words_of_a_statement_are_only_words(
    busy: Clerk, browser: Browsers, words: str, code: str
) -> None:
    quoted = words.replace('"', '""')
    manager = browser("manager")
    page = sends(manager, f'{HEAD}\n25-10-2026,"{quoted}",R7,1,,1\n'.encode(code), f"{words}.csv")
    page = manager.follow(page)
    for shown in (page, manager.get("/wallet/compare"), manager.get("/wallet/statements")):
        assert "<script>alert" not in shown.html
        assert "<img src=x" not in shown.html
        assert AADHAAR not in shown.html
