"""Rules for examples and fixtures: they are there, and they fit their schemas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openapi_schema_validator import OAS30Validator, oas30_format_checker

from generator.bundle import Bundle
from generator.document import Pointer
from generator.findings import Finding
from generator.lint.operations import contents, parameters_of


def _misfits(bundle: Bundle, schema: dict[str, Any], value: Any) -> Iterable[str]:
    """Yield in words how `value` misses `schema`, a schema of the document."""
    # References of the document start at its root, so the root of what is validated has its components.
    rooted = {"components": bundle.document["components"], "allOf": [schema]}
    validator = OAS30Validator(rooted, format_checker=oas30_format_checker)
    for error in validator.iter_errors(value):
        place = "/".join(str(part) for part in error.absolute_path)
        yield f"{place}: {error.message}" if place else error.message


def bodies_have_examples(bundle: Bundle) -> Iterable[Finding]:
    """Each body has an example that fits its schema."""
    for pointer, operation, _ in bundle.operations():
        for place, content in contents(bundle, pointer, operation):
            for media_type, media in content.items():
                if "example" not in media:
                    yield bundle.finding("example", place, f"the body {media_type} has no example")
                    continue
                for misfit in _misfits(bundle, media["schema"], media["example"]):
                    yield bundle.finding("example", place, f"the example does not fit its schema: {misfit}")


def other_examples_fit(bundle: Bundle) -> Iterable[Finding]:
    """Where a schema or a parameter has an example, it fits."""
    for name, schema in bundle.document["components"]["schemas"].items():
        if "example" in schema:
            pointer: Pointer = ("components", "schemas", name)
            for misfit in _misfits(bundle, schema, schema["example"]):
                yield bundle.finding("example", pointer, f"the example does not fit its schema: {misfit}")
    for pointer, operation, item in bundle.operations():
        for parameter in parameters_of(bundle, operation, item):
            if "example" in parameter:
                for misfit in _misfits(bundle, parameter["schema"], parameter["example"]):
                    yield bundle.finding(
                        "example", pointer, f"the example of {parameter['name']} does not fit: {misfit}"
                    )


def fixtures_fit(bundle: Bundle) -> Iterable[Finding]:
    """Each fixture names a schema of the document and fits it."""
    schemas = bundle.document["components"]["schemas"] | bundle.document.get("x-seed-schemas", {})
    for name, objects in bundle.fixtures.items():
        for key, fixture in objects.items():
            pointer: Pointer = ("fixtures", name, key)
            if name not in schemas:
                yield bundle.finding("fixture", pointer, f"there is no schema {name}")
            elif not isinstance(fixture, dict) or "value" not in fixture or not fixture.keys() <= {"in", "value"}:
                yield bundle.finding("fixture", pointer, f"the fixture {key} needs `value`, may have `in`, and no more")
            else:
                for misfit in _misfits(bundle, schemas[name], fixture["value"]):
                    yield bundle.finding("fixture", (*pointer, "value"), f"{key} does not fit {name}: {misfit}")


RULES = (bodies_have_examples, other_examples_fit, fixtures_fit)
