"""Holds the content of the files of a package, and reads large ones again instead of keeping all in memory."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from workato_embedded_mock.plain_json import Json, JsonError, count_values, read_odd_json, write_json
from workato_embedded_mock.resources.packages.asset_forms import AssetFormError, interpret

# The most values of the contents that are kept at once.
MOST_KEPT_VALUES = 400_000

# Fields that are read for other assets too. They stay in memory if they have few values.
_SHARED = ("name", "title", "provider", "config")
_MOST_SHARED_VALUES = 100
_LONGEST_SHARED = 2_000


class ReadContent(NamedTuple):
    """The interpreted content of a file.

    Attributes:
        value: The content.
        lost: What was lost of it.
        replaced: Why values were replaced, or None.
        has_mark: Whether the file begins with a byte order mark.
    """

    value: dict[str, Json]
    lost: list[str]
    replaced: str | None
    has_mark: bool


def read_content(kind: str, data: bytes) -> ReadContent:
    """Return the content of the file of an asset.

    Raises:
        AssetFormError: The content is invalid.
    """
    text = data.removeprefix(BOM_UTF8)
    try:
        parsed, replaced = read_odd_json(text)
    except JsonError as error:
        raise AssetFormError(f"it does not parse: {error}") from error
    value, lost = interpret(kind, parsed)
    return ReadContent(value, lost, replaced, len(text) < len(data))


class ContentCache:
    """The contents that were used last, with a limited number of values.

    Args:
        most_values: The most values of all contents; a content that has more is the only one.
    """

    def __init__(self, most_values: int = MOST_KEPT_VALUES) -> None:
        self._left = most_values
        self._contents: OrderedDict[int, tuple[dict[str, Json], int]] = OrderedDict()

    def get(self, key: int) -> dict[str, Json] | None:
        """Return a content; None if it is not kept."""
        found = self._contents.get(key)
        if found is None:
            return None
        self._contents.move_to_end(key)
        return found[0]

    def add(self, key: int, content: dict[str, Json], values: int) -> None:
        """Keep a content, and drop those that were not used for the longest time."""
        self._contents[key] = content, values
        self._left -= values
        while self._left < 0 and len(self._contents) > 1:
            self._left += self._contents.popitem(last=False)[1][1]


class LazyContent(Mapping[str, Any]):
    """The interpreted content of a file, which is read again when the cache has dropped it.

    Args:
        kind: The kind of the asset.
        data: The file.
        content: Its content.
        cache: Keeps it for a while.
    """

    __slots__ = ("_cache", "_data", "_kind", "_shared", "_values")

    def __init__(self, kind: str, data: bytes, content: dict[str, Json], cache: ContentCache) -> None:
        self._kind = kind
        self._data = data
        self._cache = cache
        self._values = count_values(data)
        self._shared = {name: content[name] for name in _SHARED if name in content and _is_short(content[name])}
        cache.add(id(self), content, self._values)

    def __getitem__(self, name: str) -> Json:
        return self._shared[name] if name in self._shared else self._whole()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def _whole(self) -> dict[str, Json]:
        content = self._cache.get(id(self))
        if content is None:
            content = read_content(self._kind, self._data).value
            self._cache.add(id(self), content, self._values)
        return content


def _is_short(value: Json) -> bool:
    data = write_json(value)
    return len(data) <= _LONGEST_SHARED and count_values(data) <= _MOST_SHARED_VALUES
