"""Compares two schemas as a caller meets them: what may be sent must not shrink, what may be answered must not grow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from generator.diff.changes import Change, Level
from generator.diff.facets import Schema, Turn, facets


class Side(Enum):
    """Whether the caller sends the value or reads it."""

    REQUEST = "in requests"
    ANSWER = "in answers"


@dataclass
class Schemas:
    """Compares schemas of two documents. Each pair of named schemas is walked once for an operation and a side."""

    old: Schema
    new: Schema
    operation: str = ""
    _seen: set[tuple[str, str, Side]] = field(default_factory=set)

    def compare(self, old: Any, new: Any, side: Side, place: str) -> Iterator[Change]:
        """Yield the changes between two schemas, references followed."""
        old_name, new_name = _name(old), _name(new)
        if old_name or new_name:
            key = (old_name, new_name, side)
            if key in self._seen:
                return
            self._seen.add(key)
            if old_name and new_name and old_name != new_name:
                yield self._change(Level.BREAKING, side, place, f"is now of the schema {new_name}, was of {old_name}")
            place = new_name or place
        before, now = resolve(self.old, old), resolve(self.new, new)
        for key_, turn, words in facets(before, now):
            # Another default is another answer to the same call; where there was none, it only tells what happens.
            if key_ == "default" and "default" in before and side is Side.REQUEST:
                turn, words = Turn.OTHER, f"was {before['default']}, is now {now.get('default', 'none')}"
            yield self._turned(turn, side, place, f"{key_} {words}")
        yield from self._properties(before, now, side, place)
        yield from self._items(before, now, side, place)
        yield from self._more(before, now, side, place)
        for kind in ("allOf", "anyOf", "oneOf"):
            yield from self._choices(kind, before.get(kind, []), now.get(kind, []), side, place)

    def _properties(self, old: Schema, new: Schema, side: Side, place: str) -> Iterator[Change]:
        before, now = old.get("properties", {}), new.get("properties", {})
        needed, needs = set(old.get("required", [])), set(new.get("required", []))
        for name in sorted(before.keys() - now.keys()):
            yield self._change(Level.BREAKING, side, f"{place}.{name}", "property removed")
        for name in sorted(now.keys() - before.keys()):
            level = Level.BREAKING if name in needs and side is Side.REQUEST else Level.ADDITIVE
            yield self._change(level, side, f"{place}.{name}", f"{'required ' * (name in needs)}property added")
        for name in sorted(before.keys() & now.keys()):
            if (name in needed) != (name in needs):
                turn, words = (Turn.NARROWER, "is") if name in needs else (Turn.WIDER, "is no longer")
                yield self._turned(turn, side, f"{place}.{name}", f"{words} required")
            yield from self.compare(before[name], now[name], side, f"{place}.{name}")

    def _items(self, old: Schema, new: Schema, side: Side, place: str) -> Iterator[Change]:
        if "items" in old and "items" in new:
            yield from self.compare(old["items"], new["items"], side, f"{place}[]")
        elif "items" in old or "items" in new:
            yield self._turned(Turn.WIDER if "items" in old else Turn.NARROWER, side, f"{place}[]", "schema of items")

    def _more(self, old: Schema, new: Schema, side: Side, place: str) -> Iterator[Change]:
        """Compare `additionalProperties`, which are open where nothing is said."""
        before, now = old.get("additionalProperties", True), new.get("additionalProperties", True)
        where = f"{place}.{{}}"
        if isinstance(before, dict) and isinstance(now, dict):
            yield from self.compare(before, now, side, where)
        elif before != now:
            openness = [2 if value is True else 1 if isinstance(value, dict) else 0 for value in (before, now)]
            turn = Turn.WIDER if openness[1] > openness[0] else Turn.NARROWER
            yield self._turned(turn, side, where, f"further properties are {('refused', 'typed', 'free')[openness[1]]}")

    def _choices(self, kind: str, old: list[Any], new: list[Any], side: Side, place: str) -> Iterator[Change]:
        gone, come = [s for s in old if s not in new], [s for s in new if s not in old]
        for same in (s for s in old if s in new):
            yield from self.compare(same, same, side, place)
        if len(gone) == len(come):
            for before, now in zip(gone, come, strict=True):
                yield from self.compare(before, now, side, place)
        else:
            # One more alternative admits more; one more thing to hold at once admits less.
            turn = Turn.WIDER if (len(come) > len(gone)) == (kind != "allOf") else Turn.NARROWER
            yield self._turned(Turn.OTHER if gone and come else turn, side, place, f"{kind} has other members")

    def _turned(self, turn: Turn, side: Side, place: str, words: str) -> Change:
        return self._change(LEVELS[turn, side], side, place, words)

    def _change(self, level: Level, side: Side, place: str, words: str) -> Change:
        return Change(level, place, words if level is Level.DOCS else f"{words} {side.value}", self.operation)


LEVELS = {
    (Turn.WIDER, Side.REQUEST): Level.ADDITIVE,
    (Turn.NARROWER, Side.REQUEST): Level.BREAKING,
    (Turn.WIDER, Side.ANSWER): Level.BREAKING,
    (Turn.NARROWER, Side.ANSWER): Level.ADDITIVE,
    (Turn.OTHER, Side.REQUEST): Level.BREAKING,
    (Turn.OTHER, Side.ANSWER): Level.BREAKING,
    (Turn.DOCS, Side.REQUEST): Level.DOCS,
    (Turn.DOCS, Side.ANSWER): Level.DOCS,
}


def resolve(document: Schema, value: Any) -> Schema:
    """Return what a reference of a document names; any other value as it is."""
    while isinstance(value, dict) and "$ref" in value:
        found: Any = document
        for step in str(value["$ref"]).removeprefix("#/").split("/"):
            found = found[step]
        value = found
    return value if isinstance(value, dict) else {}


def _name(value: Any) -> str:
    return str(value.get("$ref", "")).rpartition("/")[2] if isinstance(value, dict) else ""
