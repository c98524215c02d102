"""Sends pages and redirects with the headers that a page in a frame of another origin needs."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import Scope, Send

from workato_embedded_mock.embedding.origins import frame_ancestors
from workato_embedded_mock.errors import Reason
from workato_embedded_mock.http.header_fields import header_field
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.http.responses import Header, send_response

# Scripts and styles are files of this server; nothing is inline but data.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
    )
)
_HTML: Header = (b"content-type", b"text/html; charset=utf-8")

_COMMON: tuple[Header, ...] = (
    (b"cache-control", b"no-store"),
    # The URL names the session.
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)


async def send_page(
    scope: Scope,
    send: Send,
    status: int,
    html: str,
    *,
    allowed: Sequence[str] | None,
    reasons: tuple[Reason, ...] = (),
) -> None:
    """Send a page.

    Args:
        scope: The request.
        send: Sends the response.
        status: The status code.
        html: The document.
        allowed: The origins that may frame it, besides its own; None for all.
        reasons: Why the request is rejected.
    """
    policy = f"{_POLICY}; {frame_ancestors(allowed)}"
    headers = (*_COMMON, header_field("content-security-policy", policy))
    context = request_context_of(scope)
    await send_response(
        scope, send, context, status, html.encode(), reasons=reasons, headers=headers, content_type=_HTML
    )


async def send_redirect(scope: Scope, send: Send, path: str | None) -> None:
    """Send a browser to another page; None for a page that does not exist, because only HEAD asked for it."""
    location = () if path is None else (header_field("location", path),)
    headers = (*_COMMON, *location)
    await send_response(scope, send, request_context_of(scope), 302, b"", headers=headers, content_type=_HTML)
