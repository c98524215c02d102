"""Tests of raw and streamed responses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx2
import pytest
from workato_embedded._runtime import raw
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import (
    APIConnectionError,
    APIResponseError,
    APIStatusError,
    NotFoundError,
    RefusedError,
)
from workato_embedded._runtime.events import Hooks
from workato_embedded._runtime.paging import AsyncPages, Page
from workato_embedded._runtime.raw import AsyncCaller, Caller
from workato_embedded._runtime.retries import Retries

from .samples import (
    GET,
    LIST,
    SETTINGS,
    Car,
    Handler,
    async_client,
    fleet,
    respond_with,
    sync_client,
)

pytestmark = pytest.mark.usefixtures("http_library")

CAR = respond_with(json={"id": 7, "name": "Ada"}, headers={"X-Own": "yes"})


class Cars:
    """A resource like the generated one."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get(self, id: int) -> Car:  # noqa: A002 - as it is generated
        """Get a car."""
        return self._caller.call(GET, Call(path={"id": id}))

    def list(self) -> Page[Car]:
        """List cars."""
        return self._caller.page(LIST, Call())


class AsyncCars:
    """An asynchronous resource like the generated one."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get(self, id: int) -> Car:  # noqa: A002 - as it is generated
        """Get a car."""
        return await self._caller.call(GET, Call(path={"id": id}))

    def list(self) -> AsyncPages[Car]:
        """List cars."""
        return self._caller.page(LIST, Call())


class Broken(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that fails after its first chunk, and records that it was closed."""

    def __init__(self) -> None:
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"one\n"
        raise httpx2.ReadError("broken")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"one\n"
        raise httpx2.ReadError("broken")

    def close(self) -> None:
        """Record that it was closed."""
        self.closed = True

    async def aclose(self) -> None:
        """Record that it was closed."""
        self.closed = True


def test_a_raw_response_has_status_headers_body_and_result() -> None:
    """A raw response has status, headers and body, and its result is that of the plain method."""
    response = raw.as_raw(Cars(raw.raw_calls(sync_client(CAR))).get)(7)
    assert (response.status_code, response.headers["x-own"]) == (200, "yes")
    assert (response.content, response.text) == (b'{"id":7,"name":"Ada"}', '{"id":7,"name":"Ada"}')
    assert response.parse() == Car(id=7, name="Ada")
    assert repr(response) == "RawResponse(status_code=200)"
    assert response.http_response.request.url.path == "/api/cars/7"


def test_the_result_of_a_raw_list_is_its_first_page() -> None:
    """The result of a raw list is a page that continues with the plain client."""
    response = raw.as_raw(Cars(raw.raw_calls(sync_client(fleet(5)))).list)()
    assert [car.id for car in response.parse()] == [0, 1, 2, 3, 4]


def test_asynchronous_raw_responses_have_the_same_interface() -> None:
    """Raw responses of the asynchronous client are the same, lists included."""

    async def call() -> tuple[Car, list[int]]:
        one = await raw.async_as_raw(AsyncCars(raw.async_raw_calls(async_client(CAR))).get)(7)
        many = await raw.async_as_raw(AsyncCars(raw.async_raw_calls(async_client(fleet(5)))).list)()
        return one.parse(), [car.id async for car in many.parse()]

    assert asyncio.run(call()) == (Car(id=7, name="Ada"), [0, 1, 2, 3, 4])


@pytest.mark.parametrize(("handler", "kind"), [(respond_with(404, json={"message": "No."}), NotFoundError)])
def test_an_error_status_is_raised_by_raw_and_streamed_calls(handler: Handler, kind: type[APIStatusError]) -> None:
    """Raw and streamed calls raise the error of the plain method, with its body read."""

    async def call() -> None:
        async with raw.async_as_streamed(AsyncCars(raw.async_stream_calls(async_client(handler))).get)(7):
            pass

    with pytest.raises(kind, match="404 No"):
        raw.as_raw(Cars(raw.raw_calls(sync_client(handler))).get)(7)
    with (
        pytest.raises(kind, match="404 No"),
        raw.as_streamed(Cars(raw.stream_calls(sync_client(handler))).get)(7),
    ):
        pass
    with pytest.raises(kind, match="404 No"):
        asyncio.run(call())


def test_success_false_is_raised_by_raw_calls() -> None:
    """A raw call raises RefusedError at once, and a streamed call when its body is parsed."""
    rejecting = respond_with(json={"success": False})
    with pytest.raises(RefusedError, match="200 the body says success: false"):
        raw.as_raw(Cars(raw.raw_calls(sync_client(rejecting))).get)(7)

    async def call() -> None:
        await raw.async_as_raw(AsyncCars(raw.async_raw_calls(async_client(rejecting))).get)(7)

    with pytest.raises(RefusedError):
        asyncio.run(call())
    with (
        raw.as_streamed(Cars(raw.stream_calls(sync_client(rejecting))).get)(7) as response,
        pytest.raises(RefusedError),
    ):
        response.parse()


def test_a_raw_response_keeps_no_token() -> None:
    """The credentials in the request of a raw response are masked."""
    handler = respond_with(json={"id": 7, "name": "Ada"}, headers={"X-Request-Id": "r-1"})
    response = raw.as_raw(Cars(raw.raw_calls(sync_client(handler))).get)(7)
    assert response.http_response.request.headers["authorization"] == "Bearer [secret]"
    assert (response.request_id, response.json()) == ("r-1", {"id": 7, "name": "Ada"})


def test_a_raw_response_need_not_be_json() -> None:
    """A raw response may have any body; only its result depends on it."""
    response = raw.as_raw(Cars(raw.raw_calls(sync_client(respond_with(text="<html>")))).get)(7)
    assert (response.text, response.request_id) == ("<html>", None)
    with pytest.raises(APIResponseError):
        response.parse()


def test_a_streamed_body_can_be_read_in_chunks() -> None:
    """Bytes, lines or the whole result of a streamed response can be read; it is closed after `with`."""
    get = raw.as_streamed(Cars(raw.stream_calls(sync_client(CAR))).get)
    with get(7) as reply:
        assert b"".join(reply.iter_bytes(4)) == b'{"id":7,"name":"Ada"}'
    with get(7) as reply:
        assert list(reply.iter_lines()) == ['{"id":7,"name":"Ada"}']
    with get(7) as reply:
        assert reply.parse() == Car(id=7, name="Ada")
    with get(7) as reply:
        pass
    assert reply.http_response.is_closed


def test_an_asynchronous_streamed_body_can_be_read_in_chunks() -> None:
    """A streamed response of the asynchronous client has the interface of a synchronous one."""

    async def call() -> None:
        get = raw.async_as_streamed(AsyncCars(raw.async_stream_calls(async_client(CAR))).get)
        async with get(7) as response:
            assert b"".join([chunk async for chunk in response.iter_bytes(4)]) == b'{"id":7,"name":"Ada"}'
        async with get(7) as response:
            assert [line async for line in response.iter_lines()] == ['{"id":7,"name":"Ada"}']
        async with get(7) as response:
            assert await response.parse() == Car(id=7, name="Ada")
        async with get(7) as response:
            pass
        assert response.http_response.is_closed

    asyncio.run(call())


def test_a_broken_streamed_body_is_a_connection_error() -> None:
    """Each way to read a broken body raises APIConnectionError in both clients, and the response is closed."""
    stream = Broken()
    get = raw.as_streamed(Cars(raw.stream_calls(sync_client(respond_with(stream=stream)))).get)
    for read in (lambda a: list(a.iter_bytes()), lambda a: list(a.iter_lines()), lambda a: a.parse()):
        with pytest.raises(APIConnectionError, match="GET /api/cars/7: broken"), get(7) as reply:
            read(reply)
    assert stream.closed

    async def call(way: str) -> None:
        client = async_client(respond_with(stream=Broken()))
        lines = raw.async_as_streamed(AsyncCars(raw.async_stream_calls(client)).get)
        async with lines(7) as reply:
            if way == "parse":
                await reply.parse()
            elif way == "lines":
                [line async for line in reply.iter_lines()]
            else:
                [chunk async for chunk in reply.iter_bytes()]

    for way in ("parse", "lines", "bytes"):
        with pytest.raises(APIConnectionError, match="GET /api/cars/7: broken"):
            asyncio.run(call(way))


def test_a_broken_error_body_is_retried() -> None:
    """A failure while the body of an error response is read is retried like any other."""
    settings = replace(SETTINGS, retries=Retries(max_retries=1), sleep=lambda _: None)
    responses = iter([httpx2.Response(500, stream=Broken()), httpx2.Response(200, json={"id": 7, "name": None})])
    with raw.as_streamed(Cars(raw.stream_calls(sync_client(lambda _: next(responses), settings))).get)(7) as reply:
        assert reply.parse().id == 7

    async def call() -> None:
        client = async_client(respond_with(500, stream=Broken()))
        async with raw.async_as_streamed(AsyncCars(raw.async_stream_calls(client)).get)(7):
            pass

    with pytest.raises(APIConnectionError, match="broken"):
        asyncio.run(call())


def test_a_raising_hook_closes_the_streamed_response() -> None:
    """A streamed response is closed if a hook raises."""

    def fail(_: object) -> None:
        raise ZeroDivisionError

    streams = [Broken(), Broken()]
    settings = replace(SETTINGS, hooks=Hooks(on_response=fail))
    with (
        pytest.raises(ZeroDivisionError),
        raw.as_streamed(Cars(raw.stream_calls(sync_client(respond_with(stream=streams[0]), settings))).get)(7),
    ):
        pass

    async def call() -> None:
        client = async_client(respond_with(stream=streams[1]), settings)
        async with raw.async_as_streamed(AsyncCars(raw.async_stream_calls(client)).get)(7):
            pass

    with pytest.raises(ZeroDivisionError):
        asyncio.run(call())
    assert all(stream.closed for stream in streams)
