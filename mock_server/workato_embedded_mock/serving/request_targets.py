"""Corrects what HTTP allows and ASGI does not define, and rejects requests whose length is ambiguous."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.types import Scope, Send

from workato_embedded_mock.plain_json import write_json

_AMBIGUOUS = write_json({"message": "a request must not have both Content-Length and Transfer-Encoding"})


def is_ambiguous(scope: Scope) -> bool:
    """Return whether a request says its length twice, so that a proxy in front may see another request."""
    names = [name for name, _value in scope["headers"]]
    return b"transfer-encoding" in names and b"content-length" in names


async def reject_ambiguous(send: Send) -> None:
    """Send a 400, after which the connection is closed."""
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(_AMBIGUOUS)).encode("ascii")),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": _AMBIGUOUS})


def correct_target(scope: Scope) -> None:
    """Turn a target with scheme and host, as clients send it to a proxy, into the path and the header `Host`."""
    raw: bytes = scope["raw_path"]
    scheme, separator, rest = raw.partition(b"://")
    if not separator or scheme.lower() not in {b"http", b"https"}:
        return
    host, slash, path = rest.partition(b"/")
    scope["raw_path"] = slash + path or b"/"
    scope["path"] = unquote(scope["raw_path"].decode("ascii"))
    scope["headers"] = [(b"host", host), *(header for header in scope["headers"] if header[0] != b"host")]
