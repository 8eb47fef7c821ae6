"""The sandbox's own pages: signing in, typing the PIN, going back. Plain, and clearly a sandbox."""

from __future__ import annotations

FRAME = """<!doctype html><html lang="hi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{{ title }}</title>
<style>body{font:18px/1.5 sans-serif;max-width:26em;margin:0 auto;padding:1em}
h1{font-size:1.3em}.s{background:#fe9;padding:.4em .6em}.e{color:#b00}
label{display:block;margin:.6em 0 .2em}dd{margin:0 0 .4em}dt{color:#555}
input{font:inherit;padding:.5em;width:100%;box-sizing:border-box}
button{font:inherit;padding:.7em;width:100%;margin-top:.8em}</style>
</head><body><p class="s">नकली सीएससी – केवल अभ्यास के लिए</p><h1>{{ title }}</h1>
{% if fault %}<p class="e">{{ fault }}</p>{% endif %}"""

SIGN_IN = """<form method="post">
{% for name, value in kept %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
<label for="csc_id">सीएससी आईडी</label>
<input id="csc_id" name="csc_id" inputmode="numeric" autofocus>
<label for="password">पासवर्ड (कुछ भी)</label><input id="password" name="password" type="password">
<button>साइन इन करें</button></form></body></html>"""

PIN = """<dl><dt>किसे</dt><dd>{{ asked.merchant_id }}</dd>
<dt>किस लिए</dt><dd>{{ asked.product_name }}</dd>
<dt>सीएससी आईडी</dt><dd>{{ asked.csc_id }}</dd><dt>संदर्भ</dt><dd>{{ asked.merchant_txn }}</dd>
<dt>राशि</dt><dd><b>₹ {{ asked.txn_amount }}</b></dd></dl>
<form method="post" action="/pay/pin"><input type="hidden" name="message" value="{{ message }}">
<label for="pin">वॉलेट पिन (1234 = सब ठीक)</label>
<input id="pin" name="pin" type="password" inputmode="numeric" autofocus autocomplete="off">
<button>₹ {{ asked.txn_amount }} चुकाएं</button></form>
<form method="get" action="{{ asked.cancel_url }}"><button>रद्द करें</button></form></body></html>"""

DONE = """<p>{{ said }}</p>
{% if brought %}<form method="post" action="{{ return_url }}">
<input type="hidden" name="bridgeResponseMessage" value="{{ brought }}">
<button autofocus>वापस जाएं</button></form>{% endif %}</body></html>"""

PLAIN = """</body></html>"""
