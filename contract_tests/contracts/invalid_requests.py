"""Make requests that the mock must reject."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx2

# Values that replace an id: no customer, another kind of object, an id that no column can hold.
UNKNOWN = {
    "managed_user_id": ("Enobody", "1", "nobody", "E", "Ecust-004", str(10**30)),
    "version": ("3", "0", "-1", "none", str(2**63), str(10**30)),
}
UNKNOWN_ID = ("1", "0", "-1", "none", str(2**63), str(10**30))


def copy_request(request: httpx2.Request, **changes: object) -> httpx2.Request:
    """Return a copy of a request, with another URL or content."""
    headers = {name: value for name, value in request.headers.items() if name != "content-length"}
    parts = {"url": request.url, "content": request.content, **changes}
    return httpx2.Request(request.method, headers=headers, **parts)  # type: ignore[arg-type]  # changes are httpx2's own


def with_unknown_ids(path: str, request: httpx2.Request) -> Iterator[httpx2.Request]:
    """Yield copies of a request, each with one id of the path replaced with an unknown one."""
    names = re.findall(r"\{(\w+)\}", path)
    pattern = re.sub(r"\{\w+\}", "([^/]+)", path)
    raw = request.url.raw_path.decode()
    match = re.search(f"{pattern}(?=$|[?])", raw)
    assert match, (pattern, raw)
    for index, name in enumerate(names, start=1):
        for value in UNKNOWN.get(name, UNKNOWN_ID):
            changed = raw[: match.start(index)] + value + raw[match.end(index) :]
            yield copy_request(request, url=request.url.copy_with(raw_path=changed.encode()))
