"""Tracks which fields of a JSON body a rule reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workato_embedded_mock.plain_json import Json, pointer_token


class TrackedDict(dict[str, Any]):
    """A JSON object that knows which of its fields were read. Iterating over it reads all of them.

    Methods that are called often do not use `super`, which would take as long as the rest of them.

    Attributes:
        read: The names of the fields that were read.
    """

    __slots__ = ("read",)

    def __init__(self, content: dict[str, Json]) -> None:
        super().__init__({key: tracked(value) for key, value in content.items()})
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> Json:
        self.read.add(key)
        return dict.__getitem__(self, key)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return dict.__contains__(self, key)

    def get(self, key: str, default: Json = None) -> Json:
        """Return the value of a field, or the default."""
        self.read.add(key)
        return dict.get(self, key, default)

    def pop(self, key: str, *default: Json) -> Json:
        """Remove a field, and return its value."""
        self.read.add(key)
        return super().pop(key, *default)

    def __iter__(self) -> Iterator[str]:
        self.read.update(super().keys())
        return super().__iter__()

    def keys(self) -> Any:
        """Return all names."""
        self.read.update(super().keys())
        return super().keys()

    def values(self) -> Any:
        """Return all values."""
        self.read.update(super().keys())
        return super().values()

    def items(self) -> Any:
        """Return all fields."""
        self.read.update(super().keys())
        return super().items()

    def __or__(self, other: Any) -> Any:
        return dict(self.items()) | other

    def __ror__(self, other: Any) -> Any:
        return other | dict(self.items())


def tracked(value: Json) -> Json:
    """Return a value whose objects know which of their fields were read."""
    if isinstance(value, dict):
        return TrackedDict(value)
    if isinstance(value, list):
        return [tracked(item) for item in value]
    return value


def unread_fields(value: Json, at: str) -> list[str]:
    """Return the JSON pointers, beginning with `at`, of the fields of a tracked value that were not read."""
    if isinstance(value, TrackedDict):
        found = []
        for key, item in dict.items(value):
            pointer = f"{at}/{pointer_token(key)}"
            found += unread_fields(item, pointer) if key in value.read else [pointer]
        return found
    if isinstance(value, list):
        return [pointer for index, item in enumerate(value) for pointer in unread_fields(item, f"{at}/{index}")]
    return []
