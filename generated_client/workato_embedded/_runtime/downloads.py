"""The flow of a download: without credentials, with redirects."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final, Protocol

import httpx2

from .base_client import DOWNLOAD_ID
from .deadlines import Deadline
from .effects import Emit, Flow, Wait, WriteFile
from .errors import APIResponseError, PackageError, error_of
from .events import RequestEvent, RetryEvent
from .operations import Operation
from .readers import anything
from .request_flow import reason, request_flow
from .requests import sent_path
from .responses import check_status
from .retries import Outcome
from .settings import Settings

# The operation that hooks and stubs see for a download, which is not an operation of the API.
DOWNLOAD: Final = Operation[bytes](id=DOWNLOAD_ID, method="GET", path="", read=anything)
_MOST_REDIRECTS: Final = 10


class HasDownloadUrl(Protocol):
    """An object with the address of its file, such as an export."""

    @property
    def download_url(self) -> str | None:
        """The address, or None if there is no file yet."""


def download_url_of(source: HasDownloadUrl | str, base_url: str) -> httpx2.URL:
    """Return the address of a file.

    Raises:
        ValueError: There is no address yet, or it is not an HTTP URL.
        PackageError: The export is completed and has no address.
    """
    text = source if isinstance(source, str) else source.download_url
    if not text and getattr(source, "status", None) == "completed":
        raise PackageError("the export is completed and has no download_url", package=source)
    if not text:
        raise ValueError("the export has no download_url; wait until it is completed")
    try:
        url = httpx2.URL(base_url).join(text)
    except httpx2.InvalidURL as error:
        raise ValueError(f"invalid download_url: {error}") from error
    if url.scheme not in ("http", "https"):
        raise ValueError(f"invalid download_url: expected http or https, not {url.scheme}")
    return url


def open_flow(settings: Settings, request: httpx2.Request, deadline: Deadline | None) -> Flow[httpx2.Response]:
    """Send a request without credentials, follow redirects, and return the successful response with an unread body.

    Reading the body after the deadline fails too.

    Raises:
        APIStatusError: The server rejects the request, for example because the address has expired.
        APIResponseError: There are too many redirects, or one leads from https to another scheme.
        APIConnectionError: No response came at the last attempt.
    """
    redirects = 0
    while True:
        response = yield from request_flow(
            settings, DOWNLOAD, request, safe=True, stream=True, anonymous=True, deadline=deadline
        )
        if not response.has_redirect_location:
            return check_status(response)
        request = _redirected(request, response)
        redirects += 1
        if redirects == _MOST_REDIRECTS:
            raise APIResponseError(f"the file is redirected more than {_MOST_REDIRECTS} times", response=response)


def _redirected(request: httpx2.Request, response: httpx2.Response) -> httpx2.Request:
    url = request.url.join(response.headers["location"])
    if url.scheme != request.url.scheme and url.scheme != "https":
        raise APIResponseError(f"the file is redirected from {request.url.scheme} to {url.scheme}", response=response)
    # `host` is set for the new address. The other headers are not secret.
    headers = {name: value for name, value in request.headers.items() if name != "host"}
    return httpx2.Request("GET", url, headers=headers, extensions=request.extensions)


def download_flow(settings: Settings, request: httpx2.Request, deadline: Deadline | None, path: Path) -> Flow[None]:
    """Replace a file. A broken download restarts, as often as the client may retry before the deadline.

    Raises:
        WorkatoEmbeddedError: As `open_flow` does, or if the content is not a zip file.
        OSError: The file cannot be written.
    """
    repeated = 0
    while True:
        response = yield from open_flow(settings, request, deadline)
        outcome: Outcome = yield WriteFile(response, path)
        if isinstance(outcome, httpx2.Response):
            break
        delay = settings.retry_delay(outcome, repeated, deadline, safe=True)
        if delay is None:
            raise error_of(outcome, response.request) from outcome
        repeated += 1
        event = RequestEvent(DOWNLOAD.id, request.method, sent_path(request), repeated)
        yield Emit(RetryEvent(event, reason(outcome), delay))
        yield Wait(delay)
    if not zipfile.is_zipfile(path):
        raise APIResponseError("the downloaded content is not a zip file", response=response)
