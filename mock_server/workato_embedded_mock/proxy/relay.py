"""Forwards one request to the upstream, and its response to the caller with the findings in a header."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import httpx2
from starlette.types import Receive, Scope, Send

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.http.connection_control import connection_control_of
from workato_embedded_mock.http.headers import Header
from workato_embedded_mock.http.reason import HEADER, reason_header
from workato_embedded_mock.http.request_body import ClientGoneError
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.openapi.bodies import LARGEST_BODY
from workato_embedded_mock.plain_json import JsonError, read_json, write_json
from workato_embedded_mock.proxy.contracts import Contract
from workato_embedded_mock.proxy.headers import end_to_end, is_json
from workato_embedded_mock.proxy.incoming import Incoming
from workato_embedded_mock.proxy.traffic import Traffic
from workato_embedded_mock.proxy.upstream import Upstream

_GONE = "the caller left before the response was complete"
# uvicorn writes the date itself.
_DROPPED = (b"date", HEADER)


class Relay:
    """One request that goes to the upstream.

    Args:
        upstream: The API.
        contract: What the response must be; None for an operation that the document does not define.
        traffic: The record to fill.
        on_end: Called once with the record, before the caller gets the last part of the response.
    """

    def __init__(
        self, upstream: Upstream, contract: Contract | None, traffic: Traffic, on_end: Callable[[Traffic], None]
    ) -> None:
        self._upstream = upstream
        self._contract = contract
        self._traffic = traffic
        self._on_end = on_end
        self._ended = False
        self._broken = False

    async def run(self, scope: Scope, receive: Receive, send: Send, incoming: Incoming) -> None:
        """Forward the request, and the response, until the caller leaves."""
        try:
            await _until(self._forward(scope, incoming, send), incoming.gone())
        finally:
            self._traffic.request_size = incoming.size
            self._end(_GONE)
        if self._broken:
            # The response is incomplete, and the caller should notice.
            await connection_control_of(scope).close(receive)

    async def _forward(self, scope: Scope, incoming: Incoming, send: Send) -> None:
        body = incoming.whole if incoming.whole is not None else incoming.chunks()
        try:
            response = await self._upstream.send(scope, body if incoming.has_body else None)
            try:
                self._traffic.response_began()
                self._traffic.request_size = incoming.size
                await self._respond(scope, response, send)
            finally:
                await response.aclose()
        except httpx2.TransportError as error:
            await self._fail(scope, incoming, send, error)

    async def _respond(self, scope: Scope, response: httpx2.Response, send: Send) -> None:
        """Forward the response. JSON is read first, as its findings go into a header; other bodies are streamed."""
        traffic = self._traffic
        traffic.status, traffic.phrase = response.status_code, response.reason_phrase
        traffic.response_headers = [(name.lower(), value) for name, value in response.headers.raw]
        chunks = response.aiter_raw()
        start: list[bytes] = []
        whole = is_json(traffic.response_headers) and await self._read(chunks, start)
        bodiless = scope["method"] == "HEAD"
        if whole and not bodiless:
            traffic.response_body = _decoded(response, b"".join(start))
        if self._contract is not None:
            contract = self._contract.response
            traffic.findings += contract.check(
                traffic.status, traffic.response_headers, traffic.response_body, bodiless=bodiless
            )
        request_context_of(scope).responded = True
        await send({"type": "http.response.start", "status": traffic.status, "headers": self._headers()})
        last = b"".join(start)
        async for chunk in chunks:
            traffic.response_size += len(chunk)
            await send({"type": "http.response.body", "body": last, "more_body": True})
            last = chunk
        # Recorded before the caller can have the whole response.
        self._end()
        await send({"type": "http.response.body", "body": last})

    async def _read(self, chunks: AsyncIterator[bytes], start: list[bytes]) -> bool:
        """Read a body up to the size that is checked; return whether that is all of it."""
        async for chunk in chunks:
            start.append(chunk)
            self._traffic.response_size += len(chunk)
            if self._traffic.response_size > LARGEST_BODY:
                return False
        return True

    def _headers(self) -> list[Header]:
        """Return the headers for the caller, with the reasons of an upstream that is a mock after ours."""
        lines = end_to_end(self._traffic.response_headers, without=_DROPPED)
        theirs = [value for name, value in self._traffic.response_headers if name == HEADER]
        ours = reason_header(dict.fromkeys([*self._traffic.findings, *_reasons(theirs)]))
        return [*lines, ours] if ours else lines

    async def _fail(self, scope: Scope, incoming: Incoming, send: Send, error: httpx2.TransportError) -> None:
        """Respond that the upstream fails; a response that has begun stays incomplete."""
        late = isinstance(error, httpx2.TimeoutException)
        what = "does not respond in time" if late else "cannot be reached, or closes the connection"
        kind = type(error).__name__
        text = f"The API at {self._traffic.url.partition('?')[0]} {what}: {str(error) or kind}."
        self._traffic.request_size = incoming.size
        context = request_context_of(scope)
        if not context.responded:
            self._traffic.status = 0
            self._traffic.findings.append(Reason("", "upstream", text))
        self._end(text)
        if context.responded:
            self._broken = True
            return
        body = write_json({"message": text})
        headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", b"%d" % len(body))]
        ours = reason_header(self._traffic.findings)
        context.responded = True
        await send(
            {
                "type": "http.response.start",
                "status": 504 if late else 502,
                "headers": [*headers, ours] if ours else headers,
            }
        )
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _end(self, error: str | None = None) -> None:
        if not self._ended:
            self._ended = True
            self._traffic.error = error
            self._traffic.response_ended()
            self._on_end(self._traffic)


async def _until(work: Coroutine[Any, Any, None], gone: Coroutine[Any, Any, None]) -> None:
    """Run some work until the caller has gone; then cancel it.

    Raises:
        ClientGoneError: The work was cancelled.
    """
    tasks = [asyncio.create_task(work), asyncio.create_task(gone)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if tasks[0].cancelled():
        raise ClientGoneError
    tasks[0].result()


def _decoded(response: httpx2.Response, body: bytes) -> bytes | None:
    """Return a body without its `Content-Encoding`; None if it cannot be decoded, or becomes too large."""
    encoding = response.headers.get("content-encoding", "identity")
    if encoding == "identity":
        return body
    # Decoded in chunks, because a small body can become gigabytes.
    encoded = httpx2.Response(200, headers={"content-encoding": encoding}, stream=httpx2.ByteStream(body))
    decoded = bytearray()
    try:
        for chunk in encoded.iter_bytes():
            decoded += chunk
            if len(decoded) > LARGEST_BODY:
                return None
    except httpx2.DecodingError:
        return None
    return bytes(decoded)


def _reasons(headers: list[bytes]) -> list[Reason]:
    """Return the reasons in the headers of an upstream that is a mock."""
    try:
        return [
            Reason(item["pointer"], item["keyword"], item["text"]) for value in headers for item in read_json(value)
        ]
    except (JsonError, KeyError, TypeError):
        return []
