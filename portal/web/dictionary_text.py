"""The text of the compression dictionaries: what our pages always say, in one language.

It is read from templates/, translations/ and config/ alone, so it holds nothing of a store, of a
person or of a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from babel.support import Translations
from jinja2 import Environment, nodes

from portal.settings import ROOT
from portal.storage.reference import read_csv

TEMPLATES = ROOT / "portal" / "templates"
SHELL = "layouts/full.html"

# The seldom seen first: what stands near the end costs a page least to refer to.
PARTS = (
    "members/lines.html", "members/search.html", "member_page/member.html",
    "services/services.html", "bills/_known.html", "bills/form.html", "orders/_number.html",
    "orders/order.html", "visits/visit.html", "visits/paid.html", "daybook/voucher.html",
    "books/lines.html", "books/cashbook.html", "daybook/running.html", "entry/saved.html",
    "entry/read_back.html", "entry/tasks.html", "home/home.html", "entry/form.html",
)  # fmt: skip
#: Seldom seen, although a page above includes them.
LEFT_OUT = (
    "orders/_order_state.html",
    "visits/_hindered.html",
    "bills/_asker.html",
    "orders/_ended.html",
)

# Fields as the forms of the counter draw them: id, words, hint, what else the input has.
_RUPEES = 'class="rs" id="{id}" inputmode="decimal" name="{id}" type="text"'
_WORDS = 'id="{id}" name="{id}" type="text"'
FIELDS = (
    ("p1", "", "", 'autocapitalize="characters" autofocus data-nodraft id="p1" inputmode="text" '
     'name="p1" translate="no" type="text"'),
    ("mobile", "Customer's mobile number", "the receipt's message goes there",
     'data-nodraft id="mobile" inputmode="numeric" name="mobile" type="text"'),
    ("name", "Customer's name", "if needed", 'data-nodraft id="name" name="name" type="text"'),
    ("amount", "How many rupees for the bill?", "", _RUPEES),
    ("own_fee", "Our own fee", "", _RUPEES),
    ("member_no", "Member number", "from the passbook or member card",
     'autofocus id="member_no" inputmode="numeric" name="member_no" type="text"'),
    ("amount", "How many rupees came in?", "e.g. 500", f"autofocus {_RUPEES}"),
    ("amount", "How many rupees were paid?", "e.g. 500", f"autofocus {_RUPEES}"),
    ("party", "Name", "from whom", _WORDS),
    ("paper_no", "Bill or slip number", "if there is one", _WORDS),
    ("given", "Customer gave", "if change is to be given", _RUPEES),
    ("mode", "How?", "", ""),
    ("reference", "Cheque, UPI or transfer number", "not for cash", _WORDS),
    ("reference_on", "Its date", "day-month-year", _WORDS),
    ("narration", "Details", "if needed", _WORDS),
)  # fmt: skip
MODES = (("cash", "Cash"), ("upi", "UPI"), ("cheque", "Cheque"), ("transfer", "Bank transfer"))
FIRST_TASKS = 16
#: What follows the help of a page, see layouts/_help.html.
HELP_ENDS = "</p></details>"
#: Sentences, and texts with more letters in English, explain what seldom happens: they stay out,
#: but for the shell's.
LONGEST = 38
_PLACE = re.compile(r"%\(\w+\)s")


def text_of(language: str, known: Mapping[str, str]) -> str:
    """The whole text in a language; `known` are the values that are the same on each page, by
    their names in the templates (`inline_css`) or by the asset's plain name (`net.js`)."""
    reader = _Reader(language, known)
    texts = [reader.lists()]
    texts += [reader.template(name) for name in PARTS]
    texts += [reader.fields(), reader.template(SHELL)]
    return "".join(texts)


class _Reader:
    """Reads templates for what they always print."""

    def __init__(self, language: str, known: Mapping[str, str]) -> None:
        self._language, self._known = language, known
        self._say = Translations.load(ROOT / "translations", [language]).ugettext
        self._env = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
        self._read: set[str] = set(LEFT_OUT)
        self._is_shell = False

    def lists(self) -> str:
        """What is chosen from: kinds of services and of bills, and the first tasks."""
        lines = [
            f'<a class="btn" href="/services/{one["code"]}">{self._named(one)}</a>\n'
            for one in read_csv("service_categories.csv")
        ]
        lines += [
            f'<li><a href="/vouchers/new/{one["code"]}"><i>{one["short_code"]}</i>'
            f'<span class="{one["direction"]}">{self._named(one)}</span></a></li>\n'
            for one in sorted(read_csv("tasks.csv"), key=_rank)[:FIRST_TASKS]
        ]
        return "".join(lines)

    def fields(self) -> str:
        """The fields of the commonest forms, drawn."""
        return "".join(self._fields())

    def template(self, name: str) -> str:
        """The text of a template in its order, with what it includes unless that was read."""
        self._read.add(name)
        self._is_shell = self._is_shell or name == SHELL
        tree = self._env.parse((TEMPLATES / name).read_text(encoding="utf-8"))
        return "".join((*self._helps(tree), *self._texts(tree)))

    def _named(self, one: Mapping[str, str]) -> str:
        return one[f"name_{self._language}"] or one["name_hi"]

    def _fields(self) -> Iterator[str]:
        for name, words, hint, drawn in FIELDS:
            small = f" <small>{self._say(hint)}</small>" if hint else ""
            yield f'<label for="{name}">{self._say(words) if words else ""}{small}</label>\n'
            if drawn:
                yield f"<input {drawn.format(id=name)}>\n\n"
            else:
                options = "".join(f'<option value="{c}">{self._say(w)}</option>' for c, w in MODES)
                yield f'<select id="{name}" name="{name}">{options}</select>\n'

    def _helps(self, tree: nodes.Node) -> Iterator[str]:
        """What a page is for, in its three sentences: on the page, though it is folded away."""
        for one in tree.find_all(nodes.Assign):
            if isinstance(one.target, nodes.Name) and one.target.name == "help":
                for said in one.find_all(nodes.Call):
                    for each in said.find_all(nodes.Const):
                        yield f"{self._say(each.value)}{HELP_ENDS}"

    def _texts(self, node: nodes.Node) -> Iterator[str]:
        if isinstance(node, nodes.TemplateData):
            yield node.data
        elif isinstance(node, nodes.Name):
            yield self._known.get(node.name, "")
        elif isinstance(node, nodes.Call):
            yield from self._called(node)
        elif isinstance(node, nodes.Include):
            yield from self._included(node)
        else:
            for one in _printed(node):
                yield from self._texts(one)

    def _included(self, node: nodes.Include) -> Iterator[str]:
        name = node.template.value if isinstance(node.template, nodes.Const) else ""
        if name and name not in self._read:
            yield self.template(name)

    def _called(self, node: nodes.Call) -> Iterator[str]:
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        first = node.args[0] if node.args else None
        while isinstance(first, nodes.Concat):
            first = first.nodes[0]
        told = str(first.value) if isinstance(first, nodes.Const) else ""
        if name == "_" and told:
            if not self._is_shell and (len(told) > LONGEST or told.endswith(".")):
                return
            yield _PLACE.sub("", self._say(told))
        elif name == "link":
            yield told
        elif name in ("asset_url", "language"):
            yield self._known.get(told or name, "")
        elif isinstance(node.node, nodes.Getattr) and node.node.attr == "token":
            yield '<input type="hidden" name="form_token" value="">'
        else:
            for one in (*node.args, *(pair.value for pair in node.kwargs)):
                yield from self._texts(one)


def _rank(task: Mapping[str, str]) -> int:
    return int(task["rank"])


def _printed(node: nodes.Node) -> Iterator[nodes.Node]:
    """What of a node may be printed: not its conditions, nor what is only kept in a name."""
    if isinstance(node, (nodes.If, nodes.For)):
        yield from (*node.body, *getattr(node, "elif_", ()), *node.else_)
    elif isinstance(node, nodes.CondExpr):
        for one in (node.expr1, node.expr2):
            if isinstance(one, nodes.Const):
                yield nodes.TemplateData(str(one.value))
            elif one is not None:
                yield one
    elif not isinstance(
        node, (nodes.Assign, nodes.Filter, nodes.Test, nodes.Import, nodes.Compare)
    ):
        yield from node.iter_child_nodes()
