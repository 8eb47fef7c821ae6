"""Refusals and faults as pages: what happened, what is safe to do now, a way on, in Hindi."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal.storage import engine
from tests.browser_client import Browser
from tests.world import World, traces

PATH = "/vouchers/new/csc_service_fee"


def test_a_refusal_page_names_itself_and_leads_on(
    world: World, browser: Callable[..., Browser]
) -> None:
    page = browser("operator").get("/vouchers/new", 409)
    assert page.refusal == "BooksAreNotStarted" or page.refusal == "NoDayIsOpen"
    assert page.warnings
    assert "/" in page.links


def test_a_refusal_is_a_fragment_for_a_script(
    world: World, browser: Callable[..., Browser]
) -> None:
    page = browser("operator").open("GET", "/vouchers/new", headers={"HX-Request": "true"})
    assert page.status == 409
    assert page.refusal == "NoDayIsOpen"
    assert "<html" not in page.html


@pytest.mark.parametrize("is_form", [True, False])
def test_a_body_of_five_megabytes_is_refused_with_a_page(
    open_world: World, browser: Callable[..., Browser], is_form: bool
) -> None:
    operator = browser("operator")
    before = traces()
    fields = operator.get(PATH).form().fields
    if is_form:
        page = operator.post(PATH, {**fields, "narration": "x" * 5_000_000}, 413)
    else:
        page = operator.open("POST", PATH, b"x" * 5_000_000)
        assert page.status in (400, 413)
    assert page.refusal in ("FormIsTooLarge", "FormIsForeign", "RequestIsWrong")
    assert traces() == before


def test_a_form_of_a_thousand_fields_is_refused(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    operator = browser("operator")
    fields = operator.get(PATH).form().fields | {f"x{n}": "1" for n in range(1_000)}
    page = operator.open("POST", PATH, fields | {"amount": "50", "confirm": "1"})
    assert page.status in (303, 413)


def test_a_file_in_a_form_changes_nothing(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    import io

    operator = browser("operator")
    fields: dict[str, object] = {**operator.get(PATH).form().fields, "amount": "50"}
    fields["party"] = (io.BytesIO(b"\x00" * 100), "party.bin")
    before = traces()
    page = operator.open("POST", PATH, fields, content_type="multipart/form-data")  # type: ignore[arg-type]
    assert page.status in (200, 422)
    assert traces() == before


def away(tmp_path: Path) -> None:
    """Take the store away: a file or a server that is not there."""
    url = "postgresql://nobody@127.0.0.1:9/none" if engine.is_postgres() else ""
    engine.disconnect()
    engine.connect(url, tmp_path / "nowhere")


@pytest.mark.parametrize("path", ["/", PATH, "/day/close"])
def test_without_the_store_a_page_says_so(
    open_world: World, browser: Callable[..., Browser], tmp_path: Path, path: str
) -> None:
    """503, in Hindi, and what to do meanwhile: write it on paper, send it again."""
    operator = browser("operator")
    data = {**operator.get(PATH).form().fields, "amount": "50", "confirm": "1"}
    away(tmp_path)
    for page in (operator.open("GET", path), operator.open("POST", PATH, data)):
        assert page.status == 503
        assert page.refusal == "StoreIsMissing"
        assert "कागज़" in page.text
    assert browser().get("/login")
    assert browser().post("/login", {"username": "operator", "password": "x"}, 503).refusal


def test_a_store_that_comes_back_takes_the_same_form(
    open_world: World, browser: Callable[..., Browser], tmp_path: Path, database_url: str
) -> None:
    """P1: refused with 503, sent again, posted once."""
    operator = browser("operator")
    data = {**operator.get(PATH).form().fields, "amount": "50", "confirm": "1"}
    away(tmp_path)
    operator.post(PATH, data, 503)
    engine.disconnect()
    engine.connect(database_url, tmp_path)
    first = operator.post(PATH, data)
    assert operator.post(PATH, data).location == first.location


@pytest.mark.skipif("engine.is_postgres()")
def test_a_locked_store_says_that_it_is_busy(
    open_world: World, browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer holds the file: a page after the deadline, nothing changed."""
    monkeypatch.setattr(engine, "LOCK_DEADLINE_S", 0.2)
    operator = browser("operator")
    data = {**operator.get(PATH).form().fields, "amount": "50", "confirm": "1"}
    before = traces()
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        def work() -> None:
            held.set()
            done.wait(10)

        engine.write_transaction(work)
        engine.disconnect()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    page = operator.post(PATH, data, 503)
    done.set()
    thread.join()
    assert page.refusal == "StoreIsBusy"
    assert traces() == before
    assert operator.post(PATH, data).location


def test_a_fault_of_our_own_is_a_page_without_its_secrets(
    app: Flask, open_world: World, browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Logged with its path, shown in Hindi, and a half-done deed leaves no trace."""
    operator = browser("operator")
    data = {**operator.get(PATH).form().fields, "amount": "50", "confirm": "1"}
    app.config.update(PROPAGATE_FAULTS=False, PROPAGATE_EXCEPTIONS=False)
    before = traces()

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("portal.actions.daybook.daybook.count_task_use", broken)
    page = operator.post(PATH, data, 500)
    assert page.refusal == "FaultOnOurSide"
    assert "secret" not in page.html
    assert "Traceback" not in page.html
    assert traces() == before
    monkeypatch.undo()
    assert operator.post(PATH, data).location


def test_the_headers_of_an_error_are_those_of_a_page(
    world: World, browser: Callable[..., Browser]
) -> None:
    for path in ("/nosuch", "/vouchers/new"):
        headers = browser("operator").open("GET", path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_page_still_knows_who_one_is(
    world: World, browser: Callable[..., Browser]
) -> None:
    assert "रेखा मंडलोई" in browser("operator").get("/nosuch", 404).all_text
