"""Returns the document as it was on a day.

- A mapping with `x-since` or `x-until` exists from the one date on, until the other.
- `x-earlier` of a mapping lists older values of its keys: each entry has the date `until` which they held.

What then has no use is removed: required names of properties that are gone, references to definitions that are gone,
unused definitions, and tags without operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.bundle import METHODS, Bundle

SINCE, UNTIL, EARLIER = "x-since", "x-until", "x-earlier"

# Keys whose values are data and not parts of the document.
DATA = frozenset({"example", "examples", "default", "enum", "x-seed-schemas"})
# Keys of mappings whose own keys are names.
_NAMED = frozenset({"content", "parameters", "paths", "properties", "responses", "schemas", "securitySchemes"})


def as_of(document: dict[str, Any], date: str) -> dict[str, Any]:
    """Return a document as it was in the edition of a date. It shares examples with `document`, which is unchanged.

    Args:
        document: The bundled document with everything that is known.
        date: The date of the edition, in ISO form.
    """
    pruned: dict[str, Any] = _Pruner(document, date).value(document)
    for item in pruned["paths"].values():
        for name in METHODS:
            _drop_security(item.get(name, {}), pruned)
    pruned["paths"] = {path: item for path, item in pruned["paths"].items() if item.keys() & set(METHODS)}
    _drop_security(pruned, pruned)
    _drop_unused_components(pruned)
    _drop_unused_descriptions(pruned)
    pruned["info"]["version"] = date.replace("-", ".")
    return pruned


def bundle_as_of(bundle: Bundle, date: str) -> Bundle:
    """Return a bundle whose document is that of the edition of a date. Lint the whole bundle, not this one."""
    return replace(bundle, document=as_of(bundle.document, date))


def holds(value: dict[str, Any], date: str) -> bool:
    """Return whether a mapping of the document exists in the edition of a date."""
    return value.get(SINCE, "") <= date and (UNTIL not in value or date < value[UNTIL])


class _Pruner:
    """Removes from a document what does not exist in an edition, and restores older values."""

    def __init__(self, document: dict[str, Any], date: str) -> None:
        self._document = document
        self._date = date

    def value(self, value: Any, *, names: bool = False) -> Any:
        """Return a part of the document as it was; `names` says that its keys are names and not keywords."""
        if isinstance(value, list):
            return [self.value(item) for item in value if self._exists(item)]
        if not isinstance(value, dict):
            return value
        value = value if names else self._restored(value)
        kept = {}
        for key, inner in value.items():
            if key in DATA and not names:
                kept[key] = inner
            elif key in _NAMED and not names:
                # A property can have the name of any of our keys; a status or a media type cannot.
                dated = isinstance(inner, dict) and key != "properties"
                kept[key] = self.value(self._restored(inner) if dated else inner, names=True)
            elif self._exists(inner):
                kept[key] = self.value(inner)
        return kept if names else self._consistent(value, kept)

    def _consistent(self, value: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
        """Drop required names and parts of examples whose properties are gone."""
        gone = value.get("properties", {}).keys() - kept.get("properties", {}).keys()
        if gone and "required" in kept:
            kept["required"] = [name for name in kept["required"] if name not in gone]
            if not kept["required"]:
                del kept["required"]
        schema = value.get("schema", value)
        if "example" in kept:
            kept["example"] = self._example(kept["example"], schema)
        if "schema" in value and "examples" in kept:
            kept["examples"] = {
                name: {**each, "value": self._example(each["value"], schema)} if "value" in each else each
                for name, each in kept["examples"].items()
            }
        return kept

    def _example(self, example: Any, schema: Any) -> Any:
        """Return an example without the properties that do not exist."""
        if not isinstance(schema, dict):
            return example
        schema = self._resolved(schema)
        if isinstance(example, list):
            return [self._example(item, schema.get("items", {})) for item in example]
        if not isinstance(example, dict):
            return example
        kept = {}
        properties = self._properties(schema)
        for key, inner in example.items():
            declared = properties.get(key, schema.get("additionalProperties", {}))
            if self._exists(declared):
                kept[key] = self._example(inner, declared)
        return kept

    def _properties(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the properties of a schema and of the parts that it combines."""
        found = dict(schema.get("properties", {}))
        for part in schema.get("allOf", ()):
            found |= self._properties(self._resolved(part))
        return found

    def _resolved(self, value: dict[str, Any]) -> dict[str, Any]:
        while isinstance(value.get("$ref"), str):
            value = self._target(value["$ref"])
        return value

    def _target(self, reference: str) -> dict[str, Any]:
        _, section, name = reference[2:].split("/")
        target: dict[str, Any] = self._document["components"][section][name]
        return target

    def _restored(self, value: dict[str, Any]) -> dict[str, Any]:
        """Return a mapping with the values that its keys had; null stands for a key that was absent."""
        if EARLIER not in value:
            return value
        later = [entry for entry in value[EARLIER] if self._date < entry["until"]]
        held = {key: inner for key, inner in min(later, key=_until).items() if key != "until"} if later else {}
        merged = {**value, **held}
        del merged[EARLIER]
        return {key: inner for key, inner in merged.items() if inner is not None or key not in held}

    def _exists(self, value: Any) -> bool:
        """Return whether a value exists in the edition; a reference exists as long as its definition does."""
        while isinstance(value, dict):
            if not holds(value, self._date):
                return False
            if not isinstance(value.get("$ref"), str):
                return True
            value = self._target(value["$ref"])
        return True


def _until(entry: dict[str, Any]) -> str:
    return str(entry["until"])


def _drop_security(holder: dict[str, Any], document: dict[str, Any]) -> None:
    """Drop alternatives of `security` whose schemes do not exist."""
    schemes = document.get("components", {}).get("securitySchemes", {})
    if "security" in holder:
        holder["security"] = [option for option in holder["security"] if option.keys() <= schemes.keys()]


def _drop_unused_components(document: dict[str, Any]) -> None:
    """Drop definitions to which nothing refers. Seeds may use schemas to which no operation refers."""
    components = document.get("components", {})
    used: set[str] = set()
    waiting = [*references(document["paths"]), *references(document.get("x-seed-schemas", {}))]
    while waiting:
        reference = waiting.pop()
        if reference not in used:
            used.add(reference)
            _, section, name = reference[2:].split("/")
            waiting += references(components[section][name])
    for section in components.keys() - {"securitySchemes"}:
        names = [name for name in components[section] if f"#/components/{section}/{name}" in used]
        components[section] = {name: components[section][name] for name in names}


def _drop_unused_descriptions(document: dict[str, Any]) -> None:
    """Drop tags and client resources that have no operation."""
    operations = [item[name] for item in document["paths"].values() for name in METHODS if name in item]
    tags = {tag for operation in operations for tag in operation.get("tags", [])}
    document["tags"] = [tag for tag in document.get("tags", []) if tag["name"] in tags]
    resources = {operation["x-client"]["resource"] for operation in operations if "x-client" in operation}
    used = {".".join(name.split(".")[: depth + 1]) for name in resources for depth in range(name.count(".") + 1)}
    if "x-resources" in document:
        document["x-resources"] = {name: text for name, text in document["x-resources"].items() if name in used}


def references(value: Any) -> Iterator[str]:
    """Yield the references in a part of the document."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
