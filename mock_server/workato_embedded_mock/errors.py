"""The ways in which the mock says no, at the start and to a request; must not know HTTP."""

from __future__ import annotations

from dataclasses import dataclass


class StartError(Exception):
    """The mock cannot start; the text is one sentence for the person who started it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is wrong with a request, or that was tolerated in it.

    `pointer` is a JSON pointer into the request (`/body/name`, `/query/page`, `/path/row_id`, `/header/authorization`),
    `keyword` is the rule that was broken, by its JSON Schema name where it has one.
    """

    pointer: str
    keyword: str
    text: str


class RequestError(Exception):
    """A request that the API refuses; the subclass says how, the reasons say why.

    What its rule wrote is undone, unless `keeps` is set.
    """

    keeps = False

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join(reason.text for reason in reasons))
        self.reasons = reasons


class BadRequestError(RequestError):
    """The request does not fit the operation, or the state forbids it."""


class UnauthorizedError(RequestError):
    """The caller did not say who it is, or is not known."""


class NotFoundError(RequestError):
    """There is no such object, or it belongs to somebody else."""


class TooManyRequestsError(RequestError):
    """The request comes too soon after others; it may come again after some seconds."""

    def __init__(self, reason: Reason, seconds: int) -> None:
        super().__init__(reason)
        self.seconds = seconds


def bad_request(pointer: str, keyword: str, text: str) -> BadRequestError:
    """Make the refusal of a request for a single reason."""
    return BadRequestError(Reason(pointer, keyword, text))


def not_found(pointer: str, text: str) -> NotFoundError:
    """Make the refusal of a request that names something that is not there."""
    return NotFoundError(Reason(pointer, "exists", text))
