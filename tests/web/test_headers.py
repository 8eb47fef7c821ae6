import pytest
from flask import Flask, Response, redirect

from portal.web import assets, compress, headers

BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Sec-Fetch-Site": "same-origin"}
# what gunicorn adds to each answer under config/gunicorn.conf.py
SERVER = (
    "HTTP/1.1 200 OK\r\nServer: R\r\nDate: Sun, 22 Nov 2026 03:30:00 GMT\r\n"
    "Connection: keep-alive\r\n"
)


def make_app(**config):
    app = Flask(__name__, static_folder=None)
    app.config.update(config)
    assets.init_app(app)
    compress.init_app(app)
    headers.init_app(app)

    @app.get("/page/<word>")
    def page(word):
        return "<main>" + word * 400

    @app.get("/public")
    def public():
        return Response("<p>", headers={"Cache-Control": "public,max-age=600"})

    @app.get("/health")
    def health():
        return {"ok": True}

    @app.post("/send")
    def send():
        return redirect("/page/x", 303)

    return app


@pytest.fixture
def app():
    return make_app()


@pytest.fixture
def site(app):
    return app.test_client()


def test_a_page_carries_the_policy_with_the_hash_of_its_stylesheet(app, site):
    policy = site.get("/page/x").headers["Content-Security-Policy"]
    assert f"style-src '{app.extensions['rokad_assets'].css_hash}' 'self'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_a_page_is_not_stored_unless_the_view_says_so(site):
    assert site.get("/page/x").headers["Cache-Control"] == "no-store"
    assert site.get("/public").headers["Cache-Control"] == "public,max-age=600"
    assert site.get("/health").headers["Cache-Control"] == "no-store"


def test_all_headers_of_a_page_fit_in_600_bytes():
    app = make_app(IS_HTTPS=True)
    answer = app.test_client().get("/page/x", headers=BROWSER)
    assert answer.headers["Content-Encoding"] == "br"
    assert len(SERVER.encode()) + len(str(answer.headers).encode()) <= 600


def test_all_headers_of_a_fragment_fit_in_400_bytes():
    app = make_app(IS_HTTPS=True)
    answer = app.test_client().get("/page/x", headers={**BROWSER, "HX-Request": "true"})
    assert len(SERVER.encode()) + len(str(answer.headers).encode()) <= 400


def test_strict_transport_is_asked_for_only_on_https(site):
    assert "Strict-Transport-Security" not in site.get("/page/x").headers
    secure = make_app(IS_HTTPS=True).test_client()
    assert secure.get("/page/x").headers["Strict-Transport-Security"] == "max-age=31536000"


def test_pages_and_fragments_are_told_apart_by_caches(site):
    assert "HX-Request" in site.get("/page/x").headers["Vary"]
    assert "HX-Request" in site.get("/page/x", headers={"HX-Request": "true"}).headers["Vary"]


@pytest.mark.parametrize(
    ("path", "at"),
    [("/page/x?q=a%20b&n=1", "/page/x?q=a%20b&n=1"), ("/page/%E0%A4%95%0A?", "/page/%E0%A4%95%0A")],
)
def test_a_fragment_says_at_which_address_the_script_has_arrived(site, path, at):
    answer = site.get(path, headers={"HX-Request": "true"})
    assert answer.headers["X-At"] == at
    assert "Content-Security-Policy" not in answer.headers


def test_htmx_knows_its_address_and_posts_stay_where_they_are(site):
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://localhost/"}
    assert "X-At" not in site.get("/page/x", headers=htmx).headers
    assert "X-At" not in site.post("/send", headers={"HX-Request": "true"}).headers
    assert "X-At" not in site.get("/page/x").headers


def test_our_own_forms_send_their_origin(site):
    """no-referrer would turn the Origin of our own posts into null."""
    assert site.get("/page/x").headers["Referrer-Policy"] == "same-origin"


def test_a_missing_static_file_is_a_page_with_all_headers(site):
    answer = site.get("/static/none-12345678.js")
    assert answer.status_code == 404
    assert "Content-Security-Policy" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_static_file_carries_no_needless_header(app, site):
    answer = site.get(app.extensions["rokad_assets"].url("net.js"), headers=BROWSER)
    assert set(answer.headers.keys()) == {
        "Content-Type", "Content-Length", "Content-Encoding", "Cache-Control", "Vary",
        "X-Content-Type-Options",
    }  # fmt: skip
