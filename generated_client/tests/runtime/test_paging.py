"""Tests of paging: each entry comes once, and iteration always ends."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.operations import PagedOperation
from workato_embedded._runtime.paging import Cursor, OnePage, PageNumbers

from .samples import BY_CURSOR, COUNTED, LIST, Car, async_client, fleet, sync_client

pytestmark = pytest.mark.usefixtures("http_library")

SIZES = st.integers(0, 23)
PER_PAGE = st.none() | st.integers(1, 12)
OPERATIONS = st.sampled_from([LIST, COUNTED])


def call_with(per_page: int | None) -> Call:
    """Return a call that asks for pages of a size, or for none."""
    return Call(query={} if per_page is None else {"per_page": per_page})


@given(SIZES, PER_PAGE, OPERATIONS)
def test_iteration_yields_each_entry_once(size: int, per_page: int | None, operation: PagedOperation[Car]) -> None:
    """Iteration yields all entries in order, whatever the sizes of the list and of its pages."""
    client = sync_client(fleet(size, counted=operation is COUNTED))
    assert [car.id for car in client.page(operation, call_with(per_page))] == list(range(size))


@given(SIZES, PER_PAGE, OPERATIONS)
def test_asynchronous_iteration_yields_each_entry_once(
    size: int, per_page: int | None, operation: PagedOperation[Car]
) -> None:
    """`async for` over the list, and over its first page, yields the same entries."""

    async def iterate() -> tuple[list[int], list[int]]:
        client = async_client(fleet(size, counted=operation is COUNTED))
        pages = client.page(operation, call_with(per_page))
        return [car.id async for car in pages], [car.id async for car in await pages]

    assert asyncio.run(iterate()) == (list(range(size)), list(range(size)))


def test_a_page_has_entries_total_and_next_page() -> None:
    """A page has its entries, the total if returned, and the next page."""
    client = sync_client(fleet(5, counted=True))
    first = client.page(COUNTED, Call())
    assert ([car.id for car in first.items], first.total, first.has_next_page()) == ([0, 1, 2], 5, True)
    second = first.next_page()
    assert second is not None
    assert ([car.id for car in second.items], second.has_next_page(), second.next_page()) == ([3, 4], False, None)
    assert [len(page.items) for page in first.iter_pages()] == [3, 2]


def test_an_asynchronous_page_has_entries_total_and_next_page() -> None:
    """A page of the asynchronous client has the attributes of a synchronous one."""

    async def iterate() -> None:
        first = await async_client(fleet(5, counted=True)).page(COUNTED, Call())
        assert (len(first.items), first.total, first.has_next_page()) == (3, 5, True)
        second = await first.next_page()
        assert second is not None
        assert await second.next_page() is None
        assert [len(page.items) async for page in first.iter_pages()] == [3, 2]

    asyncio.run(iterate())


@pytest.mark.parametrize("operation", [LIST, COUNTED])
def test_iteration_ends_at_an_empty_page(operation: PagedOperation[Car]) -> None:
    """An empty page ends the iteration, even if the total was not reached."""
    requested: list[str] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        requested.append(str(request.url))
        cars = [{"id": 1, "name": None}] * 3 if len(requested) == 1 else []
        return httpx2.Response(200, json={"result": cars, "count": 1000})

    assert len(list(sync_client(respond).page(operation, Call()))) == 3
    assert len(requested) == 2


CAPS = st.sampled_from([1, 2, 3, 4, 5, 10])


@given(st.integers(0, 60), st.integers(1, 3), CAPS, st.sampled_from(["", "all", "page", "none"]))
def test_other_page_sizes_of_a_server_lose_no_entry(size: int, first: int, tens: int, total_kind: str) -> None:
    """No entry is lost if the server has smaller pages or another total."""
    cap, requested = 5 * tens, list[int]()

    def respond(request: httpx2.Request) -> httpx2.Response:
        number = int(request.url.params.get("page", 1))
        requested.append(number)
        cars = [{"id": n, "name": None} for n in range(size)][(number - 1) * cap : number * cap]
        count = {"": None, "all": size, "page": len(cars), "none": 0}[total_kind]
        return httpx2.Response(200, json={"result": cars, "count": count})

    # What the document is mistaken in is either the size of a page or what the total counts, not both.
    most = 100 if total_kind in ("", "all") else cap
    paging = PageNumbers(page="page", per_page="per_page", first=1, size=most, max=most, total="count")
    operation = replace(LIST, paging=paging)
    iterated = [car.id for car in sync_client(respond).page(operation, Call(query={"page": first}))]
    assert iterated == list(range((first - 1) * cap, size))
    assert len(requested) <= len(iterated) // cap + 2


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("extra", [{"per_page": 2}, {"page": 1, "per_page": "2"}, {"page": 2}, {"per_page": "many"}])
def test_paging_uses_extra_query(extra: dict[str, object], asynchronous: bool) -> None:
    """A page number and size in `extra_query` are used for the next pages."""
    call = Call(query={"per_page": 5}, options={"extra_query": {**extra, "colour": "red"}, "max_retries": 0})
    first = int(str(extra.get("page", 1)))
    size = int(str(extra["per_page"])) if extra.get("per_page") in (2, "2") else 5
    seen: list[httpx2.QueryParams] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.url.params)
        number = int(request.url.params["page"]) if "page" in request.url.params else 1
        cars = [{"id": n, "name": None} for n in range(13)][(number - 1) * size : number * size]
        return httpx2.Response(200, json={"result": cars})

    async def iterate() -> list[int]:
        return [car.id async for car in async_client(respond).page(LIST, call)]

    found = asyncio.run(iterate()) if asynchronous else [car.id for car in sync_client(respond).page(LIST, call)]
    assert found == list(range((first - 1) * size, 13))
    assert {params["colour"] for params in seen} == {"red"}


@pytest.mark.parametrize("operation", [LIST, COUNTED])
@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_repeated_page_ends_the_iteration(operation: PagedOperation[Car], asynchronous: bool) -> None:
    """If a server returns the same full page again, its entries are yielded once."""
    requested: list[str] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        requested.append(str(request.url))
        return httpx2.Response(200, json={"result": [{"id": n, "name": None} for n in range(3)], "count": 100})

    async def iterate() -> list[int]:
        return [car.id async for car in async_client(respond).page(operation, Call())]

    found = asyncio.run(iterate()) if asynchronous else [car.id for car in sync_client(respond).page(operation, Call())]
    assert found == [0, 1, 2]
    assert len(requested) == 2


def test_a_repeated_cursor_ends_the_iteration() -> None:
    """A cursor that was used before, as text or number, is not followed again."""
    requested: list[str] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        requested.append(request.url.params.get("after_id", ""))
        following = {"": 7, "7": 8, "8": 9, "9": 7}[requested[-1]]
        return httpx2.Response(200, json={"result": {"items": [{"id": following, "name": None}]}})

    iterated = [car.id for car in sync_client(respond).page(BY_CURSOR, Call())]
    assert (iterated, requested) == ([7, 8, 9, 7], ["", "7", "8", "9"])
    requested.clear()
    assert [car.id for car in sync_client(respond).page(BY_CURSOR, Call(query={"after_id": "9"}))] == [7, 8, 9]


def test_an_unreadable_entry_does_not_end_the_iteration() -> None:
    """If the last entry has no id, the cursor is that of the last entry that has one."""

    def respond(request: httpx2.Request) -> httpx2.Response:
        following = {"": [{"id": 9, "name": None}, {"id": 7, "name": None}, None], "7": [{"id": 1, "name": None}]}
        items = following.get(request.url.params.get("after_id", ""), [])
        return httpx2.Response(200, json={"result": {"items": items}})

    iterated = list(sync_client(respond).page(BY_CURSOR, Call()))
    assert [getattr(car, "id", None) for car in iterated] == [9, 7, None, 1]


def test_a_cursor_replaces_the_page_number() -> None:
    """After a start at a page number, the cursor is used and the number is sent once."""
    seen: list[dict[str, str]] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(dict(request.url.params))
        return httpx2.Response(200, json={"result": {"items": [{"id": 7, "name": None}] if len(seen) == 1 else []}})

    operation = replace(BY_CURSOR, paging=Cursor(cursor="after_id", item="id", page="page"))
    assert len(list(sync_client(respond).page(operation, Call(query={"page": 3, "colour": "red"})))) == 1
    assert seen == [{"page": "3", "colour": "red"}, {"after_id": "7", "colour": "red"}]


def test_an_unpaged_list_is_one_page() -> None:
    """A list without paging has the same interface and one request."""
    requested: list[str] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        requested.append(str(request.url))
        return httpx2.Response(200, json={"result": [{"id": n, "name": None} for n in range(5)]})

    page = sync_client(respond).page(replace(LIST, paging=OnePage()), Call())
    assert ([car.id for car in page], page.has_next_page(), page.next_page()) == ([0, 1, 2, 3, 4], False, None)
    assert OnePage().is_first({"page": "7"})
    assert len(requested) == 1


@given(SIZES)
def test_cursors_are_followed_to_the_end(size: int) -> None:
    """Each page starts after the last entry of the previous page, until one is empty."""

    def respond(request: httpx2.Request) -> httpx2.Response:
        start = int(request.url.params.get("after_id", -1)) + 1
        cars = [{"id": n, "name": None} for n in range(start, min(start + 4, size))]
        return httpx2.Response(200, json={"result": {"items": cars}})

    assert [car.id for car in sync_client(respond).page(BY_CURSOR, Call())] == list(range(size))


@pytest.mark.parametrize("entry", [{"id": 7, "name": None}, {"name": None}, {"id": None, "name": None}])
def test_a_missing_or_unchanged_cursor_ends_the_iteration(entry: dict[str, object]) -> None:
    """A missing or unchanged cursor ends the iteration without more requests."""
    requested: list[str] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        requested.append(str(request.url))
        return httpx2.Response(200, json={"result": {"items": [entry]}})

    assert list(sync_client(respond).page(BY_CURSOR, Call()))
    assert len(requested) <= 2


def test_iteration_can_start_at_any_page() -> None:
    """A list from page three yields that page and all after it, with the same filters."""
    seen: list[httpx2.QueryParams] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.url.params)
        return fleet(11)(request)

    call = Call(query={"page": 3, "colour": "red"})
    assert [car.id for car in sync_client(respond).page(LIST, call)] == [6, 7, 8, 9, 10]
    assert [(params["page"], params["colour"]) for params in seen] == [("3", "red"), ("4", "red")]
