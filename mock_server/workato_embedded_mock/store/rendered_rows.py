"""Keeps the JSON that lists have of rows; must not know what the rows mean."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

from workato_embedded_mock.plain_json import Json

# The most bytes that are kept of one kind of list.
_LARGEST = 8 * 2**20
# What an entry takes besides its JSON, roughly.
_OVERHEAD = 400

# Everything that the JSON of a row depends on, apart from the time.
Key = tuple[Hashable, ...]


# The JSON of a row as a value that can be written; when it changes by the clock, in seconds since 1970; and its number
# of bytes. A plain tuple, because a page has many.
RenderedRow = tuple[Json, float, int]
# A row that was listed once, and whose JSON is not kept yet.
SEEN: RenderedRow = (None, math.inf, 0)


class RenderedRows:
    """The JSON of rows that lists of one kind had of late, in one database.

    A key contains the `row_version` of each row that it stands for. So nothing is ever invalidated, and it does not
    matter which process writes a row: after the write, the key is another one.

    Args:
        largest: The most bytes to keep.
    """

    def __init__(self, largest: int = _LARGEST) -> None:
        self._half = largest // 2
        # What was used since the other dict was full, and what was used before.
        self._recent: dict[Key, RenderedRow] = {}
        self._older: dict[Key, RenderedRow] = {}
        self._size = 0

    def get_all(self, keys: Sequence[Key]) -> list[RenderedRow | None]:
        """Return the JSON of each row; None for a row that is not known."""
        recent, older = self._recent, self._older
        found = [recent.get(key) for key in keys]
        if older and None in found:
            for index, key in enumerate(keys):
                if found[index] is None and key in older:
                    row = found[index] = older[key]
                    self.add(key, row)
        return found

    def add(self, key: Key, row: RenderedRow) -> None:
        """Keep the JSON of a row; drop what was not used for long if there is too much."""
        self._recent[key] = row
        self._size += row[2] + _OVERHEAD
        if self._size > self._half:
            self._older, self._recent, self._size = self._recent, {}, 0
