"""Events of sending a request, for the caller's hooks and for the log. They contain no credentials."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any, Final, NamedTuple

LOG_VARIABLE: Final = "WORKATO_EMBEDDED_LOG"
# The logger. DEBUG: each request and response. INFO: requests without a response, and retries. It logs no bodies,
# headers or queries.
LOGGER: Final = logging.getLogger("workato_embedded")
_LEVELS: Final = {"debug": logging.DEBUG, "info": logging.INFO}


class RequestEvent(NamedTuple):
    """A request is about to be sent.

    Attributes:
        operation_id: The operationId of the spec.
        method: The HTTP method.
        path: The path, without the query.
        attempt: 1 for the first attempt of a call, 2 for its first retry.
    """

    operation_id: str
    method: str
    path: str
    attempt: int

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.operation_id}), attempt {self.attempt}"


class ResponseEvent(NamedTuple):
    """A response came.

    Attributes:
        request: The request.
        status_code: The HTTP status code.
        seconds: The time until the response, in seconds.
    """

    request: RequestEvent
    status_code: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.request}: {self.status_code} after {self.seconds:.3f} s"


class FailureEvent(NamedTuple):
    """No response came.

    Attributes:
        request: The request.
        reason: The kind of failure, such as `ReadTimeout`.
        seconds: The time until the failure, in seconds.
    """

    request: RequestEvent
    reason: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.request}: no response ({self.reason}) after {self.seconds:.3f} s"


class RetryEvent(NamedTuple):
    """A request failed and will be retried.

    Attributes:
        request: The request.
        reason: The status code, or the kind of failure if no response came.
        delay: The time until the retry, in seconds.
    """

    request: RequestEvent
    reason: str
    delay: float

    def __str__(self) -> str:
        return f"{self.request}: {self.reason}, will be retried in {self.delay:.3f} s"


Event = RequestEvent | ResponseEvent | FailureEvent | RetryEvent


class Hooks(NamedTuple):
    """The caller's functions for events. On an asynchronous client they may be asynchronous. The call raises what they
    raise.
    """

    on_request: Callable[[RequestEvent], Any] | None = None
    on_response: Callable[[ResponseEvent], Any] | None = None
    on_failure: Callable[[FailureEvent], Any] | None = None
    on_retry: Callable[[RetryEvent], Any] | None = None

    def has_listeners(self) -> bool:
        """Return whether the log or any function receives events."""
        return LOGGER.isEnabledFor(logging.INFO) or any(self)

    def emit(self, event: Event) -> Any:
        """Log the event and pass it to its function. Return what the function returns."""
        LOGGER.log(logging.INFO if isinstance(event, FailureEvent | RetryEvent) else logging.DEBUG, "%s", event)
        function = getattr(self, _HOOKS[type(event)])
        return function and function(event)


_HOOKS: Final[dict[type[Event], str]] = {
    RequestEvent: "on_request",
    ResponseEvent: "on_response",
    FailureEvent: "on_failure",
    RetryEvent: "on_retry",
}


def configure_logging(level: str | None, logger: logging.Logger = LOGGER) -> None:
    """Log to standard error if `level`, from the environment, is `debug` or `info`.

    If the program configures logging itself, the records go there only.
    """
    wanted = (level or "").strip().lower()
    if wanted in _LEVELS:
        handler = logging.StreamHandler()
        handler.addFilter(lambda _: not logging.getLogger().handlers)
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(_LEVELS[wanted])
    elif wanted:
        logger.warning("invalid %s: expected debug or info, not %r", LOG_VARIABLE, level)
    # After the warning: without any handler, Python prints the warning to standard error.
    logger.addHandler(logging.NullHandler())


configure_logging(os.environ.get(LOG_VARIABLE))
