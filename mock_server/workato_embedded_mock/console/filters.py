"""The filters of all templates: how values are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from workato_embedded_mock.plain_json import pretty_json

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def age(moment: datetime | None) -> str:
    """Return how long ago a time was, by the clock of the machine, such as `5 minutes ago`."""
    if moment is None:
        return "unknown"
    seconds = int((datetime.now(UTC) - moment).total_seconds())
    for length, name in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= length:
            return f"{_counted(seconds // length, name)} ago"
    return "less than a minute ago"


def minutes(count: int) -> str:
    """Return a length of time such as `minute`, `15 minutes`, `hour` or `2 days`, to be read after `per`."""
    number, name = (count // 1440, "day") if count % 1440 == 0 else (count // 60, "hour")
    if count % 60:
        number, name = count, "minute"
    return name if number == 1 else _counted(number, name)


def heading(name: str) -> str:
    """Return the name of a column as a heading: `External id` for `external_id`."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


FILTERS: dict[str, Callable[[Any], str]] = {
    "age": age,
    "heading": heading,
    "minutes": minutes,
    "pretty_json": pretty_json,
}
