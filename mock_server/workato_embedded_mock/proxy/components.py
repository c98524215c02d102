"""What the operations of one document share: schemas, and what references lead to; must not know requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workato_embedded_mock.openapi.document import resolved
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.openapi.unknown_fields import UnknownFields

_MASK = "the value"
# A fault that all entries of a list have must not hide the others; of each kind one is told.
_MOST_REASONS = 2000


class Components:
    """One document, prepared for contracts.

    Attributes:
        compiler: Compiles its schemas. The reasons show no values: they end up in files.
        unknown_fields: Finds fields that it does not mention.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self.compiler = SchemaCompiler(document, mask=_MASK, most=_MOST_REASONS)
        self.unknown_fields = UnknownFields(document)

    def resolve(self, part: Mapping[str, Any]) -> dict[str, Any]:
        """Answer what a reference into the components leads to; anything else as it is."""
        return dict(resolved(self._document, part))
