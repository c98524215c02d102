"""Pages of a list, which iterate over all that follows. Knows the client only by the function that gets a page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from .operations import PageNumbers
from .requests import Call

T = TypeVar("T")


@dataclass(frozen=True)
class _Place:
    """Where a page stands: the call that got it and what the answer said."""

    call: Call
    paging: PageNumbers
    count: int
    total: int | None

    def next_call(self) -> Call | None:
        """Return the call for the next page, or None at the end.

        An empty page is always the last, so this cannot go on for ever. Where the API tells no total, so is a page that
        is shorter than what was asked for, or than the maximum where more was asked for.
        """
        number = int(self.call.query.get(self.paging.page) or self.paging.first)
        size = min(int(self.call.query.get(self.paging.per_page) or self.paging.size), self.paging.max)
        if self.total is not None and self.count:
            more = (number - self.paging.first) * size + self.count < self.total
        else:
            more = self.count >= size
        return self.call.with_query(**{self.paging.page: number + 1}) if more else None


def place_of(call: Call, paging: PageNumbers, body: Any, count: int) -> _Place:
    """Read from a decoded answer where its page of `count` entries stands."""
    total = body.get(paging.total) if paging.total and isinstance(body, dict) else None
    return _Place(call, paging, count, total if isinstance(total, int) else None)


@dataclass(frozen=True)
class Page(Generic[T]):
    """A page of a list. Iterating over it goes through its entries and on through all pages after it."""

    items: list[T]
    """The entries of this page alone."""
    _place: _Place = field(repr=False)
    _get: Callable[[Call], Page[T]] = field(repr=False)

    @property
    def total(self) -> int | None:
        """Number of entries of all pages, where the API tells it."""
        return self._place.total

    def has_next_page(self) -> bool:
        """Say whether there may be a page after this one. The next page can turn out empty."""
        return self._place.next_call() is not None

    def next_page(self) -> Page[T] | None:
        """Get the page after this one, or None at the end. Raises what the list itself raises."""
        call = self._place.next_call()
        return self._get(call) if call else None

    def iter_pages(self) -> Iterator[Page[T]]:
        """Go through this page and all after it."""
        page: Page[T] | None = self
        while page is not None:
            yield page
            page = page.next_page()

    def __iter__(self) -> Iterator[T]:
        for page in self.iter_pages():
            yield from page.items


@dataclass(frozen=True)
class AsyncPage(Generic[T]):
    """A page of a list. Iterating over it goes through its entries and on through all pages after it."""

    items: list[T]
    """The entries of this page alone."""
    _place: _Place = field(repr=False)
    _get: Callable[[Call], Awaitable[AsyncPage[T]]] = field(repr=False)

    @property
    def total(self) -> int | None:
        """Number of entries of all pages, where the API tells it."""
        return self._place.total

    def has_next_page(self) -> bool:
        """Say whether there may be a page after this one. The next page can turn out empty."""
        return self._place.next_call() is not None

    async def next_page(self) -> AsyncPage[T] | None:
        """Get the page after this one, or None at the end. Raises what the list itself raises."""
        call = self._place.next_call()
        return await self._get(call) if call else None

    async def iter_pages(self) -> AsyncIterator[AsyncPage[T]]:
        """Go through this page and all after it."""
        page: AsyncPage[T] | None = self
        while page is not None:
            yield page
            page = await page.next_page()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.iter_pages():
            for item in page.items:
                yield item


class AsyncPages(Generic[T]):
    """What an asynchronous list gives: `await` it for its first page, or iterate over everything with `async for`."""

    def __init__(self, first: Callable[[], Awaitable[AsyncPage[T]]]) -> None:
        self._first = first

    def __await__(self) -> Generator[Any, None, AsyncPage[T]]:
        return self._first().__await__()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for item in await self:
            yield item
