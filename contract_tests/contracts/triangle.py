"""Holds generated client, mock and document together, one documented answer at a time."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Mapping
from typing import Any

from openapi_core.exceptions import OpenAPIError
from workato_embedded import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    InternalServerError,
    NotFoundError,
    RateLimitError,
    RefusedError,
    UnprocessableEntityError,
)
from workato_embedded._runtime.model import Model

from contract_tests.contracts.exercises import Meeting, meet
from contract_tests.contracts.responses import Answer
from contract_tests.contracts.target import BrokenError, World
from contract_tests.support.validator import documented_example, operations

JSON = "application/json; charset=utf-8"
ERRORS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    404: NotFoundError,
    422: UnprocessableEntityError,
    429: RateLimitError,
    500: InternalServerError,
}
"""What the client promises to raise, by status."""


def hold(answer: Answer, world: World) -> int:
    """Let the client meet an answer, judge what was sent and what came, and what the client made of it.

    Returns:
        How often the answer was met.

    Raises:
        BrokenError: The three do not agree.
    """
    count = 0
    for meeting in meet(answer, world):
        agree(answer, meeting, world)
        count += 1
    if not count:
        raise BrokenError(f"{answer}: it was never met.")
    return count


def agree(answer: Answer, meeting: Meeting, world: World) -> None:
    """Judge one meeting. Raises BrokenError."""
    _keeps_the_document(answer, meeting, world)
    if answer.is_success:
        _was_read_whole(answer, meeting, world)
    else:
        _was_raised(answer, meeting, world)


def _keeps_the_document(answer: Answer, meeting: Meeting, world: World) -> None:
    response = meeting.response
    try:
        world.judge.request(response.request)
    except OpenAPIError as error:
        raise BrokenError(f"{answer}: the client sends what the document does not allow: {_words(error)}.") from error
    if response.status_code != answer.status:
        raise BrokenError(f"{answer}: the mock answers {response.status_code}.")
    try:
        world.judge.response(response)
    except OpenAPIError as error:
        raise BrokenError(f"{answer}: the mock answers what the document does not allow: {_words(error)}.") from error
    if response.headers["content-type"] != JSON:
        raise BrokenError(f"{answer}: the content type is {response.headers['content-type']}.")


def _was_read_whole(answer: Answer, meeting: Meeting, world: World) -> None:
    """Require that the result has every value of the body, and no other."""
    if meeting.error is not None:
        raise BrokenError(f"{answer}: the client raises {type(meeting.error).__name__}: {meeting.error}.")
    body = _unwrapped(answer, meeting.response.json(), world)
    if meeting.result is None and (body == {"success": True} or not isinstance(body, dict | list)):
        return
    if place := _difference(meeting.result, body):
        raise BrokenError(f"{answer}: the client reads something else than was answered, at {place}.")


def _unwrapped(answer: Answer, body: Any, world: World) -> Any:
    """Return what is in the documented envelope; where there is none, what is in a lone `result`."""
    envelope = operations(world.document)[answer.operation_id].get("x-envelope", "")
    if not envelope:
        return body["result"] if isinstance(body, dict) and body.keys() == {"result"} else body
    for name in envelope.split("."):
        if not isinstance(body, dict) or name not in body:
            raise BrokenError(f"{answer}: the answer has no envelope {name!r}.")
        body = body[name]
    return body


def _was_raised(answer: Answer, meeting: Meeting, world: World) -> None:
    """Require the documented body, to the letter, and the exception that stands for the status with it."""
    body = meeting.response.json()
    if not answer.refused:
        expected = documented_example(operations(world.document)[answer.operation_id], answer.status, world.document)
        if _without_incident(body) != _without_incident(expected):
            raise BrokenError(f"{answer}: the body is {json.dumps(body)}, the documented one {json.dumps(expected)}.")
    elif body.get("success") is not False:
        raise BrokenError(f"{answer}: the body is {json.dumps(body)}, which refuses nothing.")
    kind = RefusedError if answer.refused else ERRORS[answer.status]
    error = meeting.error
    if type(error) is not kind or not isinstance(error, APIStatusError):
        raise BrokenError(f"{answer}: the client raises {type(error).__name__}, not {kind.__name__}.")
    if (error.status_code, error.body) != (answer.status, body):
        raise BrokenError(f"{answer}: the exception has not the body and the status of the answer.")


def _without_incident(body: Any) -> Any:
    """Return the body of an error with a mark in the place of its incident's id, which is a new UUID each time."""
    if isinstance(body, dict) and isinstance(body.get("id"), str):
        return {**body, "id": uuid.UUID(body["id"]) and "a UUID"}
    return body


def _difference(result: Any, body: Any, place: str = "the result") -> str | None:
    """Return the first place at which a result is not what a body says, else None."""
    if isinstance(result, Model):
        unknown = result.additional_properties.keys()
        return (
            f"{place}, which has unknown {', '.join(sorted(unknown))}"
            if unknown
            else _difference(
                {name: getattr(result, attribute) for name, attribute in result._names.items() if name in body},
                body,
                place,
            )
        )
    if isinstance(result, Mapping) and isinstance(body, dict):
        if result.keys() != body.keys():
            return f"{place}, whose keys differ by {', '.join(sorted(result.keys() ^ body.keys()))}"
        pairs = [(f"{place}.{name}", result[name], value) for name, value in body.items()]
    elif isinstance(result, list) and isinstance(body, list) and len(result) == len(body):
        pairs = [(f"{place}[{index}]", result[index], value) for index, value in enumerate(body)]
    else:
        return None if _scalar(result) == _scalar(body) else place
    return next(filter(None, (_difference(own, value, name) for name, own, value in pairs)), None)


def _scalar(value: Any) -> Any:
    """Return moments as such, since the client reads them."""
    if isinstance(value, str):
        try:
            return datetime.datetime.fromisoformat(value)
        except ValueError:
            return value
    return value


def _words(error: BaseException) -> str:
    """Say what openapi-core has against an exchange: of a body where and which keyword, but none of its values."""
    broken = getattr(error.__cause__, "schema_errors", ())
    return "; ".join(_of_schema(one) for one in broken) if broken else " ".join(str(error).split()).rstrip(".")


def _of_schema(error: Any) -> str:
    if error.validator == "required":
        # What is missing is a name of the document.
        return f"{error.json_path}: {error.message}"
    expected = f" {error.validator_value!r}" if isinstance(error.validator_value, str | int) else ""
    return f"{error.json_path}: {error.validator}{expected} is not kept"
