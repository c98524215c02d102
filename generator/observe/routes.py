"""Finds the operation that a recorded request calls, on any host: traffic may come through a proxy or from the mock."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from generator.bundle import METHODS, Bundle

_OTHER = "{}"


class Routes:
    """The operations of a bundle by method and path."""

    def __init__(self, bundle: Bundle) -> None:
        self._prefixes = {urlsplit(server["url"]).path.rstrip("/") for server in bundle.document["servers"]}
        self._routes = [
            (str(pointer[2]).upper(), str(pointer[1]).strip("/").split("/"), operation, item)
            for pointer, operation, item in bundle.operations()
        ]
        # Where words and placeholders compete, words win.
        self._routes.sort(key=lambda route: [segment.startswith("{") for segment in route[1]])
        self._words = {segment for _, segments, _, _ in self._routes for segment in segments if segment[0] != "{"}
        self._words |= {word for prefix in self._prefixes for word in prefix.strip("/").split("/")}

    def find(self, method: str, path: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]] | None:
        """Return operation, path item and the values in the path; None where there is no such operation."""
        for prefix in self._prefixes:
            if path.startswith(f"{prefix}/"):
                given = path[len(prefix) :].strip("/").split("/")
                for own, segments, operation, item in self._routes:
                    values = _values(segments, given) if own == method else None
                    if values is not None:
                        return operation, item, values
        return None

    def shape(self, method: str, path: str) -> str:
        """Return a request as it may be shown: segments that the spec does not have are blank."""
        verb = method if method.lower() in METHODS else _OTHER
        segments = (s if s in self._words else _OTHER for s in path.strip("/").split("/"))
        return f"{verb} /{'/'.join(segments)}"


def _values(segments: list[str], given: list[str]) -> dict[str, str] | None:
    if len(segments) != len(given):
        return None
    values = {}
    for segment, text in zip(segments, given, strict=True):
        if segment.startswith("{"):
            values[segment[1:-1]] = unquote(text)
        elif segment != text:
            return None
    return values
