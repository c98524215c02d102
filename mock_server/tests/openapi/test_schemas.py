"""Schemas of OpenAPI 3.0 are compiled to checks."""

from __future__ import annotations

import json
from typing import Any

from workato_embedded_mock.openapi.schemas import SchemaCompiler


def test_nullable_and_int64_are_supported() -> None:
    """`nullable` and `format: int64` work as in OpenAPI 3.0, also in schemas behind a reference."""
    compiler = SchemaCompiler(
        {
            "components": {
                "schemas": {
                    "Colour": {"type": "string", "nullable": True, "enum": ["red"]},
                    "Any": {"nullable": True},
                    "Thing": {
                        "type": "object",
                        "properties": {
                            "colour": {"$ref": "#/components/schemas/Colour"},
                            "count": {"type": "integer", "format": "int64"},
                            "enum": {"type": "string"},
                            "any": {"$ref": "#/components/schemas/Any"},
                        },
                    },
                }
            }
        }
    )
    check = compiler.named("Thing", "")
    valid_values: tuple[object, ...] = (
        {},
        {"colour": None},
        {"colour": "red"},
        {"count": 2**63 - 1},
        {"enum": "x"},
        {"any": []},
    )
    for valid in valid_values:
        assert check(valid) == []
    for invalid in ({"colour": "blue"}, {"count": 2**63}, {"count": None}, {"count": 1.0}, {"enum": None}):
        assert check(invalid)


def _texts(schema: dict[str, Any], value: object, *, masked: bool = False) -> list[str]:
    return [reason.text for reason in SchemaCompiler({}, masked=masked).compile(schema, "")(value)]


def test_a_violated_enum_lists_all_choices() -> None:
    """The reason for a value outside an enum lists every choice, however many there are, and cuts only the value."""
    colours = [f"colour-{number}" for number in range(40)]
    (text,) = _texts({"type": "string", "enum": colours}, "x" * 500)
    assert text == f'"{"x" * 59}... is not one of {", ".join(json.dumps(colour) for colour in colours)}'
    assert _texts({"enum": ["a", 2, None]}, {"b": 1}) == ['{"b": 1} is not one of "a", 2, null']


def test_a_violated_any_of_lists_all_alternatives() -> None:
    """The reason for a value that fits no alternative of an `anyOf` or `oneOf` says what each alternative expects."""
    schema: dict[str, Any] = {"anyOf": [{"type": "string", "enum": ["default", "empty", "full"]}, {"type": "object"}]}
    expected = 'no alternative fits: "x" is not one of "default", "empty", "full"; "x" is not of type "object"'
    assert _texts(schema, "x") == [expected]
    assert _texts({"oneOf": schema["anyOf"]}, "x") == [expected]


def test_masked_violations_do_not_show_the_value() -> None:
    """A compiler that masks lists the choices and does not show the value."""
    schema = {"anyOf": [{"enum": ["a", "b", "c"]}, {"type": "object"}]}
    (text,) = _texts(schema, "secret", masked=True)
    assert text == 'no alternative fits: the value is not one of "a", "b", "c"; the value is not of type "object"'
