"""The arguments of one call of an operation. Does nothing by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from .unset import UNSET

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class ListPosition(NamedTuple):
    """How far a position through the pages of a list has come."""

    seen: int = 0
    """Number of entries so far."""
    last: Sequence[Any] = ()
    """The entries of the page before."""
    cursors: frozenset[str] = frozenset()
    """The cursors of all pages before, as text."""


class Call(NamedTuple):
    """The arguments of one call of an operation; those that are `UNSET` are not sent."""

    path: Mapping[str, Any] = _NOTHING
    query: Mapping[str, Any] = _NOTHING
    body: Mapping[str, Any] | None = None
    """What becomes the JSON body."""
    content: Any = UNSET
    """A body that is no JSON: what the caller gave for it, see `uploads`."""
    options: Mapping[str, Any] = _NOTHING
    """What holds for this call alone, see `options`."""
    position: ListPosition = ListPosition()
    """What came of the pages before, where this call gets a page after the first."""

    def with_extra_query(self) -> Call:
        """Return the call with its `extra_query` among the query parameters, as it is sent and paging goes by it."""
        if "extra_query" not in self.options:
            return self
        options = {name: value for name, value in self.options.items() if name != "extra_query"}
        return self._replace(query={**self.query, **(self.options["extra_query"] or {})}, options=options)

    def next_page_call(self, position: ListPosition, **query: Any) -> Call:
        """Return the call for the page after this one's: some query parameters are set, `UNSET` ones left out."""
        return self._replace(query={**self.query, **query}, position=position)
