"""Rules for examples and fixtures: they exist and match their schemas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openapi_schema_validator import OAS30Validator, oas30_format_checker

from generator.bundle import Bundle
from generator.document import Pointer
from generator.findings import Finding
from generator.lint.operations import contents, parameters_of


def _mismatches(bundle: Bundle, schema: dict[str, Any], value: Any) -> Iterable[str]:
    """Yield a message for each way in which `value` does not match `schema`."""
    # References start at the root of the document, so the validated schema needs the components.
    rooted = {"components": bundle.document["components"], "allOf": [schema]}
    validator = OAS30Validator(rooted, format_checker=oas30_format_checker)
    for error in validator.iter_errors(value):
        location = "/".join(str(part) for part in error.absolute_path)
        yield f"{location}: {error.message}" if location else error.message


def bodies_have_examples(bundle: Bundle) -> Iterable[Finding]:
    """Check that each body has an example that matches its schema."""
    for pointer, operation, _ in bundle.operations():
        for location, content in contents(bundle, pointer, operation):
            for media_type, media in content.items():
                if "example" not in media:
                    yield bundle.finding("example", location, f"the {media_type} body has no example")
                    continue
                for mismatch in _mismatches(bundle, media["schema"], media["example"]):
                    yield bundle.finding("example", location, f"the example does not match its schema: {mismatch}")


def other_examples_match(bundle: Bundle) -> Iterable[Finding]:
    """Check that examples of schemas and parameters match their schemas."""
    for name, schema in bundle.document["components"]["schemas"].items():
        if "example" in schema:
            pointer: Pointer = ("components", "schemas", name)
            for mismatch in _mismatches(bundle, schema, schema["example"]):
                yield bundle.finding("example", pointer, f"the example does not match its schema: {mismatch}")
    for pointer, operation, item in bundle.operations():
        for parameter in parameters_of(bundle, operation, item):
            if "example" in parameter:
                for mismatch in _mismatches(bundle, parameter["schema"], parameter["example"]):
                    yield bundle.finding(
                        "example", pointer, f"the example of {parameter['name']} does not match its schema: {mismatch}"
                    )


def fixtures_match(bundle: Bundle) -> Iterable[Finding]:
    """Check that each fixture belongs to a schema of the document and matches it."""
    schemas = bundle.document["components"]["schemas"] | bundle.document.get("x-seed-schemas", {})
    for name, objects in bundle.fixtures.items():
        for key, fixture in objects.items():
            pointer: Pointer = ("fixtures", name, key)
            if name not in schemas:
                yield bundle.finding("fixture", pointer, f"there is no schema {name}")
            elif not isinstance(fixture, dict) or "value" not in fixture or not fixture.keys() <= {"in", "value"}:
                yield bundle.finding(
                    "fixture", pointer, f"the fixture {key} must have `value`, may have `in`, and no other key"
                )
            else:
                for mismatch in _mismatches(bundle, schemas[name], fixture["value"]):
                    yield bundle.finding("fixture", (*pointer, "value"), f"{key} does not match {name}: {mismatch}")


RULES = (bodies_have_examples, other_examples_match, fixtures_match)
