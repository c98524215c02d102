"""Pages of a list, which iterate over all that follows, and the ways from a page to the next.

Knows the client only by the function that gets a page.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Protocol, TypeVar

from .call import Call, ListPosition
from .unset import UNSET

T = TypeVar("T")

_ROUND: Final = 5
"""What the sizes of pages are multiples of, wherever somebody has chosen them."""


class Paging(Protocol):
    """How a list is paged."""

    @property
    def total(self) -> str | None:
        """Property of the answer that counts all entries, where there is one."""
        ...

    def next_call(self, call: Call, items: Sequence[Any], total: int | None) -> Call | None:
        """Return the call for the page after the one that `call` got, or None at the end.

        `items` are the entries of that page, `total` is what its answer counts. After a page without entries there is
        none, so that no walk goes on for ever.
        """
        ...

    def is_first(self, query: Mapping[str, str]) -> bool:
        """Say whether a query, as it was sent, asks for the first page."""
        ...


@dataclass(frozen=True)
class PageNumbers:
    """Paging by numbers.

    Sizes of pages and totals are documented in part only, and servers lower sizes at will. So a page that is full asks
    for the next whatever the total says, and where no total is told, a shorter page does so too if its size is a round
    number, as a server's own limit would be.
    """

    page: str
    """Name of the query parameter with the page's number."""
    per_page: str
    """Name of the query parameter with the page's size."""
    first: int
    """Number of the first page."""
    size: int
    """Entries on a page when the caller asks for no size."""
    max: int
    """Entries on a page at the most; the API lowers a larger size to this."""
    total: str | None = None
    """Property of the answer that counts all entries, where there is one."""

    def next_call(self, call: Call, items: Sequence[Any], total: int | None) -> Call | None:
        """Go on until a page is empty or shorter than it could be, or, where a total is told, until it is reached."""
        number = _given(call, self.page, self.first)
        size = min(_given(call, self.per_page, self.size), self.max)
        # Who begins in the middle is not told how many entries were passed over: the total is then reached too late,
        # never too early.
        seen = call.position.seen + len(items)
        short = len(items) < size and (len(items) % _ROUND > 0 if total is None else seen >= total)
        return None if short or not items else call.next_page_call(ListPosition(seen, items), **{self.page: number + 1})

    def is_first(self, query: Mapping[str, str]) -> bool:
        """Say whether a query names no page, or the first."""
        return query.get(self.page, str(self.first)) == str(self.first)


@dataclass(frozen=True)
class Cursor:
    """Paging by a cursor: the last entry of a page says where the next begins."""

    cursor: str
    """Name of the query parameter that takes the cursor."""
    item: str
    """Attribute of an entry that is its cursor."""
    page: str | None = None
    """Name of a query parameter that says on which page a walk begins; a cursor takes its place from there on."""
    total: str | None = None
    """Property of the answer that counts all entries, where there is one."""

    def next_call(self, call: Call, items: Sequence[Any], total: int | None) -> Call | None:  # noqa: ARG002 - see Paging
        """Go on until a page is empty, or its cursor is one that there was."""
        found = (getattr(item, self.item, None) for item in reversed(items))
        # An entry that could not be read has none, and must not hide what comes after it.
        cursor = next((each for each in found if each is not None and each is not UNSET), None)
        before = call.position.cursors | {str(call.query.get(self.cursor))}
        if cursor is None or str(cursor) in before:
            return None
        query = {self.cursor: cursor} if self.page is None else {self.cursor: cursor, self.page: UNSET}
        return call.next_page_call(ListPosition(call.position.seen + len(items), items, before), **query)

    def is_first(self, query: Mapping[str, str]) -> bool:
        """Say whether a query has no cursor."""
        return self.cursor not in query


@dataclass(frozen=True)
class OnePage:
    """No paging: the API answers the whole list at once."""

    total: str | None = None

    def next_call(self, call: Call, items: Sequence[Any], total: int | None) -> Call | None:  # noqa: ARG002 - see Paging
        """There is never more."""
        return None

    def is_first(self, query: Mapping[str, str]) -> bool:  # noqa: ARG002 - see Paging
        """Every page is the first."""
        return True


def _given(call: Call, name: str, default: int) -> int:
    try:
        return int(call.query.get(name, default))
    except (TypeError, ValueError):
        # None, UNSET, or what the API has not refused.
        return default


@dataclass(frozen=True)
class Page(Generic[T]):
    """A page of a list. Iterating over it goes through its entries and on through all pages after it."""

    items: list[T]
    """The entries of this page alone."""
    total: int | None
    """Number of entries of all pages, where the API tells it."""
    _next: Call | None = field(repr=False, compare=False)
    _get: Callable[[Call], Page[T]] = field(repr=False, compare=False)

    def has_next_page(self) -> bool:
        """Say whether there may be a page after this one. The next page can turn out empty."""
        return self._next is not None

    def next_page(self) -> Page[T] | None:
        """Get the page after this one, or None at the end. Raises what the list itself raises."""
        return self._get(self._next) if self._next else None

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
    total: int | None
    """Number of entries of all pages, where the API tells it."""
    _next: Call | None = field(repr=False, compare=False)
    _get: Callable[[Call], Awaitable[AsyncPage[T]]] = field(repr=False, compare=False)

    def has_next_page(self) -> bool:
        """Say whether there may be a page after this one. The next page can turn out empty."""
        return self._next is not None

    async def next_page(self) -> AsyncPage[T] | None:
        """Get the page after this one, or None at the end. Raises what the list itself raises."""
        return await self._get(self._next) if self._next else None

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
