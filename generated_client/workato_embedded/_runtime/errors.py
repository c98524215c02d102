"""The exceptions that the client raises.

WorkatoEmbeddedError
├── APIConnectionError             no answer came
│   └── APITimeoutError            no answer came in time
├── PackageError                   an import or export has not come to a good end
│   ├── PackageFailedError         it has failed
│   └── PackageTimeoutError        it is still in progress after the time that was to be waited
├── APIResponseError               an answer of success came that is not what is documented
└── APIStatusError                 the API refused or failed
    ├── BadRequestError            400
    ├── AuthenticationError        401
    ├── PermissionDeniedError      403
    ├── NotFoundError              404
    ├── ConflictError              409
    ├── UnprocessableEntityError   422
    ├── RateLimitError             429
    ├── InternalServerError        500 and above
    └── RefusedError               2xx, but the body says `success: false`

No error shows the token: the request that it keeps has its credentials masked. All of them can be copied and pickled.
This module knows neither operations nor models.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any, Self

import httpx

from .auth import mask, without_secrets
from .error_messages import message_of
from .plain_json import is_object
from .requests import sent_path
from .retries import retry_after


class WorkatoEmbeddedError(Exception):
    """The root of all errors that this client raises while it talks to the API."""


class APIConnectionError(WorkatoEmbeddedError):
    """No answer came: the connection failed or broke. Whether the request was carried out is not known."""

    def __init__(self, message: str, *, method: str, path: str) -> None:
        super().__init__(f"{method} {path}: {message}")
        self.message = message
        """What went wrong, in words, and with whom."""
        self.method = method
        """The HTTP method of the request."""
        self.path = path
        """The path of the request."""

    @classmethod
    def of(cls, error: httpx.RequestError, request: httpx.Request) -> APIConnectionError:
        """Return the error for a request that failed; APITimeoutError if it took too long."""
        error.request = without_secrets(request)
        kind = APITimeoutError if isinstance(error, httpx.TimeoutException) else APIConnectionError
        message = f"{str(error) or type(error).__name__} ({request.url.netloc.decode('ascii')})"
        return kind(message, method=request.method, path=sent_path(request))

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        return partial(type(self), self.message, method=self.method, path=self.path), ()


class APITimeoutError(APIConnectionError):
    """No answer came in time. Whether the request was carried out is not known."""


class PackageError(WorkatoEmbeddedError):
    """An import or export that was waited for has not come to a good end."""

    def __init__(self, message: str, *, package: Any) -> None:
        super().__init__(message)
        self.message = message
        """What is wrong, in words."""
        self.package = package
        """The import or export, as it was when it was last looked at."""

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        return partial(type(self), self.message, package=self.package), ()


class PackageFailedError(PackageError):
    """An import or export has failed; `package.error` is the API's reason."""


class PackageTimeoutError(PackageError):
    """An import or export is still in progress after the time that was to be waited; it goes on."""


class _OfAnAnswer:
    """What an error tells of the answer that it is about."""

    response: httpx.Response
    """The answer; in its request, credentials are masked."""
    status_code: int
    """The HTTP status."""
    body: Any
    """The decoded JSON of the answer, else its text, else None; None too where it was not read."""
    request_id: str | None
    """The id of the incident, which the API gives with a 500, else that of the header `X-Request-Id`, else None."""
    method: str
    """The HTTP method of the request."""
    path: str
    """The path of the request."""

    def _keep(self, response: httpx.Response, body: Any) -> None:
        self.response, self.body = mask(response), body
        self.status_code, self.request_id = response.status_code, _request_id(response, body)
        self.method, self.path = response.request.method, sent_path(response.request)


class APIResponseError(WorkatoEmbeddedError, _OfAnAnswer):
    """The API answered success with a body that is not what is documented, for example HTML from a proxy."""

    def __init__(self, message: str, *, response: httpx.Response) -> None:
        self._keep(response, lenient_body(response))
        self.message = message
        """What is wrong with the answer, in words."""
        super().__init__(f"{self.method} {self.path}: {message}")

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        return partial(type(self), self.message, response=self.response), ()


class APIStatusError(WorkatoEmbeddedError, _OfAnAnswer):
    """The API refused the request or failed on it."""

    def __init__(self, *, response: httpx.Response, body: Any) -> None:
        self._keep(response, body)
        self.message = message_of(body) or _in_place_of_words(response)
        """What the API says in words."""
        self.retry_after = retry_after(response.headers)
        """Seconds after which the API asks to try again, if it does."""
        incident = f" (id {self.request_id})" if self.request_id else ""
        super().__init__(f"{self.method} {self.path}: {self.status_code} {self.message}{incident}")

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        return partial(type(self), response=self.response, body=self.body), ()


class BadRequestError(APIStatusError):
    """400: the request does not fit the operation."""


class AuthenticationError(APIStatusError):
    """401: the token is missing or unknown, or its client role does not list this endpoint."""


class PermissionDeniedError(APIStatusError):
    """403: the token may not do this to this object."""


class NotFoundError(APIStatusError):
    """404: there is no such object, or it belongs to somebody else."""


class ConflictError(APIStatusError):
    """409: the object is not in a state that allows this. No operation documents it."""


class UnprocessableEntityError(APIStatusError):
    """422: the request was understood and cannot be carried out."""


class RateLimitError(APIStatusError):
    """429: too many requests. `retry_after` says how long to wait, where the API does."""


class InternalServerError(APIStatusError):
    """500 and above: a fault inside the API or on the way to it."""


class RefusedError(APIStatusError):
    """The API answered 2xx and refused all the same: its body says `success: false`."""


_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def error_for_status(status_code: int) -> type[APIStatusError]:
    """Return the class for an HTTP status that is no success."""
    return _BY_STATUS.get(status_code, InternalServerError if status_code >= 500 else APIStatusError)


def lenient_body(response: httpx.Response) -> Any:
    """Return the JSON of an answer's body, else its text, else None. Proxies answer HTML or nothing."""
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return response.text or None
    except httpx.StreamError:
        return None


def _in_place_of_words(response: httpx.Response) -> str:
    if response.has_redirect_location:
        host = response.headers["location"].partition("//")[2].partition("/")[0].rpartition("@")[2]
        return f"the answer redirects to {host or 'another path'}, which is not followed"
    return "the body says success: false" if response.is_success else response.reason_phrase or "no message"


def _request_id(response: httpx.Response, body: Any) -> str | None:
    # In an answer that is no incident, `id` is that of an object.
    incident = body.get("id") if is_object(body) and response.status_code >= 500 else None
    return str(incident) if incident else response.headers.get("x-request-id")
