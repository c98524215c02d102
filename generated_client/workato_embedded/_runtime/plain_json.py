"""Checks the types of JSON values, and converts arguments to JSON values.

Models are recognized by their base class `JsonObject`, so that they need not be imported.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from .unset import UNSET


class JsonObject:
    """An object that converts itself to JSON.

    Attributes:
        _path: The path arguments of the call that returned it. Unset for any other object, including copies.
    """

    __slots__ = ("_path",)
    _path: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON values by key."""
        raise NotImplementedError

    def misses_required(self) -> bool:
        """Return whether any property that the document requires is missing."""
        raise NotImplementedError

    def has_known(self) -> bool:
        """Return whether any property that the document names is present."""
        raise NotImplementedError


def is_object(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Return whether a JSON value is an object."""
    return isinstance(value, Mapping)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Return whether a JSON value is a list."""
    return isinstance(value, list)


def is_many(value: Any) -> TypeGuard[Iterable[Any]]:
    """Return whether an argument is sent as a JSON list."""
    return isinstance(value, list | tuple | set | frozenset)


def to_json(value: Any) -> Any:
    """Convert arguments and models to JSON values. Entries of mappings that are `UNSET` are left out."""
    if isinstance(value, JsonObject):
        return value.to_dict()
    if is_object(value):
        return {key: to_json(entry) for key, entry in value.items() if entry is not UNSET}
    if is_many(value):
        return [to_json(entry) for entry in value]
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return value.value if isinstance(value, enum.Enum) else value
