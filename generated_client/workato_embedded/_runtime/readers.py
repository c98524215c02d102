"""Turns JSON values into Python values: the functions that generated code names. They refuse other kinds of values."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

from .plain_json import is_list, is_object

T = TypeVar("T")

_SHORTEST: Final = len("2023-11-20T00:00:00")


def nothing(value: Any) -> None:
    """Read an answer that says no more than that it is one."""


def anything(value: Any) -> Any:
    """Read a value that needs no reading."""
    return value


def mapping(value: Any) -> dict[str, Any]:
    """Read an object whose keys are not fixed. Raises TypeError for anything else."""
    if not is_object(value):
        raise TypeError(f"an object is needed, not {type(value).__name__}")
    return dict(value)


def list_of(read: Callable[[Any], T]) -> Callable[[Any], list[T]]:
    """Return a reader of lists whose entries `read` reads. It raises TypeError for anything but a list.

    An entry that cannot be read is kept as it came, so that one odd entry does not hide the others.
    """

    def read_entry(entry: Any) -> T:
        try:
            return read(entry)
        except (TypeError, ValueError):
            return cast(T, entry)

    def read_list(value: Any) -> list[T]:
        if not is_list(value):
            raise TypeError(f"a list is needed, not {type(value).__name__}")
        return [read_entry(entry) for entry in value]

    return read_list


def date_time(value: Any) -> datetime.datetime:
    """Read a date-time of RFC 3339. Raises TypeError or ValueError for anything else.

    Days, weeks and numbers that Python could read too are none: they would be sent back as something else.
    """
    if len(value) < _SHORTEST or value[7] != "-" or value[10] not in "Tt ":
        raise ValueError(f"{value!r} is no date and time")
    return datetime.datetime.fromisoformat(value)
