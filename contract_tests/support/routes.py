"""Find the operation of a request."""

from __future__ import annotations

import re

import httpx2

from contract_tests.support.validator import operations

_ROUTES = [
    (operation["method"], re.compile(r"/api" + re.sub(r"\{\w+\}", "[^/]+", operation["path"])), operation_id)
    # Of two paths that match, the one with fewer parameters is meant.
    for operation_id, operation in sorted(operations().items(), key=lambda each: each[1]["path"].count("{"))
]


def operation_of(request: httpx2.Request) -> str | None:
    """Return the id of the operation that a request calls, or None."""
    path = request.url.raw_path.decode().partition("?")[0]
    return next((name for method, route, name in _ROUTES if method == request.method and route.fullmatch(path)), None)
