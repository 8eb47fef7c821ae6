"""Security headers, kept short: over a slow link they weigh as much as a small page's body."""

from urllib.parse import quote

from flask import Flask, Response, g, request

_POLICY = (
    "default-src 'none';style-src '{css_hash}' 'self';script-src 'self';connect-src 'self';"
    "img-src 'self' data:;form-action 'self';base-uri 'none';frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    """Add the headers to every answer. Needs `assets.init_app` done. HSTS is sent where the
    config says IS_HTTPS."""
    css_hash = app.extensions["rokad_assets"].css_hash
    is_https = app.config.get("IS_HTTPS", False)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        if request.endpoint == "asset" and response.status_code == 200:
            return response
        headers.setdefault("Cache-Control", "no-store")
        if is_https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if "Location" in headers:
            response.set_data(b"")  # nobody reads the page of a redirect
        elif response.mimetype == "text/html":
            _describe_page(response, _POLICY.format(css_hash=g.get("own_style_hash", css_hash)))
        return response


def allow_form_to(origin: str) -> None:
    """Let a form of this one page lead to another origin."""
    g.form_origin = origin


def _describe_page(response: Response, policy: str) -> None:
    """A whole page carries the policy. A fragment is put into a page that has one, and carries
    instead the address it stands for: a script that followed a redirect knows where it arrived."""
    response.vary.add("HX-Request")
    if "HX-Request" not in request.headers:
        if origin := g.get("form_origin"):
            policy = policy.replace("form-action 'self'", f"form-action 'self' {origin}")
        response.headers.setdefault("Content-Security-Policy", policy)
        # same-origin, not no-referrer: that one makes browsers send "Origin: null" with our forms
        response.headers.setdefault("Referrer-Policy", "same-origin")
    elif request.method == "GET" and "HX-Current-URL" not in request.headers:
        response.headers.setdefault("X-At", _address())


def _address() -> str:
    path = quote(request.path, safe="/:@!$&'()*+,;=-._~")
    query = request.query_string.decode("latin-1")
    return f"{path}?{query}" if query else path
