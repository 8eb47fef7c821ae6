"""Pages against a dictionary that the browser holds (RFC 9842)."""

from __future__ import annotations

import base64
import hashlib
import re
import threading

import brotli
import pytest
import zstandard
from flask import Flask, Response
from flask.testing import FlaskClient

from portal.storage import engine
from portal.web import assets, compress, dictionary, headers, locale
from portal.web.dictionary import MAGIC, Dictionaries, Dictionary
from portal.web.dictionary_text import FIELDS, PARTS, TEMPLATES, text_of
from tests.hindi import catalogue

TEXT = "<p>सुशीला देवी, बचत जमा ₹ 500</p>" * 40
MOST = 42_500  # with what the commonest pages are for, in three sentences each


def unpacked(body: bytes, raw: bytes) -> str:
    """Unpack a body in `dcz` as a browser does."""
    digest = hashlib.sha256(raw).digest()
    assert body[:8] == bytes.fromhex("5e2a4d1820000000") == MAGIC
    assert body[8:40] == digest
    held = zstandard.ZstdCompressionDict(raw, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdDecompressor(dict_data=held).decompress(body[40:]).decode()


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__, static_folder=None)
    locale.init_app(app)
    assets.init_app(app)
    dictionary.init_app(app)
    compress.init_app(app)
    headers.init_app(app)
    app.add_url_rule("/page", "page", lambda: TEXT)
    app.add_url_rule("/small", "small", lambda: "ठीक")
    app.add_url_rule("/csv", "csv", lambda: Response(TEXT, mimetype="text/csv"))
    app.add_url_rule("/where", "where", app.extensions["rokad_dictionaries"].url)
    return app


@pytest.fixture
def site(app: Flask) -> FlaskClient:
    return app.test_client()


def holding(app: Flask, language: str = "hi") -> tuple[dict[str, str], bytes]:
    """The headers of a browser that holds a language's dictionary, and that dictionary."""
    site = app.test_client()
    site.set_cookie("lang", language)
    raw = site.get(site.get("/where").text).data
    digest = base64.b64encode(hashlib.sha256(raw).digest()).decode()
    return {
        "Accept-Encoding": "gzip, deflate, br, zstd, dcb, dcz",
        "Available-Dictionary": f":{digest}:",
        "Sec-Fetch-Site": "same-origin",
    }, raw


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_page_comes_against_the_dictionary_that_the_browser_holds(
    language: str, app: Flask, site: FlaskClient
) -> None:
    browser, raw = holding(app, language)
    answer = site.get("/page", headers=browser)
    assert answer.headers["Content-Encoding"] == "dcz"
    assert unpacked(answer.data, raw) == TEXT
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert zstandard.frame_content_size(answer.data[40:]) == len(TEXT.encode())


@pytest.mark.parametrize(
    "other",
    [
        {"Available-Dictionary": f":{base64.b64encode(bytes(32)).decode()}:"},
        {"Available-Dictionary": ""},
        {"Available-Dictionary": "x"},
        {"Accept-Encoding": "gzip, deflate, br"},
        {"Accept-Encoding": "br, *"},
        {"Accept-Encoding": "br, dcz;q=0"},
        {"Accept-Encoding": "br, dcz;q=0.5"},
    ],
)
def test_all_others_get_brotli(other: dict[str, str], app: Flask, site: FlaskClient) -> None:
    answer = site.get("/page", headers={**holding(app)[0], **other})
    assert answer.headers["Content-Encoding"] == "br"
    assert brotli.decompress(answer.data).decode() == TEXT


@pytest.mark.parametrize("wish", ["gzip, br, dcz", "br", "identity"])
def test_caches_are_told_what_an_answer_depends_on(
    wish: str, app: Flask, site: FlaskClient
) -> None:
    answer = site.get("/page", headers={**holding(app)[0], "Accept-Encoding": wish})
    told = set(answer.headers["Vary"].split(", "))
    assert told == {"Accept-Encoding", "Available-Dictionary", "HX-Request"}


def test_another_site_gets_it_as_it_is(app: Flask, site: FlaskClient) -> None:
    """Who can't make a browser fetch our compressed pages can't guess secrets by their length."""
    answer = site.get("/page", headers={**holding(app)[0], "Sec-Fetch-Site": "cross-site"})
    assert "Content-Encoding" not in answer.headers
    assert answer.text == TEXT


def test_only_pages_come_so(app: Flask, site: FlaskClient) -> None:
    browser, _raw = holding(app)
    assert site.get("/csv", headers=browser).headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in site.get("/small", headers=browser).headers


def test_the_dictionary_is_kept_for_a_year_and_is_good_for_every_page(
    app: Flask, site: FlaskClient
) -> None:
    url = site.get("/where").text
    assert re.fullmatch(r"/static/d-hi-[0-9a-f]{8}\.txt", url)
    answer = site.get(url, headers={"Accept-Encoding": "br"})
    assert answer.headers["Use-As-Dictionary"] == 'match="/*"'
    assert answer.headers["Cache-Control"] == "public,max-age=31536000,immutable"
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.data) < 8_500


@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_same_files_give_the_same_bytes(language: str) -> None:
    known = {"language": language, "inline_css": "b{}", "net.js": "/static/net-1.js"}
    text = text_of(language, known)
    assert text == text_of(language, known)
    assert "<style>b{}</style>" in text
    assert text.endswith(("</body></html>\n", "</body></html>"))


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_dictionary_stays_small(language: str, app: Flask) -> None:
    assert 16_000 < len(holding(app, language)[1]) <= MOST


def test_it_is_made_without_a_store(app: Flask) -> None:
    """It can hold nothing of the database: there is none."""
    engine.disconnect()
    before = engine.statements_run()
    dictionary._made.cache_clear()
    Dictionaries(app.extensions["rokad_assets"])
    assert engine.statements_run() == before


def test_all_its_parts_and_words_are_there() -> None:
    for _id, label, hint, _input in FIELDS:
        assert all(catalogue().gettext(one) for one in (label, hint) if one)
    assert [name for name in PARTS if not (TEMPLATES / name).is_file()] == []


def test_many_threads_use_one_dictionary(app: Flask) -> None:
    found = Dictionary(text_of("hi", {}).encode())
    wrong: list[str] = []

    def work(number: int) -> None:
        for at in range(20):
            text = f"{TEXT}{number}.{at}"
            if unpacked(found.compressed(text.encode()), found.raw) != text:
                wrong.append(text)

    threads = [threading.Thread(target=work, args=(one,)) for one in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert wrong == []
