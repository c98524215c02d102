"""The document as OpenAPI 3.1 means the same as the document, which is OpenAPI 3.0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry
from referencing.jsonschema import DRAFT4, DRAFT202012

from generator.bundle import Bundle
from generator.dist.openapi_3_1 import json_schema, openapi_3_1


def test_the_document_is_valid_openapi_3_1(made: Bundle) -> None:
    """An independent validator accepts the document, its schemas and their defaults."""
    assert list(OpenAPIV31SpecValidator(openapi_3_1(made.document)).iter_errors()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"enum": ["a", None], "type": "string", "nullable": True}, {"enum": ["a", None], "type": ["string", "null"]}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ({"type": "integer", "example": 0}, {"type": "integer", "examples": [0]}),
        ({"type": "string", "format": "byte"}, {"type": "string", "contentEncoding": "base64"}),
        ({"$ref": "#/components/schemas/A", "description": "b"}, {"$ref": "#/components/schemas/A"}),
        ({"items": {"nullable": True, "type": "object"}}, {"items": {"type": ["object", "null"]}}),
        ({"allOf": [{"example": 1}], "additionalProperties": True}, {"allOf": [{"examples": [1]}], "additionalProperties": True}),
        ({"properties": {"example": {"example": 1}}}, {"properties": {"example": {"examples": [1]}}}),
    ],
)
def test_keywords_of_schemas_are_converted(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Keywords that changed have their new form, at any depth; a property with the name of a keyword stays."""
    assert json_schema(old) == new


def test_only_schemas_change() -> None:
    """A schema is converted wherever it is, and an example or an extension with the same words is not."""
    nullable = {"type": "string", "nullable": True}
    content = {"schema": {"schema": nullable}, "application/json": {"schema": nullable, "example": {"schema": nullable}}}
    old = {"openapi": "3.0.3", "x-note": {"schema": nullable}, "paths": {"schema": {"get": {"content": content}}}}
    media = openapi_3_1(old)["paths"]["schema"]["get"]["content"]
    assert media["application/json"] == {"schema": {"type": ["string", "null"]}, "example": {"schema": nullable}}
    assert openapi_3_1(old)["x-note"] == {"schema": nullable}
    assert old["openapi"] == "3.0.3"


def test_both_documents_accept_and_reject_the_same_objects(made: Bundle) -> None:
    """Each example object, and each with one changed property, is valid by both documents or by neither."""
    old, new = made.document, openapi_3_1(made.document)
    registry: Registry[Any] = Registry().with_resources(
        [("old", DRAFT4.create_resource(old)), ("new", DRAFT202012.create_resource(new))]
    )
    seen = set()
    for name, schema in old["components"]["schemas"].items():
        place = f"#/components/schemas/{name}"
        before = OAS30Validator({"$ref": f"old{place}"}, registry=registry)
        after = Draft202012Validator({"$ref": f"new{place}"}, registry=registry)
        for value in _values([*made.fixtures.get(name, {}).values(), schema.get("example", {})]):
            valid = before.is_valid(value)
            assert after.is_valid(value) == valid, (name, value)
            seen.add(valid)
    assert seen == {True, False}


def _values(examples: list[Any]) -> Iterator[Any]:
    """Yield examples, and each with one property changed."""
    for example in examples:
        value = example.get("value", example) if isinstance(example, dict) else example
        yield value
        if isinstance(value, dict):
            others: tuple[Any, ...] = (None, "", -1, [])
            yield from ({**value, key: other} for key in value for other in others)
