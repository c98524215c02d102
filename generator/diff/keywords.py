"""Compares schema keywords: whether a new value accepts more values than the old one, or fewer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

Schema = dict[str, Any]


class Direction(Enum):
    """How the set of values that a schema accepts has changed."""

    WIDER = "wider"
    NARROWER = "narrower"
    OTHER = "other"
    DOCS = "docs"


Comparison = Callable[[Any, Any], Direction]

_LOWER_BOUNDS = ("minimum", "minLength", "minItems", "minProperties")
_UPPER_BOUNDS = ("maximum", "maxLength", "maxItems", "maxProperties")
_CONSTRAINTS = ("pattern", "format", "multipleOf", "not")
_FLAGS = ("uniqueItems", "exclusiveMinimum", "exclusiveMaximum")
# Keywords with nested schemas; generator.diff.schemas compares these.
NESTED = ("$ref", "properties", "required", "items", "additionalProperties", "allOf", "anyOf", "oneOf")


def changed_keywords(old: Schema, new: Schema) -> Iterator[tuple[str, Direction, str]]:
    """Yield keyword, direction and description for each keyword that differs, except those with nested schemas."""
    for key in sorted((old.keys() | new.keys()) - set(NESTED)):
        before, now = old.get(key), new.get(key)
        if before != now and (direction := _COMPARISONS.get(key, _docs)(before, now)):
            yield key, direction, "changed" if direction is Direction.DOCS else _describe(key, before, now)


def _describe(key: str, before: Any, now: Any) -> str:
    if key == "enum":
        removed = [value for value in before or [] if now is not None and value not in now]
        added = [value for value in now or [] if before is not None and value not in before]
        parts = [f"loses {_list(removed)}"] * bool(removed) + [f"gains {_list(added)}"] * bool(added)
        return " and ".join(parts) or ("is now closed" if before is None else "is now open")
    if before is None:
        return f"is now {now}"
    return f"was {before}, is now {now}" if now is not None else f"was {before}, is now unset"


def _list(values: list[Any]) -> str:
    return ", ".join(str(value) for value in values)


def _type(before: Any, now: Any) -> Direction:
    if now is None or (before, now) == ("integer", "number"):
        return Direction.WIDER
    return Direction.NARROWER if before is None or (before, now) == ("number", "integer") else Direction.OTHER


def _enum(before: Any, now: Any) -> Direction:
    if before is None or now is None:
        return Direction.NARROWER if before is None else Direction.WIDER
    lost, gained = [v for v in before if v not in now], [v for v in now if v not in before]
    if lost and gained:
        return Direction.OTHER
    if not lost and not gained:
        return Direction.DOCS  # only the order changed
    return Direction.NARROWER if lost else Direction.WIDER


def _lower(before: Any, now: Any) -> Direction:
    return Direction.NARROWER if before is None or (now is not None and now > before) else Direction.WIDER


def _upper(before: Any, now: Any) -> Direction:
    return Direction.NARROWER if before is None or (now is not None and now < before) else Direction.WIDER


def _constraint(before: Any, now: Any) -> Direction:
    return Direction.NARROWER if before is None else Direction.WIDER if now is None else Direction.OTHER


def _flag(before: Any, now: Any) -> Direction:
    return Direction.DOCS if bool(before) == bool(now) else Direction.NARROWER if now else Direction.WIDER


def _nullable(before: Any, now: Any) -> Direction:
    return Direction.DOCS if bool(before) == bool(now) else Direction.WIDER if now else Direction.NARROWER


def _docs(_before: Any, _now: Any) -> Direction:
    return Direction.DOCS


_COMPARISONS: dict[str, Comparison] = {
    "type": _type,
    "enum": _enum,
    "nullable": _nullable,
    **dict.fromkeys(_LOWER_BOUNDS, _lower),
    **dict.fromkeys(_UPPER_BOUNDS, _upper),
    **dict.fromkeys(_CONSTRAINTS, _constraint),
    **dict.fromkeys(_FLAGS, _flag),
}
