"""Check client, mock and document against each other, one documented response at a time."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from openapi_core.exceptions import OpenAPIError
from workato_embedded import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RefusedError,
    UnprocessableEntityError,
)
from workato_embedded._runtime.model import Model

from contract_tests.contracts.exercises import Outcome, exercise
from contract_tests.contracts.responses import DocumentedResponse
from contract_tests.contracts.target import ContractError, Target
from contract_tests.support.validator import documented_example, is_documented_error, operations

JSON = "application/json; charset=utf-8"
# The exception that the client raises, by status.
ERRORS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    422: UnprocessableEntityError,
    429: RateLimitError,
    500: InternalServerError,
}


def check_response(expected: DocumentedResponse, target: Target) -> int:
    """Exercise a response; check what the client sent, what the mock returned, and what the client made of it.

    Returns:
        The number of calls that produced the response.

    Raises:
        ContractError: Client, mock and document do not agree.
    """
    count = 0
    for outcome in exercise(expected, target):
        check_outcome(expected, outcome, target)
        count += 1
    if not count:
        raise ContractError(f"{expected}: no call was made")
    return count


def check_outcome(expected: DocumentedResponse, outcome: Outcome, target: Target) -> None:
    """Check one outcome of an exercise.

    Raises:
        ContractError: Client, mock and document do not agree.
    """
    _check_messages(expected, outcome, target)
    if expected.is_success:
        _check_result(expected, outcome, target)
    else:
        _check_error(expected, outcome, target)


def _check_messages(expected: DocumentedResponse, outcome: Outcome, target: Target) -> None:
    """Require that the document allows the request, and defines the response."""
    response = outcome.response
    try:
        target.validator.check_request(response.request)
    except OpenAPIError as error:
        raise ContractError(f"{expected}: the document does not allow the request: {_message_of(error)}") from error
    if response.status_code != expected.status:
        raise ContractError(f"{expected}: the mock returns {response.status_code}")
    try:
        target.validator.check_response(response)
    except OpenAPIError as error:
        raise ContractError(f"{expected}: the document does not allow the response: {_message_of(error)}") from error
    content_type = None if response.status_code == HTTPStatus.NO_CONTENT else JSON
    if response.headers.get("content-type") != content_type:
        raise ContractError(f"{expected}: the content type is {response.headers.get('content-type')}")


def _check_result(expected: DocumentedResponse, outcome: Outcome, target: Target) -> None:
    """Require that the result has every value of the body, and no other."""
    if outcome.error is not None:
        raise ContractError(f"{expected}: the client raises {type(outcome.error).__name__}: {outcome.error}")
    if expected.status == HTTPStatus.NO_CONTENT:
        if outcome.response.content or outcome.result is not None:
            raise ContractError(f"{expected}: the response has a body, or the client returns a result")
        return
    body = _unwrapped(expected, outcome.response.json(), target)
    if outcome.result is None and (body == {"success": True} or not isinstance(body, dict | list)):
        return
    if location := _difference(outcome.result, body):
        raise ContractError(f"{expected}: the client's result differs from the response at {location}")


def _unwrapped(expected: DocumentedResponse, body: Any, target: Target) -> Any:
    """Return the content of the documented envelope; without one, the content of a lone `result`."""
    envelope = operations(target.document)[expected.operation_id].get("x-envelope", "")
    if not envelope:
        return body["result"] if isinstance(body, dict) and body.keys() == {"result"} else body
    for name in envelope.split("."):
        if not isinstance(body, dict) or name not in body:
            raise ContractError(f"{expected}: the response has no envelope {name!r}")
        body = body[name]
    return body


def _check_error(expected: DocumentedResponse, outcome: Outcome, target: Target) -> None:
    """Require the documented body, and the exception for the status, which carries the body."""
    body = outcome.response.json()
    if not expected.is_refusal:
        operation = operations(target.document)[expected.operation_id]
        example = documented_example(operation, expected.status, target.document)
        if not is_documented_error(body, operation, expected.status, target.document):
            raise ContractError(f"{expected}: the body is {json.dumps(body)}, the documented one {json.dumps(example)}")
    elif body.get("success") is not False:
        raise ContractError(f"{expected}: the body is {json.dumps(body)}, which is not a refusal")
    kind = RefusedError if expected.is_refusal else ERRORS[expected.status]
    error = outcome.error
    if type(error) is not kind or not isinstance(error, APIStatusError):
        raise ContractError(f"{expected}: the client raises {type(error).__name__}, not {kind.__name__}")
    if (error.status_code, error.body) != (expected.status, body):
        raise ContractError(f"{expected}: status or body of the exception differ from the response")


def _difference(result: Any, body: Any, location: str = "the result") -> str | None:
    """Return the first location at which a result differs from a body, or None."""
    if isinstance(result, Model):
        unknown = result.additional_properties.keys()
        return (
            f"{location}, which has unknown {', '.join(sorted(unknown))}"
            if unknown
            else _difference(
                {name: getattr(result, attribute) for name, attribute in result._names.items() if name in body},
                body,
                location,
            )
        )
    if isinstance(result, Mapping) and isinstance(body, dict):
        if result.keys() != body.keys():
            return f"{location}, whose keys differ by {', '.join(sorted(result.keys() ^ body.keys()))}"
        pairs = [(f"{location}.{name}", result[name], value) for name, value in body.items()]
    elif isinstance(result, list) and isinstance(body, list) and len(result) == len(body):
        pairs = [(f"{location}[{index}]", result[index], value) for index, value in enumerate(body)]
    else:
        return None if _scalar(result) == _scalar(body) else location
    return next(filter(None, (_difference(own, value, name) for name, own, value in pairs)), None)


def _scalar(value: Any) -> Any:
    """Return a time as a datetime, since the client parses times."""
    if isinstance(value, str):
        try:
            return datetime.datetime.fromisoformat(value)
        except ValueError:
            return value
    return value


def _message_of(error: BaseException) -> str:
    """Return openapi-core's message; for a body only location and keyword, since values may be private."""
    broken = getattr(error.__cause__, "schema_errors", ())
    return "; ".join(_of_schema(one) for one in broken) if broken else " ".join(str(error).split()).rstrip(".")


def _of_schema(error: Any) -> str:
    if error.validator == "required":
        # The message has no value of the body, only the name of the missing property.
        return f"{error.json_path}: {error.message}"
    expected = f" {error.validator_value!r}" if isinstance(error.validator_value, str | int) else ""
    return f"{error.json_path}: {error.validator}{expected} is violated"
