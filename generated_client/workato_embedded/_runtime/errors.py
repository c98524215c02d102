"""The exceptions that the client raises.

WorkatoEmbeddedError
├── APIConnectionError             no response came
│   └── APITimeoutError            no response came in time
├── PackageError                   an import or export has not succeeded
│   ├── PackageFailedError         it has failed
│   └── PackageTimeoutError        it is still in progress after the timeout
├── APIResponseError               a successful response is not as documented
│   └── ResponseTooLargeError      its body, or a file, is larger than the client's limit
└── APIStatusError                 the API rejected the request or failed
    ├── BadRequestError            400
    ├── AuthenticationError        401
    ├── PermissionDeniedError      403
    ├── NotFoundError              404
    ├── ConflictError              409
    ├── UnprocessableEntityError   422
    ├── RateLimitError             429
    ├── InternalServerError        500 and above
    └── RefusedError               2xx, but the body says `success: false`

No error shows the token: the credentials of the request that it keeps are masked, and texts are shown without secrets.
All errors can be copied and pickled. This module imports neither operations nor models.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Self

import httpx2

from .auth import mask, without_secrets
from .error_messages import message_of
from .error_texts import shown_path, without_secrets_of
from .json_bodies import load, text_of
from .plain_json import is_object
from .reasons import Reason, reasons_of
from .response_limits import BodyTooLarge
from .retries import retry_after


class WorkatoEmbeddedError(Exception):
    """The base class of all errors that this client raises while it talks to the API."""


class APIConnectionError(WorkatoEmbeddedError):
    """No response came: the connection failed or broke. It is unknown whether the request was carried out.

    Attributes:
        message: What went wrong, and with which host.
        method: The HTTP method of the request.
        path: The path of the request.
        request_id: The header `X-Correlation-Id` or `X-Request-Id` that was sent, or None.
    """

    def __init__(self, message: str, *, method: str, path: str, request_id: str | None = None) -> None:
        super().__init__(f"{method} {path}: {message}{_in_brackets(request_id)}")
        self.message = message
        self.method = method
        self.path = path
        self.request_id = request_id

    @classmethod
    def of(cls, error: httpx2.RequestError, request: httpx2.Request) -> APIConnectionError:
        """Return the error for a request that failed; an APITimeoutError if it timed out."""
        error.request = without_secrets(request)
        kind = APITimeoutError if isinstance(error, httpx2.TimeoutException) else APIConnectionError
        text = without_secrets_of(request, str(error)) or type(error).__name__
        message = f"{text} ({request.url.netloc.decode('ascii')})"
        return kind(
            message, method=request.method, path=shown_path(request), request_id=_id_in_headers(request.headers)
        )

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        make = partial(type(self), self.message, method=self.method, path=self.path, request_id=self.request_id)
        return make, ()


class APITimeoutError(APIConnectionError):
    """No response came in time. It is unknown whether the request was carried out."""


class PackageError(WorkatoEmbeddedError):
    """An import or export has not succeeded.

    Attributes:
        message: What went wrong.
        package: The import or export, as it was at the last poll.
    """

    def __init__(self, message: str, *, package: Any) -> None:
        super().__init__(message)
        self.message = message
        self.package = package

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        return partial(type(self), self.message, package=self.package), ()


class PackageFailedError(PackageError):
    """An import or export has failed. `package.error` is the API's reason."""


class PackageTimeoutError(PackageError):
    """An import or export is still in progress after the timeout. It goes on."""


class _ResponseAttributes:
    """What an error keeps of a response.

    Attributes:
        response: The response. Credentials are masked in its request.
        status_code: The HTTP status code.
        body: The decoded JSON of the response, or its text, or None if it is empty, too large or was not read.
        request_id: The id of the incident, which the API returns with a 500, or the header `X-Correlation-Id` or
            `X-Request-Id`, or None.
        method: The HTTP method of the request.
        path: The path of the request.
        reasons: Why a mock server responded in this way, from its header `X-Mock-Reason`. A traceback shows them as
            notes. Empty for the API itself.
    """

    response: httpx2.Response
    status_code: int
    body: Any
    request_id: str | None
    method: str
    path: str
    reasons: tuple[Reason, ...]

    def _keep(self, response: httpx2.Response, body: Any) -> None:
        self.response, self.body = mask(response), body
        self.status_code, self.request_id = response.status_code, _request_id(response, body)
        self.method, self.path = response.request.method, shown_path(response.request)
        self.reasons = reasons_of(response)


class APIResponseError(WorkatoEmbeddedError, _ResponseAttributes):
    """A successful response has a body that is not as documented, for example HTML from a proxy.

    Attributes:
        message: What is wrong with the response.
    """

    def __init__(self, message: str, *, response: httpx2.Response) -> None:
        self._keep(response, lenient_body(response))
        self.message = message
        shown = without_secrets_of(response.request, message)
        super().__init__(f"{self.method} {self.path}: {shown}{_ids(self)}")
        _add_notes(self, self.reasons)

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        return partial(type(self), self.message, response=self.response), ()


class ResponseTooLargeError(APIResponseError):
    """The body of a successful response is larger than `max_response_size`, or a file than `max_download_size`.

    The rest of the body was not read. An error response with such a body raises its own error, with `body=None`.
    """


class APIStatusError(WorkatoEmbeddedError, _ResponseAttributes):
    """The API rejected the request or failed.

    Attributes:
        message: The message of the API, as it is; the text of the error shows it without secrets.
        retry_after: The number of seconds after which the API asks to retry, or None.
    """

    def __init__(self, *, response: httpx2.Response, body: Any) -> None:
        self._keep(response, body)
        self.message = message_of(body) or _fallback_message(response)
        self.retry_after = retry_after(response.headers)
        shown = without_secrets_of(response.request, self.message)
        super().__init__(f"{self.method} {self.path}: {self.status_code} {shown}{_ids(self)}")
        _add_notes(self, self.reasons)

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        return partial(type(self), response=self.response, body=self.body), ()


class BadRequestError(APIStatusError):
    """400: the request does not fit the operation."""


class AuthenticationError(APIStatusError):
    """401: the token is missing or unknown, or its client role does not list this endpoint."""


class PermissionDeniedError(APIStatusError):
    """403: the token may not do this to this object."""


class NotFoundError(APIStatusError):
    """404: the object does not exist, or it belongs to another account."""


class ConflictError(APIStatusError):
    """409: the state of the object does not allow this. No operation documents it."""


class UnprocessableEntityError(APIStatusError):
    """422: the request was understood and cannot be carried out."""


class RateLimitError(APIStatusError):
    """429: too many requests. `retry_after` is the time to wait, if the API returns it."""


class InternalServerError(APIStatusError):
    """500 and above: an error inside the API or between client and API."""


class RefusedError(APIStatusError):
    """The API returned 2xx and did not carry out the request: the body says `success: false`."""


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
    """Return the error class of a status code that is not a success."""
    return _BY_STATUS.get(status_code, InternalServerError if status_code >= 500 else APIStatusError)


def error_of(error: httpx2.RequestError, request: httpx2.Request) -> WorkatoEmbeddedError:
    """Return what a call raises if it failed without a usable response. Secrets of the request are masked."""
    if not isinstance(error, BodyTooLarge):
        return APIConnectionError.of(error, request)
    error.request = without_secrets(request)
    return ResponseTooLargeError(str(error), response=error.response)


def lenient_body(response: httpx2.Response) -> Any:
    """Return the JSON of a response body, or its text, or None. Proxies return HTML or nothing."""
    try:
        return load(response.content)
    except ValueError:
        return text_of(response) or None
    except httpx2.StreamError:
        return None


def _fallback_message(response: httpx2.Response) -> str:
    if response.has_redirect_location:
        host = response.headers["location"].partition("//")[2].partition("/")[0].rpartition("@")[2]
        return f"the response redirects to {host or 'another path'}, which is not followed"
    return "the body says success: false" if response.is_success else response.reason_phrase or "no message"


def _request_id(response: httpx2.Response, body: Any) -> str | None:
    # In other responses, `id` is the id of an object.
    incident = body.get("id") if is_object(body) and response.status_code >= 500 else None
    return str(incident) if incident else _id_in_headers(response.headers)


def _id_in_headers(headers: httpx2.Headers) -> str | None:
    found: str | None = headers.get("x-correlation-id") or headers.get("x-request-id")
    return found


def _ids(error: _ResponseAttributes) -> str:
    """Return the ids of a response as an error message shows them."""
    found = [error.request_id, _id_in_headers(error.response.headers), _id_in_headers(error.response.request.headers)]
    return _in_brackets(", ".join(dict.fromkeys(each for each in found if each)))


def _add_notes(error: APIResponseError | APIStatusError, reasons: tuple[Reason, ...]) -> None:
    """Add the reasons to what a traceback shows. A copy is made by `__init__` too, so each is added once."""
    for reason in reasons:
        error.add_note(f"X-Mock-Reason: {without_secrets_of(error.response.request, str(reason))}")


def _in_brackets(request_id: str | None) -> str:
    return f" (id {request_id})" if request_id else ""
