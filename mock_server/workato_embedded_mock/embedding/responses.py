"""Sends pages, redirects and scripts with the headers that a page in a frame of another origin needs."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import Scope, Send

from workato_embedded_mock.embedding.origins import frame_ancestors
from workato_embedded_mock.errors import Reason
from workato_embedded_mock.http.reason import reason_header
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.http.responses import Header

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
HTML = "text/html; charset=utf-8"

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
    headers = (*_COMMON, (b"content-security-policy", policy.encode("ascii")))
    await send_bytes(scope, send, status, html.encode(), HTML, headers=headers, reasons=reasons)


async def send_redirect(scope: Scope, send: Send, path: str | None) -> None:
    """Send a browser to another page; None for a page that does not exist, because only HEAD asked for it."""
    location = () if path is None else ((b"location", path.encode("ascii")),)
    await send_bytes(scope, send, 302, b"", HTML, headers=(*_COMMON, *location))


async def send_bytes(
    scope: Scope,
    send: Send,
    status: int,
    body: bytes,
    media_type: str,
    *,
    headers: tuple[Header, ...] = (),
    reasons: tuple[Reason, ...] = (),
) -> None:
    """Send a body, with the reasons and the notes of the request in `X-Mock-Reason`."""
    context = request_context_of(scope)
    lines = [
        (b"content-type", media_type.encode("ascii")),
        (b"content-length", str(len(body)).encode("ascii")),
        *headers,
    ]
    header = reason_header((*reasons, *context.notes))
    if header:
        lines.append(header)
    context.reasons = reasons
    context.responded = True
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
