"""Reads the forms of recorded responses in `spec/sources/recordings/`, and checks values against them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from generator.document import SourceFile, Sources
from generator.findings import Finding, SpecError

TYPES = ("null", "boolean", "integer", "number", "string", "date-time")

_FORM: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "pattern": f"^({'|'.join(TYPES)})( or ({'|'.join(TYPES)}))*$"},
        {"type": "array", "items": {"$ref": "#/$defs/form"}},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/form"}},
    ]
}
_TEXTS = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_FILE: dict[str, Any] = {
    "$defs": {"form": _FORM},
    "type": "object",
    "required": ["api", "recorded", "about", "responses"],
    "additionalProperties": False,
    "properties": {
        "api": {"enum": ["embedded", "developer"]},
        "recorded": {"type": "string"},
        "about": {"type": "string"},
        "responses": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["operation", "at", "keys", "value"],
                "additionalProperties": False,
                "properties": {
                    "operation": {"type": "string"},
                    "success": {"const": False},
                    "at": {"type": "string", "pattern": r"^\w*(\[\])?$"},
                    "keys": {"enum": ["all", "some"]},
                    "developer_only": _TEXTS,
                    "headers": _TEXTS,
                    "value": {"$ref": "#/$defs/form"},
                },
            },
        },
    },
}


@dataclass(frozen=True)
class Recording:
    """One recorded response with the status 200, without its values.

    Attributes:
        source: The source in `sources.yaml`, which is also the name of the file.
        api: `embedded`, or `developer` for the counterpart in the Developer API.
        operation: The operationId.
        at: Where in the body the recorded value belongs: a property, `[]` for each entry of a list, or empty.
        is_complete: Whether the recorded objects had no other keys.
        value: The form of the value. A text names types, a list the forms of its entries, and an object those of its
            properties. `?` after a name: only some objects have it. The name `*` stands for any.
        is_success: Whether the operation was carried out; if not, `success` is false in the body.
        developer_only: Keys that only the Developer API has.
        headers: Names of recorded headers.
    """

    source: str
    api: str
    operation: str
    at: str
    is_complete: bool
    value: Any
    is_success: bool = True
    developer_only: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()

    def place(self, body: Any) -> list[Any]:
        """Return the parts of a body to which the recording belongs."""
        name, brackets, _ = self.at.partition("[]")
        part = body[name] if name else body
        return list(part) if brackets else [part]

    def differences(self, body: Any) -> list[str]:
        """Return a sentence for each key of the recording that a body lacks, and for each value of another type."""
        return [text for part in self.place(body) for text in self._differences(self.value, part, self.at or "body")]

    def _differences(self, form: Any, value: Any, place: str) -> Iterator[str]:
        if isinstance(form, str):
            recorded = set(form.split(" or ")) - {"null"}
            # A recording shows only some of the possible values: null does not exclude others.
            if recorded and value is not None and not recorded & _types(value):
                yield f"{place} is {' or '.join(sorted(_types(value)))}; recorded: {form}"
        elif isinstance(form, list):
            if not isinstance(value, list):
                yield f"{place} is not a list"
            elif form:
                for entry in value:
                    yield from _fewest([list(self._differences(one, entry, f"{place}[]")) for one in form])
        elif not isinstance(value, dict):
            yield f"{place} is not an object"
        else:
            yield from self._keys(form, value, place)

    def _keys(self, form: dict[str, Any], value: dict[str, Any], place: str) -> Iterator[str]:
        for name, inner in form.items():
            key = name.removesuffix("?")
            if key == "*":
                for entry in value.values():
                    yield from self._differences(inner, entry, f"{place}.*")
            elif key in value:
                yield from self._differences(inner, value[key], f"{place}.{key}")
            elif key == name and key not in self.developer_only:
                yield f"{place}.{key} is missing"


def load_recordings(sources: Sources) -> list[Recording]:
    """Return all recordings of a spec.

    Raises:
        SpecError: A file is not a file of recordings.
    """
    return [one for file in sources.glob("sources/recordings/*.yaml") for one in _read(file)]


def _read(file: SourceFile) -> Iterator[Recording]:
    content: Any = file.data
    problems = [
        Finding(file.location(tuple(error.absolute_path)), "recording", None, error.message)
        for error in Draft202012Validator(_FILE).iter_errors(content)
    ]
    if problems:
        raise SpecError(problems)
    for response in content["responses"]:
        yield Recording(
            source=file.path.stem,
            api=content["api"],
            operation=response["operation"],
            at=response["at"],
            is_complete=response["keys"] == "all",
            value=response["value"],
            is_success=response.get("success", True),
            developer_only=tuple(response.get("developer_only", ())),
            headers=tuple(response.get("headers", ())),
        )


def _types(value: Any) -> set[str]:
    names = {bool: {"boolean"}, int: {"integer", "number"}, float: {"number"}, str: {"string", "date-time"}}
    return names.get(type(value), {"list" if isinstance(value, list) else "object"})


def _fewest(alternatives: list[list[str]]) -> list[str]:
    return min(alternatives, key=len)
