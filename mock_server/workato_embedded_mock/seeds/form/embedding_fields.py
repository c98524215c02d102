"""Fields of the settings of direct links, whose values the column alone does not limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workato_embedded_mock.seeds.form.kinds import Field
from workato_embedded_mock.store.tables.embedding import FAILURES


@dataclass(frozen=True, slots=True)
class Origins(Field):
    """A list of origins."""

    def schema(self) -> dict[str, Any]:
        """Return a JSON Schema of lists of origins."""
        return {"type": "array", "items": {"type": "string", "pattern": r"^https?://[^/?#\s]+/?$"}}


@dataclass(frozen=True, slots=True)
class Failure(Field):
    """How a failed connection is posted."""

    def schema(self) -> dict[str, Any]:
        """Return a JSON Schema of the ways."""
        return {"enum": list(FAILURES)}


@dataclass(frozen=True, slots=True)
class Styling(Field):
    """Values of styles by name."""

    def schema(self) -> dict[str, Any]:
        """Return a JSON Schema of texts by name."""
        return {"type": "object", "additionalProperties": {"type": "string"}}
