"""Origins: of the page that frames a page of the mock, and of those that may."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from workato_embedded_mock.rules.embedding import parse_origin

# A source of a `frame-ancestors` directive: a scheme, a host that may begin with a wildcard, and a port.
_SOURCE = re.compile(r"(https?)://(\*\.)?([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}|\*))?", re.ASCII)


def parse_sources(text: str | None) -> list[str]:
    """Return the sources in a list that is separated by commas or blanks; what is not a source is left out."""
    found = []
    for item in re.split(r"[,\s]+", text or ""):
        source = item.lower().rstrip("/")
        if _SOURCE.fullmatch(source):
            found.append(source if "*" in source else parse_origin(source) or source)
    return found


def allows(sources: Iterable[str], origin: str) -> bool:
    """Return whether one of the sources is, or matches, an origin."""
    return any(source == origin or ("*" in source and _matches(source, origin)) for source in sources)


def frame_ancestors(sources: Sequence[str] | None) -> str:
    """Return the directive for pages that the page itself and the sources may frame; None allows every page."""
    return f"frame-ancestors {' '.join(dict.fromkeys(['*'] if sources is None else [_SELF, *sources]))}"


_SELF = "'self'"


def _matches(source: str, origin: str) -> bool:
    """Return whether a source with wildcards matches an origin."""
    pattern, found = _SOURCE.fullmatch(source), _SOURCE.fullmatch(origin)
    if pattern is None or found is None or pattern[1] != found[1]:
        return False
    host = found[3].endswith(f".{pattern[3]}") if pattern[2] else found[3] == pattern[3]
    return host and pattern[4] in ("*", found[4])
