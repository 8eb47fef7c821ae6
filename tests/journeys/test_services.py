"""A villager asks what a certificate needs; the district changes its fee; the counter takes it."""

from __future__ import annotations

from collections.abc import Callable

from portal.storage import catalogue
from tests.browser_client import Browser, Page
from tests.world import World


def test_from_the_villagers_question_to_the_slip(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    """F16, F21, F40, P1, P8, P9."""
    villager, operator, district = browser(), browser("operator"), browser("district")

    page = _taps(villager, "/services?state=MP", "/services/cert?state=MP",
                 "/services/item/cert-020?state=MP")  # fmt: skip
    assert "आधार कार्ड" in page.text
    assert "₹ 40" in page.text
    assert "कार्यालय से पुष्टि नहीं" in page.text
    assert "☐ आधार कार्ड" in villager.get("/services/item/cert-020/papers?state=MP").text

    page = _taps(district, "/places", "/services/settings")
    found = district.get("/services/settings?q=aay praman")
    assert "/services/settings/cert-020" in found.links
    form = next(one for one in district.get("/services/settings/cert-020").forms
                if "fee" in one.fields)  # fmt: skip
    back = district.send(form, "", 200, fee="30", source="आदेश 77, 20-11-2026")
    district.send(back.form("/services/settings/cert-020"), "confirm")

    page = _taps(operator, "/", "/services", "/services/cert", "/services/item/cert-020")
    assert "₹ 30" in page.text
    assert "खरगोन ने तय किया: आदेश 77" in page.text
    page = _taps(operator, "/services/item/cert-020", "/applications/new?service=cert-020")
    assert "आय प्रमाण पत्र" in page.text

    page = operator.get("/services/item/other-002")
    form = operator.follow(operator.send(page.form("/services/item/other-002"))).form()
    assert (form.fields["what"], form.fields["passed"]) == ("पासपोर्ट फोटो", "")
    visit = operator.follow(operator.send(form, own="40", name="सुशीला देवी"))
    (pay,) = [one for one in visit.forms if "given" in one.fields]
    saved = operator.follow(operator.send(pay, given="50"))
    assert "₹ 10 लौटाएँ" in saved.text
    assert "पासपोर्ट फोटो" in saved.text
    assert catalogue.last_used(open_world.society_id, 10) == ["other-002"]


def _taps(who: Browser, first: str, *links: str) -> Page:
    """Open a page and follow links that are really on it."""
    page = who.get(first)
    for link in links:
        assert link in page.links, (link, page.links)
        page = who.get(link)
    return page
