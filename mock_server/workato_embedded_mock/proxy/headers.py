"""Reads and filters HTTP headers."""

from __future__ import annotations

from collections.abc import Iterable

from workato_embedded_mock.http.headers import Header, header

_HOP_BY_HOP = {
    b"connection",
    b"keep-alive",
    b"proxy-authenticate",
    b"proxy-authorization",
    b"proxy-connection",
    b"te",
    b"trailer",
    b"transfer-encoding",
    b"upgrade",
}


def media_type(content_type: str | None) -> str:
    """Return the media type in a `Content-Type`, without its parameters; empty if there is none."""
    return (content_type or "").partition(";")[0].strip().lower()


def is_json(headers: Iterable[Header]) -> bool:
    """Return whether headers announce a JSON body."""
    kind = media_type(header(headers, b"content-type"))
    return kind == "application/json" or kind.endswith("+json")


def end_to_end(headers: Iterable[Header], *, without: Iterable[bytes] = ()) -> list[Header]:
    """Return the end-to-end headers, without those of this connection."""
    lines = [(name.lower(), value) for name, value in headers]
    named = {part.strip().lower() for name, value in lines if name == b"connection" for part in value.split(b",")}
    dropped = _HOP_BY_HOP | named | set(without)
    return [(name, value) for name, value in lines if name not in dropped]


def as_text(headers: Iterable[Header]) -> list[tuple[str, str]]:
    """Return headers as strings; bytes outside ASCII become Latin-1 characters."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
