"""Schemas of OpenAPI 3.0 are compiled to checks."""

from __future__ import annotations

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
