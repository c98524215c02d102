"""Sources of `frame-ancestors`: the origins that may frame a page of the mock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from workato_embedded_mock.rules.embedding import parse_origin

_SELF = "'self'"
# A scheme, a host that may begin with a wildcard, and a port. Without a scheme, a word is a host only if it looks so.
_SOURCE = re.compile(
    r"(?:(https?)://|(?=[^:/]*\.|localhost))(\*\.)?([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}|\*))?", re.ASCII
)


def parse_sources(text: str | None) -> list[str]:
    """Return the sources in a list that is separated by commas or blanks; what is not a source is left out."""
    found = []
    for item in re.split(r"[,\s]+", text or ""):
        source = parse_origin(item) or item.lower().rstrip("/")
        if _SOURCE.fullmatch(source):
            found.append(source)
    return found


def allows(sources: Iterable[str], origin: str) -> bool:
    """Return whether one of the sources is, or matches, an origin."""
    return any(source == origin or _matches(source, origin) for source in sources)


def frame_ancestors(sources: Sequence[str] | None) -> str:
    """Return the directive for pages that the page itself and the sources may frame; None allows every page."""
    return f"frame-ancestors {' '.join(dict.fromkeys(['*'] if sources is None else [_SELF, *sources]))}"


def _matches(source: str, origin: str) -> bool:
    """Return whether a source with wildcards, or without a scheme, matches an origin."""
    pattern, found = _SOURCE.fullmatch(source), _SOURCE.fullmatch(origin)
    if pattern is None or found is None or pattern[1] not in (None, found[1]):
        return False
    host = found[3].endswith(f".{pattern[3]}") if pattern[2] else found[3] == pattern[3]
    return host and pattern[4] in ("*", found[4])
