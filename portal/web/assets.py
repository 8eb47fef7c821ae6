"""Static files under names that carry a hash of their content; the stylesheet that pages inline.

Files are read and minified once, at start. A page never waits for a second request: its stylesheet
is in it (`inline_css`, allowed by `css_hash` in the Content-Security-Policy), its scripts are
cached for a year.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Flask, Response, abort, g, request
from markupsafe import Markup

STATIC = Path(__file__).resolve().parents[2] / "static"
STYLESHEET = "rokad.css"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
FOR_A_YEAR = "public,max-age=31536000,immutable"
FOR_FIVE_MINUTES = "public,max-age=300"

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_TOKEN = re.compile(r"""("[^"]*")|\s*([{};,>])\s*|(:)\s+|\s+""")
_JS_TOKEN = re.compile(
    r"""('(?:\\.|[^'\\\n])*'|/(?![/*])(?:\\.|[^/\\\n])+/(?=[.g,)]))"""
    r"""|\s*([=+\-*<>?:&|,;{}()!\[\]])\s*|\n"""
)
_REFERENCE = re.compile(r"asset:([\w.-]+)")


@dataclass(frozen=True)
class Asset:
    """One static file as it is served: `url` holds the hash of `body`."""

    url: str
    body: bytes
    mimetype: str
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(
        cls, name: str, body: bytes, mimetype: str, headers: tuple[tuple[str, str], ...] = ()
    ) -> Asset:
        """The asset of a plain name, which stands in its address before the hash."""
        stem, dot, suffix = name.rpartition(".")
        digest = hashlib.sha256(body).hexdigest()[:8]
        return cls(f"/static/{stem}-{digest}{dot}{suffix}", body, mimetype, headers)

    def body_as(self, encoding: str) -> bytes:
        """The body in `br`, `gzip` or `identity`; compressed once, at the first wish."""
        return _encoded(self.body, encoding)


class Assets:
    """All static files of `folder` by their plain names (`net.js`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by_name: dict[str, Asset] = {}
        for path in sorted(folder.iterdir()):
            if path.suffix in TYPES:
                self.named(path.name)
        css = self.named(STYLESHEET).body.decode()
        if "</" in css:
            raise ValueError(f"{STYLESHEET} would end its own style element")
        self.inline_css = Markup(css)  # noqa: S704 - our own file, checked above
        self.css_hash = _hash(css)

    def named(self, name: str) -> Asset:
        """The asset of a plain file name; LookupError when static/ has no such file."""
        if name not in self._by_name:
            path = self._folder / name
            if path.suffix not in TYPES or not path.is_file():
                raise LookupError(f"no static file {name}")
            self._by_name[name] = self._read(path)
        return self._by_name[name]

    def add(self, name: str, asset: Asset) -> None:
        """Serve what is made when the program starts as if it lay in the folder."""
        self._by_name[name] = asset

    def url(self, name: str) -> str:
        """The hashed address of a plain file name; LookupError as in `named`."""
        return self.named(name).url

    def text(self, name: str) -> str:
        """The text of a plain file name, for a page that carries it; LookupError as in `named`."""
        return self.named(name).body.decode()

    def serve(self, name: str) -> Response:
        """Answer `/static/<stem>-<hash>.<ext>`. A hash of an earlier deploy gets today's file, kept
        for five minutes: a page that was open during the deploy goes on working."""
        stem, dot, suffix = name.rpartition(".")
        asset = self._by_name.get(f"{stem.rpartition('-')[0]}{dot}{suffix}")
        if asset is None:
            abort(404)
        encoding = _best_encoding()
        response = Response(asset.body_as(encoding), mimetype=asset.mimetype)
        response.headers["Cache-Control"] = (
            FOR_A_YEAR if asset.url == f"/static/{name}" else FOR_FIVE_MINUTES
        )
        response.headers.extend(asset.headers)
        response.vary.add("Accept-Encoding")
        if encoding != "identity":
            response.headers["Content-Encoding"] = encoding
        return response

    def _read(self, path: Path) -> Asset:
        body = path.read_bytes()
        if path.suffix == ".css":
            body = minify_css(body.decode()).encode()
        elif path.suffix == ".js" and ".min." not in path.name:
            body = _REFERENCE.sub(lambda m: self.url(m[1]), minify_js(body.decode())).encode()
        return Asset.of(path.name, body, TYPES[path.suffix])


def own_style(css: str) -> Markup:
    """The one style block of a page that doesn't carry the stylesheet; the answer's policy allows
    it by its hash instead. ValueError for a text that could end the block."""
    if "<" in css:
        raise ValueError("this would end its own style element")
    g.own_style_hash = _hash(css)
    return Markup(css)  # noqa: S704 - checked above


def _hash(css: str) -> str:
    digest = hashlib.sha256(css.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def minify_css(text: str) -> str:
    """Strip comments and needless white space; quoted strings and spaces before `:` stay."""
    bare = _CSS_COMMENT.sub("", text).strip()
    return _CSS_TOKEN.sub(lambda m: m[1] or m[2] or m[3] or " ", bare).replace(";}", "}")


def minify_js(text: str) -> str:
    """Strip whole-line comments and white space around punctuation; strings and regular
    expressions stay.

    Only for our own scripts: each statement ends with a semicolon, strings are in single quotes,
    there is no template string, no division, no `a + +b`.
    """
    lines = (line.strip() for line in text.splitlines())
    code = "\n".join(line for line in lines if line and not line.startswith("//"))
    return _JS_TOKEN.sub(lambda m: m[1] or m[2] or "\n", code).replace(";}", "}")


def _best_encoding() -> str:
    offered = request.accept_encodings
    for encoding in ("br", "gzip"):
        if offered.quality(encoding) > 0:
            return encoding
    return "identity"


@lru_cache(maxsize=64)
def _encoded(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=11))
    if encoding == "gzip":
        return gzip.compress(body, 9, mtime=0)
    return body


def init_app(app: Flask, folder: Path = STATIC) -> None:
    """Serve `folder` and give templates `asset_url(name)` and `inline_css`.

    The app has to be made with `static_folder=None`: RuntimeError otherwise, because Flask's own
    route for /static would answer first and without hashes.
    """
    if app.has_static_folder:
        raise RuntimeError("make the app with static_folder=None: assets.py serves /static")
    assets = Assets(folder)
    app.extensions["rokad_assets"] = assets
    app.add_url_rule("/static/<name>", endpoint="asset", view_func=assets.serve)
    app.jinja_env.globals.update(
        asset_url=assets.url, asset_text=assets.text, inline_css=assets.inline_css,
        own_style=own_style,
    )  # fmt: skip
