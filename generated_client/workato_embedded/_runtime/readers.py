"""Converts JSON values to Python values. Generated code names these functions. They reject values of other types."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

from .plain_json import is_list, is_object

T = TypeVar("T")

_SHORTEST: Final = len("2023-11-20T00:00:00")


def nothing(value: Any) -> None:
    """Return None: the response has no content of interest."""


def anything(value: Any) -> Any:
    """Return the value unchanged."""
    return value


def mapping(value: Any) -> dict[str, Any]:
    """Return an object whose keys are data. Raises TypeError for anything else."""
    if not is_object(value):
        raise TypeError(f"expected an object, not {type(value).__name__}")
    return dict(value)


def list_of(read: Callable[[Any], T]) -> Callable[[Any], list[T]]:
    """Return a reader of lists that uses `read` for the entries. It raises TypeError for anything but a list.

    An entry that cannot be read is kept unchanged, so that one odd entry does not hide the others.
    """

    def read_entry(entry: Any) -> T:
        try:
            return read(entry)
        except (TypeError, ValueError):
            return cast(T, entry)

    def read_list(value: Any) -> list[T]:
        if not is_list(value):
            raise TypeError(f"expected a list, not {type(value).__name__}")
        return [read_entry(entry) for entry in value]

    return read_list


def date_time(value: Any) -> datetime.datetime:
    """Parse a date-time of RFC 3339. Raises TypeError or ValueError for anything else.

    Python would also parse dates and week dates. They are rejected because they would be sent back in another form.
    """
    if not isinstance(value, str):
        raise TypeError(f"expected a date-time, not {type(value).__name__}")
    if len(value) < _SHORTEST or value[7] != "-" or value[10] not in "Tt ":
        raise ValueError(f"{value!r} is not a date-time")
    return datetime.datetime.fromisoformat(value)
