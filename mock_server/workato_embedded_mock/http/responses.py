"""Sends responses; most are JSON."""

from __future__ import annotations

from starlette.types import Scope, Send

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.http.reason import reason_header
from workato_embedded_mock.http.request_context import RequestContext

JSON_CONTENT = (b"content-type", b"application/json; charset=utf-8")

NO_CONTENT = 204

Header = tuple[bytes, bytes]


async def send_response(
    scope: Scope,
    send: Send,
    context: RequestContext,
    status: int,
    body: bytes,
    *,
    reasons: tuple[Reason, ...] = (),
    headers: tuple[Header, ...] = (),
    content_type: Header = JSON_CONTENT,
) -> None:
    """Send a body, with the reasons and the notes of the request in `X-Mock-Reason`. A 204 has no body."""
    content = () if status == NO_CONTENT else (content_type, (b"content-length", str(len(body)).encode("ascii")))
    lines: list[Header] = [*content, *headers]
    if reasons or context.notes:
        header = reason_header((*reasons, *context.notes))
        if header:
            lines.append(header)
    context.reasons = reasons
    context.responded = True
    await send({"type": "http.response.start", "status": status, "headers": lines})
    # The response to HEAD has the headers of the response to GET and no body.
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
