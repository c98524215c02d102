"""Rules that check the document against recorded responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.bundle import Bundle, load_sources
from generator.findings import Finding
from generator.recordings import Recording, load_recordings

_RULE = "recording"


def recordings_are_listed(bundle: Bundle) -> Iterable[Finding]:
    """Check that `recorded` of each operation lists the recordings of it, and that these are of known sources."""
    recordings, known = load_recordings(bundle.sources), load_sources(bundle.sources.folder)
    found: dict[str, set[str]] = {}
    for one in recordings:
        found.setdefault(one.operation, set()).add(one.source)
    operations = {operation["operationId"]: (pointer, operation) for pointer, operation, _ in bundle.operations()}
    for name in found.keys() - operations.keys():
        yield bundle.finding(_RULE, (), f"{', '.join(found[name])}: there is no operation {name}")
    for source in {one.source for one in recordings} - known.keys():
        yield bundle.finding(_RULE, (), f"recordings/{source}.yaml is not a source; add it to sources/sources.yaml")
    for name, (pointer, operation) in operations.items():
        listed = operation.get("x-provenance", {}).get("recorded", [])
        if sorted(listed) != sorted(found.get(name, ())):
            expected = ", ".join(sorted(found.get(name, ()))) or "no recordings"
            yield bundle.finding(_RULE, (*pointer, "x-provenance"), f"`recorded` should list {expected}")


def the_document_fits_its_recordings(bundle: Bundle) -> Iterable[Finding]:
    """Check that the document has each recorded key, allows its types, and requires no key that was not recorded."""
    operations = {operation["operationId"]: (pointer, operation) for pointer, operation, _ in bundle.operations()}
    for one in load_recordings(bundle.sources):
        if one.operation in operations:
            pointer, operation = operations[one.operation]
            for text in _Fit(bundle, one).problems(operation):
                yield bundle.finding(_RULE, (*pointer, "responses"), f"recorded by {one.source}: {text}")


def recordings_raise_the_confidence(bundle: Bundle) -> Iterable[Finding]:
    """Check that an operation recorded from this API is documented, and one of the Developer API not inferred."""
    best = {"embedded": ("documented",), "developer": ("documented", "partly")}
    operations = {operation["operationId"]: (pointer, operation) for pointer, operation, _ in bundle.operations()}
    for one in load_recordings(bundle.sources):
        pointer, operation = operations.get(one.operation, ((), {}))
        confidence = operation.get("x-provenance", {}).get("confidence")
        if operation and confidence not in best[one.api]:
            text = f"recorded by {one.source}, so the confidence should be {' or '.join(best[one.api])}"
            yield bundle.finding(_RULE, (*pointer, "x-provenance", "confidence"), text)


RULES = (recordings_are_listed, recordings_raise_the_confidence, the_document_fits_its_recordings)


class _Fit:
    """Compares the form of a recorded value with a schema."""

    def __init__(self, bundle: Bundle, recording: Recording) -> None:
        self._bundle = bundle
        self._recording = recording

    def problems(self, operation: dict[str, Any]) -> Iterator[str]:
        """Yield what does not fit."""
        response = self._bundle.resolve(operation["responses"].get("200", {}))
        schema = response.get("content", {}).get("application/json", {}).get("schema")
        if schema is None:
            yield "a body of JSON with the status 200 is not in the document"
            return
        name, brackets, _ = self._recording.at.partition("[]")
        if name:
            schema = self._resolve(schema).get("properties", {}).get(name)
            if schema is None:
                yield f"`{name}` is not in the document"
                return
        if brackets:
            schema = self._resolve(schema).get("items", {})
        yield from self._form(schema, self._recording.value, self._recording.at or "body")

    def _resolve(self, schema: Any) -> dict[str, Any]:
        resolved: dict[str, Any] = self._bundle.resolve(schema)
        return resolved

    def _form(self, schema: Any, form: Any, place: str) -> Iterator[str]:
        schema = self._resolve(schema)
        if "anyOf" in schema:
            yield from min((list(self._form(one, form, place)) for one in schema["anyOf"]), key=len)
        elif isinstance(form, str):
            for kind in form.split(" or "):
                if not _allows(schema, kind):
                    yield f"{place} is {kind}, which the document does not allow"
        elif schema.get("type", "any") not in ("any", "array" if isinstance(form, list) else "object"):
            yield f"{place} is {'a list' if isinstance(form, list) else 'an object'}, which the document does not allow"
        elif isinstance(form, list):
            for entry in form:
                yield from self._form(schema.get("items", {}), entry, f"{place}[]")
        else:
            yield from self._keys(schema, form, place)

    def _keys(self, schema: dict[str, Any], form: dict[str, Any], place: str) -> Iterator[str]:
        properties, more = schema.get("properties", {}), schema.get("additionalProperties", not schema)
        keys = {name.removesuffix("?"): inner for name, inner in form.items()}
        for key, inner in keys.items():
            if key in properties:
                if self._recording.api == "embedded" and "x-inferred" in properties[key] and inner != "null":
                    yield f"{place}.{key} was recorded; remove its x-inferred"
                yield from self._form(properties[key], inner, f"{place}.{key}")
            elif more:
                yield from self._form(more if isinstance(more, dict) else {}, inner, f"{place}.{key}")
            elif key not in self._recording.developer_only:
                yield f"{place}.{key} is not in the document"
        if self._recording.is_complete and keys:
            yield from (
                f"{place}.{key} is required, but was not there" for key in schema.get("required", []) if key not in keys
            )


def _allows(schema: dict[str, Any], kind: str) -> bool:
    allowed = schema.get("type", kind)
    if kind == "null":
        return schema.get("nullable", "type" not in schema) or None in schema.get("enum", ())
    if kind == "date-time":
        return "type" not in schema or schema.get("format") == "date-time"
    return allowed == kind or (kind, allowed) == ("integer", "number")
