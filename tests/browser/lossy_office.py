"""A tiny portal on the real web floor that loses answers on purpose, after or before it saved."""

import re
import socket
import time
from pathlib import Path

from flask import Flask, Response, redirect, render_template_string, request

from portal.web import assets, compress, headers

WORDS = "भेज रहे हैं…|नेटवर्क नहीं, जाँच रहे हैं|उत्तर नहीं मिला|फिर भेजें|क्या दर्ज हुआ?|लिखा हुआ वापस लाएँ"
FRAME = """<!doctype html><html lang="hi"><head><meta charset="utf-8"><title>{{ title }}</title>
<link rel="icon" href="data:,"><style>{{ inline_css }}</style>
<meta name="rokad" content="{{ words }}">
<script defer src="{{ asset_url('net.js') }}"></script></head>
<body data-u="{{ user }}"{{ ' data-out' if path == '/out' }}>
<div class="day" id="day">{{ count }}</div>{{ main }}</body></html>"""
FORM = """<main id="main" data-title="फ़ॉर्म"><h1>फ़ॉर्म</h1>
<form method="post" action="/new" data-send><input type="hidden" name="form_token" value="{token}">
<label for="a">रुपये</label><input id="a" name="amount" type="text" value="{amount}">{error}
<label for="n">विवरण</label><textarea id="n" name="narration"></textarea>
<label class="pick"><input type="radio" name="mode" value="cash">नकद</label>
<label class="pick"><input type="radio" name="mode" value="bank">बैंक</label>
<label class="pick"><input type="checkbox" name="slip" value="1">पर्ची</label>
<input id="s" name="secret" type="text" data-nodraft aria-label="x">
<button class="main wide">दर्ज करें</button><button id="b" name="then" value="next">और अगला</button>
<button id="o" formaction="/other">दूसरा</button></form></main>"""

ERROR = '<p class="err">गलत</p>'
READ_BACK = """<main id="main" data-title="जाँचें"><h1>जाँचें</h1>
<form method="post" action="/new" data-send><input type="hidden" name="form_token" value="{token}">
<input type="hidden" name="amount" value="ask"><input type="hidden" name="confirm" value="1">
<button class="main">ठीक</button></form></main>"""
SEARCH = """<main id="main" data-title="खोज"><h1>खोज</h1>
<form action="/search" data-hx-get="/search" data-hx-target="#found">
<input name="q" type="text" aria-label="q"><button>खोजें</button></form>
<ul id="found"></ul></main>"""

BOX = """<main id="main" data-title="खोज"><h1>खोज</h1>
<input name="q" type="search" aria-label="q" data-hx-get="/search" data-hx-target="#found"
data-hx-trigger="input changed delay:300ms"><ul id="found"></ul></main>"""


class Office:
    """A tiny portal whose answers can be lost after the entry is made."""

    def __init__(self, static: Path) -> None:
        self.posts = 0
        self.entries: dict[str, dict[str, str]] = {}
        self.others: list[dict[str, str]] = []
        self.faults: list[str] = []
        self.user = "7"
        self.app = Flask(__name__, static_folder=None)
        assets.init_app(self.app, static)
        compress.init_app(self.app)
        headers.init_app(self.app)
        self.app.add_url_rule("/new", view_func=self.form)
        self.app.add_url_rule("/new", "save", view_func=self.save, methods=["POST"])
        self.app.add_url_rule("/other", view_func=self.other, methods=["POST"])
        self.app.add_url_rule("/vouchers/<int:no>", view_func=self.voucher)
        self.app.add_url_rule("/entries/<token>", view_func=self.entry)
        self.app.add_url_rule("/out", view_func=self.out)
        self.app.add_url_rule("/search", view_func=self.search)
        self.app.add_url_rule("/box", "box", lambda: self.page(BOX))

    def page(self, main: str, status: int = 200) -> Response:
        day = f'<div class="day" id="day">{len(self.entries)}</div>'
        if "HX-Request" in request.headers:
            return Response(main + day, status)
        title = re.search('data-title="(.*?)"', main)[1]
        html = render_template_string(
            FRAME.replace("{{ main }}", main), words=WORDS, title=title, user=self.user,
            path=request.path, count=len(self.entries),
        )  # fmt: skip
        return Response(html, status)

    def form(self) -> Response:
        return self.page(FORM.format(token=f"tok{time.monotonic_ns()}", amount="", error=""))

    def save(self) -> Response:
        self.posts += 1
        fault, moment = self.faults.pop(0).split() if self.faults else ("", "")
        if moment == "before":
            return self.fail(fault)
        fields = request.form.to_dict()
        token = fields.pop("form_token")
        if fields["amount"] == "wrong":
            return self.page(FORM.format(token=token, amount="wrong", error=ERROR), 422)
        if fields["amount"] == "ask" and "confirm" not in fields:
            return self.page(READ_BACK.format(token=token))
        if self.entries.setdefault(token, fields) != fields:
            return self.page('<main id="main" data-title="409"><h1>टकराव</h1></main>', 409)
        if moment == "after":
            return self.fail(fault)
        return redirect(f"/vouchers/{len(self.entries)}", 303)

    def fail(self, fault: str) -> Response:
        if fault == "cut":
            request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        if fault == "stall":
            time.sleep(2)
        if fault == "foreign":
            return Response("<html><body><main>अपना फ़ोन रिचार्ज कराएँ</main></body></html>")
        return Response("late", int(fault) if fault.isdigit() else 200)

    def other(self) -> Response:
        self.others.append(request.form.to_dict())
        return self.page('<main id="main" data-title="दूसरा"><h1>दूसरा</h1></main>')

    def voucher(self, no: int) -> Response:
        main = f'<main id="main" data-title="वाउचर {no}"><h1>वाउचर {no}</h1>'
        return self.page(f'{main}<a href="/new">नया</a></main>')

    def entry(self, token: str) -> Response:
        found = "दर्ज है" if token in self.entries else "दर्ज नहीं"
        return self.page(f'<main id="main" data-title="x"><h1>{found}</h1></main>')

    def out(self) -> Response:
        return self.page('<main id="main" data-title="बाहर"><h1>बाहर</h1></main>')

    def search(self) -> Response:
        if "q" in request.args:
            return Response("<li>सुशीला देवी</li>", 422)
        return self.page(SEARCH)
