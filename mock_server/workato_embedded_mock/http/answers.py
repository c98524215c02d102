"""Sends answers; must not decide what they say."""

from __future__ import annotations

from starlette.types import Scope, Send

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.http.exchange import Exchange
from workato_embedded_mock.http.reason import reason_header

_CONTENT_TYPE = (b"content-type", b"application/json; charset=utf-8")

Header = tuple[bytes, bytes]


async def send_answer(
    scope: Scope,
    send: Send,
    exchange: Exchange,
    status: int,
    body: bytes,
    *,
    reasons: tuple[Reason, ...] = (),
    headers: tuple[Header, ...] = (),
) -> None:
    """Send a JSON body, with the reasons and the notes of the exchange in `X-Mock-Reason`."""
    lines: list[Header] = [_CONTENT_TYPE, (b"content-length", str(len(body)).encode("ascii")), *headers]
    if reasons or exchange.notes:
        header = reason_header((*reasons, *exchange.notes))
        if header:
            lines.append(header)
    exchange.reasons = reasons
    exchange.answered = True
    await send({"type": "http.response.start", "status": status, "headers": lines})
    # The answer to HEAD has the headers of the answer to GET and no body.
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
