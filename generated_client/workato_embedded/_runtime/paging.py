"""Pages of a list, and how to get from one page to the next.

Knows the client only by the function that requests a page.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar

from .call import Call, ListPosition
from .unset import UNSET

T = TypeVar("T")

# Page sizes that people choose are multiples of this.
_ROUND: Final = 5


class Paging(Protocol):
    """How a list is paged."""

    @property
    def total(self) -> str | None:
        """Property of the response that counts all entries, or None."""
        ...

    def next_call(self, call: Call, items: Sequence[Any], total: int | None) -> Call | None:
        """Return the call for the page after that of `call`, or None at the end.

        `items` are the entries of that page, `total` is the count in its response. After an empty page there is no next
        page, so that iteration always ends.
        """
        ...

    def is_first(self, query: Mapping[str, str]) -> bool:
        """Return whether a query, as it was sent, requests the first page."""
        ...


class PageNumbers(NamedTuple):
    """Paging by page numbers.

    Page sizes and totals are only partly documented, and servers reduce page sizes. So after a full page the next one
    is requested, whatever the total says. Without a total, the next page is also requested after a shorter page
    whose size is a round number, because that may be the server's own limit.

    Attributes:
        page: Name of the query parameter of the page number.
        per_page: Name of the query parameter of the page size.
        first: Number of the first page.
        size: Entries on a page if the caller gives no size.
        max: Maximum number of entries on a page. The API reduces a larger size to it.
        total: Property of the response that counts all entries, or None.
    """

    page: str
    per_page: str
    first: int
    size: int
    max: int
    total: str | None = None

    def next_call(self, call: Call, items: Sequence[Any], total: int | None) -> Call | None:
        """Continue until a page is empty or not full, or, if there is a total, until it is reached."""
        number = _given(call, self.page, self.first)
        size = min(_given(call, self.per_page, self.size), self.max)
        # A caller that starts in the middle does not know how many entries came before: the total is then reached too
        # late, never too early.
        seen = call.position.seen + len(items)
        short = len(items) < size and (len(items) % _ROUND > 0 if total is None else seen >= total)
        return None if short or not items else call.next_page_call(ListPosition(seen, items), **{self.page: number + 1})

    def is_first(self, query: Mapping[str, str]) -> bool:
        """Return whether a query has no page number, or the first."""
        return query.get(self.page, str(self.first)) == str(self.first)


class Cursor(NamedTuple):
    """Paging by a cursor: the last entry of a page determines where the next page starts.

    Attributes:
        cursor: Name of the query parameter of the cursor.
        item: Attribute of an entry that is its cursor.
        page: Name of the query parameter of the first page number, or None. From the second page on, the cursor
            replaces it.
        total: Property of the response that counts all entries, or None.
    """

    cursor: str
    item: str
    page: str | None = None
    total: str | None = None

    def next_call(self, call: Call, items: Sequence[Any], total: int | None) -> Call | None:  # noqa: ARG002 - see Paging
        """Continue until a page is empty or its cursor repeats."""
        found = (getattr(item, self.item, None) for item in reversed(items))
        # An entry that could not be parsed has no cursor, and must not hide the entries after it.
        cursor = next((each for each in found if each is not None and each is not UNSET), None)
        before = call.position.cursors | {str(call.query.get(self.cursor))}
        if cursor is None or str(cursor) in before:
            return None
        query = {self.cursor: cursor} if self.page is None else {self.cursor: cursor, self.page: UNSET}
        return call.next_page_call(ListPosition(call.position.seen + len(items), items, before), **query)

    def is_first(self, query: Mapping[str, str]) -> bool:
        """Return whether a query has no cursor."""
        return self.cursor not in query


class OnePage(NamedTuple):
    """No paging: the API returns the whole list at once."""

    total: str | None = None

    def next_call(self, call: Call, items: Sequence[Any], total: int | None) -> Call | None:  # noqa: ARG002 - see Paging
        """Return None: there is only one page."""
        return None

    def is_first(self, query: Mapping[str, str]) -> bool:  # noqa: ARG002 - see Paging
        """Return True: every page is the first."""
        return True


def _given(call: Call, name: str, default: int) -> int:
    try:
        return int(call.query.get(name, default))
    except (TypeError, ValueError):
        # None, UNSET, or a value that the API accepted nevertheless.
        return default


@dataclass(frozen=True)
class Page(Generic[T]):
    """A page of a list. Iterating over it yields its entries and those of all pages after it.

    Attributes:
        items: The entries of this page.
        total: Number of entries on all pages, or None if the API does not return it.
    """

    items: list[T]
    total: int | None
    _next: Call | None = field(repr=False, compare=False)
    _get: Callable[[Call], Page[T]] = field(repr=False, compare=False)

    def has_next_page(self) -> bool:
        """Return whether there may be a next page. The next page can be empty."""
        return self._next is not None

    def next_page(self) -> Page[T] | None:
        """Return the next page, or None at the end. Raises what the list itself raises."""
        return self._get(self._next) if self._next else None

    def iter_pages(self) -> Iterator[Page[T]]:
        """Iterate over this page and all pages after it."""
        page: Page[T] | None = self
        while page is not None:
            yield page
            page = page.next_page()

    def __iter__(self) -> Iterator[T]:
        for page in self.iter_pages():
            yield from page.items


@dataclass(frozen=True)
class AsyncPage(Generic[T]):
    """A page of a list. Iterating over it yields its entries and those of all pages after it.

    Attributes:
        items: The entries of this page.
        total: Number of entries on all pages, or None if the API does not return it.
    """

    items: list[T]
    total: int | None
    _next: Call | None = field(repr=False, compare=False)
    _get: Callable[[Call], Awaitable[AsyncPage[T]]] = field(repr=False, compare=False)

    def has_next_page(self) -> bool:
        """Return whether there may be a next page. The next page can be empty."""
        return self._next is not None

    async def next_page(self) -> AsyncPage[T] | None:
        """Return the next page, or None at the end. Raises what the list itself raises."""
        return await self._get(self._next) if self._next else None

    async def iter_pages(self) -> AsyncIterator[AsyncPage[T]]:
        """Iterate over this page and all pages after it."""
        page: AsyncPage[T] | None = self
        while page is not None:
            yield page
            page = await page.next_page()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.iter_pages():
            for item in page.items:
                yield item


class AsyncPages(Generic[T]):
    """An asynchronous list: `await` it for its first page, or iterate over all entries with `async for`."""

    def __init__(self, first: Callable[[], Awaitable[AsyncPage[T]]]) -> None:
        self._first = first

    def __await__(self) -> Generator[Any, None, AsyncPage[T]]:
        return self._first().__await__()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for item in await self:
            yield item
