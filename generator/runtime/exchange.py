"""The course of a call: pace, send, tell, repeat.

It says what is to be done next and does nothing of it itself, so that a client that waits and one that lets others run
take the same course.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import httpx

from .errors import APIConnectionError
from .events import Event, RequestEvent, ResponseEvent, RetryEvent
from .operations import Operation
from .retries import Outcome
from .settings import Settings


@dataclass(frozen=True)
class Send:
    """Send a request. What comes of it, an answer or a failure of the connection, is to be given back."""

    request: httpx.Request
    stream: bool


@dataclass(frozen=True)
class Read:
    """Read the body of an answer. The answer, or what failed, is to be given back."""

    response: httpx.Response


@dataclass(frozen=True)
class Wait:
    """Wait."""

    seconds: float


@dataclass(frozen=True)
class Tell:
    """Tell the caller's hooks of an event."""

    event: Event


Step = Send | Read | Wait | Tell
Course = Generator[Step, Any, httpx.Response]
"""Steps to take; the answer at the end."""


def exchange(settings: Settings, operation: Operation[Any], request: httpx.Request, stream: bool = False) -> Course:
    """Carry out a call: yield what is to be done, be sent what comes of it, and return the answer, whatever its status.

    With `stream`, the body of a success is left to be read; that of anything else is read.

    Raises:
        APIConnectionError: no answer came, at the last try.
    """
    repeated = 0
    heard = settings.hooks.heard()
    while True:
        if settings.limiter and (pause := settings.limiter.reserve(operation.id, operation.rate_limit)):
            yield Wait(pause)
        event = RequestEvent(operation.id, request.method, request.url.path, repeated + 1)
        outcome = yield from _attempt(event, request, stream, heard)
        delay = settings.retries.delay(request.method, outcome, repeated, settings.chance(), settings.clock())
        if delay is None:
            break
        repeated += 1
        yield Tell(RetryEvent(event, _reason(outcome), delay))
        yield Wait(delay)
    if isinstance(outcome, httpx.RequestError):
        raise APIConnectionError.of(outcome, request) from outcome
    return outcome


def _attempt(event: RequestEvent, request: httpx.Request, stream: bool, heard: bool) -> Generator[Step, Any, Outcome]:
    if heard:
        yield Tell(event)
    started = time.perf_counter()
    outcome: Outcome = yield Send(request, stream)
    if isinstance(outcome, httpx.Response):
        if heard:
            yield Tell(ResponseEvent(event, outcome.status_code, time.perf_counter() - started))
        if stream and not outcome.is_success:
            outcome = yield Read(outcome)
    return outcome


def _reason(outcome: Outcome) -> str:
    return str(outcome.status_code) if isinstance(outcome, httpx.Response) else type(outcome).__name__
