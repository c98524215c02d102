"""Maps parsed schemas to Python types, as text for templates, and to readers of their JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser.properties import (
    AnyProperty,
    BooleanProperty,
    DateProperty,
    DateTimeProperty,
    FloatProperty,
    IntProperty,
    ListProperty,
    LiteralEnumProperty,
    ModelProperty,
    NoneProperty,
    StringProperty,
    UnionProperty,
    UuidProperty,
)
from openapi_python_client.parser.properties.protocol import PropertyProtocol

_SCALARS: dict[type[Any], str] = {
    AnyProperty: "Any",
    BooleanProperty: "bool",
    DateProperty: "str",
    DateTimeProperty: "datetime.datetime",
    FloatProperty: "float",
    IntProperty: "int",
    NoneProperty: "None",
    StringProperty: "str",
    UuidProperty: "str",
}


_KINDS: dict[type[Any], str] = {
    BooleanProperty: "boolean",
    DateProperty: "text",
    DateTimeProperty: "date-time",
    FloatProperty: "number",
    IntProperty: "integer",
    LiteralEnumProperty: "text",
    StringProperty: "text",
    UuidProperty: "text",
}


@dataclass(frozen=True)
class Shape:
    """How an option is parsed from text; see `Kind` in _runtime/cli/commands.py."""

    kind: str
    many: bool = False
    choices: tuple[str, ...] = ()


class Types:
    """The types of one document, whose models are known by class name."""

    def __init__(self, models: Mapping[str, ModelProperty]) -> None:
        self._models = models

    def model(self, prop: PropertyProtocol) -> ModelProperty:
        """Return the parsed model of a reference. The reference itself may not have its properties yet."""
        if not isinstance(prop, ModelProperty):
            raise TypeError(f"{prop.name} is not an object")
        return self._models[str(prop.class_info.name)]

    def properties(self, model: ModelProperty) -> list[PropertyProtocol]:
        """Return a model's properties, the required ones first."""
        whole = self.model(model)
        return [*(whole.required_properties or []), *(whole.optional_properties or [])]

    def description(self, prop: PropertyProtocol) -> Any:
        """Return the description of the schema that a property refers to, or an empty text."""
        inner = [p for p in _alternatives(prop) if isinstance(p, ModelProperty)]
        return self.model(inner[0]).description if inner else None

    def is_map(self, prop: PropertyProtocol) -> bool:
        """Return whether a property is an object with free keys."""
        return isinstance(prop, ModelProperty) and not self.properties(prop)

    def field(self, prop: PropertyProtocol) -> str:
        """Return the annotation of a model's property."""
        return self._optional(prop, self._annotate(prop, lambda name: name, "list", "dict"))

    def argument(self, prop: PropertyProtocol) -> str:
        """Return the annotation of an argument. It accepts plain dicts, lists and tuples. Of an enumeration, it accepts
        only the documented values, so that type checkers find typing errors.
        """
        wide = self._annotate(prop, lambda name: f"{name} | Mapping[str, Any]", "Sequence", "Mapping", closed=True)
        return self._optional(prop, wide)

    def identifier(self, prop: PropertyProtocol) -> str:
        """Return the annotation of a parameter. An id documented as a string also accepts an integer."""
        is_text = isinstance(prop, StringProperty) and f"_{prop.python_name}".endswith("_id")
        return self._optional(prop, "int | str") if is_text else self.argument(prop)

    def shape(self, prop: PropertyProtocol) -> Shape:
        """Return how an argument is parsed on the command line."""
        given = [inner for inner in _alternatives(prop) if not isinstance(inner, NoneProperty)]
        first = given[0]
        if isinstance(first, ListProperty):
            inner = self.shape(first.inner_property)
            return Shape(inner.kind, many=inner.kind != "json", choices=inner.choices)
        if self.is_map(first) and isinstance(first, ModelProperty):
            return Shape("pairs" if isinstance(self.model(first).additional_properties, StringProperty) else "json")
        kinds = {_KINDS.get(type(inner), "json") for inner in given}
        if kinds == {"integer", "text"}:
            return Shape("number-or-text")
        choices = sorted(map(str, first.values)) if isinstance(first, LiteralEnumProperty) else ()
        return Shape(kinds.pop() if len(kinds) == 1 else "json", choices=tuple(choices))

    def result(self, prop: PropertyProtocol) -> str:
        """Return the annotation of a method's result."""
        return self._annotate(prop, lambda name: name, "builtins.list", "dict")

    def reader(self, prop: PropertyProtocol) -> str | None:
        """Return the expression of the reader of a property, or None if no conversion is needed."""
        readers = {self._reader(inner) for inner in _alternatives(prop) if not isinstance(inner, NoneProperty)}
        return readers.pop() if len(readers) == 1 else None

    def models_in(self, prop: PropertyProtocol) -> frozenset[str]:
        """Return the names of the models in a property's type."""
        found: set[str] = set()
        for inner in _alternatives(prop):
            if isinstance(inner, ListProperty):
                found |= self.models_in(inner.inner_property)
            elif isinstance(inner, ModelProperty) and not self.is_map(inner):
                found.add(str(inner.class_info.name))
        return frozenset(found)

    def _reader(self, prop: PropertyProtocol) -> str | None:
        if isinstance(prop, DateTimeProperty):
            return "readers.date_time"
        if isinstance(prop, ModelProperty):
            return "readers.mapping" if self.is_map(prop) else f"{prop.class_info.name}.from_dict"
        if isinstance(prop, ListProperty):
            inner = self.reader(prop.inner_property)
            return f"readers.list_of({inner})" if inner else None
        return None

    def _annotate(
        self, prop: PropertyProtocol, model: Callable[[str], str], sequence: str, mapping: str, *, closed: bool = False
    ) -> str:
        texts: list[str] = []
        for inner in _alternatives(prop):
            if isinstance(inner, LiteralEnumProperty):
                # Responses accept any value: a value that the API adds later must not break a client.
                known = f"Literal[{', '.join(repr(value) for value in sorted(inner.values))}]"
                text = known if closed else f"{known} | str"
            elif isinstance(inner, ListProperty):
                text = f"{sequence}[{self._annotate(inner.inner_property, model, sequence, mapping, closed=closed)}]"
            elif isinstance(inner, ModelProperty) and self.is_map(inner):
                values = self.model(inner).additional_properties
                inside = self._annotate(values, model, sequence, mapping, closed=closed) if values else "Any"
                text = f"{mapping}[str, {inside}]"
            elif isinstance(inner, ModelProperty):
                text = model(str(inner.class_info.name))
            else:
                text = _SCALARS[type(inner)]
            texts.append(text)
        return " | ".join(sorted(dict.fromkeys(texts), key=lambda text: text == "None"))

    def _optional(self, prop: PropertyProtocol, annotation: str) -> str:
        return annotation if prop.required else f"{annotation} | Unset"


def _alternatives(prop: PropertyProtocol) -> list[PropertyProtocol]:
    return list(prop.inner_properties) if isinstance(prop, UnionProperty) else [prop]
