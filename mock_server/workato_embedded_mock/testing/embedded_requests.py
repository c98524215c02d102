"""Sends the requests that a browser sends for a frame, and those of the script in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

Json = Any
# An object with `pointer`, `keyword` and `text`, as in `X-Mock-Reason`.
Reason = dict[str, str]

_AS_PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Mode": "navigate"}
_AS_DATA = {"Accept": "application/json"}


@dataclass
class Loaded:
    """The result of loading a document.

    Attributes:
        url: Its address, with its fragment.
        response: The response; None if there was none, or if the page may not be framed.
        reasons: The reasons in the responses, or why there was none.
    """

    url: httpx2.URL
    response: httpx2.Response | None = None
    reasons: list[Reason] = field(default_factory=list)


class FrameRequests:
    """The requests of a frame.

    Args:
        http: The client.
        parent: The origin of the page with the frame; None if it is not known.
    """

    def __init__(self, http: httpx2.Client, parent: str | None) -> None:
        self._http, self._parent = http, parent

    def load(self, url: httpx2.URL) -> Loaded:
        """Load a document, and follow one redirect."""
        loaded = Loaded(url)
        try:
            response = self._get(loaded)
            if response.has_redirect_location:
                target = url.join(response.headers["location"])
                # A browser keeps the fragment.
                loaded.url = target if target.fragment else target.copy_with(fragment=url.fragment or None)
                response = self._get(loaded)
        except httpx2.TransportError as error:
            loaded.reasons.append(_no_response(error))
            return loaded
        if self._parent is None or _may_frame(response, self._parent):
            loaded.response = response
        return loaded

    def page(self, url: httpx2.URL) -> Json:
        """Return what an open page shows and posts instead; None if the server has no such page of the session."""
        try:
            result = self._http.get(url.copy_with(fragment=None), headers=_AS_DATA).json()
        except (httpx2.TransportError, ValueError):
            return None
        return result if "page" in result else None

    def act(self, url: httpx2.URL, body: Mapping[str, Json]) -> tuple[Json, list[Reason]]:
        """Return what an action changes, or None if it fails, and the reasons."""
        try:
            response = self._http.post(url, json=body, headers=_AS_DATA)
            result = response.json()
        except httpx2.TransportError as error:
            return None, [_no_response(error)]
        except ValueError:
            return None, reasons_of(response)
        return (result if "page" in result else None), reasons_of(response)

    def _get(self, loaded: Loaded) -> httpx2.Response:
        framed = {} if self._parent is None else {"Sec-Fetch-Dest": "iframe", "Referer": f"{self._parent}/"}
        response = self._http.get(loaded.url.copy_with(fragment=None), headers={**_AS_PAGE, **framed})
        loaded.reasons += reasons_of(response)
        return response


def origin_of(url: httpx2.URL) -> str:
    """Return the origin of a URL."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def reasons_of(response: httpx2.Response) -> list[Reason]:
    """Return the reasons in `X-Mock-Reason`."""
    reasons: list[Reason] = json.loads(response.headers.get("x-mock-reason", "[]"))
    return reasons


def _no_response(error: httpx2.TransportError) -> Reason:
    return {"pointer": "", "keyword": "noResponse", "text": str(error) or type(error).__name__}


def _may_frame(response: httpx2.Response, parent: str) -> bool:
    """Return whether the policy of a page lets a page of an origin frame it."""
    # Imported here, since it needs the database of the mock, and most tests name no parent.
    from workato_embedded_mock.embedding.origins import allows

    policy = response.headers.get("content-security-policy", "")
    for directive in policy.split(";"):
        name, *sources = directive.split()
        if name == "frame-ancestors":
            return "*" in sources or parent == origin_of(response.url) or allows(sources, parent)
    return True
