"""Turns arguments into JSON values. Knows models only as what can say itself as JSON, so that it needs none of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from .unset import UNSET


class JsonObject:
    """What can say itself as a JSON object."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON values by key."""
        raise NotImplementedError


def to_json(value: Any) -> Any:
    """Turn arguments and models into JSON values; entries of mappings that are `UNSET` are left out."""
    if isinstance(value, JsonObject):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {key: to_json(entry) for key, entry in value.items() if entry is not UNSET}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json(entry) for entry in value]
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return value
