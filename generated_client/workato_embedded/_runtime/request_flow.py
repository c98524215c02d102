"""The flow of a call: pace, send, tell, repeat.

It says what is to be done next and does nothing of it itself, so that a client that waits and one that lets others run
take the same flow.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx

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
    request: httpx.Request,
    *,
    safe: bool,
    stream: bool = False,
    upload: Upload | None = None,
    anonymous: bool = False,
) -> Flow[httpx.Response]:
    """Carry out a call: yield what is to be done, be sent what comes of it, and return the answer, whatever its status.

    Args:
        settings: What the client was told.
        operation: What is called.
        request: What is sent.
        safe: Whether the request does the same when it is sent twice.
        stream: Whether the body of a success is left to be read; that of anything else is read.
        upload: The body, where it can perhaps be sent only once.
        anonymous: Whether the credentials are left out.

    Raises:
        APIConnectionError: no answer came, at the last try.
    """
    repeated = 0
    heard = settings.hooks.has_listeners()
    while True:
        if settings.limiter:
            yield from _pace(settings.limiter, operation)
        event = RequestEvent(operation.id, request.method, sent_path(request), repeated + 1)
        outcome = yield from _attempt(event, Send(request, stream, anonymous), heard)
        delay = settings.retries.delay(safe, outcome, repeated, settings.chance(), settings.clock())
        if delay is None or (upload and upload.spent):
            break
        repeated += 1
        yield Emit(RetryEvent(event, reason(outcome), delay))
        yield Wait(delay)
    if isinstance(outcome, httpx.RequestError):
        raise APIConnectionError.of(outcome, request) from outcome
    return outcome


def _pace(limiter: RateLimiter, operation: Operation[Any]) -> Flow[None]:
    """Wait for a place among the calls of an operation; who gives up waiting gives it back."""
    place = limiter.reserve(operation.id, operation.rate_limit)
    if not place.pause:
        return
    try:
        yield Wait(place.pause)
    except BaseException:
        limiter.release(place)
        raise


def _attempt(event: RequestEvent, send: Send, heard: bool) -> Flow[Outcome]:
    if heard:
        yield Emit(event)
    started = time.perf_counter()
    outcome: Outcome = yield send
    if isinstance(outcome, httpx.Response):
        if heard:
            yield Emit(ResponseEvent(event, outcome.status_code, time.perf_counter() - started))
        if send.stream and not outcome.is_success:
            outcome = yield Read(outcome)
    elif heard:
        yield Emit(FailureEvent(event, reason(outcome), time.perf_counter() - started))
    return outcome


def reason(outcome: Outcome) -> str:
    """Return in a word why a request is repeated: the status, or the kind of failure."""
    return str(outcome.status_code) if isinstance(outcome, httpx.Response) else type(outcome).__name__
