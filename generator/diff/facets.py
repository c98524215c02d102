"""Says of one keyword of a schema whether its new value lets more through than the old one, or less."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

Schema = dict[str, Any]


class Turn(Enum):
    """How the set of values that a schema admits has changed."""

    WIDER = "wider"
    NARROWER = "narrower"
    OTHER = "other"
    DOCS = "docs"


Facet = Callable[[Any, Any], Turn]

_LOWER_BOUNDS = ("minimum", "minLength", "minItems", "minProperties")
_UPPER_BOUNDS = ("maximum", "maxLength", "maxItems", "maxProperties")
_CONSTRAINTS = ("pattern", "format", "multipleOf", "not")
_FLAGS = ("uniqueItems", "exclusiveMinimum", "exclusiveMaximum")
# What these hold is compared by generator.diff.schemas, schema by schema.
NESTED = ("$ref", "properties", "required", "items", "additionalProperties", "allOf", "anyOf", "oneOf")


def facets(old: Schema, new: Schema) -> Iterator[tuple[str, Turn, str]]:
    """Yield keyword, turn and words for each keyword that differs, nested schemas aside."""
    for key in sorted((old.keys() | new.keys()) - set(NESTED)):
        before, now = old.get(key), new.get(key)
        if before != now and (turn := _FACETS.get(key, _docs)(before, now)):
            yield key, turn, "changed" if turn is Turn.DOCS else _words(key, before, now)


def _words(key: str, before: Any, now: Any) -> str:
    if key == "enum":
        gone = [value for value in before or [] if now is not None and value not in now]
        come = [value for value in now or [] if before is not None and value not in before]
        parts = [f"loses {_list(gone)}"] * bool(gone) + [f"gains {_list(come)}"] * bool(come)
        return " and ".join(parts) or ("is now closed" if before is None else "is now open")
    if before is None:
        return f"is now {now}"
    return f"was {before}, is now {now}" if now is not None else f"was {before}, is none now"


def _list(values: list[Any]) -> str:
    return ", ".join(str(value) for value in values)


def _type(before: Any, now: Any) -> Turn:
    if now is None or (before, now) == ("integer", "number"):
        return Turn.WIDER
    return Turn.NARROWER if before is None or (before, now) == ("number", "integer") else Turn.OTHER


def _enum(before: Any, now: Any) -> Turn:
    if before is None or now is None:
        return Turn.NARROWER if before is None else Turn.WIDER
    lost, gained = [v for v in before if v not in now], [v for v in now if v not in before]
    if lost and gained:
        return Turn.OTHER
    if not lost and not gained:
        return Turn.DOCS  # another order
    return Turn.NARROWER if lost else Turn.WIDER


def _lower(before: Any, now: Any) -> Turn:
    return Turn.NARROWER if before is None or (now is not None and now > before) else Turn.WIDER


def _upper(before: Any, now: Any) -> Turn:
    return Turn.NARROWER if before is None or (now is not None and now < before) else Turn.WIDER


def _constraint(before: Any, now: Any) -> Turn:
    return Turn.NARROWER if before is None else Turn.WIDER if now is None else Turn.OTHER


def _flag(before: Any, now: Any) -> Turn:
    return Turn.DOCS if bool(before) == bool(now) else Turn.NARROWER if now else Turn.WIDER


def _nullable(before: Any, now: Any) -> Turn:
    return Turn.DOCS if bool(before) == bool(now) else Turn.WIDER if now else Turn.NARROWER


def _docs(_before: Any, _now: Any) -> Turn:
    return Turn.DOCS


_FACETS: dict[str, Facet] = {
    "type": _type,
    "enum": _enum,
    "nullable": _nullable,
    **dict.fromkeys(_LOWER_BOUNDS, _lower),
    **dict.fromkeys(_UPPER_BOUNDS, _upper),
    **dict.fromkeys(_CONSTRAINTS, _constraint),
    **dict.fromkeys(_FLAGS, _flag),
}
