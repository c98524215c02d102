"""Lists are walked to their end, each entry once, and the walk always ends."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.operations import PagedOperation
from workato_embedded._runtime.paging import Cursor, OnePage, PageNumbers

from .samples import BY_CURSOR, COUNTED, LIST, Car, async_client, fleet, sync_client

SIZES = st.integers(0, 23)
PER_PAGE = st.none() | st.integers(1, 12)
OPERATIONS = st.sampled_from([LIST, COUNTED])


def call_with(per_page: int | None) -> Call:
    """Return a call that asks for pages of a size, or for none."""
    return Call(query={} if per_page is None else {"per_page": per_page})


@given(SIZES, PER_PAGE, OPERATIONS)
def test_iterating_gives_each_entry_once(size: int, per_page: int | None, operation: PagedOperation[Car]) -> None:
    """Whatever the size of the list and of its pages, over the maximum or not, all entries come, in order."""
    client = sync_client(fleet(size, counted=operation is COUNTED))
    assert [car.id for car in client.page(operation, call_with(per_page))] == list(range(size))


@given(SIZES, PER_PAGE, OPERATIONS)
def test_asynchronous_iterating_does_the_same(size: int, per_page: int | None, operation: PagedOperation[Car]) -> None:
    """`async for` over the list, and over its awaited first page, give what the other client gives."""

    async def walk() -> tuple[list[int], list[int]]:
        client = async_client(fleet(size, counted=operation is COUNTED))
        pages = client.page(operation, call_with(per_page))
        return [car.id async for car in pages], [car.id async for car in await pages]

    assert asyncio.run(walk()) == (list(range(size)), list(range(size)))


def test_a_page_knows_its_place() -> None:
    """A page has its entries, the total where it is told, and the way to the next page."""
    client = sync_client(fleet(5, counted=True))
    first = client.page(COUNTED, Call())
    assert ([car.id for car in first.items], first.total, first.has_next_page()) == ([0, 1, 2], 5, True)
    second = first.next_page()
    assert second is not None
    assert ([car.id for car in second.items], second.has_next_page(), second.next_page()) == ([3, 4], False, None)
    assert [len(page.items) for page in first.iter_pages()] == [3, 2]


def test_an_asynchronous_page_knows_its_place() -> None:
    """The same holds for a page of the asynchronous client."""

    async def walk() -> None:
        first = await async_client(fleet(5, counted=True)).page(COUNTED, Call())
        assert (len(first.items), first.total, first.has_next_page()) == (3, 5, True)
        second = await first.next_page()
        assert second is not None
        assert await second.next_page() is None
        assert [len(page.items) async for page in first.iter_pages()] == [3, 2]

    asyncio.run(walk())


@pytest.mark.parametrize("operation", [LIST, COUNTED])
def test_a_list_that_goes_on_with_empty_pages_ends(operation: PagedOperation[Car]) -> None:
    """A total that is never reached does not keep the client asking."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        cars = [{"id": 1, "name": None}] * 3 if len(asked) == 1 else []
        return httpx.Response(200, json={"result": cars, "count": 1000})

    assert len(list(sync_client(answer).page(operation, Call()))) == 3
    assert len(asked) == 2


CAPS = st.sampled_from([1, 2, 3, 4, 5, 10])


@given(st.integers(0, 60), st.integers(1, 3), CAPS, st.sampled_from(["", "all", "page", "none"]))
def test_a_server_with_other_sizes_loses_no_entry(size: int, first: int, tens: int, told: str) -> None:
    """A server may have smaller pages than the document says, by tens, and count what it likes: all entries come."""
    cap, asked = 5 * tens, list[int]()

    def answer(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", 1))
        asked.append(number)
        cars = [{"id": n, "name": None} for n in range(size)][(number - 1) * cap : number * cap]
        count = {"": None, "all": size, "page": len(cars), "none": 0}[told]
        return httpx.Response(200, json={"result": cars, "count": count})

    # What the document is mistaken in is either the size of a page or what the total counts, not both.
    most = 100 if told in ("", "all") else cap
    paging = PageNumbers(page="page", per_page="per_page", first=1, size=most, max=most, total="count")
    operation = replace(LIST, paging=paging)
    walked = [car.id for car in sync_client(answer).page(operation, Call(query={"page": first}))]
    assert walked == list(range((first - 1) * cap, size))
    assert len(asked) <= len(walked) // cap + 2


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("extra", [{"per_page": 2}, {"page": 1, "per_page": "2"}, {"page": 2}, {"per_page": "many"}])
def test_paging_goes_by_what_is_sent(extra: dict[str, object], asynchronous: bool) -> None:
    """Number and size of a page that come by `extra_query` are those that the walk goes on from."""
    call = Call(query={"per_page": 5}, options={"extra_query": {**extra, "colour": "red"}, "max_retries": 0})
    first = int(str(extra.get("page", 1)))
    size = int(str(extra["per_page"])) if extra.get("per_page") in (2, "2") else 5
    seen: list[httpx.QueryParams] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.params)
        number = int(request.url.params["page"]) if "page" in request.url.params else 1
        cars = [{"id": n, "name": None} for n in range(13)][(number - 1) * size : number * size]
        return httpx.Response(200, json={"result": cars})

    async def walk() -> list[int]:
        return [car.id async for car in async_client(answer).page(LIST, call)]

    found = asyncio.run(walk()) if asynchronous else [car.id for car in sync_client(answer).page(LIST, call)]
    assert found == list(range((first - 1) * size, 13))
    assert {params["colour"] for params in seen} == {"red"}


@pytest.mark.parametrize("operation", [LIST, COUNTED])
@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_server_that_ignores_the_page_does_not_keep_the_client_asking(
    operation: PagedOperation[Car], asynchronous: bool
) -> None:
    """The same full page again is no page: its entries come once."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={"result": [{"id": n, "name": None} for n in range(3)], "count": 100})

    async def walk() -> list[int]:
        return [car.id async for car in async_client(answer).page(operation, Call())]

    found = asyncio.run(walk()) if asynchronous else [car.id for car in sync_client(answer).page(operation, Call())]
    assert found == [0, 1, 2]
    assert len(asked) == 2


def test_cursors_that_go_round_end_the_walk() -> None:
    """A cursor that there was, however long ago and written as text or number, is not followed again."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params.get("after_id", ""))
        following = {"": 7, "7": 8, "8": 9, "9": 7}[asked[-1]]
        return httpx.Response(200, json={"result": {"items": [{"id": following, "name": None}]}})

    walked = [car.id for car in sync_client(answer).page(BY_CURSOR, Call())]
    assert (walked, asked) == ([7, 8, 9, 7], ["", "7", "8", "9"])
    asked.clear()
    assert [car.id for car in sync_client(answer).page(BY_CURSOR, Call(query={"after_id": "9"}))] == [7, 8, 9]


def test_an_entry_that_cannot_be_read_hides_nothing_after_it() -> None:
    """The cursor is that of the last entry that has one."""

    def answer(request: httpx.Request) -> httpx.Response:
        following = {"": [{"id": 9, "name": None}, {"id": 7, "name": None}, None], "7": [{"id": 1, "name": None}]}
        items = following.get(request.url.params.get("after_id", ""), [])
        return httpx.Response(200, json={"result": {"items": items}})

    walked = list(sync_client(answer).page(BY_CURSOR, Call()))
    assert [getattr(car, "id", None) for car in walked] == [9, 7, None, 1]


def test_a_cursor_takes_the_place_of_a_page_number() -> None:
    """Who begins on a page goes on from its last entry, and the number is sent once."""
    seen: list[dict[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(dict(request.url.params))
        return httpx.Response(200, json={"result": {"items": [{"id": 7, "name": None}] if len(seen) == 1 else []}})

    operation = replace(BY_CURSOR, paging=Cursor(cursor="after_id", item="id", page="page"))
    assert len(list(sync_client(answer).page(operation, Call(query={"page": 3, "colour": "red"})))) == 1
    assert seen == [{"page": "3", "colour": "red"}, {"after_id": "7", "colour": "red"}]


def test_a_list_that_comes_whole_is_one_page() -> None:
    """It has the same face as any other list, and is asked for once."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={"result": [{"id": n, "name": None} for n in range(5)]})

    page = sync_client(answer).page(replace(LIST, paging=OnePage()), Call())
    assert ([car.id for car in page], page.has_next_page(), page.next_page()) == ([0, 1, 2, 3, 4], False, None)
    assert OnePage().is_first({"page": "7"})
    assert len(asked) == 1


@given(SIZES)
def test_a_cursor_is_followed_to_the_end(size: int) -> None:
    """Each page begins behind the last entry of the page before, until one is empty."""

    def answer(request: httpx.Request) -> httpx.Response:
        start = int(request.url.params.get("after_id", -1)) + 1
        cars = [{"id": n, "name": None} for n in range(start, min(start + 4, size))]
        return httpx.Response(200, json={"result": {"items": cars}})

    assert [car.id for car in sync_client(answer).page(BY_CURSOR, Call())] == list(range(size))


@pytest.mark.parametrize("entry", [{"id": 7, "name": None}, {"name": None}, {"id": None, "name": None}])
def test_a_cursor_that_does_not_move_ends_the_walk(entry: dict[str, object]) -> None:
    """The same cursor again, or none, does not keep the client asking."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={"result": {"items": [entry]}})

    assert list(sync_client(answer).page(BY_CURSOR, Call()))
    assert len(asked) <= 2


def test_a_page_in_the_middle_goes_on_from_there() -> None:
    """Who asks for the third page gets it and all after it, and the filters go along."""
    seen: list[httpx.QueryParams] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.params)
        return fleet(11)(request)

    call = Call(query={"page": 3, "colour": "red"})
    assert [car.id for car in sync_client(answer).page(LIST, call)] == [6, 7, 8, 9, 10]
    assert [(params["page"], params["colour"]) for params in seen] == [("3", "red"), ("4", "red")]
