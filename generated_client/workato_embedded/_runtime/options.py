"""The options of a single call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypedDict

from .call import Call
from .http_objects import Timeout
from .operations import Operation
from .settings import Settings
from .unknown_arguments import unknown_argument
from .unset import UNSET


class RequestOptions(TypedDict, total=False):
    """Keyword arguments of every method besides its own. They apply to this call, and to all pages of a list.

    Attributes:
        timeout: Seconds to wait for a response, an `httpx2.Timeout` or `httpx.Timeout`, or None for no timeout.
        total_timeout: Seconds for the whole call with its retries, or None for no limit. Each page is a call.
        max_retries: The maximum number of retries.
        max_response_size: The maximum number of bytes of the decoded response, or None for no limit.
        extra_headers: Headers to send besides the client's. They replace headers of the same name. A file keeps its
            content type.
        correlation_id: An id to send as `X-Correlation-Id`. The API returns it, and error messages contain it.
        extra_query: Query parameters to send besides the method's own, or instead of them, such as undocumented ones.
        extra_body: Fields of the JSON body to send besides the method's own, inside its wrapper if it has one.
    """

    timeout: Timeout | None
    total_timeout: float | None
    max_retries: int
    max_response_size: int | None
    extra_headers: Mapping[str, str]
    correlation_id: str
    extra_query: Mapping[str, Any]
    extra_body: Mapping[str, Any]


# The options that are settings of the client too.
_SETTINGS: Final = ("timeout", "total_timeout", "max_retries", "max_response_size")


def _headers(options: dict[str, Any]) -> Mapping[str, str] | None:
    """Remove the options that are sent as headers, and return the headers."""
    headers: Mapping[str, str] | None = options.pop("extra_headers", None)
    correlation_id = options.pop("correlation_id", None)
    return headers if correlation_id is None else {**(headers or {}), "X-Correlation-Id": correlation_id}


def apply_options(settings: Settings, operation: Operation[Any], call: Call) -> tuple[Settings, Call]:
    """Return the settings and the arguments of a call with its own options applied.

    Raises:
        TypeError: An option is unknown or has the wrong type.
        ValueError: An option has an invalid value.
    """
    given, call = call, call.with_extra_query()
    options = dict(call.options)
    body = options.pop("extra_body", None)
    changes: dict[str, Any] = {name: options.pop(name) for name in _SETTINGS if name in options}
    changes["headers"] = _headers(options)
    if options:
        raise unknown_argument(next(iter(options)), operation, given, sorted(RequestOptions.__annotations__))
    if body:
        if call.content is not UNSET:
            raise ValueError("extra_body cannot be combined with a file")
        call = call._replace(body={**(call.body or {}), **body})
    return settings.changed(**changes), call
