"""Converts a response to a result or an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Generic, NamedTuple, TypeVar

import httpx2

from .call import Call
from .errors import APIResponseError, RefusedError, error_for_status, lenient_body
from .json_bodies import load
from .operations import Operation, PagedOperation
from .plain_json import JsonObject, is_list, is_object

T = TypeVar("T")

# Properties that contain a list or an object in some edition of the API.
_ENVELOPES: Final = ("result", "items", "data")

# The payloads of a write without a response body, for results that need no more.
_NO_BODY: Final[tuple[dict[str, Any], ...]] = ({}, {"success": True})


def check_status(response: httpx2.Response) -> httpx2.Response:
    """Return a successful response. Raises APIStatusError for any other, whose body must have been read."""
    if not 200 <= response.status_code < 300:
        raise error_for_status(response.status_code)(response=response, body=lenient_body(response))
    return response


def check_success(response: httpx2.Response) -> httpx2.Response:
    """Return a successful response that was read. Raises APIStatusError for any other, and for `success: false`."""
    check_status(response)
    _check_body(response, lenient_body(response))
    return response


def _check_body(response: httpx2.Response, body: Any) -> None:
    if is_object(body) and body.get("success") is False:
        raise RefusedError(response=response, body=body)


def decode(response: httpx2.Response) -> Any:
    """Return the JSON of a successful response.

    Raises:
        APIStatusError: The status is not a success, or the body says `success: false`.
        APIResponseError: The body is not JSON, or is nested too deep.
    """
    check_status(response)
    try:
        # An operation without a result may have an empty response. Other operations reject None when they read it.
        body = load(response.content) if response.content.strip() else None
    except ValueError as error:
        raise APIResponseError(str(error), response=response) from error
    _check_body(response, body)
    return body


def read(operation: Operation[T], response: httpx2.Response) -> T:
    """Return the result of an operation from its response.

    Raises:
        APIStatusError: The API returned an error.
        APIResponseError: The response is not as documented.
    """
    return unwrap(operation, response, decode(response))[0]


class PageContent(NamedTuple, Generic[T]):
    """What a response says of one page of a list.

    Attributes:
        items: The entries.
        json: The entries as decoded JSON.
        total: The number of entries on all pages, if the API returns it.
        next_call: The call for the next page, or None at the end.
    """

    items: list[T]
    json: Any
    total: int | None
    next_call: Call | None


def read_page(operation: PagedOperation[T], call: Call, response: httpx2.Response) -> PageContent[T]:
    """Return the content of a page from the response to `call`.

    Raises:
        APIStatusError: The API returned an error.
        APIResponseError: The response is not as documented.
    """
    call, body = call.with_extra_query(), decode(response)
    items, content = unwrap(operation, response, body)
    if items and items == call.position.last:
        # A server that returns the same page again has no other pages.
        items, content = [], []
    total = body.get(operation.paging.total) if operation.paging.total and is_object(body) else None
    total = total if isinstance(total, int) and not isinstance(total, bool) else None
    return PageContent(items, content, total, operation.paging.next_call(call, items, total))


def unwrap(operation: Operation[T], response: httpx2.Response, body: Any) -> tuple[T, Any]:
    """Return the result of a decoded response, and the JSON from which it was read, without the envelope.

    Editions of the API use different envelopes, so several payloads are tried.

    Raises:
        APIResponseError: The response has no result of the documented type.
    """
    failure: Exception | None = None
    empty: list[tuple[T, Any]] = []
    for payload in _possible_payloads(operation, body):
        try:
            result = operation.read(payload)
        except (TypeError, ValueError) as error:
            failure = failure or error
            continue
        if not (_misses_required(result) if body is None else _is_empty(result)):
            return result, payload
        empty.append((result, payload))
    if empty and body is not None:
        return empty[0]
    raise APIResponseError(f"the response is not as documented: {failure}", response=response) from failure


def _possible_payloads(operation: Operation[Any], body: Any) -> Iterator[Any]:
    """Yield the possible payloads: the content of the documented envelope first, then that of others.

    Then come an object that is the only entry of a list, and defaults: a list or an object that is null is empty, and a
    write without a response body, such as a 204, succeeded.
    """
    documented = _documented(operation, body)
    yield documented
    inside: list[Any] = [body]
    for level in inside:
        found = [level[name] for name in _ENVELOPES if name in level] if is_object(level) else []
        yield from found
        inside.extend(found)
    yield from (level[0] for level in (documented, *inside) if is_list(level) and len(level) == 1)
    if body is None:
        yield from () if operation.method == "GET" else _NO_BODY
    elif any(level is None for level in (documented, *inside)):
        yield from ([], {})


def _misses_required(result: Any) -> bool:
    """Return whether an object was read without all its required properties."""
    return isinstance(result, JsonObject) and result.misses_required()


def _is_empty(result: Any) -> bool:
    """Return whether an object was read without any known property: it may be in another envelope.

    A map is empty if its only key is the name of an envelope. A scalar value there is data.
    """
    if isinstance(result, JsonObject):
        return not result.has_known()
    name, inside = next(iter(result.items())) if is_object(result) and len(result) == 1 else ("", None)
    return name in _ENVELOPES and (is_object(inside) or is_list(inside))


def _documented(operation: Operation[Any], body: Any) -> Any:
    for name in operation.envelope.split(".") if operation.envelope else ():
        body = body[name] if is_object(body) and name in body else body
    return body
