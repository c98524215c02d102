"""Turns an answer into a result or an error. Sends nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, TypeVar

import httpx

from .call import Call
from .errors import APIResponseError, RefusedError, error_for_status
from .operations import Operation, PagedOperation
from .plain_json import is_list, is_object

T = TypeVar("T")

_ENVELOPES: Final = ("result", "items", "data")
"""Properties in which some edition of the API has a list or an object."""


def check_status(response: httpx.Response) -> httpx.Response:
    """Return an answer of success. Raises APIStatusError for any other; its body must have been read."""
    if not 200 <= response.status_code < 300:
        raise error_for_status(response.status_code)(response=response, body=_lenient(response))
    return response


def decode(response: httpx.Response) -> Any:
    """Return the JSON of a successful answer.

    Raises:
        APIStatusError: the status is no success, or the body says `success: false`.
        APIResponseError: the body of a success is no JSON.
    """
    check_status(response)
    try:
        # An operation that gives nothing may be answered with nothing; others refuse None when they read it.
        body = json.loads(response.content) if response.content.strip() else None
    except (ValueError, RecursionError) as error:
        raise APIResponseError("the answer is no JSON", response=response) from error
    if is_object(body) and body.get("success") is False:
        raise RefusedError(response=response, body=body)
    return body


def read(operation: Operation[T], response: httpx.Response) -> T:
    """Turn an answer into the result of an operation.

    Raises:
        APIStatusError: the API refused.
        APIResponseError: the answer is not of the documented kind.
    """
    return _result(operation, response, decode(response))


def read_page(
    operation: PagedOperation[T], call: Call, response: httpx.Response
) -> tuple[list[T], int | None, Call | None]:
    """Turn the answer to `call` into a page's entries, the number of all entries if told, and the call for more.

    Raises:
        APIStatusError: the API refused.
        APIResponseError: the answer is not of the documented kind.
    """
    body = decode(response)
    items = _result(operation, response, body)
    total = body.get(operation.paging.total) if operation.paging.total and is_object(body) else None
    total = total if isinstance(total, int) and not isinstance(total, bool) else None
    return items, total, operation.paging.next_call(call, items, total)


def _result(operation: Operation[T], response: httpx.Response, body: Any) -> T:
    """Read the result out of its envelope, whichever of those that editions of the API have."""
    refusal: Exception | None = None
    for candidate in _candidates(operation, body):
        try:
            return operation.read(candidate)
        except (TypeError, ValueError) as error:
            refusal = refusal or error
    raise APIResponseError(f"the answer is not as documented: {refusal}", response=response) from refusal


def _candidates(operation: Operation[Any], body: Any) -> Iterator[Any]:
    """Yield what may be the result: what stands in the documented envelope, then in others, then the bare body.

    An object reads nearly everything, so that only lists, which read nothing but a list, get beyond the first.
    """
    yield _documented(operation, body)
    inside: list[Any] = [body]
    for level in inside:
        found = [level[name] for name in _ENVELOPES if name in level] if is_object(level) else []
        yield from found
        inside.extend(found)


def _documented(operation: Operation[Any], body: Any) -> Any:
    if operation.envelope is None:
        # An edition may wrap what another gives bare. Where the only property is a scalar, it is the result's own.
        name, inside = next(iter(body.items())) if is_object(body) and len(body) == 1 else ("", None)
        return inside if name in _ENVELOPES and (is_object(inside) or is_list(inside)) else body
    for name in operation.envelope.split("."):
        body = body[name] if is_object(body) and name in body else body
    return body


def _lenient(response: httpx.Response) -> Any:
    """Return the JSON of an error's body, else its text, else None. Proxies answer HTML or nothing."""
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return response.text or None
