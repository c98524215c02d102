"""Describes in words why a value does not fit a schema."""

from __future__ import annotations

import json

import jsonschema_rs

from workato_embedded_mock.plain_json import Json

# The longest text. The choices of an enum are never cut.
LONGEST = 300
# The most characters of a value before its choices.
_LONGEST_VALUE = 60


def violation_text(error: jsonschema_rs.ValidationError, mask: str | None) -> str:
    """Return why a value does not fit its schema, with all choices of an enum and all alternatives of an `anyOf`.

    Args:
        error: The violation.
        mask: The text that is shown instead of the value; None to show the value.
    """
    kind = error.kind
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.Enum):
        choices = ", ".join(map(_written, kind.options))
        return f"{_shortened(error.instance, mask)} is not one of {choices}"
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.AnyOf | jsonschema_rs.ValidationErrorKind.OneOfNotValid):
        # The first violation of each alternative says what it expects.
        texts = dict.fromkeys(violation_text(each[0], mask) for each in kind.context if each)
        return f"no alternative fits: {'; '.join(texts)}"
    return error.message if len(error.message) <= LONGEST else error.message[:LONGEST] + "..."


def _shortened(value: Json, mask: str | None) -> str:
    text = _written(value) if mask is None else mask
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "..."


def _written(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
