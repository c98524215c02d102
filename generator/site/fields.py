"""The fields of parameters and bodies as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.as_of import EARLIER, SINCE, UNTIL
from generator.bundle import Bundle
from generator.provenance import Provenance

# How deep the fields of nested objects are listed.
_DEEPEST = 4
_LIMITS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "minItems": "at least {} entries",
    "maxItems": "at most {} entries",
    "pattern": "pattern `{}`",
    "default": "default `{}`",
}


@dataclass(frozen=True)
class Field:
    """One row.

    Attributes:
        name: The name, with those of the objects around it: `roles[].name`.
        type: The type in words.
        required: Whether a caller must send it, or a response always has it.
        text: The description, as Markdown.
        limits: The limits of the value, each as Markdown.
        earlier: The limits of earlier editions: the day on which they ended, and the limits.
        inferred: From what the field is inferred; an empty string if it is not said, None if it is documented.
        since: The first edition that has the field, or an empty string.
        until: The first edition that does not have it any more, or an empty string.
    """

    name: str
    type: str
    required: bool
    text: str
    limits: list[str] = field(default_factory=list)
    earlier: list[tuple[str, str]] = field(default_factory=list)
    inferred: str | None = None
    since: str = ""
    until: str = ""


class Fields:
    """Lists the fields of the schemas of a document."""

    def __init__(self, bundle: Bundle, known: Provenance) -> None:
        self._bundle = bundle
        self._known = known

    def of_parameter(self, parameter: dict[str, Any]) -> Field:
        """Return the row of a parameter, whose references are resolved."""
        required = bool(parameter.get("required"))
        return self._field(
            parameter["name"], {**parameter, **self._bundle.resolve(parameter["schema"])}, required, parameter
        )

    def of_schema(self, schema: dict[str, Any]) -> list[Field]:
        """Return a row for each field of a body, those of nested objects after their object."""
        return list(self._inside(schema, "", ()))

    def _inside(self, schema: dict[str, Any], prefix: str, above: tuple[str, ...]) -> Iterator[Field]:
        name = _name(schema)
        if name in above or len(above) >= _DEEPEST:
            return
        resolved = self._bundle.resolve(schema)
        for part in resolved.get("allOf", ()):
            yield from self._inside(part, prefix, (*above, name))
        if resolved.get("type") == "array":
            yield from self._inside(resolved["items"], f"{prefix}[]", above)
        required = resolved.get("required", ())
        for key, value in resolved.get("properties", {}).items():
            inner = self._bundle.resolve(value)
            path = f"{prefix}.{key}" if prefix else key
            row = self._field(path, {**inner, **value}, key in required, value)
            yield row if self._known.properties.get((name, key)) != "inferred" else _inferred(row, value, resolved)
            yield from self._inside(value, path, (*above, name))

    def _field(self, name: str, schema: dict[str, Any], required: bool, own: dict[str, Any]) -> Field:
        return Field(
            name,
            self.type_of(schema),
            required,
            str(schema.get("description", "")).strip(),
            limits=_limits(schema),
            earlier=[(str(each["until"]), _earlier(each)) for each in schema.get(EARLIER, ())],
            inferred=own.get("x-inferred"),
            since=str(own.get(SINCE, "")),
            until=str(own.get(UNTIL, "")),
        )

    def type_of(self, schema: dict[str, Any]) -> str:
        """Return the type of a schema in words."""
        resolved = self._bundle.resolve(schema)
        if "anyOf" in resolved:
            words = " or ".join(dict.fromkeys(self.type_of(each) for each in resolved["anyOf"]))
        elif resolved.get("type") == "array":
            words = f"list of {self.type_of(resolved.get('items', {}))}"
        else:
            kind = str(resolved.get("type", "object" if "properties" in resolved else "any value"))
            words = f"{kind} ({resolved['format']})" if "format" in resolved else kind
        return f"{words} or null" if schema.get("nullable") else words


def _inferred(row: Field, value: dict[str, Any], parent: dict[str, Any]) -> Field:
    reason = str(value.get("x-inferred") or parent.get("x-inferred") or "")
    return Field(**{**vars(row), "inferred": reason})


def _limits(schema: dict[str, Any]) -> list[str]:
    found = [text.format(schema[key]) for key, text in _LIMITS.items() if key in schema]
    if schema.get("minLength") == 1:
        found[0] = "not empty"
    if "enum" in schema:
        found.insert(0, "one of " + ", ".join(f"`{value}`" for value in schema["enum"]))
    return found


def _earlier(values: dict[str, Any]) -> str:
    known = {key: value for key, value in values.items() if key != "until"}
    texts = [
        f"no {key}" if value is None else ", ".join(_limits({key: value})) or f"{key} {value}"
        for key, value in known.items()
    ]
    return ", ".join(texts)


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
