import gzip

import brotli
import pytest
from flask import Flask, Response, stream_with_context

from portal.web import compress

TEXT = "<p>सुशीला देवी, बचत जमा ₹ 500</p>" * 40
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def site():
    app = Flask(__name__, static_folder=None)
    compress.init_app(app)

    @app.get("/page")
    def page():
        response = Response(TEXT)
        response.vary.add("HX-Request")
        return response

    @app.get("/tagged")
    def tagged():
        return Response(TEXT, headers={"ETag": '"abc"'})

    @app.get("/small")
    def small():
        return Response("ठीक")

    @app.get("/picture")
    def picture():
        return Response(b"\0" * 5000, mimetype="image/png")

    @app.get("/encoded")
    def encoded():
        return Response(gzip.compress(TEXT.encode()), headers={"Content-Encoding": "gzip"})

    @app.get("/stream")
    def stream():
        return Response(stream_with_context(iter([TEXT, TEXT])))

    @app.get("/json")
    def json():
        return {"text": TEXT}

    return app.test_client()


def test_brotli_is_taken_where_it_is_offered(site):
    answer = site.get("/page", headers=BROWSER)
    assert answer.headers["Content-Encoding"] == "br"
    assert brotli.decompress(answer.data).decode() == TEXT
    assert int(answer.headers["Content-Length"]) == len(answer.data) < 200


def test_gzip_is_taken_otherwise(site):
    answer = site.get("/page", headers={"Accept-Encoding": "gzip, deflate"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data).decode() == TEXT


@pytest.mark.parametrize("wish", ["", "identity", "deflate", "br;q=0, gzip;q=0"])
def test_a_browser_that_takes_neither_gets_the_page_as_it_is(site, wish):
    answer = site.get("/page", headers={"Accept-Encoding": wish})
    assert "Content-Encoding" not in answer.headers
    assert answer.text == TEXT


def test_the_browser_may_prefer_gzip(site):
    answer = site.get("/page", headers={"Accept-Encoding": "br;q=0.5, gzip;q=0.8"})
    assert answer.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("wish", ["br", "identity"])
def test_vary_is_kept_together(site, wish):
    answer = site.get("/page", headers={"Accept-Encoding": wish})
    assert set(answer.headers["Vary"].split(", ")) == {
        "HX-Request", "Accept-Encoding", "Available-Dictionary",
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/small", "/picture", "/stream"])
def test_small_bodies_pictures_and_streams_pass(site, path):
    assert "Content-Encoding" not in site.get(path, headers=BROWSER).headers


def test_what_is_encoded_already_passes(site):
    answer = site.get("/encoded", headers=BROWSER)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data).decode() == TEXT


def test_json_is_compressed_too(site):
    assert site.get("/json", headers=BROWSER).headers["Content-Encoding"] == "br"


def test_an_answer_that_another_site_asked_for_is_not_compressed(site):
    answer = site.get("/page", headers={**BROWSER, "Sec-Fetch-Site": "cross-site"})
    assert "Content-Encoding" not in answer.headers
    assert answer.text == TEXT


@pytest.mark.parametrize("asker", ["same-origin", "none"])
def test_our_own_pages_ask_for_compressed_ones(site, asker):
    answer = site.get("/page", headers={**BROWSER, "Sec-Fetch-Site": asker})
    assert answer.headers["Content-Encoding"] == "br"


def test_the_tag_of_a_compressed_page_is_weak(site):
    assert site.get("/tagged", headers=BROWSER).headers["ETag"] == 'W/"abc"'
    assert site.get("/tagged").headers["ETag"] == '"abc"'


def test_head_tells_what_get_would(site):
    answer = site.head("/page", headers=BROWSER)
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.data == b""
