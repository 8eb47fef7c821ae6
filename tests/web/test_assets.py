import base64
import gzip
import hashlib
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask, render_template_string

from portal.web import assets

HTMX_SHA256 = "449317ade7881e949510db614991e195c3a099c4c791c24dacec55f9f4a2a452"


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__, static_folder=None)
    assets.init_app(app)
    return app


@pytest.fixture
def site(app):
    return app.test_client()


def url(app, name):
    return app.extensions["rokad_assets"].url(name)


def test_a_hashed_name_is_cached_for_a_year(app, site):
    answer = site.get(url(app, "net.js"))
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "public,max-age=31536000,immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in answer.headers


def test_the_body_comes_in_the_encoding_that_is_offered(app, site):
    plain = site.get(url(app, "net.js")).data
    br = site.get(url(app, "net.js"), headers={"Accept-Encoding": "gzip, deflate, br"})
    gz = site.get(url(app, "net.js"), headers={"Accept-Encoding": "gzip, br;q=0"})
    assert br.headers["Content-Encoding"] == "br"
    assert gz.headers["Content-Encoding"] == "gzip"
    assert brotli.decompress(br.data) == gzip.decompress(gz.data) == plain


def test_the_name_of_an_earlier_deploy_gets_the_file_of_today_for_five_minutes(app, site):
    answer = site.get("/static/net-00000000.js")
    assert answer.data == site.get(url(app, "net.js")).data
    assert answer.headers["Cache-Control"] == "public,max-age=300"


@pytest.mark.parametrize(
    "name",
    ["net.js", "none-12345678.js", "README-12345678.md", "README.md", "-.js", ".js", "..%2fa.py"],
)
def test_other_names_are_not_found(site, name):
    assert site.get(f"/static/{name}").status_code == 404


def test_htmx_is_served_byte_for_byte(app, site):
    answer = site.get(url(app, "htmx-1.9.12.min.js"))
    assert hashlib.sha256(answer.data).hexdigest() == HTMX_SHA256


def test_scripts_know_the_hashed_addresses_of_the_scripts_they_load(app, site):
    net = site.get(url(app, "net.js")).text
    later = site.get(url(app, "later.js")).text
    assert f"'{url(app, 'later.js')}'" in net
    assert f"'{url(app, 'htmx-1.9.12.min.js')}'" in later
    assert "asset:" not in net + later


def test_templates_inline_the_stylesheet_that_the_policy_allows(app):
    with app.app_context():
        page = render_template_string("<style>{{ inline_css }}</style>{{ asset_url('print.css') }}")
    css = re.match(r"<style>(.*)</style>", page)[1]
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert app.extensions["rokad_assets"].css_hash == f"sha256-{digest}"
    assert re.search(r"/static/print-[0-9a-f]{8}\.css$", page)


def test_an_unknown_name_in_a_template_stops_the_page(app):
    with app.app_context(), pytest.raises(LookupError, match=r"nothing\.js"):
        render_template_string("{{ asset_url('nothing.js') }}")


def test_a_stylesheet_that_would_end_its_own_element_stops_the_start(tmp_path):
    (tmp_path / "rokad.css").write_text('a:before{content:"</style>"}')
    with pytest.raises(ValueError, match="end its own style element"):
        assets.init_app(Flask(__name__, static_folder=None), tmp_path)


def test_an_app_with_a_static_route_of_its_own_is_refused():
    with pytest.raises(RuntimeError, match="static_folder=None"):
        assets.init_app(Flask(__name__, static_folder="static"))


def test_css_keeps_its_meaning_when_white_space_goes():
    source = """
    /* why: because */
    .day > b , .in :hover { content: "+ "; margin: 0 -.5rem ; }
    @media (min-width: 44rem) { p { width: calc(100% - 2px); } }
    [tabindex="-1"]:focus { font: 106%/1.6 "Nirmala UI", Mangal }
    """
    assert assets.minify_css(source) == (
        '.day>b,.in :hover{content:"+ ";margin:0 -.5rem}'
        "@media (min-width: 44rem){p{width:calc(100% - 2px)}}".replace("width: 44", "width:44")
        + '[tabindex="-1"]:focus{font:106%/1.6 "Nirmala UI",Mangal}'
    )


def test_js_keeps_strings_and_regular_expressions():
    source = """
    // a comment line
    var a = 'x = 1; // no comment', b = /^\\s* a = b/.test(a) ? 1 : 2;
    while (a = next()) {
      a.value.replace(/ ; }/g, ' } ');
    }
    """
    assert assets.minify_js(source) == (
        "var a='x = 1; // no comment',b=/^\\s* a = b/.test(a)?1:2;"
        "while(a=next()){a.value.replace(/ ; }/g,' } ')}"
    )


@pytest.mark.parametrize(("name", "most"), [("net.js", 1500), ("later.js", 1550)])
def test_the_scripts_stay_small(app, site, name, most):
    assert len(site.get(url(app, name), headers={"Accept-Encoding": "gzip"}).data) <= most


def test_the_stylesheet_stays_small(app):
    assert len(app.extensions["rokad_assets"].inline_css.encode()) <= 3600


def test_every_class_of_the_stylesheets_is_in_the_page_vocabulary():
    root = Path(assets.STATIC).parent
    words = set(re.findall(r"`\.?([a-z0-9-]+)`", (root / "docs/page-vocabulary.md").read_text()))
    for sheet in assets.STATIC.glob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        selectors = " ".join(re.findall(r"([^{}]+)\{", css))
        assert set(re.findall(r"\.([a-z][\w-]*)", selectors)) <= words, sheet.name


def test_the_stylesheets_use_only_what_chromium_49_understands():
    newer = (
        r"(?<![\w-])(gap|inset|aspect-ratio|accent-color|margin-inline[\w-]*)\s*:"
        r"|:(is|where|has|focus-visible|focus-within)\b|\b(min|max|clamp|env)\("
        r"|grid|sticky|#\w{8}\b|letter-spacing|font-style:\s*italic"
    )
    for sheet in assets.STATIC.glob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        assert not re.search(newer, css), sheet.name


def test_what_reads_a_page_aloud_is_tiny(app):
    with app.app_context():
        assert len(app.extensions["rokad_assets"].named("speak.js").body) <= 400
        assert len(app.extensions["rokad_assets"].named("consent.css").body) <= 100
