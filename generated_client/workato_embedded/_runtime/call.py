"""The arguments of one call of an operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from .unset import UNSET

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class ListPosition(NamedTuple):
    """The position in the pages of a list.

    Attributes:
        seen: Number of entries so far.
        last: The entries of the previous page.
        cursors: The cursors of all previous pages, as text.
    """

    seen: int = 0
    last: Sequence[Any] = ()
    cursors: frozenset[str] = frozenset()


class Call(NamedTuple):
    """The arguments of one call of an operation. Arguments that are `UNSET` are not sent.

    Attributes:
        body: The fields of the JSON body.
        content: A body that is not JSON, as the caller passed it; see `uploads`.
        options: The options of this call; see `options`.
        position: The position in the list, if this call requests a page after the first.
    """

    path: Mapping[str, Any] = _NOTHING
    query: Mapping[str, Any] = _NOTHING
    body: Mapping[str, Any] | None = None
    content: Any = UNSET
    options: Mapping[str, Any] = _NOTHING
    position: ListPosition = ListPosition()

    def with_extra_query(self) -> Call:
        """Return the call with `extra_query` merged into the query parameters, for sending and for paging."""
        if "extra_query" not in self.options:
            return self
        options = {name: value for name, value in self.options.items() if name != "extra_query"}
        return self._replace(query={**self.query, **(self.options["extra_query"] or {})}, options=options)

    def next_page_call(self, position: ListPosition, **query: Any) -> Call:
        """Return the call for the next page: the given query parameters are set, those that are `UNSET` removed."""
        return self._replace(query={**self.query, **query}, position=position)
