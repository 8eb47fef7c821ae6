"""Practice is never mistaken for real work: each answer is marked and kept together on its way out.

Here and not in the templates, so that no page, print or piece can forget it: whatever a request
about a practice society answers with carries the strip, a title that says so, and the society in
each of its links and forms.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from flask import Flask, Response, current_app
from flask_babel import gettext as _

from portal.storage.places import Society, society_by_id
from portal.web.access import signed_in
from portal.web.house import practising

#: What leads out of practice: signing in and out, one's own page, and practice's own page.
LEADS_OUT = re.compile(r"//|/(static|login|logout|practice|me|people|switch)(?![\w-])")
STYLE = "practice.css"
_ADDRESS = re.compile(r'\b((?:form)?action|href|data-hx-(?:get|post))="([/?][^"]*)"')
_GET_FORM = re.compile(r"<form\b(?![^>]*\bmethod=\"?post)[^>]*>", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_TITLE = re.compile(r"(<title>|\bdata-title=\")")
_PERSON = re.compile(r'(<body\b[^>]*\bdata-u="[^"]*)"', re.IGNORECASE)


def kept_in(address: str, code: str) -> str:
    """Let an address of ours (as it is sent in a header) lead to the same practice society."""
    if not address.startswith(("/", "?")) or LEADS_OUT.match(address):
        return address
    path, hash_mark, place = address.partition("#")
    if re.search(r"[?&;]society=", path):
        return address
    mark = "&" if "?" in path else "?"
    return f"{path}{mark}society={quote(code)}{hash_mark}{place}"


def mark(answer: Response) -> Response:
    """Mark an answer of practice and keep its addresses in practice; any other is left alone."""
    society = practising()
    if society is None:
        return answer
    code = str(society.code)
    for name in ("Location", "X-At"):
        if name in answer.headers:
            answer.headers[name] = kept_in(answer.headers[name], code)
    if answer.mimetype == "text/html" and not answer.direct_passthrough:
        answer.set_data(_marked(answer.get_data(as_text=True), society))
    elif answer.mimetype == "text/csv":
        _mark_table(answer)
    return answer


def _marked(html: str, society: Society) -> str:
    code = str(society.code)
    html = _ADDRESS.sub(lambda found: f'{found[1]}="{_in_html(found[2], code)}"', html)
    hidden = f'<input type="hidden" name="society" value="{escape(code)}">'
    html = _with_hidden(html, hidden)
    html = _TITLE.sub(lambda found: f"{found[1]}{escape(_('Practice'))}: ", html)
    html = _PERSON.sub(rf'\1 {escape(code)}"', html)
    strip = _strip(society, is_slip="/static/receipt-" in html)
    return _BODY.sub(lambda found: found[0] + strip, html, count=1)


def _in_html(address: str, code: str) -> str:
    return kept_in(address.replace("&amp;", "&"), code).replace("&", "&amp;")


def _with_hidden(html: str, hidden: str) -> str:
    """Let each form that asks a question ask it of this society."""
    parts, at = [], 0
    for found in _GET_FORM.finditer(html):
        end = html.find("</form>", found.end())
        if 'name="society"' not in html[found.end() : end]:
            parts += [html[at : found.end()], hidden]
            at = found.end()
    return "".join(parts) + html[at:]


def _strip(society: Society, *, is_slip: bool) -> str:
    """Make the strip over every page; on paper it stands as words across each sheet too.

    A slip on a roll is as long as its rows, which say it themselves (``slip_paper``).
    """
    who = signed_in()
    out = "/"
    if who is not None and who.society_id is None:
        real = society_by_id(society.real_id)
        out = f"/practice?society={quote(real.code)}" if real else "/practice"
    url = current_app.extensions["rokad_assets"].url(STYLE)
    words, leave = escape(_("PRACTICE – NOT REAL")), escape(_("Leave practice"))
    across = "" if is_slip else f'<i class="practised">{words}</i>'
    return (
        f'<link rel="stylesheet" href="{url}">'
        f'<div class="practice{" np" if is_slip else ""}" role="note"><b>{words}</b> '
        f'<a href="{escape(out)}">{leave}</a></div>{across}'
    )


def _mark_table(answer: Response) -> None:
    text = answer.get_data(as_text=True)
    answer.set_data(text[:1] + _("PRACTICE – NOT REAL") + "\r\n" + text[1:])


def init_app(app: Flask) -> None:
    """Mark what practice answers with. Call it last: what is registered last looks first."""
    app.after_request(mark)
    app.add_template_global(practising)
