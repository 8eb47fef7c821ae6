"""What every page uses: page, access, forms, exactly-once, language, errors, headers, assets."""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from portal.web import (
    access,
    assets,
    compress,
    dictionary,
    errors,
    fields,
    filters,
    headers,
    locale,
    once,
    page,
    practice,
    uploads,
)
from portal.web.house import House

LARGEST_BODY = 64 * 1024


class KeyConverter(IntegerConverter):
    """A key in an address; a number that no key can be is an unknown page, not a fault."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": 2**31 - 1, **kwargs})


def init_app(app: Flask) -> None:
    """Put the web floor into an application, in the order a request meets it."""
    house: House = app.extensions["rokad"]
    settings = house.settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=260,
        IS_HTTPS=settings.is_https,
        WTF_CSRF_ENABLED=False,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    app.url_map.converters["int"] = KeyConverter
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    locale.init_app(app)
    once.init_app(app)
    uploads.init_app(app)
    access.init_app(app)
    page.init_app(app)
    fields.init_app(app)
    filters.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    access.public(assets.Assets.serve)
    dictionary.init_app(app)
    compress.init_app(app)
    headers.init_app(app)
    practice.init_app(app)
