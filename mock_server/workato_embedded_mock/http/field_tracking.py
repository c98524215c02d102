"""Tracks which fields of a JSON body a rule reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workato_embedded_mock.plain_json import Json, pointer_token


class TrackedDict(dict[str, Any]):
    """A JSON object that knows which of its fields were read. Iterating over it reads all of them.

    It shares its values with the object that it is made of. A value is replaced by a tracked one when it is first read,
    so that a large body costs nothing until a rule reads it.

    Methods that are called often do not use `super`, which would take as long as the rest of them.

    Attributes:
        read: The names of the fields that were read.
    """

    __slots__ = ("read",)

    def __init__(self, content: dict[str, Json]) -> None:
        super().__init__(content)
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> Json:
        self.read.add(key)
        value = dict.__getitem__(self, key)
        return self._tracked(key, value) if type(value) in _CONTAINERS else value

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return dict.__contains__(self, key)

    def get(self, key: str, default: Json = None) -> Json:
        """Return the value of a field, or the default."""
        self.read.add(key)
        value = dict.get(self, key, default)
        return self._tracked(key, value) if type(value) in _CONTAINERS and dict.__contains__(self, key) else value

    def pop(self, key: str, *default: Json) -> Json:
        """Remove a field, and return its value."""
        self.read.add(key)
        return tracked(super().pop(key, *default))

    def __iter__(self) -> Iterator[str]:
        self.read.update(super().keys())
        return super().__iter__()

    def keys(self) -> Any:
        """Return all names."""
        self.read.update(super().keys())
        return super().keys()

    def values(self) -> Any:
        """Return all values."""
        self._read_all()
        return super().values()

    def items(self) -> Any:
        """Return all fields."""
        self._read_all()
        return super().items()

    def __or__(self, other: Any) -> Any:
        return dict(self.items()) | other

    def __ror__(self, other: Any) -> Any:
        return other | dict(self.items())

    def _tracked(self, key: str, value: Json) -> Json:
        """Replace the value of a field by a tracked one, and return that."""
        value = tracked(value)
        dict.__setitem__(self, key, value)
        return value

    def _read_all(self) -> None:
        self.read.update(super().keys())
        # Replacing the value of a name that exists does not disturb the iteration.
        for key, value in super().items():
            if type(value) in _CONTAINERS:
                self._tracked(key, value)


class _TrackedList(list[Json]):
    """A JSON list whose items are tracked."""

    __slots__ = ()


# The types of values that are not tracked yet.
_CONTAINERS = frozenset((dict, list))


def tracked(value: Json) -> Json:
    """Return a value that records which fields of its objects are read. It shares the values below with the given."""
    kind = type(value)
    if kind is dict:
        return TrackedDict(value)
    if kind is list:
        return _TrackedList([tracked(item) for item in value])
    return value


def unread_fields(value: Json, at: str) -> list[str]:
    """Return the JSON pointers, beginning with `at`, of the fields of a tracked value that were not read."""
    if isinstance(value, TrackedDict):
        found = []
        for key, item in dict.items(value):
            pointer = f"{at}/{pointer_token(key)}"
            found += unread_fields(item, pointer) if key in value.read else [pointer]
        return found
    if isinstance(value, _TrackedList):
        return [pointer for index, item in enumerate(value) for pointer in unread_fields(item, f"{at}/{index}")]
    return []
