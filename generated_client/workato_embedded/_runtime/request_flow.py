"""The flow of a call: wait for the rate limit, send, emit events, retry.

It yields what to do next and does nothing itself, so that the synchronous and the asynchronous client share it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx2

from .deadlines import Deadline
from .effects import Emit, Flow, Read, Send, Wait
from .errors import error_of
from .events import FailureEvent, RequestEvent, ResponseEvent, RetryEvent
from .operations import Operation
from .rate_limiting import RateLimiter
from .requests import sent_path
from .response_limits import BodyTooLarge, SizeLimit
from .retries import Outcome
from .settings import Settings

if TYPE_CHECKING:
    from .uploads import Upload


def request_flow(
    settings: Settings,
    operation: Operation[Any],
    request: httpx2.Request,
    *,
    safe: bool,
    stream: bool = False,
    upload: Upload | None = None,
    anonymous: bool = False,
    deadline: Deadline | None = None,
) -> Flow[httpx2.Response]:
    """Carry out a call: yield effects, receive their outcomes, and return the response, whatever its status.

    Args:
        settings: The settings of the call.
        operation: The operation.
        request: The request to send.
        safe: Whether sending the request twice has the same effect as sending it once.
        stream: Whether to leave the body of a successful response unread. Other bodies are always read.
        upload: The body, if it may be possible to send it only once.
        anonymous: Whether to send the request without credentials.
        deadline: When the call ends. By default, the total timeout of the settings begins now.

    Raises:
        APIConnectionError: No response came at the last attempt, or in time.
        ResponseTooLargeError: A successful response is too large.
    """
    repeated = 0
    deadline = deadline or settings.deadline()
    limit = settings.download_limit if anonymous else settings.response_limit
    send = Send(request, stream, limit, deadline, anonymous)
    has_listeners = settings.hooks.has_listeners()
    while True:
        if settings.limiter:
            yield from _wait_for_rate_limit(settings.limiter, operation, send)
        event = RequestEvent(operation.id, request.method, sent_path(request), repeated + 1)
        outcome = yield from _attempt(event, send, settings.response_limit, has_listeners)
        delay = settings.retry_delay(outcome, repeated, deadline, safe=safe)
        if delay is None or (upload and upload.consumed):
            break
        repeated += 1
        yield Emit(RetryEvent(event, reason(outcome), delay))
        yield Wait(delay)
    if isinstance(outcome, httpx2.RequestError):
        raise error_of(outcome, request) from outcome
    return outcome


def _wait_for_rate_limit(limiter: RateLimiter, operation: Operation[Any], send: Send) -> Flow[None]:
    """Wait for a reservation in the rate limit. Release it if the caller stops waiting, or cannot wait so long.

    Raises:
        APITimeoutError: The deadline of the call is earlier.
    """
    reservation = limiter.reserve(operation.id, operation.rate_limit)
    if not reservation.pause:
        return
    try:
        if send.deadline and not send.deadline.allows(reservation.pause):
            raise error_of(send.deadline.error(), send.request)
        yield Wait(reservation.pause)
    except BaseException:
        limiter.release(reservation)
        raise


def _attempt(event: RequestEvent, send: Send, limit: SizeLimit, has_listeners: bool) -> Flow[Outcome]:
    """Send once. The body of an error response is read up to `limit`."""
    if has_listeners:
        yield Emit(event)
    started = time.perf_counter()
    outcome = _without_body((yield send))
    if isinstance(outcome, httpx2.Response):
        if has_listeners:
            yield Emit(ResponseEvent(event, outcome.status_code, time.perf_counter() - started))
        if send.stream and not outcome.is_success and not outcome.is_stream_consumed:
            outcome = _without_body((yield Read(outcome, limit)))
    elif has_listeners:
        yield Emit(FailureEvent(event, reason(outcome), time.perf_counter() - started))
    return outcome


def _without_body(outcome: Outcome) -> Outcome:
    """Return the response for an error response whose body is too large: its status says enough."""
    if isinstance(outcome, BodyTooLarge) and not outcome.response.is_success:
        return outcome.response
    return outcome


def reason(outcome: Outcome) -> str:
    """Return in one word why a request is retried: the status code or the kind of failure."""
    return str(outcome.status_code) if isinstance(outcome, httpx2.Response) else type(outcome).__name__
