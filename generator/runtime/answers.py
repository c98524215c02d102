"""Turns an answer into a result or an error. Sends nothing."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import httpx

from .call import Call
from .errors import APIResponseError, RefusedError, error_for_status
from .operations import Operation, PagedOperation

T = TypeVar("T")


def decode(response: httpx.Response) -> Any:
    """Return the JSON of a successful answer.

    Raises:
        APIStatusError: the status is no success, or the body says `success: false`.
        APIResponseError: the body of a success is no JSON.
    """
    if not 200 <= response.status_code < 300:
        raise error_for_status(response.status_code)(response=response, body=_lenient(response))
    try:
        # An operation that gives nothing may be answered with nothing; others refuse None when they read it.
        body = json.loads(response.content) if response.content.strip() else None
    except (ValueError, RecursionError) as error:
        raise APIResponseError("the answer is no JSON", response=response) from error
    if isinstance(body, dict) and body.get("success") is False:
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
    total = body.get(operation.paging.total) if isinstance(body, dict) else None
    total = total if isinstance(total, int) else None
    return items, total, operation.paging.next_call(call, items, total)


def _result(operation: Operation[T], response: httpx.Response, body: Any) -> T:
    """Take the result out of its envelope.

    An answer without the envelope is read as it is, and a `result` that the spec does not tell of is unwrapped, since
    editions of the API differ in this.
    """
    lone = ("result",) if isinstance(body, dict) and body.keys() == {"result"} else ()
    for name in operation.envelope.split(".") if operation.envelope else lone:
        body = body[name] if isinstance(body, dict) and name in body else body
    try:
        return operation.read(body)
    except (TypeError, ValueError) as error:
        raise APIResponseError(f"the answer is not as documented: {error}", response=response) from error


def _lenient(response: httpx.Response) -> Any:
    """Return the JSON of an error's body, else its text, else None. Proxies answer HTML or nothing."""
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return response.text or None
