"""Tests of the flow of a request: rate limiting, sending, events, retries."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import anyio
import httpx2
import pytest
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import APIConnectionError, APITimeoutError, InternalServerError, RateLimitError
from workato_embedded._runtime.events import Event, Hooks, RequestEvent, ResponseEvent, RetryEvent
from workato_embedded._runtime.operations import Operation
from workato_embedded._runtime.rate_limiting import RateLimit, RateLimiter
from workato_embedded._runtime.retries import Retries
from workato_embedded._runtime.settings import Settings

from .samples import CREATE, GET, SETTINGS, Car, async_client, sync_client

pytestmark = pytest.mark.usefixtures("http_library")

Step = httpx2.Response | Exception
GOOD = httpx2.Response(200, json={"id": 1, "name": "Ada"})
RETRYING = replace(SETTINGS, retries=Retries(max_retries=2), chance=lambda: 1.0, clock=lambda: 0.0)


def fresh(response: httpx2.Response) -> httpx2.Response:
    """Return an unread copy of this response."""
    return httpx2.Response(response.status_code, headers=response.headers, content=response.content)


class Run:
    """Carries out a call with prepared responses, and records requests, waits and events."""

    def __init__(self, asynchronous: bool, *responses: Step, settings: Settings = RETRYING) -> None:
        self.asynchronous, self.responses, self.settings = asynchronous, iter(responses), settings
        self.sent: list[httpx2.Request] = []
        self.waited: list[float] = []

    def __call__(self, operation: Operation[Car], **arguments: Any) -> Car:
        """Carry out a call."""
        call = Call(**arguments)
        if self.asynchronous:
            settings = replace(self.settings, sleep=self._sleep)
            return asyncio.run(async_client(self._respond, settings).call(operation, call))
        return sync_client(self._respond, replace(self.settings, sleep=self.waited.append)).call(operation, call)

    def _respond(self, request: httpx2.Request) -> httpx2.Response:
        self.sent.append(request)
        response = next(self.responses)
        if isinstance(response, Exception):
            raise response
        return fresh(response)

    async def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


Runner = Callable[..., Run]


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest) -> Runner:
    """Return a function that creates a `Run` of the synchronous or asynchronous client."""
    return lambda *responses, **settings: Run(request.param == "async", *responses, **settings)


def test_a_request_is_retried_until_it_succeeds(run: Runner) -> None:
    """After a server error and a connection error, the third attempt returns the result."""
    made = run(httpx2.Response(503), httpx2.ReadError("broken"), GOOD)
    assert made(GET, path={"id": 1}).name == "Ada"
    assert made.waited == [0.5, 1.0]
    assert [request.headers["authorization"] for request in made.sent] == ["Bearer secret-token"] * 3


def test_the_last_error_is_raised(run: Runner) -> None:
    """If all attempts fail, the error of the last attempt is raised."""
    made = run(httpx2.ReadError("broken"), httpx2.Response(500), httpx2.Response(502, json={"message": "last"}))
    with pytest.raises(InternalServerError, match="502 last"):
        made(GET, path={"id": 1})
    made = run(httpx2.Response(500), httpx2.Response(500), httpx2.ReadTimeout("late"))
    with pytest.raises(APITimeoutError, match="GET /api/cars/1: late"):
        made(GET, path={"id": 1})
    assert len(made.sent) == 3


@pytest.mark.parametrize("response", [httpx2.Response(500), httpx2.Response(503), httpx2.ReadTimeout("late")])
def test_a_post_with_a_lost_response_is_not_retried(run: Runner, response: Step) -> None:
    """A POST whose response was lost is not retried, because it may have been carried out."""
    made = run(response)
    with pytest.raises((InternalServerError, APIConnectionError)):
        made(CREATE, body={"name": "Ada"})
    assert (len(made.sent), made.waited) == (1, [])


@pytest.mark.parametrize(
    "response", [httpx2.Response(429, headers={"Retry-After": "7"}), httpx2.ConnectError("rejected")]
)
def test_a_post_that_was_not_carried_out_is_retried(run: Runner, response: Step) -> None:
    """A POST is sent again with the same body after a 429 or a failed connection."""
    made = run(response, GOOD)
    assert made(CREATE, body={"name": "Ada"}).id == 1
    assert [request.content for request in made.sent] == [b'{"car":{"name":"Ada"}}'] * 2
    assert made.waited == [7.0 if isinstance(response, httpx2.Response) else 0.5]


def test_a_long_retry_after_is_an_error(run: Runner) -> None:
    """A `Retry-After` of an hour is not waited for, and the error has the value."""
    made = run(httpx2.Response(429, headers={"Retry-After": "3600"}))
    with pytest.raises(RateLimitError) as caught:
        made(GET, path={"id": 1})
    assert (caught.value.retry_after, made.waited) == (3600, [])


def test_calls_wait_for_the_rate_limit(run: Runner) -> None:
    """Calls and retries wait until the documented limit allows them."""
    operation = replace(GET, rate_limit=RateLimit(1, 60))
    settings = replace(RETRYING, limiter=RateLimiter(clock=lambda: 0.0, margin=0.0))
    made = run(httpx2.Response(500), GOOD, GOOD, settings=settings)
    made(operation, path={"id": 1})
    made(operation, path={"id": 1})
    assert made.waited == [0.5, 60.0, 120.0]


@pytest.fixture
def received() -> list[Event]:
    """The events that the hooks received."""
    return []


@pytest.fixture
def hooks(received: list[Event]) -> Hooks:
    """Hooks that record all events."""
    return Hooks(on_request=received.append, on_response=received.append, on_retry=received.append)


def test_hooks_are_called_in_order(run: Runner, received: list[Event], hooks: Hooks) -> None:
    """Each attempt, each response and each retry emits an event."""
    run(httpx2.Response(500), httpx2.ConnectError("x"), GOOD, settings=replace(RETRYING, hooks=hooks))(
        GET, path={"id": 1}
    )
    tries = [RequestEvent("get_car", "GET", "/api/cars/1", n) for n in (1, 2, 3)]
    assert [event for event in received if not isinstance(event, ResponseEvent)] == [
        tries[0],
        RetryEvent(tries[0], "500", 0.5),
        tries[1],
        RetryEvent(tries[1], "ConnectError", 1.0),
        tries[2],
    ]
    responses = [event for event in received if isinstance(event, ResponseEvent)]
    assert [(event.request, event.status_code) for event in responses] == [(tries[0], 500), (tries[2], 200)]
    assert all(event.seconds >= 0 for event in responses)


def test_asynchronous_hooks_are_awaited(received: list[Event]) -> None:
    """A hook of an asynchronous client may be asynchronous."""

    async def note(event: Event) -> None:
        await asyncio.sleep(0)
        received.append(event)

    Run(True, GOOD, settings=replace(RETRYING, hooks=Hooks(on_request=note)))(GET, path={"id": 1})
    assert len(received) == 1


@pytest.mark.parametrize("error", [ZeroDivisionError("mine"), httpx2.ReadError("mine")])
@pytest.mark.parametrize("hook", ["on_request", "on_response"])
def test_errors_of_a_hook_are_raised(run: Runner, hook: str, error: Exception) -> None:
    """Errors of a hook are raised unchanged and are not converted to connection errors."""

    def fail(_: object) -> None:
        raise error

    made = run(GOOD, settings=replace(RETRYING, hooks=Hooks(**{hook: fail})))
    with pytest.raises(type(error), match="mine"):
        made(GET, path={"id": 1})


def test_tasks_share_a_limit() -> None:
    """Concurrent calls of one client share its rate limit."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        await asyncio.sleep(0)

    def respond(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"id": 1, "name": None})

    async def calls() -> None:
        limiter = RateLimiter(clock=lambda: 0.0, margin=0.0)
        client = async_client(respond, replace(RETRYING, limiter=limiter, sleep=sleep))
        operation = replace(GET, rate_limit=RateLimit(2, 60))
        await asyncio.gather(*(client.call(operation, Call(path={"id": n})) for n in range(6)))

    asyncio.run(calls())
    assert waited == [60.0, 60.0, 120.0, 120.0]


def test_the_default_sleep_is_pythons(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clients wait with time.sleep and anyio.sleep by default."""
    waited: list[float] = []
    here, really, really_later = threading.current_thread(), time.sleep, anyio.sleep

    # A server that another test left running in a thread sleeps as well, and goes on doing so.
    def sleep(seconds: float) -> None:
        if threading.current_thread() is not here:
            really(seconds)
        else:
            waited.append(seconds)

    async def sleep_later(seconds: float) -> None:
        if threading.current_thread() is not here:
            await really_later(seconds)
        else:
            waited.append(seconds)

    monkeypatch.setattr("time.sleep", sleep)
    monkeypatch.setattr("anyio.sleep", sleep_later)
    responses: Iterator[httpx2.Response] = iter([httpx2.Response(500), GOOD, httpx2.Response(500), GOOD])
    sync_client(lambda _: fresh(next(responses)), RETRYING).call(GET, Call(path={"id": 1}))
    asyncio.run(async_client(lambda _: fresh(next(responses)), RETRYING).call(GET, Call(path={"id": 1})))
    assert waited == [0.5, 0.5]
