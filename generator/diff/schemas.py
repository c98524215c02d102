"""Compares two schemas. Accepting less in requests is breaking, and so is returning more in responses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from generator.bundle import EARLIER_NAMES
from generator.diff.changes import Change, Level
from generator.diff.keywords import Direction, Schema, changed_keywords


class Side(Enum):
    """Whether callers send or receive the value."""

    REQUEST = "in requests"
    RESPONSE = "in responses"


@dataclass
class Schemas:
    """Compares schemas of two documents. Each pair of named schemas is compared once per operation and side."""

    old: Schema
    new: Schema
    operation: str = ""
    _seen: set[tuple[str, str, Side]] = field(default_factory=set)

    def compare(self, old: Any, new: Any, side: Side, location: str) -> Iterator[Change]:
        """Yield the changes between two schemas. Follows references."""
        old_name, new_name = _name(old), _name(new)
        if old_name or new_name:
            key = (old_name, new_name, side)
            if key in self._seen:
                return
            self._seen.add(key)
            if old_name and new_name and old_name != new_name:
                renamed = old_name in resolve(self.new, new).get(EARLIER_NAMES, ())
                level = Level.DOCS if renamed else Level.BREAKING
                yield self._change(level, side, location, f"schema was {old_name}, is now {new_name}")
            location = new_name or location
        before, now = resolve(self.old, old), resolve(self.new, new)
        for key_, direction, what in changed_keywords(before, now):
            # Another default changes the response to the same request. A first default only documents what happens.
            if key_ == "default" and "default" in before and side is Side.REQUEST:
                direction, what = Direction.OTHER, f"was {before['default']}, is now {now.get('default', 'unset')}"
            yield self._directed(direction, side, location, f"{key_} {what}")
        yield from self._properties(before, now, side, location)
        yield from self._items(before, now, side, location)
        yield from self._additional(before, now, side, location)
        for kind in ("allOf", "anyOf", "oneOf"):
            yield from self._choices(kind, before.get(kind, []), now.get(kind, []), side, location)

    def _properties(self, old: Schema, new: Schema, side: Side, location: str) -> Iterator[Change]:
        before, now = old.get("properties", {}), new.get("properties", {})
        was_required, is_required = set(old.get("required", [])), set(new.get("required", []))
        for name in sorted(before.keys() - now.keys()):
            yield self._change(Level.BREAKING, side, f"{location}.{name}", "property removed")
        for name in sorted(now.keys() - before.keys()):
            level = Level.BREAKING if name in is_required and side is Side.REQUEST else Level.ADDITIVE
            yield self._change(
                level, side, f"{location}.{name}", f"{'required ' * (name in is_required)}property added"
            )
        for name in sorted(before.keys() & now.keys()):
            if (name in was_required) != (name in is_required):
                direction, what = (
                    (Direction.NARROWER, "is") if name in is_required else (Direction.WIDER, "is no longer")
                )
                yield self._directed(direction, side, f"{location}.{name}", f"{what} required")
            yield from self.compare(before[name], now[name], side, f"{location}.{name}")

    def _items(self, old: Schema, new: Schema, side: Side, location: str) -> Iterator[Change]:
        if "items" in old and "items" in new:
            yield from self.compare(old["items"], new["items"], side, f"{location}[]")
        elif "items" in old or "items" in new:
            direction = Direction.WIDER if "items" in old else Direction.NARROWER
            yield self._directed(direction, side, f"{location}[]", "schema of items")

    def _additional(self, old: Schema, new: Schema, side: Side, location: str) -> Iterator[Change]:
        """Compare `additionalProperties`, which default to true."""
        before, now = old.get("additionalProperties", True), new.get("additionalProperties", True)
        where = f"{location}.{{}}"
        if isinstance(before, dict) and isinstance(now, dict):
            yield from self.compare(before, now, side, where)
        elif before != now:
            openness = [2 if value is True else 1 if isinstance(value, dict) else 0 for value in (before, now)]
            direction = Direction.WIDER if openness[1] > openness[0] else Direction.NARROWER
            now_are = ("rejected", "typed", "unrestricted")[openness[1]]
            yield self._directed(direction, side, where, f"additional properties are now {now_are}")

    def _choices(self, kind: str, old: list[Any], new: list[Any], side: Side, location: str) -> Iterator[Change]:
        removed, added = [s for s in old if s not in new], [s for s in new if s not in old]
        for same in (s for s in old if s in new):
            yield from self.compare(same, same, side, location)
        if len(removed) == len(added):
            for before, now in zip(removed, added, strict=True):
                yield from self.compare(before, now, side, location)
        else:
            # Another alternative accepts more values; another condition accepts fewer.
            direction = Direction.WIDER if (len(added) > len(removed)) == (kind != "allOf") else Direction.NARROWER
            direction = Direction.OTHER if removed and added else direction
            yield self._directed(direction, side, location, f"{kind} has other members")

    def _directed(self, direction: Direction, side: Side, location: str, what: str) -> Change:
        return self._change(LEVELS[direction, side], side, location, what)

    def _change(self, level: Level, side: Side, location: str, what: str) -> Change:
        return Change(level, location, what if level is Level.DOCS else f"{what} {side.value}", self.operation)


# Effect of a changed set of accepted values, by side.
LEVELS = {
    (Direction.WIDER, Side.REQUEST): Level.ADDITIVE,
    (Direction.NARROWER, Side.REQUEST): Level.BREAKING,
    (Direction.WIDER, Side.RESPONSE): Level.BREAKING,
    (Direction.NARROWER, Side.RESPONSE): Level.ADDITIVE,
    (Direction.OTHER, Side.REQUEST): Level.BREAKING,
    (Direction.OTHER, Side.RESPONSE): Level.BREAKING,
    (Direction.DOCS, Side.REQUEST): Level.DOCS,
    (Direction.DOCS, Side.RESPONSE): Level.DOCS,
}


def resolve(document: Schema, value: Any) -> Schema:
    """Return the target of a reference of a document, or any other value unchanged."""
    while isinstance(value, dict) and "$ref" in value:
        found: Any = document
        for step in str(value["$ref"]).removeprefix("#/").split("/"):
            found = found[step]
        value = found
    return value if isinstance(value, dict) else {}


def _name(value: Any) -> str:
    return str(value.get("$ref", "")).rpartition("/")[2] if isinstance(value, dict) else ""
