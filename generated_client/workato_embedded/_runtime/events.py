"""What happens while a client sends, as data for the caller's hooks and as lines of the log. Holds no credentials."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any, Final, NamedTuple

LOG_VARIABLE: Final = "WORKATO_EMBEDDED_LOG"
LOGGER: Final = logging.getLogger("workato_embedded")
"""Says at level DEBUG what is sent and answered, at INFO what is not answered or is repeated. No bodies, no headers, no
query.
"""
_LEVELS: Final = {"debug": logging.DEBUG, "info": logging.INFO}


class RequestEvent(NamedTuple):
    """A request is about to be sent."""

    operation_id: str
    """The operationId of the spec."""
    method: str
    """The HTTP method."""
    path: str
    """The path, without the query."""
    attempt: int
    """1 for the first try of a call, 2 for its first repetition."""

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.operation_id}), attempt {self.attempt}"


class ResponseEvent(NamedTuple):
    """An answer came."""

    request: RequestEvent
    """What was sent."""
    status_code: int
    """The HTTP status."""
    seconds: float
    """How long the answer took."""

    def __str__(self) -> str:
        return f"{self.request}: {self.status_code} after {self.seconds:.3f} s"


class FailureEvent(NamedTuple):
    """No answer came."""

    request: RequestEvent
    """What was sent."""
    reason: str
    """The kind of failure, such as `ReadTimeout`."""
    seconds: float
    """How long it took until that was known."""

    def __str__(self) -> str:
        return f"{self.request}: no answer ({self.reason}) after {self.seconds:.3f} s"


class RetryEvent(NamedTuple):
    """A request has failed and will be repeated."""

    request: RequestEvent
    """What was sent."""
    reason: str
    """The status, or the kind of failure where no answer came."""
    delay: float
    """Seconds until it is repeated."""

    def __str__(self) -> str:
        return f"{self.request}: {self.reason}, will be repeated in {self.delay:.3f} s"


Event = RequestEvent | ResponseEvent | FailureEvent | RetryEvent


class Hooks(NamedTuple):
    """The caller's functions for events. Those of an asynchronous client may be asynchronous; what they raise comes out
    of the call.
    """

    on_request: Callable[[RequestEvent], Any] | None = None
    on_response: Callable[[ResponseEvent], Any] | None = None
    on_failure: Callable[[FailureEvent], Any] | None = None
    on_retry: Callable[[RetryEvent], Any] | None = None

    def has_listeners(self) -> bool:
        """Say whether anybody listens: a function, or the log."""
        return LOGGER.isEnabledFor(logging.INFO) or any(self)

    def emit(self, event: Event) -> Any:
        """Write the event to the log and give it to its function. Return what that returns."""
        LOGGER.log(logging.INFO if isinstance(event, FailureEvent | RetryEvent) else logging.DEBUG, "%s", event)
        function = getattr(self, _HOOKS[type(event)])
        return function and function(event)


_HOOKS: Final[dict[type[Event], str]] = {
    RequestEvent: "on_request",
    ResponseEvent: "on_response",
    FailureEvent: "on_failure",
    RetryEvent: "on_retry",
}


def log_as_told(level: str | None, logger: logging.Logger = LOGGER) -> None:
    """Write the log to standard error if `level`, that of the environment, is `debug` or `info`; else say nothing.

    A program that has set up logging itself sees it in its own place, and there alone.
    """
    wanted = (level or "").strip().lower()
    if wanted in _LEVELS:
        handler = logging.StreamHandler()
        handler.addFilter(lambda _: not logging.getLogger().handlers)
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(_LEVELS[wanted])
    elif wanted:
        logger.warning("%s must be debug or info, not %r", LOG_VARIABLE, level)
    # After the warning, which Python shows only where nobody handles the log.
    logger.addHandler(logging.NullHandler())


log_as_told(os.environ.get(LOG_VARIABLE))
