"""Measures requests to the app in this process, without a socket."""

from __future__ import annotations

import json
import time
from typing import Any

from starlette.types import ASGIApp, Message
from workato_embedded_mock.app import create_app

from bench.baseline import fixed_response_app
from bench.calls import CALLS, FILLERS, WARM_UP, Call


async def measure_in_process(requests: int) -> list[dict[str, Any]]:
    """Measure the CPU time of each call without a socket, for the mock and a minimal Starlette app."""
    measured = []
    with create_app() as app:
        for call in FILLERS:
            await _send_asgi(app, call)
        for call in CALLS:
            body = await _send_asgi(app, call)
            baseline = fixed_response_app(body)
            ours, theirs = [await _in_process_seconds(each, call, requests) for each in (app, baseline)]
            figures = {"mock_microseconds": round(ours * 1e6), "starlette_microseconds": round(theirs * 1e6)}
            measured.append({"name": call.name, **figures, "to_starlette": round(ours / theirs, 2)})
    return measured


async def _in_process_seconds(app: ASGIApp, call: Call, requests: int) -> float:
    for _ in range(min(WARM_UP, requests)):
        await _send_asgi(app, call)
    before = time.process_time()
    for _ in range(requests):
        await _send_asgi(app, call)
    return (time.process_time() - before) / requests


async def _send_asgi(app: ASGIApp, call: Call) -> bytes:
    """Send a request to an ASGI app as a server would, and return the body of the response."""
    path, _, query = call.path.partition("?")
    content = b"" if call.body is None else json.dumps(call.body).encode()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": call.method,
        "scheme": "http",
        "path": f"/api{path}",
        "raw_path": f"/api{path}".encode(),
        "query_string": query.encode(),
        "headers": [(b"authorization", b"Bearer bench"), (b"content-type", b"application/json")],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return b"".join(parts)
