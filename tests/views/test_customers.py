"""Walk-in customers: written down, found, never in the register."""

from __future__ import annotations

from collections.abc import Callable

from portal.storage import customers
from tests.browser_client import Browser
from tests.world import World


def _adds(operator: Browser, **fields: str) -> str:
    form = operator.get("/customers/new").form("/customers/new")
    return operator.send(form, **fields).location


def test_a_customer_is_written_down_once_and_found(open_world: World, operator: Browser) -> None:
    form = operator.get("/customers/new?name=कैलाश").form("/customers/new")
    assert form.fields["name_hi"] == "कैलाश"
    data = {"name_hi": "कैलाश वर्मा", "mobile": "०9826012345", "village_hi": "खेड़ी"}
    first = operator.send(form, **data)
    assert operator.send(form, **data).location == first.location == "/customers/1?new=1"
    page = operator.follow(first)
    assert "9826012345" in page.text
    assert "/vouchers/new/csc_service_fee?customer=1" in page.links
    assert "/customers/1" in operator.get("/members?q=kailash varma").links
    assert "/customers/1" in operator.get("/members?q=9826012345").links
    assert "कैलाश" not in operator.get("/members/list").text


def test_a_number_that_was_searched_for_becomes_the_mobile(
    open_world: World, operator: Browser
) -> None:
    form = operator.get("/customers/new?name=9826012345").form("/customers/new")
    assert (form.fields["name_hi"], form.fields["mobile"]) == ("", "9826012345")


def test_what_is_wrong_is_said_at_its_field(open_world: World, operator: Browser) -> None:
    form = operator.get("/customers/new").form("/customers/new")
    for field, typed in (("name_hi", ""), ("name_hi", "🙂"), ("mobile", "123"),
                         ("name_hi", "2345 6789 0124"), ("category", "x")):  # fmt: skip
        page = operator.post("/customers/new", {**form.fields, "name_hi": "राम", field: typed}, 422)
        assert list(page.errors) == [field]
    assert customers.customer(open_world.society_id, 1) is None


def test_a_mobile_that_is_known_is_pointed_at(open_world: World, operator: Browser) -> None:
    _adds(operator, name_hi="कैलाश वर्मा", mobile="9826012345")
    form = operator.get("/customers/new?name=9826012345").form("/customers/new")
    page = operator.send(form, "", 422, name_hi="")
    assert "/customers/1" in page.links


def test_a_customer_of_another_society_is_unknown(
    open_world: World, operator: Browser, browser: Callable[..., Browser]
) -> None:
    """P9."""
    _adds(operator, name_hi="कैलाश वर्मा")
    assert browser("operator2").get("/customers/1", 404).refusal == "CustomerIsUnknown"
    assert browser("chairman").get("/customers/1", 403).refusal == "DeedIsNotAllowed"


def test_what_the_reports_ask_is_optional_and_may_come_later(
    open_world: World, operator: Browser
) -> None:
    """F49."""
    _adds(operator, name_hi="कैलाश वर्मा", sex="M", birth_on="१९७५", farmer_type="tenant")
    page = operator.get("/customers/1")
    for words in ("पुरुष", "1975", "बटाईदार"):
        assert words in page.text
    form = operator.get("/customers/1/about").form("/customers/1/about")
    assert (form.fields["sex"], form.fields["birth_on"]) == ("M", "1975")
    page = operator.send(form, "", 422, birth_on="2099")
    assert list(page.errors) == ["birth_on"]
    page = operator.send(form, "", 422, category="x")
    assert list(page.errors) == ["category"]
    page = operator.follow(operator.send(form, category="sc", birth_on="15-08-1975"))
    assert "अनुसूचित जाति" in page.text
    operator.get("/customers/7/about", 404)
    form = operator.get("/customers/new").form("/customers/new")
    page = operator.send(form, "", 422, name_hi="राम", birth_on="31-02-1980")
    assert list(page.errors) == ["birth_on"]
