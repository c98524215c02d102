"""Says what kind a JSON value is, and turns arguments into JSON values.

Knows models only as what can say itself as JSON, so that it needs none of them.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from .unset import UNSET


class JsonObject:
    """What can say itself as a JSON object."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON values by key."""
        raise NotImplementedError

    def misses_required(self) -> bool:
        """Say whether any property that the document requires was not given."""
        raise NotImplementedError

    def has_known(self) -> bool:
        """Say whether any property that the document names was given."""
        raise NotImplementedError


def is_object(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Say whether a JSON value is an object."""
    return isinstance(value, Mapping)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Say whether a JSON value is a list."""
    return isinstance(value, list)


def is_many(value: Any) -> TypeGuard[Iterable[Any]]:
    """Say whether an argument stands for a JSON list."""
    return isinstance(value, list | tuple | set | frozenset)


def to_json(value: Any) -> Any:
    """Turn arguments and models into JSON values; entries of mappings that are `UNSET` are left out."""
    if isinstance(value, JsonObject):
        return value.to_dict()
    if is_object(value):
        return {key: to_json(entry) for key, entry in value.items() if entry is not UNSET}
    if is_many(value):
        return [to_json(entry) for entry in value]
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return value.value if isinstance(value, enum.Enum) else value
