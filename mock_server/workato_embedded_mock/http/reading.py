"""Watches which fields of a JSON body a rule reads; must not change how the body behaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workato_embedded_mock.plain_json import Json, pointer_token


class WatchedObject(dict[str, Any]):
    """A JSON object that remembers which of its fields were asked for. Whoever goes through all has asked for all."""

    __slots__ = ("read",)

    def __init__(self, content: dict[str, Json]) -> None:
        super().__init__({key: watched(value) for key, value in content.items()})
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> Json:
        self.read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: Json = None) -> Json:
        """Answer the value of a field, or the default."""
        self.read.add(key)
        return super().get(key, default)

    def pop(self, key: str, *default: Json) -> Json:
        """Take a field out."""
        self.read.add(key)
        return super().pop(key, *default)

    def __iter__(self) -> Iterator[str]:
        self.read.update(super().keys())
        return super().__iter__()

    def keys(self) -> Any:
        """Answer all names."""
        self.read.update(super().keys())
        return super().keys()

    def values(self) -> Any:
        """Answer all values."""
        self.read.update(super().keys())
        return super().values()

    def items(self) -> Any:
        """Answer all fields."""
        self.read.update(super().keys())
        return super().items()

    def __or__(self, other: Any) -> Any:
        return dict(self.items()) | other

    def __ror__(self, other: Any) -> Any:
        return other | dict(self.items())


def watched(value: Json) -> Json:
    """Answer a value whose objects remember what was read of them."""
    if isinstance(value, dict):
        return WatchedObject(value)
    if isinstance(value, list):
        return [watched(item) for item in value]
    return value


def unread(value: Json, at: str) -> list[str]:
    """Answer the JSON pointers, beginning with `at`, of the fields that nobody read."""
    if isinstance(value, WatchedObject):
        found = []
        for key, item in dict.items(value):
            pointer = f"{at}/{pointer_token(key)}"
            found += unread(item, pointer) if key in value.read else [pointer]
        return found
    if isinstance(value, list):
        return [pointer for index, item in enumerate(value) for pointer in unread(item, f"{at}/{index}")]
    return []
