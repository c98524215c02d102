"""Turns an answer into a result or an error. Sends nothing."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import httpx

from .errors import APIResponseError, RefusedError, error_for_status
from .operations import Operation

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
        body = json.loads(response.content)
    except ValueError as error:
        raise APIResponseError("the answer is no JSON", response=response) from error
    if isinstance(body, dict) and body.get("success") is False:
        raise RefusedError(response=response, body=body)
    return body


def read(operation: Operation[T], response: httpx.Response, body: Any) -> T:
    """Turn decoded JSON into the result of an operation, taken out of its envelope.

    An answer without the envelope is read as it is, and a `result` that the spec does not tell of is unwrapped, since
    editions of the API differ in this.

    Raises:
        APIResponseError: the answer is not of the documented kind.
    """
    envelope = operation.envelope or ("result" if isinstance(body, dict) and body.keys() == {"result"} else None)
    inner = body[envelope] if envelope and isinstance(body, dict) and envelope in body else body
    try:
        return operation.read(inner)
    except (TypeError, ValueError) as error:
        raise APIResponseError(f"the answer is not as documented: {error}", response=response) from error


def _lenient(response: httpx.Response) -> Any:
    """Return the JSON of an error's body, else its text, else None. Proxies answer HTML or nothing."""
    try:
        return json.loads(response.content)
    except ValueError:
        return response.text or None
