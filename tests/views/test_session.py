"""Signing in and out, throttling, passwords, digits, and the quick change at a shared computer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.storage import engine
from tests.browser_client import Browser
from tests.world import PASSWORD, World


def sessions() -> int:
    return int(engine.value("SELECT count(*) FROM session"))


def test_signing_in_leads_home_and_shows_who_one_is(
    world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser()
    assert operator.signs_in("operator").location == "/"
    page = operator.get("/")
    assert "रेखा मंडलोई" in page.all_text
    assert "पैक्स भीकनगाँव" in page.all_text


@pytest.mark.parametrize("username", ["OPERATOR", " operator ", "Operator"])
def test_a_user_name_may_be_written_in_capitals(
    world: World, browser: Callable[..., Browser], username: str
) -> None:
    assert browser().signs_in(username).location == "/"


@pytest.mark.parametrize(
    ("username", "password"),
    [("operator", "wrong"), ("nobody", PASSWORD), ("", ""), ("operator", ""),
     ("operator", PASSWORD + " "), ("operator' OR 1=1 --", "x"), ("क" * 500, "x" * 2000)],
)  # fmt: skip
def test_a_wrong_name_or_password_gets_one_and_the_same_answer(
    world: World, browser: Callable[..., Browser], username: str, password: str
) -> None:
    """It doesn't tell which of them was wrong; the name is kept, the password never."""
    stranger = browser()
    page = stranger.post("/login", {"username": username, "password": password}, 422)
    assert page.refusal == "SignInIsWrong"
    assert page.form("/login").fields["password"] == ""
    assert sessions() == 0
    assert stranger.get("/", 303).location.startswith("/login")


def test_a_character_that_no_store_can_keep_is_refused(
    world: World, browser: Callable[..., Browser]
) -> None:
    fields = {"username": "operator\x00", "password": PASSWORD}
    assert browser().post("/login", fields, 400).refusal == "RequestIsWrong"
    operator = browser("operator")
    for path in ("/login?as=%00", "/entries/%00", "/day/open?on=%00"):
        assert operator.get(path, 400).refusal == "RequestIsWrong"


def test_five_wrong_passwords_block_the_account_for_a_quarter_of_an_hour(
    world: World, browser: Callable[..., Browser]
) -> None:
    stranger = browser(address="198.51.100.7")
    for _ in range(5):
        stranger.signs_in("operator", "wrong", 422)
    page = stranger.signs_in("operator", PASSWORD, 429)
    assert page.refusal == "SignInIsBlocked"
    assert "15" in page.text
    assert browser(address="198.51.100.8").signs_in("operator", PASSWORD, 429)
    assert stranger.signs_in("manager").location == "/", "others may still sign in"
    world.clock.move(minutes=14)
    assert browser().signs_in("operator", PASSWORD, 429)
    world.clock.move(minutes=2)
    assert browser().signs_in("operator").location == "/"


def test_a_right_password_forgets_the_wrong_ones(
    world: World, browser: Callable[..., Browser]
) -> None:
    stranger = browser()
    for _ in range(3):
        for _ in range(4):
            stranger.signs_in("operator", "wrong", 422)
        stranger.signs_in("operator")


def test_many_wrong_passwords_block_the_address(
    world: World, browser: Callable[..., Browser]
) -> None:
    """Trying one password with many names doesn't help; another address may still sign in."""
    stranger = browser(address="198.51.100.7")
    for number in range(40):
        stranger.signs_in(f"name{number}", "wrong", 422)
    assert stranger.signs_in("operator", PASSWORD, 429).refusal == "SignInIsBlocked"
    assert browser(address="198.51.100.8").signs_in("operator").location == "/"


@pytest.mark.parametrize(
    "goal",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "evil",
     "http:/evil", "///evil.example", "/\t/evil.example", " //evil.example", "\\\\evil.example",
     "/%0d%0aSet-Cookie:x=1", "https:evil.example", "/\n/evil.example"],
)  # fmt: skip
def test_signing_in_never_leads_to_another_site(
    world: World, browser: Callable[..., Browser], goal: str
) -> None:
    """Open redirects are refused, in the address and in the form."""
    from urllib.parse import quote, urljoin, urlsplit

    stranger = browser()
    form = stranger.get("/login?next=" + quote(goal)).form("/login")
    for wish in (form.fields["next"], goal):
        fields = {"username": "operator", "password": PASSWORD, "next": wish}
        page = browser().open("POST", "/login", fields)
        assert page.status == 303
        # what a browser makes of it: tabs and newlines fall away, backslashes turn
        seen = page.location.replace("\t", "").replace("\n", "").replace("\\", "/")
        assert urlsplit(urljoin("http://localhost/", seen)).netloc in ("localhost", ""), seen
        assert "\r" not in page.location
        assert "\n" not in page.location


def test_signing_in_goes_on_to_where_one_was_going(
    world: World, browser: Callable[..., Browser]
) -> None:
    stranger = browser()
    page = stranger.follow(stranger.get("/day?x=1&y=2", 303))
    assert page.form("/login").fields["next"] == "/day?x=1&y=2"


def test_the_session_is_new_at_each_sign_in(world: World, browser: Callable[..., Browser]) -> None:
    """A secret planted before signing in is worth nothing after it; the old one is ended."""
    operator = browser()
    operator.site.set_cookie("s", "planted")
    operator.signs_in("operator")
    first = operator.site.get_cookie("s")
    assert first is not None
    assert first.value != "planted"
    operator.signs_in("operator")
    second = operator.site.get_cookie("s")
    assert second is not None
    assert first.value != second.value
    assert sessions() == 1


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(
    app: Flask, world: World, browser: Callable[..., Browser]
) -> None:
    fields = {"username": "operator", "password": PASSWORD}
    [cookie] = browser().post("/login", fields).headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "Secure" not in cookie
    answer = app.test_client().post("/login", data=fields, base_url="https://localhost")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_the_store_keeps_no_session_secret(world: World, browser: Callable[..., Browser]) -> None:
    operator = browser("operator")
    cookie = operator.site.get_cookie("s")
    assert cookie is not None
    stored = engine.rows("SELECT * FROM session")
    assert cookie.value not in str(stored)


@pytest.mark.parametrize(("minutes", "is_over"), [(239, False), (241, True)])
def test_a_session_ends_by_idleness(
    world: World, browser: Callable[..., Browser], minutes: int, is_over: bool
) -> None:
    operator = browser("operator")
    world.clock.move(minutes=minutes)
    page = operator.open("GET", "/me")
    assert page.status == (303 if is_over else 200)


def test_a_session_ends_by_age_however_busy_one_is(
    world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    for _ in range(14):
        assert operator.get("/me")
        world.clock.move(minutes=60)
    world.clock.move(minutes=1)
    assert operator.get("/me", 303)


def test_looking_at_pages_writes_at_most_every_five_minutes(
    world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    seen = engine.value("SELECT seen_at FROM session")
    world.clock.move(minutes=4)
    operator.get("/me")
    assert engine.value("SELECT seen_at FROM session") == seen
    world.clock.move(minutes=2)
    operator.get("/me")
    assert engine.value("SELECT seen_at FROM session") == world.clock.now_ms()


def test_signing_out_ends_the_session_and_clears_the_computer(
    world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    secret = operator.site.get_cookie("s")
    assert secret is not None
    form = operator.get("/logout").form("/logout")
    page = operator.send(form, "", 200)
    assert page.headers["Clear-Site-Data"] == '"storage"'
    assert operator.site.get_cookie("s") is None
    assert sessions() == 0
    operator.site.set_cookie("s", secret.value)
    assert operator.get("/me", 303)


def test_signing_out_everywhere_ends_all_sessions_of_this_person_alone(
    world: World, browser: Callable[..., Browser]
) -> None:
    one, other, colleague = browser("operator"), browser("operator"), browser("manager")
    form = one.get("/logout").form("/logout")
    one.send(form, "everywhere", 200)
    assert other.get("/me", 303)
    assert colleague.get("/me")


def test_signing_out_needs_its_form(world: World, browser: Callable[..., Browser]) -> None:
    """Another site can't sign people out, and a stranger has nothing to sign out of."""
    operator = browser("operator")
    assert operator.post("/logout", {}, 400).refusal == "FormIsForeign"
    assert operator.get("/me")
    assert browser().get("/logout", 303).location == "/login"
    assert browser().post("/logout", {}, 200)


def test_a_person_who_is_made_inactive_is_out_at_once(
    world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    person = world.person("operator")
    person.is_active = 0
    person.save()
    assert operator.get("/me", 303)
    assert browser().open("POST", "/login", {"username": "operator", "password": PASSWORD})


def change(browser: Browser, password: str, new: str, status: int = 303) -> str | None:
    form = next(one for one in browser.get("/me").forms if "new_password" in one.fields)
    return browser.send(form, "", status, password=password, new_password=new).refusal


def test_a_password_is_changed_and_other_sessions_end(
    world: World, browser: Callable[..., Browser]
) -> None:
    operator, other = browser("operator"), browser("operator")
    change(operator, PASSWORD, "नया-गुप्त-शब्द-9")
    assert operator.get("/me"), "this one goes on"
    assert other.get("/me", 303)
    assert browser().signs_in("operator", PASSWORD, 422)
    assert browser().signs_in("operator", "नया-गुप्त-शब्द-9")


@pytest.mark.parametrize(
    ("password", "new", "wanted"),
    [("wrong", "long-enough-1", "PasswordIsWrong"), (PASSWORD, "short", "PasswordIsWeak"),
     (PASSWORD, "12345678", "PasswordIsWeak"), (PASSWORD, "operator", "PasswordIsWeak"),
     (PASSWORD, "", "PasswordIsWeak"), ("", "long-enough-1", "PasswordIsWrong")],
)  # fmt: skip
def test_a_weak_or_wrong_password_changes_nothing(
    world: World, browser: Callable[..., Browser], password: str, new: str, wanted: str
) -> None:
    operator = browser("operator")
    assert change(operator, password, new, 422) == wanted
    assert new not in operator.page.html or not new
    assert browser().signs_in("operator")


def test_digits_are_shown_in_devanagari_if_one_wishes(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    operator.send(operator.get("/me").form(button="digits"), "digits")
    page = operator.enters("csc_service_fee", 1250)
    assert "१,२५०" in page.text
    assert "1,250" not in page.text
    assert "२४-११-२०२६" in page.text
    assert page.one("p", data_paise="125000") is not None, "machines read Latin digits"
    operator.send(operator.get("/me").form(button="digits"), "digits")
    assert "1,250" in operator.get(f"/vouchers/{page.voucher_id}").text
    assert "1,250" in browser("manager").get(f"/vouchers/{page.voucher_id}").text


def test_a_colleague_takes_over_quickly(world: World, browser: Callable[..., Browser]) -> None:
    operator = browser("operator")
    page = operator.get("/switch")
    names = [link for link in page.links if link.startswith("/login?as=")]
    assert sorted(names) == [f"/login?as={one}" for one in ("accountant", "chairman", "manager")]
    form = operator.get("/login?as=manager").form("/login")
    assert form.fields["username"] == "manager"
    operator.send(form, "", password=PASSWORD)
    assert "गणेश पाटीदार" in operator.get("/").all_text
    assert sessions() == 1, "who sat there before is signed out"


def test_the_sign_in_page_keeps_a_strange_name_harmless(
    world: World, browser: Callable[..., Browser]
) -> None:
    page = browser().get('/login?as="><script>alert(1)</script>&next="><b>')
    assert "<script>alert" not in page.html
