"""The headers of all responses of the console."""

from __future__ import annotations

from flask import Response, g, request

STATIC = "static"

_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def policy(**changed: str) -> str:
    """Return the Content-Security-Policy, with other sources for some directives, such as `style_src`."""
    sources = _POLICY | {name.replace("_", "-"): value for name, value in changed.items()}
    return "; ".join(f"{name} {value}" for name, value in sources.items())


HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    # Without a referrer, browsers send the origin null with forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_STORE = {"Cache-Control": "no-store"}


def allow_inline_styles() -> None:
    """Let the page of the current request style elements inline; only the API explorer needs it."""
    g.inline_styles = True


def add_headers(response: Response) -> Response:
    """Add the headers to a response. Browsers keep files, but no pages."""
    response.headers.update(HEADERS)
    if g.get("inline_styles", False):
        response.headers["Content-Security-Policy"] = policy(style_src="'self' 'unsafe-inline'")
    if request.endpoint != STATIC:
        response.headers.update(NO_STORE)
    return response
