"""A morning in November: twelve pensioners are called, come, and go home with a slip."""

from __future__ import annotations

from collections.abc import Callable

from portal.storage import daybook, engine, pensioners
from portal.storage.pensioners import Wish
from tests.browser_client import Browser, Page
from tests.pensioners_world import a_pensioner, last_certificate, money_arrives, pensioner
from tests.world import TODAY, World

VILLAGES = ("बमनाला", "खेड़ी", "दौड़वा")
NAMES = (
    "सुशीला देवी", "कमला बाई", "रामकली", "गीता जोशी", "शांति बाई", "मोहनलाल", "भागीरथ",
    "जमुना बाई", "हरिराम", "लक्ष्मण सिंह", "पार्वती", "नर्मदा बाई",
)  # fmt: skip


def twelve(world: World) -> None:
    """Write twelve pensioners down: ten are due, two are overdue."""
    for place, name in enumerate(NAMES):
        a_pensioner(
            world, f"PPO{101 + place}", name_hi=name, village_hi=VILLAGES[place % 3],
            mobile="" if place == 5 else f"98765000{place:02d}",
            certificate_due_on="2026-11-30" if place < 10 else "2026-10-31",
        )  # fmt: skip


def finds(operator: Browser, words: str) -> str:
    """Search for somebody as an operator does, and return the address of the page."""
    page = operator.get(f"/pensioners?q={words}")
    (one,) = page.all("li", data_pensioner=True)
    return f"/pensioners/{one.get('data-pensioner')}"


def gives(operator: Browser, path: str, **said: object) -> Page:
    """Give a life certificate and look at what came of it."""
    form = operator.get(f"{path}/certificate").form(f"{path}/certificate")
    return operator.follow(operator.send(form, **said))


def pays_fee(operator: Browser, page: Page) -> None:
    """Take the fee of a certificate in its visit."""
    visit = next(one for one in page.links if one.startswith("/visits/"))
    (form,) = [one for one in operator.get(visit).forms if "given" in one.fields]
    assert "₹ 10" in operator.follow(operator.send(form, given="10")).text


def prints_the_list(operator: Browser) -> None:
    """The evening before: the list goes round the villages."""
    home = operator.get("/")
    assert "जीवन प्रमाण पत्र देने हैं: 12" in home.text
    assert "/pensioners" in home.links
    register = operator.get("/pensioners")
    assert "30 दिन में देना है 10" in register.text
    assert "तारीख निकल गई 2" in register.text
    assert "/pensioners/calls" in register.links
    paper = operator.get("/pensioners/calls/print")
    assert len(paper.all("tr", data_pensioner=True)) == 12
    assert len(paper.all("section")) == 3
    assert paper.text.count("☐") == 12


def seven_prove_to_live(operator: Browser) -> None:
    """Each pays ten rupees and takes a slip home; one comes again with her neighbours."""
    said = ("sushila", "कमला", "ramkali", "9876500003", "शांति", "PPO106", "भागीरथ")
    for place, words in enumerate(said):
        page = gives(operator, finds(operator, words), pramaan_id=f"PR10000{place}")
        assert "24-11-2027" in page.text
        pays_fee(operator, page)
        slip = next(one for one in page.links if one.endswith("/print"))
        assert "24-11-2027" in operator.get(slip).text
    path = finds(operator, "सुशीला")
    form = operator.get(f"{path}/certificate").form(f"{path}/certificate")
    assert operator.send(form, "", 409).refusal == "CertificateIsEarly"


def two_get_no_answer(operator: Browser) -> None:
    """The line to the office is down for one; another's finger isn't read."""
    jamuna, hariram = finds(operator, "जमुना"), finds(operator, "हरिराम")
    assert "जवाब आना है" in gives(operator, jamuna, result="waiting", own="").text
    page = gives(operator, hariram, result="rejected", reason="उँगली नहीं पढ़ी गई", own="")
    slip = next(one for one in page.links if one.endswith("/print"))
    assert "उँगली नहीं पढ़ी गई" in operator.get(slip).text
    assert len(operator.get("/pensioners/calls/print").all("tr", data_pensioner=True)) == 4


def one_has_died(operator: Browser) -> None:
    """The son brings the news; no certificate is taken after that."""
    lakshman = finds(operator, "लक्ष्मण")
    form = operator.get(f"{lakshman}/status?to=ended").form(f"{lakshman}/status")
    operator.send(form, reason="death", died_on="15-11-2026")
    form = operator.get(f"{lakshman}/certificate").form(f"{lakshman}/certificate")
    assert operator.send(form, "", 422).refusal == "PensionerIsDead"


def one_was_stopped(operator: Browser) -> None:
    """Her pension was stopped for want of a certificate: it is given, and the pension goes on."""
    parvati = finds(operator, "पार्वती")
    form = operator.get(f"{parvati}/status?to=stopped").form(f"{parvati}/status")
    operator.send(form, reason="certificate_due", since_on="01-11-2026")
    gives(operator, parvati, pramaan_id="PR2000001", own="")
    form = operator.get(f"{parvati}/status?to=paying").form(f"{parvati}/status")
    assert "मिल रही है" in operator.follow(operator.send(form)).title


def the_last_saw_no_money(operator: Browser, society_id: int) -> str:
    """Since September nothing has come; this month's is handed out here, once."""
    narmada = finds(operator, "नर्मदा")
    form = operator.get(f"{narmada}/complain").form(f"{narmada}/complain")
    page = operator.follow(operator.send(
        form, first_month="2026-09", said="बैंक ने कहा कि आधार नहीं जुड़ा", asked_whom="bank",
        remind_on="01-12-2026",
    ))  # fmt: skip
    assert "सितंबर 2026 से पैसा नहीं आया" in page.text
    check = operator.send(operator.get(f"{narmada}/pay").form(), "", 200)
    confirm = check.form(button="confirm")
    assert "छह सौ" in operator.follow(operator.send(confirm, "confirm")).text
    operator.follow(operator.send(confirm, "confirm"))  # the button pressed twice
    assert daybook.balance(society_id, 1605) == -2_400_00
    return narmada


def an_answer_has_come(operator: Browser, world: World) -> None:
    """In the evening the office has answered; the register says who is left."""
    jamuna = finds(operator, "जमुना")
    settle = next(one for one in operator.get(jamuna).links if one.endswith("/settle"))
    operator.send(operator.get(settle).form(settle), result="accepted", pramaan_id="PR300001")
    assert last_certificate(pensioner(world, 8)).pramaan_id == "PR300001"
    left = pensioners.listed(world.society_id, Wish("call", today_on=TODAY), 20)
    assert [one.name_hi for one in left] == ["नर्मदा बाई", "हरिराम"]


def test_a_morning_with_twelve_pensioners(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    """F27, P1, P2, P5, P9, P12."""
    twelve(open_world)
    money_arrives(open_world, 3_000)
    operator, society_id = browser("operator"), open_world.society_id
    prints_the_list(operator)
    seven_prove_to_live(operator)
    assert pensioners.count_due(society_id, TODAY) == 5
    two_get_no_answer(operator)
    one_has_died(operator)
    one_was_stopped(operator)
    narmada = the_last_saw_no_money(operator, society_id)
    an_answer_has_come(operator, open_world)
    assert engine.value("SELECT count(*) FROM pension_payment") == 1
    assert daybook.balance(society_id, 3307) == -70_00
    cash = daybook.balance(society_id, 2101)
    assert cash == 26_386_00 + 70_00 - 600_00
    operator.counts_rupees(cash // 100)
    operator.closes()
    assert operator.send(operator.get(f"{narmada}/pay").form(), "", 409).refusal == "NoDayIsOpen"
