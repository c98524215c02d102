"""The errors of the mock: at the start, and of a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class StartError(Exception):
    """The mock cannot start; the text is one sentence for the person who started it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is wrong with a request, or that was tolerated in it.

    Attributes:
        pointer: A JSON pointer into the request, such as `/body/name`, `/query/page` or `/header/authorization`.
        keyword: The rule that was broken, by its JSON Schema name where it has one.
        text: The reason in words.
        limit: What the rule requires, such as a maximum length or a pattern, where a response can quote it.
        value: The value that an enum does not have.
    """

    pointer: str
    keyword: str
    text: str
    limit: int | str | None = None
    value: Any = field(default=None, compare=False, repr=False)

    def as_json(self) -> dict[str, str]:
        """Return the reason as a JSON object."""
        return {"pointer": self.pointer, "keyword": self.keyword, "text": self.text}


class RequestError(Exception):
    """A request that the API rejects. The subclass decides the status, the reasons say why.

    Attributes:
        reasons: What is wrong with the request.
        message: The message of the response, where it is not the documented one.
        keeps_writes: Whether the writes of the rule are kept; otherwise they are rolled back.
    """

    keeps_writes = False

    def __init__(self, *reasons: Reason, message: str | None = None) -> None:
        super().__init__("; ".join(reason.text for reason in reasons))
        self.reasons = reasons
        self.message = message


class BadRequestError(RequestError):
    """The request does not fit the operation, or the state forbids it."""


class UnauthorizedError(RequestError):
    """The token is missing, malformed or unknown."""


class NotFoundError(RequestError):
    """The path or an object does not exist, or the object belongs to another customer."""


class MethodNotAllowedError(RequestError):
    """The path exists and has no operation for the method.

    Attributes:
        allowed: The methods that the path has operations for.
    """

    def __init__(self, reason: Reason, allowed: tuple[str, ...]) -> None:
        super().__init__(reason)
        self.allowed = allowed


class UnprocessableError(RequestError):
    """The request is valid, and the state forbids it. The response has a list of errors with a title each."""


class TooManyRequestsError(RequestError):
    """The request exceeds the rate limit.

    Attributes:
        seconds: The number of seconds after which it may be sent again.
    """

    def __init__(self, reason: Reason, seconds: int, message: str | None = None) -> None:
        super().__init__(reason, message=message)
        self.seconds = seconds


def bad_request(pointer: str, keyword: str, text: str) -> BadRequestError:
    """Make a `BadRequestError` with one reason."""
    return BadRequestError(Reason(pointer, keyword, text))


def unprocessable(pointer: str, keyword: str, text: str, title: str) -> UnprocessableError:
    """Make an `UnprocessableError` with one reason; the response has the title."""
    return UnprocessableError(Reason(pointer, keyword, text), message=title)


def not_found(pointer: str, text: str) -> NotFoundError:
    """Make a `NotFoundError` with one reason."""
    return NotFoundError(Reason(pointer, "exists", text))
