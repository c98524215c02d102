"""The flow of a call: wait for the rate limit, send, emit events, retry.

It yields what to do next and does nothing itself, so that the synchronous and the asynchronous client share it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx2

from .effects import Emit, Flow, Read, Send, Wait
from .errors import APIConnectionError
from .events import FailureEvent, RequestEvent, ResponseEvent, RetryEvent
from .operations import Operation
from .rate_limiting import RateLimiter
from .requests import sent_path
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

    Raises:
        APIConnectionError: No response came at the last attempt.
    """
    repeated = 0
    has_listeners = settings.hooks.has_listeners()
    while True:
        if settings.limiter:
            yield from _wait_for_rate_limit(settings.limiter, operation)
        event = RequestEvent(operation.id, request.method, sent_path(request), repeated + 1)
        outcome = yield from _attempt(event, Send(request, stream, anonymous), has_listeners)
        delay = settings.retries.delay(safe, outcome, repeated, settings.chance(), settings.clock())
        if delay is None or (upload and upload.consumed):
            break
        repeated += 1
        yield Emit(RetryEvent(event, reason(outcome), delay))
        yield Wait(delay)
    if isinstance(outcome, httpx2.RequestError):
        raise APIConnectionError.of(outcome, request) from outcome
    return outcome


def _wait_for_rate_limit(limiter: RateLimiter, operation: Operation[Any]) -> Flow[None]:
    """Wait for a reservation in the rate limit. Release it if the caller stops waiting."""
    reservation = limiter.reserve(operation.id, operation.rate_limit)
    if not reservation.pause:
        return
    try:
        yield Wait(reservation.pause)
    except BaseException:
        limiter.release(reservation)
        raise


def _attempt(event: RequestEvent, send: Send, has_listeners: bool) -> Flow[Outcome]:
    if has_listeners:
        yield Emit(event)
    started = time.perf_counter()
    outcome: Outcome = yield send
    if isinstance(outcome, httpx2.Response):
        if has_listeners:
            yield Emit(ResponseEvent(event, outcome.status_code, time.perf_counter() - started))
        if send.stream and not outcome.is_success:
            outcome = yield Read(outcome)
    elif has_listeners:
        yield Emit(FailureEvent(event, reason(outcome), time.perf_counter() - started))
    return outcome


def reason(outcome: Outcome) -> str:
    """Return in one word why a request is retried: the status code or the kind of failure."""
    return str(outcome.status_code) if isinstance(outcome, httpx2.Response) else type(outcome).__name__
