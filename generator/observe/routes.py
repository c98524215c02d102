"""Finds the operation of a recorded request. Ignores the host, since traffic may come from a proxy or the mock."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from generator.bundle import METHODS, Bundle

_PLACEHOLDER = "{}"
_SLASHES = re.compile("/{2,}")


class Routes:
    """The operations of a bundle by method and path."""

    def __init__(self, bundle: Bundle) -> None:
        self._prefixes = {urlsplit(server["url"]).path.rstrip("/") for server in bundle.document["servers"]}
        self._routes = [
            (method, path.strip("/").split("/"), operation, item) for method, path, operation, item in bundle.routes()
        ]
        # Literal segments take precedence over placeholders.
        self._routes.sort(key=lambda route: [segment.startswith("{") for segment in route[1]])
        self._words = {segment for _, segments, _, _ in self._routes for segment in segments if segment[0] != "{"}
        self._words |= {word for prefix in self._prefixes for word in prefix.strip("/").split("/")}

    def find(self, method: str, path: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]] | None:
        """Return operation, path item and path parameter values, or None if no operation matches.

        Empty segments are ignored, as the API does.
        """
        path = _SLASHES.sub("/", path)
        for prefix in self._prefixes:
            if path.startswith(f"{prefix}/"):
                given = path[len(prefix) :].strip("/").split("/")
                for own, segments, operation, item in self._routes:
                    values = _values(segments, given) if own == method else None
                    if values is not None:
                        return operation, item, values
        return None

    def printable(self, method: str, path: str) -> str:
        """Return method and path with every segment that is not in the spec replaced by `{}`."""
        verb = method if method.lower() in METHODS else _PLACEHOLDER
        segments = (s if s in self._words else _PLACEHOLDER for s in path.strip("/").split("/"))
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
