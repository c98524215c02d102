"""The exceptions that the client raises.

WorkatoEmbeddedError
├── APIConnectionError             no answer came
│   └── APITimeoutError            no answer came in time
├── APIResponseError               an answer of success came that is not what is documented
└── APIStatusError                 the API refused or failed
    ├── BadRequestError            400
    ├── AuthenticationError        401
    ├── PermissionDeniedError      403
    ├── NotFoundError              404
    ├── RateLimitError             429
    ├── InternalServerError        500 and above
    └── RefusedError               2xx, but the body says `success: false`

It knows neither operations nor models.
"""

from __future__ import annotations

from typing import Any

import httpx


class WorkatoEmbeddedError(Exception):
    """The root of all errors that this client raises while it talks to the API."""


class APIConnectionError(WorkatoEmbeddedError):
    """No answer came: the connection failed or broke. Whether the request was carried out is not known."""

    def __init__(self, message: str, *, method: str, path: str) -> None:
        super().__init__(f"{method} {path}: {message}")
        self.method = method
        """The HTTP method of the request."""
        self.path = path
        """The path of the request, below the base URL."""


class APITimeoutError(APIConnectionError):
    """No answer came in time. Whether the request was carried out is not known."""


class APIResponseError(WorkatoEmbeddedError):
    """The API answered success with a body that is not what is documented, for example HTML from a proxy."""

    def __init__(self, message: str, *, response: httpx.Response) -> None:
        super().__init__(f"{_request_line(response)}: {message}")
        self.response = response
        """The answer."""


class APIStatusError(WorkatoEmbeddedError):
    """The API refused the request or failed on it."""

    def __init__(self, *, response: httpx.Response, body: Any) -> None:
        self.response = response
        """The answer."""
        self.status_code = response.status_code
        """The HTTP status."""
        self.body = body
        """The decoded JSON of the answer, else its text, else None."""
        self.message = message_of(body) or response.reason_phrase or "no message"
        """What the API says in words."""
        self.request_id: str | None = _text(body.get("id") if isinstance(body, dict) else None)
        """The id of the incident, which the API gives with a 500."""
        self.method = response.request.method
        """The HTTP method of the request."""
        self.path = response.request.url.path
        """The path of the request."""
        incident = f" (id {self.request_id})" if self.request_id else ""
        super().__init__(f"{_request_line(response)}: {self.status_code} {self.message}{incident}")


class BadRequestError(APIStatusError):
    """400: the request does not fit the operation."""


class AuthenticationError(APIStatusError):
    """401: the token is missing or unknown, or its client role does not list this endpoint."""


class PermissionDeniedError(APIStatusError):
    """403: the token may not do this to this object."""


class NotFoundError(APIStatusError):
    """404: there is no such object, or it belongs to somebody else."""


class RateLimitError(APIStatusError):
    """429: too many requests."""


class InternalServerError(APIStatusError):
    """500 and above: a fault inside the API or on the way to it."""


class RefusedError(APIStatusError):
    """The API answered 2xx and refused all the same: its body says `success: false`."""


_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    429: RateLimitError,
}


def error_for_status(status_code: int) -> type[APIStatusError]:
    """Return the class for an HTTP status that is no success."""
    return _BY_STATUS.get(status_code, InternalServerError if status_code >= 500 else APIStatusError)


def message_of(body: Any) -> str | None:
    """Find the words in an error body: `message`, else what stands under `errors` or `error`, else bare text."""
    if isinstance(body, dict):
        for key in ("message", "errors", "error"):
            if body.get(key):
                return _text(body[key])
        return None
    return _text(body) or None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) or value is None else str(value)


def _request_line(response: httpx.Response) -> str:
    return f"{response.request.method} {response.request.url.path}"
