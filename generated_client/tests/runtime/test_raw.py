"""The answer itself can be had beside its result, read or yet to be read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
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
    answering,
    async_client,
    fleet,
    sync_client,
)

CAR = answering(json={"id": 7, "name": "Ada"}, headers={"X-Own": "yes"})


class Cars:
    """A resource as it is generated."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get(self, id: int) -> Car:  # noqa: A002 - as it is generated
        """Get a car."""
        return self._caller.call(GET, Call(path={"id": id}))

    def list(self) -> Page[Car]:
        """List cars."""
        return self._caller.page(LIST, Call())


class AsyncCars:
    """A resource as it is generated, for asyncio."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get(self, id: int) -> Car:  # noqa: A002 - as it is generated
        """Get a car."""
        return await self._caller.call(GET, Call(path={"id": id}))

    def list(self) -> AsyncPages[Car]:
        """List cars."""
        return self._caller.page(LIST, Call())


class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that breaks off after its first piece, and notes that it was closed."""

    def __init__(self) -> None:
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"one\n"
        raise httpx.ReadError("broken")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"one\n"
        raise httpx.ReadError("broken")

    def close(self) -> None:
        """Note that it was closed."""
        self.closed = True

    async def aclose(self) -> None:
        """Note that it was closed."""
        self.closed = True


def test_an_answer_has_its_result_and_all_else() -> None:
    """Status, headers, body, and the result that the plain method gives."""
    answer = raw.as_raw(Cars(raw.raw_calls(sync_client(CAR))).get)(7)
    assert (answer.status_code, answer.headers["x-own"]) == (200, "yes")
    assert (answer.content, answer.text) == (b'{"id":7,"name":"Ada"}', '{"id":7,"name":"Ada"}')
    assert answer.parse() == Car(id=7, name="Ada")
    assert repr(answer) == "RawResponse(status_code=200)"
    assert answer.http_response.request.url.path == "/api/cars/7"


def test_a_list_s_answer_is_its_first_page() -> None:
    """The result of a list's answer is a page, which goes on through the plain client."""
    answer = raw.as_raw(Cars(raw.raw_calls(sync_client(fleet(5)))).list)()
    assert [car.id for car in answer.parse()] == [0, 1, 2, 3, 4]


def test_asynchronous_answers_are_the_same() -> None:
    """The same holds for the asynchronous client, lists included."""

    async def call() -> tuple[Car, list[int]]:
        one = await raw.async_as_raw(AsyncCars(raw.async_raw_calls(async_client(CAR))).get)(7)
        many = await raw.async_as_raw(AsyncCars(raw.async_raw_calls(async_client(fleet(5)))).list)()
        return one.parse(), [car.id async for car in many.parse()]

    assert asyncio.run(call()) == (Car(id=7, name="Ada"), [0, 1, 2, 3, 4])


@pytest.mark.parametrize(("handler", "kind"), [(answering(404, json={"message": "No."}), NotFoundError)])
def test_a_status_of_failure_is_raised(handler: Handler, kind: type[APIStatusError]) -> None:
    """Raw and streamed answers are successes; a failure is the same error as without the detour, its body read."""

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


def test_a_refusal_is_no_answer() -> None:
    """Status 200 with `success: false` is raised as it is without the detour; a body yet to be read, when it is."""
    refusing = answering(json={"success": False})
    with pytest.raises(RefusedError, match="200 the body says success: false"):
        raw.as_raw(Cars(raw.raw_calls(sync_client(refusing))).get)(7)

    async def call() -> None:
        await raw.async_as_raw(AsyncCars(raw.async_raw_calls(async_client(refusing))).get)(7)

    with pytest.raises(RefusedError):
        asyncio.run(call())
    with raw.as_streamed(Cars(raw.stream_calls(sync_client(refusing))).get)(7) as answer, pytest.raises(RefusedError):
        answer.parse()


def test_an_answer_keeps_no_token() -> None:
    """Credentials are masked in the request that an answer keeps; what it says beside its result is there."""
    handler = answering(json={"id": 7, "name": "Ada"}, headers={"X-Request-Id": "r-1"})
    answer = raw.as_raw(Cars(raw.raw_calls(sync_client(handler))).get)(7)
    assert answer.http_response.request.headers["authorization"] == "Bearer [secret]"
    assert (answer.request_id, answer.json()) == ("r-1", {"id": 7, "name": "Ada"})


def test_an_answer_may_be_no_json() -> None:
    """What can be said of an answer does not depend on its body; only its result does."""
    answer = raw.as_raw(Cars(raw.raw_calls(sync_client(answering(text="<html>")))).get)(7)
    assert (answer.text, answer.request_id) == ("<html>", None)
    with pytest.raises(APIResponseError):
        answer.parse()


def test_a_body_can_be_read_piece_by_piece() -> None:
    """Bytes or lines, or the whole result, while the answer is open; behind `with` it is closed."""
    get = raw.as_streamed(Cars(raw.stream_calls(sync_client(CAR))).get)
    with get(7) as answer:
        assert b"".join(answer.iter_bytes(4)) == b'{"id":7,"name":"Ada"}'
    with get(7) as answer:
        assert list(answer.iter_lines()) == ['{"id":7,"name":"Ada"}']
    with get(7) as answer:
        assert answer.parse() == Car(id=7, name="Ada")
    with get(7) as answer:
        pass
    assert answer.http_response.is_closed


def test_an_asynchronous_body_can_be_read_piece_by_piece() -> None:
    """The same holds for the asynchronous client."""

    async def call() -> None:
        get = raw.async_as_streamed(AsyncCars(raw.async_stream_calls(async_client(CAR))).get)
        async with get(7) as answer:
            assert b"".join([piece async for piece in answer.iter_bytes(4)]) == b'{"id":7,"name":"Ada"}'
        async with get(7) as answer:
            assert [line async for line in answer.iter_lines()] == ['{"id":7,"name":"Ada"}']
        async with get(7) as answer:
            assert await answer.parse() == Car(id=7, name="Ada")
        async with get(7) as answer:
            pass
        assert answer.http_response.is_closed

    asyncio.run(call())


def test_a_body_that_breaks_off_is_a_connection_error() -> None:
    """However the body is read, and with either client, and the answer is closed all the same."""
    stream = Broken()
    get = raw.as_streamed(Cars(raw.stream_calls(sync_client(answering(stream=stream)))).get)
    for read in (lambda a: list(a.iter_bytes()), lambda a: list(a.iter_lines()), lambda a: a.parse()):
        with pytest.raises(APIConnectionError, match="GET /api/cars/7: broken"), get(7) as answer:
            read(answer)
    assert stream.closed

    async def call(way: str) -> None:
        lines = raw.async_as_streamed(AsyncCars(raw.async_stream_calls(async_client(answering(stream=Broken())))).get)
        async with lines(7) as answer:
            if way == "parse":
                await answer.parse()
            elif way == "lines":
                [line async for line in answer.iter_lines()]
            else:
                [piece async for piece in answer.iter_bytes()]

    for way in ("parse", "lines", "bytes"):
        with pytest.raises(APIConnectionError, match="GET /api/cars/7: broken"):
            asyncio.run(call(way))


def test_a_failure_s_body_that_breaks_off_is_tried_again() -> None:
    """The body of a failure is read before anything else is done, and that can fail too."""
    settings = replace(SETTINGS, retries=Retries(max_retries=1), sleep=lambda _: None)
    answers = iter([httpx.Response(500, stream=Broken()), httpx.Response(200, json={"id": 7, "name": None})])
    with raw.as_streamed(Cars(raw.stream_calls(sync_client(lambda _: next(answers), settings))).get)(7) as answer:
        assert answer.parse().id == 7

    async def call() -> None:
        client = async_client(answering(500, stream=Broken()))
        async with raw.async_as_streamed(AsyncCars(raw.async_stream_calls(client)).get)(7):
            pass

    with pytest.raises(APIConnectionError, match="broken"):
        asyncio.run(call())


def test_a_hook_that_raises_leaves_nothing_open() -> None:
    """An answer that was to be streamed is closed when a hook raises."""

    def fail(_: object) -> None:
        raise ZeroDivisionError

    streams = [Broken(), Broken()]
    settings = replace(SETTINGS, hooks=Hooks(on_response=fail))
    with (
        pytest.raises(ZeroDivisionError),
        raw.as_streamed(Cars(raw.stream_calls(sync_client(answering(stream=streams[0]), settings))).get)(7),
    ):
        pass

    async def call() -> None:
        client = async_client(answering(stream=streams[1]), settings)
        async with raw.async_as_streamed(AsyncCars(raw.async_stream_calls(client)).get)(7):
            pass

    with pytest.raises(ZeroDivisionError):
        asyncio.run(call())
    assert all(stream.closed for stream in streams)
