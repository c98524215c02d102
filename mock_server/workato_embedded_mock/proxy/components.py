"""What the contracts of one document share: compiled schemas and resolved references."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workato_embedded_mock.openapi.document import resolved
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.openapi.unknown_fields import UnknownFields

# High enough that the same error in every entry of a list does not hide other errors; one of each kind is reported.
_MOST_REASONS = 2000


class Components:
    """One document, prepared for contracts.

    Attributes:
        compiler: Compiles its schemas. Its reasons contain no values, because they are written to files.
        unknown_fields: Finds fields that it does not define.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self.compiler = SchemaCompiler(document, masked=True, most=_MOST_REASONS)
        self.unknown_fields = UnknownFields(document)

    def resolve(self, part: Mapping[str, Any]) -> dict[str, Any]:
        """Return the component that a reference points to; return anything else unchanged."""
        return dict(resolved(self._document, part))
