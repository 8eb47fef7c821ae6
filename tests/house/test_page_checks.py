"""The checks that every page goes through do find what they look for."""

from __future__ import annotations

import pytest

from tests.page_checks import PageIsWrong, check_page, document, latin_words, words_of

GOOD = (
    '<!doctype html><html lang="hi"><head><title>दिन · रोकड़</title><style>a{}</style></head>'
    '<body><main id="main"><h1>दिन</h1>'
    '<form method="post" action="/day"><input type="hidden" name="form_token" value="x">'
    '<label for="a">राशि</label><input id="a" name="amount"><button>भेजें</button></form>'
    '<p><a href="/day">सभी</a></p></main></body></html>'
)


def check(text: str) -> None:
    check_page(document(text), text, "hi", is_whole=text.startswith("<!doctype"))


OUTSIDE = (
    '<form method="post" action="https://pay.example/m2b" data-outside>'
    '<input type="hidden" name="message" value="x"><button>आगे</button></form>'
)


def test_a_form_may_lead_outside_if_it_says_so_and_asks_for_nothing() -> None:
    check(GOOD.replace("<p>", OUTSIDE + "<p>"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" data-outside", ""),
        ('name="message"', 'name="form_token"'),
        ('type="hidden"', 'type="text" aria-label="पिन"'),
        (" data-outside", " data-outside data-send"),
        ('method="post"', 'method="get"'),
    ],
)
def test_a_form_that_leads_outside_carries_nothing_of_ours(old: str, new: str) -> None:
    with pytest.raises(PageIsWrong):
        check(GOOD.replace("<p>", OUTSIDE.replace(old, new) + "<p>"))


OFFICE = '<p><a rel="noreferrer" href="https://mpedistrict.gov.in/x">विभाग</a>'


def test_a_link_may_lead_to_an_offices_page_that_is_not_told_from_where() -> None:
    check(GOOD.replace("<p>", OFFICE))
    for old, new in (
        ("noreferrer", "nofollow"), ("https:", "http:"), ("in/x", "in/x?name=x"), ("https:", ""),
    ):  # fmt: skip
        with pytest.raises(PageIsWrong):
            check(GOOD.replace("<p>", OFFICE.replace(old, new)))


def test_a_good_page_passes() -> None:
    check(GOOD)
    assert words_of(document(GOOD)).startswith("दिन")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('lang="hi"', 'lang="en"', "html lang"),
        ("<title>दिन · रोकड़</title>", "<title> · </title>", "no title"),
        ("<h1>दिन</h1>", "", "0 h1"),
        ("<h1>दिन</h1>", "<h1></h1>", "empty h1"),
        ("<h1>दिन</h1>", "<h1>दिन</h1><h1>और</h1>", "2 h1"),
        ("<p>", '<p id="a">', "id a stands 2 times"),
        ('<label for="a">राशि</label>', "", "has no label"),
        ('<label for="a">', '<label for="b">', "names nothing"),
        ('action="/day"', "", "plain action"),
        ('action="/day"', 'action="https://evil.example/"', "leads outside"),
        ('<input type="hidden" name="form_token" value="x">', "", "0 tokens"),
        ('value="x"', 'value=""', "1 tokens"),
        ("<button>भेजें</button>", "", "has no button"),
        ("<button>", "<button><i></i></button><button>", "without words"),
        ("<p>", '<p style="color:red">', "inline style"),
        ("<p>", '<p onclick="x()">', "inline onclick"),
        ("<p>", "<script>1</script><p>", "script"),
        ("<p>", '<script src="https://cdn.example/x.js"></script><p>', "script"),
        ("<p>", '<img alt="" src="//cdn.example/x.png"><p>', "leads outside"),
        ('href="/day"', 'href="javascript:x()"', "leads outside"),
        ('href="/day"', 'href="#"', "leads nowhere"),
        ("<p>", '<p data-hx-get="/x">', "without scripts"),
        ("<p>", '<p hx-get="/x">', "data-hx-"),
        (
            'name="amount"',
            'name="amount" data-hx-get="/x" data-hx-target="#_no"',
            "not on the page",
        ),
        ("<p>", "<p><div></p>", "does not parse"),
        ("<p>", '<p class="a" class="b">', "does not parse"),
        ("</form>", "", "does not parse"),
        ("<button>", "<button autofocus>क</button><button autofocus>", "several autofocus"),
    ],
)
def test_a_fault_is_found(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(PageIsWrong, match=said):
        check(GOOD.replace(old, new, 1))


def test_end_tags_that_html_lets_us_leave_out_are_no_fault() -> None:
    check(GOOD.replace("<p>", "<ul><li>क<li>ख</ul><table><tr><td>क<td>ख</table><p>", 1))


def test_english_words_on_a_hindi_page_are_found_wherever_they_show() -> None:
    def found(text: str) -> set[str]:
        return latin_words(document(text))

    assert found("<p>राशि Amount</p>") == {"Amount"}
    assert found('<input placeholder="Amount">') == {"Amount"}
    assert found('<p aria-label="Close">x</p>') == {"Close", "x"}
    assert found("<p>UPI से</p>") == set()
    assert found('<p translate="no">Rekha</p><a lang="en">English</a>') == set()
    assert found('<p translate="no">Rekha</p>and') == {"and"}
